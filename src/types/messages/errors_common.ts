/** Helpers that the constructors of diagnostics share. */
import type { Span } from "../../base/mod.ts";
import { type Diagnostic, suggest } from "../../diagnostics/mod.ts";
import type { Type } from "../model/model.ts";
import { showTogether } from "../model/show_type.ts";

/** A diagnostic with a headline and a text at its place. */
export function error(
  code: Diagnostic["code"],
  message: string,
  span: Span,
  text: string,
  more: Partial<Diagnostic> = {},
): Diagnostic {
  return { code, message, primary: { span, text }, ...more };
}

/** The words for a type that is not the one that was expected. */
export function expectedFound(expected: Type, found: Type): string {
  const [wanted, given] = showTogether(expected, found);
  return `expected \`${wanted}\`, found \`${given}\``;
}

/** Help that names the candidate nearest to `name`, if one is near. */
export function didYouMean(name: string, candidates: Iterable<string>): { help?: string } {
  const found = suggest(name, candidates);
  return found === undefined ? {} : { help: `did you mean \`${found}\`?` };
}

/**
 * `unknown` with the reason, if the name that it reports stands at `excluded`, in code that conditions remove:
 * then no other name is meant.
 */
export function withExclusion(unknown: Diagnostic, excluded: Span | undefined): Diagnostic {
  if (excluded === undefined) return unknown;
  return {
    ...unknown,
    related: [{ span: excluded, text: "it is here, in code that this build leaves out" }],
    help: "the conditions there do not hold: `#target(..)`, `#cfg(..)` or those of its file",
  };
}

/** `1 field`, `2 fields`. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** Names in backquotes, with commas. */
export function list(names: Iterable<string>): string {
  return [...names].map((name) => `\`${name}\``).join(", ");
}
