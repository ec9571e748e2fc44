/** Values that become trait objects: where the type of one is expected and a value of another type stands. */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { INT } from "../model/builtin.ts";
import type { TraitRef, Type } from "../model/model.ts";
import { isBuiltin, prune } from "../model/type.ts";
import { objectParts, objectTrait } from "../traits/trait_objects.ts";
import type { Conversions, Demands } from "./body_context.ts";
import { requireTrait } from "./require_trait.ts";
import { noteObject, tellsChoices } from "./tell_choice.ts";

/**
 * Whether `expr`, of type `found`, is to be made an object of the traits that `expected` names; notes it then, and demands
 * that its type implements them. A value whose type is not known yet is taken for an object.
 */
export function becomesObject(
  cx: Conversions,
  expr: ast.Expr,
  found: Type,
  expected: Type,
): boolean {
  const trait = objectTrait(expected);
  if (trait === undefined) return false;
  const open = prune(found);
  if (open.kind === "var" && open.isIntLiteral) cx.unifier.unify(open, INT);
  const type = prune(found);
  const isOther = type.kind === "con" || type.kind === "tuple" || type.kind === "fn" ||
    type.kind === "param";
  if (!isOther || objectTrait(type) === trait || isBuiltin(type, "Never")) return false;
  const before = cx.record.errorCount;
  for (const part of objectParts(expected)) {
    if (cx.record.errorCount === before) requireObject(cx, expr, type, part, expected);
  }
  cx.facts.coercions.set(expr.id, {
    callee: { kind: "object", from: type, to: expected },
    type: expected,
  });
  if (tellsChoices(cx)) noteObject(cx, expr, type, expected);
  return true;
}

/** Demands that `type` implements a part of `expected` with the arguments and associated types that it states. */
function requireObject(
  cx: Demands,
  expr: ast.Expr,
  type: Type,
  part: TraitRef,
  expected: Type,
): void {
  const { trait, args: wanted } = part;
  const decided = trait.params.length - trait.associatedCount;
  const args = wanted.map((arg, i) => i < decided ? arg : cx.unifier.fresh());
  const ref: TraitRef = { trait, args };
  const before = cx.record.errorCount;
  requireTrait(cx, type, ref, {
    span: expr.span,
    report: (because) => errors.noObject(type, expected, part, expr.span, because),
  });
  const agrees = wanted.every((arg, i) => cx.unifier.unify(arg, args[i] as Type));
  if (!agrees && cx.record.errorCount === before) {
    cx.record.report(errors.noObject(type, expected, part, expr.span, undefined));
  }
}
