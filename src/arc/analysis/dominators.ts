import type { ArcFunction, BlockId } from "../ir/ir.ts";
import { predecessors, reversePostorder } from "../ir/visit.ts";

/**
 * Immediate dominators: Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm". Each block looks at a dominator of its
 * predecessors once, so that a join of many paths of different lengths is no slower than its blocks.
 */
export function immediateDominators(
  fn: ArcFunction,
  order: readonly BlockId[],
  preds: readonly (readonly BlockId[])[] = predecessors(fn),
): Int32Array {
  const position = new Int32Array(fn.blocks.length);
  order.forEach((id, index) => position[id] = index);
  const idom = new Int32Array(fn.blocks.length).fill(-1);
  idom[0] = 0;
  // Blocks that are dominated by what the predecessors of one block have in common so far, by the number of that search.
  const seen = new Int32Array(fn.blocks.length);
  let search = 0;
  const meet = (common: number, pred: number): number => {
    let [a, b] = [common, pred];
    while (a !== b) {
      if (position[a] > position[b]) {
        seen[a] = search;
        a = idom[a];
      } else {
        if (seen[b] === search) return a;
        seen[b] = search;
        b = idom[b];
      }
    }
    return a;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const block of order) {
      if (block === 0) continue;
      let next = -1;
      search++;
      for (const pred of preds[block]) {
        if (idom[pred] >= 0) next = next < 0 ? pred : meet(next, pred);
      }
      if (idom[block] === next) continue;
      idom[block] = next;
      changed = true;
    }
  }
  return idom;
}

/** Whether each way to a block passes another one. */
export class Dominators {
  readonly #first: Int32Array;
  readonly #last: Int32Array;

  constructor(fn: ArcFunction) {
    const order = reversePostorder(fn);
    const idom = immediateDominators(fn, order);
    const children: BlockId[][] = fn.blocks.map(() => []);
    for (const block of order) if (block !== 0) children[idom[block]].push(block);
    this.#first = new Int32Array(fn.blocks.length);
    this.#last = new Int32Array(fn.blocks.length);
    const stack: BlockId[] = [0 as BlockId];
    const left: BlockId[] = [];
    let count = 0;
    for (let block = stack.pop(); block !== undefined; block = stack.pop()) {
      this.#first[block] = count++;
      left.push(block);
      stack.push(...children[block]);
    }
    // In preorder a subtree is one run: its end is that of the child entered last.
    for (let i = left.length - 1; i >= 0; i--) {
      const block = left[i];
      const ends = children[block].map((child) => this.#last[child]);
      this.#last[block] = Math.max(this.#first[block], ...ends);
    }
  }

  /** Also true of a block and itself. */
  dominates(above: BlockId, below: BlockId): boolean {
    return this.#first[above] <= this.#first[below] && this.#first[below] <= this.#last[above];
  }
}

export function dominatorsOf(fn: ArcFunction): Dominators {
  return new Dominators(fn);
}
