/** From types as written to types as meant. Reports what is unknown or not supported; never guesses. */
import { assertNever, type Span } from "../../base/mod.ts";
import { type Diagnostics, suggest } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import {
  misplacedImplTrait,
  notATrait,
  notAType,
  notObjectSafe,
  notSupported,
  unknownTrait,
  unknownType,
  wrongTypeArgCount,
} from "../messages/errors_declare.ts";
import { withExclusion } from "../messages/errors_common.ts";
import { BUILTIN_NAMES, listType, mapType, tupleType } from "../model/builtin.ts";
import type { Entity, ModuleScope, TraitDef, Type, TypeDef, TypeParam } from "../model/model.ts";
import type { CombinedTraits } from "../model/program.ts";
import type { TypeScope } from "../model/scope.ts";
import { showType } from "../model/show_type.ts";
import { conType, ERROR_TYPE, fnType, substitute } from "../model/type.ts";
import { typeOfTrait } from "../traits/any_iterator.ts";
import { opaqueObjection } from "../traits/opaque.ts";
import { objectObjection, objectTrait } from "../traits/trait_objects.ts";

/** The parts of a program that resolution needs: its modules, for `module.Type`. */
export interface Modules {
  readonly modules: readonly ModuleScope[];
  readonly combined: CombinedTraits;
  /** Takes the traits used as types while their methods are not known yet; without it they are checked at once. */
  readonly objectUses?: { readonly trait: TraitDef; readonly span: Span }[];
}

/** The type that `expr` means in `scope`; the error type, with a diagnostic, when it means none. */
export function resolveType(
  program: Modules,
  scope: TypeScope,
  expr: ast.TypeExpr,
  diagnostics: Diagnostics,
): Type {
  const again = (inner: ast.TypeExpr) => resolveType(program, scope, inner, diagnostics);
  switch (expr.kind) {
    case "Path":
      return resolvePath(program, scope, expr, diagnostics);
    case "List":
      return listType(again(expr.element));
    case "Tuple":
      return tupleType(expr.elements.map(again));
    case "Function":
      return fnType(expr.params.map(again), again(expr.result));
    case "FixedList":
      return unsupported("fixed-capacity lists are", expr.span, diagnostics);
    case "Map":
      return mapType(again(expr.key), again(expr.value));
    case "Bounds":
      return combinedType(program, scope, expr, diagnostics);
    case "ImplTrait":
      diagnostics.report(misplacedImplTrait(expr.span));
      return ERROR_TYPE;
    case "Error":
      return ERROR_TYPE;
    default:
      return assertNever(expr, "types");
  }
}

function unsupported(feature: string, span: Span, diagnostics: Diagnostics): Type {
  diagnostics.report(notSupported(feature, span));
  return ERROR_TYPE;
}

type PathExpr = Extract<ast.TypeExpr, { kind: "Path" }>;

function resolvePath(
  program: Modules,
  scope: TypeScope,
  expr: PathExpr,
  diagnostics: Diagnostics,
): Type {
  const dotted = dottedName(expr.path);
  const local = scope.names.get(dotted);
  if (local !== undefined) {
    if (expr.args.length > 0) {
      diagnostics.report(wrongTypeArgCount(dotted, 0, expr.args.length, expr.span));
    }
    return local;
  }
  if (dotted === "_" && scope.open !== undefined) return scope.open(expr.span);
  const entity = findEntity(program, scope, expr.path);
  switch (entity?.kind) {
    case "type":
      return applyType(program, scope, entity.type, expr, diagnostics);
    case "trait":
      return objectType(program, scope, entity.trait, expr, diagnostics);
    case "module":
      diagnostics.report(notAType(dotted, "a module", expr.span));
      return ERROR_TYPE;
    default:
      if (!isBroken(scope, expr.path)) {
        const similar = suggest(dotted, typeNames(scope));
        const unknown = unknownType(dotted, expr.span, similar);
        diagnostics.report(withExclusion(unknown, scope.module.tree.excluded.get(dotted)));
      }
      return ERROR_TYPE;
  }
}

