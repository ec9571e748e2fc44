/** Bodies of types, and the bounds of type and trait parameters. */
import { assertNever } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { neverField } from "../messages/errors_declare.ts";
import type { FieldDef, ModuleScope, TraitDef, Type, TypeParam } from "../model/model.ts";
import { isBuiltin, paramType, selfConType } from "../model/type.ts";
import { resultName } from "../traits/opaque.ts";
import { instantiateRef } from "../traits/traits.ts";
import { addBound, addWrittenBounds, type Generics, makeGenerics } from "./declare_generics.ts";
import {
  checkDistinct,
  type DeclareState,
  type PendingTrait,
  type PendingType,
} from "./declare_state.ts";
import { findEntity, resolveTrait, resolveType } from "./resolve_types.ts";

/** Bounds of the parameters of a type. All bounds come before anything that asks for an impl. */
export function declareTypeBounds(
  state: DeclareState,
  { module, item, params }: PendingType,
): void {
  const generics = paramScope(module, params);
  addWrittenBounds(state, generics, item.generics, item.where);
}

function paramScope(module: ModuleScope, params: TypeParam[]): Generics {
  const names = params.map((param) => [param.name, paramType(param)] as const);
  return makeGenerics(module, new Map(names), params, { projections: "none" });
}

/** Resolves the fields of a struct, the payloads of a sum, the inner type of a newtype. */
export function declareTypeBody(state: DeclareState, pending: PendingType): void {
  const { module, item, def, params, fields } = pending;
  const { scope } = paramScope(module, params);
  scope.names.set("Self", selfConType(def));
  const { body } = item;
  switch (body.kind) {
    case "struct":
      declareFields(state, scope, body.fields, fields[0] as FieldDef[]);
      checkNotNever(state, fields[0] as FieldDef[], body.fields);
      return;
    case "sum":
      body.variants.forEach((variant, i) =>
        declareFields(state, scope, variant.fields, fields[i] as FieldDef[])
      );
      return;
    case "newtype":
      def.body = {
        kind: "newtype",
        inner: resolveType(state, scope, body.type, state.diagnostics),
      };
      return;
    default:
      assertNever(body, "types");
  }
}

/** A struct with such a field has no values; a variant with one is merely never made. */
function checkNotNever(
  state: DeclareState,
  fields: readonly FieldDef[],
  written: readonly ast.FieldDecl[],
): void {
  fields.forEach((field, i) => {
    if (isBuiltin(field.type, "Never")) {
      state.report(neverField(written[i]?.type.span ?? field.span));
    }
  });
}

function declareFields(
  state: DeclareState,
  scope: Generics["scope"],
  written: readonly ast.FieldDecl[],
  fields: FieldDef[],
): void {
  for (const [i, field] of written.entries()) {
    const type = resolveType(state, scope, field.type, state.diagnostics);
    fields.push({
      name: field.name?.text ?? String(i),
      isPositional: field.name === undefined,
      type,
      span: field.span,
    });
  }
  checkDistinct(state, fields);
}

/** Names inside a trait: `Self`, its parameters, `Self.Item` for its associated types. */
export function traitNames(def: PendingTrait["def"]): Map<string, Type> {
  const names = new Map<string, Type>([["Self", paramType(def.self)]]);
  const decided = def.params.length - def.associatedCount;
  def.params.forEach((param, i) => {
    names.set(i < decided ? param.name : `Self.${param.name}`, paramType(param));
  });
  return names;
}

/** Bounds and defaults of a trait's parameters and associated types, and its supertraits. */
export function declareTraitBounds(state: DeclareState, { module, item, def }: PendingTrait): void {
  const generics = makeGenerics(module, traitNames(def), [], { projections: "own" });
  addWrittenBounds(state, generics, item.generics, []);
  item.assocTypes.forEach((written, i) => {
    const param = def.params[def.params.length - def.associatedCount + i] as TypeParam;
    for (const bound of written.bounds) addBound(state, generics, param, bound);
    if (written.default !== undefined) {
      param.default = resolveType(state, generics.scope, written.default, state.diagnostics);
    }
  });
  declareResultBounds(state, generics, item, def);
  for (const expr of item.supertraits) addSupertrait(state, generics, def, expr);
  def.self.bounds.push({ trait: def, args: def.params.map(paramType) });
}

