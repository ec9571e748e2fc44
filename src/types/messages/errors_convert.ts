/** Diagnostics of conversions, indexes and format specifications. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";
import { FORMAT_TYPES, type FormatType } from "../model/format_spec.ts";
import type { Type, Unsatisfied } from "../model/model.ts";
import { showTogether, showType } from "../model/show_type.ts";
import { isBuiltin, prune } from "../model/type.ts";
import { error, list } from "./errors_common.ts";

export function wrongIndexType(
  type: Type,
  key: Type,
  keys: readonly Type[],
  span: Span,
): Diagnostic {
  const [indexed, found, ...wanted] = showTogether<readonly Type[]>(type, key, ...keys);
  const message = `wrong index type: \`${indexed}\` is not indexed by \`${found}\``;
  return error("E2026", message, span, `found \`${found}\``, {
    notes: [`its keys are of type ${list(wanted)}`],
  });
}

export function ambiguousIndex(type: Type, keys: readonly Type[], span: Span): Diagnostic {
  const message = `ambiguous index of \`${showType(type)}\``;
  return error("E2027", message, span, `may be ${list(keys.map(showType))}`, {
    help: "write the type of the key: `let key: T = ..`",
  });
}

/** `.into()` without an impl, or with several and nothing that says which. */
export function noInto(self: Type, target: Type | undefined, span: Span): Diagnostic {
  const isOpen = target !== undefined &&
    (prune(target).kind === "var" || isBuiltin(target, "void"));
  if (isOpen) {
    const message = `ambiguous conversion: \`${showType(self)}\` has several \`Into\``;
    return error("E2037", message, span, "into which type?", {
      help: "write the type of the result: `let x: T = ..`",
    });
  }
  const [from, into] = showTogether<readonly Type[]>(
    self,
    ...(target === undefined ? [] : [target]),
  );
  const to = into === undefined ? "" : ` for \`${into}\``;
  const message = `\`${from}\` does not implement \`Into\`${to}`;
  return error("E2036", message, span, "cannot be converted");
}

export function malformedFormat(text: string, what: string, span: Span): Diagnostic {
  const message = `malformed format specification \`${text}\``;
  return error("E2034", message, span, what, {
    notes: ["the form is `[[fill]align][sign][#][0][width][.precision][type]`"],
  });
}

export function formatNotSupported(type: Type, format: FormatType, span: Span): Diagnostic {
  const [letter] = [...FORMAT_TYPES].find(([, known]) => known === format) ?? [];
  const message = `format type \`${letter}\` is not supported by \`${showType(type)}\``;
  const help = isBuiltin(type, "float")
    ? "types of floats are `e`, `E`, `f` and `%`"
    : isBuiltin(type, "int") || isBuiltin(type, "byte")
    ? "types of ints are `b`, `o`, `x` and `X`"
    : "only numbers have format types, and types that implement `Formattable`";
  return error("E2035", message, span, "not supported", { help });
}

export function notFormattable(
  type: Type,
  span: Span,
  because: Unsatisfied | undefined,
): Diagnostic {
  const message = `\`${showType(type)}\` does not implement \`Formattable\``;
  const cause = because === undefined ? showType(type) : showType(because.self);
  return error("E2038", message, span, "cannot be formatted", {
    help: `implement \`Printable\` or \`Formattable\` for \`${cause}\``,
  });
}