/** The type of the objects of `trait`. */
function objectType(
  program: Modules,
  scope: TypeScope,
  trait: TraitDef,
  expr: PathExpr,
  diagnostics: Diagnostics,
): Type {
  const boxed = typeOfTrait(program.modules, trait);
  if (boxed !== undefined && expr.args.length > 0) {
    return applyType(program, scope, boxed, expr, diagnostics);
  }
  const opaque = opaqueObjection(trait);
  if (opaque !== undefined) {
    diagnostics.report(notObjectSafe(trait, opaque, expr.span));
    return ERROR_TYPE;
  }
  if (program.objectUses !== undefined) program.objectUses.push({ trait, span: expr.span });
  else {
    const reason = objectObjection(trait);
    if (reason !== undefined) {
      diagnostics.report(notObjectSafe(trait, reason, expr.span));
      return ERROR_TYPE;
    }
  }
  return applyType(program, scope, trait.object, expr, diagnostics);
}

/** The type of the objects of all traits of `A + B`, in whatever order they are written. */
function combinedType(
  program: Modules,
  scope: TypeScope,
  expr: Extract<ast.TypeExpr, { kind: "Bounds" }>,
  diagnostics: Diagnostics,
): Type {
  const parts: ObjectPart[] = [];
  for (const bound of expr.bounds) {
    const type = resolveType(program, scope, bound, diagnostics);
    if (type.kind === "error") return ERROR_TYPE;
    const trait = objectTrait(type);
    if (type.kind !== "con" || trait === undefined) {
      return notAPart(program, scope, bound, type, diagnostics);
    }
    const isKnown = parts.some((part) => part.trait === trait && type.args.length === 0);
    if (!isKnown) parts.push({ trait, type });
  }
  parts.sort((a, b) => a.trait.id - b.trait.id);
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first.type;
  const { object } = program.combined.of(parts.map((part) => part.trait));
  return conType(object, parts.flatMap((part) => part.type.args));
}

interface ObjectPart {
  readonly trait: TraitDef;
  readonly type: Extract<Type, { kind: "con" }>;
}

/** Says why `type` cannot stand next to a `+`. */
function notAPart(
  program: Modules,
  scope: TypeScope,
  bound: ast.TypeExpr,
  type: Type,
  diagnostics: Diagnostics,
): Type {
  if (bound.kind === "Path" && findEntity(program, scope, bound.path)?.kind === "trait") {
    return unsupported("objects of iterators and other traits are", bound.span, diagnostics);
  }
  diagnostics.report(notATrait(showType(type), bound.span));
  return ERROR_TYPE;
}

/** Whether the path starts with a name that was already reported as broken. */
function isBroken(scope: TypeScope, path: ast.Path): boolean {
  return scope.module.brokenNames.has((path.names[0] as ast.Name).text);
}

/** `a.b.C` as written. */
export function dottedName(path: ast.Path): string {
  return path.names.length === 1
    ? (path.names[0] as ast.Name).text
    : path.names.map((name) => name.text).join(".");
}

/** The type, trait or module that a path names; through module aliases when it is dotted. */
export function findEntity(
  program: Modules,
  scope: TypeScope,
  path: ast.Path,
): Entity | undefined {
  const [first, ...rest] = path.names;
  let entity = scope.module.types.get((first as ast.Name).text);
  for (const name of rest) {
    if (entity?.kind !== "module") return undefined;
    entity = program.modules[entity.module]?.exports.types.get(name.text);
  }
  return entity;
}

