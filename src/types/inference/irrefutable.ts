/** Patterns that match every value. */
import { assertNever } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import type { Facts } from "../model/facts.ts";

/**
 * Whether a checked pattern matches every value. A list may have any length: `[..rest]` matches every list. Where
 * `testsLengths`, other list patterns count as matching too: the program tests the length when it runs.
 */
export function alwaysMatches(
  facts: Facts,
  pattern: ast.Pattern,
  testsLengths: boolean,
): boolean {
  const one = (p: ast.Pattern) => alwaysMatches(facts, p, testsLengths);
  const all = (patterns: readonly ast.Pattern[]) => patterns.every(one);
  switch (pattern.kind) {
    case "Wildcard":
    case "Error":
      return true;
    case "Bind":
      return isSoleVariant(facts, pattern);
    case "Literal":
    case "Range":
      return false;
    case "Variant":
    case "Struct":
      return isSoleVariant(facts, pattern) && all(pattern.fields.map((field) => field.pattern));
    case "Tuple":
      return all(pattern.elements);
    case "List": {
      const parts = [...pattern.before, ...pattern.after];
      const hasAnyLength = parts.length === 0 && pattern.rest !== undefined;
      return (hasAnyLength || testsLengths) && all(parts) &&
        (pattern.rest?.pattern === undefined || one(pattern.rest.pattern));
    }
    case "Or":
      return pattern.alternatives.some(one);
    case "At":
      return one(pattern.pattern);
    default:
      return assertNever(pattern, "types");
  }
}

function isSoleVariant(facts: Facts, pattern: ast.Pattern): boolean {
  const resolution = facts.resolutions.get(pattern.id);
  if (resolution?.kind !== "variant") return true;
  const { body } = resolution.type;
  return body.kind === "sum" && body.variants.length === 1;
}
