/** Type parameters with their bounds, as types, functions, traits and impls declare them. */
import { suggest } from "../diagnostics/mod.ts";
import type * as ast from "../syntax/mod.ts";
import { checkDistinct, type DeclareState } from "./declare_state.ts";
import { unknownType } from "./errors_declare.ts";
import type { ModuleScope, TraitDef, Type, TypeParam } from "./model.ts";
import { dottedName, resolveTrait, resolveType } from "./resolve_types.ts";
import type { TypeScope } from "./scope.ts";
import { instantiateRef } from "./traits.ts";
import { ERROR_TYPE, paramType, substitute, substitutionOf } from "./type.ts";

/** The type parameters of one item, and the names in scope inside it. */
export interface Generics {
  readonly scope: TypeScope & { readonly names: Map<string, Type> };
  readonly params: TypeParam[];
  /** Whether a bound may bring projections (`T.Item`) as hidden parameters. */
  readonly allowsProjections: boolean;
}

/** Generics that start with the names of `outer` and parameters `params`. */
export function makeGenerics(
  module: ModuleScope,
  outer: ReadonlyMap<string, Type>,
  params: TypeParam[],
  options: { readonly allowsProjections: boolean },
): Generics {
  return { scope: { module, names: new Map(outer) }, params, ...options };
}

/** Names the parameters written in `<..>`; their bounds are for `addWrittenBounds`. */
export function addParams(
  state: DeclareState,
  generics: Generics,
  written: readonly ast.GenericParam[],
): void {
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
  const projections = trait.params.slice(args.length).map((associated) =>
    projection(state, generics, param, trait, associated, expr)
  );
  param.bounds.push({ trait, args: [...args, ...projections] });
}

/** `T.Item`: the same hidden parameter for every bound and use. */
function projection(
  state: DeclareState,
  generics: Generics,
  of: TypeParam,
  trait: TraitDef,
  associated: TypeParam,
  expr: ast.TypeExpr,
): Type {
  const name = `${of.name}.${associated.name}`;
  const known = generics.scope.names.get(name);
  if (known !== undefined) return known;
  if (!generics.allowsProjections) {
    state.unsupported(
      `\`${trait.name}\`, which has associated types, as a bound here is`,
      expr.span,
    );
    return ERROR_TYPE;
  }
  const hidden = state.freshParam(name, { of, name: associated.name });
  const map = substitutionOf(trait.params, [...trait.params.map(paramType)]);
  map.set(trait.self, paramType(of));
  map.set(associated, paramType(hidden));
  hidden.bounds = associated.bounds.map((bound) => instantiateRef(bound, map));
  generics.params.push(hidden);
  generics.scope.names.set(name, paramType(hidden));
  return paramType(hidden);
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
