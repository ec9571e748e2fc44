/**
 * Decides what the end of a local's scope does: `scope_end` becomes `drop_value`, or nothing.
 *
 *     before                                 after
 *       %1 = Apply @open(%0)                   %1 = Apply @open(own %0)
 *       %2 = Apply @work()                     %2 = Apply @work()
 *       %3 = Intrinsic scope_end(ref %1)       %3 = Intrinsic drop_value(own %1)
 *
 * A value that was handed on before (stored, returned, passed to a function that keeps it) is no longer the local's to
 * drop, and one that is needed later is not dropped yet. The same goes for a value that was taken apart, unless its own
 * type has an impl of `Drop`. Where a value is handed on along some paths only, it goes after its last use along the
 * others.
 *
 * Requires:    final ownership; blocks in reverse postorder; no RC operation.
 * Establishes: no `scope_end` is left.
 */
import type { MonoTypes } from "../mono/mod.ts";
import { isDropping } from "./drop_types.ts";
import type { ArcBlock, ArcFunction, BlockId, Call, Op, VarId } from "./ir.ts";
import { computeLiveness } from "./liveness.ts";
import { type Standings, standingsOf } from "./ownership.ts";
import {
  eachOperand,
  eachResult,
  eachTerminatorOperand,
  type OperandVisitor,
  successors,
} from "./visit.ts";

type ScopeEnd = Op & {
  readonly kind: "Call";
  readonly call: Call & { readonly kind: "Intrinsic" };
};

export function settleScopes(fn: ArcFunction, types: MonoTypes): void {
  const ended = endedVars(fn);
  if (ended.size === 0) return;
  const standings = standingsOf(fn, types);
  const handedOn = findHandedOn(fn, types, standings, ended);
  const liveness = computeLiveness(fn, (v) => ended.has(v) ? v : undefined);
  for (const block of fn.blocks) {
    if (block.ops.some(isScopeEnd)) {
      settleBlock(block, standings, handedOn, liveness.liveOut(block.id));
    }
  }
}

function isScopeEnd(op: Op): op is ScopeEnd {
  return op.kind === "Call" && op.call.kind === "Intrinsic" && op.call.name === "scope_end";
}

function endedVars(fn: ArcFunction): Set<VarId> {
  const ended = new Set<VarId>();
  for (const block of fn.blocks) {
    for (const op of block.ops) if (isScopeEnd(op)) ended.add(op.call.args[0]);
  }
  return ended;
}

/** Where a variable has been handed on: after an op of a block, and in all blocks that come after that. */
interface HandedOn {
  /** By variable: the op of each block that hands it on; the terminator counts as one more op. */
  readonly at: ReadonlyMap<VarId, ReadonlyMap<BlockId, number>>;
  readonly blocks: ReadonlyMap<VarId, ReadonlySet<BlockId>>;
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
  const definedIn = new Map<VarId, BlockId>();
  findDefinitions(fn, ended, definedIn);
  const blocks = new Map<VarId, Set<BlockId>>();
  for (const [v, places] of at) {
    blocks.set(v, blocksAfter(fn, [...places.keys()], definedIn.get(v)));
  }
  return { at, blocks };
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

function findDefinitions(
  fn: ArcFunction,
  ended: ReadonlySet<VarId>,
  definedIn: Map<VarId, BlockId>,
): void {
  const define = (v: VarId, block: BlockId): void => {
    if (ended.has(v)) definedIn.set(v, block);
  };
  for (const block of fn.blocks) {
    for (const param of block.params) define(param, block.id);
    for (const op of block.ops) eachResult(op, (v) => define(v, block.id));
  }
}

/** The blocks that control can reach after one of `from` without another definition. */
function blocksAfter(
  fn: ArcFunction,
  from: readonly BlockId[],
  definition: BlockId | undefined,
): Set<BlockId> {
  const after = new Set<BlockId>();
  const queue = [...from];
  for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
    for (const next of successors(fn.blocks[block].terminator)) {
      if (next === definition || after.has(next)) continue;
      after.add(next);
      queue.push(next);
    }
  }
  return after;
}

function settleBlock(
  block: ArcBlock,
  standings: Standings,
  handedOn: HandedOn,
  live: Set<VarId>,
): void {
  eachTerminatorOperand(block.terminator, (v) => live.add(v));
  const kept: Op[] = [];
  for (let i = block.ops.length - 1; i >= 0; i--) {
    const op = block.ops[i];
    if (!isScopeEnd(op)) kept.push(op);
    else {
      const [v] = op.call.args;
      const first = handedOn.at.get(v)?.get(block.id) ?? Infinity;
      const isHandedOn = first < i || handedOn.blocks.get(v)?.has(block.id) === true;
      if (standings.of(v) === "owned" && !isHandedOn && !live.has(v)) kept.push(dropValue(op));
      else kept.push({ kind: "Const", dst: op.dst, value: { kind: "unit" } });
    }
    eachOperand(op, (v) => live.add(v));
  }
  block.ops = kept.reverse();
}

function dropValue({ dst, call }: ScopeEnd): Op {
  return { kind: "Call", dst, call: { ...call, name: "drop_value", ownership: ["owned"] } };
}