/** Bounds of the associated types that `impl A` as the result of a method is. */
function declareResultBounds(
  state: DeclareState,
  outer: Generics,
  item: ast.TraitItem,
  def: TraitDef,
): void {
  for (const { result, name } of item.methods) {
    const own = result?.kind === "ImplTrait" && outer.scope.names.get(`Self.${resultName(name)}`);
    if (!own || own.kind !== "param" || result?.kind !== "ImplTrait") continue;
    const names = new Map(outer.scope.names);
    for (const one of associatedOf(def)) names.delete(`Self.${one.name}`);
    for (const { name: stated, type } of result.where) {
      names.set(`Self.${stated.text}`, resolveType(state, outer.scope, type, state.diagnostics));
    }
    const generics = makeGenerics(outer.scope.module, names, [], { projections: "own" });
    for (const bound of result.bounds) addBound(state, generics, own.param, bound);
  }
}

function addSupertrait(
  state: DeclareState,
  generics: Generics,
  def: PendingTrait["def"],
  expr: ast.TypeExpr,
): void {
  const self = paramType(def.self);
  const parent = resolveTrait(state, generics.scope, expr, self, state.diagnostics);
  if (parent === undefined) return;
  const associated = associatedOf(parent.trait).map((one) =>
    generics.scope.names.get(`Self.${one.name}`)
  );
  if (associated.some((type) => type === undefined)) return; // a cycle of supertraits
  def.supertraits.push({ trait: parent.trait, args: [...parent.args, ...associated as Type[]] });
  inheritBounds(def, parent.trait);
}

/** Inherited associated types have the bounds that the supertrait states. */
function inheritBounds(def: TraitDef, parent: TraitDef): void {
  const map = new Map<TypeParam, Type>([[parent.self, paramType(def.self)]]);
  const inherited = def.params.slice(def.params.length - def.inheritedCount);
  const pairs = associatedOf(parent).flatMap((one) => {
    const own = associatedOf(def).find((other) => other.name === one.name);
    if (own !== undefined) map.set(one, paramType(own));
    return own !== undefined && inherited.includes(own) ? [[one, own] as const] : [];
  });
  for (const [one, own] of pairs) {
    if (own.bounds.length === 0) own.bounds = one.bounds.map((b) => instantiateRef(b, map));
  }
}

/** The associated types of a trait, its own before inherited ones. */
export function associatedOf(def: TraitDef): readonly TypeParam[] {
  return def.params.slice(def.params.length - def.associatedCount);
}

/**
 * Gives each trait the associated types of its supertraits as parameters of its own, unless it has one
 * of the name. Gives the traits with supertraits first.
 */
export function inheritAssociatedTypes(state: DeclareState): readonly PendingTrait[] {
  const byDef = new Map(state.pendingTraits.map((pending) => [pending.def, pending]));
  const seen = new Set<PendingTrait>();
  const ordered: PendingTrait[] = [];
  const visit = (pending: PendingTrait) => {
    if (seen.has(pending)) return;
    seen.add(pending);
    const { def, params, item, module } = pending;
    for (const expr of item.supertraits) {
      const entity = expr.kind === "Path"
        ? findEntity(state, { module, names: new Map() }, expr.path)
        : undefined;
      const parent = entity?.kind === "trait" ? byDef.get(entity.trait) : undefined;
      if (parent === undefined) continue;
      visit(parent);
      for (const { name } of associatedOf(parent.def)) {
        if (associatedOf(def).some((own) => own.name === name)) continue;
        params.push(state.freshParam(name));
        def.associatedCount++;
        def.inheritedCount++;
      }
    }
    ordered.push(pending);
  };
  state.pendingTraits.forEach(visit);
  return ordered;
}
