/** Diagnostics of conditional code. */
import type { Span } from "../base/mod.ts";
import { type Diagnostic, suggest } from "../diagnostics/mod.ts";
import type { Attribute, Name } from "../syntax/mod.ts";
import { type BuildSettings, targetName } from "./settings.ts";

export function malformedCondition(span: Span): Diagnostic {
  return {
    code: "E1021",
    message: "this condition has none of the known forms",
    primary: { span, text: "not a condition" },
    help:
      'write `#target(os: "linux")`, `#target(any_os: ["linux", "macos"])`, `#cfg(debug)` or `#cfg(feature: "name")`',
  };
}

export function unknownConditionKey(
  { text, span }: Name,
  attribute: "target" | "cfg",
  near: string | undefined,
): Diagnostic {
  return {
    code: "E0934",
    message: `\`#${attribute}\` has no key \`${text}\``,
    primary: { span, text: "unknown key" },
    help: near === undefined
      ? "the keys are `os`, `arch` and `family`, also with `not_` or `any_` in front"
      : `did you mean \`${near}\`?`,
  };
}

/** `base` is the key without `not_` or `any_`. */
export function unknownConditionValue(
  base: string,
  text: string,
  span: Span,
  known: readonly string[],
): Diagnostic {
  const near = suggest(text, known);
  const list = known.map((name) => `\`${name}\``).join(", ");
  return {
    code: base === "os" ? "E0930" : base === "arch" ? "E0931" : "E0935",
    message: `no ${WORDS[base] ?? base} is called \`${text}\``,
    primary: { span, text: "unknown value" },
    help: near === undefined ? `known are ${list}` : `did you mean \`${near}\`?`,
  };
}

const WORDS: Readonly<Record<string, string>> = {
  os: "operating system",
  arch: "architecture",
  family: "target family",
};

export function invalidFeatureName(text: string, span: Span): Diagnostic {
  return {
    code: "E0932",
    message: `\`${text}\` is not a name for a feature`,
    primary: { span, text: "not an identifier" },
    help: "names of features have letters, digits and `_`, and do not begin with a digit",
  };
}

/** An attribute with `#!` that cannot be one of a file. */
export function unknownFileAttribute({ name }: Attribute): Diagnostic {
  return {
    code: "E2069",
    message: `a file has no attribute \`#!${name.text}\``,
    primary: { span: name.span, text: "unknown attribute" },
    help: "the attributes of a file are `#!target(..)` and `#!cfg(..)`",
  };
}

/** `compile_error("text")` in code that is compiled. */
export function compileError(text: string, span: Span, settings: BuildSettings): Diagnostic {
  const mode = settings.isRelease ? "release" : "debug";
  return {
    code: "E0936",
    message: text,
    primary: { span, text: `compiled for ${targetName(settings.target)}, ${mode}` },
  };
}

/** `compile_error` with anything but a text. */
export function malformedCompileError(span: Span): Diagnostic {
  return {
    code: "E0936",
    message: "`compile_error` takes one text, which is known when the program is compiled",
    primary: { span, text: "not a string literal" },
    help: 'write `compile_error("the reason")`',
  };
}
