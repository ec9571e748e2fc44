/**
 * Trait objects: a trait used as a type (spec 8, "Trait Objects"). The type of the objects of a trait is a struct with
 * one function value per method, which keeps the value that the object was made of. The struct implements the trait
 * and its supertraits; `mono` writes the methods: calls of the function values.
 */
import { type CallShape, coreResult } from "../model/call_shape.ts";
import type { FnDef, TraitDef, TraitRef, Type } from "../model/model.ts";
import {
  conType,
  paramType,
  prune,
  someType,
  substitute,
  substituteAll,
  substitutionOf,
} from "../model/type.ts";
import { hasSelf } from "../model/forms.ts";
import { elaborate } from "./traits.ts";

/** A method that an object of the trait keeps a function value for. */
export interface ObjectMethod {
  /** The trait or supertrait that declares it, in terms of the parameters of the object's trait. */
  readonly ref: TraitRef;
  readonly method: FnDef;
}

/** The trait that `type` holds objects of. */
export function objectTrait(type: Type): TraitDef | undefined {
  const t = prune(type);
  return t.kind === "con" ? t.def.objectOf : undefined;
}

/** The traits that a value must implement to become an object of `type`, with what it states of their parameters. */
export function objectParts(type: Type): readonly TraitRef[] {
  const t = prune(type);
  if (t.kind !== "con" || t.def.objectOf === undefined) return [];
  const trait = t.def.objectOf;
  if (!trait.isCombined) return [{ trait, args: t.args }];
  const map = substitutionOf(trait.params, t.args);
  return trait.supertraits.map((part) => ({
    trait: part.trait,
    args: substituteAll(part.args, map),
  }));
}

/** The methods for which an object of `trait` keeps functions, in the order of the fields of its struct. */
export function objectMethods(trait: TraitDef): readonly ObjectMethod[] {
  return objectRefs(trait).flatMap((ref) =>
    [...new Set(ref.trait.methods.values())]
      .map((method) => ({ ref, method }))
  );
}

/**
 * The trait and its supertraits, for the parameters of the trait itself. Objects of `Hashable` can be hashed (spec 8.8.2), but
 * not compared, since the other value may be of another type: they have no `Eq`.
 */
export function objectRefs(trait: TraitDef): readonly TraitRef[] {
  const all = elaborate([{ trait, args: trait.params.map(paramType) }], paramType(trait.self));
  const lacked = new Set(all.flatMap((ref) => lackedByObjects(ref.trait)));
  return all.filter((ref) => ref.trait === trait || !lacked.has(ref.trait));
}

/** The supertraits of `trait` that its objects do not have. */
export function lackedByObjects(trait: TraitDef): readonly TraitDef[] {
  return trait.name === "Hashable" ? trait.supertraits.map((parent) => parent.trait) : [];
}

function isSelf(trait: TraitDef, type: Type): boolean {
  const t = prune(type);
  return t.kind === "param" && t.param === trait.self;
}

/** The reason why a method cannot be called on a value of an unknown type. */
function objection(trait: TraitDef, method: FnDef): string | undefined {
  const names = (type: Type) => someType(type, (t) => isSelf(trait, t));
  if (!hasSelf(method)) return `\`${method.name}\` has no \`self\``;
  // Such a method has type parameters of its own in place of those of the trait.
  if (method.typeParams[0] !== trait.self) return `\`${method.name}\` has a \`where\` clause`;
  if (method.handlers.length > 0) {
    return `\`${method.name}\` uses \`${method.handlers[0]?.name}\`, which its callers pass`;
  }
  if (method.typeParams.length > 1 + trait.params.length) {
    return `\`${method.name}\` has type parameters`;
  }
  if (names(method.result)) return `\`${method.name}\` returns \`Self\``;
  if (method.params.slice(1).some((param) => names(param.type))) {
    return `\`${method.name}\` takes \`Self\` as an argument`;
  }
  return undefined;
}

/** The reason why values of `trait` cannot be objects, if there is one: a method of it or of a supertrait. */
export function objectObjection(trait: TraitDef): string | undefined {
  for (const ref of objectRefs(trait)) {
    for (const method of ref.trait.methods.values()) {
      const reason = objection(ref.trait, method);
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}

/**
 * The type of the function value that an object of type `self` keeps for a method that is called by `shape`. An object does not
 * change in place: the function of a method that gives `self` back gives the object of the changed value.
 */
export function objectMethodType(
  { ref, method }: ObjectMethod,
  self: Type,
  shape: CallShape,
): Type & { readonly kind: "fn" } {
  const map = substitutionOf(ref.trait.params, ref.args);
  map.set(ref.trait.self, self);
  const params = method.params.slice(1).map((param) => substitute(param.type, map));
  return { kind: "fn", params, result: coreResult(shape, self, substitute(method.result, map)) };
}

/** Gives the fields of the objects of `trait` the types of calls with hidden parts. */
export function fillObjectFields(trait: TraitDef, shapeOf: (fn: FnDef) => CallShape): void {
  const { body } = trait.object;
  if (body.kind !== "struct" || body.fields.length === 0) return;
  const methods = objectMethods(trait);
  const self = conType(trait.object, trait.params.map(paramType));
  const fields = body.fields.map((field, i) => {
    const one = methods[i];
    return one === undefined
      ? field
      : { ...field, type: objectMethodType(one, self, shapeOf(one.method)) };
  });
  trait.object.body = { kind: "struct", fields };
}
