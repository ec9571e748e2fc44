/** Operators: primitive ones on scalars, all others through their traits. Rules: operator-rules.md. */
import type { PrimOp } from "../../operations/mod.ts";
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { BOOL, INT, NEVER } from "../model/builtin.ts";
import type { Resolution, TraitDef, Type } from "../model/model.ts";
import { conType, ERROR_TYPE, hasVars, isBuiltin, prune } from "../model/type.ts";
import { traitArgsOf } from "../traits/lookup_method.ts";
import { findImpl, matchingImpls } from "../traits/traits.ts";
import type { BodyContext, Instances } from "./body_context.ts";
import { coerce, isNever } from "./coerce.ts";
import { inferCoalesce } from "./infer_coalesce.ts";
import { instantiateTraitMethod } from "./instantiate_method.ts";
import { binaryTrait, primOp, type TraitMethod, unaryTrait } from "./operators.ts";
import { noteRewrite, tellsChoices } from "./tell_choice.ts";
import type { Need, Worklist } from "./worklist.ts";

/** A binary operation, written as an expression or as a compound assignment. */
export interface Operation {
  readonly op: ast.BinaryOp;
  readonly span: Span;
  readonly left: Type;
  readonly leftSpan: Span;
  readonly right: Type;
  readonly rightSpan: Span;
  /** Takes the meaning once it is decided. */
  readonly resolve: (resolution: Resolution) => void;
}

export function inferBinary(
  cx: BodyContext,
  expr: ast.ExprOf<"Binary">,
  expected: Type | undefined,
): Type {
  const { op, left, right } = expr;
  if (op === "??") return inferCoalesce(cx, expr, expected);
  if (op === "&&" || op === "||") return inferLogical(cx, expr);
  const hint = expected !== undefined && isBuiltin(expected, "byte") ? expected : undefined;
  const leftType = cx.infer(left, hint);
  const rightType = cx.infer(right, isShift(op) ? undefined : hint);
  if (isNever(leftType) || isNever(rightType)) return NEVER;
  return inferOperation(cx, {
    op,
    span: expr.span,
    left: leftType,
    leftSpan: left.span,
    right: rightType,
    rightSpan: right.span,
    resolve: (resolution) => cx.facts.resolutions.set(expr.id, resolution),
  });
}

function inferLogical(cx: BodyContext, expr: ast.ExprOf<"Binary">): Type {
  const left = checkLogical(cx, expr.left, "left", expr.op);
  checkLogical(cx, expr.right, "right", expr.op);
  return isNever(left) ? NEVER : BOOL;
}

function checkLogical(
  cx: BodyContext,
  operand: ast.Expr,
  side: "left" | "right",
  op: ast.BinaryOp,
): Type {
  const type = cx.infer(operand, BOOL);
  if (isNever(type) || cx.unifier.unify(BOOL, type)) return type;
  return cx.record.report(errors.operandMustBe(side, "logical", op, "bool", type, operand.span));
}

/** The type of a binary operation other than `&&`, `||` and `??`. */
export function inferOperation(cx: Instances, operation: Operation): Type {
  const { op, left, right } = operation;
  if (isOpen(left) && !isOpenLiteral(left) && isOpenLiteral(right)) {
    return operateWhenLeftKnown(cx, operation);
  }
  if (isOpenLiteral(left)) {
    if (isOpenLiteral(right)) return operateOnLiterals(cx, operation);
    const need = {
      span: operation.rightSpan,
      what: "the type of this operand",
      literal: "waits",
      guess: () => cx.unifier.unify(left, right),
    } as const;
    if (isOpen(right)) {
      return withResult(cx.work, op, right, need, () => inferOperation(cx, operation));
    }
  }
  return operateWhenLeftKnown(cx, operation);
}

function isOpen(type: Type): boolean {
  return prune(type).kind === "var";
}

function isOpenLiteral(type: Type): boolean {
  const t = prune(type);
  return t.kind === "var" && t.isIntLiteral;
}

