/** Resolves names and paths of patterns and literals to type definitions and variants. */
import type * as ast from "../../syntax/mod.ts";
import type { ModuleScope, Type, TypeDef, VariantDef } from "../model/model.ts";
import { exportedType, exportedValue, lookupValue } from "../model/scope.ts";
import { prune } from "../model/type.ts";
import { variantNamed, variantOfDef } from "../model/type_members.ts";
import type { BodyContext } from "./body_context.ts";
import { lookupBodyType } from "./body_types.ts";

/** The type definition that a path names. */
export function defOfPath(
  cx: Pick<BodyContext, "module" | "program" | "typeScope">,
  names: readonly ast.Name[],
): TypeDef | undefined {
  const [first, ...rest] = names;
  if (first === undefined) return undefined;
  const found = lookupBodyType(cx, first.text);
  if (found?.kind === "known") {
    const type = prune(found.type);
    return type.kind === "con" && rest.length === 0 ? type.def : undefined;
  }
  let entity = found;
  for (const name of rest) {
    if (entity?.kind !== "module") return undefined;
    entity = exportedType(cx.program, entity.module, name.text);
  }
  return entity?.kind === "type" ? entity.type : undefined;
}

/** The variant that a bare name means for a value of type `type`, if it means one. */
export function variantOfName(
  module: ModuleScope,
  name: string,
  type: Type,
): readonly [TypeDef, VariantDef] | undefined {
  const t = prune(type);
  if (t.kind === "con") {
    const own = variantNamed(t, name);
    if (own !== undefined) return [t.def, own];
    // A name that is no variant of this sum binds, whatever it means elsewhere.
    if (t.def.body.kind !== "sum" && t.def.body.kind !== "newtype") return undefined;
  }
  const entity = lookupValue(module, name);
  if (entity?.kind !== "variant" || !/^[A-Z]/.test(name)) return undefined;
  return [entity.type, entity.variant];
}

/** The variant that a path means for a value of type `type`, if it means one. */
export function variantOfPath(
  cx: Pick<BodyContext, "module" | "program" | "typeScope">,
  path: ast.Path,
  type: Type,
): readonly [TypeDef, VariantDef] | undefined {
  const last = path.names[path.names.length - 1] as ast.Name;
  if (path.names.length > 1) {
    return qualifiedVariant(cx, path.names);
  }
  const t = prune(type);
  const own = t.kind === "con" ? variantNamed(t, last.text) : undefined;
  if (own !== undefined && t.kind === "con") return [t.def, own];
  const entity = lookupValue(cx.module, last.text);
  return entity?.kind === "variant" ? [entity.type, entity.variant] : undefined;
}

/** The variant that `Sum.V`, `module.V` or `module.Sum.V` means. */
export function qualifiedVariant(
  cx: Pick<BodyContext, "module" | "program" | "typeScope">,
  names: readonly ast.Name[],
): readonly [TypeDef, VariantDef] | undefined {
  const [first, ...rest] = names;
  const name = (names[names.length - 1] as ast.Name).text;
  const module = rest.length === 1 && first !== undefined
    ? lookupBodyType(cx, first.text)
    : undefined;
  if (module?.kind === "module") {
    const entity = exportedValue(cx.program, module.module, name);
    return entity?.kind === "variant" ? [entity.type, entity.variant] : undefined;
  }
  const def = defOfPath(cx, names.slice(0, -1));
  const variant = def && variantOfDef(def, name);
  return def === undefined || variant === undefined ? undefined : [def, variant];
}

/** The newtype that a path means for a value of type `type`, if it means one. */
export function newtypeOf(
  cx: Pick<BodyContext, "module" | "program" | "typeScope">,
  path: ast.Path,
  type: Type,
): TypeDef | undefined {
  const t = prune(type);
  const name = path.names[0]?.text;
  const isOwn = t.kind === "con" && t.def.body.kind === "newtype" && t.def.name === name;
  if (isOwn && path.names.length === 1) return t.def;
  if (t.kind === "con" && (t.def.body.kind !== "newtype" || path.names.length === 1)) {
    return undefined;
  }
  const def = defOfPath(cx, path.names);
  return def?.body.kind === "newtype" ? def : undefined;
}
