/**
 * `impl A + B` as the result of a function (spec 8, "Existential Types"). Outside of the function the result is an opaque
 * type that has its bounds and nothing else; inside it is the one type that the body gives. `mono` puts that in its place.
 */
import type * as ast from "../syntax/mod.ts";
import type { BodyContext } from "./body_context.ts";
import type { Generics } from "./declare_generics.ts";
import type { DeclareState } from "./declare_state.ts";
import { opaqueContainsItself } from "./errors_declare.ts";
import { foreignAssociatedType } from "./errors_impl.ts";
import { boundNotMet, typeNotInferred } from "./errors_infer.ts";
import type { FnDef, TraitDef, TraitRef, Type, TypeDef, TypeParam } from "./model.ts";
import { requireTrait } from "./require_trait.ts";
import { dottedName, resolveTrait, resolveType } from "./resolve_types.ts";
import { instantiateRef } from "./traits.ts";
import {
  conType,
  paramType,
  prune,
  selfConType,
  someType,
  substitute,
  type Substitution,
  substitutionOf,
} from "./type.ts";

export type ImplTraitExpr = Extract<ast.TypeExpr, { readonly kind: "ImplTrait" }>;

// --- Declaration -----------------------------------------------------------------------------------

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

/** No name that can be written has a space. */
const RESULT_PREFIX = "result of ";

/** The name of the associated type that `impl A` in the signature of a trait's method is. */
export function resultName(method: ast.Name): string {
  return `${RESULT_PREFIX}${method.text}`;
}

/** Why `trait` has no objects: what a method gives differs from type to type. */
export function opaqueObjection(trait: TraitDef): string | undefined {
  for (const { name } of trait.params) {
    const method = name.startsWith(RESULT_PREFIX) ? name.slice(RESULT_PREFIX.length) : undefined;
    if (method !== undefined) return `\`${method}\` returns \`impl\` of a trait`;
  }
  return undefined;
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

// --- Inside the function -----------------------------------------------------------------------------

/** What the body of a function with an opaque result has to find out. */
export interface HiddenTypes {
  /** A variable for each type of `FnDef.opaque`. */
  readonly types: ReadonlyMap<TypeDef, Type>;
  /** What the body gives. */
  readonly result: Type;
}

/** Variables for the opaque types of `fn`. */
export function openHidden(fn: FnDef, fresh: () => Type): HiddenTypes {
  const types = new Map((fn.opaque ?? []).map((def) => [def, fresh()] as const));
  return { types, result: revealed(fn.result, types) };
}

/** Demands that what the body gives meets the bounds, when the body is checked. */
export function demandOpaqueBounds(cx: BodyContext): void {
  const { fn, hidden } = cx;
  const [def] = fn.opaque ?? [];
  if (def?.body.kind !== "opaque") return;
  const span = fn.item.kind === "Function" && fn.item.result ? fn.item.result.span : fn.span;
  const own = substitutionOf(def.params, fn.typeParams.map(paramType));
  for (const bound of def.body.bounds) {
    const { trait, args } = instantiateRef(bound, own);
    const ref = { trait, args: args.map((arg) => revealed(arg, hidden.types)) };
    requireTrait(cx, hidden.result, ref, {
      span,
      report: (because) => boundNotMet(hidden.result, ref, fn.name, span, because),
    });
  }
}

/** The types behind the opaque ones, at the end of the body. */
export function finishHidden(cx: BodyContext): ReadonlyMap<TypeDef, Type> {
  const { fn, hidden } = cx;
  return new Map([...hidden.types].map(([def, open]) => {
    const type = cx.unifier.finish(open);
    if (type.kind === "error" && cx.errorCount === 0) {
      cx.report(typeNotInferred(def.span, "the type of the result"));
    }
    if (someType(type, (part) => part.kind === "con" && part.def === def)) {
      cx.report(opaqueContainsItself(fn, def));
    }
    return [def, type];
  }));
}

function revealed(type: Type, hidden: ReadonlyMap<TypeDef, Type>): Type {
  const t = prune(type);
  if (t.kind !== "con") return t;
  const known = hidden.get(t.def);
  if (known !== undefined) return known;
  const args = t.args.map((arg) => revealed(arg, hidden));
  return args.every((arg, i) => arg === t.args[i]) ? t : conType(t.def, args);
}

// --- After checking ------------------------------------------------------------------------------------

/** What an opaque type is, given the types behind those of its function. */
export function revealType(
  type: Type & { readonly kind: "con" },
  hidden: ReadonlyMap<TypeDef, Type>,
): Type | undefined {
  const found = hidden.get(type.def);
  return found && substitute(found, substitutionOf(type.def.params, type.args));
}
