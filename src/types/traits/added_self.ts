/**
 * Capabilities whose impls add `self` (dialect): the trait says `@get (url: str)`, an impl
 * `@get (self, url: str)`. Its methods belong to a handler, a value that `with` provides.
 */
import { hasSelf } from "../model/forms.ts";
import type { FnDef, ImplDef, TraitDef } from "../model/model.ts";
import { someType } from "../model/type.ts";

/** Whether `fn` of an impl takes the handler, which the method `declared` of the trait does not mention. */
export function addsSelf(fn: FnDef, declared: FnDef, trait: TraitDef): boolean {
  return hasSelf(fn) && !hasSelf(declared) && isCapability(trait);
}

/** Whether some method of `impl` takes the handler: its functions cannot be called on the type. */
export function implAddsSelf({ trait, methods }: ImplDef): boolean {
  if (trait === undefined) return false;
  return [...methods].some(([name, fn]) => {
    const declared = trait.trait.methods.get(name);
    return declared !== undefined && addsSelf(fn, declared, trait.trait);
  });
}

/** Whether no method of the trait is about a value: none has `self` or mentions `Self`. */
function isCapability({ methods, self }: TraitDef): boolean {
  return [...methods.values()].every((fn) =>
    !hasSelf(fn) &&
    [...fn.params.map((param) => param.type), fn.result].every((type) =>
      !someType(type, (part) => part.kind === "param" && part.param === self)
    )
  );
}
