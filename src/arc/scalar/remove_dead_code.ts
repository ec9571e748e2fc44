/**
 * Removes pure ops and block parameters whose values nobody needs, cycles through loops included.
 *
 *     before                              after
 *       %1 = Prim int_wrap_add(%0, %0)      %3 = Intrinsic print(%msg)
 *       %2 = Construct(%1)                  Jump bb1
 *       %3 = Intrinsic print(%msg)        bb1:
 *       Jump bb1(%2)
 *     bb1(%4):  # not used
 *
 * Requires:    no RC operation.
 * Establishes: each op has an effect, can panic, or leads to one that does.
 */
import type { MonoTypes } from "../../mono/mod.ts";
import { hasNoEffect } from "../analysis/effects.ts";
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
