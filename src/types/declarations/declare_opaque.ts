/** The opaque types of results `impl A + B`, declared with the signature. */
import type * as ast from "../../syntax/mod.ts";
import { foreignAssociatedType } from "../messages/errors_impl.ts";
import type { FnDef, TraitRef, Type, TypeDef, TypeParam } from "../model/model.ts";
import {
  conType,
  paramType,
  selfConType,
  type Substitution,
  substitutionOf,
} from "../model/type.ts";
import { instantiateRef } from "../traits/traits.ts";
import type { Generics } from "./declare_generics.ts";
import type { DeclareState } from "./declare_state.ts";
import { dottedName, resolveTrait, resolveType } from "./resolve_types.ts";

export type ImplTraitExpr = Extract<ast.TypeExpr, { readonly kind: "ImplTrait" }>;

/** The opaque type that `expr` stands for, in the signature with the parameters of `generics`. */
export function declareOpaque(
  state: DeclareState,
  generics: Generics,
  expr: ImplTraitExpr,
): { readonly type: Type; readonly defs: readonly TypeDef[] } {
  let defs = state.opaqueTypes.get(expr);
  if (defs === undefined) state.opaqueTypes.set(expr, defs = makeDefs(state, generics, expr));
  const [def] = defs as [TypeDef];
  return { type: conType(def, generics.params.map(paramType)), defs };
}

/** Notes that `fn` gives the types `defs`. */
export function setOpaqueResult(fn: FnDef, defs: readonly TypeDef[]): void {
  fn.opaque = defs;
  for (const def of defs) {
    if (def.body.kind === "opaque") def.body = { ...def.body, fn };
  }
}

function makeDefs(state: DeclareState, generics: Generics, expr: ImplTraitExpr): TypeDef[] {
  const params = [...generics.params];
  const { module } = generics.scope;
  const add = (name: string, bounds: TraitRef[]): TypeDef => {
    const body = { kind: "opaque", bounds } as const;
    const def = state.addType({
      name,
      module: module.id,
      params,
      isPublic: false,
      span: expr.span,
      body,
    });
    defs.push(def);
    return def;
  };
  const defs: TypeDef[] = [];
  const bounds: TraitRef[] = [];
  const name = `impl ${expr.bounds.map(nameOf).join(" + ")}`;
  const self = selfConType(add(name, bounds));
  const stated = new Map(
    expr.where.map(({ name, type }) =>
      [name.text, resolveType(state, generics.scope, type, state.diagnostics)] as const
    ),
  );
  const known = new Set<string>();
  for (const bound of expr.bounds) {
    const written = resolveTrait(state, generics.scope, bound, self, state.diagnostics);
    if (written === undefined) continue;
    const { trait } = written;
    const map = substitutionOf(trait.params, written.args);
    map.set(trait.self, self);
    const associated = trait.params.slice(written.args.length).map((one) => {
      known.add(one.name);
      const type = stated.get(one.name) ??
        openAssociated(one, map, (bounds) => add(`${one.name} of ${name}`, bounds));
      stated.set(one.name, type);
      map.set(one, type);
      return type;
    });
    bounds.push({ trait, args: [...written.args, ...associated] });
  }
  const [first] = bounds;
  for (const { name } of expr.where) {
    if (first !== undefined && !known.has(name.text)) {
      state.report(foreignAssociatedType(name, first.trait));
    }
  }
  return defs;
}

/** An associated type that is not stated is opaque too. */
function openAssociated(
  param: TypeParam,
  map: Substitution,
  add: (bounds: TraitRef[]) => TypeDef,
): Type {
  const bounds: TraitRef[] = [];
  const type = selfConType(add(bounds));
  const own = new Map([...map, [param, type]]);
  bounds.push(...param.bounds.map((bound) => instantiateRef(bound, own)));
  return type;
}

function nameOf(bound: ast.TypeExpr): string {
  return bound.kind === "Path" ? dottedName(bound.path) : "_";
}
