/**
 * Capabilities: `with` binds handlers to locals, and calls pass them on as hidden arguments.
 *
 *     with Http = Mock { n: 1 } in fetch(url: "a")      { let Http = Mock { n: 1 }; fetch("a", Http) }
 */
import type { Span } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import type { HandlerSource, LocalId } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";
import { canonHandler } from "./handler.ts";

/** The body, with the handlers in locals around it. */
export function canonWith(cx: CanonContext, expr: ast.ExprOf<"With">): CanonExpr {
  const locals = cx.body.facts.bindings.get(expr.id);
  if (locals === undefined) throw cx.bug("`with` without handlers", expr.span);
  const statements: CanonStmt[] = [];
  expr.bindings.forEach(({ name, value }, i) => {
    const made = value.kind === "expr"
      ? cx.expr(value.expr)
      : canonHandler(cx, value, handlerType(cx, locals[i] as LocalId), name.span, statements);
    statements.push(b.letStmt(cx.define(locals[i] as LocalId), made));
  });
  return b.block(statements, cx.expr(expr.body), expr.span);
}

function handlerType(cx: CanonContext, local: LocalId) {
  const def = cx.body.locals[local];
  if (def === undefined) throw cx.bug("handler without a variable", cx.body.fn.span);
  return def.type;
}

/** The hidden arguments of the call `node`, behind those of the source. */
export function handlerArgs(cx: CanonContext, node: ast.NodeId, span: Span): CanonExpr[] {
  const sources = cx.body.facts.handlers.get(node) ?? [];
  return sources.map((source) => handlerValue(cx, source, span));
}

/** The value of a handler. */
export function handlerValue(cx: CanonContext, source: HandlerSource, span: Span): CanonExpr {
  return source.kind === "local"
    ? cx.read(cx.coreLocal(source.local, span), span)
    : b.construct(undefined, [], source.type, span);
}
