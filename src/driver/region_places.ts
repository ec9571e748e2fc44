/** Joins what a run says with its regions: both name functions and positions. */
import { regionId } from "../arc/mod.ts";
import type { Compiled } from "./engine.ts";

/** Gives the region of a position in a function; undefined where several regions have code of that position, or none has. */
export type RegionOf = (fn: string, position: string) => string | undefined;

/** Positions of operations that are left in the program; `function`, `loop#1`, `join#2` without the roles of blocks. */
export function regionPlaces({ arc, sources }: Compiled): RegionOf {
  const places = new Map<string, string | undefined>();
  for (const fn of arc.fns) {
    for (const block of fn.blocks) {
      const region = regionId(fn, block).split("/")[0];
      for (const step of [...block.ops, block.terminator]) {
        const span = "call" in step ? step.call.span : "span" in step ? step.span : undefined;
        if (span === undefined) continue;
        const key = `${fn.name} ${sources.describe(span)}`;
        places.set(key, places.has(key) && places.get(key) !== region ? undefined : region);
      }
    }
  }
  return (fn, position) => places.get(`${fn} ${position}`);
}
