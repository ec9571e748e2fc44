/** Forms written like calls that are no calls. */
import type * as ast from "../syntax/mod.ts";
import { textOfUtf8 } from "../base/mod.ts";
import { fnType, isBuiltin, prune, type Type } from "../types/mod.ts";
import * as b from "./build.ts";
import { canonForm } from "./call.ts";
import type { CanonContext } from "./context.ts";
import { canonFirstMatch } from "./first_match.ts";
import type { CanonExpr } from "./generic.ts";
import { property } from "./property.ts";

type Special = ast.ExprOf<"Special">;

export function canonSpecial(cx: CanonContext, expr: Special): CanonExpr {
  if (expr.form === "catch") return canonCatch(cx, expr);
  if (expr.form === "recurse") return canonRecurse(cx, expr);
  if (expr.form === "for") return canonFirstMatch(cx, expr);
  if (expr.form === "with") return canonForm(cx, expr);
  if (expr.form === "embed") return canonEmbed(cx, expr);
  throw cx.bug(`\`${expr.form}\` reached canon`, expr.span);
}

/** `embed(path)`: a text, or the bytes that a text has a character for each of. */
function canonEmbed(cx: CanonContext, expr: Special): CanonExpr {
  const { span } = expr;
  const module = cx.program.modules[cx.body.fn.module];
  const bytes = module?.tree.embedded[expr.embedded ?? -1];
  const text = bytes && textOfUtf8(bytes);
  if (bytes === undefined) throw cx.bug("nothing is embedded", span);
  const type = cx.typeOf(expr.id);
  if (!isBuiltin(type, "str")) {
    const callee = {
      kind: "fn",
      fn: cx.program.builtins.fn("embedded_bytes"),
      typeArgs: [],
    } as const;
    return b.call(callee, [b.strLit(bytes, span)], type, span);
  }
  if (text === undefined) throw cx.bug("what is embedded is no text", span);
  return b.strLit(text, span);
}

/** `catch(expr: e)`: `e` becomes the body of a closure that `Catch` calls. */
function canonCatch(cx: CanonContext, expr: Special): CanonExpr {
  const { span } = expr;
  const result = prune(cx.typeOf(expr.id));
  const [arg] = expr.args;
  if (result.kind !== "con" || arg === undefined) throw cx.bug("catch without a Result", span);
  const value = result.args[0] as Type;
  const { made, captures } = cx.inLambda(value, () => cx.expr(arg.value));
  const thunk: CanonExpr = {
    kind: "Lambda",
    lambda: { params: [], body: made, captures, result: value },
    type: fnType([], value),
    span,
  };
  return { kind: "Catch", thunk, type: result, span };
}

function canonRecurse(cx: CanonContext, expr: Special): CanonExpr {
  const [condition, base, step] = ["condition", "base", "step"]
    .map((name) => cx.expr(property(cx, expr, name))) as [CanonExpr, CanonExpr, CanonExpr];
  return b.ifElse(condition, base, step, cx.typeOf(expr.id), expr.span);
}
