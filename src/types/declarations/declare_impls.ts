/** Traits' methods, impls and extensions with their methods. */
import { assertNever } from "../../base/mod.ts";
import { Diagnostics, suggest } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { duplicateDefinition } from "../messages/errors_declare.ts";
import { defaultTakesSelf } from "../messages/errors_capability.ts";
import { staticExtension } from "../messages/errors_extend.ts";
import {
  foreignAssociatedType,
  foreignMethod,
  misplacedImpl,
  missingAssociatedType,
  missingMethods,
} from "../messages/errors_impl.ts";
import { VOID } from "../model/builtin.ts";
import { hasSelf } from "../model/forms.ts";
import { headOf } from "../model/impl_index.ts";
import type {
  FnDef,
  ImplDef,
  ModuleScope,
  TraitDef,
  TraitRef,
  Type,
  TypeParam,
} from "../model/model.ts";
import type { Program } from "../model/program.ts";
import {
  conType,
  ERROR_TYPE,
  paramType,
  prune,
  substitute,
  substitutionOf,
} from "../model/type.ts";
import { addsSelf } from "../traits/added_self.ts";
import { resultName } from "../traits/opaque.ts";
import { elaborate, findImpl } from "../traits/traits.ts";
import { checkAttributes, isConstant } from "./attributes.ts";
import { addParams, addWrittenBounds, type Generics, makeGenerics } from "./declare_generics.ts";
import { isClause } from "./clauses.ts";
import { declareFnShell } from "./declare_names.ts";
import { declareOpaque } from "./declare_opaque.ts";
import { extendedTrait } from "./extend_trait.ts";
import { declareSignature, type Surroundings } from "./declare_signature.ts";
import type { DeclareState, PendingTrait } from "./declare_state.ts";
import { traitNames } from "./declare_types.ts";
import { resolveTrait, resolveType } from "./resolve_types.ts";

// --- Traits --------------------------------------------------------------------------------------

/** Signatures and default bodies of a trait's methods. */
export function declareTraitMethods(
  state: DeclareState,
  { module, item, def }: PendingTrait,
): void {
  const around: Surroundings = {
    params: [def.self, ...def.params],
    names: traitNames(def),
    isTrait: true,
  };
  for (const method of item.methods) {
    checkAttributes(state, method.attributes);
    const first = def.methods.get(method.name.text);
    if (first !== undefined) {
      state.report(duplicateDefinition(method.name.text, method.name.span, first.span));
      continue;
    }
    const owner = { kind: "trait", trait: def } as const;
    const pending = declareFnShell(
      state,
      module,
      method,
      "traitSignature",
      owner,
      method.hasBody && isClause(method) ? [method] : undefined,
    );
    declareSignature(state, pending, around);
    for (const name of [method.name.text, ...pending.nameAliases]) {
      def.methods.set(name, pending.fn);
    }
    if (method.hasBody) module.functions.push(pending.fn);
  }
  state.index.addTrait(def);
}

// --- Impls ---------------------------------------------------------------------------------------

/** An impl or extension: its head, and its methods with their signatures. */
export function declareImpl(
  state: DeclareState,
  program: Program,
  module: ModuleScope,
  written: ast.ImplItem | ast.ExtendItem,
): void {
  const extended = written.kind === "Extend" ? extendedTrait(module, written) : undefined;
  const item = extended === undefined ? written : extended.item;
  if (item.type === undefined) {
    if (item.kind === "Impl") declareDefault(state, program, module, item);
    return;
  }
  const generics = makeGenerics(module, new Map(), [], { projections: "hidden" });
  addParams(state, generics, item.generics);
  if (item.kind === "Extend") addImplicitParams(state, generics, item.type);
  const self = prune(resolveType(state, generics.scope, item.type, state.diagnostics));
  if (self.kind === "error") return;
  generics.scope.names.set("Self", self);
  addWrittenBounds(state, generics, item.generics, item.where);
  const ofTrait = item.kind === "Impl" ? item : undefined;
  const trait = ofTrait?.trait &&
    resolveImplTrait(state, program, generics, ofTrait, ofTrait.trait, self);
  if (ofTrait?.trait !== undefined && trait === undefined) return;
  if (trait === undefined && !mayHaveMethods(state, self, item)) return;
  const impl = state.addImpl({
    module: module.id,
    params: generics.params,
    self,
    ...(trait === undefined ? {} : { trait }),
    methods: new Map(),
    isDerived: false,
    isExtension: item.kind === "Extend",
    ...(extended === undefined ? {} : { extendedTrait: extended.trait }),
    isPublic: item.isPublic,
    span: ofTrait?.trait?.span ?? item.type.span,
  });
  state.index.addImpl(headOf(self), impl);
  declareMethods(state, module, impl, item, generics);
}

