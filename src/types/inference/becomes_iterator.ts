/** Iterators of other types where `Iterator<T>` or `DoubleEndedIterator<T>` is expected. */
import type * as ast from "../../syntax/mod.ts";
import { typeMismatch } from "../messages/errors_infer.ts";
import type { Type } from "../model/model.ts";
import { prune } from "../model/type.ts";
import { boxOfType } from "../traits/any_iterator.ts";
import { findImpl } from "../traits/traits.ts";
import type { Conversions } from "./body_context.ts";
import { requireTrait } from "./require_trait.ts";

/** Whether `expr` is some other iterator where an `Iterator<T>` is expected; notes how it becomes one. */
export function becomesAnyIterator(
  cx: Conversions,
  expr: ast.Expr,
  found: Type,
  expected: Type,
): boolean {
  const wanted = prune(expected);
  if (wanted.kind !== "con") return false;
  const box = boxOfType(cx.program, wanted.def);
  const type = prune(found);
  const isOther = type.kind !== "var" && !(type.kind === "con" && type.def === wanted.def);
  if (box === undefined || !isOther) return false;
  const { builtins } = cx.program;
  const trait = builtins.trait(box.trait);
  const { kind } = findImpl(cx.program, trait, type);
  if (kind === "missing" || kind === "error") return false;
  const element = cx.unifier.fresh();
  const { span } = expr;
  const report = () => typeMismatch(expected, found, span);
  requireTrait(cx, type, { trait, args: [element] }, { span, report });
  if (!cx.unifier.unify(wanted.args[0] as Type, element)) cx.record.report(report());
  const callee = { kind: "fn", fn: builtins.fn(box.make), typeArgs: [type, element] } as const;
  cx.facts.coercions.set(expr.id, { callee, type: wanted });
  return true;
}
