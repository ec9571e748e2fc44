/** Short constructors of Core nodes; what they build is what their names say. */
import type { Span } from "../base/mod.ts";
import { BOOL, BYTE, CHAR, FLOAT, INT, NEVER, STR, type Type, VOID } from "../types/mod.ts";
import type { CoreLabel, CoreLocal } from "./core.ts";
import type { CanonCallee, CanonExpr, CanonStmt } from "./generic.ts";
import type { IntrinsicName } from "../operations/mod.ts";
import { primInfo, type PrimOp, type Scalar } from "../operations/mod.ts";

const SCALAR_TYPES: Readonly<Record<Scalar, Type>> = {
  int: INT,
  float: FLOAT,
  bool: BOOL,
  char: CHAR,
  byte: BYTE,
};

export function intLit(value: bigint | number, span: Span, type: Type = INT): CanonExpr {
  return { kind: "Int", value: BigInt(value), type, span };
}

export function boolLit(value: boolean, span: Span): CanonExpr {
  return { kind: "Bool", value, type: BOOL, span };
}

export function strLit(value: string, span: Span): CanonExpr {
  return { kind: "Str", value, type: STR, span };
}

export function unit(span: Span): CanonExpr {
  return { kind: "Unit", type: VOID, span };
}

export function prim(op: PrimOp, args: readonly CanonExpr[], span: Span): CanonExpr {
  return { kind: "Prim", op, args, type: SCALAR_TYPES[primInfo(op).result], span };
}

/** A primitive operation whose result is a type over the scalar (`Duration`). */
export function primOf(op: PrimOp, args: readonly CanonExpr[], type: Type, span: Span): CanonExpr {
  return { kind: "Prim", op, args, type, span };
}

export function intrinsic(
  name: IntrinsicName,
  args: readonly CanonExpr[],
  type: Type,
  span: Span,
  typeArgs: readonly Type[] = [],
): CanonExpr {
  return { kind: "Intrinsic", name, typeArgs, args, type, span };
}

export function call(
  callee: CanonCallee,
  args: readonly CanonExpr[],
  type: Type,
  span: Span,
): CanonExpr {
  return { kind: "Call", callee, args, type, span };
}

/** Whether `expr` is written as a constant without parts. */
export function isLiteral({ kind }: CanonExpr): boolean {
  return kind === "Int" || kind === "Float" || kind === "Bool" || kind === "Str" || kind === "Unit";
}

export function construct(
  variant: number | undefined,
  args: readonly CanonExpr[],
  type: Type,
  span: Span,
): CanonExpr {
  return variant === undefined
    ? { kind: "Construct", args, type, span }
    : { kind: "Construct", variant, args, type, span };
}

export function field(object: CanonExpr, index: number, type: Type, span: Span): CanonExpr {
  return { kind: "Field", object, index, type, span };
}

export function retype(value: CanonExpr, type: Type, span: Span): CanonExpr {
  return { kind: "Retype", value, type, span };
}

export function ifElse(
  condition: CanonExpr,
  then: CanonExpr,
  otherwise: CanonExpr,
  type: Type,
  span: Span,
): CanonExpr {
  return { kind: "If", condition, then, else: otherwise, type, span };
}

/** The statements, then `result`; just `result` when there are none. */
export function block(
  statements: readonly CanonStmt[],
  result: CanonExpr,
  span: Span,
): CanonExpr {
  if (statements.length === 0) return result;
  return { kind: "Block", statements, result, type: result.type, span };
}

export function breakTo(label: CoreLabel, span: Span, value?: CanonExpr): CanonExpr {
  return value === undefined
    ? { kind: "Break", label, type: NEVER, span }
    : { kind: "Break", label, value, type: NEVER, span };
}

export function loop(label: CoreLabel, body: CanonExpr, type: Type, span: Span): CanonExpr {
  return { kind: "Loop", label, body, type, span };
}

export function labeled(label: CoreLabel, body: CanonExpr, type: Type, span: Span): CanonExpr {
  return { kind: "Labeled", label, body, type, span };
}

export function letStmt(local: CoreLocal, value: CanonExpr): CanonStmt {
  return { kind: "Let", local, value };
}

export function assignStmt(local: CoreLocal, value: CanonExpr, span: Span): CanonStmt {
  return { kind: "Assign", local, value, span };
}

export function exprStmt(value: CanonExpr): CanonStmt {
  return { kind: "Expr", value };
}
