/** Maps and sets in bodies: literals, what may be a key, what `for .. yield` collects into. */
import type { Span } from "../../base/mod.ts";
import { asStructUpdate, type ExprOf } from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { listType, mapType, tupleType } from "../model/builtin.ts";
import type { Type } from "../model/model.ts";
import { isBuiltin, prune } from "../model/type.ts";
import type { BodyContext, Demands } from "./body_context.ts";
import type { Why } from "./hints.ts";
import { checkSpread, inferStructLike } from "./infer_struct.ts";
import { requireTrait } from "./require_trait.ts";

/**
 * `{ "a": 1, key: 2, [k]: 3, ...rest }`: of the expected key and value types, else those of the first entry. What begins
 * with the spread of a struct is a struct of that type. `{ }` where `void` is expected is a block without content.
 */
export function inferMap(
  cx: BodyContext,
  expr: ExprOf<"Map">,
  expected: Type | undefined,
): Type {
  const hint = expected === undefined ? undefined : prune(expected);
  if (expr.entries.length === 0 && hint?.kind === "con" && isBuiltin(hint, "void")) return hint;
  const isMap = hint?.kind === "con" && isBuiltin(hint, "map");
  const update = isMap ? undefined : asStructUpdate(expr);
  const [first] = expr.entries;
  if (update !== undefined && first?.kind === "spread") {
    const struct = inferStructLike(cx, update, cx.infer(first.value));
    if (struct !== undefined) return struct;
  }
  const key = isMap ? hint.args[0] as Type : cx.unifier.freshDefaultable();
  const value = isMap ? hint.args[1] as Type : cx.unifier.freshDefaultable();
  let whyKey: Why | undefined;
  let whyValue: Why | undefined;
  for (const entry of expr.entries) {
    if (entry.kind === "spread") {
      checkSpread(cx, entry.value, mapType(key, value), whyKey);
      continue;
    }
    if (entry.isPunned && entry.name !== undefined) {
      cx.record.report(errors.entryWithoutValue(entry.name));
    }
    cx.check(entry.key, key, whyKey);
    cx.check(entry.value, value, whyValue);
    if (isMap) continue;
    whyKey ??= { span: entry.key.span, text: "the keys of the map have the type of this one" };
    whyValue ??= {
      span: entry.value.span,
      text: "the values of the map have the type of this one",
    };
  }
  if (expr.entries.length > 0) requireKey(cx, key, expr.span);
  return mapType(key, value);
}

/** Demands that values of `key` can be told apart in a map or set. */
export function requireKey(cx: Demands, key: Type, span: Span): void {
  const trait = cx.program.builtins.trait("Hashable");
  requireTrait(cx, key, { trait, args: [] }, {
    span,
    report: (because) => errors.notAKey(key, span, because),
  });
}

/** The result of `for .. yield`: the collection and the type of its elements. */
export interface Collected {
  readonly type: Type;
  readonly element: Type;
}

/** A map or set where one is expected, else a list. */
export function collectedInto(cx: Demands, expected: Type | undefined, span: Span): Collected {
  const hint = expected === undefined ? undefined : prune(expected);
  const [first, second] = hint?.kind === "con" ? hint.args : [];
  if (first !== undefined && hint !== undefined) {
    if (isBuiltin(hint, "list")) return { type: hint, element: first };
    if (isBuiltin(hint, "Set") || isBuiltin(hint, "map")) requireKey(cx, first, span);
    if (isBuiltin(hint, "Set")) return { type: hint, element: first };
    if (isBuiltin(hint, "map") && second !== undefined) {
      return { type: hint, element: tupleType([first, second]) };
    }
  }
  const element = cx.unifier.freshDefaultable();
  return { type: listType(element), element };
}
