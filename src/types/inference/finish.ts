/** The end of a body: what its variables turned out to be replaces them in all facts. */
import type { Callee, LocalId, Resolution, Type, TypedBody } from "../model/model.ts";
import type { Unifier } from "../model/unify.ts";
import type { BodyContext } from "./body_context.ts";
import { finishHidden } from "./hidden_types.ts";
import { finishIteration } from "./infer_iterate.ts";

/** The checked body; it refers to nothing that changes. */
export function finishBody(cx: BodyContext, params: readonly LocalId[]): TypedBody {
  const { fn, facts, unifier } = cx;
  const { locals } = cx.scopes;
  finishFacts(cx);
  for (const local of locals) local.type = unifier.finish(local.type);
  cx.copies.finish(cx);
  return { fn, params, locals, facts, hidden: finishHidden(cx), hasErrors: false };
}

function finishFacts({ facts, unifier }: BodyContext): void {
  const type = (open: Type) => unifier.finish(open);
  const callee = (open: Callee) => finishCallee(unifier, open);
  const resolution = (open: Resolution) => finishResolution(unifier, open);
  replaceAll(facts.coercions, (one) => ({
    callee: one.callee.kind === "object"
      ? { ...one.callee, from: type(one.callee.from), to: type(one.callee.to) }
      : callee(one.callee),
    type: type(one.type),
  }));
  replaceAll(facts.types, type);
  replaceAll(facts.resolutions, resolution);
  replaceAll(facts.assignOperators, resolution);
  replaceAll(facts.stores, callee);
  replaceAll(facts.conversions, callee);
  replaceAll(facts.iterations, (one) => finishIteration(one, type, callee));
}

function replaceAll<Key, Value>(table: Map<Key, Value>, finish: (open: Value) => Value): void {
  for (const [key, open] of table) table.set(key, finish(open));
}

function finishResolution(unifier: Unifier, resolution: Resolution): Resolution {
  switch (resolution.kind) {
    case "fn":
    case "call":
      return { ...resolution, callee: finishCallee(unifier, resolution.callee) };
    default:
      return resolution;
  }
}

function finishCallee(unifier: Unifier, callee: Callee): Callee {
  const all = (types: readonly Type[]) => types.map((type) => unifier.finish(type));
  if (callee.kind === "fn") return { ...callee, typeArgs: all(callee.typeArgs) };
  return {
    ...callee,
    trait: { trait: callee.trait.trait, args: all(callee.trait.args) },
    self: unifier.finish(callee.self),
    typeArgs: all(callee.typeArgs),
  };
}
