/** Conversions: `int(x)`, `str(x)`, `x as float`, `s as? int`. Table: spec 14.1.5. */
import type { PrimOp } from "../../operations/mod.ts";
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { BOOL, BYTE, CHAR, FLOAT, INT, NEVER, STR } from "../model/builtin.ts";
import type { ArgSource, Callee, FnDef, Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { conType, isBuiltin } from "../model/type.ts";
import { findImpl } from "../traits/traits.ts";
import type { BodyContext, Conversions } from "./body_context.ts";
import { resolveBodyType } from "./body_types.ts";
import { isNever } from "./coerce.ts";
import { requireTrait, traitMethodCallee } from "./require_trait.ts";
import { noteConversion, noteText, tellsChoices } from "./tell_choice.ts";

const TARGETS: ReadonlyMap<string, Type> = new Map([
  ["int", INT],
  ["float", FLOAT],
  ["str", STR],
  ["byte", BYTE],
  ["char", CHAR],
  ["bool", BOOL],
]);

/** Primitive conversions by source and target. */
const PRIMS: ReadonlyMap<string, PrimOp> = new Map([
  ["int float", "int_to_float"],
  ["float int", "float_to_int"],
  ["int byte", "int_to_byte"],
  ["byte int", "byte_to_int"],
  ["char int", "char_to_int"],
  ["int char", "int_to_char"],
  ["byte char", "byte_to_char"],
  ["char byte", "char_to_byte"],
  ["bool int", "bool_to_int"],
]);

/** The functions of std that `int(s)` and relatives call for a str; `as` does not parse. */
const PARSERS: ReadonlyMap<string, string> = new Map([
  ["int", "int_of_text"],
  ["float", "float_of_text"],
  ["byte", "byte_of_text"],
]);

/** Whether `name(x)` is a conversion when nothing in scope has that name. */
export function isConversion(name: string): boolean {
  return TARGETS.has(name) && name !== "bool";
}

/** The conversion of `operand` to the type called `target`, written as the call `site`. */
export function convert(
  cx: BodyContext,
  site: { readonly id: ast.NodeId; readonly span: Span },
  operand: ast.Expr,
  target: string,
  source: ArgSource,
): Type {
  return convertValue(cx, site, { type: cx.infer(operand), span: operand.span }, target, source);
}

/** `convert` of a value whose type is known. */
export function convertValue(
  cx: Conversions,
  site: { readonly id: ast.NodeId; readonly span: Span },
  value: { readonly type: Type; readonly span: Span },
  target: string,
  source: ArgSource,
): Type {
  const { type: from, span } = value;
  const to = TARGETS.get(target) as Type;
  if (isNever(from)) return NEVER;
  if (target === "str") return toText(cx, site, from, span, source);
  const need = { span, what: "the type of this operand", literal: "isInt" } as const;
  cx.work.whenKnown(from, need, (type) => {
    const parse = isBuiltin(type, "str") ? PARSERS.get(target) : undefined;
    if (parse === undefined) return convertScalar(cx, site, type, to, span);
    const callee = { kind: "fn", fn: cx.program.builtins.fn(parse), typeArgs: [] } as const;
    cx.facts.resolutions.set(site.id, { kind: "call", callee, args: [source] });
  });
  return to;
}

function toText(
  cx: Conversions,
  site: { readonly id: ast.NodeId; readonly span: Span },
  from: Type,
  span: Span,
  source: ArgSource,
): Type {
  const ref = { trait: cx.program.builtins.trait("Printable"), args: [] };
  requireTrait(cx, from, ref, {
    span,
    report: (because) => errors.notPrintable(from, span, because),
  });
  const callee = traitMethodCallee(cx.program, "Printable", "to_str", from);
  cx.facts.resolutions.set(site.id, { kind: "call", callee, args: [source] });
  if (tellsChoices(cx)) noteText(cx, site, callee);
  return STR;
}

function convertScalar(
  cx: Pick<BodyContext, "choices" | "facts" | "program" | "record">,
  site: { readonly id: ast.NodeId; readonly span: Span },
  from: Type,
  to: Type,
  span: Span,
): void {
  if (from.kind === "error") return;
  if (from.kind === "con" && to.kind === "con") {
    if (from.def === to.def) {
      cx.facts.resolutions.set(site.id, { kind: "identity" });
      return;
    }
    const op = PRIMS.get(`${from.def.name} ${to.def.name}`);
    if (op !== undefined && from.def.body.kind === "builtin") {
      cx.facts.resolutions.set(site.id, { kind: "prim", op });
      return;
    }
  }
  const callee = conversionBy(cx.program, "As", "as", from, to);
  if (callee === undefined) return void cx.record.report(errors.noConversion(from, to, span));
  cx.facts.resolutions.set(site.id, { kind: "call", callee, args: [{ kind: "receiver" }] });
  if (tellsChoices(cx)) noteConversion(cx, site, callee);
}

/** `operand as T` and `operand as? T`. */
export function inferCast(cx: BodyContext, expr: ast.ExprOf<"Cast">): Type {
  const to = resolveBodyType(cx, expr.type);
  const from = cx.infer(expr.operand);
  if (isNever(from)) return NEVER;
  if (to.kind === "error") return to;
  if (expr.isFallible) return inferFallible(cx, expr, from, to);
  if (isBuiltin(to, "str")) {
    return castToText(cx, expr, from);
  }
  const { span } = expr.operand;
  const need = { span, what: "the type of this operand", literal: "isInt" } as const;
  cx.work.whenKnown(from, need, (type) => convertScalar(cx, expr, type, to, span));
  return to;
}

/** `x as str`: by an impl of `As<str>` of the program, else the text that the value has. */
function castToText(cx: Conversions, expr: ast.ExprOf<"Cast">, from: Type): Type {
  const { span } = expr.operand;
  const need = { span, what: "the type of this operand", literal: "isInt" } as const;
  cx.work.whenKnown(from, need, (type) => {
    const isOwn = type.kind === "param" || type.kind === "con" && type.def.body.kind !== "builtin";
    const callee = isOwn ? conversionBy(cx.program, "As", "as", type, STR) : undefined;
    if (callee === undefined) return void toText(cx, expr, type, span, { kind: "receiver" });
    cx.facts.resolutions.set(expr.id, { kind: "call", callee, args: [{ kind: "receiver" }] });
  });
  return STR;
}

function inferFallible(
  cx: Conversions,
  expr: ast.ExprOf<"Cast">,
  from: Type,
  to: Type,
): Type {
  const { span } = expr.operand;
  const need = { span, what: "the type of this operand", literal: "isInt" } as const;
  cx.work.whenKnown(from, need, (type) => convertFallibly(cx, expr, type, to));
  return conType(cx.program.builtins.type("Option"), [to]);
}

function convertFallibly(
  cx: Pick<BodyContext, "choices" | "facts" | "program" | "record">,
  expr: ast.ExprOf<"Cast">,
  from: Type,
  to: Type,
): void {
  if (from.kind === "error") return;
  const callee = conversionBy(cx.program, "TryAs", "try_as", from, to);
  if (callee === undefined) {
    cx.record.report(errors.noConversion(from, to, expr.operand.span));
    return;
  }
  cx.facts.resolutions.set(expr.id, { kind: "call", callee, args: [{ kind: "receiver" }] });
  if (tellsChoices(cx)) noteConversion(cx, expr, callee);
}

/** The conversion that `from` has by `As` or `TryAs`, if it has one to `to`. */
function conversionBy(
  program: Program,
  traitName: "As" | "TryAs",
  methodName: string,
  from: Type,
  to: Type,
): Callee | undefined {
  const trait = program.builtins.trait(traitName);
  const result = findImpl(program, trait, from, [to]);
  if (result.kind !== "impl" && result.kind !== "bound") return undefined;
  const method = trait.methods.get(methodName) as FnDef;
  return { kind: "trait", trait: { trait, args: [to] }, method, self: from, typeArgs: [] };
}
