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
import { ConditionalEnds, type Holding, type Scoped } from "./conditional_ends.ts";
import type { DropReach } from "../analysis/drop_types.ts";
import type { ArcBlock, ArcFunction, Op, VarId } from "../ir/ir.ts";
import { computeLiveness } from "../analysis/liveness.ts";
import { type Declaration, numberVariables } from "./number_variables.ts";
import { findHandedOn } from "./handed_on.ts";
import { removePlainMoves } from "./plain_moves.ts";
import { readFromHolders } from "./read_from_holders.ts";
import { endsOf } from "./scoped_values.ts";
import { type Standings, standingsOf } from "../analysis/ownership.ts";
import { removeDeadCode } from "../scalar/remove_dead_code.ts";
import { isScopeEnd, type ScopeEnd } from "../ir/scope_marks.ts";
import { eachOperand, eachTerminatorOperand } from "../ir/visit.ts";

/** `reach` knows the types that reach an impl of `Drop`. Returns whether anything changed. */
export function settleScopes(fn: ArcFunction, types: MonoTypes, reach: DropReach): boolean {
  const ends = endsOf(fn);
  let declarations: readonly Declaration[] = [];
  if (ends.size > 0) {
    declarations = settle(fn, types, new Set(ends.keys()));
    readFromHolders(fn, types, reach, ends);
    removePlainMoves(fn);
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
    (local, block) => handedOn.holding(local, block, Infinity),
  );
  const liveness = computeLiveness(fn, (v) => ended.has(v) ? v : undefined);
  const declarations: Declaration[] = [];
  for (const block of fn.blocks) {
    if (!block.ops.some(isScopeEnd)) continue;
    declarations.push(...settleBlock(block, liveness.liveOut(block.id), (local, index, live) => {
      if (!isHolder(local.value, standings, live)) return "gone";
      return handedOn.holding(local, block.id, index);
    }, conditional));
  }
  conditional.finish();
  return declarations;
}

/** Whether `v` keeps its value alive: a part of another value does so where that has gone before, or goes now. */
function isHolder(v: VarId, standings: Standings, live: ReadonlySet<VarId>): boolean {
  let at = v;
  while (standings.of(at) === "view") {
    at = standings.source(at);
    if (live.has(at)) return false;
  }
  return standings.of(at) === "owned";
}

function settleBlock(
  block: ArcBlock,
  live: Set<VarId>,
  holding: (local: Scoped, index: number, live: ReadonlySet<VarId>) => Holding,
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
      const left = live.has(v) ? "gone" : holding(op, i, live);
      if (left === "held") drop(op, v);
      else if (left === "either") drop(op, conditional.keptAt(op, block.id, op.span));
      else kept.push({ kind: "Const", dst: op.dst, value: { kind: "unit" } });
    }
    eachOperand(op, (v) => live.add(v));
  }
  block.ops = kept.reverse();
  return declarations;
}
