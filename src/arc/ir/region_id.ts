import type { ArcBlock, ArcFunction } from "./ir.ts";

/** The `region_id` of a block (seeds DBG-2): `loop#1/header`, `join#2/then`; `function` outside of loops and joins. */
export function regionId(fn: ArcFunction, { region, role }: ArcBlock): string {
  const kind = fn.regions.find(({ id }) => id === region)?.kind;
  if (kind === undefined || kind === "function") return "function";
  return role === undefined ? `${kind}#${region}` : `${kind}#${region}/${role}`;
}
