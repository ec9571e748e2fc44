/** `Iterator<T>` and `DoubleEndedIterator<T>` as types: an iterator behind functions, made where expected. */
import type * as ast from "../syntax/mod.ts";
import type { BodyContext } from "./body_context.ts";
import { typeMismatch } from "./errors_infer.ts";
import type { ModuleScope, TraitDef, Type, TypeDef } from "./model.ts";
import { requireTrait } from "./require_trait.ts";
import { findImpl } from "./traits.ts";
import { prune } from "./type.ts";

/** By trait: the type that stands for it, and the function that makes one. */
const BOXES = new Map([
  ["Iterator", { type: "AnyIterator", make: "any_iterator" }],
  ["DoubleEndedIterator", { type: "AnyDoubleEnded", make: "any_double_ended" }],
]);

/** The type that a trait of std stands for where a type is written; undefined for other traits. */
export function typeOfTrait(
  modules: readonly ModuleScope[],
  trait: TraitDef,
): TypeDef | undefined {
  const module = modules[trait.module];
  const box = BOXES.get(trait.name);
  if (box === undefined || module?.isStd !== true) return undefined;
  const entity = module.own.types.get(box.type);
  return entity?.kind === "type" ? entity.type : undefined;
}

/** Whether `expr` is some other iterator where an `Iterator<T>` is expected; notes how it becomes one. */
export function becomesAnyIterator(
  cx: BodyContext,
  expr: ast.Expr,
  found: Type,
  expected: Type,
): boolean {
  const wanted = prune(expected);
  if (wanted.kind !== "con" || !wanted.def.name.startsWith("Any")) return false;
  const type = prune(found);
  if (type.kind === "var" || type.kind === "con" && type.def === wanted.def) return false;
  const { builtins } = cx.program;
  for (const [traitName, box] of BOXES) {
    if (wanted.def !== builtins.type(box.type)) continue;
    const trait = builtins.trait(traitName);
    const { kind } = findImpl(cx.program, trait, type);
    if (kind === "missing" || kind === "error") return false;
    const element = cx.fresh();
    const { span } = expr;
    const report = () => typeMismatch(expected, found, span);
    requireTrait(cx, type, { trait, args: [element] }, { span, report });
    if (!cx.unify(wanted.args[0] as Type, element)) cx.report(report());
    const callee = { kind: "fn", fn: builtins.fn(box.make), typeArgs: [type, element] } as const;
    cx.coercions.set(expr.id, { callee, type: wanted });
    return true;
  }
  return false;
}
