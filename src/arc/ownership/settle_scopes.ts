/**
 * Decides what the end of a local's scope does: `ScopeEnd` becomes `DropValue`, or nothing.
 *
 *     before                                 after
 *       %1 = Apply @open(%0)                   %1 = Apply @open(own %0)
 *       %2 = Apply @work()                     %2 = Apply @work()
 *       %3 = ScopeEnd %1 from %0               %3 = DropValue %1
 *
 * A value that was handed on before (stored, returned, passed to a function that keeps it) is no longer the local's to
 * drop, and one that is needed later is not dropped yet. The same goes for a value that was taken apart, unless its own
 * type has an impl of `Drop`. Where a value is handed on along some paths only, it goes at the end of its scope along the
 * others (`ConditionalEnds`).
 *
 * Requires:    final ownership; blocks in reverse postorder; no RC operation.
 * Establishes: no `ScopeStart` and no `ScopeEnd` is left; variables have the numbers of `numberVariables`.
 */
import type { MonoTypes } from "../../mono/mod.ts";
import { ConditionalEnds, type Holding } from "./conditional_ends.ts";
import { type DropReach, isDropping } from "../analysis/drop_types.ts";
import { addEndsAtPanics } from "./ends_at_panics.ts";
import type { ArcBlock, ArcFunction, BlockId, Op, VarId } from "../ir/ir.ts";
import { computeLiveness } from "../analysis/liveness.ts";
import { type Declaration, numberVariables } from "./number_variables.ts";
import { type Standings, standingsOf } from "../analysis/ownership.ts";
import { removeDeadCode } from "../scalar/remove_dead_code.ts";
import { isScopeEnd, type ScopeEnd } from "../ir/scope_marks.ts";
import {
  eachOperand,
  eachResult,
  eachTerminatorOperand,
  type OperandVisitor,
  successors,
} from "../ir/visit.ts";

/** `reach` knows the types that reach an impl of `Drop`. Returns whether anything changed. */
export function settleScopes(fn: ArcFunction, types: MonoTypes, reach: DropReach): boolean {
  const ends = endsOf(fn);
  let declarations: readonly Declaration[] = [];
  if (ends.size > 0) {
    addEndsAtPanics(fn, ends);
    declarations = settle(fn, types, new Set(ends.keys()));
  }
  const isRenumbered = numberVariables(fn, declarations, (type) => reach.reaches(type));
  if (ends.size > 0) removeDeadCode(fn, types);
  return isRenumbered || ends.size > 0;
}

/** Gives what is released at the end of each scope, and where that came into it. */
function settle(
  fn: ArcFunction,
  types: MonoTypes,
  ended: ReadonlySet<VarId>,
): readonly Declaration[] {
  const standings = standingsOf(fn, types);
  const handedOn = findHandedOn(fn, types, standings, ended);
  const conditional = new ConditionalEnds(
    fn,
    types,
    (v, block) => handedOn.holding(v, block, Infinity),
  );
  const liveness = computeLiveness(fn, (v) => ended.has(v) ? v : undefined);
  const declarations: Declaration[] = [];
  for (const block of fn.blocks) {
    if (!block.ops.some(isScopeEnd)) continue;
    const live = liveness.liveOut(block.id);
    declarations.push(...settleBlock(block, live, (v, index) => {
      if (standings.of(v) !== "owned") return "gone";
      return handedOn.holding(v, block.id, index);
    }, conditional));
  }
  conditional.finish();
  return declarations;
}

function endsOf(fn: ArcFunction): Map<VarId, ScopeEnd> {
  const ends = new Map<VarId, ScopeEnd>();
  for (const block of fn.blocks) {
    for (const op of block.ops) if (isScopeEnd(op)) ends.set(op.value, op);
  }
  return ends;
}

/** Where variables are handed on, and so which points find them still held. */
class HandedOn {
  /** The blocks that control can reach with the variable handed on, and those with it held. */
  readonly #after = new Map<VarId, { gone: ReadonlySet<BlockId>; held: ReadonlySet<BlockId> }>();

  constructor(
    readonly fn: ArcFunction,
    /** By variable: the first op of each block that hands it on; the terminator counts as one more op. */
    readonly at: ReadonlyMap<VarId, ReadonlyMap<BlockId, number>>,
    readonly definedIn: ReadonlyMap<VarId, BlockId>,
  ) {}

  /** What is left of `v` in front of op `index` of `block`. */
  holding(v: VarId, block: BlockId, index: number): Holding {
    const places = this.at.get(v);
    if (places === undefined) return "held";
    if ((places.get(block) ?? Infinity) < index) return "gone";
    if (this.definedIn.get(v) === block) return "held";
    const { gone, held } = this.#reached(v, places);
    if (!gone.has(block)) return "held";
    return held.has(block) ? "either" : "gone";
  }

  #reached(v: VarId, places: ReadonlyMap<BlockId, number>) {
    const known = this.#after.get(v);
    if (known !== undefined) return known;
    const definition = this.definedIn.get(v) ?? 0 as BlockId;
    const gone = blocksAfter(this.fn, [...places.keys()], definition);
    const starts = places.has(definition) ? [] : [definition];
    const held = blocksAfter(this.fn, starts, definition, places);
    const found = { gone, held };
    this.#after.set(v, found);
    return found;
  }
}

