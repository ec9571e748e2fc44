/** Fresh type arguments for a use of something generic. */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import type {
  Callee,
  FnDef,
  TraitRef,
  Type,
  TypeDef,
  TypeParam,
  VariantDef,
} from "../model/model.ts";
import type { Program } from "../model/program.ts";
import {
  conType,
  hasVars,
  prune,
  someType,
  substitute,
  type Substitution,
  substitutionOf,
} from "../model/type.ts";
import { mayUnify, type Unifier } from "../model/unify.ts";
import { lackedByObjects, objectTrait } from "../traits/trait_objects.ts";
import { findImpl, instantiateRef } from "../traits/traits.ts";
import type { BodyContext, Demands } from "./body_context.ts";
import { resolveTypeArgs } from "./body_types.ts";
import { completeSignature } from "./open_params.ts";
import { requireTrait } from "./require_trait.ts";

/** A function with its parameters replaced. */
export interface FnInstance {
  readonly callee: Callee;
  readonly params: readonly Type[];
  readonly result: Type;
}

/** `fn` with fresh type arguments, or `written` ones; its bounds are demanded. */
export function instantiateFn(
  cx: BodyContext,
  fn: FnDef,
  written: readonly ast.TypeArg[],
  span: Span,
): FnInstance {
  completeSignature(cx, fn);
  const given = resolveTypeArgs(cx, written, visibleCount(fn.typeParams), span, fn.name);
  return instanceOf(cx, fn, given, span);
}

/** `fn` with its first type arguments and fresh ones for the rest; its bounds are demanded. */
export function instanceOf(
  cx: Demands,
  fn: FnDef,
  given: readonly (Type | undefined)[],
  span: Span,
): FnInstance {
  const typeArgs = freshArgs(cx, fn.typeParams, given, fn.name, span);
  const map = substitutionOf(fn.typeParams, typeArgs);
  demandBounds(cx, fn.typeParams, map, fn.name, span);
  return {
    callee: { kind: "fn", fn, typeArgs },
    params: fn.params.map((param) => substitute(param.type, map)),
    result: substitute(fn.result, map),
  };
}

/** The number of `params` that are written; hidden ones come from bounds. */
export function visibleCount(params: readonly TypeParam[]): number {
  return params.filter((param) => param.projection === undefined && !param.isHandler).length;
}

/** One type per parameter: the given one, else a variable that its use has to decide. */
export function freshArgs(
  cx: Pick<BodyContext, "record" | "unifier">,
  params: readonly TypeParam[],
  given: readonly (Type | undefined)[],
  owner: string,
  span: Span,
): Type[] {
  return params.map((param, i) => {
    const known = given[i];
    if (known !== undefined) return known;
    const type = cx.unifier.fresh();
    if (param.projection === undefined && !param.isHandler) {
      cx.record.mustInfer.push({
        type,
        span,
        what: `the type argument \`${param.name}\` of \`${owner}\``,
      });
    }
    return type;
  });
}

/** Demands the bounds of `params` of what `map` puts in their place. */
export function demandBounds(
  cx: Demands,
  params: readonly TypeParam[],
  map: Substitution,
  owner: string,
  span: Span,
): void {
  for (const param of params) {
    const self = map.get(param);
    if (self === undefined) continue;
    for (const bound of param.bounds) {
      const ref = instantiateRef(bound, map);
      requireTrait(cx, self, ref, {
        span,
        report: (because) => errors.boundNotMet(self, ref, owner, span, because),
      });
      demandLacked(cx, self, ref, owner, span);
    }
  }
}

/** A bound promises the supertraits of its trait, some of which the objects of the trait do not have. */
function demandLacked(cx: Demands, self: Type, ref: TraitRef, owner: string, span: Span): void {
  const lacked = lackedByObjects(ref.trait);
  if (lacked.length === 0) return;
  cx.work.whenKnown(self, { span, literal: "waits" }, (type) => {
    if (!someType(type, (part) => objectTrait(part) !== undefined)) return;
    for (const trait of lacked) {
      const needed = { trait, args: [] };
      requireTrait(cx, type, needed, {
        span,
        report: (because) => errors.boundNotMet(type, needed, owner, span, because),
      });
    }
  });
}

/** `def` with variables that may stay open: of a literal such as `None`. */
export function instantiateType(unifier: Unifier, def: TypeDef): Type & { kind: "con" } {
  const type = conType(def, def.params.map(() => unifier.freshDefaultable()));
  return type as Type & { kind: "con" };
}

/** Types of the payload of `variant` in the type `of`. */
export function payloadTypes(of: Type & { kind: "con" }, variant: VariantDef): Type[] {
  const map = substitutionOf(of.def.params, of.args);
  return variant.fields.map((field) => substitute(field.type, map));
}

/**
 * Decides the type parameters of `fn` that have defaults (`C: Collect<T> = [T]`) and that nothing else
 * has decided: the result is what is expected where that meets the bounds, else as the default says. Defaults of the
 * parameters of a trait are for its impls: which of these is meant, the arguments say.
 */
export function applyDefaults(
  cx: Pick<BodyContext, "program" | "unifier">,
  fn: FnDef,
  callee: Callee,
  expected: Type | undefined,
): void {
  if (fn.typeParams.every((param) => param.default === undefined)) return;
  const args = callee.kind === "fn"
    ? callee.typeArgs
    : [callee.self, ...callee.trait.args, ...callee.typeArgs];
  const map = substitutionOf(fn.typeParams, args);
  const inherited = callee.kind === "trait" ? 1 + callee.trait.args.length : 0;
  fn.typeParams.forEach((param, i) => {
    const arg = args[i];
    if (
      i < inherited || param.default === undefined || arg === undefined || prune(arg).kind !== "var"
    ) return;
    const isResult = fn.result.kind === "param" && fn.result.param === param;
    const wanted = isResult && expected !== undefined ? prune(expected) : undefined;
    const fits = wanted?.kind === "con" && meetsBounds(cx.program, param, wanted, map);
    cx.unifier.unify(arg, fits ? wanted : substitute(param.default, map));
  });
}

function meetsBounds(
  program: Program,
  param: TypeParam,
  type: Type,
  map: Substitution,
): boolean {
  return param.bounds.every((bound) => {
    const { trait, args } = instantiateRef(bound, map);
    const decided = args.slice(0, trait.params.length - trait.associatedCount);
    const { kind } = findImpl(program, trait, type, decided);
    return kind !== "missing" && kind !== "error";
  });
}

/** Lets an expected type decide the variables of a result, where it can. */
export function adoptExpected(unifier: Unifier, result: Type, expected: Type | undefined): void {
  if (expected === undefined) return;
  const wanted = prune(expected);
  if (wanted.kind === "var" || wanted.kind === "error" || !hasVars(result)) return;
  if (wanted.kind === "con" && wanted.def.name === "Never") return;
  if (prune(result).kind !== "var" && mayUnify(result, wanted)) unifier.unify(result, wanted);
}
