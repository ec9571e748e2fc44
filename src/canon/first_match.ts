/**
 * The first element that a pattern matches (spec 15.7):
 *
 *     for(over: xs, map: f, match: p if g -> e, default: d)
 *
 *     found: { let f = f; for x in xs { match f(x) { p if g -> break found e, _ -> () } }; d }
 */
import type * as ast from "../syntax/mod.ts";
import { isBuiltin, prune, VOID } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { CoreLabel } from "./core.ts";
import { iterate } from "./for.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";
import { holdSubject, matchPats, resolvedPattern } from "./pattern.ts";
import { property } from "./property.ts";

type FirstMatch = ast.ExprOf<"Special">;

export function canonFirstMatch(cx: CanonContext, expr: FirstMatch): CanonExpr {
  const { span } = expr;
  const found = cx.freshLabel();
  const statements: CanonStmt[] = [];
  const over = iterated(cx, expr, statements);
  const map = mapping(cx, expr, statements);
  const loop = iterate(cx, over, {
    span,
    label: cx.freshLabel(),
    turn: (element) => matchElement(cx, expr, map(element), found),
  });
  const body = b.block(
    [...statements, b.exprStmt(loop)],
    cx.expr(property(cx, expr, "default")),
    span,
  );
  return b.labeled(found, body, cx.typeOf(expr.id), span);
}

/** What is iterated. It is evaluated by the loop, but before a function `map` that is written after it and may have effects. */
function iterated(cx: CanonContext, expr: FirstMatch, statements: CanonStmt[]): ast.Expr {
  const over = property(cx, expr, "over");
  const map = mapOf(expr);
  const isFree = map === undefined || map.kind === "Lambda" || map.kind === "Ident";
  if (isFree || map.span.start < over.span.start) return over;
  cx.heldParts.set(over.id, cx.holdOperand(cx.expr(over), "over", statements));
  return { id: over.id, span: over.span, kind: "Held", of: over.id };
}

function mapOf(expr: FirstMatch): ast.Expr | undefined {
  return expr.args.find((arg) => arg.name?.text === "map")?.value;
}

/** What an element is matched as: the element itself, or what the function `map` makes of it, which is evaluated once. */
function mapping(
  cx: CanonContext,
  expr: FirstMatch,
  statements: CanonStmt[],
): (element: CanonExpr) => CanonExpr {
  const map = mapOf(expr);
  if (map === undefined) return (element) => element;
  const type = prune(cx.typeOf(map.id));
  if (type.kind !== "fn") throw cx.bug("`map` is no function", map.span);
  const fn = cx.hold(cx.expr(map), "map", statements);
  const { span } = map;
  return (element) => ({ kind: "CallValue", fn: fn(), args: [element], type: type.result, span });
}

/** `match element { pattern if guard -> break found value, _ -> () }`. */
function matchElement(
  cx: CanonContext,
  { arm, span }: FirstMatch,
  element: CanonExpr,
  found: CoreLabel,
): CanonExpr {
  if (arm === undefined) throw cx.bug("`for` without `match`", span);
  const statements: CanonStmt[] = [];
  const subject = holdSubject(cx, element, statements);
  const { guard } = arm;
  const leave = () => {
    const value = cx.expr(arm.body);
    return isBuiltin(value.type, "Never") ? value : b.breakTo(found, arm.body.span, value);
  };
  const matched = {
    pat: resolvedPattern(cx, arm.pattern),
    guard: guard && (() => cx.expr(guard)),
    body: leave,
  };
  const any = { kind: "any", type: cx.typeOfLocal(subject), span, binds: [] } as const;
  const other = { pat: any, body: () => b.unit(span) };
  return b.block(statements, matchPats(cx, subject, [matched, other], VOID, span), span);
}
