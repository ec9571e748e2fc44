/** Names in expressions: locals, functions, constants, variants, and what stands in front of a dot. */
import { assertNever } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { withExclusion } from "../messages/errors_common.ts";
import * as errors from "../messages/errors_infer.ts";
import type { Facts } from "../model/facts.ts";
import type {
  Callee,
  Entity,
  FnDef,
  LocalDef,
  ModuleScope,
  Type,
  TypeDef,
  VariantDef,
} from "../model/model.ts";
import { exportedType, exportedValue, lookupType, lookupValue } from "../model/scope.ts";
import { conType, ERROR_TYPE, fnType, prune, substitute, substitutionOf } from "../model/type.ts";
import type { Unifier } from "../model/unify.ts";
import type { BodyContext, WrittenTypes } from "./body_context.ts";
import { lookupBodyType, resolveBodyType } from "./body_types.ts";
import { handlerLocal, noteCapture, passHandlers, printOperation } from "./capabilities.ts";
import { constType } from "./const_type.ts";
import { isAsked } from "./let_copies.ts";
import { freshArgs, instantiateFn, instantiateType, payloadTypes } from "./instantiate.ts";

type NameExpr = ast.ExprOf<"Ident"> | ast.ExprOf<"ConstIdent">;

/** A name used as a value. */
export function inferName(cx: BodyContext, expr: NameExpr, expected?: Type): Type {
  const local = cx.scopes.lookup(expr.name);
  if (local !== undefined) {
    return useInstance(cx, expr, local, (type) => isAsked(type, expected));
  }
  const entity = lookupValue(cx.module, expr.name);
  if (entity !== undefined) return inferEntity(cx, expr, expr.name, entity);
  const handler = namedHandler(cx, expr.name);
  if (handler !== undefined) return readHandler(cx, expr, handler);
  // A name that is missing has been reported by the parser.
  if (expr.name === "") return ERROR_TYPE;
  if (!cx.module.brokenNames.has(expr.name)) return cx.record.report(unknownName(cx, expr));
  cx.record.errorCount++; // its import or definition was reported
  return ERROR_TYPE;
}

/** Reads `local` at `expr`; of the values that a `let` with a lambda has, the one whose type `fits`. */
export function useInstance(
  cx: BodyContext,
  expr: ast.Expr,
  local: LocalDef,
  fits: (type: Type) => boolean,
): Type {
  const shared = cx.copies.of(local);
  const chosen = shared === undefined ? local : cx.copies.choose(cx, shared, expr, fits);
  return useLocal(cx.facts, expr.id, chosen);
}

/** Reads `local` at `node`. */
function useLocal(facts: Facts, node: ast.NodeId, local: LocalDef): Type {
  facts.resolutions.set(node, { kind: "local", local: local.id });
  return local.type;
}

/** The variable of the handler of the capability `name`, if that is a trait that is provided here. */
export function namedHandler(
  cx: Pick<BodyContext, "module" | "scopes">,
  name: string,
): LocalDef | undefined {
  const entity = lookupType(cx.module, name);
  return entity?.kind === "trait" ? handlerLocal(cx, entity.trait) : undefined;
}

/** The handler of a capability as a value. */
export function readHandler(cx: BodyContext, expr: ast.Expr, local: LocalDef): Type {
  noteCapture(cx, local, expr.span);
  return cx.facts.setType(expr.id, useLocal(cx.facts, expr.id, local));
}

/** `self`. */
export function inferSelf(
  cx: Pick<BodyContext, "facts" | "record" | "scopes">,
  expr: ast.ExprOf<"Self">,
): Type {
  const local = cx.scopes.lookup("self");
  if (local === undefined) return cx.record.report(errors.noSelf(expr.span));
  return useLocal(cx.facts, expr.id, local);
}

