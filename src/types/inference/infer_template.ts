/** Template strings: parts by `Printable`, those with a format specification by `Formattable`. */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { formatNotSupported, malformedFormat, notFormattable } from "../messages/errors_convert.ts";
import { notPrintable } from "../messages/errors_infer.ts";
import { STR } from "../model/builtin.ts";
import { type FormatSpec, type FormatType, parseFormatSpec } from "../model/format_spec.ts";
import type { Type } from "../model/model.ts";
import { isBuiltin } from "../model/type.ts";
import { lookupMethod } from "../traits/lookup_method.ts";
import { findImpl, isBlanket, matchingImpls } from "../traits/traits.ts";
import type { BodyContext } from "./body_context.ts";
import { requireTrait, traitMethodCallee } from "./require_trait.ts";
import { noteText, tellsChoices } from "./tell_choice.ts";

export function inferTemplate(cx: BodyContext, expr: ast.ExprOf<"Template">): Type {
  for (const part of expr.parts) {
    if (part.kind === "text") continue;
    if (part.spec === undefined) inferPrinted(cx, part.expr);
    else inferFormatted(cx, part.expr, part.spec, part.specSpan ?? part.expr.span);
  }
  return STR;
}

/** An expression that is turned into text by `Printable.to_str`. */
function inferPrinted(cx: BodyContext, expr: ast.Expr): void {
  const type = cx.infer(expr);
  const trait = cx.program.builtins.trait("Printable");
  requireTrait(cx, type, { trait, args: [] }, {
    span: expr.span,
    report: (unsatisfied) => notPrintable(type, expr.span, unsatisfied),
  });
  const callee = traitMethodCallee(cx.program, "Printable", "to_str", type);
  cx.facts.conversions.set(expr.id, callee);
  if (tellsChoices(cx)) noteText(cx, expr, callee);
}

/** An expression that is turned into text by `Formattable.format`. */
function inferFormatted(cx: BodyContext, expr: ast.Expr, text: string, span: Span): void {
  const type = cx.infer(expr);
  const spec = parseFormatSpec(text);
  if (typeof spec === "string") {
    cx.record.report(malformedFormat(text, spec, span));
    return;
  }
  const trait = cx.program.builtins.trait("Formattable");
  requireTrait(cx, type, { trait, args: [] }, {
    span: expr.span,
    report: (unsatisfied) => notFormattable(type, expr.span, unsatisfied),
  });
  const callee = traitMethodCallee(cx.program, "Formattable", "format", type);
  cx.facts.conversions.set(expr.id, callee);
  if (tellsChoices(cx)) noteText(cx, expr, callee);
  cx.work.whenKnown(type, { span: expr.span, literal: "isInt" }, (known) => {
    checkFormatType(cx, known, spec, span);
    const isInt = isBuiltin(known, "int") || isBuiltin(known, "byte");
    if (spec.isAlternate && isInt) useAlternate(cx, expr, known);
  });
}

/** `#` of an int or byte is another method of std. */
function useAlternate(
  cx: Pick<BodyContext, "facts" | "module" | "program">,
  expr: ast.Expr,
  type: Type,
): void {
  const [found] = lookupMethod(cx.program, type, "format_alternate", cx.module.id);
  if (found !== undefined) {
    cx.facts.conversions.set(expr.id, { kind: "fn", fn: found.fn, typeArgs: [] });
  }
}

const OF_INTS: readonly FormatType[] = ["Binary", "Octal", "Hex", "HexUpper"];

/** Letters are for numbers; a user's own `format` may give any a meaning. */
function checkFormatType(
  cx: Pick<BodyContext, "program" | "record">,
  type: Type,
  spec: FormatSpec,
  span: Span,
): void {
  if (spec.type === undefined || type.kind === "error") return;
  const isInt = isBuiltin(type, "int") || isBuiltin(type, "byte");
  if (isInt || isBuiltin(type, "float")) {
    if (OF_INTS.includes(spec.type) !== isInt) {
      cx.record.report(formatNotSupported(type, spec.type, span));
    }
    return;
  }
  const trait = cx.program.builtins.trait("Formattable");
  if (findImpl(cx.program, trait, type).kind === "bound") return;
  if (matchingImpls(cx.program, trait, type).every(({ impl }) => isBlanket(impl))) {
    cx.record.report(formatNotSupported(type, spec.type, span));
  }
}