/** `def impl Trait { .. }`: the impl of the trait for a type of its own, whose only value is the default handler. */
function declareDefault(
  state: DeclareState,
  program: Program,
  module: ModuleScope,
  item: ast.ImplItem,
): void {
  const { trait: written } = item;
  if (written === undefined) return;
  const generics = makeGenerics(module, new Map(), [], { projections: "hidden" });
  const ref = resolveTrait(state, generics.scope, written, VOID, state.diagnostics);
  if (ref === undefined) return;
  if (ref.trait.params.length > 0) {
    state.unsupported("default implementations of generic traits are", written.span);
    return;
  }
  const def = state.addType({
    name: `def ${ref.trait.name}`,
    module: module.id,
    params: [],
    isPublic: item.isPublic,
    span: written.span,
    body: { kind: "struct", fields: [] },
  });
  const self = conType(def, []);
  generics.scope.names.set("Self", self);
  const trait = resolveImplTrait(state, program, generics, item, written, self);
  if (trait === undefined) return;
  const impl = state.addImpl({
    module: module.id,
    params: [],
    self,
    trait,
    methods: new Map(),
    isDerived: false,
    isExtension: false,
    isPublic: item.isPublic,
    isDefault: true,
    span: written.span,
  });
  state.index.addImpl(def, impl);
  const handler = {
    trait: ref.trait,
    module: module.id,
    isPublic: item.isPublic,
    type: self,
    span: written.span,
  };
  const known = state.defaults.get(ref.trait);
  if (known === undefined) state.defaults.set(ref.trait, [handler]);
  else known.push(handler);
  declareMethods(state, module, impl, item, generics);
}

/** `extend [T] { .. }`: unknown plain names in the type are its parameters. */
function addImplicitParams(state: DeclareState, generics: Generics, expr: ast.TypeExpr): void {
  const { names, module } = generics.scope;
  eachPath(expr, (name) => {
    if (names.has(name) || module.types.has(name) || !/^[A-Z]$/.test(name)) return;
    const param = state.freshParam(name);
    generics.params.push(param);
    names.set(name, paramType(param));
  });
}

function eachPath(expr: ast.TypeExpr, visit: (name: string) => void): void {
  switch (expr.kind) {
    case "Path":
      if (expr.path.names.length === 1) visit((expr.path.names[0] as ast.Name).text);
      for (const arg of expr.args) if (arg.kind === "type") eachPath(arg.type, visit);
      return;
    case "List":
    case "FixedList":
      return eachPath(expr.element, visit);
    case "Map":
      eachPath(expr.key, visit);
      return eachPath(expr.value, visit);
    case "Tuple":
      for (const element of expr.elements) eachPath(element, visit);
      return;
    case "Function":
      for (const param of expr.params) eachPath(param, visit);
      return eachPath(expr.result, visit);
    case "Bounds":
      for (const bound of expr.bounds) eachPath(bound, visit);
      return;
    case "ImplTrait":
    case "Error":
      return;
    default:
      assertNever(expr, "types");
  }
}

function mayHaveMethods(
  state: DeclareState,
  self: Type,
  item: ast.ImplItem | ast.ExtendItem,
): boolean {
  if (item.kind === "Impl" && item.assocTypes[0] !== undefined) {
    state.unsupported("associated types without a trait are", item.assocTypes[0].span);
  }
  if (self.kind !== "param" || item.kind === "Extend") return true;
  state.report(misplacedImpl("a type parameter", (item.type as ast.TypeExpr).span));
  return false;
}

