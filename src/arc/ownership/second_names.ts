/**
 * Values that several locals have, since the source gives them a second name (`let w = v`): each of the locals holds its value to
 * the end of its scope. Tells at a point which of them still do, from where scopes end behind it.
 */
import type { ArcFunction, VarId } from "../ir/ir.ts";
import { isScopeEnd, type ScopeEnd } from "../ir/scope_marks.ts";

export class SecondNames {
  /** By value and local: a number beyond those of variables, which is live where the local has the value until its scope ends. */
  readonly #holds = new Map<VarId, Map<VarId, VarId>>();

  constructor(fn: ArcFunction) {
    const starts = new Map<VarId, Set<VarId>>();
    for (const { ops } of fn.blocks) {
      for (const { value, start } of ops.filter(isScopeEnd)) {
        starts.set(value, (starts.get(value) ?? new Set()).add(start));
      }
    }
    let next = fn.varTypes.length;
    for (const [value, locals] of starts) {
      if (locals.size < 2) continue;
      this.#holds.set(value, new Map([...locals].map((start) => [start, next++ as VarId])));
    }
  }

  /** What the end of a scope needs: that its local has come into scope, and has this value. */
  eachUse({ value, start }: ScopeEnd, use: (v: VarId) => void): void {
    const hold = this.#holds.get(value)?.get(start);
    if (hold === undefined) return;
    use(start);
    use(hold);
  }

  /** Whether more than one local in scope has `value`, where `live` is needed later. */
  haveBoth(value: VarId, live: ReadonlySet<VarId>): boolean {
    let count = 0;
    for (const [start, hold] of this.#holds.get(value) ?? []) {
      if (live.has(start) && live.has(hold)) count++;
    }
    return count > 1;
  }
}
