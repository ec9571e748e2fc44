import type { Span } from "../../base/mod.ts";
import type { ArcFunction, BlockRole, RegionId } from "./ir.ts";

/**
 * Adds a region to `fn`: the region and role of the block that is its header or join. `orderBlocks` finds what it holds and what is
 * around it, or removes it when the block turns out to be no such thing.
 */
export function declareRegion(
  fn: ArcFunction,
  kind: "loop" | "join",
  span: Span,
): { readonly region: RegionId; readonly role: BlockRole } {
  const id = nextRegion(fn);
  fn.regions.push({ id, kind, span, parent: fn.regions[0].id });
  return { region: id, role: kind === "loop" ? "header" : "join" };
}

/** The next free id: regions are ordered by id. */
export function nextRegion({ regions }: ArcFunction): RegionId {
  return regions[regions.length - 1].id + 1 as RegionId;
}
