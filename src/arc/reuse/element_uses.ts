/** The ops of a function that read or replace an element of a list, or the value at a key of a map. */
import type { MonoTypes } from "../../mono/mod.ts";
import type { ArcFunction, BlockId, Op, VarId } from "../ir/ir.ts";
import { isView } from "../analysis/ownership.ts";
import type { AccessOf } from "../analysis/updates.ts";
import type { Use, UseLists } from "../analysis/use_lists.ts";
import { predecessors, successors } from "../ir/visit.ts";

/** A call whose first argument is a container and whose second is the place of an element in it. */
export type ElementOp = Extract<Op, { kind: "Call" }>;

/** `take` takes an element out of a list to replace a part of it. */
export type ElementAccess = "read" | "write" | "take";

/** A use of a container for one of its elements. */
export interface ElementUse {
  readonly block: BlockId;
  readonly index: number;
  readonly op: ElementOp;
  readonly access: ElementAccess;
}

/** What `op` does to an element. */
export function accessOf(op: Op | undefined, mapAccess: AccessOf): ElementAccess | undefined {
  if (op?.kind !== "Call") return undefined;
  if (op.call.kind === "Intrinsic") return LIST_ACCESS.get(op.call.name);
  const access = mapAccess(op.call);
  return access && (access.isWrite ? "write" : "read");
}

/** Whether the element is replaced, or taken to replace a part of it. */
export function isEnd(access: ElementAccess | undefined): boolean {
  return access === "write" || access === "take";
}

const LIST_ACCESS: ReadonlyMap<string, ElementAccess> = new Map([
  ["list_get", "read"],
  ["list_set", "write"],
  ["list_take", "take"],
]);

export class ElementUses {
  readonly #fn: ArcFunction;
  readonly #types: MonoTypes;
  readonly #uses: UseLists;
  readonly #numberOf: (v: VarId) => number;
  readonly #preds: readonly (readonly BlockId[])[];
  readonly #mapAccess: AccessOf;

  /** `numberOf` tells which places are the same, `mapAccess` which calls read and replace the values of maps. */
  constructor(
    fn: ArcFunction,
    types: MonoTypes,
    uses: UseLists,
    numberOf: (v: VarId) => number,
    mapAccess: AccessOf,
  ) {
    this.#fn = fn;
    this.#types = types;
    this.#uses = uses;
    this.#numberOf = numberOf;
    this.#preds = predecessors(fn);
    this.#mapAccess = mapAccess;
  }

  /** The elements that are replaced somewhere: list, and number of the index. */
  *replaced(): Iterable<{ readonly list: VarId; readonly place: number }> {
    const seen = new Map<VarId, Set<number>>();
    for (const { ops } of this.#fn.blocks) {
      for (const op of ops) {
        if (op.kind !== "Call" || !isEnd(accessOf(op, this.#mapAccess))) continue;
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
      this.#elementUse(use, list, place)
    ).filter((use) => !isEnd(use.access) || !this.#isNeededAfter(list, live, use));
    const ends = all.filter(({ access }) => isEnd(access));
    const leads = this.#leadsToEnd(live, ends);
    return all.filter(({ block, index, access }) =>
      isEnd(access) || leads(block) || ends.some((end) => end.block === block && end.index > index)
    );
  }

  /** The use of the element by `use`, if it is one. */
  #elementUse({ block, index, op }: Use, list: VarId, place: number): readonly ElementUse[] {
    const access = accessOf(op, this.#mapAccess);
    if (op?.kind !== "Call" || access === undefined) return [];
    const [of, at, ...values] = op.call.args;
    if (of !== list || values.includes(list) || this.#numberOf(at) !== place) return [];
    const isApart = access !== "take" ||
      this.#uses.of(op.dst).every((use) => use.op?.kind === "Project");
    return isApart ? [{ block, index, op, access }] : [];
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
  isConsumed({ op, access }: ElementUse): boolean {
    if (isEnd(access) || !this.#types.isCounted(this.#fn.varTypes[op.dst])) return false;
    const parts = [op.dst];
    for (const part of parts) {
      for (const use of this.#uses.of(part)) {
        if (use.mark === "owned") return true;
        const view = this.#seenThrough(use.op);
        if (view !== undefined) parts.push(view);
      }
    }
    return false;
  }

  /** What `op` gives is a view of its operand, or a value in the map that its operand is. */
  #seenThrough(op: Op | undefined): VarId | undefined {
    if (op?.kind === "Project") return op.dst;
    const sees = op?.kind === "Call" && (isView(op.call) || this.#mapAccess(op.call) !== undefined);
    return sees ? op.dst : undefined;
  }
}
