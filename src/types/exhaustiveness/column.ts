/** One column of a pattern matrix: its patterns, found by the constructors that they match. */
import type { Constructor } from "./constructors.ts";
import type { Pat, PatOf } from "./pattern.ts";
import { type Place, type Row, testOf } from "./rows.ts";

/** A pattern of the column that is no or-pattern. */
export interface Head {
  /** Index of the row that it belongs to. */
  readonly row: number;
  /** Undefined where every value matches. */
  readonly pat: Pat | undefined;
  /** The alternatives that lead to it where the row has an or-pattern. */
  readonly chosen: readonly Pat[];
}

/** The patterns of `rows` for `place`, in the order in which they are tried. */
export function headsOf(rows: readonly Row[], place: Place): readonly Head[] {
  const heads: Head[] = [];
  rows.forEach((row, at) => addHeads(at, testOf(row.tests, place), [], heads));
  return heads;
}

function addHeads(row: number, pat: Pat | undefined, chosen: readonly Pat[], heads: Head[]): void {
  if (pat?.kind !== "or") {
    heads.push({ row, pat: pat?.kind === "any" ? undefined : pat, chosen });
    return;
  }
  for (const one of pat.alternatives) addHeads(row, one, [...chosen, one], heads);
}

/**
 * Gives the heads that may match a constructor, in their order; `present` are the constructors that
 * the column is split into. Most heads are found by what they name: a match with many literals
 * takes time linear in its arms.
 */
export function indexHeads(
  heads: readonly Head[],
  present: readonly Constructor[],
): (by: Constructor) => readonly Head[] {
  const keyed = new Map<Key, number[]>();
  const general: number[] = [];
  const add = (key: Key, at: number): void => {
    const bucket = keyed.get(key);
    if (bucket === undefined) keyed.set(key, [at]);
    else bucket.push(at);
  };
  heads.forEach(({ pat }, at) => {
    if (pat?.kind === "int") lowsWithin(pat, present, (low) => add(low, at));
    else if (pat?.kind === "variant") add(pat.variant, at);
    else if (pat?.kind === "str" || pat?.kind === "float") add(pat.value, at);
    else general.push(at);
  });
  return (by) => {
    const key = keyOf(by);
    const special = key === undefined ? [] : keyed.get(key) ?? [];
    const found = general.length === 0 ? special : [...special, ...general].sort((a, b) => a - b);
    return found.map((at) => heads[at] as Head);
  };
}

/** What a constructor of a column is found by: an interval by its least value. */
type Key = number | bigint | string;

function keyOf(by: Constructor): Key | undefined {
  switch (by.kind) {
    case "variant":
      return by.variant;
    case "interval":
      return by.low;
    case "str":
    case "float":
      return by.value;
    case "product":
    case "newtype":
    case "list":
    case "other":
      return undefined;
  }
}

/** Calls `visit` with the least value of each of the intervals, in ascending order, inside `pat`. */
function lowsWithin(
  pat: PatOf<"int">,
  intervals: readonly Constructor[],
  visit: (low: bigint) => void,
): void {
  let [from, to] = [0, intervals.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const at = intervals[middle];
    const isBelow = at?.kind === "interval" && pat.low !== undefined && at.low < pat.low;
    if (isBelow) from = middle + 1;
    else to = middle;
  }
  for (let at = intervals[from]; at?.kind === "interval"; at = intervals[++from]) {
    if (pat.high !== undefined && at.high > pat.high) return;
    visit(at.low);
  }
}
