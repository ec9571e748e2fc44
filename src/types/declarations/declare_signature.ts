/** Signatures: type parameters, parameters and result of functions, methods, constants and tests. */
import { suggest } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import {
  malformedAttribute,
  misplacedSelf,
  missingBody,
  missingParamType,
  unknownTestTarget,
} from "../messages/errors_declare.ts";
import { BOOL, CHAR, DURATION, FLOAT, INT, SIZE, STR } from "../model/builtin.ts";
import type { FnDef, ParamDef, TraitDef, Type, TypeParam } from "../model/model.ts";
import { moduleTypeScope } from "../model/scope.ts";
import { ERROR_TYPE, makeTypeVar } from "../model/type.ts";
import { resultName } from "../traits/opaque.ts";
import {
  addParams,
  addWrittenBounds,
  copyParams,
  type Generics,
  makeGenerics,
} from "./declare_generics.ts";
import { declareOpaque, setOpaqueResult } from "./declare_opaque.ts";
import {
  checkDistinct,
  type DeclareState,
  type PendingConst,
  type PendingFn,
  type PendingTest,
} from "./declare_state.ts";
import { declareUses, type HandlerPlace } from "./declare_uses.ts";
import { isLegacyTest } from "./attributes.ts";
import { isPanicHandler } from "./check_main.ts";
import { dottedName, resolveType } from "./resolve_types.ts";

/** The parameters and names of the impl or trait around a method. */
export interface Surroundings {
  readonly params: readonly TypeParam[];
  /** `Self` among them. */
  readonly names: ReadonlyMap<string, Type>;
  readonly isTrait: boolean;
  /** The type of `self` where `Self` is no name for it: in an extension (11.11). */
  readonly self?: Type;
}

/** Surroundings of a function of a module. */
export const NO_SURROUNDINGS: Surroundings = { params: [], names: new Map(), isTrait: false };

/** Resolves the signature of one function, inside `around`. */
export function declareSignature(
  state: DeclareState,
  pending: PendingFn,
  around: Surroundings,
): void {
  const { fn, item, typeParams, module } = pending;
  const outer = hasOuterConstraint(item, around)
    ? copyParams(state, around.params, around.names)
    : { params: [...around.params], names: around.names };
  const generics = makeGenerics(module, outer.names, outer.params, { projections: "hidden" });
  addParams(state, generics, item.generics);
  addWrittenBounds(state, generics, item.generics, item.where);
  typeParams.push(...generics.params);
  state.scopes.set(fn, generics.scope);
  fn.params = declareParams(state, pending, generics, around.self);
  if (item.result !== undefined) declareResult(state, pending, generics, item.result, around);
  declareUses(state, generics.scope, fn, item.uses, handlerPlace(fn, item), typeParams);
  checkBody(state, fn, item, around);
  for (const contract of item.contracts) state.unsupported("contracts are", contract.span);
}

/** `@main` and tests are called by the engines, methods of impls of traits by those who know the trait only. */
function handlerPlace(fn: FnDef, item: ast.FunctionItem): HandlerPlace {
  const impl = fn.owner?.kind === "impl" ? fn.owner.impl : undefined;
  if (impl?.trait !== undefined) return declaredBy(impl.trait.trait, fn.name) ?? "none";
  if (fn.owner !== undefined) return "method";
  const isCalled = fn.name === "main" || isLegacyTest(item) || isPanicHandler(item);
  return isCalled ? "none" : "function";
}