/** Both sides are int literals: of one type, decided later; the result is known at once. */
function operateOnLiterals(cx: Instances, operation: Operation): Type {
  const { op, left, right } = operation;
  cx.unifier.unify(isShift(op) ? INT : left, right);
  const need = { span: operation.span, literal: "waits" } as const;
  cx.work.whenKnown(left, need, (type) => operate(cx, operation, type));
  return isComparison(op) ? BOOL : left;
}

function operateWhenLeftKnown(cx: Instances, operation: Operation): Type {
  const { op, left, right } = operation;
  const guess = () => {
    if (isShift(op)) return cx.unifier.unify(left, INT);
    return (!isOpen(right) || isOpenLiteral(right)) && cx.unifier.unify(left, right);
  };
  const need = {
    span: operation.leftSpan,
    what: "the type of this operand",
    literal: isOpen(right) ? "waits" : "isInt",
    guess,
  } as const;
  if (isOpenLiteral(left) && isBuiltin(right, "byte") && !isShift(op)) {
    cx.unifier.unify(left, right);
  }
  return withResult(cx.work, op, left, need, (type) => operate(cx, operation, type));
}

/** A comparison is `bool` even while its operands are not known. */
function withResult(
  work: Worklist,
  op: ast.BinaryOp,
  on: Type,
  need: Need,
  run: (type: Type) => Type,
): Type {
  if (!isComparison(op)) return work.typeWhenKnown(on, need, run);
  work.whenKnown(on, need, (type) => void run(type));
  return BOOL;
}

function operate(cx: Instances, operation: Operation, left: Type): Type {
  const { op, right } = operation;
  const wanted = isShift(op) ? INT : left;
  const prim = primOp(op, left);
  if (prim !== undefined && cx.unifier.unify(wanted, right)) {
    operation.resolve({ kind: "prim", op: prim });
    return isComparison(op) ? BOOL : left;
  }
  if (left.kind === "error" || prune(right).kind === "error") return ERROR_TYPE;
  return operateByTrait(cx, operation, left);
}

function operateByTrait(cx: Instances, operation: Operation, left: Type): Type {
  const { op, right } = operation;
  const method = binaryTrait(cx.program, op);
  if (method === undefined) return cx.record.report(badOperands(operation, left, method));
  const { trait, fn } = method;
  const hasRight = trait.params.length > trait.associatedCount;
  const args = hasRight ? decideOperands(cx, trait, left, right) : [];
  if (findImpl(cx.program, trait, left, hasRight ? [right] : []).kind === "missing") {
    return cx.record.report(badOperands(operation, left, method));
  }
  const instance = instantiateTraitMethod(cx, trait, args, fn, left, [], operation.span);
  const parameter = instance.params[1] ?? ERROR_TYPE;
  if (!cx.unifier.unify(parameter, right)) {
    return cx.record.report(badOperands(operation, left, method));
  }
  operation.resolve({
    kind: "call",
    callee: instance.callee,
    args: [{ kind: "receiver" }, { kind: "arg", index: 0 }],
  });
  const result = isComparison(op) ? BOOL : instance.result;
  if (tellsChoices(cx)) {
    const reason = op === "==" || op === "!=" ? "rewrite-equality" : "operator-trait";
    const { span } = operation;
    noteRewrite(cx, { span, recv: left, fn, reason, operation: { op, right, result } });
  }
  return result;
}

/**
 * The trait's arguments: the right operand, and what the only fitting impl says. Operands that are
 * not known to the end are what that impl takes.
 */
function decideOperands(
  cx: Pick<BodyContext, "program" | "unifier">,
  trait: TraitDef,
  left: Type,
  right: Type,
): readonly (Type | undefined)[] {
  if (left.kind === "param" || !hasVars(left) && !hasVars(right)) return [right];
  const [only, ...others] = matchingImpls(cx.program, trait, left, [right]);
  if (only === undefined || others.length > 0) return [right];
  const [wanted, ...associated] = traitArgsOf(only);
  if (wanted !== undefined) cx.unifier.unify(wanted, right);
  return [right, ...associated];
}

