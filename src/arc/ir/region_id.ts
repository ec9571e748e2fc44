import type { ArcBlock, ArcFunction, Region, RegionId } from "./ir.ts";

/** The region of `fn` with this id; regions are ordered by it. */
export function regionOf({ regions }: ArcFunction, id: RegionId): Region | undefined {
  let low = 0;
  let high = regions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (regions[middle].id < id) low = middle + 1;
    else high = middle;
  }
  const found = regions.at(low);
  return found?.id === id ? found : undefined;
}

/** The `region_id` of a block (seeds DBG-2): `loop#1/header`, `join#2/then`; `function` outside of loops and joins. */
export function regionId(fn: ArcFunction, { region, role }: ArcBlock): string {
  const kind = regionOf(fn, region)?.kind;
  if (kind === undefined || kind === "function") return "function";
  return role === undefined ? `${kind}#${region}` : `${kind}#${region}/${role}`;
}
