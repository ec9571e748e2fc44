/** The explanations of codes, for `ori explain`. */
import { CODES, type DiagnosticCode } from "./codes.ts";
import type { Explanation } from "./explanations/explanation.ts";
import { CAPABILITIES } from "./explanations/capabilities.ts";
import { CONDITIONS } from "./explanations/conditions.ts";
import { DROP } from "./explanations/drop.ts";
import { EMBED } from "./explanations/embed.ts";
import { LEXER } from "./explanations/lexer.ts";
import { OTHERS } from "./explanations/others.ts";
import { PACKAGES } from "./explanations/packages.ts";
import { PARSER } from "./explanations/parser.ts";
import { SCOPE } from "./explanations/scope.ts";
import { TRAITS } from "./explanations/traits.ts";
import { TYPES } from "./explanations/types.ts";
import { displayLines } from "./row.ts";

/** One for each code: a code without one does not compile. */
export const EXPLANATIONS: Readonly<Record<DiagnosticCode, Explanation>> = {
  ...LEXER,
  ...CONDITIONS,
  ...DROP,
  ...EMBED,
  ...PACKAGES,
  ...PARSER,
  ...TYPES,
  ...TRAITS,
  ...SCOPE,
  ...CAPABILITIES,
  ...OTHERS,
};

/** Title, cause, a wrong and a right example of `code`; undefined when there is no such code. */
export function explain(code: string): string | undefined {
  if (!isCode(code)) return undefined;
  const { cause, wrong, right, unreported } = EXPLANATIONS[code];
  const note = unreported === undefined ? "" : `\n\nNot reported yet: ${unreported}`;
  const title = `${code}: ${CODES[code].title}`;
  const examples = `Wrong:\n\n${indent(wrong)}\n\nRight:\n\n${indent(right)}`;
  return displayLines(`${title}\n\n${cause}${note}\n\n${examples}\n`);
}

/** What `explain` says of `code`, for tools; undefined when there is no such code. */
export function explanationOf(code: string) {
  if (!isCode(code)) return undefined;
  const { cause, wrong, right, unreported = null } = EXPLANATIONS[code];
  const { title, severity } = CODES[code];
  return { code, severity, title, cause, wrong, right, unreported };
}

function isCode(code: string): code is DiagnosticCode {
  return Object.hasOwn(CODES, code);
}

function indent(example: string): string {
  return example.trimEnd().split("\n").map((line) => `    ${line}`).join("\n");
}
