/** Fields, tuple fields, indexing. */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { INT, NEVER, STR } from "../model/builtin.ts";
import type { Type } from "../model/model.ts";
import { conType, ERROR_TYPE, fnType, isBuiltin, prune } from "../model/type.ts";
import { fieldOf, structFields, variantNamed, variantsOf } from "../model/type_members.ts";
import { lookupAssociated, lookupMethod } from "../traits/lookup_method.ts";
import { methodNames } from "../traits/method_names.ts";
import type { BodyContext } from "./body_context.ts";
import { handlerLocal } from "./capabilities.ts";
import { isNever } from "./coerce.ts";
import { checkFieldAccess } from "./field_access.ts";
import { indexByTrait, placeByTrait } from "./infer_index.ts";
import { requireKey } from "./infer_map.ts";
import {
  inferEntity,
  inferVariantValue,
  keepHandlers,
  moduleMember,
  type PathTarget,
  pathTarget,
  readHandler,
  targetType,
} from "./infer_name.ts";
import { instantiateCandidate } from "./instantiate_method.ts";
import type { Need } from "./worklist.ts";

/** A field, an element or a method is looked up by the type of what stands in front. */
function valueNeed({ span }: ast.Expr): Need {
  return { span, what: "the type of this value", literal: "isInt" };
}

export function inferField(
  cx: BodyContext,
  expr: ast.ExprOf<"Field">,
  expected: Type | undefined,
): Type {
  const target = pathTarget(cx, expr.object);
  const handler = target?.kind === "trait" ? handlerLocal(cx, target.trait) : undefined;
  if (target !== undefined && handler === undefined) return inferMember(cx, expr, target, expected);
  const object = handler === undefined
    ? cx.infer(expr.object)
    : readHandler(cx, expr.object, handler);
  if (isNever(object)) return NEVER;
  return cx.work.typeWhenKnown(object, valueNeed(expr.object), (type) => readField(cx, expr, type));
}

function readField(
  cx: Pick<BodyContext, "facts" | "module" | "program" | "record">,
  expr: ast.ExprOf<"Field">,
  type: Type,
): Type {
  if (type.kind === "error" || expr.field.text === "") return ERROR_TYPE;
  const found = fieldOf(type, expr.field.text);
  if (found === undefined) return cx.record.report(missingField(cx, expr, type));
  checkFieldAccess(cx, type, expr.field);
  cx.facts.resolutions.set(expr.id, { kind: "field", index: found.index });
  return found.type;
}

/** Whether `type` is an `Option` or `Result` of a struct with the field `name`. */
function isInside(type: Type, name: string): boolean {
  if (type.kind !== "con" || type.def.body.kind !== "sum") return false;
  const isWrapper = type.def.name === "Option" || type.def.name === "Result";
  const [inner] = type.args;
  return isWrapper && inner !== undefined && fieldOf(prune(inner), name) !== undefined;
}

function missingField(
  cx: Pick<BodyContext, "module" | "program">,
  expr: ast.ExprOf<"Field">,
  type: Type,
) {
  const isMethod = lookupMethod(cx.program, type, expr.field.text, cx.module.id).length > 0;
  const names = structFields(type).map((field) => field.name);
  if (isMethod || !isInside(type, expr.field.text)) {
    return errors.unknownField(expr.field, type, names, isMethod);
  }
  return errors.fieldInside(expr.field, type);
}

/** `Color.Red`, `math.PI`, `Point.new` as values. */
function inferMember(
  cx: BodyContext,
  expr: ast.ExprOf<"Field">,
  target: PathTarget,
  _expected: Type | undefined,
): Type {
  switch (target.kind) {
    case "module": {
      const entity = moduleMember(cx, target, expr.field);
      return entity === undefined ? ERROR_TYPE : inferEntity(cx, expr, expr.field.text, entity);
    }
    case "type":
      return inferTypeMember(cx, expr, targetType(cx.unifier, target));
    case "trait":
      return cx.record.report(errors.notSupported("methods of traits as values", expr.span));
  }
}

