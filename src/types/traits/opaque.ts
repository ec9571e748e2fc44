/**
 * `impl A + B` as the result of a function (spec 8, "Existential Types"). Outside of the function the result is an opaque
 * type that has its bounds and nothing else; inside it is the one type that the body gives. `mono` puts that in its place.
 */
import type * as ast from "../../syntax/mod.ts";
import type { TraitDef, Type, TypeDef } from "../model/model.ts";
import { substitute, substitutionOf } from "../model/type.ts";

/** No name that can be written has a space. */
const RESULT_PREFIX = "result of ";

/** The name of the associated type that `impl A` in the signature of a trait's method is. */
export function resultName(method: ast.Name): string {
  return `${RESULT_PREFIX}${method.text}`;
}

/** The reason why `trait` has no objects, if a method returns `impl` of a trait: its type differs from impl to impl. */
export function opaqueObjection(trait: TraitDef): string | undefined {
  for (const { name } of trait.params) {
    const method = name.startsWith(RESULT_PREFIX) ? name.slice(RESULT_PREFIX.length) : undefined;
    if (method !== undefined) return `\`${method}\` returns \`impl\` of a trait`;
  }
  return undefined;
}

/** The type behind an opaque one, given the types behind those of its function. */
export function revealType(
  type: Type & { readonly kind: "con" },
  hidden: ReadonlyMap<TypeDef, Type>,
): Type | undefined {
  const found = hidden.get(type.def);
  return found && substitute(found, substitutionOf(type.def.params, type.args));
}
