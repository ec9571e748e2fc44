/** Numbers for variables: those with the same number have the same value wherever both are known. */
import { assertNever } from "../../base/mod.ts";
import { dependsOnOperands } from "../../operations/mod.ts";
import { effectsOfCall } from "../analysis/effects.ts";
import type { ArcFunction, Call, Op, VarId } from "../ir/ir.ts";

/**
 * Sees through literals, arithmetic, tags, fields and what intrinsics compute, within and across blocks. What can panic counts too: where both
 * are known, both have come to an end.
 *
 * Requires: definitions before uses in the order of blocks.
 */
export function numberValues(fn: ArcFunction): (v: VarId) => number {
  const numbers: number[] = [];
  const known = new Map<string, number>();
  const numberOf = (v: VarId): number => numbers[v] ?? v;
  for (const { ops } of fn.blocks) {
    for (const op of ops) {
      const key = "dst" in op ? keyOf(op, numberOf) : undefined;
      if (key === undefined || !("dst" in op)) continue;
      const number = known.get(key);
      if (number === undefined) known.set(key, op.dst);
      else numbers[op.dst] = number;
    }
  }
  return numberOf;
}

/** The same for ops with the same result. */
function keyOf(op: Op, numberOf: (v: VarId) => number): string | undefined {
  const all = (vars: readonly VarId[]): string => vars.map(numberOf).join(",");
  switch (op.kind) {
    case "Const":
      return "value" in op.value
        ? `${op.value.kind} ${Object.is(op.value.value, -0) ? "-0" : op.value.value}`
        : undefined;
    case "Prim":
      return `${op.op} ${all(op.args)}`;
    case "Call":
      return keyOfCall(op.call, all);
    case "Project":
      return `field ${numberOf(op.src)} ${op.variant ?? ""}.${op.field}`;
    case "Tag":
      return `tag ${numberOf(op.src)}`;
    case "Copy":
    case "Construct":
    case "MakeList":
    case "PartialApply":
    case "EnvGet":
    case "Unpack":
    case "Reset":
    case "Reuse":
    case "Extend":
    case "Finish":
    case "ScopeStart":
    case "ScopeEnd":
    case "LocalRead":
    case "DropValue":
    case "ShareValue":
    case "MoveValue":
    case "Catch":
    case "TakePanic":
    case "RcInc":
    case "RcDec":
      return undefined;
    default:
      return assertNever(op, "arc");
  }
}

function keyOfCall(call: Call, all: (vars: readonly VarId[]) => string): string | undefined {
  if (call.kind === "CheckedPrim") return `${call.op} ${all(call.args)}`;
  if (call.kind !== "Intrinsic" || !dependsOnOperands(effectsOfCall(call))) return undefined;
  return `${call.name} ${call.typeArgs.join(",")} ${all(call.args)}`;
}
