/** Calls: of functions, variants, newtypes, conversions and function values. */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import type {
  Entity,
  FnDef,
  LocalDef,
  ModuleScope,
  Type,
  TypeDef,
  VariantDef,
} from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { lookupType, lookupValue } from "../model/scope.ts";
import { conType, ERROR_TYPE, fnType, paramType } from "../model/type.ts";
import type { Unifier } from "../model/unify.ts";
import type { BodyContext } from "./body_context.ts";
import { passHandlers, printOperation } from "./capabilities.ts";
import { isNever } from "./coerce.ts";
import { convert, isConversion } from "./infer_cast.ts";
import { isDropEarly } from "./early_drops.ts";
import { inferEntity, newtypeInner, useInstance } from "./infer_name.ts";
import {
  adoptExpected,
  freshArgs,
  instantiateFn,
  instantiateType,
  payloadTypes,
} from "./instantiate.ts";
import { takes } from "./let_copies.ts";
import { type CallShape, checkArgs, inferArgs, isLambda, type Slot } from "./match_args.ts";
import { noteArgument } from "./receiver.ts";
import type { Recursion } from "./scopes.ts";

/** The parts of a call, whether written as a call or as a method call on a path. */
export interface CallSite {
  readonly id: ast.NodeId;
  /** Absent when written `path.name(..)`. */
  readonly callee?: ast.Expr;
  readonly span: Span;
  readonly typeArgs: readonly ast.TypeArg[];
  readonly args: readonly ast.Arg[];
}

export function inferCall(
  cx: BodyContext,
  expr: ast.ExprOf<"Call">,
  expected: Type | undefined,
): Type {
  const { callee } = expr;
  if (callee.kind === "Self" && cx.scopes.env.recursion !== undefined) {
    return callItself(cx, expr, cx.scopes.env.recursion);
  }
  const local = callee.kind === "Ident" ? cx.scopes.lookup(callee.name) : undefined;
  if (local !== undefined && cx.copies.of(local) !== undefined) {
    return callShared(cx, expr, local, expected);
  }
  if (callee.kind !== "Ident" || local !== undefined) return callExpression(cx, expr);
  const entity = lookupValue(cx.module, callee.name);
  if (entity === undefined && isConversion(callee.name)) {
    return convertCall(cx, expr, callee.name);
  }
  if (entity === undefined) {
    const def = structNamed(cx.module, callee.name);
    const type = def === undefined ? cx.infer(callee) : cx.facts.setType(
      callee.id,
      cx.record.report(errors.structIsWritten(def.name, callee.span)),
    );
    inferArgs(cx, expr.args);
    return type;
  }
  cx.facts.setType(callee.id, ERROR_TYPE);
  return callEntity(cx, expr, callee.name, entity, expected);
}

/** `self(..)` in the step of a `recurse`: the function around it, for the same type parameters. */
function callItself(
  cx: BodyContext,
  expr: ast.ExprOf<"Call">,
  recursion: Recursion,
): Type {
  const { fn } = cx;
  cx.facts.setType(expr.callee.id, ERROR_TYPE);
  if (recursion.isMemo && recursion.frame !== cx.scopes.env.frame) {
    const what = "`self(..)` in a lambda or `catch` inside a `recurse` with `memo`";
    cx.record.report(errors.notSupported(what, expr.span));
  }
  const slots = fnSlots(cx.program, fn, fn.params.map((param) => param.type), 0);
  const shape = { ...fnShape(cx.program, fn, expr.span), naming: "optional" } as const;
  const args = checkArgs(cx, expr.args, slots, shape);
  const callee = { kind: "fn", fn, typeArgs: fn.typeParams.map(paramType) } as const;
  passHandlers(cx, expr.id, fn, callee, expr.span);
  if (args === undefined) return fn.result;
  cx.facts.resolutions.set(expr.id, { kind: "call", callee, args });
  noteArgument(cx, expr, callee, args);
  return fn.result;
}

function structNamed(module: ModuleScope, name: string): TypeDef | undefined {
  const entity = lookupType(module, name);
  return entity?.kind === "type" && entity.type.body.kind === "struct" ? entity.type : undefined;
}