function inferTypeMember(cx: BodyContext, expr: ast.ExprOf<"Field">, type: Type): Type {
  const variant = variantNamed(type, expr.field.text);
  if (variant !== undefined && type.kind === "con") {
    const value = inferVariantValue(cx, expr, type.def, variant);
    cx.unifier.unify(value.kind === "fn" ? value.result : value, type);
    return value;
  }
  const all = lookupAssociated(cx.program, type, expr.field.text, cx.module.id);
  const found = all.find(({ fn }) => fn.kind === "const") ?? all[0];
  if (found === undefined) {
    if (type.kind === "error") return type;
    const names = [...variantsOf(type).map((v) => v.name), ...methodNames(cx.program, type)];
    return cx.record.report(errors.unknownAssociated(expr.field, type, names));
  }
  const { callee, params, result } = instantiateCandidate(cx, found, type, [], expr.field.span);
  keepHandlers(cx, expr, found.fn, callee);
  cx.facts.resolutions.set(expr.id, { kind: "fn", callee });
  return found.fn.kind === "const" ? result : fnType(params, result);
}

export function inferTupleField(cx: BodyContext, expr: ast.ExprOf<"TupleField">): Type {
  const object = cx.infer(expr.object);
  if (isNever(object)) return NEVER;
  return cx.work.typeWhenKnown(object, valueNeed(expr.object), (type) => {
    if (type.kind === "error") return type;
    const element = type.kind === "tuple" ? type.elements[expr.index] : undefined;
    if (element === undefined) {
      return cx.record.report(errors.noTupleField(expr.index, type, expr.span));
    }
    cx.facts.resolutions.set(expr.id, { kind: "field", index: expr.index });
    return element;
  });
}

export function inferIndex(cx: BodyContext, expr: ast.ExprOf<"Index">): Type {
  const object = cx.infer(expr.object);
  if (isNever(object)) {
    cx.infer(expr.index);
    return NEVER;
  }
  return cx.work.typeWhenKnown(object, valueNeed(expr.object), (type) => {
    cx.hints.indexed.push(type);
    const result = indexInto(cx, expr, type);
    cx.hints.indexed.pop();
    return result;
  });
}

function indexInto(cx: BodyContext, expr: ast.ExprOf<"Index">, type: Type): Type {
  if (isBuiltin(type, "list") && type.kind === "con") {
    checkIndex(cx, expr, "list");
    return type.args[0] as Type;
  }
  if (isBuiltin(type, "str")) {
    checkIndex(cx, expr, "str");
    return STR;
  }
  if (isBuiltin(type, "map") && type.kind === "con") {
    const [key, value] = type.args as [Type, Type];
    cx.check(expr.index, key);
    requireKey(cx, key, expr.object.span);
    cx.facts.resolutions.set(expr.id, { kind: "index", of: "map" });
    return conType(cx.program.builtins.type("Option"), [value]);
  }
  const isRead = cx.hints.assignedIndexes.get(expr.id);
  return isRead === undefined ? indexByTrait(cx, expr, type) : placeByTrait(cx, expr, type, isRead);
}

function checkIndex(cx: BodyContext, expr: ast.ExprOf<"Index">, of: "list" | "str"): void {
  cx.check(expr.index, INT);
  cx.facts.resolutions.set(expr.id, { kind: "index", of });
}

/** `#` inside an index: the length of the list or str. */
export function inferLength(
  cx: Pick<BodyContext, "hints" | "record">,
  expr: ast.ExprOf<"Length">,
): Type {
  const type = cx.hints.indexed.at(-1);
  const isKnown = type === undefined || type.kind === "error" || isBuiltin(type, "list") ||
    isBuiltin(type, "str");
  return isKnown ? INT : cx.record.report(errors.noLengthMark(type, expr.span));
}
