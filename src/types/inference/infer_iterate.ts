/** `for` over what is no builtin collection: by `Iterator.next`, after `Iterable.iter` if need be. */
import { InternalError } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import type { Callee, Iteration, TraitDef, Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { findImpl } from "../traits/traits.ts";
import type { Conversions, Demands } from "./body_context.ts";
import { requireTrait } from "./require_trait.ts";

/**
 * The type of the elements of `type`, when a `for` can go over it by its traits; notes how. Undefined
 * when it implements neither of them.
 */
export function iterateByTrait(
  cx: Conversions,
  type: Type,
  iterable: ast.Expr,
): Type | undefined {
  const iterator = cx.program.builtins.trait("Iterator");
  const element = cx.unifier.fresh();
  if (mayBe(cx.program, type, iterator)) {
    const next = callOf(cx, iterator, "next", type, [element], iterable);
    cx.facts.iterations.set(iterable.id, { next, state: type, element });
    return element;
  }
  const source = cx.program.builtins.trait("Iterable");
  if (!mayBe(cx.program, type, source)) return undefined;
  const state = cx.unifier.fresh();
  const args = source.params.map((param) => param.name === "Item" ? element : state);
  const iter = callOf(cx, source, "iter", type, args, iterable);
  const next = callOf(cx, iterator, "next", state, [element], iterable);
  cx.facts.iterations.set(iterable.id, { iter, next, state, element });
  return element;
}

/** Finishes the types of an iteration. */
export function finishIteration(
  iteration: Iteration,
  finish: (type: Type) => Type,
  finishCallee: (callee: Callee) => Callee,
): Iteration {
  return {
    ...(iteration.iter === undefined ? {} : { iter: finishCallee(iteration.iter) }),
    next: finishCallee(iteration.next),
    state: finish(iteration.state),
    element: finish(iteration.element),
  };
}

function mayBe(program: Program, type: Type, trait: TraitDef): boolean {
  const { kind } = findImpl(program, trait, type);
  return kind !== "missing" && kind !== "error";
}

function callOf(
  cx: Demands,
  trait: TraitDef,
  name: string,
  self: Type,
  args: readonly Type[],
  { span }: ast.Expr,
): Callee {
  const method = trait.methods.get(name);
  if (method === undefined) {
    throw new InternalError(`trait ${trait.name} has no method ${name}`, { stage: "types" });
  }
  const ref = { trait, args };
  requireTrait(cx, self, ref, { span, report: () => errors.notIterable(self, span) });
  return { kind: "trait", trait: ref, method, self, typeArgs: [] };
}
