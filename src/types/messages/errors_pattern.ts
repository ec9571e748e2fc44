/** Diagnostics of patterns. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";
import type { Name, Path } from "../../syntax/mod.ts";
import type { LocalDef, Type, VariantDef } from "../model/model.ts";
import { showTogether, showType } from "../model/show_type.ts";
import { prune } from "../model/type.ts";
import { didYouMean, error, plural } from "./errors_common.ts";

export function patternMismatch(subject: Type, wanted: Type, span: Span): Diagnostic {
  const [pattern, value] = showTogether(wanted, subject);
  const message = `type mismatch: pattern of type \`${pattern}\`, value of type \`${value}\``;
  return error("E2001", message, span, `expected \`${value}\``);
}

export function misspelledVariant(name: Name, similar: VariantDef, type: Type): Diagnostic {
  const message = `\`${name.text}\` is no variant of \`${showType(type)}\`: it binds every value`;
  const edits = [{ span: name.span, text: similar.name }];
  return error(
    "W2005",
    message,
    name.span,
    "matches everything",
    similar.fields.length === 0
      ? { fix: { title: `write \`${similar.name}\``, edits } }
      : { help: `did you mean \`${similar.name}(..)\`?` },
  );
}

export function unknownVariant(
  path: Path,
  type: Type,
  candidates: readonly string[],
): Diagnostic {
  const name = path.names.map((part) => part.text).join(".");
  const last = path.names[path.names.length - 1]?.text ?? name;
  const of = prune(type).kind === "con" ? ` of \`${showType(type)}\`` : "";
  const message = `unknown variant \`${name}\`${of}`;
  return error("E2017", message, path.span, "not found", didYouMean(last, candidates));
}

export function payloadIgnored(name: string, count: number, span: Span): Diagnostic {
  const message = `variant \`${name}\` has ${plural(count, "field")}, the pattern states none`;
  return error("E2004", message, span, "fields missing", { help: `write \`${name}(..)\`` });
}

export function patternFieldCount(
  what: string,
  expected: number,
  found: number,
  span: Span,
): Diagnostic {
  const message = `${what} has ${plural(expected, "field")}, the pattern states ${found}`;
  return error("E2004", message, span, `expected ${expected}`, {
    help: "`..` stands for the fields that are left out",
  });
}

export function unknownPatternField(
  name: Name,
  what: string,
  candidates: readonly string[],
): Diagnostic {
  const message = `${what} has no field \`${name.text}\``;
  return error("E2015", message, name.span, "unknown field", didYouMean(name.text, candidates));
}

export function noStructPattern(path: Path | undefined, type: Type, span: Span): Diagnostic {
  const name = path?.names.map((part) => part.text).join(".");
  const message = name === undefined
    ? `type mismatch: struct pattern, value of type \`${showType(type)}\``
    : `type mismatch: \`${name}\` is not a struct`;
  return error("E2001", message, span, "no struct");
}

export function boundTwice(name: Name, first: Span): Diagnostic {
  const message = `\`${name.text}\` is bound twice in one pattern`;
  return error("E2006", message, name.span, "bound again here", {
    related: [{ span: first, text: "first bound here" }],
  });
}

export function notBoundIn(local: LocalDef, span: Span): Diagnostic {
  const message = `\`${local.name}\` is not bound in every alternative of the pattern`;
  return error("E2052", message, span, `does not bind \`${local.name}\``, {
    related: [{ span: local.span, text: "bound here" }],
  });
}

export function alternativeTypesDiffer(
  name: Name,
  first: Type,
  other: Type,
  firstSpan: Span,
): Diagnostic {
  const [one, another] = showTogether(first, other);
  const message = `\`${name.text}\` has type \`${one}\` in one alternative ` +
    `and \`${another}\` in another`;
  return error("E2053", message, name.span, `\`${another}\` here`, {
    related: [{ span: firstSpan, text: `\`${one}\` here` }],
  });
}

export function refutablePattern(
  place: "let" | "for" | "lambda" | "parameter",
  span: Span,
): Diagnostic {
  const where = place === "lambda" ? "a parameter of a lambda" : `\`${place}\``;
  return error("E2067", `pattern in ${where} may not match`, span, "does not cover every value", {
    help: "use `match` to treat the other values",
  });
}

/** A range pattern from or to a constant of a kind that cannot be counted. */
export function rangeOf(kind: string, span: Span): Diagnostic {
  return error("E1008", `a ${kind} cannot be the end of a range`, span, "not a range", {
    help: "ranges are of ints, chars, bytes, durations or sizes; compare others in a guard",
  });
}

/** A list pattern in a `let` that fixes a number of elements. */
export function listInLet(span: Span): Diagnostic {
  return error("E2001", "refutable list pattern in `let`", span, "a list may have another length", {
    help: "use `match`, or `let?` in a function that gives an `Option`",
  });
}
