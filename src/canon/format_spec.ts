/** A format specification of a template as the value that `Formattable.format` takes. */
import type { Span } from "../base/mod.ts";
import { CHAR, fieldTypes, INT, parseFormatSpec, prune, type Type } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { CanonExpr } from "./generic.ts";
import { variantIndex } from "./pattern.ts";

/** The `FormatSpec` of std that `text` stands for. */
export function canonFormatSpec(cx: CanonContext, text: string, span: Span): CanonExpr {
  const spec = parseFormatSpec(text);
  if (typeof spec === "string") throw cx.bug(`format specification: ${spec}`, span);
  const type: Type = { kind: "con", def: cx.program.builtins.type("FormatSpec"), args: [] };
  const options = fieldTypes(type);
  const char = spec.fill === undefined ? undefined : BigInt(spec.fill.codePointAt(0) ?? 0);
  const int = (n: number | undefined) => n === undefined ? undefined : b.intLit(n, span, INT);
  const values = [
    char === undefined ? undefined : b.intLit(char, span, CHAR),
    spec.align && variant(cx, options[1] as Type, spec.align, span),
    spec.sign && variant(cx, options[2] as Type, spec.sign, span),
    int(spec.width),
    int(spec.precision),
    spec.type && variant(cx, options[5] as Type, spec.type, span),
  ];
  const fields = values.map((value, i) => {
    const option = options[i] as Type;
    const index = variantIndex(cx, option, value === undefined ? "None" : "Some", span);
    return b.construct(index, value === undefined ? [] : [value], option, span);
  });
  return b.construct(undefined, fields, type, span);
}

/** The variant `name` of what `option` may hold. */
function variant(cx: CanonContext, option: Type, name: string, span: Span): CanonExpr {
  const t = prune(option);
  const type = t.kind === "con" ? t.args[0] : undefined;
  if (type === undefined) throw cx.bug("a field of FormatSpec is no Option", span);
  return b.construct(variantIndex(cx, type, name, span), [], type, span);
}
