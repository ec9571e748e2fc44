/**
 * Extensions of traits (spec 18.6.1): all types that implement the trait have the methods.
 *
 *     extend Shape where Self: Clone { .. }        extend<Self: Shape> Self where Self: Clone { .. }
 */
import type * as ast from "../../syntax/mod.ts";
import type { ModuleScope, TraitDef } from "../model/model.ts";

/** The trait that `item` extends, and the item as that of a type parameter; undefined for an extension of a type. */
export function extendedTrait(
  module: ModuleScope,
  item: ast.ExtendItem,
): { readonly trait: TraitDef; readonly item: ast.ExtendItem } | undefined {
  const { type, generics } = item;
  if (type.kind !== "Path" || type.path.names.length !== 1) return undefined;
  const [{ text, span }] = type.path.names as readonly [ast.Name];
  const entity = module.types.get(text);
  if (entity?.kind !== "trait" || generics.some((generic) => generic.name.text === text)) {
    return undefined;
  }
  const name = { text: "Self", span };
  const self: ast.TypeExpr = {
    kind: "Path",
    path: { names: [name], span },
    args: [],
    span: type.span,
  };
  const param = { kind: "type", name, bounds: [type] } as const;
  return { trait: entity.trait, item: { ...item, generics: [...generics, param], type: self } };
}
