/**
 * `for(over: xs, map: f, match: pattern -> e, default: d)` (spec 15.7): the value of the arm for the first element that its
 * pattern matches, else the default, which is evaluated only then.
 */
import type * as ast from "../../syntax/mod.ts";
import { NEVER } from "../model/builtin.ts";
import type { Type } from "../model/model.ts";
import { ERROR_TYPE, fnType } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";
import { checkCondition, isNever } from "./coerce.ts";
import { Join } from "./infer_block.ts";
import { inferElement } from "./infer_loop.ts";
import { bindPattern } from "./infer_pattern.ts";
import { properties } from "./properties.ts";

type FirstMatch = ast.ExprOf<"Special">;

export function inferFirstMatch(
  cx: BodyContext,
  expr: FirstMatch,
  expected: Type | undefined,
): Type {
  const found = properties(cx, expr, ["over", "match", "default"], ["map"]);
  const { arm } = expr;
  if (found?.over === undefined || found.default === undefined || arm === undefined) {
    if (arm !== undefined) inferArm(cx, arm, ERROR_TYPE, () => cx.infer(arm.body));
    return ERROR_TYPE;
  }
  const iterated = cx.infer(found.over);
  const element = inferElement(cx, found.over, iterated);
  const subject = found.map === undefined ? element : inferMapped(cx, found.map, element);
  const join = new Join(cx, expected, "arm");
  inferArm(cx, arm, subject, () => join.add(arm.body));
  join.add(found.default);
  return isNever(iterated) ? NEVER : join.type;
}

/** The arm for elements of the type `subject`; `body` looks at its value. */
function inferArm(cx: BodyContext, arm: ast.MatchArm, subject: Type, body: () => void): void {
  cx.scopes.block(() => {
    bindPattern(cx, arm.pattern, subject);
    if (arm.guard !== undefined) checkCondition(cx, arm.guard, "a guard");
    body();
  });
}

/** The type that the function `map` makes of elements of the type `element`. */
function inferMapped(cx: BodyContext, map: ast.Expr, element: Type): Type {
  const mapped = cx.unifier.fresh();
  cx.check(map, fnType([element], mapped));
  return mapped;
}
