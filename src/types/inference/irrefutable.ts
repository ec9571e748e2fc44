/** Patterns that match every value. */
import { assertNever } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import type { Facts } from "../model/facts.ts";

/**
 * Whether a checked pattern matches every value. A list pattern counts as one: its length is tested
 * when the program runs.
 */
export function alwaysMatches(facts: Facts, pattern: ast.Pattern): boolean {
  const all = (patterns: readonly ast.Pattern[]) => patterns.every((p) => alwaysMatches(facts, p));
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
    case "List":
      return all(pattern.before) && all(pattern.after) &&
        (pattern.rest?.pattern === undefined || alwaysMatches(facts, pattern.rest.pattern));
    case "Or":
      return pattern.alternatives.some((alternative) => alwaysMatches(facts, alternative));
    case "At":
      return alwaysMatches(facts, pattern.pattern);
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
