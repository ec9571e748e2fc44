/** Forms written like calls that are no calls: `catch(expr:)` and relatives. */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { BOOL, INT, NEVER, STR } from "../model/builtin.ts";
import { memoBody } from "../model/forms.ts";
import type { Type } from "../model/model.ts";
import { conType, ERROR_TYPE, prune } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";
import { coerce, isNever } from "./coerce.ts";
import { callFn } from "./infer_call.ts";
import { inferEmbed } from "./infer_embed.ts";
import { inferFirstMatch } from "./infer_first_match.ts";
import { requireKey } from "./infer_map.ts";
import { inferArgs } from "./match_args.ts";
import { properties } from "./properties.ts";

type Special = ast.ExprOf<"Special">;

export function inferSpecial(
  cx: BodyContext,
  expr: Special,
  expected: Type | undefined,
): Type {
  switch (expr.form) {
    case "catch":
      return inferCatch(cx, expr, expected);
    case "recurse":
      return inferRecurse(cx, expr, expected);
    case "with":
      return inferResource(cx, expr, expected);
    case "for":
      return inferFirstMatch(cx, expr, expected);
    case "embed":
      return inferEmbed(cx, expr, expected);
    case "parallel":
    case "spawn":
    case "timeout":
    case "cache":
    case "nursery":
    case "channel":
    case "channel_in":
    case "channel_out":
    case "channel_all":
    case "has_embed":
      return cx.record.report(errors.notSupported(`\`${expr.form}\``, expr.span));
  }
}

/** `with(acquire: r, action: f, release: g)` (spec 15): a call of std, which releases on every way out of the action. */
function inferResource(cx: BodyContext, expr: Special, expected: Type | undefined): Type {
  const names = ["acquire", "action", "release"];
  const named = expr.args.filter((arg) => arg.name !== undefined);
  if (named.length < expr.args.length) {
    inferArgs(cx, expr.args);
    return cx.record.report(errors.propertyNameRequired("`with`", names, expr.span));
  }
  return callFn(cx, expr, cx.program.builtins.fn("with_resource"), expected);
}

/**
 * `catch(expr: e)`: `Result<T, str>` for an `e` of type `T`. The expression is the body of a function of its own
 * (`canon` makes it a lambda), so nothing jumps out of it and what it reads of the outside it has as a copy.
 */
function inferCatch(cx: BodyContext, expr: Special, expected: Type | undefined): Type {
  const found = properties(cx, expr, ["expr"]);
  const result = cx.program.builtins.type("Result");
  if (found?.expr === undefined) return conType(result, [cx.unifier.freshDefaultable(), STR]);
  const body = found.expr;
  const wanted = expected === undefined ? undefined : prune(expected);
  const hint = wanted?.kind === "con" && wanted.def === result ? wanted.args[0] : undefined;
  const value = hint ?? cx.unifier.fresh();
  cx.scopes.lambda(expr.id, { kind: "catch", type: value, span: expr.span }, () => {
    if (hint !== undefined) {
      if (isNever(cx.check(body, hint))) cx.unifier.makeDefaultable(hint);
      return;
    }
    const type = cx.infer(body);
    if (isNever(type)) cx.unifier.makeDefaultable(value);
    else coerce(cx, type, value, body.span);
  });
  return conType(result, [value, STR]);
}

/**
 * `recurse(condition:, base:, step:, memo:, parallel:)` (spec 15.3.1): the base where the condition holds, else the step, in
 * which `self(..)` calls the function around. The calls of a parallel one run one after another.
 */
function inferRecurse(cx: BodyContext, expr: Special, expected: Type | undefined): Type {
  const found = properties(cx, expr, ["condition", "base", "step"], ["memo", "parallel"]);
  if (found?.condition === undefined || found.base === undefined || found.step === undefined) {
    return ERROR_TYPE;
  }
  const { base, step, condition } = found;
  const type = expected ?? cx.hidden.result;
  const isMemo = flag(cx, "memo", found.memo);
  // Older sources give the size from which calls are spread.
  if (found.parallel?.kind === "Int") cx.check(found.parallel, INT);
  else flag(cx, "parallel", found.parallel);
  cx.check(condition, BOOL);
  if (isMemo) checkMemo(cx, expr);
  const isDone = isNever(cx.check(base, type));
  const recursion = { frame: cx.scopes.env.frame, isMemo };
  const isStepNever = cx.scopes.within({ recursion }, () => isNever(cx.check(step, type)));
  return isDone && isStepNever ? NEVER : type;
}

/** A property that is written `true` or `false`. */
function flag(cx: BodyContext, name: string, value: ast.Expr | undefined): boolean {
  if (value === undefined) return false;
  cx.check(value, BOOL);
  if (value.kind !== "Bool") cx.record.report(errors.flagNotLiteral(name, value.span));
  return value.kind === "Bool" && value.value;
}

/** Results are kept by the arguments of the function, whose whole body the `recurse` is. */
function checkMemo(cx: BodyContext, expr: Special): void {
  const { fn } = cx;
  if (memoBody(fn) !== expr || fn.params.length === 0) {
    cx.record.report(errors.notSupported("`memo` in a part of a function", expr.span));
  }
  if (fn.handlers.length > 0) {
    cx.record.report(errors.notSupported("`memo` in a function that uses capabilities", expr.span));
  }
  for (const param of fn.params) requireKey(cx, param.type, param.span);
}
