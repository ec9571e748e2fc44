/** Types of expressions: the dispatch, and literals. Expected types flow inward, found ones outward. */
import { assertNever, type Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import {
  BOOL,
  BYTE,
  CHAR,
  DURATION,
  FLOAT,
  INT,
  listType,
  NEVER,
  SIZE,
  STR,
  tupleType,
  VOID,
} from "../model/builtin.ts";
import type { Type } from "../model/model.ts";
import { ERROR_TYPE, isBuiltin, prune, showType } from "../model/type.ts";
import { objectTrait } from "../traits/trait_objects.ts";
import { becomesAnyIterator } from "./becomes_iterator.ts";
import type { BodyContext, Why } from "./body_context.ts";
import { resolveBodyType } from "./body_types.ts";
import { inferBlock, inferIf, inferTry, inferTryBlock } from "./infer_block.ts";
import { inferCall } from "./infer_call.ts";
import { inferCast } from "./infer_cast.ts";
import { inferField, inferIndex, inferLength, inferTupleField } from "./infer_field.ts";
import { inferLambda } from "./infer_lambda.ts";
import { inferBreak, inferContinue, inferFor, inferLoop, inferWhile } from "./infer_loop.ts";
import { inferMap } from "./infer_map.ts";
import { inferMatch } from "./infer_match.ts";
import { inferMethodCall } from "./infer_method.ts";
import { inferName, inferSelf } from "./infer_name.ts";
import { becomesObject } from "./infer_object.ts";
import { inferBinary, inferRange, inferUnary } from "./infer_operator.ts";
import { inferPipe } from "./infer_pipe.ts";
import { inferSpecial } from "./infer_special.ts";
import { inferStruct } from "./infer_struct.ts";
import { inferTemplate } from "./infer_template.ts";

/** The type of `expr`. `expected` is a hint, which the result need not obey: see `check`. */
export function infer(cx: BodyContext, expr: ast.Expr, expected?: Type): Type {
  return cx.setType(expr.id, inferKind(cx, expr, expected));
}

/**
 * Infers `expr` and demands `expected` of it. Gives the type that the context may go on with:
 * `Never` if the expression does not complete, else `expected`.
 */
export function check(cx: BodyContext, expr: ast.Expr, expected: Type, why?: Why): Type {
  const outer = cx.expectedBecause;
  cx.expectedBecause = why;
  const found = infer(cx, expr, expected);
  cx.expectedBecause = outer;
  if (becomesAnyIterator(cx, expr, found, expected)) return expected;
  const dropped = isBuiltin(found, "void") ? droppedValue(cx, expr, expected) : undefined;
  if (dropped === undefined) {
    if (becomesObject(cx, expr, found, expected)) return expected;
    return coerce(cx, found, expected, resultSpan(expr), why);
  }
  cx.report(errors.valueDropped(expected, found, dropped.expr.span, dropped.semicolon));
  return expected;
}

/** Whether a value of type `found` was made an iterator or object of the type `expected`. */
export function isConverted(
  cx: BodyContext,
  expr: ast.Expr,
  found: Type,
  expected: Type,
): boolean {
  return becomesAnyIterator(cx, expr, found, expected) || becomesObject(cx, expr, found, expected);
}

/** The last expression of a block that would give `expected`, were it not for the `;` behind. */
function droppedValue(cx: BodyContext, expr: ast.Expr, expected: Type) {
  if (expr.kind !== "Block" || expr.result !== undefined || expr.label !== undefined) {
    return undefined;
  }
  const last = expr.statements[expr.statements.length - 1];
  const want = prune(expected);
  const isOpen = want.kind === "var" || want.kind === "error" || isBuiltin(want, "void");
  if (last?.kind !== "Expr" || isOpen) return undefined;
  const type = cx.types.get(last.expr.id);
  if (type === undefined || showType(type) !== showType(want)) return undefined;
  const { file, end } = expr.span;
  const semicolon = { file, start: last.expr.span.end, end: last.expr.span.end + 1 };
  return semicolon.end < end ? { expr: last.expr, semicolon } : undefined;
}

/** Demands `expected` of a value of type `found`; `Never` fits everything. */
export function coerce(
  cx: BodyContext,
  found: Type,
  expected: Type,
  span: Span,
  why?: Why,
): Type {
  if (isNever(found)) return NEVER;
  if (!cx.unify(expected, found)) cx.report(errors.typeMismatch(expected, found, span, why));
  return expected;
}

export function isNever(type: Type): boolean {
  return isBuiltin(type, "Never");
}

/** The part of `expr` that gives its value: what a mismatch is shown at. */
function resultSpan(expr: ast.Expr): Span {
  if (expr.kind === "Block" && expr.result !== undefined) return resultSpan(expr.result);
  return expr.span;
}

function inferKind(cx: BodyContext, expr: ast.Expr, expected: Type | undefined): Type {
  switch (expr.kind) {
    case "Int":
      return inferInt(cx, expr, expected);
    case "Float":
      return FLOAT;
    case "Bool":
      return BOOL;
    case "Str":
      return STR;
    case "Char":
      return CHAR;
    case "Byte":
      return BYTE;
    case "Template":
      return inferTemplate(cx, expr);
    case "Ident":
    case "ConstIdent":
      return inferName(cx, expr);
    case "Self":
      return inferSelf(cx, expr);
    case "List":
      return inferList(cx, expr, expected);
    case "Tuple":
      return inferTuple(cx, expr, expected);
    case "Struct":
      return inferStruct(cx, expr, expected);
    case "Paren":
      return infer(cx, expr.inner, expected);
    case "Block":
      return inferBlock(cx, expr, expected);
    case "If":
      return inferIf(cx, expr, expected);
    case "Match":
      return inferMatch(cx, expr, expected);
    case "For":
      return inferFor(cx, expr, expected);
    case "While":
      return inferWhile(cx, expr);
    case "Loop":
      return inferLoop(cx, expr, expected);
    case "Break":
      return inferBreak(cx, expr);
    case "Continue":
      return inferContinue(cx, expr);
    case "Lambda":
      return inferLambda(cx, expr, expected);
    case "Binary":
      return inferBinary(cx, expr, expected);
    case "Unary":
      return inferUnary(cx, expr, expected);
    case "Range":
      return inferRange(cx, expr);
    case "Try":
      return inferTry(cx, expr);
    case "TryBlock":
      return inferTryBlock(cx, expr, expected);
    case "Cast":
      return inferCast(cx, expr);
    case "Call":
      return inferCall(cx, expr, expected);
    case "Pipe":
      return inferPipe(cx, expr, expected);
    case "MethodCall":
      return inferMethodCall(cx, expr, expected);
    case "Field":
      return inferField(cx, expr, expected);
    case "TupleField":
      return inferTupleField(cx, expr);
    case "Index":
      return inferIndex(cx, expr);
    case "Length":
      return inferLength(cx, expr);
    case "SelfType":
      return cx.report(errors.typeIsNoValue("Self", expr.span));
    case "TypePath":
      return cx.report(errors.typeIsNoValue(showType(resolveBodyType(cx, expr.type)), expr.span));
    case "Duration":
      return DURATION;
    case "Size":
      return SIZE;
    case "Map":
      return inferMap(cx, expr, expected);
    case "Unsafe":
      return cx.report(errors.notSupported("`unsafe` blocks", expr.span));
    case "With":
      return cx.report(errors.notSupported("`with` (capabilities)", expr.span));
    case "Special":
      return inferSpecial(cx, expr, expected);
    case "Error":
      cx.errorCount++;
      return ERROR_TYPE;
    default:
      return assertNever(expr, "types");
  }
}

function inferInt(
  cx: BodyContext,
  expr: ast.ExprOf<"Int">,
  expected: Type | undefined,
): Type {
  const hint = expected === undefined ? undefined : prune(expected);
  const isDecided = hint !== undefined && (isBuiltin(hint, "int") || isBuiltin(hint, "byte"));
  const type = isDecided ? hint : cx.unifier.freshIntLiteral();
  const value = expr.isNegative ? -expr.value : expr.value;
  cx.intLiterals.push({ value, type, span: expr.span });
  return type;
}

const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;

/** Reports literals that do not fit the type they turned out to have. */
export function checkIntLiterals(cx: BodyContext): void {
  for (const { value, type, span } of cx.intLiterals) {
    const isByte = isBuiltin(type, "byte");
    const fits = isByte ? value >= 0n && value <= 255n : value >= INT_MIN && value <= INT_MAX;
    if (!fits) cx.report(errors.intOutOfRange(value, isByte, span));
  }
}

function inferList(
  cx: BodyContext,
  expr: ast.ExprOf<"List">,
  expected: Type | undefined,
): Type {
  const hint = expected === undefined ? undefined : prune(expected);
  const isList = hint?.kind === "con" && isBuiltin(hint, "list");
  const element = isList ? hint.args[0] as Type : cx.unifier.freshDefaultable();
  let why: Why | undefined;
  for (const part of expr.elements) {
    if (part.kind === "spread") {
      check(cx, part.value, listType(element), why);
    } else {
      check(cx, part.value, element, why);
    }
    why ??= isList
      ? undefined
      : { span: part.value.span, text: "the elements of the list have the type of this one" };
  }
  return listType(element);
}

function inferTuple(
  cx: BodyContext,
  expr: ast.ExprOf<"Tuple">,
  expected: Type | undefined,
): Type {
  if (expr.elements.length === 0) return VOID;
  const hint = expected === undefined ? undefined : prune(expected);
  const hints = hint?.kind === "tuple" ? hint.elements : [];
  return tupleType(expr.elements.map((element, i) => inferPart(cx, element, hints[i])));
}

/** An element whose place has a type of its own: `Never` inside it takes that of the place. */
function inferPart(cx: BodyContext, expr: ast.Expr, hint: Type | undefined): Type {
  if (hint !== undefined && objectTrait(hint) !== undefined) return check(cx, expr, hint);
  const type = infer(cx, expr, hint);
  return isNever(type) && hint !== undefined ? hint : type;
}

/** Open int literals in `type` become `int`: a `let` decides the type of its value. */
export function decideLiterals(cx: BodyContext, type: Type): void {
  const t = prune(type);
  switch (t.kind) {
    case "var":
      if (t.isIntLiteral) cx.unify(t, INT);
      return;
    case "con":
      for (const arg of t.args) decideLiterals(cx, arg);
      return;
    case "tuple":
      for (const element of t.elements) decideLiterals(cx, element);
      return;
    case "fn":
      for (const param of t.params) decideLiterals(cx, param);
      return decideLiterals(cx, t.result);
    case "param":
    case "error":
      return;
    default:
      assertNever(t, "types");
  }
}