/** A call of what a module-level name means. */
export function callEntity(
  cx: BodyContext,
  site: CallSite,
  name: string,
  entity: Entity,
  expected: Type | undefined,
): Type {
  switch (entity.kind) {
    case "fn":
      if (entity.fn.kind === "const") return callConst(cx, site, name, entity);
      return callFn(cx, site, entity.fn, expected);
    case "variant":
      return callVariant(
        cx,
        site,
        instantiateType(cx.unifier, entity.type),
        entity.variant,
        expected,
      );
    case "type":
      if (entity.type.body.kind === "newtype") return callNewtype(cx, site, entity.type, expected);
      break;
    case "trait":
    case "capset":
    case "module":
      break;
  }
  inferArgs(cx, site.args);
  return cx.record.report(errors.notCallable(`\`${name}\` is not a function`, site.span));
}

/** A constant that holds a function: not a callee but a value, which only an expression can name. */
function callConst(
  cx: BodyContext,
  site: CallSite,
  name: string,
  entity: Entity & { kind: "fn" },
): Type {
  const { callee } = site;
  if (callee === undefined) {
    inferArgs(cx, site.args);
    return cx.record.report(errors.notSupported("calls of constants of other modules", site.span));
  }
  return callValue(cx, site, cx.facts.setType(callee.id, inferEntity(cx, callee, name, entity)));
}

/** A call of a named function. */
export function callFn(
  cx: BodyContext,
  site: CallSite,
  fn: FnDef,
  expected: Type | undefined,
): Type {
  const { callee, params, result } = instantiateFn(cx, fn, site.typeArgs, site.span);
  adoptExpected(cx.unifier, result, expected);
  if (isDropEarly(cx, fn)) cx.record.dropsEarly = true;
  passHandlers(cx, site.id, fn, callee, site.span);
  const args = checkArgs(
    cx,
    site.args,
    fnSlots(cx.program, fn, params, 0),
    fnShape(cx.program, fn, site.span),
  );
  if (args === undefined) return result;
  const printed = printOperation(cx, fn, site.span);
  cx.facts.resolutions.set(
    site.id,
    printed === undefined ? { kind: "call", callee, args } : {
      kind: "call",
      callee: printed.callee,
      args: [{ kind: "handler", source: printed.source }, ...args],
    },
  );
  return result;
}

/** The parameters of `fn` from `first` on, as places for arguments. */
export function fnSlots(
  program: Program,
  fn: FnDef,
  types: readonly Type[],
  first: number,
): Slot[] {
  const isStd = isStdFn(program, fn);
  return fn.params.slice(first).map((param, i) => ({
    name: param.name,
    aliases: param.aliases,
    type: types[first + i] as Type,
    ...(param.default === undefined ? {} : { default: { fn, param: first + i } }),
    ...(isStd ? {} : { why: { span: param.span, text: "expected because of this parameter" } }),
  }));
}

/** The ways in which arguments of `fn` may be written. */
export function fnShape(program: Program, fn: FnDef, span: Span): CallShape {
  const word = fn.kind === "method" || fn.owner !== undefined ? "method" : "function";
  return {
    what: `${word} \`${fn.name}\``,
    naming: isStdFn(program, fn) ? "lenient" : needsNames(fn) ? "required" : "optional",
    span,
  };
}

/**
 * Whether several arguments of `fn` need their names: every parameter has one, which clauses may leave out, and none has a
 * default.
 */
function needsNames(fn: FnDef): boolean {
  return fn.params.every((param) => param.name !== "_" && param.default === undefined);
}

function isStdFn(program: Program, fn: FnDef): boolean {
  return program.modules[fn.module]?.isStd ?? false;
}

/** Construction of a variant of the type `type`. */
export function callVariant(
  cx: BodyContext,
  site: CallSite,
  type: Type & { kind: "con" },
  variant: VariantDef,
  expected: Type | undefined,
): Type {
  adoptExpected(cx.unifier, type, expected);
  const types = payloadTypes(type, variant);
  const slots = variant.fields.map((field, i): Slot => ({
    name: field.name,
    aliases: field.name === "0" ? ["value", "msg", "message", "error"] : [],
    type: types[i] as Type,
  }));
  const args = checkArgs(cx, site.args, slots, {
    what: `variant \`${variant.name}\``,
    naming: "optional",
    span: site.span,
  });
  if (args !== undefined) {
    cx.facts.resolutions.set(site.id, { kind: "variant", type: type.def, variant, args });
  }
  return type;
}

