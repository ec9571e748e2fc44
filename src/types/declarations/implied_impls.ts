/** One impl of a trait satisfies its supertraits too, where it has their methods (spec 10.6.1). */
import type { ImplDef, TraitDef, TraitRef } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { headOf } from "../model/impl_index.ts";
import { elaborate, findImpl } from "../traits/traits.ts";
import { objectTrait } from "../traits/trait_objects.ts";
import type { DeclareState } from "./declare_state.ts";

/** Adds an impl of each supertrait that a written impl satisfies and that the type has no other impl of. */
export function addImpliedImpls(state: DeclareState, program: Program): void {
  for (const impl of [...state.impls]) {
    if (impl.trait === undefined || impl.isDerived || objectTrait(impl.self) !== undefined) {
      continue;
    }
    const [, ...parents] = elaborate([impl.trait], impl.self);
    for (const parent of parents) {
      if (isMissing(program, impl, parent) && satisfies(impl, parent.trait)) {
        addImplied(state, impl, parent);
        program.solved.delete(parent.trait); // that there is no impl is an answer of before
      }
    }
  }
}

function isMissing(program: Program, { self }: ImplDef, { trait, args }: TraitRef): boolean {
  const decided = trait.params.length - trait.associatedCount;
  return findImpl(program, trait, self, args.slice(0, decided)).kind === "missing";
}

/** Whether `impl` has every method of `parent` that has no default. */
function satisfies(impl: ImplDef, parent: TraitDef): boolean {
  // A method with aliases stands there under each of its names.
  return [...parent.methods.values()].every(({ name, item }) =>
    impl.methods.has(name) || item.kind === "Function" && item.hasBody
  );
}

function addImplied(state: DeclareState, impl: ImplDef, trait: TraitRef): void {
  const methods = new Map([...impl.methods].filter(([name]) => trait.trait.methods.has(name)));
  const implied = state.addImpl({
    module: impl.module,
    params: impl.params,
    self: impl.self,
    trait,
    methods,
    isDerived: false,
    isExtension: false,
    isImplied: true,
    span: impl.span,
  });
  state.index.addImpl(headOf(impl.self), implied);
}
