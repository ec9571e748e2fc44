/** `Iterator<T>` and `DoubleEndedIterator<T>` as types: an iterator behind functions, made where expected. */
import type { ModuleScope, TraitDef, TypeDef } from "../model/model.ts";

/** By trait: the type that stands for it, and the function that makes one. */
export const ITERATOR_BOXES: ReadonlyMap<
  string,
  { readonly type: string; readonly make: string }
> = new Map([
  ["Iterator", { type: "AnyIterator", make: "any_iterator" }],
  ["DoubleEndedIterator", { type: "AnyDoubleEnded", make: "any_double_ended" }],
]);

/** The type that a trait of std stands for where a type is written; undefined for other traits. */
export function typeOfTrait(
  modules: readonly ModuleScope[],
  trait: TraitDef,
): TypeDef | undefined {
  const module = modules[trait.module];
  const box = ITERATOR_BOXES.get(trait.name);
  if (box === undefined || module?.isStd !== true) return undefined;
  const entity = module.own.types.get(box.type);
  return entity?.kind === "type" ? entity.type : undefined;
}