/** The trait of an impl with all its arguments; `Self.Item` is named on the way. */
function resolveImplTrait(
  state: DeclareState,
  program: Program,
  generics: Generics,
  item: ast.ImplItem,
  expr: ast.TypeExpr,
  self: Type,
): TraitRef | undefined {
  const written = resolveTrait(state, generics.scope, expr, self, state.diagnostics);
  if (written === undefined) return undefined;
  const { trait } = written;
  const args = [...written.args];
  const inherited = trait.params.length - trait.inheritedCount;
  const map = substitutionOf(trait.params, args);
  map.set(trait.self, self);
  const known = new Set<string>();
  for (const param of trait.params.slice(args.length)) {
    const given = args.length < inherited ? undefined : inheritedType(program, trait, param, self);
    if (given === undefined) known.add(param.name);
    const type = given ??
      (args.length < inherited
        ? associatedType(state, generics, item, trait, param, map, expr)
        : ownType(state, generics, item, param));
    args.push(type);
    map.set(param, type);
    generics.scope.names.set(`Self.${param.name}`, type);
  }
  for (const { name } of item.assocTypes) {
    if (!known.has(name.text)) state.report(foreignAssociatedType(name, trait));
  }
  return { trait, args };
}

function associatedType(
  state: DeclareState,
  generics: Generics,
  item: ast.ImplItem,
  trait: TraitDef,
  param: TypeParam,
  map: ReadonlyMap<TypeParam, Type>,
  expr: ast.TypeExpr,
): Type {
  const written = item.assocTypes.find(({ name }) => name.text === param.name)?.default;
  if (written !== undefined) {
    return resolveType(state, generics.scope, written, state.diagnostics);
  }
  if (param.default !== undefined) return substitute(param.default, map);
  const isStd = state.modules[trait.module]?.isStd === true;
  const shown = implResult(item, trait, param, isStd);
  if (shown !== undefined) return implResultType(state, generics, shown);
  state.report(missingAssociatedType(param.name, trait, expr.span));
  return ERROR_TYPE;
}

/**
 * The written result of the method whose `impl A` in the trait the associated type is. That of `Iterable.iter` has a name in
 * std, which the specification does not know.
 */
function implResult(
  item: ast.ImplItem,
  trait: TraitDef,
  param: TypeParam,
  isStd: boolean,
): ast.TypeExpr | undefined {
  for (const method of item.methods) {
    const result = trait.methods.get(method.name.text)?.result;
    const isShown = result?.kind === "param" && result.param === param;
    if (!isShown || method.generics.length > 0) continue;
    const isImpl = method.result?.kind === "ImplTrait" || param.name === resultName(method.name);
    if (isImpl || isStd) return method.result;
  }
  return undefined;
}

function implResultType(state: DeclareState, generics: Generics, result: ast.TypeExpr): Type {
  if (result.kind === "ImplTrait") return declareOpaque(state, generics, result).type;
  return resolveType(state, generics.scope, result, new Diagnostics()); // reported with the method
}

/**
 * An associated type of a supertrait, as the type's impl of that says. An impl that is missing is
 * reported when supertraits are checked.
 */
function inheritedType(
  program: Program,
  trait: TraitDef,
  param: TypeParam,
  self: Type,
): Type | undefined {
  for (const parent of trait.supertraits) {
    const at = parent.args.findIndex((arg) => arg.kind === "param" && arg.param === param);
    if (at < 0) continue;
    const found = findImpl(program, parent.trait, self);
    if (found.kind === "impl") return found.traitArgs[at] as Type;
    if (found.kind === "bound") return found.ref.args[at] as Type;
  }
  return undefined;
}

/** The associated type of a supertrait that the impl satisfies as well, so that it says what the type is. */
function ownType(
  state: DeclareState,
  generics: Generics,
  item: ast.ImplItem,
  param: TypeParam,
): Type {
  const written = item.assocTypes.find(({ name }) => name.text === param.name)?.default;
  if (written === undefined) return ERROR_TYPE;
  return resolveType(state, generics.scope, written, state.diagnostics);
}

