/**
 * Removes pure ops and block parameters whose values nobody needs, cycles through loops included.
 *
 * Requires:    no RC operation.
 * Establishes: each op has an effect, can panic, or leads to one that does.
 */
import type { MonoTypes } from "../../mono/mod.ts";
import { intrinsicInfo, isRemovable } from "../../operations/mod.ts";
import { isDropping } from "../analysis/drop_types.ts";
import type { ArcFunction, Op, VarId } from "../ir/ir.ts";
import { dropParams, incomingValues } from "./remove_trivial_params.ts";
import { eachArg, eachOperand, eachResult } from "../ir/visit.ts";

/** Returns whether anything changed. */
export function removeDeadCode(fn: ArcFunction, types: MonoTypes): boolean {
  const isPure = (op: Op): boolean => hasNoEffect(op, fn, types);
  const needed = neededVars(fn, isPure);
  let isChanged = false;
  for (const block of fn.blocks) {
    const kept = block.ops.filter((op) => !isPure(op) || isAnyNeeded(op, needed));
    if (kept.length === block.ops.length) continue;
    block.ops = kept;
    isChanged = true;
  }
  return dropParams(fn, (param) => needed[param] === 0) || isChanged;
}

function isAnyNeeded(op: Op, needed: Uint8Array): boolean {
  let found = false;
  eachResult(op, (v) => {
    if (needed[v] === 1) found = true;
  });
  return found;
}

/** Whether the op neither panics nor does anything that is observable but by its results. */
export function hasNoEffect(op: Op, fn: ArcFunction, types: MonoTypes): boolean {
  return !makesDropping(fn, types, op) && isPureOp(op);
}

/** A value that drops is seen when it goes, even if nothing else looks at it. */
function makesDropping(fn: ArcFunction, types: MonoTypes, op: Op): boolean {
  return op.kind === "Construct" && isDropping(types, fn.varTypes[op.dst]);
}

function isPureOp(op: Op): boolean {
  switch (op.kind) {
    case "Call": {
      const { call } = op;
      return call.kind === "Intrinsic" && isRemovable(intrinsicInfo(call.name).effects);
    }
    case "RcInc":
    case "RcDec":
    case "Unpack":
    case "Reset":
    case "Reuse":
    case "Set":
      return false;
    default:
      return true;
  }
}

function neededVars(fn: ArcFunction, isPure: (op: Op) => boolean): Uint8Array {
  const needed = new Uint8Array(fn.varTypes.length);
  const queue: VarId[] = [];
  const need = (v: VarId): void => {
    if (needed[v] === 1) return;
    needed[v] = 1;
    queue.push(v);
  };
  const incoming = incomingValues(fn);
  const makers = new Map<VarId, Op>();
  for (const block of fn.blocks) {
    for (const op of block.ops) {
      if (isPure(op)) eachResult(op, (v) => makers.set(v, op));
      else eachOperand(op, need);
    }
    const t = block.terminator;
    if (t.kind === "Branch") need(t.condition);
    else if (t.kind === "Switch") need(t.subject);
    else if (t.kind === "Return") need(t.value);
    else if (t.kind === "Invoke") eachArg(t.call, need);
  }
  for (let v = queue.pop(); v !== undefined; v = queue.pop()) {
    const maker = makers.get(v);
    if (maker !== undefined) eachOperand(maker, need);
    incoming.get(v)?.forEach(need);
  }
  return needed;
}
