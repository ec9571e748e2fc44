/** One-way matching of impl heads against types that may still hold inference variables. */
import { assertNever } from "../../base/mod.ts";
import type { Type, TypeParam, TypeVar } from "../model/model.ts";
import { isBuiltin, prune } from "../model/type.ts";
import { PairMemo } from "../model/walk_memo.ts";

/** `maybe`: the answer depends on a variable that is not solved yet. */
export type Answer = "yes" | "no" | "maybe";

/** The types for the parameters of an impl; undefined for those not chosen yet. */
export type Bindings = Map<TypeParam, Type | undefined>;

/**
 * Matches `pattern`, in which the keys of `bindings` may be chosen, against `target`. Parameters that
 * are not keys are rigid. Those not chosen yet are chosen here. Without `bindings` all are rigid.
 */
export function matchType(
  pattern: Type,
  target: Type,
  bindings: Bindings | undefined,
): Answer {
  return matchIn(pattern, target, { bindings, memo: new PairMemo() });
}

/** `matchType` position by position; lists of different lengths do not match. */
export function matchAll(
  patterns: readonly Type[],
  targets: readonly Type[],
  bindings: Bindings | undefined,
): Answer {
  return matchAllIn(patterns, targets, { bindings, memo: new PairMemo() });
}

/** One walk over pattern and target. Pairs that match do so again: what they choose has been chosen. */
interface Walk {
  readonly bindings: Bindings | undefined;
  readonly memo: PairMemo<Answer>;
}

function matchIn(pattern: Type, target: Type, walk: Walk): Answer {
  const { bindings, memo } = walk;
  const p = prune(pattern);
  const t = prune(target);
  if (p.kind === "param" && bindings?.has(p.param)) {
    const bound = bindings.get(p.param);
    if (bound !== undefined) return compareTypes(bound, t);
    bindings.set(p.param, t);
    return "yes";
  }
  if (p.kind === "error" || t.kind === "error") return "yes";
  if (t.kind === "var") return mayBecome(t, p) ? "maybe" : "no";
  const known = memo.get(p, t);
  if (known !== undefined) return known;
  const answer = matchParts(p, t, walk);
  memo.set(p, t, answer);
  return answer;
}

function matchParts(p: Exclude<Type, { kind: "error" }>, t: Type, walk: Walk): Answer {
  switch (p.kind) {
    case "con":
      if (t.kind !== "con" || t.def !== p.def) return "no";
      return matchAllIn(p.args, t.args, walk);
    case "tuple":
      if (t.kind !== "tuple") return "no";
      return matchAllIn(p.elements, t.elements, walk);
    case "fn":
      if (t.kind !== "fn") return "no";
      return both(
        () => matchAllIn(p.params, t.params, walk),
        () => matchIn(p.result, t.result, walk),
      );
    case "param":
      return t.kind === "param" && t.param === p.param ? "yes" : "no";
    case "var":
      return "maybe";
    default:
      return assertNever(p, "types");
  }
}

function matchAllIn(patterns: readonly Type[], targets: readonly Type[], walk: Walk): Answer {
  if (patterns.length !== targets.length) return "no";
  let answer: Answer = "yes";
  for (let i = 0; i < patterns.length; i++) {
    const one = matchIn(patterns[i] as Type, targets[i] as Type, walk);
    if (one === "no") return "no";
    if (one === "maybe") answer = "maybe";
  }
  return answer;
}

/** Whether two types are equal, as far as is known. */
export function compareTypes(left: Type, right: Type): Answer {
  const a = prune(left);
  const b = prune(right);
  if (a === b) return "yes";
  if (a.kind === "var" && b.kind !== "var") return mayBecome(a, b) ? "maybe" : "no";
  return matchType(a, b, undefined);
}

function both(first: () => Answer, second: () => Answer): Answer {
  const a = first();
  if (a === "no") return "no";
  const b = second();
  return b === "yes" ? a : b;
}

/** An integer literal can only become `int` or `byte`. */
function mayBecome(variable: TypeVar, type: Type): boolean {
  if (!variable.isIntLiteral || type.kind === "var") return true;
  return isBuiltin(type, "int") || isBuiltin(type, "byte");
}
