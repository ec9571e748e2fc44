/**
 * Finds where an owned aggregate can be taken apart: the earliest points behind which nothing needs it as a whole.
 *
 * The *region* of `x` holds the points from which every path only reads fields of `x`, or looks into fields read
 * before, and, for a sum, at which the variant is known. It is closed: what follows a point of it, while `x`
 * is needed, lies in it. It starts at *frontiers*, where `x` becomes its fields; a block that it enters by some edges is
 * entered by it on all. It is the largest one of this form: what does not fit is taken out until all fits.
 *
 * `x` may have several definitions, in different blocks, if they stand for the same value.
 *
 * Requires: blocks in reverse postorder; no critical edges.
 */
import type { ArcFunction, BlockId } from "../ir/ir.ts";
import type { Definition, Use } from "../analysis/use_lists.ts";
import { successors } from "../ir/visit.ts";

/** What is asked about one aggregate. */
export interface RegionQuestion {
  readonly definitions: readonly Definition[];
  /** Every use of the aggregate and of views into it. */
  readonly uses: readonly Use[];
  /** Whether a use, one of `uses`, needs the aggregate as a whole. */
  isDirect(use: Use): boolean;
  /** The variant that a use, one of `uses`, reads a field of. */
  variantRead(use: Use): number | undefined;
  /** The variant that the way into a block proves. */
  variantOnEntry(block: BlockId): number | undefined;
  /** Whether there is a variant to know. */
  readonly isSum: boolean;
}

/** The part of a block that lies in the region: from op `from` on. */
export interface RegionBlock {
  readonly block: BlockId;
  readonly from: number;
  /** Where the aggregate is taken apart, before that op; absent where that has happened before. */
  readonly frontier?: number;
  /** Whether the aggregate is needed after the block. */
  readonly goesOn: boolean;
  readonly variant: number | undefined;
}

/** By block, ascending. */
export type Region = ReadonlyMap<BlockId, RegionBlock>;

/** Whether a use lies in the region. */
export function isInside(region: Region, use: Pick<Use, "block" | "index">): boolean {
  const at = region.get(use.block);
  return at !== undefined && use.index >= at.from;
}

export function findRegion(
  fn: ArcFunction,
  preds: readonly (readonly BlockId[])[],
  question: RegionQuestion,
): Region | undefined {
  return new RegionFinder(fn, preds, question).find();
}

class RegionFinder {
  readonly #fn: ArcFunction;
  readonly #preds: readonly (readonly BlockId[])[];
  readonly #question: RegionQuestion;
  /** From which op on each block defines the aggregate. */
  readonly #definedFrom: ReadonlyMap<BlockId, number>;
  readonly #liveIn: ReadonlySet<BlockId>;
  /** Where the whole aggregate is needed on entry. */
  readonly #wholeIn: ReadonlySet<BlockId>;
  readonly #usesIn = new Map<BlockId, Use[]>();
  readonly #knownAtEnd = new Map<BlockId, number>();
  /** The blocks with a part in the region, and where it starts. */
  readonly #from = new Map<BlockId, number>();
  /** Blocks that not all edges can enter in the region. */
  readonly #mixed = new Set<BlockId>();

  constructor(
    fn: ArcFunction,
    preds: readonly (readonly BlockId[])[],
    question: RegionQuestion,
  ) {
    this.#fn = fn;
    this.#preds = preds;
    this.#question = question;
    const { uses, definitions } = question;
    this.#definedFrom = new Map(definitions.map(({ block, from }) => [block, from]));
    this.#liveIn = liveOnEntry(uses, this.#definedFrom, preds);
    this.#wholeIn = liveOnEntry(uses.filter(question.isDirect), this.#definedFrom, preds);
    for (const use of uses) {
      const known = this.#usesIn.get(use.block);
      if (known === undefined) this.#usesIn.set(use.block, [use]);
      else known.push(use);
    }
  }

