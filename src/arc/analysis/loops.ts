/** The natural loops of a function: what can go back to a header without leaving through it. */
import type { ArcFunction, BlockId } from "../ir/ir.ts";
import { predecessors } from "../ir/visit.ts";

export class Loops {
  /** The header of the innermost loop around each block. */
  readonly #around: (BlockId | undefined)[] = [];
  /** The header of the next loop around each loop, by header. */
  readonly #outer = new Map<BlockId, BlockId | undefined>();

  /** Requires: blocks in reverse postorder. */
  constructor(fn: ArcFunction, preds: readonly (readonly BlockId[])[] = predecessors(fn)) {
    for (const { id } of fn.blocks) {
      const latches = preds[id].filter((pred) => pred >= id);
      if (latches.length === 0) continue;
      this.#outer.set(id, this.#around[id]);
      this.#around[id] = id;
      // Headers come in order, so that inner loops overwrite outer ones.
      const seen = new Set([id]);
      for (let at = latches.pop(); at !== undefined; at = latches.pop()) {
        if (seen.has(at)) continue;
        seen.add(at);
        this.#around[at] = id;
        latches.push(...preds[at]);
      }
    }
  }

  /** The header of the innermost loop around `block`. */
  around(block: BlockId): BlockId | undefined {
    return this.#around[block];
  }

  /** Whether `inner` is the loop `outer` or one inside; nothing stands for the whole function. */
  isWithin(inner: BlockId | undefined, outer: BlockId | undefined): boolean {
    let at = inner;
    while (at !== outer && at !== undefined) at = this.#outer.get(at);
    return at === outer;
  }
}
