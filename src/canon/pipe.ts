/** `value |> step`: the value, held in a local, then the step that takes it. */
import type * as ast from "../syntax/mod.ts";
import { isBuiltin, pipedMethodCall, prune } from "../types/mod.ts";
import * as b from "./build.ts";
import { callBare, canonCall, canonMethodCall } from "./call.ts";
import type { CanonContext } from "./context.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";
import { canonTryOf } from "./operator.ts";

export function canonPipe(cx: CanonContext, expr: ast.ExprOf<"Pipe">): CanonExpr {
  const { step } = expr;
  if (step.kind === "method") return canonMethodCall(cx, pipedMethodCall(expr, step));
  const value = cx.expr(expr.value);
  if (isBuiltin(value.type, "Never")) return value;
  const statements: CanonStmt[] = [];
  const piped = cx.hold(value, "piped", statements);
  const node = step.kind === "call" ? step.expr : step.lambda;
  return b.block(statements, canonStep(cx, node, piped), expr.span);
}

function canonStep(cx: CanonContext, node: ast.Expr, piped: () => CanonExpr): CanonExpr {
  switch (node.kind) {
    case "Try":
      return canonTryOf(cx, node, canonStep(cx, node.operand, piped));
    case "Paren":
      return canonStep(cx, node.inner, piped);
    case "Call":
      return canonCall(cx, node, piped);
    case "MethodCall":
      return canonMethodCall(cx, node, piped);
    case "Ident":
      return callBare(cx, node, piped) ?? applyValue(cx, node, piped);
    default:
      return applyValue(cx, node, piped);
  }
}

function applyValue(cx: CanonContext, node: ast.Expr, piped: () => CanonExpr): CanonExpr {
  const fn = cx.expr(node);
  const type = prune(fn.type);
  if (type.kind !== "fn") throw cx.bug("a pipe into what is no function", node.span);
  return { kind: "CallValue", fn, args: [piped()], type: type.result, span: node.span };
}
