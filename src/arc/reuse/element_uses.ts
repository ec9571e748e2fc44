/** The ops of a function that read or replace an element of a list. */
import type { MonoTypes } from "../../mono/mod.ts";
import type { ArcFunction, BlockId, Call, Op, VarId } from "../ir/ir.ts";
import { isView } from "../analysis/ownership.ts";
import type { Use, UseLists } from "../analysis/use_lists.ts";
import { predecessors, successors } from "../ir/visit.ts";

/** `list_get`, `list_set` or `list_take`. */
export type ElementOp = Extract<Op, { kind: "Call" }> & {
  readonly call: Extract<Call, { kind: "Intrinsic" }> & {
    readonly name: "list_get" | "list_set" | "list_take";
  };
};

/** A use of a list for one of its elements. */
export interface ElementUse {
  readonly block: BlockId;
  readonly index: number;
  readonly op: ElementOp;
}

export function isElementOp(op: Op | undefined): op is ElementOp {
  if (op?.kind !== "Call" || op.call.kind !== "Intrinsic") return false;
  const { name } = op.call;
  return name === "list_get" || name === "list_set" || name === "list_take";
}

/** Whether `op` replaces an element, or takes it to replace a part of it. */
export function isEnd(op: Op): boolean {
  return isElementOp(op) && op.call.name !== "list_get";
}

export class ElementUses {
  readonly #fn: ArcFunction;
  readonly #types: MonoTypes;
  readonly #uses: UseLists;
  readonly #numberOf: (v: VarId) => number;
  readonly #preds: readonly (readonly BlockId[])[];

  /** `numberOf` tells which indices are the same. */
  constructor(
    fn: ArcFunction,
    types: MonoTypes,
    uses: UseLists,
    numberOf: (v: VarId) => number,
  ) {
    this.#fn = fn;
    this.#types = types;
    this.#uses = uses;
    this.#numberOf = numberOf;
    this.#preds = predecessors(fn);
  }

  /** The elements that are replaced somewhere: list, and number of the index. */
  *replaced(): Iterable<{ readonly list: VarId; readonly place: number }> {
    const seen = new Map<VarId, Set<number>>();
    for (const { ops } of this.#fn.blocks) {
      for (const op of ops) {
        if (!isElementOp(op) || !isEnd(op)) continue;
        const [list, at] = op.call.args;
        const place = this.#numberOf(at);
        const places = seen.get(list) ?? new Set();
        if (places.has(place)) continue;
        seen.set(list, places.add(place));
        yield { list, place };
      }
    }
  }

  /**
   * The uses of the element, but for reads from which some way does not come to an end of it, and for ends after which the
   * list is needed: they change a copy.
   */
  of(list: VarId, place: number): readonly ElementUse[] {
    const live = this.#liveBlocks(list);
    const all = this.#uses.of(list).flatMap((use): readonly ElementUse[] =>
      this.#isUseOf(use, list, place) ? [{ ...use, op: use.op }] : []
    ).filter((use) => !isEnd(use.op) || !this.#isNeededAfter(list, live, use));
    const ends = all.filter(({ op }) => isEnd(op));
    const leads = this.#leadsToEnd(live, ends);
    return all.filter(({ block, index, op }) =>
      isEnd(op) || leads(block) || ends.some((end) => end.block === block && end.index > index)
    );
  }

  #isUseOf(use: Use, list: VarId, place: number): use is Use & { readonly op: ElementOp } {
    const { op } = use;
    if (!isElementOp(op)) return false;
    const [of, at, value] = op.call.args;
    if (of !== list || value === list || this.#numberOf(at) !== place) return false;
    return op.call.name !== "list_take" ||
      this.#uses.of(op.dst).every((use) => use.op?.kind === "Project");
  }

  /** Whether each way from the end of a block comes to one of `ends`, or to a panic. */
  #leadsToEnd(
    live: ReadonlySet<BlockId>,
    ends: readonly ElementUse[],
  ): (block: BlockId) => boolean {
    const hasEnd = new Set(ends.map(({ block }) => block));
    const fails = new Set<BlockId>();
    const isGood = (block: BlockId): boolean =>
      live.has(block) && (hasEnd.has(block) || !fails.has(block)) ||
      this.#fn.blocks[block].terminator.kind === "Unreachable";
    const queue = [...live];
    for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
      if (fails.has(block)) continue;
      const next = successors(this.#fn.blocks[block].terminator);
      if (next.length > 0 && next.every(isGood)) continue;
      fails.add(block);
      queue.push(...this.#preds[block].filter((pred) => live.has(pred)));
    }
    return (block) => live.has(block) && !fails.has(block);
  }

  #isNeededAfter(
    list: VarId,
    live: ReadonlySet<BlockId>,
    { block, index }: ElementUse,
  ): boolean {
    if (this.#uses.of(list).some((use) => use.block === block && use.index > index)) return true;
    const defining = this.#uses.definitions(list);
    return successors(this.#fn.blocks[block].terminator).some((next) =>
      live.has(next) && !defining.some((definition) => definition.block === next)
    );
  }

  /** The blocks in which the list is needed. */
  #liveBlocks(list: VarId): ReadonlySet<BlockId> {
    const defining = this.#uses.definitions(list).map(({ block }) => block);
    const live = new Set(defining);
    const queue = this.#uses.of(list).map(({ block }) => block);
    for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
      if (live.has(block)) continue;
      live.add(block);
      queue.push(...this.#preds[block]);
    }
    return live;
  }

  /** Whether a read gives a counted element that is consumed, or a part of which is. */
  isConsumed({ op }: ElementUse): boolean {
    if (isEnd(op) || !this.#types.isCounted(this.#fn.varTypes[op.dst])) return false;
    const parts = [op.dst];
    for (const part of parts) {
      for (const use of this.#uses.of(part)) {
        if (use.mark === "owned") return true;
        const view = viewedBy(use.op);
        if (view !== undefined) parts.push(view);
      }
    }
    return false;
  }
}

function viewedBy(op: Op | undefined): VarId | undefined {
  if (op?.kind === "Project") return op.dst;
  return op?.kind === "Call" && isView(op.call) ? op.dst : undefined;
}
