/** The end of a body: what nothing else decided is decided by default, and the rest is reported. */
import { paramNeedsType } from "../messages/errors_declare.ts";
import { typeNotInferred } from "../messages/errors_infer.ts";
import { INT, VOID } from "../model/builtin.ts";
import type { ParamDef, Type } from "../model/model.ts";
import { ERROR_TYPE, prune, someType } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";
import { decideOpenLiterals, retryOpenBounds } from "./require_trait.ts";
import type { Deferred } from "./worklist.ts";

/** Runs all that was deferred, at last with types that are guesses; reports what cannot be decided. */
export function settleAll(cx: BodyContext): void {
  let pending: readonly Deferred[];
  do {
    cx.work.settle();
    pending = cx.work.pending();
  } while (pending.length > 0 && (retryOpenBounds(cx) || decideNext(cx, pending)));
}

/** The weakest assumption that makes progress, applied in source order. */
function decideNext(cx: BodyContext, pending: readonly Deferred[]): boolean {
  return RULES.some((rule) => decideBy(cx, rule, pending)) || decideOpenLiterals(cx) ||
    decideBy(cx, giveUp, pending);
}

function decideBy(cx: BodyContext, rule: Rule, pending: readonly Deferred[]): boolean {
  let isProgress = false;
  for (const deferred of pending) {
    if (deferred.isDone || !rule(cx, deferred)) continue;
    cx.work.settle();
    isProgress = true;
    // What one error leaves undecided may be decided by a weaker rule now.
    if (rule === giveUp) return true;
  }
  return isProgress;
}

type Rule = (cx: BodyContext, deferred: Deferred) => boolean;

const decideLiteral: Rule = (cx, deferred) => {
  const t = prune(deferred.on);
  return t.kind === "var" && t.isIntLiteral && cx.unifier.unify(t, INT);
};

const decideDefaultable: Rule = (cx, deferred) => {
  const t = prune(deferred.on);
  if (t.kind !== "var" || !cx.unifier.isDefaultable(t) || openParam(cx, t)) return false;
  return cx.unifier.unify(t, VOID);
};

const guess: Rule = (_cx, deferred) => deferred.need.guess?.() ?? false;

/** Before the elements of `[]` become `void`: what they are combined with may say more. */
const guessDefaultable: Rule = (cx, deferred) => {
  const t = prune(deferred.on);
  if (t.kind !== "var" || !cx.unifier.isDefaultable(t)) return false;
  return guess(cx, deferred) && prune(t).kind !== "var";
};

/** The parameter without a written type that `type`, a variable, is a part of. */
function openParam(cx: Pick<BodyContext, "fn">, type: Type): ParamDef | undefined {
  if (cx.fn.openParams === undefined) return undefined;
  const wanted = prune(type);
  return cx.fn.params.find((param) => someType(param.type, (part) => part === wanted));
}

const giveUp: Rule = (cx, { on, need }) => {
  const param = openParam(cx, on);
  if (param !== undefined) cx.record.report(paramNeedsType(param, need.span));
  else if (need.what !== undefined) cx.record.report(typeNotInferred(need.span, need.what));
  return cx.unifier.unify(on, ERROR_TYPE);
};

const RULES: readonly Rule[] = [
  decideLiteral,
  guessDefaultable,
  decideDefaultable,
  guess,
];
