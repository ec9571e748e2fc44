/**
 * Loops by the protocol of iterators: the state goes into `next` and comes back with the element.
 *
 *     for x in it do f(x)        let iterator = it
 *                                loop {
 *                                  let step = iterator.next()
 *                                  iterator = step.1
 *                                  match step.0 { Some(x) -> f(x), None -> break }
 *                                }
 */
import type * as ast from "../syntax/mod.ts";
import { conType, type Iteration, tupleType, VOID } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { LoopParts } from "./for.ts";
import type { CanonExpr } from "./generic.ts";
import { matchVariants, variantIndex } from "./pattern.ts";

/** Iterates over an iterator, or over what gives one. */
export function iterateByTrait(
  cx: CanonContext,
  iterable: ast.Expr,
  { iter, next, state, element }: Iteration,
  { span, label, turn }: LoopParts,
): CanonExpr {
  const source = cx.expr(iterable);
  const first = iter === undefined ? source : b.call(iter, [source], state, iterable.span);
  const iterator = cx.fresh("iterator", state, true);
  const option = conType(cx.program.builtins.type("Option"), [element]);
  const step = cx.fresh("step", tupleType([option, state]));
  const item = cx.fresh("item", option);
  const call = b.call(next, [cx.read(iterator, span)], cx.typeOfLocal(step), iterable.span);
  const match = matchVariants(
    cx,
    item,
    [
      {
        variant: variantIndex(cx, option, "Some", span),
        make: ([value]) => turn(value as CanonExpr, { kind: "continue", label }),
      },
      { variant: variantIndex(cx, option, "None", span), make: () => b.breakTo(label, span) },
    ],
    VOID,
    span,
  );
  const body = b.block(
    [
      b.letStmt(step, call),
      b.assignStmt(iterator, b.field(cx.read(step, span), 1, state, span), span),
      b.letStmt(item, b.field(cx.read(step, span), 0, option, span)),
    ],
    match,
    span,
  );
  return b.block([b.letStmt(iterator, first)], b.loop(label, body, VOID, span), span);
}
