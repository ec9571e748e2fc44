/** The named parts of the forms that are written like calls. */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import type { BodyContext } from "./body_context.ts";
import { inferArgs } from "./match_args.ts";

/**
 * The properties of a form by name; reports those it does not have, doubles and missing ones. Undefined when
 * something was reported: all values have types then. The arm of a `for` is its property `match`.
 */
export function properties<Name extends string>(
  cx: BodyContext,
  expr: ast.ExprOf<"Special">,
  required: readonly Name[],
  optional: readonly Name[] = [],
): Partial<Record<Name, ast.Expr>> | undefined {
  const before = cx.record.errorCount;
  const all: readonly string[] = [...required, ...optional];
  const found: Partial<Record<string, ast.Expr>> = {};
  const what = `\`${expr.form}\``;
  expr.args.forEach((arg, i) => {
    const isOnly = expr.args.length === 1 && required.length === 1;
    const name = arg.name?.text ?? (isOnly ? required[i] : undefined);
    if (name === undefined) cx.record.report(errors.propertyNameRequired(what, all, arg.span));
    else if (!all.includes(name)) {
      if (arg.name !== undefined) cx.record.report(errors.unknownArgument(arg.name, what, all));
    } else if (found[name] !== undefined) {
      if (arg.name !== undefined) cx.record.report(errors.duplicateArgument(arg.name));
    } else found[name] = arg.value;
  });
  const arm: readonly string[] = expr.arm === undefined ? [] : ["match"];
  const missing = required.filter((name) => found[name] === undefined && !arm.includes(name));
  if (missing.length > 0 && cx.record.errorCount === before) {
    const count = required.length;
    const given = expr.args.length + arm.length;
    cx.record.report(errors.missingArguments(what, count, given, missing, expr.span));
  }
  if (cx.record.errorCount === before) return found as Partial<Record<Name, ast.Expr>>;
  inferArgs(cx, expr.args);
  return undefined;
}
