/**
 * Where locals hand their values on: where `markMoves` says so, and where a jump passes them on for the last time. What is done
 * with a part is done with the whole.
 */
import type { MonoTypes } from "../../mono/mod.ts";
import { isDropping } from "../analysis/drop_types.ts";
import { computeLiveness } from "../analysis/liveness.ts";
import type { Standings } from "../analysis/ownership.ts";
import type { ArcBlock, ArcFunction, BlockId, VarId } from "../ir/ir.ts";
import { isScopeEnd } from "../ir/scope_marks.ts";
import { eachOperand, eachResult, eachTerminatorOperand, successors } from "../ir/visit.ts";
import type { Holding, Scoped } from "./conditional_ends.ts";
import { wholesOf } from "./scoped_values.ts";

interface Point {
  readonly block: BlockId;
  readonly index: number;
}

/** Where variables are handed on, and so which points find them still held. */
export class HandedOn {
  readonly #fn: ArcFunction;
  /** By variable: the ops that hand it on. A terminator counts as one more op. */
  readonly #places: ReadonlyMap<VarId, readonly Point[]>;
  readonly #defined: ReadonlyMap<VarId, Point>;
  readonly #known = new Map<VarId, Map<VarId, HandedOnOne>>();

  constructor(
    fn: ArcFunction,
    places: ReadonlyMap<VarId, readonly Point[]>,
  ) {
    this.#fn = fn;
    this.#places = places;
    this.#defined = definitions(fn);
  }

  /** What a local has of its value in front of op `index` of `block`. */
  holding({ value, start }: Scoped, block: BlockId, index: number): Holding {
    let known = this.#known.get(value);
    if (known === undefined) this.#known.set(value, known = new Map());
    let one = known.get(start);
    if (one === undefined) known.set(start, one = this.#one(value, start));
    return one.holding(block, index);
  }

  /** What was done with the value before the local had it does not count. */
  #one(value: VarId, start: VarId): HandedOnOne {
    const from = this.#defined.get(start);
    const places = (this.#places.get(value) ?? []).filter((place) =>
      from === undefined || isBehind(place, from)
    );
    return new HandedOnOne(this.#fn, places, this.#defined.get(value)?.block ?? 0 as BlockId);
  }
}

function isBehind(place: Point, from: Point): boolean {
  return place.block === from.block ? place.index > from.index : place.block > from.block;
}

/** The answers for one value of one local. */
class HandedOnOne {
  /** The first op of each block that hands it on. */
  readonly #first = new Map<BlockId, number>();
  /** The blocks that control can reach with the value handed on, and those with it held. */
  #after: { readonly gone: ReadonlySet<BlockId>; readonly held: ReadonlySet<BlockId> } | undefined;

  constructor(
    readonly fn: ArcFunction,
    places: readonly Point[],
    readonly definition: BlockId,
  ) {
    for (const { block, index } of places) {
      this.#first.set(block, Math.min(index, this.#first.get(block) ?? Infinity));
    }
  }

  holding(block: BlockId, index: number): Holding {
    if (this.#first.size === 0) return "held";
    if ((this.#first.get(block) ?? Infinity) < index) return "gone";
    if (this.definition === block) return "held";
    const { gone, held } = this.#after ??= this.#reached();
    if (!gone.has(block)) return "held";
    return held.has(block) ? "either" : "gone";
  }

  #reached() {
    const { fn, definition } = this;
    const gone = blocksAfter(fn, [...this.#first.keys()], definition);
    const starts = this.#first.has(definition) ? [] : [definition];
    return { gone, held: blocksAfter(fn, starts, definition, this.#first) };
  }
}

/** Finds where the variables of `ended` are handed on in `fn`. */
export function findHandedOn(
  fn: ArcFunction,
  types: MonoTypes,
  standings: Standings,
  ended: ReadonlySet<VarId>,
): HandedOn {
  const madeInto = partsMadeInto(fn, types, ended);
  const wholeOf = (v: VarId): VarId | undefined =>
    standings.of(v) === "view" ? standings.source(v) : madeInto.get(v);
  const wholes = (v: VarId): readonly VarId[] => wholesOf(v, ended, wholeOf, fn, types);
  const places = new Map<VarId, Point[]>();
  const eachUse = ({ ops, terminator }: ArcBlock, use: (v: VarId) => void): void => {
    const useWholes = (v: VarId): void => wholes(v).forEach(use);
    for (const op of ops) if (!isScopeEnd(op)) eachOperand(op, useWholes);
    eachTerminatorOperand(terminator, useWholes);
  };
  const live = computeLiveness(fn, (v) => v, eachUse);
  for (const block of fn.blocks) {
    eachMove(block, wholes, live.liveOut(block.id), (whole, index) => {
      const known = places.get(whole);
      const place = { block: block.id, index };
      if (known === undefined) places.set(whole, [place]);
      else known.push(place);
    });
  }
  return new HandedOn(fn, places);
}

/** What was put into a variable and is still read by itself, since reads of its fields were forwarded. */
function partsMadeInto(
  fn: ArcFunction,
  types: MonoTypes,
  ended: ReadonlySet<VarId>,
): ReadonlyMap<VarId, VarId> {
  const madeInto = new Map<VarId, VarId>();
  for (const block of fn.blocks) {
    for (const op of block.ops) {
      if (op.kind !== "Construct" || !ended.has(op.dst)) continue;
      if (isDropping(types, fn.varTypes[op.dst])) continue;
      for (const arg of op.args) if (types.isCounted(fn.varTypes[arg])) madeInto.set(arg, op.dst);
    }
  }
  return madeInto;
}

/**
 * Calls `onMove` for each variable that a use takes the value of, or a part of it. Ops do so by `MoveValue` and `DropValue`
 * alone, which stand where the source hands a value on; others that consume take a reference of their own. A terminator does so
 * if the variable is not used any more.
 */
function eachMove(
  { ops, terminator }: ArcBlock,
  wholes: (v: VarId) => readonly VarId[],
  live: ReadonlySet<VarId>,
  onMove: (whole: VarId, index: number) => void,
): void {
  ops.forEach((op, index) => {
    if (op.kind === "MoveValue") wholes(op.src).forEach((whole) => onMove(whole, index));
    else if (op.kind === "DropValue") onMove(op.value, index);
  });
  eachTerminatorOperand(terminator, (v, mark) => {
    if (mark !== "owned") return;
    for (const whole of wholes(v)) if (!live.has(whole)) onMove(whole, ops.length);
  });
}

/** Where variables are defined; parameters in front of the first op. */
function definitions(fn: ArcFunction): ReadonlyMap<VarId, Point> {
  const defined = new Map<VarId, Point>();
  const define = (v: VarId, block: BlockId, index: number): void => {
    defined.set(v, { block, index });
  };
  for (const { var: v } of fn.params) define(v, 0 as BlockId, -1);
  for (const block of fn.blocks) {
    for (const param of block.params) define(param, block.id, -1);
    block.ops.forEach((op, index) => eachResult(op, (v) => define(v, block.id, index)));
  }
  return defined;
}

/** The blocks that control can reach from the ends of `from` without another definition, and through none that hands on. */
function blocksAfter(
  fn: ArcFunction,
  from: readonly BlockId[],
  definition: BlockId,
  handingOn?: ReadonlyMap<BlockId, number>,
): Set<BlockId> {
  const after = new Set<BlockId>();
  const queue = [...from];
  for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
    for (const next of successors(fn.blocks[block].terminator)) {
      if (next === definition || after.has(next)) continue;
      after.add(next);
      if (handingOn?.has(next) !== true) queue.push(next);
    }
  }
  return after;
}
