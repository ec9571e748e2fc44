/** `loop`, `while`, and the jumps out of all loops and labelled blocks. */
import type * as ast from "../syntax/mod.ts";
import { isBuiltin, NEVER, VOID } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext, JumpTarget } from "./context.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";

/** `loop { body }`: its value is that of the break that leaves it. */
export function canonLoop(cx: CanonContext, expr: ast.ExprOf<"Loop">): CanonExpr {
  const label = cx.freshLabel();
  cx.jumps.set(expr.id, {
    breakLabel: label,
    takesValue: true,
    yieldTo: undefined,
    next: { kind: "continue", label },
  });
  return b.loop(label, asUnit(cx.expr(expr.body)), cx.typeOf(expr.id), expr.span);
}

/** `while condition do body`: a loop that breaks when the condition is false. */
export function canonWhile(cx: CanonContext, expr: ast.ExprOf<"While">): CanonExpr {
  const label = cx.freshLabel();
  cx.jumps.set(expr.id, {
    breakLabel: label,
    takesValue: false,
    yieldTo: undefined,
    next: { kind: "continue", label },
  });
  const { span } = expr;
  const condition = cx.expr(expr.condition);
  const body = asUnit(cx.expr(expr.body));
  const turn = b.ifElse(condition, body, b.breakTo(label, span), VOID, span);
  return b.loop(label, turn, VOID, span);
}

/** `value` for its effect only: of type void, or Never where it does not complete. */
export function asUnit(value: CanonExpr): CanonExpr {
  if (isBuiltin(value.type, "void") || isBuiltin(value.type, "Never")) return value;
  return b.block([b.exprStmt(value)], b.unit(value.span), value.span);
}

/** `break`: leaves the loop or block, with its value or after adding it to what is yielded. */
export function canonBreak(cx: CanonContext, expr: ast.ExprOf<"Break">): CanonExpr {
  const target = targetOf(cx, expr);
  const value = expr.value && cx.expr(expr.value);
  if (value !== undefined && isBuiltin(value.type, "Never")) return value;
  if (value === undefined || target.takesValue) {
    return b.breakTo(target.breakLabel, expr.span, value);
  }
  return b.block(yielded(cx, target, value), b.breakTo(target.breakLabel, expr.span), expr.span);
}

/** `continue`: starts the next iteration, after adding its value to the yielded ones. */
export function canonContinue(cx: CanonContext, expr: ast.ExprOf<"Continue">): CanonExpr {
  const target = targetOf(cx, expr);
  const value = expr.value && cx.expr(expr.value);
  if (value !== undefined && isBuiltin(value.type, "Never")) return value;
  const statements = value === undefined ? [] : yielded(cx, target, value);
  return b.block(statements, nextTurn(cx, expr, target), expr.span);
}

function nextTurn(cx: CanonContext, expr: ast.Expr, target: JumpTarget): CanonExpr {
  const { next } = target;
  if (next === undefined) throw cx.bug("`continue` of a block", expr.span);
  if (next.kind === "continue") {
    return { kind: "Continue", label: next.label, type: NEVER, span: expr.span };
  }
  next.isUsed = true;
  return b.breakTo(next.label, expr.span);
}

function yielded(cx: CanonContext, target: JumpTarget, value: CanonExpr): CanonStmt[] {
  if (target.yieldTo === undefined) throw cx.bug("value for a loop that takes none", value.span);
  return [target.yieldTo(value)];
}

function targetOf(
  cx: CanonContext,
  expr: ast.ExprOf<"Break"> | ast.ExprOf<"Continue">,
): JumpTarget {
  const target = cx.jumps.get(cx.body.facts.jumpTargetOf(expr.id));
  if (target === undefined) throw cx.bug("jump without a target", expr.span);
  return target;
}