function applyType(
  program: Modules,
  scope: TypeScope,
  def: TypeDef,
  expr: PathExpr,
  diagnostics: Diagnostics,
): Type {
  const args = resolveTypeArgs(program, scope, expr.args, diagnostics);
  if (args.length > def.params.length) {
    diagnostics.report(wrongTypeArgCount(def.name, def.params.length, args.length, expr.span));
    return ERROR_TYPE;
  }
  const map = new Map<TypeParam, Type>();
  const all: Type[] = [];
  for (const [i, param] of def.params.entries()) {
    const arg = args[i] ?? (param.default && substitute(param.default, map));
    if (arg === undefined) {
      diagnostics.report(wrongTypeArgCount(def.name, def.params.length, args.length, expr.span));
      return ERROR_TYPE;
    }
    map.set(param, arg);
    all.push(arg);
  }
  return conType(def, all);
}

/** Type arguments as written. */
export function resolveTypeArgs(
  program: Modules,
  scope: TypeScope,
  args: readonly ast.TypeArg[],
  diagnostics: Diagnostics,
): Type[] {
  return args.map((arg) =>
    arg.kind === "type"
      ? resolveType(program, scope, arg.type, diagnostics)
      : unsupported("const generics are", arg.value.span, diagnostics)
  );
}

/** All names that stand for a type here, for suggestions. */
function* typeNames(scope: TypeScope): Iterable<string> {
  yield* scope.names.keys();
  for (const [name, entity] of scope.module.types) if (entity.kind === "type") yield name;
  for (const name of BUILTIN_NAMES) if (name !== "list" && name !== "map") yield name;
}

// --- Traits --------------------------------------------------------------------------------------

/** A trait as written in a bound or an impl: its arguments, associated types still to come. */
export interface WrittenTrait {
  readonly trait: TraitDef;
  /** One for each parameter that is not an associated type. */
  readonly args: readonly Type[];
}

/** The trait that `expr` names, applied for `self`; undefined, with a diagnostic, when it names none. */
export function resolveTrait(
  program: Modules,
  scope: TypeScope,
  expr: ast.TypeExpr,
  self: Type,
  diagnostics: Diagnostics,
): WrittenTrait | undefined {
  if (expr.kind === "Error") return undefined;
  if (expr.kind !== "Path") {
    diagnostics.report(unknownTrait("type", expr.span, undefined));
    return undefined;
  }
  const name = dottedName(expr.path);
  const entity = scope.names.has(name) ? undefined : findEntity(program, scope, expr.path);
  if (entity?.kind === "trait") {
    const written = resolveTypeArgs(program, scope, expr.args, diagnostics);
    return applyTrait(entity.trait, written, self, expr.span, diagnostics);
  }
  if (entity?.kind === "type" || scope.names.has(name)) {
    diagnostics.report(notATrait(name, expr.span));
  } else if (!isBroken(scope, expr.path)) {
    const unknown = unknownTrait(name, expr.span, suggest(name, traitNames(scope)));
    diagnostics.report(withExclusion(unknown, scope.module.tree.excluded.get(name)));
  }
  return undefined;
}

/** `trait` with the arguments `written`, and the defaults of those that are left out; reports another number. */
export function applyTrait(
  trait: TraitDef,
  written: readonly Type[],
  self: Type,
  span: Span,
  diagnostics: Diagnostics,
): WrittenTrait | undefined {
  const decided = trait.params.length - trait.associatedCount;
  const map = new Map<TypeParam, Type>([[trait.self, self]]);
  const args: Type[] = [];
  for (let i = 0; i < decided; i++) {
    const param = trait.params[i] as TypeParam;
    const arg = written[i] ?? (param.default && substitute(param.default, map));
    if (arg === undefined) break;
    map.set(param, arg);
    args.push(arg);
  }
  if (written.length <= decided && args.length === decided) return { trait, args };
  diagnostics.report(wrongTypeArgCount(trait.name, decided, written.length, span));
  return undefined;
}

function* traitNames(scope: TypeScope): Iterable<string> {
  for (const [name, entity] of scope.module.types) if (entity.kind === "trait") yield name;
}
