/** The variables whose scope ends in a function, and what is a part of them. */
import { isDropping } from "../analysis/drop_types.ts";
import type { ArcFunction, VarId } from "../ir/ir.ts";
import { isScopeEnd, type ScopeEnd } from "../ir/scope_marks.ts";
import type { MonoTypes } from "../../mono/mod.ts";

/** The variables that have a `ScopeEnd`, each with one of them. */
export function endsOf(fn: ArcFunction): Map<VarId, ScopeEnd> {
  const ends = new Map<VarId, ScopeEnd>();
  for (const block of fn.blocks) {
    for (const op of block.ops) if (isScopeEnd(op)) ends.set(op.value, op);
  }
  return ends;
}

/**
 * The variables of `ended` that `v` is, or is a part of, from the inside out. `wholeOf` gives what a variable is a part of. A
 * value with an impl of `Drop` keeps its parts: what is read of it is no part in this sense.
 */
export function wholesOf(
  v: VarId,
  ended: { has(v: VarId): boolean },
  wholeOf: (v: VarId) => VarId | undefined,
  { varTypes }: ArcFunction,
  types: MonoTypes,
): VarId[] {
  const found: VarId[] = [];
  for (let at: VarId | undefined = v; at !== undefined;) {
    if (ended.has(at)) found.push(at);
    at = wholeOf(at);
    if (at !== undefined && isDropping(types, varTypes[at])) break;
  }
  return found;
}
