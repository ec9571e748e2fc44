/** Forms written like calls that are no calls. */
import type * as ast from "../syntax/mod.ts";
import { fnType, prune, type Type } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import { canonExpr } from "./expr.ts";
import type { CanonExpr } from "./generic.ts";

type Special = ast.ExprOf<"Special">;

export function canonSpecial(cx: CanonContext, expr: Special): CanonExpr {
  if (expr.form === "catch") return canonCatch(cx, expr);
  throw cx.bug(`\`${expr.form}\` reached canon`, expr.span);
}

/** `catch(expr: e)` is `catch_call(() -> e)`. */
function canonCatch(cx: CanonContext, expr: Special): CanonExpr {
  const { span } = expr;
  const result = prune(cx.typeOf(expr.id));
  const [arg] = expr.args;
  if (result.kind !== "con" || arg === undefined) throw cx.bug("catch without a Result", span);
  const value = result.args[0] as Type;
  const { made, captures } = cx.inLambda(value, () => canonExpr(cx, arg.value));
  const thunk: CanonExpr = {
    kind: "Lambda",
    lambda: { params: [], body: made, captures, result: value },
    type: fnType([], value),
    span,
  };
  return b.intrinsic("catch_call", [thunk], result, span, [value]);
}
