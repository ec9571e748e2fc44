/**
 * Finds where an owned aggregate can be taken apart: the earliest points behind which nothing needs it as a whole.
 *
 * The *region* of `x` holds the points from which every path only reads fields of `x`, or looks into fields read
 * before, and, for a sum, at which the variant is known. It is closed: what follows a point of it, while `x`
 * is needed, lies in it. It starts at *frontiers*, where `x` becomes its fields.
 *
 * Requires: blocks in reverse postorder; no critical edges.
 */
import type { ArcFunction, BlockId } from "./ir.ts";
import type { Definition, Use } from "./use_lists.ts";
import { successors } from "./visit.ts";

/** What is asked about one aggregate. */
export interface RegionQuestion {
  readonly definition: Definition;
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
  readonly #liveIn: ReadonlySet<BlockId>;
  /** Where the whole aggregate is needed on entry. */
  readonly #wholeIn: ReadonlySet<BlockId>;
  readonly #usesIn = new Map<BlockId, Use[]>();
  readonly #blocks = new Map<BlockId, RegionBlock>();
  readonly #knownAtEnd = new Map<BlockId, number>();

  constructor(
    fn: ArcFunction,
    preds: readonly (readonly BlockId[])[],
    question: RegionQuestion,
  ) {
    this.#fn = fn;
    this.#preds = preds;
    this.#question = question;
    const { uses, definition } = question;
    this.#liveIn = liveOnEntry(uses, definition.block, preds);
    this.#wholeIn = liveOnEntry(uses.filter(question.isDirect), definition.block, preds);
    for (const use of uses) {
      const known = this.#usesIn.get(use.block);
      if (known === undefined) this.#usesIn.set(use.block, [use]);
      else known.push(use);
    }
  }

  find(): Region | undefined {
    const range = [...this.#liveIn, this.#question.definition.block].sort((a, b) => a - b);
    for (const block of new Set(range)) if (!this.#visit(block)) return undefined;
    return this.#blocks.size > 0 && this.#isClosed() ? this.#blocks : undefined;
  }

  /** Enters `block` if some of it lies in the region; false if the region is not of the form asked for. */
  #visit(id: BlockId): boolean {
    const { definition } = this.#question;
    const isDefinition = definition.block === id;
    const before = isDefinition ? [] : this.#preds[id].filter((pred) => pred < id);
    const arrivals = before.filter((pred) => this.#blocks.get(pred)?.goesOn === true);
    if (arrivals.length > 0 && arrivals.length < before.length) return false;
    const isInside = arrivals.length > 0;
    const from = this.#start(id, isDefinition ? definition.from : 0, before);
    if (from === undefined) return !isInside;
    if (isInside && from > 0) return false;
    const goesOn = this.#isLiveOut(id, this.#liveIn);
    const variant = this.#knownAtEnd.get(id);
    if (isInside) {
      const others = arrivals.map((pred) => this.#blocks.get(pred)?.variant);
      this.#blocks.set(id, { block: id, from: 0, goesOn, variant });
      return others.every((other) => other === variant);
    }
    const next = this.#indices(id).filter((index) => index >= from);
    if (next.length === 0 && !goesOn) return true;
    const end = this.#fn.blocks[id].ops.length;
    const frontier = next.reduce((a, b) => Math.min(a, b), end);
    this.#blocks.set(id, { block: id, from: frontier, frontier, goesOn, variant });
    return true;
  }

  /** From which op on `block` may lie in the region. */
  #start(id: BlockId, defined: number, before: readonly BlockId[]): number | undefined {
    const known = this.#known(id, defined, before);
    if (known === undefined || this.#isLiveOut(id, this.#wholeIn)) return undefined;
    let start = Math.max(defined, known);
    for (const use of this.#usesIn.get(id) ?? []) {
      if (this.#question.isDirect(use)) start = Math.max(start, use.index + 1);
    }
    return start <= this.#fn.blocks[id].ops.length ? start : undefined;
  }

  /** From which op on the variant is known in `block`. */
  #known(id: BlockId, defined: number, before: readonly BlockId[]): number | undefined {
    const question = this.#question;
    if (!question.isSum) return 0;
    const onEntry = this.#agreed(before) ?? question.variantOnEntry(id);
    if (onEntry !== undefined) {
      this.#knownAtEnd.set(id, onEntry);
      return 0;
    }
    for (const use of this.#usesIn.get(id) ?? []) {
      const variant = question.variantRead(use);
      if (variant === undefined || use.index < defined) continue;
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

  #isLiveOut(id: BlockId, liveIn: ReadonlySet<BlockId>): boolean {
    return successors(this.#fn.blocks[id].terminator).some((next) => liveIn.has(next));
  }

  /** Back edges, too, must stay in the region. */
  #isClosed(): boolean {
    for (const { block, goesOn } of this.#blocks.values()) {
      if (!goesOn) continue;
      for (const next of successors(this.#fn.blocks[block].terminator)) {
        if (!this.#liveIn.has(next)) continue;
        const at = this.#blocks.get(next);
        if (at === undefined || at.frontier !== undefined) return false;
      }
    }
    return true;
  }
}

/** Blocks on whose entry some of `uses` is still to come. */
function liveOnEntry(
  uses: readonly Use[],
  definition: BlockId,
  preds: readonly (readonly BlockId[])[],
): Set<BlockId> {
  const live = new Set<BlockId>();
  const queue = uses.map((use) => use.block);
  for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
    if (block === definition || live.has(block)) continue;
    live.add(block);
    queue.push(...preds[block]);
  }
  return live;
}
