/** Type parameters with their bounds, as types, functions, traits and impls declare them. */
import { suggest } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { unknownType } from "../messages/errors_declare.ts";
import type { ModuleScope, TraitDef, Type, TypeParam } from "../model/model.ts";
import type { TypeScope } from "../model/scope.ts";
import { ERROR_TYPE, paramType, substitute, substitutionOf } from "../model/type.ts";
import { instantiateRef } from "../traits/traits.ts";
import { typeEquality } from "./declare_equality.ts";
import { checkDefaultsLast, checkDistinct, type DeclareState } from "./declare_state.ts";
import { dottedName, resolveTrait, resolveType } from "./resolve_types.ts";

/** The type parameters of one item, and the names in scope inside it. */
export interface Generics {
  readonly scope: TypeScope & { readonly names: Map<string, Type> };
  readonly params: TypeParam[];
  /**
   * What a bound by a trait with associated types brings: `hidden` parameters (`T.Item`), those of the
   * trait that is declared and no others (`own`), or none: the bound then says nothing of them.
   */
  readonly projections: "hidden" | "own" | "none";
  /** The hidden parameters by name, with the associated types that they are. */
  readonly origins: { readonly name: string; readonly origin: TypeParam; type: Type }[];
}

/** Generics that start with the names of `outer` and parameters `params`. */
export function makeGenerics(
  module: ModuleScope,
  outer: ReadonlyMap<string, Type>,
  params: TypeParam[],
  options: Pick<Generics, "projections">,
): Generics {
  return { scope: { module, names: new Map(outer) }, params, origins: [], ...options };
}

/** Names the parameters written in `<..>`; their bounds are for `addWrittenBounds`. */
export function addParams(
  state: DeclareState,
  generics: Generics,
  written: readonly ast.GenericParam[],
): void {
  checkDefaultsLast(state, written);
  checkDistinct(state, written.map(({ name }) => ({ name: name.text, span: name.span })));
  for (const { kind, name } of written) {
    if (kind === "const") {
      state.unsupported("const generics are", name.span);
      generics.scope.names.set(name.text, ERROR_TYPE);
      continue;
    }
    const param = state.freshParam(name.text);
    generics.params.push(param);
    generics.scope.names.set(name.text, paramType(param));
  }
}

/** Resolves the bounds and defaults in `<..>` and those after `where`. */
export function addWrittenBounds(
  state: DeclareState,
  generics: Generics,
  written: readonly ast.GenericParam[],
  where: readonly ast.Constraint[],
): void {
  for (const item of written) {
    const type = generics.scope.names.get(item.name.text);
    if (item.kind === "const" || type?.kind !== "param") continue;
    for (const bound of item.bounds) addBound(state, generics, type.param, bound);
    if (item.default !== undefined) {
      type.param.default = resolveType(state, generics.scope, item.default, state.diagnostics);
    }
  }
  for (const constraint of where) addConstraint(state, generics, constraint);
}

function addConstraint(
  state: DeclareState,
  generics: Generics,
  constraint: ast.Constraint,
): void {
  if (constraint.kind === "const") {
    if (typeEquality(state, generics, constraint.condition)) return;
    state.unsupported("constraints on constants are", constraint.condition.span);
    return;
  }
  const param = constrainedParam(state, generics, constraint.type);
  if (param === undefined) return;
  for (const bound of constraint.bounds) addBound(state, generics, param, bound);
}

function constrainedParam(
  state: DeclareState,
  generics: Generics,
  subject: ast.TypeExpr,
): TypeParam | undefined {
  const type = subject.kind === "Path"
    ? generics.scope.names.get(dottedName(subject.path))
    : undefined;
  if (type?.kind === "param") return type.param;
  if (type?.kind === "error" || subject.kind === "Error") return undefined;
  if (subject.kind === "Path" && !generics.scope.module.types.has(dottedName(subject.path))) {
    const name = dottedName(subject.path);
    const similar = suggest(name, generics.scope.names.keys());
    state.report(unknownType(name, subject.span, similar));
  } else {
    state.unsupported("constraints on types that are not parameters are", subject.span);
  }
  return undefined;
}

