/** Lambdas: parameter types from annotations, from the expected type, or from their use. */
import type * as ast from "../../syntax/mod.ts";
import type { Type } from "../model/model.ts";
import { ERROR_TYPE, fnType, prune } from "../model/type.ts";
import type { BodyContext, Instances } from "./body_context.ts";
import { resolveBodyType } from "./body_types.ts";
import { coerce, isNever } from "./coerce.ts";
import { bindIrrefutable } from "./infer_pattern.ts";

export function inferLambda(
  cx: BodyContext,
  expr: ast.ExprOf<"Lambda">,
  expected: Type | undefined,
): Type {
  const wanted = expected === undefined ? undefined : prune(expected);
  const fits = wanted?.kind === "fn" && wanted.params.length === expr.params.length;
  const hint = fits ? wanted : wanted?.kind === "error" ? unknownFunction(expr) : undefined;
  const params = expr.params.map((param, i) => paramType(cx, param, hint?.params[i]));
  const declared = expr.result === undefined ? undefined : resolveBodyType(cx, expr.result);
  const result = declared ?? hint?.result ?? cx.unifier.fresh();
  const isGiven = declared !== undefined || hint !== undefined;
  cx.scopes.lambda(expr.id, { kind: "lambda", type: result, span: expr.span }, () => {
    cx.scopes.declareAs("parameter", () => {
      expr.params.forEach((param, i) => {
        bindIrrefutable(cx, param.pattern, params[i] as Type, "lambda");
      });
    });
    if (isGiven) checkResult(cx, expr, result, declared !== undefined);
    else inferResult(cx, expr, result);
  });
  return fnType(params, result);
}

/** The type of a lambda in a call that was reported as wrong: nothing more is reported about its parameters. */
function unknownFunction(expr: ast.ExprOf<"Lambda">): Type & { kind: "fn" } {
  return { kind: "fn", params: expr.params.map(() => ERROR_TYPE), result: ERROR_TYPE };
}

function paramType(cx: Instances, param: ast.LambdaParam, hint: Type | undefined): Type {
  if (param.type !== undefined) return resolveBodyType(cx, param.type);
  if (hint !== undefined) return hint;
  const type = cx.unifier.fresh();
  const what = "the type of this parameter";
  cx.record.mustInfer.push({ type, span: param.pattern.span, what });
  return type;
}

function checkResult(
  cx: BodyContext,
  expr: ast.ExprOf<"Lambda">,
  result: Type,
  isDeclared: boolean,
): void {
  const why = isDeclared && expr.result !== undefined
    ? { span: expr.result.span, text: "expected because of this result type" }
    : undefined;
  if (isNever(cx.check(expr.body, result, why))) cx.unifier.makeDefaultable(result);
}

/** A body that does not complete leaves the result open: any type will do. */
function inferResult(cx: BodyContext, expr: ast.ExprOf<"Lambda">, result: Type): void {
  const body = cx.infer(expr.body);
  if (isNever(body)) cx.unifier.makeDefaultable(result);
  else coerce(cx, body, result, expr.body.span);
}