/** The number of levels of supertraits with associated types before `item`: those impls are needed first. */
export function implRank(module: ModuleScope, item: ast.ImplItem | ast.ExtendItem): number {
  if (item.kind === "Extend" || item.trait?.kind !== "Path") return 0;
  const name = item.trait.path.names.at(-1)?.text ?? "";
  const entity = module.types.get(name);
  return entity?.kind === "trait" ? rankOf(entity.trait) : 0;
}

function rankOf(trait: TraitDef): number {
  if (trait.inheritedCount === 0) return 0;
  return 1 + Math.max(...trait.supertraits.map((parent) => rankOf(parent.trait)));
}

function declareMethods(
  state: DeclareState,
  module: ModuleScope,
  impl: ImplDef,
  item: ast.ImplItem | ast.ExtendItem,
  generics: Generics,
): void {
  const { params, scope } = generics;
  const names = new Map(scope.names);
  if (impl.isExtension) names.delete("Self");
  const extended = impl.isExtension ? { self: impl.self } : {};
  const around: Surroundings = { params, names, isTrait: false, ...extended };
  for (const method of item.methods) declareMethod(state, module, impl, method, around);
  if (impl.trait !== undefined) checkComplete(state, impl, impl.trait.trait);
}

/**
 * A method of an impl. One of a trait impl that only a supertrait declares settles which default
 * the type has: it is found before those of the supertraits.
 */
function declareMethod(
  state: DeclareState,
  module: ModuleScope,
  impl: ImplDef,
  item: ast.FunctionItem,
  around: Surroundings,
): void {
  checkAttributes(state, item.attributes);
  if (impl.isExtension && !module.isStd && !isMethod(item)) {
    state.report(staticExtension(item.name, impl.self));
    return;
  }
  const declared = impl.trait?.trait.methods.get(item.name.text);
  // Sources leave out the `self` of the trait, or write it.
  if (impl.isDefault && isMethod(item) && declared !== undefined && !hasSelf(declared)) {
    state.report(defaultTakesSelf(item.name));
  }
  const overridesParent = impl.trait !== undefined && declared === undefined &&
    elaborate([impl.trait], impl.self).some(({ trait }) => trait.methods.has(item.name.text));
  if (impl.trait !== undefined && declared === undefined && !overridesParent) {
    const { trait } = impl.trait;
    const similar = suggest(item.name.text, trait.methods.keys());
    state.report(foreignMethod(item.name, trait, similar));
  }
  const name = declared?.name ?? item.name.text;
  const first = impl.methods.get(name);
  if (first !== undefined) {
    state.report(duplicateDefinition(name, item.name.span, first.span));
    return;
  }
  const isConst = isConstant(item, module.isStd);
  const kind = isConst ? "const" : isMethod(item) ? "method" : "associated";
  const clauses = isClause(item) ? [item] : undefined;
  const pending = declareFnShell(state, module, item, kind, { kind: "impl", impl }, clauses);
  declareSignature(state, pending, around);
  impl.methods.set(name, pending.fn);
  module.functions.push(pending.fn);
  const { trait } = impl;
  const isMember = trait === undefined || overridesParent ||
    declared !== undefined && addsSelf(pending.fn, declared, trait.trait);
  if (isMember) addMember(state, impl, pending.fn, pending.nameAliases);
}

function isMethod(item: ast.FunctionItem): boolean {
  const pattern = item.params[0]?.pattern;
  return pattern?.kind === "Bind" && pattern.name === "self";
}

function addMember(
  state: DeclareState,
  impl: ImplDef,
  fn: FnDef,
  aliases: readonly string[],
): void {
  for (const name of [fn.name, ...aliases]) {
    state.index.addMember(headOf(impl.self), name, { impl, fn });
  }
}

function checkComplete(state: DeclareState, impl: ImplDef, trait: TraitDef): void {
  const missing: string[] = [];
  for (const [name, fn] of trait.methods) {
    const isRequired = name === fn.name && (fn.item.kind !== "Function" || !fn.item.hasBody);
    if (isRequired && !impl.methods.has(name)) missing.push(name);
  }
  if (missing.length > 0) state.report(missingMethods(impl, trait, missing));
}