function findHandedOn(
  fn: ArcFunction,
  types: MonoTypes,
  standings: Standings,
  ended: ReadonlySet<VarId>,
): HandedOn {
  const madeInto = partsMadeInto(fn, types, ended);
  const wholeOf = (v: VarId): VarId | undefined =>
    standings.of(v) === "view" ? standings.source(v) : madeInto.get(v);
  /** The variable that a use is a use of: itself, or what it is a part of. */
  const trackedBy = (v: VarId): VarId | undefined => {
    let at: VarId | undefined = v;
    while (at !== undefined && !ended.has(at)) at = wholeOf(at);
    return at;
  };
  const isPartOfDropping = (v: VarId, whole: VarId): boolean => {
    for (let at: VarId | undefined = v; at !== undefined && at !== whole;) {
      at = wholeOf(at);
      if (at !== undefined && isDropping(types, fn.varTypes[at])) return true;
    }
    return false;
  };
  /** Past a local of its own: what is read by a name is also a part of what was made of it. */
  const madeOf = (v: VarId): VarId | undefined => trackedBy(madeInto.get(v) ?? v);
  const at = new Map<VarId, Map<BlockId, number>>();
  const bare = withoutEnds(fn);
  for (const tracked of madeInto.size > 0 ? [trackedBy, madeOf] : [trackedBy]) {
    const live = computeLiveness(bare, tracked);
    for (const block of fn.blocks) {
      eachUseBackwards(block, tracked, live.liveOut(block.id), (v, whole, index) => {
        if (isPartOfDropping(v, whole)) return;
        const known = at.get(whole) ?? new Map<BlockId, number>();
        known.set(block.id, Math.min(index, known.get(block.id) ?? Infinity));
        at.set(whole, known);
      });
    }
  }
  return new HandedOn(fn, at, definingBlocks(fn, ended));
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

function withoutEnds(fn: ArcFunction): ArcFunction {
  const blocks = fn.blocks.map((block) => ({
    ...block,
    ops: block.ops.filter((op) => !isScopeEnd(op)),
  }));
  return { ...fn, blocks };
}

/**
 * Calls `onLast` for each use that consumes a variable, or a part of it, and after which it is not used any more; the first
 * one of the block is the last call. A use that consumes earlier takes a reference of its own.
 */
function eachUseBackwards(
  block: ArcBlock,
  trackedBy: (v: VarId) => VarId | undefined,
  live: Set<VarId>,
  onLast: (v: VarId, whole: VarId, index: number) => void,
): void {
  const visit = (index: number, eachUse: (use: OperandVisitor) => void): void => {
    const op = block.ops[index];
    const made = op?.kind === "Construct" ? op.dst : undefined;
    eachUse((v, mark) => {
      const whole = mark === "owned" ? trackedBy(v) : undefined;
      if (whole !== undefined && whole !== made && !live.has(whole)) onLast(v, whole, index);
    });
    eachUse((v) => {
      const whole = trackedBy(v);
      if (whole !== undefined) live.add(whole);
    });
  };
  visit(block.ops.length, (use) => eachTerminatorOperand(block.terminator, use));
  for (let i = block.ops.length - 1; i >= 0; i--) {
    const op = block.ops[i];
    if (isScopeEnd(op)) continue;
    eachResult(op, (v) => live.delete(v));
    visit(i, (use) => eachOperand(op, use));
  }
}

/** Parameters of the function are defined in its first block. */
function definingBlocks(fn: ArcFunction, ended: ReadonlySet<VarId>): Map<VarId, BlockId> {
  const definedIn = new Map<VarId, BlockId>();
  const define = (v: VarId, block: BlockId): void => {
    if (ended.has(v)) definedIn.set(v, block);
  };
  for (const { var: v } of fn.params) define(v, 0 as BlockId);
  for (const block of fn.blocks) {
    for (const param of block.params) define(param, block.id);
    for (const op of block.ops) eachResult(op, (v) => define(v, block.id));
  }
  return definedIn;
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

function settleBlock(
  block: ArcBlock,
  live: Set<VarId>,
  holding: (v: VarId, index: number) => Holding,
  conditional: ConditionalEnds,
): readonly Declaration[] {
  eachTerminatorOperand(block.terminator, (v) => live.add(v));
  const declarations: Declaration[] = [];
  const kept: Op[] = [];
  const drop = (op: ScopeEnd, v: VarId): void => {
    kept.push({ kind: "DropValue", dst: op.dst, value: v, span: op.span });
    declarations.push([v, op.start]);
  };
  for (let i = block.ops.length - 1; i >= 0; i--) {
    const op = block.ops[i];
    if (!isScopeEnd(op)) kept.push(op);
    else {
      const v = op.value;
      const left = live.has(v) ? "gone" : holding(v, i);
      if (left === "held") drop(op, v);
      else if (left === "either") drop(op, conditional.keptAt(v, block.id, op.span));
      else kept.push({ kind: "Const", dst: op.dst, value: { kind: "unit" } });
    }
    eachOperand(op, (v) => live.add(v));
  }
  block.ops = kept.reverse();
  return declarations;
}