/** The type of a module-level name as a value. */
export function inferEntity(
  cx: BodyContext,
  expr: ast.Expr,
  name: string,
  entity: Entity,
): Type {
  switch (entity.kind) {
    case "fn":
      return inferFnValue(cx, expr, entity.fn);
    case "variant":
      return inferVariantValue(cx, expr, entity.type, entity.variant);
    case "type":
      return inferNewtypeValue(cx, expr, entity.type);
    case "trait":
    case "capset":
    case "module":
      return cx.record.report(errors.typeIsNoValue(name, expr.span));
    default:
      return assertNever(entity, "types");
  }
}

/** A function that uses capabilities becomes a closure that keeps their handlers. */
export function keepHandlers(cx: BodyContext, expr: ast.Expr, fn: FnDef, callee: Callee): void {
  if (fn.handlers.length + fn.markers.length === 0) return;
  const env = cx.scopes.env;
  const frame = { lambda: expr.id, parent: env.frame, isCatch: false };
  cx.scopes.within({ frame }, () => passHandlers(cx, expr.id, fn, callee, expr.span));
}

/** `print` as a value, where a handler of `Print` is bound. */
function keptPrint(cx: BodyContext, expr: ast.Expr, fn: FnDef): Callee | undefined {
  const frame = { lambda: expr.id, parent: cx.scopes.env.frame, isCatch: false };
  const printed = cx.scopes.within({ frame }, () => printOperation(cx, fn, expr.span));
  if (printed !== undefined) cx.facts.handlers.set(expr.id, [printed.source]);
  return printed?.callee;
}

function inferFnValue(cx: BodyContext, expr: ast.Expr, fn: FnDef): Type {
  if (fn.kind === "const") {
    const callee = { kind: "fn", fn, typeArgs: [] } as const;
    cx.facts.resolutions.set(expr.id, { kind: "fn", callee });
    return constType(cx, fn);
  }
  const { callee, params, result } = instantiateFn(cx, fn, [], expr.span);
  keepHandlers(cx, expr, fn, callee);
  const printed = keptPrint(cx, expr, fn);
  cx.facts.resolutions.set(expr.id, { kind: "fn", callee: printed ?? callee });
  return fnType(params, result);
}

/** A variant without payload is a value, another a function. */
export function inferVariantValue(
  cx: Pick<BodyContext, "facts" | "unifier">,
  expr: ast.Expr,
  def: TypeDef,
  variant: VariantDef,
): Type {
  const type = instantiateType(cx.unifier, def);
  cx.facts.resolutions.set(expr.id, { kind: "variant", type: def, variant });
  return variant.fields.length === 0 ? type : fnType(payloadTypes(type, variant), type);
}

function inferNewtypeValue(
  cx: Pick<BodyContext, "facts" | "record" | "unifier">,
  expr: ast.Expr,
  def: TypeDef,
): Type {
  if (def.body.kind !== "newtype") {
    return cx.record.report(errors.typeIsNoValue(def.name, expr.span));
  }
  const type = conType(def, freshArgs(cx, def.params, [], def.name, expr.span));
  cx.facts.resolutions.set(expr.id, { kind: "newtype", type: def });
  return fnType([newtypeInner(type)], type);
}

/** The inner type of a newtype applied to arguments. */
export function newtypeInner(type: Type): Type {
  if (type.kind !== "con" || type.def.body.kind !== "newtype") return ERROR_TYPE;
  return substitute(type.def.body.inner, substitutionOf(type.def.params, type.args));
}

function unknownName(cx: BodyContext, expr: NameExpr) {
  const isOwnLet = cx.hints.pendingLets.includes(expr.name);
  if (isOwnLet && cx.scopes.env.frame.lambda !== undefined) {
    return errors.capturesItself(expr.name, expr.span);
  }
  if (lookupBodyType(cx, expr.name) !== undefined) {
    return errors.typeIsNoValue(expr.name, expr.span);
  }
  const candidates = [...cx.scopes.visibleNames(), ...cx.module.values.keys()];
  const unknown = errors.unknownName(expr.name, expr.span, candidates);
  return withExclusion(unknown, cx.module.tree.excluded.get(expr.name));
}

