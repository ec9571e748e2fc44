/** Fields and variants of a type applied to its arguments. */
import type { FieldDef, Type, VariantDef } from "./model.ts";
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
  const index = body.fields.findIndex((field) => field.name === name);
  const field = body.fields[index];
  return field === undefined ? undefined : { index, type: substitute(field.type, map) };
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
  return variantsOf(type).find((variant) => variant.name === name);
}
