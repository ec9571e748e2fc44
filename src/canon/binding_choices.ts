/**
 * Or-patterns that bind. A leaf of a decision tree names the part that each local takes, so it
 * stands for one alternative of each such or-pattern: several of them in one arm multiply.
 */
import { assertNever } from "../base/mod.ts";
import { partsOf, type Pat } from "../types/mod.ts";
import { boundLocals } from "./match_rows.ts";

/** How many choices of alternatives the leaves of one arm may stand for. */
const CHOICE_LIMIT = 256;

/** Whether the alternatives of `pat` can be chosen in too many ways to have a leaf for each. */
export function hasManyChoices(pat: Pat): boolean {
  return choicesOf(pat) > CHOICE_LIMIT;
}

function choicesOf(pat: Pat): number {
  if (boundLocals(pat).length === 0) return 1;
  const parts = partsOf(pat).map(choicesOf);
  return pat.kind === "or"
    ? parts.reduce((sum, count) => sum + count, 0)
    : parts.reduce((product, count) => product * count, 1);
}

/** The pattern that matches the same values and binds nothing. */
export function withoutBinds(pat: Pat): Pat {
  const all = (pats: readonly Pat[]) => pats.map(withoutBinds);
  switch (pat.kind) {
    case "variant":
    case "product":
      return { ...pat, binds: [], fields: all(pat.fields) };
    case "newtype":
      return { ...pat, binds: [], inner: withoutBinds(pat.inner) };
    case "list": {
      const rest = pat.rest && withoutBinds(pat.rest);
      return { ...pat, binds: [], before: all(pat.before), rest, after: all(pat.after) };
    }
    case "or":
      return { ...pat, binds: [], alternatives: all(pat.alternatives) };
    case "any":
    case "int":
    case "str":
    case "float":
      return { ...pat, binds: [] };
    default:
      return assertNever(pat, "canon");
  }
}
