/** Checks that need all impls: signatures against traits, overlap, supertraits, what derives require. */
import { assertNever } from "../../base/mod.ts";
import { deriveFieldLacksTrait, deriveLacksTrait } from "../messages/errors_declare.ts";
import { boundNotSatisfied, conflictingDefaults, methodMismatch } from "../messages/errors_impl.ts";
import { associatedMismatch } from "../messages/errors_iterator.ts";
import type {
  FieldDef,
  FnDef,
  ImplDef,
  TraitDef,
  TraitRef,
  Type,
  TypeParam,
  VariantDef,
} from "../model/model.ts";
import type { Program } from "../model/program.ts";
import {
  equalTypes,
  fnType,
  hasErrorType,
  paramType,
  substitute,
  substituteAll,
  substitutionOf,
} from "../model/type.ts";
import { hasSelf } from "../model/forms.ts";
import { addsSelf } from "../traits/added_self.ts";
import { compareTypes } from "../traits/match_type.ts";
import { objectTrait } from "../traits/trait_objects.ts";
import { elaborate, findImpl, instantiateRef } from "../traits/traits.ts";
import { checkDropImpl } from "./check_drop.ts";
import { checkCoherence, checkMembers } from "./coherence.ts";
import type { DeclareState, PendingDerive } from "./declare_state.ts";

/** Reports what is wrong with the impls of the program. */
export function checkImpls(state: DeclareState, program: Program): void {
  for (const impl of state.impls) {
    if (objectTrait(impl.self) !== undefined) {
      if (isDropImpl(program, impl) && !impl.isDerived) checkDropImpl(state, impl);
      continue; // the others are written by the compiler
    }
    if (impl.isImplied !== true) checkCoherence(state, impl);
    checkSupertraits(state, program, impl);
    checkAssociated(state, program, impl);
    if (impl.trait === undefined) checkMembers(state, impl);
    else checkSignatures(state, program, impl, impl.trait);
  }
  for (const derive of state.derives) checkDerive(state, program, derive);
}

// --- Signatures ------------------------------------------------------------------------------------

function isDropImpl(program: Program, impl: ImplDef): boolean {
  return impl.trait?.trait === program.builtins.trait("Drop");
}

function checkSignatures(
  state: DeclareState,
  program: Program,
  impl: ImplDef,
  ref: TraitRef,
): void {
  if (isDropImpl(program, impl) && checkDropImpl(state, impl)) return;
  for (const [name, fn] of impl.methods) {
    const declared = ref.trait.methods.get(name);
    if (declared !== undefined) checkSignature(state, impl, ref, fn, declared);
  }
}

function checkSignature(
  state: DeclareState,
  impl: ImplDef,
  ref: TraitRef,
  fn: FnDef,
  declared: FnDef,
): void {
  const declaredType = expectedType(impl, ref, fn, declared);
  // Default handlers have no value: their functions leave out the `self` of the trait.
  const dropsSelf = impl.isDefault && hasSelf(declared) && !hasSelf(fn) &&
    declaredType.kind === "fn";
  const expected = dropsSelf
    ? fnType(declaredType.params.slice(1), declaredType.result)
    : declaredType;
  const found = signatureType(fn, addsSelf(fn, declared, ref.trait) ? 1 : 0);
  if (equalTypes(expected, found) || hasErrorType(expected) || hasErrorType(found)) return;
  state.report(methodMismatch({
    name: fn.name,
    trait: ref.trait,
    expected,
    found,
    span: fn.span,
    declared: declared.span,
  }));
}

/** The type of `fn` as a function of its parameters from `first` on. */
function signatureType(fn: FnDef, first = 0): Type {
  return fnType(fn.params.slice(first).map((param) => param.type), fn.result);
}

/** The signature in the trait, for this impl, in terms of the type parameters of `fn`. */
function expectedType(impl: ImplDef, ref: TraitRef, fn: FnDef, declared: FnDef): Type {
  const own = fn.typeParams.slice(impl.params.length).map(paramType);
  const restated = substitutionOf(impl.params, fn.typeParams.map(paramType));
  const args = substituteAll([impl.self, ...ref.args], restated);
  const map = substitutionOf(declared.typeParams, [...args, ...own]);
  return substitute(signatureType(declared), map);
}

// --- Supertraits and derives -----------------------------------------------------------------------