/** The method `name` of `trait` or of a supertrait. */
function declaredBy(trait: TraitDef, name: string): FnDef | undefined {
  const own = trait.methods.get(name);
  if (own !== undefined) return own;
  for (const parent of trait.supertraits) {
    const found = declaredBy(parent.trait, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function declareResult(
  state: DeclareState,
  { fn, item }: PendingFn,
  generics: Generics,
  written: ast.TypeExpr,
  around: Surroundings,
): void {
  if (written.kind !== "ImplTrait") {
    fn.result = resolveType(state, generics.scope, written, state.diagnostics);
  } else if (around.isTrait) {
    fn.result = traitResult(state, generics, item, written);
  } else {
    const { type, defs } = declareOpaque(state, generics, written);
    fn.result = type;
    setOpaqueResult(fn, defs);
  }
}

/** `impl A` in a trait is an associated type: each impl has its own. */
function traitResult(
  state: DeclareState,
  generics: Generics,
  item: ast.FunctionItem,
  written: ast.TypeExpr,
): Type {
  const type = generics.scope.names.get(`Self.${resultName(item.name)}`);
  if (type !== undefined && item.generics.length === 0 && !item.hasBody) return type;
  state.unsupported("an `impl` result of a generic or default method is", written.span);
  return ERROR_TYPE;
}

function hasOuterConstraint(item: ast.FunctionItem, around: Surroundings): boolean {
  const own = new Set(item.generics.map((generic) => generic.name.text));
  return item.where.some((constraint) => {
    if (constraint.kind !== "bound" || constraint.type.kind !== "Path") return false;
    const name = dottedName(constraint.type.path);
    return !own.has(name) && around.names.has(name);
  });
}

function checkBody(
  state: DeclareState,
  fn: FnDef,
  item: ast.FunctionItem,
  around: Surroundings,
): void {
  if (!item.hasBody && fn.intrinsic === undefined && !around.isTrait) {
    state.report(missingBody(fn.name, fn.span));
  }
}

function declareParams(
  state: DeclareState,
  pending: PendingFn,
  generics: Generics,
  self: Type | undefined,
): ParamDef[] {
  const { item, aliases, fn } = pending;
  const names = fn.clauses === undefined
    ? item.params.map(({ pattern }) => pattern.kind === "Bind" ? pattern.name : "_")
    : clauseNames(fn.clauses);
  const params = item.params.map((param, i) =>
    declareParam(state, param, names[i] ?? "_", i, pending, generics, self)
  );
  // The patterns of clauses are checked with their bodies.
  if (fn.clauses === undefined) checkDistinct(state, params.filter((param) => param.name !== "_"));
  for (const name of aliases.keys()) {
    if (params.some((param) => param.name === name)) continue;
    const attribute = item.attributes.find((a) => a.name.text === "alias");
    state.report(malformedAttribute(attribute?.span ?? item.name.span, "the name of a parameter"));
  }
  return params;
}

/** Names for callers: for each parameter the first that a clause has for it, `_` where it has none of its own. */
function clauseNames(clauses: readonly ast.FunctionItem[]): readonly string[] {
  const names: string[] = [];
  clauses[0]?.params.forEach((_, i) => {
    const given = clauses.map((clause) => plainName(clause.params[i])).find((name) => name !== "_");
    names.push(given === undefined || names.includes(given) ? "_" : given);
  });
  return names;
}

function plainName(param: ast.Param | undefined): string {
  const pattern = param?.pattern;
  // A capital makes it a variant.
  return pattern?.kind === "Bind" && !/^[A-Z]/.test(pattern.name) ? pattern.name : "_";
}

function declareParam(
  state: DeclareState,
  param: ast.Param,
  name: string,
  index: number,
  pending: PendingFn,
  generics: Generics,
  self: Type | undefined,
): ParamDef {
  const { pattern, span } = param;
  if (param.isVariadic) state.unsupported("variadic parameters are", span);
  const type = param.isVariadic
    ? ERROR_TYPE
    : paramTypeOf(state, param, name, index, pending, generics, self);
  return {
    name,
    aliases: pending.aliases.get(name) ?? [],
    type,
    ...(param.default === undefined ? {} : { default: param.default }),
    pattern,
    span,
  };
}

function paramTypeOf(
  state: DeclareState,
  param: ast.Param,
  name: string,
  index: number,
  pending: PendingFn,
  generics: Generics,
  extended: Type | undefined,
): Type {
  const self = extended ?? generics.scope.names.get("Self");
  if (name === "self" && (index > 0 || self === undefined)) {
    state.report(misplacedSelf(param.span));
    return ERROR_TYPE;
  }
  if (param.type !== undefined) {
    return resolveType(state, generics.scope, param.type, state.diagnostics);
  }
  if (name === "self" && self !== undefined) return self;
  if (isInferable(pending, param)) {
    pending.fn.openParams = pending.typeParams;
    return makeTypeVar(-1 - pending.fn.id);
  }
  if (param.pattern.kind !== "Error") state.report(missingParamType(name, param.span));
  return ERROR_TYPE;
}

/** Signatures of methods are complete; a function may leave a parameter to its body. */
function isInferable({ fn, item }: PendingFn, param: ast.Param): boolean {
  return fn.kind === "function" && item.hasBody && param.default === undefined &&
    param.pattern.kind !== "Error";
}

/** The type of a constant, where it is written or plain from its literal. */
export function declareConst(state: DeclareState, { fn, item, module }: PendingConst): void {
  const scope = moduleTypeScope(module);
  state.scopes.set(fn, scope);
  if (item.type !== undefined) {
    fn.result = resolveType(state, scope, item.type, state.diagnostics);
    return;
  }
  fn.result = literalType(item.value) ?? fn.result;
}

function literalType(value: ast.Expr): Type | undefined {
  switch (value.kind) {
    case "Int":
      return INT;
    case "Float":
      return FLOAT;
    case "Bool":
      return BOOL;
    case "Char":
      return CHAR;
    case "Str":
    case "Template":
      return STR;
    case "Duration":
      return DURATION;
    case "Size":
      return SIZE;
    default:
      return undefined;
  }
}

/** Finds the functions that a test names. */
export function declareTest(state: DeclareState, { fn, item, module }: PendingTest): void {
  state.scopes.set(fn, moduleTypeScope(module));
  const targets: FnDef[] = [];
  for (const name of item.targets) {
    const target = findTarget(module.values.get(name.text), module.functions, name.text);
    if (target !== undefined) targets.push(target);
    else if (!module.brokenNames.has(name.text)) {
      state.report(unknownTestTarget(name, suggest(name.text, functionNames(module.values))));
    }
  }
  module.tests.push({ fn, span: item.span, targets, attributes: item.attributes });
}

/** A function by name, or else a method of an impl of the module. */
function findTarget(
  entity: { readonly kind: string; readonly fn?: FnDef } | undefined,
  functions: readonly FnDef[],
  name: string,
): FnDef | undefined {
  if (entity?.fn !== undefined) return entity.fn;
  return functions.find((fn) => fn.name === name && fn.kind !== "test");
}

function* functionNames(
  values: ReadonlyMap<string, { readonly kind: string }>,
): Iterable<string> {
  for (const [name, entity] of values) if (entity.kind === "fn") yield name;
}
