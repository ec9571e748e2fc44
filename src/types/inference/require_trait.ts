/** Bounds that a type has to meet, decided as soon as the type is known well enough. */
import { InternalError, type Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { INT } from "../model/builtin.ts";
import type { Callee, ImplResult, TraitRef, Type, TypeParam, Unsatisfied } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { ERROR_TYPE, hasErrorType, prune, someType } from "../model/type.ts";
import type { Unifier } from "../model/unify.ts";
import { implAddsSelf } from "../traits/added_self.ts";
import { findImpl } from "../traits/traits.ts";
import type { BodyContext, Demands } from "./body_context.ts";

/** The diagnostic to report when the bound does not hold. */
export interface Demand {
  readonly span: Span;
  readonly report: (because: Unsatisfied | undefined) => Diagnostic;
  /** The value becomes a handler: methods of its impl may take it, which those of the trait do not. */
  readonly isHandler?: true;
}

/** A bound whose answer depends on variables that are not solved yet. */
export interface OpenBound {
  readonly self: Type;
  readonly ref: TraitRef;
  readonly demand: Demand;
}

/**
 * Demands that `self` implements `ref`. Associated types among the arguments of `ref` become what
 * the impl says. Reports once, now or when the body is complete.
 */
export function requireTrait(
  cx: Demands,
  self: Type,
  ref: TraitRef,
  demand: Demand,
): void {
  cx.work.whenKnown(self, { span: demand.span, literal: "waits" }, (type) => {
    if (!solveBound(cx, type, ref, demand)) cx.work.openBounds.push({ self, ref, demand });
  });
}

/** Tries the open bounds again; true when one of them could be decided. */
export function retryOpenBounds(cx: Demands): boolean {
  const before = cx.work.openBounds;
  cx.work.openBounds = [];
  for (const bound of before) {
    if (!solveBound(cx, bound.self, bound.ref, bound.demand)) cx.work.openBounds.push(bound);
  }
  return cx.work.openBounds.length < before.length;
}

/** Makes `int` of the int literals that open bounds wait for; true when there were any. */
export function decideOpenLiterals(cx: Pick<BodyContext, "unifier" | "work">): boolean {
  let isProgress = false;
  const decide = (type: Type) => {
    const t = prune(type);
    if (t.kind === "var" && t.isIntLiteral) isProgress = cx.unifier.unify(t, INT) || isProgress;
    return false;
  };
  for (const { self, ref } of cx.work.openBounds) {
    for (const type of [self, ...decidedArgs(ref)]) someType(type, decide);
  }
  return isProgress;
}

/** Decides what is left when nothing more will become known. */
export function solveOpenBounds(cx: Demands): void {
  for (const { self, ref, demand } of cx.work.openBounds) {
    const finished = { trait: ref.trait, args: ref.args.map((arg) => cx.unifier.finish(arg)) };
    if (solveBound(cx, cx.unifier.finish(self), finished, demand)) continue;
    cx.record.report(demand.report(undefined));
  }
}

function solveBound(
  cx: Pick<BodyContext, "program" | "record" | "unifier">,
  self: Type,
  ref: TraitRef,
  demand: Demand,
): boolean {
  const result = findImpl(cx.program, ref.trait, self, decidedArgs(ref));
  switch (result.kind) {
    case "unknown":
      // The only impl that can match says what the arguments are, even before its bounds are known.
      adoptArgs(cx.unifier, ref, result.traitArgs ?? []);
      return false;
    case "missing":
      // What the impl would have decided is part of this error; so is what is made of that.
      for (const arg of associatedArgs(ref)) cx.unifier.unify(arg, ERROR_TYPE);
      if (!hasErrorType(self)) cx.record.report(demand.report(result.because));
      return true;
    default:
      if (result.kind === "impl" && !demand.isHandler && implAddsSelf(result.impl)) {
        cx.record.report(errors.handlerIsNoType(self, ref.trait, demand.span, result.impl.span));
      }
      unifyAssociated(cx, self, ref, result, demand);
      return true;
  }
}

/** The arguments without associated types, which the impl decides. */
function decidedArgs(ref: TraitRef): readonly Type[] {
  return ref.args.slice(0, ref.trait.params.length - ref.trait.associatedCount);
}

function associatedArgs(ref: TraitRef): readonly Type[] {
  return ref.args.slice(ref.trait.params.length - ref.trait.associatedCount);
}

/** Associated types become what the impl says; those that are stated must agree. */
function unifyAssociated(
  cx: Pick<BodyContext, "record" | "unifier">,
  self: Type,
  ref: TraitRef,
  result: ImplResult,
  { span }: Demand,
): void {
  const found = result.kind === "impl"
    ? result.traitArgs
    : result.kind === "bound"
    ? result.ref.args
    : [];
  ref.args.forEach((arg, i) => {
    const other = found[i];
    if (other === undefined || cx.unifier.unify(arg, other)) return;
    const param = ref.trait.params[i] as TypeParam;
    cx.record.report(
      errors.associatedMismatch({ self, trait: ref.trait, param, found: other, wanted: arg, span }),
    );
  });
}

function adoptArgs(
  unifier: Unifier,
  ref: TraitRef,
  found: readonly (Type | undefined)[],
): void {
  ref.args.forEach((arg, i) => {
    const other = found[i];
    if (other !== undefined) unifier.unify(arg, other);
  });
}

/** The method of a builtin trait without parameters, called on `self`. */
export function traitMethodCallee(
  program: Program,
  traitName: string,
  methodName: string,
  self: Type,
): Callee {
  const trait = program.builtins.trait(traitName);
  const method = trait.methods.get(methodName);
  if (method === undefined) {
    throw new InternalError(`trait ${traitName} has no method ${methodName}`, { stage: "types" });
  }
  return { kind: "trait", trait: { trait, args: [] }, method, self, typeArgs: [] };
}
