/** Coherence (spec 10.6.3, 10.6.7): at most one implementation of a trait for a type, and in whose module it stands. */
import { duplicateDefinition } from "../messages/errors_declare.ts";
import { duplicateImpl, orphanImpl, overlappingImpls } from "../messages/errors_impl.ts";
import { headOf } from "../model/impl_index.ts";
import type { ImplDef, ModuleId, TraitDef, Type } from "../model/model.ts";
import { equalTypes, paramType, someType, substitute, substitutionOf } from "../model/type.ts";
import { Unifier } from "../model/unify.ts";
import type { Answer } from "../traits/match_type.ts";
import { specificity } from "../traits/traits.ts";
import type { DeclareState } from "./declare_state.ts";

/** Reports an impl of a trait that must not be there, or not here. */
export function checkCoherence(state: DeclareState, impl: ImplDef): void {
  if (impl.trait === undefined) return;
  if (isOrphan(state, impl)) state.report(orphanImpl(impl));
  else checkOverlap(state, impl, impl.trait.trait);
}

/** Reports an impl for types that an earlier impl of equal specificity is for. */
function checkOverlap(state: DeclareState, impl: ImplDef, trait: TraitDef): void {
  for (const other of state.index.impls(headOf(impl.self), trait)) {
    if (other.id >= impl.id) return;
    if (specificity(impl) !== specificity(other)) continue;
    const answer = overlap(impl, headTypes(impl), other, headTypes(other));
    if (answer === "no") continue;
    const isSame = answer === "yes" && !differInBounds(impl, other);
    state.report(isSame ? duplicateImpl(impl, other) : overlappingImpls(impl, other));
    // So that uses of the trait are not ambiguous as well.
    state.index.removeImpl(headOf(impl.self), impl);
    return;
  }
}

function differInBounds(a: ImplDef, b: ImplDef): boolean {
  return a.params.some((param, i) => {
    const own = param.bounds.map(({ trait }) => trait);
    const others = b.params[i]?.bounds.map(({ trait }) => trait) ?? [];
    return own.length !== others.length || own.some((trait) => !others.includes(trait));
  });
}

/** The types by which an impl is chosen: its own, and the arguments of its trait. */
function headTypes({ self, trait }: ImplDef): readonly Type[] {
  if (trait === undefined) return [self];
  return [self, ...trait.args.slice(0, trait.trait.params.length - trait.trait.associatedCount)];
}

/** Whether `left` of impl `a` can be `right` of impl `b`, the parameters of each chosen freely; `yes`: always. */
function overlap(
  a: ImplDef,
  left: readonly Type[],
  b: ImplDef,
  right: readonly Type[],
): Answer {
  const renamed = substitutionOf(b.params, a.params.map(paramType));
  const isSame = a.params.length === b.params.length &&
    left.every((type, i) => equalTypes(type, substitute(right[i] as Type, renamed)));
  if (isSame) return "yes";
  const unifier = new Unifier(() => {});
  const open = (impl: ImplDef) =>
    substitutionOf(impl.params, impl.params.map(() => unifier.fresh()));
  const [ofA, ofB] = [open(a), open(b)];
  const agree = left.every((type, i) =>
    unifier.unify(substitute(type, ofA), substitute(right[i] as Type, ofB))
  );
  return agree ? "maybe" : "no";
}

/** Whether an impl stands neither in the module of its trait nor of a type that it is chosen by (spec 10.6.3). */
function isOrphan(state: DeclareState, impl: ImplDef): boolean {
  const isOwn = (module: ModuleId) => module === impl.module;
  const isFree = impl.trait === undefined || isOwn(impl.trait.trait.module);
  if (isFree || state.modules[impl.module]?.isStd === true) return false;
  return !headTypes(impl).some((type) =>
    someType(
      type,
      (part) =>
        part.kind === "error" || part.kind === "con" && isOwn(part.def.module) ||
        part.kind === "param" && part.param.bounds.some(({ trait }) => isOwn(trait.module)),
    )
  );
}

/** Methods of one name in inherent impls of one module, for types that overlap. */
export function checkMembers(state: DeclareState, impl: ImplDef): void {
  for (const fn of impl.methods.values()) {
    for (const other of state.index.members(headOf(impl.self), fn.name)) {
      if (other.impl.id >= impl.id) break;
      if (other.impl.module !== impl.module || other.impl.isExtension !== impl.isExtension) {
        continue;
      }
      // Constants are never called, methods always.
      if ((fn.kind === "const") !== (other.fn.kind === "const")) continue;
      if (overlap(impl, [impl.self], other.impl, [other.impl.self]) === "no") continue;
      state.report(duplicateDefinition(fn.name, fn.span, other.fn.span));
    }
  }
}
