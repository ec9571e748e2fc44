import type { ArcFunction, BlockId } from "../ir/ir.ts";
import { predecessors, reversePostorder, successorAt, successorCount } from "../ir/visit.ts";

/**
 * Immediate dominators, by block; -1 for blocks that nothing reaches. In n log n steps, however long chains and joins are: Semi-NCA,
 * L. Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems" (2005).
 */
export function immediateDominators(
  fn: ArcFunction,
  preds: readonly (readonly BlockId[])[] = predecessors(fn),
): Int32Array {
  const tree = searchTree(fn);
  const { vertices, numbers, parents } = tree;
  const semi = semidominators(tree, preds);
  const dominators = parents; // from here on: of all vertices before the present one
  const idom = new Int32Array(numbers.length).fill(-1);
  idom[0] = 0;
  for (let v = 1; v < vertices.length; v++) {
    let above = parents[v];
    while (above > semi[v]) above = dominators[above];
    dominators[v] = above;
    idom[vertices[v]] = vertices[above];
  }
  return idom;
}

/** A depth-first spanning tree from the entry; vertices are numbered in preorder. */
interface SearchTree {
  readonly vertices: readonly BlockId[];
  /** By block; -1 where nothing reaches it. */
  readonly numbers: Int32Array;
  /** By vertex. */
  readonly parents: Int32Array;
}

function searchTree(fn: ArcFunction): SearchTree {
  const count = fn.blocks.length;
  const numbers = new Int32Array(count).fill(-1);
  const parents = new Int32Array(count);
  const visited = new Int32Array(count); // how many successors
  const vertices = [0 as BlockId];
  const path = [0 as BlockId];
  numbers[0] = 0;
  for (let block = path.at(-1); block !== undefined; block = path.at(-1)) {
    const { terminator } = fn.blocks[block];
    if (visited[block] === successorCount(terminator)) {
      path.pop();
      continue;
    }
    const next = successorAt(terminator, visited[block]++);
    if (numbers[next] >= 0) continue;
    numbers[next] = vertices.push(next) - 1;
    parents[numbers[next]] = numbers[block];
    path.push(next);
  }
  return { vertices, numbers, parents };
}

/** The semidominator of each vertex. */
function semidominators(
  { vertices, numbers, parents }: SearchTree,
  preds: readonly (readonly BlockId[])[],
): Int32Array {
  const count = vertices.length;
  const semi = Int32Array.from({ length: count }, (_, v) => v);
  /** Of each vertex the one with the least semidominator on its way to the root of its tree in the forest of those seen. */
  const least = Int32Array.from(semi);
  const ancestors = new Int32Array(count).fill(-1);
  const path: number[] = [];
  const evaluate = (v: number): number => {
    if (ancestors[v] < 0) return v;
    for (let at = v; ancestors[ancestors[at]] >= 0; at = ancestors[at]) path.push(at);
    for (let at = path.pop(); at !== undefined; at = path.pop()) {
      const above = ancestors[at];
      if (semi[least[above]] < semi[least[at]]) least[at] = least[above];
      ancestors[at] = ancestors[above];
    }
    return least[v];
  };
  for (let v = count - 1; v > 0; v--) {
    for (const pred of preds[vertices[v]]) {
      if (numbers[pred] < 0) continue;
      const candidate = semi[evaluate(numbers[pred])];
      if (candidate < semi[v]) semi[v] = candidate;
    }
    ancestors[v] = parents[v];
  }
  return semi;
}

/** Whether each way to a block passes another one. */
export class Dominators {
  readonly #first: Int32Array;
  readonly #last: Int32Array;

  constructor(fn: ArcFunction) {
    const order = reversePostorder(fn);
    const idom = immediateDominators(fn);
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
      for (const child of children[block]) stack.push(child);
    }
    // In preorder a subtree is one run: its end is that of the child entered last.
    for (let i = left.length - 1; i >= 0; i--) {
      const block = left[i];
      let last = this.#first[block];
      for (const child of children[block]) last = Math.max(last, this.#last[child]);
      this.#last[block] = last;
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
