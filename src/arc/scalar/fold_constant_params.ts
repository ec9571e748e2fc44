/**
 * Turns block parameters that always are the same literal into that literal, so that what asks for them is decided.
 *
 *     before                        after
 *       bb1(%2):  # %0 = Const 5      bb1:
 *         ...                           %2 = Const 5
 *         %3 = Const 5                  ...
 *         Jump bb1(%3)                  Jump bb1
 *
 * Requires:    no RC operation.
 * Establishes: no parameter whose incoming values, itself left aside, are one and the same literal that stood in the function before.
 */
import type { ArcFunction, Literal, Op, VarId } from "../ir/ir.ts";
import { dropParams, incomingValues } from "./remove_trivial_params.ts";

/** Returns whether anything changed. */
export function foldConstantParams(fn: ArcFunction): boolean {
  const literals = new Map<VarId, Literal>();
  for (const { ops } of fn.blocks) {
    for (const op of ops) if (op.kind === "Const") literals.set(op.dst, op.value);
  }
  const folded = new Map<VarId, Literal>();
  for (const [param, values] of incomingValues(fn)) {
    const literal = onlyLiteral(param, values, literals);
    if (literal !== undefined) folded.set(param, literal);
  }
  if (folded.size === 0) return false;
  for (const block of fn.blocks) {
    const constants: Op[] = [];
    for (const dst of block.params) {
      const value = folded.get(dst);
      if (value !== undefined) constants.push({ kind: "Const", dst, value });
    }
    if (constants.length > 0) block.ops = [...constants, ...block.ops];
  }
  dropParams(fn, (param) => folded.has(param));
  return true;
}

function onlyLiteral(
  param: VarId,
  values: readonly VarId[],
  literals: ReadonlyMap<VarId, Literal>,
): Literal | undefined {
  let only: Literal | undefined;
  for (const v of values) {
    if (v === param) continue;
    const literal = literals.get(v);
    if (literal === undefined || only !== undefined && !isSameLiteral(literal, only)) {
      return undefined;
    }
    only = literal;
  }
  return only;
}

/** Whether two literals are the same value; a NaN is the same as itself. */
export function isSameLiteral(a: Literal, b: Literal): boolean {
  if (a.kind !== b.kind) return false;
  return !("value" in a && "value" in b) || Object.is(a.value, b.value);
}