function callNewtype(
  cx: BodyContext,
  site: CallSite,
  def: TypeDef,
  expected: Type | undefined,
): Type {
  const type = conType(def, freshArgs(cx, def.params, [], def.name, site.span));
  adoptExpected(cx.unifier, type, expected);
  const slot: Slot = { name: "value", aliases: ["inner"], type: newtypeInner(type) };
  const args = checkArgs(cx, site.args, [slot], {
    what: `newtype \`${def.name}\``,
    naming: "lenient",
    span: site.span,
  });
  if (args !== undefined) cx.facts.resolutions.set(site.id, { kind: "newtype", type: def, args });
  return type;
}

/** `int(x)` and relatives. */
function convertCall(cx: BodyContext, expr: ast.ExprOf<"Call">, name: string): Type {
  cx.facts.setType(expr.callee.id, ERROR_TYPE);
  const [arg] = expr.args;
  if (arg === undefined || expr.args.length > 1) {
    inferArgs(cx, expr.args);
    const what = `conversion \`${name}\``;
    return cx.record.report(errors.wrongArgumentCount(what, 1, expr.args.length, expr.span));
  }
  return convert(cx, expr, arg.value, name, { kind: "arg", index: 0 });
}

function callExpression(cx: BodyContext, expr: ast.ExprOf<"Call">): Type {
  return callValue(cx, expr, cx.infer(expr.callee));
}

/** A call of a lambda that a `let` bound: the types of the arguments say which of its types it has here. */
function callShared(
  cx: BodyContext,
  expr: ast.ExprOf<"Call">,
  local: LocalDef,
  expected: Type | undefined,
): Type {
  const args = expr.args.map(({ value }) => {
    if (isLambda(value)) return undefined;
    const type = cx.infer(value);
    cx.hints.inferred.set(value.id, type);
    return isNever(type) ? undefined : type;
  });
  const piped = cx.hints.piped.get(expr.args);
  const all = piped === undefined ? args : [piped.type, ...args];
  const type = useInstance(cx, expr.callee, local, (one) => takes(cx, one, all, expected));
  const result = callValue(cx, expr, cx.facts.setType(expr.callee.id, type));
  for (const { value } of expr.args) cx.hints.inferred.delete(value.id);
  return result;
}

/** A call of a function value of type `calleeType`. */
export function callValue(
  cx: BodyContext,
  site: CallSite,
  calleeType: Type,
  field?: number,
): Type {
  const guess = () => guessFunction(cx.unifier, site, calleeType);
  const need = {
    span: site.span,
    what: "the type of this function",
    literal: "isInt",
    guess,
  } as const;
  return cx.work.typeWhenKnown(calleeType, need, (type) => {
    cx.facts.resolutions.set(
      site.id,
      field === undefined ? { kind: "callValue" } : { kind: "callValue", field },
    );
    if (type.kind !== "fn") return callNonFunction(cx, site, type);
    checkValueArgs(cx, site, type);
    return type.result;
  });
}

/** Nothing else says what is called: it takes as many arguments as it is given. */
function guessFunction(unifier: Unifier, site: CallSite, calleeType: Type): boolean {
  return unifier.unify(
    calleeType,
    fnType(site.args.map(() => unifier.fresh()), unifier.fresh()),
  );
}

function callNonFunction(cx: BodyContext, site: CallSite, type: Type): Type {
  inferArgs(cx, site.args);
  if (type.kind === "error") return type;
  return cx.record.report(errors.notCallableType(type, site.span));
}

/** Names are not part of a function type: arguments go by position. */
function checkValueArgs(cx: BodyContext, site: CallSite, type: Type & { kind: "fn" }): void {
  const piped = cx.hints.piped.get(site.args);
  const found = site.args.length + (piped === undefined ? 0 : 1);
  if (found !== type.params.length) {
    inferArgs(cx, site.args);
    const count = type.params.length;
    cx.record.report(errors.wrongArgumentCount("this function value", count, found, site.span));
    return;
  }
  const slots = type.params.map((param, i): Slot => ({ name: `${i}`, aliases: [], type: param }));
  const args = site.args.map(withoutName);
  if (piped !== undefined) cx.hints.piped.set(args, piped);
  checkArgs(cx, args, slots, {
    what: "this function value",
    naming: "optional",
    span: site.span,
  });
}

function withoutName(arg: ast.Arg): ast.Arg {
  return { value: arg.value, isSpread: arg.isSpread, isPunned: arg.isPunned, span: arg.span };
}
