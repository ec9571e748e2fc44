/**
 * Stateful handlers: the state in a cell, and a function for each operation that takes it out and puts the next one in.
 *
 *     handler(state: e) { increment: op }     { let state = handler_state(e); let op = ..;
 *                                               StatefulHandler(() -> { let next = op(state_of(state));
 *                                                                       set_state(state, next.0); next.1 }, ()) }
 */
import type { Span } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import { conType, fieldTypes, listType, prune, tupleType, type Type, VOID } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { CoreLocal } from "./core.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";

type Handler = Extract<
  ast.ExprOf<"With">["bindings"][number]["value"],
  { kind: "handler" }
>;

/** The handler of type `type`; what it needs is added to `statements`. */
export function canonHandler(
  cx: CanonContext,
  handler: Handler,
  type: Type,
  span: Span,
  statements: CanonStmt[],
): CanonExpr {
  const initial = handler.state === undefined ? b.unit(span) : cx.expr(handler.state);
  const state = initial.type;
  const cell = cx.fresh("state", cellType(cx, initial.type));
  const made = callStd(cx, "handler_state", state, [initial], span, cellType(cx, state));
  statements.push(b.letStmt(cell, made));
  const [operations] = fieldTypes(type);
  const all = operations === undefined ? undefined : prune(operations);
  if (all?.kind !== "tuple") throw cx.bug("handler without operations", span);
  const parts = all.elements.map((): CanonExpr => b.unit(span));
  for (const { value } of handler.operations) {
    const index = cx.body.facts.operations.get(value.id);
    const of = index === undefined ? undefined : prune(all.elements[index] as Type);
    if (index === undefined || of?.kind !== "fn") throw cx.bug("unknown operation", value.span);
    const written = cx.hold(cx.expr(value), "operation", statements);
    parts[index] = operation(cx, written, { cell, state }, of, value.span);
  }
  return b.construct(undefined, [b.construct(undefined, parts, all, span)], type, span);
}

/** What callers of the operation call: its state comes from the cell and goes there. */
function operation(
  cx: CanonContext,
  written: () => CanonExpr,
  { cell, state }: { readonly cell: CoreLocal; readonly state: Type },
  type: Type & { kind: "fn" },
  span: Span,
): CanonExpr {
  const { made, captures } = cx.inLambda(type.result, () => {
    const params = type.params.map((param) => cx.fresh("value", param));
    const before = callStd(cx, "state_of", state, [cx.read(cell, span)], span, state);
    const args = [before, ...params.map((local) => cx.read(local, span))];
    const pair = tupleType([state, type.result]);
    const statements: CanonStmt[] = [];
    const call: CanonExpr = { kind: "CallValue", fn: written(), args, type: pair, span };
    const next = cx.hold(call, "next", statements);
    const after = [cx.read(cell, span), b.field(next(), 0, state, span)];
    statements.push(b.exprStmt(callStd(cx, "set_state", state, after, span, VOID)));
    const result = b.field(next(), 1, type.result, span);
    return { params, body: b.block(statements, result, span) };
  });
  return { kind: "Lambda", lambda: { ...made, captures, result: type.result }, type, span };
}

function cellType(cx: CanonContext, state: Type): Type {
  return listType(conType(cx.program.builtins.type("Option"), [state]));
}

function callStd(
  cx: CanonContext,
  name: string,
  state: Type,
  args: readonly CanonExpr[],
  span: Span,
  result: Type,
): CanonExpr {
  const callee = { kind: "fn", fn: cx.program.builtins.fn(name), typeArgs: [state] } as const;
  return b.call(callee, args, result, span);
}
