/** `Iterator<T>` and `DoubleEndedIterator<T>` as types: an iterator behind functions, made where expected. */
import type { ModuleScope, TraitDef, TypeDef } from "../model/model.ts";
import type { Program } from "../model/program.ts";

/** A trait of std, the type that stands for it, and the function that makes a value of that. */
export interface IteratorBox {
  readonly trait: string;
  readonly type: string;
  readonly make: string;
}

const BOXES: readonly IteratorBox[] = [
  { trait: "Iterator", type: "AnyIterator", make: "any_iterator" },
  { trait: "DoubleEndedIterator", type: "AnyDoubleEnded", make: "any_double_ended" },
];
const BY_TRAIT: ReadonlyMap<string, IteratorBox> = new Map(BOXES.map((box) => [box.trait, box]));
const BY_TYPE: ReadonlyMap<string, IteratorBox> = new Map(BOXES.map((box) => [box.type, box]));

/** The box whose type `def` is; undefined for other types. */
export function boxOfType({ builtins }: Program, def: TypeDef): IteratorBox | undefined {
  const box = BY_TYPE.get(def.name);
  return box !== undefined && def === builtins.type(box.type) ? box : undefined;
}

/** The type that a trait of std stands for where a type is written; undefined for other traits. */
export function typeOfTrait(
  modules: readonly ModuleScope[],
  trait: TraitDef,
): TypeDef | undefined {
  const module = modules[trait.module];
  const box = BY_TRAIT.get(trait.name);
  if (box === undefined || module?.isStd !== true) return undefined;
  const entity = module.own.types.get(box.type);
  return entity?.kind === "type" ? entity.type : undefined;
}
