/** Demands the type of a place from a value, with coercion where that is allowed. */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { BOOL, INT, NEVER } from "../model/builtin.ts";
import type { Type } from "../model/model.ts";
import { eachType, isBuiltin } from "../model/type.ts";
import type { Unifier } from "../model/unify.ts";
import { becomesAnyIterator } from "./becomes_iterator.ts";
import type { BodyContext, Conversions } from "./body_context.ts";
import type { Why } from "./hints.ts";
import { becomesObject } from "./infer_object.ts";

/** Demands `expected` of a value of type `found`; `Never` fits everything. */
export function coerce(
  cx: Pick<BodyContext, "record" | "unifier">,
  found: Type,
  expected: Type,
  span: Span,
  why?: Why,
): Type {
  if (isNever(found)) return NEVER;
  if (!cx.unifier.unify(expected, found)) {
    cx.record.report(errors.typeMismatch(expected, found, span, why));
  }
  return expected;
}

export function isNever(type: Type): boolean {
  return isBuiltin(type, "Never");
}

/** Whether a value of type `found` was made an iterator or object of the type `expected`. */
export function isConverted(
  cx: Conversions,
  expr: ast.Expr,
  found: Type,
  expected: Type,
): boolean {
  return becomesAnyIterator(cx, expr, found, expected) || becomesObject(cx, expr, found, expected);
}

/** The condition of an `if`, `while` or guard. */
export function checkCondition(cx: BodyContext, expr: ast.Expr, of: string): void {
  cx.check(expr, BOOL, { span: expr.span, text: `the condition of ${of} must be \`bool\`` });
}

/** Open int literals in `type` become `int`: a `let` decides the type of its value. */
export function decideLiterals(unifier: Unifier, type: Type): void {
  eachType(type, (part) => {
    if (part.kind === "var" && part.isIntLiteral) unifier.unify(part, INT);
  });
}