  find(): Region | undefined {
    const range = [...new Set([...this.#liveIn, ...this.#definedFrom.keys()])];
    range.sort((a, b) => a - b);
    for (const block of range) {
      const from = this.#start(block);
      if (from !== undefined) this.#from.set(block, from);
    }
    this.#trim();
    const region = new Map<BlockId, RegionBlock>();
    for (const block of range) {
      const part = this.#partOf(block);
      if (part !== undefined) region.set(block, part);
    }
    return region.size > 0 ? region : undefined;
  }

  /** Takes out the blocks that lead out of the region while the aggregate is needed. */
  #trim(): void {
    const queue = [...this.#from.keys()];
    for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
      const isInside = this.#from.has(block);
      if (isInside && this.#liveAfter(block).some((next) => !this.#isEnterable(next))) {
        this.#from.delete(block);
        queue.push(...this.#preds[block], ...this.#liveAfter(block));
      } else if (isInside && this.#isEnterable(block)) {
        const arrivals = this.#preds[block].filter((pred) => this.#from.has(pred));
        if (arrivals.length === 0 || arrivals.length === this.#preds[block].length) continue;
        this.#mixed.add(block);
        queue.push(...arrivals);
      }
    }
  }

  /** Whether an edge into `block` may lie in the region. */
  #isEnterable(block: BlockId): boolean {
    return this.#from.get(block) === 0 && !this.#definedFrom.has(block) && !this.#mixed.has(block);
  }

  /** The successors that need the aggregate. */
  #liveAfter(block: BlockId): readonly BlockId[] {
    return successors(this.#fn.blocks[block].terminator).filter((next) => this.#liveIn.has(next));
  }

  #partOf(block: BlockId): RegionBlock | undefined {
    const from = this.#from.get(block);
    if (from === undefined) return undefined;
    const goesOn = this.#liveAfter(block).length > 0;
    const variant = this.#knownAtEnd.get(block);
    if (this.#isEnterable(block) && this.#preds[block].every((pred) => this.#from.has(pred))) {
      return { block, from: 0, goesOn, variant };
    }
    const next = this.#indices(block).filter((index) => index >= from);
    if (next.length === 0 && !goesOn) return undefined;
    const end = this.#fn.blocks[block].ops.length;
    const frontier = next.reduce((a, b) => Math.min(a, b), end);
    return { block, from: frontier, frontier, goesOn, variant };
  }

  /** From which op on `block` may lie in the region. */
  #start(id: BlockId): number | undefined {
    const defined = this.#definedFrom.get(id);
    const known = this.#known(id, defined);
    if (known === undefined || this.#liveAfter(id).some((next) => this.#wholeIn.has(next))) {
      return undefined;
    }
    let start = Math.max(defined ?? 0, known);
    for (const use of this.#usesIn.get(id) ?? []) {
      if (this.#question.isDirect(use)) start = Math.max(start, use.index + 1);
    }
    return start <= this.#fn.blocks[id].ops.length ? start : undefined;
  }

  /** From which op on the variant is known in `block`. */
  #known(id: BlockId, defined: number | undefined): number | undefined {
    const question = this.#question;
    if (!question.isSum) return 0;
    const before = defined === undefined ? this.#preds[id].filter((pred) => pred < id) : [];
    const onEntry = this.#agreed(before) ?? question.variantOnEntry(id);
    if (onEntry !== undefined) {
      this.#knownAtEnd.set(id, onEntry);
      return 0;
    }
    for (const use of this.#usesIn.get(id) ?? []) {
      const variant = question.variantRead(use);
      if (variant === undefined || use.index < (defined ?? 0)) continue;
      this.#knownAtEnd.set(id, variant);
      return use.index;
    }
    return undefined;
  }

  /** The variant that is known on every way into a block. */
  #agreed(before: readonly BlockId[]): number | undefined {
    const [first, ...others] = before.map((pred) => this.#knownAtEnd.get(pred));
    return others.every((other) => other === first) ? first : undefined;
  }

  #indices(id: BlockId): readonly number[] {
    return (this.#usesIn.get(id) ?? []).map((use) => use.index);
  }
}

/** Blocks on whose entry some of `uses` is still to come. */
function liveOnEntry(
  uses: readonly Use[],
  definedFrom: ReadonlyMap<BlockId, number>,
  preds: readonly (readonly BlockId[])[],
): Set<BlockId> {
  const live = new Set<BlockId>();
  const queue = uses.map((use) => use.block);
  for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
    if (definedFrom.has(block) || live.has(block)) continue;
    live.add(block);
    queue.push(...preds[block]);
  }
  return live;
}