function badOperands(operation: Operation, left: Type, method: TraitMethod | undefined) {
  const { op, leftSpan, right, span } = operation;
  const isBitwise = op === "&" || op === "|" || op === "^" || isShift(op);
  if (isBitwise && left.kind === "con" && left.def.body.kind === "builtin") {
    if (!isBuiltin(left, "int") && !isBuiltin(left, "byte")) {
      return errors.operandMustBe("left", "bitwise", op, "int", left, leftSpan);
    }
  }
  return errors.badOperands(op, left, right, span, method?.trait.name);
}

/** Whether the right operand counts bits: an int, whatever the left one is. */
export function isShift(op: ast.BinaryOp): boolean {
  return op === "<<" || op === ">>";
}

function isComparison(op: ast.BinaryOp): boolean {
  switch (op) {
    case "==":
    case "!=":
    case "<":
    case ">":
    case "<=":
    case ">=":
      return true;
    default:
      return false;
  }
}

export function inferUnary(
  cx: BodyContext,
  expr: ast.ExprOf<"Unary">,
  expected: Type | undefined,
): Type {
  const hint = expr.op === "!" ? BOOL : expr.op === "~" ? expected : undefined;
  const operand = cx.infer(expr.operand, expr.operand.kind === "Int" ? hint : undefined);
  if (isNever(operand)) return NEVER;
  const need = {
    span: expr.operand.span,
    what: "the type of this operand",
    literal: "isInt",
    guess: () => expr.op === "!" && cx.unifier.unify(BOOL, operand),
  } as const;
  return cx.work.typeWhenKnown(operand, need, (type) => operateUnary(cx, expr, type));
}

const UNARY_PRIMS: ReadonlyMap<string, PrimOp> = new Map([
  ["- int", "int_neg"],
  ["- float", "float_neg"],
  ["! bool", "bool_not"],
  ["~ int", "int_not"],
  ["~ byte", "byte_not"],
]);

function operateUnary(cx: BodyContext, expr: ast.ExprOf<"Unary">, type: Type): Type {
  if (type.kind === "error") return type;
  const isBuiltinType = type.kind === "con" && type.def.body.kind === "builtin";
  const prim = isBuiltinType ? UNARY_PRIMS.get(`${expr.op} ${type.def.name}`) : undefined;
  if (prim !== undefined) {
    cx.facts.resolutions.set(expr.id, { kind: "prim", op: prim });
    return type;
  }
  const method = unaryTrait(cx.program, expr.op);
  if (method === undefined || findImpl(cx.program, method.trait, type).kind === "missing") {
    return cx.record.report(errors.badOperand(expr.op, type, expr.span));
  }
  const { trait, fn } = method;
  const instance = instantiateTraitMethod(cx, trait, [], fn, type, [], expr.span);
  const { callee } = instance;
  cx.facts.resolutions.set(expr.id, { kind: "call", callee, args: [{ kind: "receiver" }] });
  if (tellsChoices(cx)) {
    const operation = { op: expr.op, result: instance.result };
    noteRewrite(cx, { span: expr.span, recv: type, fn, reason: "operator-trait", operation });
  }
  return instance.result;
}

/** `a..b`, `a..=b by c`. */
export function inferRange(cx: BodyContext, expr: ast.ExprOf<"Range">): Type {
  const start = cx.infer(expr.start);
  const bound = isNever(start) ? INT : start;
  if (expr.end !== undefined) {
    coerce(cx, cx.infer(expr.end), bound, expr.end.span, {
      span: expr.start.span,
      text: "both ends of a range have one type",
    });
  }
  if (expr.step !== undefined) cx.check(expr.step, INT);
  return conType(cx.program.builtins.type("Range"), [bound]);
}
