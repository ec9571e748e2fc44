/** Bodies of types, and the bounds of type and trait parameters. */
import { assertNever } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import { addBound, addWrittenBounds, type Generics, makeGenerics } from "./declare_generics.ts";
import {
  checkDistinct,
  type DeclareState,
  type PendingTrait,
  type PendingType,
} from "./declare_state.ts";
import { neverField } from "./errors_declare.ts";
import type { FieldDef, ModuleScope, Type, TypeParam } from "./model.ts";
import { resolveTrait, resolveType } from "./resolve_types.ts";
import { isBuiltin, paramType, selfConType } from "./type.ts";

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
  return makeGenerics(module, new Map(names), params, { allowsProjections: false });
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
  const generics = makeGenerics(module, traitNames(def), [], { allowsProjections: false });
  addWrittenBounds(state, generics, item.generics, []);
  item.assocTypes.forEach((written, i) => {
    const param = def.params[def.params.length - def.associatedCount + i] as TypeParam;
    for (const bound of written.bounds) addBound(state, generics, param, bound);
    if (written.default !== undefined) {
      param.default = resolveType(state, generics.scope, written.default, state.diagnostics);
    }
  });
  for (const expr of item.supertraits) addSupertrait(state, generics, def, expr);
  def.self.bounds.push({ trait: def, args: def.params.map(paramType) });
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
  if (parent.trait.associatedCount > 0) {
    state.unsupported("supertraits with associated types are", expr.span);
    return;
  }
  def.supertraits.push(parent);
}
