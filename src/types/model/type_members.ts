/** Fields and variants of a type applied to its arguments. */
import type { FieldDef, Places, Type, TypeDef, VariantDef } from "./model.ts";
import { prune, substitute, substitutionOf } from "./type.ts";

export interface FieldFound {
  /** Position in the struct; -1 for the inside of a newtype. */
  readonly index: number;
  readonly type: Type;
}

/** Field `name` of a struct, or `inner` of a newtype. */
export function fieldOf(type: Type, name: string): FieldFound | undefined {
  const t = prune(type);
  if (t.kind !== "con") return undefined;
  const { body, params } = t.def;
  const map = substitutionOf(params, t.args);
  if (body.kind === "newtype") {
    return name === "inner" ? { index: -1, type: substitute(body.inner, map) } : undefined;
  }
  if (body.kind !== "struct" || t.def.objectOf !== undefined) return undefined;
  const index = (body.places ??= placesOf(body.fields)).get(name);
  const field = index === undefined ? undefined : body.fields[index];
  if (index === undefined || field === undefined) return undefined;
  return { index, type: substitute(field.type, map) };
}

/** The fields of a struct; none for other types. */
export function structFields(type: Type): readonly FieldDef[] {
  const t = prune(type);
  if (t.kind !== "con" || t.def.objectOf !== undefined) return [];
  return t.def.body.kind === "struct" ? t.def.body.fields : [];
}

/** The variants of a sum; none for other types. */
export function variantsOf(type: Type): readonly VariantDef[] {
  const t = prune(type);
  return t.kind === "con" && t.def.body.kind === "sum" ? t.def.body.variants : [];
}

/** Variant `name` of a sum. */
export function variantNamed(type: Type, name: string): VariantDef | undefined {
  const t = prune(type);
  return t.kind === "con" ? variantOfDef(t.def, name) : undefined;
}

/** Variant `name` of a definition, if that is a sum. */
export function variantOfDef({ body }: TypeDef, name: string): VariantDef | undefined {
  if (body.kind !== "sum") return undefined;
  const index = (body.places ??= placesOf(body.variants)).get(name);
  return index === undefined ? undefined : body.variants[index];
}

/** The first place of each name; a name that stands twice has been reported. */
function placesOf(members: readonly { readonly name: string }[]): Places {
  const places = new Map<string, number>();
  members.forEach(({ name }, index) => {
    if (!places.has(name)) places.set(name, index);
  });
  return places;
}
