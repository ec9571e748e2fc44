/** Types of expressions: the dispatch over their forms. Expected types flow inward, found ones outward. */
import { assertNever, type Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { BOOL, BYTE, CHAR, DURATION, FLOAT, SIZE, STR } from "../model/builtin.ts";
import type { Facts } from "../model/facts.ts";
import type { Type } from "../model/model.ts";
import { showTogether, showType } from "../model/show_type.ts";
import { ERROR_TYPE, isBuiltin, prune } from "../model/type.ts";
import { becomesAnyIterator } from "./becomes_iterator.ts";
import type { BodyContext } from "./body_context.ts";
import { resolveBodyType } from "./body_types.ts";
import { coerce } from "./coerce.ts";
import type { Why } from "./hints.ts";
import { inferBlock, inferIf } from "./infer_block.ts";
import { inferCall } from "./infer_call.ts";
import { inferCast } from "./infer_cast.ts";
import { inferChain } from "./infer_chain.ts";
import { inferField, inferIndex, inferLength, inferTupleField } from "./infer_field.ts";
import { inferLambda } from "./infer_lambda.ts";
import { inferInt, inferList, inferTuple } from "./infer_literal.ts";
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
import { inferWith } from "./infer_with.ts";
import { inferTry, inferTryBlock } from "./infer_try.ts";

/** `BodyContext.infer`. */
export function infer(cx: BodyContext, expr: ast.Expr, expected: Type | undefined): Type {
  const known = cx.hints.inferred.size > 0 ? cx.hints.inferred.get(expr.id) : undefined;
  return known ?? cx.facts.setType(expr.id, inferKind(cx, expr, expected));
}

/** `BodyContext.check`. */
export function check(
  cx: BodyContext,
  expr: ast.Expr,
  expected: Type,
  why: Why | undefined,
): Type {
  const outer = cx.hints.expectedBecause;
  cx.hints.expectedBecause = why;
  const found = infer(cx, expr, expected);
  cx.hints.expectedBecause = outer;
  if (becomesAnyIterator(cx, expr, found, expected)) return expected;
  const dropped = isBuiltin(found, "void") ? droppedValue(cx.facts, expr, expected) : undefined;
  if (dropped === undefined) {
    if (becomesObject(cx, expr, found, expected)) return expected;
    return coerce(cx, found, expected, resultSpan(expr), why);
  }
  cx.record.report(errors.valueDropped(expected, found, dropped.expr.span, dropped.semicolon));
  return expected;
}

/** The last expression of a block that would give `expected`, were it not for the `;` behind. */
function droppedValue(facts: Facts, expr: ast.Expr, expected: Type) {
  if (expr.kind !== "Block" || expr.result !== undefined || expr.label !== undefined) {
    return undefined;
  }
  const last = expr.statements[expr.statements.length - 1];
  const want = prune(expected);
  const isOpen = want.kind === "var" || want.kind === "error" || isBuiltin(want, "void");
  if (last?.kind !== "Expr" || isOpen) return undefined;
  const type = facts.types.get(last.expr.id);
  if (type === undefined) return undefined;
  const [given, wanted] = showTogether(type, want);
  if (given !== wanted) return undefined; // a literal is shown as what it will be
  const { file, end } = expr.span;
  const semicolon = { file, start: last.expr.span.end, end: last.expr.span.end + 1 };
  return semicolon.end < end ? { expr: last.expr, semicolon } : undefined;
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
      return inferName(cx, expr, expected);
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
    case "Chain":
      return inferChain(cx, expr, expected);
    case "Held":
      return cx.facts.types.get(expr.of) ?? ERROR_TYPE;
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
      return cx.record.report(errors.typeIsNoValue("Self", expr.span));
    case "TypePath":
      return cx.record.report(
        errors.typeIsNoValue(showType(resolveBodyType(cx, expr.type)), expr.span),
      );
    case "Duration":
      return DURATION;
    case "Size":
      return SIZE;
    case "Map":
      return inferMap(cx, expr, expected);
    case "Unsafe":
      return cx.scopes.within({ isUnsafe: true }, () => infer(cx, expr.body, expected));
    case "With":
      return inferWith(cx, expr, expected);
    case "Special":
      return inferSpecial(cx, expr, expected);
    case "Error":
      cx.record.errorCount++;
      return ERROR_TYPE;
    default:
      return assertNever(expr, "types");
  }
}
