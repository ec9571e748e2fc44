/** Struct literals: `Point { x: 1, y }`, `{ ...p, x: 2 }`, `Circle { radius: 1 }`. */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import type { Callee, FieldDef, Type, TypeDef, VariantDef } from "../model/model.ts";
import { lookupValue } from "../model/scope.ts";
import { conType, ERROR_TYPE, prune, substitute, substitutionOf } from "../model/type.ts";
import type { BodyContext, WrittenTypes } from "./body_context.ts";
import { resolveTypeArgs } from "./body_types.ts";
import type { Why } from "./hints.ts";
import { inferName } from "./infer_name.ts";
import { adoptExpected, freshArgs, instantiateType } from "./instantiate.ts";
import { defOfPath, qualifiedVariant } from "./named_variants.ts";
import { traitMethodCallee } from "./require_trait.ts";

type StructLiteral = ast.ExprOf<"Struct">;

/** The struct or variant that a literal makes. */
interface Made {
  readonly type: Type & { kind: "con" };
  readonly variant?: VariantDef;
  readonly fields: readonly FieldDef[];
}

export function inferStruct(
  cx: BodyContext,
  expr: StructLiteral,
  expected: Type | undefined,
): Type {
  const made = madeOfPath(cx, expr);
  if (made === undefined) {
    inferElements(cx, expr);
    return ERROR_TYPE;
  }
  adoptExpected(cx.unifier, made.type, expected);
  return inferMade(cx, expr, made);
}

/** A literal without a name: of the type of its first spread, which is known. Nothing unless that is a struct. */
export function inferStructLike(
  cx: BodyContext,
  expr: StructLiteral,
  spread: Type,
): Type | undefined {
  const type = prune(spread);
  if (type.kind !== "con" || type.def.body.kind !== "struct") return undefined;
  if (type.def.objectOf !== undefined) return undefined;
  return inferMade(cx, expr, { type, fields: type.def.body.fields });
}

function inferMade(cx: BodyContext, expr: StructLiteral, made: Made): Type {
  const defaults = checkElements(cx, expr, made);
  const { type, variant } = made;
  cx.facts.resolutions.set(expr.id, {
    kind: "struct",
    type: type.def,
    ...(variant === undefined ? {} : { variant }),
    ...(defaults.size === 0 ? {} : { defaults }),
  });
  return type;
}

function madeOfPath(
  cx: WrittenTypes & Pick<BodyContext, "unifier">,
  expr: StructLiteral,
): Made | undefined {
  const { names } = expr.path;
  const def = defOfPath(cx, names);
  if (def !== undefined) return madeOfDef(cx, expr, def);
  const variant = variantOfPath(cx, names);
  if (variant !== undefined) {
    const [sum, found] = variant;
    return { type: instantiateType(cx.unifier, sum), variant: found, fields: found.fields };
  }
  const last = names[names.length - 1] as ast.Name;
  if (cx.module.brokenNames.has(last.text)) cx.record.errorCount++; // its import was reported
  else cx.record.report(errors.unknownStruct(last.text, expr.path.span, cx.module.types.keys()));
  return undefined;
}

function variantOfPath(
  cx: Pick<BodyContext, "module" | "program" | "typeScope">,
  names: readonly ast.Name[],
): readonly [TypeDef, VariantDef] | undefined {
  const last = (names[names.length - 1] as ast.Name).text;
  if (names.length === 1) {
    const entity = lookupValue(cx.module, last);
    return entity?.kind === "variant" ? [entity.type, entity.variant] : undefined;
  }
  return qualifiedVariant(cx, names);
}

function madeOfDef(
  cx: Pick<BodyContext, "program" | "record" | "typeScope" | "unifier">,
  expr: StructLiteral,
  def: TypeDef,
): Made | undefined {
  if (def.body.kind !== "struct") {
    cx.record.report(errors.notAStruct(def.name, expr.path.span));
    return undefined;
  }
  const self = expr.path.names[0]?.text === "Self" ? cx.typeScope.names.get("Self") : undefined;
  const known = self === undefined ? undefined : prune(self);
  if (known?.kind === "con") return { type: known, fields: def.body.fields };
  const { span } = expr.path;
  const given = resolveTypeArgs(cx, expr.typeArgs, def.params.length, span, def.name);
  const args = freshArgs(cx, def.params, given, def.name, span);
  return { type: conType(def, args) as Made["type"], fields: def.body.fields };
}

/** Checks the fields that are written; gives the functions that make those that may be left out and are. */
function checkElements(
  cx: BodyContext,
  expr: StructLiteral,
  made: Made,
): ReadonlyMap<string, Callee> {
  const { type, fields } = made;
  const map = substitutionOf(type.def.params, type.args);
  const byName = new Map(fields.map((field) => [field.name, field]));
  const seen = new Set<string>();
  let hasSpread = false;
  for (const element of expr.fields) {
    if (element.kind === "spread") {
      hasSpread = true;
      checkSpread(cx, element.value, type);
      continue;
    }
    const field = byName.get(element.name.text);
    if (field === undefined) {
      cx.record.report(errors.unknownField(element.name, type, [...byName.keys()], false));
    } else if (seen.has(field.name)) {
      cx.record.report(errors.duplicateField(element.name));
    }
    seen.add(element.name.text);
    const wanted = field === undefined ? undefined : substitute(field.type, map);
    const why = field === undefined
      ? undefined
      : { span: field.span, text: "expected because of this field" };
    checkElement(cx, element, wanted, why);
  }
  // A field without a name has been reported by the parser.
  const absent = hasSpread ? [] : fields.filter(({ name }) => name !== "" && !seen.has(name));
  const isDefaulted = ({ name }: FieldDef) => type.def.defaulted?.includes(name) === true;
  const missing = absent.filter((field) => !isDefaulted(field)).map(({ name }) => name);
  if (missing.length > 0) cx.record.report(errors.missingFields(type, missing, expr.path.span));
  return new Map(
    absent.filter(isDefaulted).map((field) => [
      field.name,
      traitMethodCallee(cx.program, "Default", "default", substitute(field.type, map)),
    ]),
  );
}

/** The first spread in braces without a name was inferred already, to find out what they make. */
export function checkSpread(cx: BodyContext, value: ast.Expr, type: Type, why?: Why): void {
  const known = cx.facts.types.get(value.id);
  if (known === undefined) cx.check(value, type, why);
  else if (!cx.unifier.unify(type, known)) {
    cx.record.report(errors.typeMismatch(type, known, value.span));
  }
}

function checkElement(
  cx: BodyContext,
  element: Extract<ast.StructElement, { kind: "field" }>,
  wanted: Type | undefined,
  why: Why | undefined,
): void {
  // The shorthand `x` reads the variable of that name.
  const value: ast.Expr = element.value ??
    { kind: "Ident", id: element.id, name: element.name.text, span: element.name.span };
  if (wanted !== undefined) cx.check(value, wanted, why);
  else if (value.kind === "Ident") cx.facts.setType(value.id, inferName(cx, value));
  else cx.infer(value);
}

function inferElements(cx: BodyContext, expr: StructLiteral): void {
  for (const element of expr.fields) {
    if (element.kind === "field") checkElement(cx, element, undefined, undefined);
    else if (!cx.facts.types.has(element.value.id)) cx.infer(element.value);
  }
}
