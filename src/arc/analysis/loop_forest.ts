/**
 * The natural loops of a function, nested in each other.
 *
 * A loop is a header and what comes back to it: the blocks from which a back edge, one to a block that dominates its
 * source, is reached without passing the header. Loops with the same header are one loop with several latches. Two loops
 * are disjoint, or one lies within the other.
 *
 * After A. V. Aho, M. S. Lam, R. Sethi, J. D. Ullman, "Compilers: Principles, Techniques, and Tools" (2006), 9.6.
 */
import { immediateDominators } from "./dominators.ts";
import type { ArcFunction, BlockId } from "../ir/ir.ts";
import {
  predecessors,
  reversePostorder,
  successorAt,
  successorCount,
  successors,
} from "../ir/visit.ts";

export interface Loop {
  /** The only block of the loop that is entered from outside. */
  readonly header: BlockId;
  /** The blocks of the loop that jump to the header, in order. */
  readonly latches: readonly BlockId[];
  /** The only predecessor of the header outside of the loop, if it has no other successor. */
  readonly preheader: BlockId | undefined;
  /** The loop around this one. */
  readonly parent: Loop | undefined;
  /** 1 for a loop with no other loop around. */
  readonly depth: number;
}

/** An edge that goes back to a block which does not dominate its source. */
export interface IrreducibleEdge {
  readonly from: BlockId;
  readonly to: BlockId;
}

/** The loops of a function as it is now; a change of its blocks or edges makes the forest stale. */
export class LoopForest {
  /** Each loop before those within it. */
  readonly loops: readonly Loop[];
  /** Not empty only if some cycle has several entries, which no pass may leave. */
  readonly irreducible: readonly IrreducibleEdge[];
  readonly #fn: ArcFunction;
  /** The innermost loop around each block, by block. */
  readonly #around: (Loop | undefined)[];

  private constructor(
    fn: ArcFunction,
    loops: readonly Loop[],
    irreducible: readonly IrreducibleEdge[],
    around: (Loop | undefined)[],
  ) {
    this.#fn = fn;
    this.loops = loops;
    this.irreducible = irreducible;
    this.#around = around;
  }

  /**
   * Blocks may be in any order; those that nothing reaches are in no loop. `order` is the reverse postorder; `preds` and `idom` are the
   * predecessors and immediate dominators, where these are known.
   */
  static of(
    fn: ArcFunction,
    order: readonly BlockId[] = reversePostorder(fn),
    known?: { readonly preds: readonly (readonly BlockId[])[]; readonly idom: Int32Array },
  ): LoopForest {
    const position = new Int32Array(fn.blocks.length).fill(-1);
    for (let i = 0; i < order.length; i++) position[order[i]] = i;
    const backward = backwardEdges(fn, order, position);
    if (backward.length === 0) return new LoopForest(fn, [], [], []);
    const preds = known?.preds ?? predecessors(fn);
    const idom = known?.idom ?? immediateDominators(fn, preds);
    const builder = new ForestBuilder(fn, position, preds, idom);
    for (const edge of backward) builder.add(edge);
    builder.build(order);
    return new LoopForest(fn, builder.loops, builder.irreducible, builder.around);
  }

  /** The innermost loop around `block`. */
  around(block: BlockId): Loop | undefined {
    return this.#around[block];
  }

  isHeader(block: BlockId): boolean {
    return this.#around[block]?.header === block;
  }

  /** Whether `inner` is the loop `outer` or lies within it; nothing stands for the whole function. */
  isWithin(inner: Loop | undefined, outer: Loop | undefined): boolean {
    let at = inner;
    while (at !== outer && at !== undefined) at = at.parent;
    return at === outer;
  }

  contains(loop: Loop, block: BlockId): boolean {
    return this.isWithin(this.#around[block], loop);
  }

  /** The blocks of `loop`, those of the loops within it included, in the order of the function. */
  blocksOf(loop: Loop): readonly BlockId[] {
    return this.#fn.blocks.flatMap(({ id }) => this.contains(loop, id) ? [id] : []);
  }

  /** The blocks outside of `loop` to which its blocks have edges other than unwind edges, each once. */
  exitsOf(loop: Loop): readonly BlockId[] {
    const exits = new Set<BlockId>();
    for (const id of this.blocksOf(loop)) {
      const { terminator } = this.#fn.blocks[id];
      const next = terminator.kind === "Invoke" ? [terminator.normal] : successors(terminator);
      for (const to of next) if (!this.contains(loop, to)) exits.add(to);
    }
    return [...exits];
  }
}

/** The loops of `fn`, as an analysis. */
export function loopForest(fn: ArcFunction): LoopForest {
  return LoopForest.of(fn);
}

/** The edges from a block to itself or to one before it in `order`. */
function backwardEdges(
  fn: ArcFunction,
  order: readonly BlockId[],
  position: Int32Array,
): readonly IrreducibleEdge[] {
  const found: IrreducibleEdge[] = [];
  for (const from of order) {
    const { terminator } = fn.blocks[from];
    const count = successorCount(terminator);
    for (let i = 0; i < count; i++) {
      const to = successorAt(terminator, i);
      if (position[to] <= position[from]) found.push({ from, to });
    }
  }
  return found;
}

class ForestBuilder {
  readonly loops: Loop[] = [];
  readonly irreducible: IrreducibleEdge[] = [];
  readonly around: (Loop | undefined)[] = [];
  readonly #latches = new Map<BlockId, BlockId[]>();

  constructor(
    readonly fn: ArcFunction,
    readonly position: Int32Array,
    readonly preds: readonly (readonly BlockId[])[],
    readonly idom: Int32Array,
  ) {}

  add(edge: IrreducibleEdge): void {
    const { from, to } = edge;
    if (!this.#dominates(to, from)) this.irreducible.push(edge);
    else if (this.#latches.has(to)) this.#latches.get(to)?.push(from);
    else this.#latches.set(to, [from]);
  }

  #dominates(above: BlockId, below: BlockId): boolean {
    let at: number = below;
    while (this.position[at] > this.position[above]) at = this.idom[at];
    return at === above;
  }

  /** Makes the loops, outer ones first, so that inner ones overwrite what is around a block. */
  build(order: readonly BlockId[]): void {
    for (const header of order) {
      const latches = this.#latches.get(header);
      if (latches === undefined) continue;
      const parent = this.around[header];
      const blocks = this.#collect(header, latches);
      const outside = this.preds[header].filter((id) => this.position[id] >= 0 && !blocks.has(id));
      const loop: Loop = {
        header,
        latches,
        preheader: this.#preheader(outside),
        parent,
        depth: (parent?.depth ?? 0) + 1,
      };
      for (const id of blocks) this.around[id] = loop;
      this.loops.push(loop);
    }
  }

  #collect(header: BlockId, latches: readonly BlockId[]): ReadonlySet<BlockId> {
    const blocks = new Set([header]);
    const queue = [...latches];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (blocks.has(at) || this.position[at] < 0) continue;
      blocks.add(at);
      queue.push(...this.preds[at]);
    }
    return blocks;
  }

  #preheader([only, ...others]: readonly BlockId[]): BlockId | undefined {
    const isOne = only !== undefined && others.length === 0;
    return isOne && this.fn.blocks[only].terminator.kind === "Jump" ? only : undefined;
  }
}
