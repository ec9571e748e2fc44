/** `match`: patterns, guards and the common type of the arms. */
import type * as ast from "../../syntax/mod.ts";
import { NEVER } from "../model/builtin.ts";
import type { Type } from "../model/model.ts";
import { ERROR_TYPE } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";
import { checkCondition, isNever } from "./coerce.ts";
import { Join } from "./infer_block.ts";
import { bindPattern } from "./infer_pattern.ts";

export function inferMatch(
  cx: BodyContext,
  expr: ast.ExprOf<"Match">,
  expected: Type | undefined,
): Type {
  const found = cx.infer(expr.scrutinee);
  const subject = isNever(found) ? ERROR_TYPE : found;
  const join = new Join(cx, expected, "arm");
  for (const arm of expr.arms) {
    cx.scopes.block(() => {
      bindPattern(cx, arm.pattern, subject);
      if (arm.guard !== undefined) checkCondition(cx, arm.guard, "a guard");
      join.add(arm.body);
    });
  }
  if (isNever(found)) return NEVER;
  cx.record.matches.push(expr);
  return join.type;
}