/** Adds the bound `param: expr`. */
export function addBound(
  state: DeclareState,
  generics: Generics,
  param: TypeParam,
  expr: ast.TypeExpr,
): void {
  const written = resolveTrait(state, generics.scope, expr, paramType(param), state.diagnostics);
  if (written === undefined) return;
  const { trait, args } = written;
  const associated = trait.params.slice(args.length);
  if (generics.projections === "none") {
    param.bounds.push({ trait, args });
    return;
  }
  const fresh = new Map<TypeParam, TypeParam>();
  const projections = associated.map((one) => {
    const owner = nameOf(generics, param);
    const name = `${owner}.${one.name}`;
    const qualified = `${owner}.${trait.name}.${one.name}`;
    const known = knownProjection(generics, name, originOf(trait, one)) ??
      ownOfTrait(generics, one.name);
    if (known !== undefined) {
      generics.scope.names.set(qualified, known);
      return known;
    }
    if (generics.projections === "own") return unknownProjection(state, trait, expr);
    const isFirst = !generics.scope.names.has(name);
    const hidden = state.freshParam(isFirst ? name : qualified, { of: param, name: one.name });
    const type = paramType(hidden);
    generics.params.push(hidden);
    generics.origins.push({ name, origin: originOf(trait, one), type });
    if (isFirst) generics.scope.names.set(name, type);
    generics.scope.names.set(qualified, type);
    fresh.set(one, hidden);
    return type;
  });
  param.bounds.push({ trait, args: [...args, ...projections] });
  const map = substitutionOf(trait.params, [...args, ...projections]);
  map.set(trait.self, paramType(param));
  for (const [one, hidden] of fresh) {
    hidden.bounds = one.bounds.map((bound) => instantiateRef(bound, map));
  }
}

/** `Self.Item` for the associated type `Item` of the trait around, else the name itself. */
function nameOf(generics: Generics, param: TypeParam): string {
  const dotted = `Self.${param.name}`;
  const associated = generics.scope.names.get(dotted);
  return associated?.kind === "param" && associated.param === param ? dotted : param.name;
}

/**
 * The projection `name` that an earlier bound brought: of the same associated type, where several traits have one of the name
 * (spec 10.6.6). A name from elsewhere, as that of an enclosing item, stands for all.
 */
function knownProjection(
  { scope, origins }: Generics,
  name: string,
  origin: TypeParam,
): Type | undefined {
  const named = origins.filter((one) => one.name === name);
  if (named.length === 0) return scope.names.get(name);
  return named.find((one) => one.origin === origin)?.type;
}

/** The associated type of the supertrait that a trait has `param` of, or `param` itself. */
function originOf(trait: TraitDef, param: TypeParam): TypeParam {
  for (const parent of trait.supertraits) {
    const at = parent.args.findIndex((arg) => arg.kind === "param" && arg.param === param);
    const own = parent.trait.params[at];
    if (own !== undefined) return originOf(parent.trait, own);
  }
  return param;
}

/** Inside a trait, an associated type of a bound is the trait's own of the same name. */
function ownOfTrait(generics: Generics, name: string): Type | undefined {
  return generics.projections === "own" ? generics.scope.names.get(`Self.${name}`) : undefined;
}

function unknownProjection(state: DeclareState, trait: TraitDef, expr: ast.TypeExpr): Type {
  state.unsupported(
    `\`${trait.name}\`, whose associated types the trait does not have itself, as a bound here is`,
    expr.span,
  );
  return ERROR_TYPE;
}

/**
 * Copies of `params` with their own bounds, and `names` restated for them: for a method whose own
 * `where` bounds a parameter of its impl or trait.
 */
export function copyParams(
  state: DeclareState,
  params: readonly TypeParam[],
  names: ReadonlyMap<string, Type>,
): { readonly params: TypeParam[]; readonly names: Map<string, Type> } {
  const copies = new Map<TypeParam, TypeParam>();
  for (const param of params) {
    const of = param.projection && (copies.get(param.projection.of) ?? param.projection.of);
    const projected = param.projection && of && { of, name: param.projection.name };
    copies.set(param, state.freshParam(param.name, projected));
  }
  const map = new Map([...copies].map(([from, to]) => [from, paramType(to)] as const));
  for (const [from, to] of copies) {
    to.bounds = from.bounds.map((bound) => instantiateRef(bound, map));
  }
  const restated = [...names].map(([name, type]) => [name, substitute(type, map)] as const);
  return { params: [...copies.values()], names: new Map(restated) };
}
