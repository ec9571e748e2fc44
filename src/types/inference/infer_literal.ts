/** Literals: ints, lists and tuples. */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { listType, tupleType, VOID } from "../model/builtin.ts";
import type { Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { isBuiltin, prune } from "../model/type.ts";
import { boxOfType } from "../traits/any_iterator.ts";
import { objectTrait } from "../traits/trait_objects.ts";
import type { BodyContext } from "./body_context.ts";
import { isNever } from "./coerce.ts";
import type { Why } from "./hints.ts";
import type { Recorder } from "./recorder.ts";

export function inferInt(
  cx: Pick<BodyContext, "record" | "unifier">,
  expr: ast.ExprOf<"Int">,
  expected: Type | undefined,
): Type {
  const hint = expected === undefined ? undefined : prune(expected);
  const isDecided = hint !== undefined && (isBuiltin(hint, "int") || isBuiltin(hint, "byte"));
  const type = isDecided ? hint : cx.unifier.freshIntLiteral();
  const value = expr.isNegative ? -expr.value : expr.value;
  cx.record.intLiterals.push({ value, type, span: expr.span });
  return type;
}

const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;

/** Reports literals that do not fit the type they turned out to have. */
export function checkIntLiterals(record: Recorder): void {
  for (const { value, type, span } of record.intLiterals) {
    const isByte = isBuiltin(type, "byte");
    const fits = isByte ? value >= 0n && value <= 255n : value >= INT_MIN && value <= INT_MAX;
    if (!fits) record.report(errors.intOutOfRange(value, isByte, span));
  }
}

export function inferList(
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
      cx.check(part.value, listType(element), why);
    } else {
      cx.check(part.value, element, why);
    }
    why ??= isList
      ? undefined
      : { span: part.value.span, text: "the elements of the list have the type of this one" };
  }
  return listType(element);
}

export function inferTuple(
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
  if (hint !== undefined && isMade(cx.program, hint)) return cx.check(expr, hint);
  const type = cx.infer(expr, hint);
  return isNever(type) && hint !== undefined ? hint : type;
}

/** Whether values of other types become values of `type` where one is expected: objects and iterators. */
function isMade(program: Program, type: Type): boolean {
  const t = prune(type);
  return objectTrait(t) !== undefined ||
    t.kind === "con" && boxOfType(program, t.def) !== undefined;
}
