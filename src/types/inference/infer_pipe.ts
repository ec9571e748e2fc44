/**
 * `value |> step` (spec 14.15): a call of which the value fills the open parameter, a method call on the value, or a
 * function of it. `?` behind a step applies to the result of the step.
 */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { NEVER } from "../model/builtin.ts";
import type { Type } from "../model/model.ts";
import { lookupValue } from "../model/scope.ts";
import { ERROR_TYPE, fnType, prune } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";
import { isNever } from "./coerce.ts";
import type { Piped } from "./hints.ts";
import { callEntity } from "./infer_call.ts";
import { convertValue, isConversion } from "./infer_cast.ts";
import { inferMethodCall } from "./infer_method.ts";
import { tryOperand } from "./infer_try.ts";

type Pipe = ast.ExprOf<"Pipe">;

export function inferPipe(cx: BodyContext, expr: Pipe, expected: Type | undefined): Type {
  const { step } = expr;
  if (step.kind === "method") {
    cx.hints.temporaryReceivers.add(expr.id);
    return inferMethodCall(cx, pipedMethodCall(expr, step), expected);
  }
  const type = cx.infer(expr.value);
  const node = step.kind === "call" ? step.expr : step.lambda;
  const result = inferStep(cx, node, { type, value: expr.value }, expected);
  return isNever(type) ? NEVER : result;
}

/** `x |> .m(a)` is `x.m(a)`; the call has the identity of the pipe. */
export function pipedMethodCall(
  expr: Pipe,
  step: ast.PipeStep & { readonly kind: "method" },
): ast.ExprOf<"MethodCall"> {
  const { id, span, value: receiver } = expr;
  return {
    kind: "MethodCall",
    id,
    span,
    receiver,
    method: step.method,
    typeArgs: [],
    args: step.args,
  };
}

/** The result of a step. A step that is a function value keeps the type of that. */
function inferStep(cx: BodyContext, node: ast.Expr, piped: Piped, expected?: Type): Type {
  switch (node.kind) {
    case "Try":
      return cx.facts.setType(node.id, tryOperand(cx, node, inferStep(cx, node.operand, piped)));
    case "Paren":
      return inferStep(cx, node.inner, piped, expected);
    case "Call":
    case "MethodCall":
      cx.hints.piped.set(node.args, piped);
      return cx.infer(node, expected);
    case "Ident": {
      if (cx.scopes.lookup(node.name) !== undefined) break;
      const entity = lookupValue(cx.module, node.name);
      if (entity === undefined && isConversion(node.name)) {
        return cx.facts.setType(
          node.id,
          convertValue(cx, node, { type: piped.type, span: piped.value.span }, node.name, {
            kind: "piped",
          }),
        );
      }
      // A constant may hold a function.
      if (entity === undefined || entity.kind === "fn" && entity.fn.kind === "const") break;
      const args: readonly ast.Arg[] = [];
      cx.hints.piped.set(args, piped);
      const site = { id: node.id, span: node.span, typeArgs: [], args };
      return cx.facts.setType(node.id, callEntity(cx, site, node.name, entity, expected));
    }
    default:
  }
  return applyValue(cx, node, piped, expected);
}

/** A step that is a function value: a lambda, a variable, a field. */
function applyValue(
  cx: BodyContext,
  node: ast.Expr,
  piped: Piped,
  expected: Type | undefined,
): Type {
  const result = expected ?? cx.unifier.fresh();
  const wanted = fnType([isNever(piped.type) ? ERROR_TYPE : piped.type], result);
  const found = cx.infer(node, wanted);
  const known = prune(found);
  if (known.kind === "con" || known.kind === "tuple") {
    return cx.record.report(errors.notCallableType(known, node.span));
  }
  if (!cx.unifier.unify(wanted, found)) {
    return cx.record.report(errors.typeMismatch(wanted, found, node.span));
  }
  return result;
}
