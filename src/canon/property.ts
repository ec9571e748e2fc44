/** The named parts of the forms that are written like calls. */
import type * as ast from "../syntax/mod.ts";
import type { CanonContext } from "./context.ts";

/** The property `name` of a form. */
export function property(cx: CanonContext, expr: ast.ExprOf<"Special">, name: string): ast.Expr {
  const found = expr.args.find((arg) => arg.name?.text === name);
  if (found === undefined) throw cx.bug(`\`${expr.form}\` without \`${name}\``, expr.span);
  return found.value;
}