function checkSupertraits(state: DeclareState, program: Program, impl: ImplDef): void {
  if (impl.trait === undefined) return;
  const [, ...parents] = elaborate([impl.trait], impl.self);
  if (parents.length > 1) checkDefaults(state, program, impl, parents);
  for (const parent of parents) {
    if (findImpl(program, parent.trait, impl.self, parent.args).kind !== "missing") continue;
    const { name } = impl.trait.trait;
    if (impl.isDerived && impl.self.kind === "con") {
      state.report(deriveLacksTrait(impl.self.def, name, parent.trait.name, impl.span));
    } else {
      state.report(boundNotSatisfied(impl.self, parent, impl.span, `required by \`${name}\``));
    }
  }
}

/** The bounds of the associated types that the impl decides. */
function checkAssociated(state: DeclareState, program: Program, impl: ImplDef): void {
  if (impl.trait === undefined) return;
  const { trait, args } = impl.trait;
  const map = substitutionOf(trait.params, args);
  map.set(trait.self, impl.self);
  const first = trait.params.length - trait.associatedCount;
  const own = trait.params.slice(first, trait.params.length - trait.inheritedCount);
  own.forEach((param, i) => {
    const type = args[first + i] as Type;
    if (hasErrorType(type)) return;
    for (const bound of param.bounds) {
      checkAssociatedBound(state, program, impl, { param, type, ref: instantiateRef(bound, map) });
    }
  });
}

/** Whether an associated type has a trait that it must have, with the associated types stated there. */
function checkAssociatedBound(
  state: DeclareState,
  program: Program,
  impl: ImplDef,
  { param, type, ref }: {
    readonly param: TypeParam;
    readonly type: Type;
    readonly ref: TraitRef;
  },
): void {
  const first = ref.trait.params.length - ref.trait.associatedCount;
  const found = findImpl(program, ref.trait, type, ref.args.slice(0, first));
  if (found.kind === "missing") {
    const by = `required of \`${param.name}\` by \`${impl.trait?.trait.name}\``;
    state.report(boundNotSatisfied(type, ref, impl.span, by));
    return;
  }
  const args = found.kind === "impl"
    ? found.traitArgs
    : found.kind === "bound"
    ? found.ref.args
    : [];
  for (const [i, other] of args.entries()) {
    const wanted = ref.args[i] as Type;
    if (hasErrorType(wanted) || compareTypes(wanted, other) !== "no") continue;
    const place = { self: type, trait: ref.trait, param: ref.trait.params[i] as TypeParam };
    state.report(associatedMismatch({ ...place, found: other, wanted, span: impl.span }));
  }
}

/** Two supertraits give the type a default for one method name, and the impl does not decide. */
function checkDefaults(
  state: DeclareState,
  program: Program,
  impl: ImplDef,
  parents: readonly TraitRef[],
): void {
  const owners = new Map<string, TraitDef>();
  const reported = new Set<string>();
  for (const parent of parents) {
    const found = findImpl(program, parent.trait, impl.self, parent.args);
    if (found.kind !== "impl") continue;
    for (const [name, fn] of parent.trait.methods) {
      const isDefault = fn.item.kind === "Function" && fn.item.hasBody;
      if (!isDefault || found.impl.methods.has(name) || impl.methods.has(name)) continue;
      const first = owners.get(name);
      if (first === undefined) owners.set(name, parent.trait);
      else if (first !== parent.trait && !reported.has(name)) {
        reported.add(name);
        state.report(conflictingDefaults(impl, name, first, parent.trait));
      }
    }
  }
}

function checkDerive(state: DeclareState, program: Program, derive: PendingDerive): void {
  const { def, impl } = derive;
  switch (def.body.kind) {
    case "struct":
      return checkFields(state, program, derive, def.body.fields, undefined);
    case "sum":
      for (const variant of def.body.variants) {
        checkFields(state, program, derive, variant.fields, variant);
      }
      return;
    case "newtype": {
      const inner: FieldDef = {
        name: "inner",
        isPositional: true,
        type: def.body.inner,
        span: impl.span,
      };
      return checkFields(state, program, derive, [inner], undefined);
    }
    case "builtin":
    case "opaque":
      return;
    default:
      assertNever(def.body, "types");
  }
}

function checkFields(
  state: DeclareState,
  program: Program,
  { impl, def, span }: PendingDerive,
  fields: readonly FieldDef[],
  variant: VariantDef | undefined,
): void {
  const trait = (impl.trait as TraitRef).trait;
  const map = substitutionOf(def.params, impl.params.map(paramType));
  for (const field of fields) {
    const type = substitute(field.type, map);
    if (findImpl(program, trait, type).kind !== "missing") continue;
    const place = { def, variant, trait, field: field.name, fieldSpan: field.span };
    state.report(deriveFieldLacksTrait({ ...place, type, span }));
  }
}