// --- In front of a dot -------------------------------------------------------------------------

/** What `Color`, `math` or `T` in front of a dot stands for; undefined for a value. */
export type PathTarget =
  | { readonly kind: "module"; readonly module: Entity & { kind: "module" } }
  | { readonly kind: "trait"; readonly trait: (Entity & { kind: "trait" })["trait"] }
  /** A type definition, its arguments still open, or a type without any such as `Self` or `T`. */
  | { readonly kind: "type"; readonly def?: TypeDef; readonly type?: Type };

/** Reads `expr` as a path where it cannot be a value, and marks its node. */
export function pathTarget(
  cx: WrittenTypes & Pick<BodyContext, "facts" | "scopes">,
  expr: ast.Expr,
): PathTarget | undefined {
  const target = findTarget(cx, expr);
  if (target === undefined) return undefined;
  cx.facts.resolutions.set(expr.id, { kind: "path" });
  cx.facts.setType(expr.id, ERROR_TYPE);
  return target;
}

function findTarget(
  cx: WrittenTypes & Pick<BodyContext, "facts" | "scopes">,
  expr: ast.Expr,
): PathTarget | undefined {
  switch (expr.kind) {
    case "SelfType":
      return typeTarget(cx, "Self");
    case "TypePath":
      return { kind: "type", type: prune(resolveBodyType(cx, expr.type)) };
    case "Ident":
      if (cx.scopes.lookup(expr.name) !== undefined) return undefined;
      return typeTarget(cx, expr.name) ?? moduleTarget(cx.module, expr.name);
    case "Field": {
      const outer = findTarget(cx, expr.object);
      if (outer?.kind !== "module") return undefined;
      const entity = exportedType(cx.program, outer.module.module, expr.field.text);
      if (entity === undefined) return undefined;
      cx.facts.resolutions.set(expr.object.id, { kind: "path" });
      cx.facts.setType(expr.object.id, ERROR_TYPE);
      return targetOf(entity);
    }
    default:
      return undefined;
  }
}

function moduleTarget(module: ModuleScope, name: string): PathTarget | undefined {
  const entity = lookupValue(module, name);
  return entity?.kind === "module" ? { kind: "module", module: entity } : undefined;
}

function typeTarget(
  cx: Pick<BodyContext, "module" | "typeScope">,
  name: string,
): PathTarget | undefined {
  const found = lookupBodyType(cx, name);
  if (found === undefined) return undefined;
  return found.kind === "known" ? { kind: "type", type: found.type } : targetOf(found);
}

function targetOf(entity: Entity): PathTarget | undefined {
  switch (entity.kind) {
    case "module":
      return { kind: "module", module: entity };
    case "type":
      return { kind: "type", def: entity.type };
    case "trait":
      return { kind: "trait", trait: entity.trait };
    case "fn":
    case "variant":
    case "capset":
      return undefined;
    default:
      return assertNever(entity, "types");
  }
}

/** The type that a target names, with variables for arguments that are not written. */
export function targetType(unifier: Unifier, target: PathTarget & { kind: "type" }): Type {
  return target.type ??
    (target.def === undefined ? ERROR_TYPE : instantiateType(unifier, target.def));
}

/** A public value of the module behind an alias; reports one that is missing. */
export function moduleMember(
  cx: Pick<BodyContext, "program" | "record">,
  target: PathTarget & { kind: "module" },
  name: ast.Name,
): Entity | undefined {
  const { module } = target.module;
  const entity = exportedValue(cx.program, module, name.text);
  if (entity !== undefined) return entity;
  const scope = cx.program.modules[module];
  const unknown = errors.unknownName(name.text, name.span, scope?.exports.values.keys() ?? []);
  cx.record.report(withExclusion(unknown, scope?.tree.excluded.get(name.text)));
  return undefined;
}
