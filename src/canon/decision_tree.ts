/**
 * Compiles pattern rows to a decision tree. Each row is a set of tests at occurrences; the tree
 * tests what the first row asks for and divides the rows by the outcome. See Maranget, "Compiling
 * Pattern Matching to Good Decision Trees" (ML 2008).
 *
 * A tree can be exponentially larger than its match. So one that exceeds the limit is built again
 * with equal subtrees shared, and when that is too large as well, the arms are tested one after
 * the other (`backtracking.ts`).
 */
import { assertNever } from "../base/mod.ts";
import { isBuiltin, type Pat, type PatOf, type Type } from "../types/mod.ts";
import { testInOrder } from "./backtracking.ts";
import type { CanonDecision, CanonOccurrence } from "./generic.ts";
import {
  boundsOf,
  eachPat,
  type Place,
  Places,
  type Row,
  type Test,
  type TreeArm,
  variantCount,
} from "./match_rows.ts";

/** How much code and work a match may take before another way is tried. */
export interface TreeLimits {
  readonly nodes: number;
  /** Rows looked at. */
  readonly work: number;
  /** Nodes on a path. */
  readonly depth: number;
}

export interface BuiltTree {
  readonly tree: CanonDecision;
  readonly form: "tree" | "graph" | "arms in order";
  /** Rows looked at to build it. */
  readonly work: number;
}

/** The tree that finds the first arm matching a value of type `subject`. */
export function buildDecisionTree(
  subject: Type,
  arms: readonly TreeArm[],
  limits: TreeLimits = limitsOf(arms),
): BuiltTree {
  let work = 0;
  for (const isShared of [false, true]) {
    const builder = new Builder(arms, limits, isShared);
    const tree = builder.build(rowsOf(builder.places, subject, arms));
    work += builder.work;
    if (!builder.isExceeded) return { tree, form: isShared ? "graph" : "tree", work };
  }
  const places = new Places();
  const tree = testInOrder(places, arms, rowsOf(places, subject, arms));
  return { tree, form: "arms in order", work };
}

/** The size of a tree that is in proportion to its match. */
function limitsOf(arms: readonly TreeArm[]): TreeLimits {
  let size = 0;
  for (const { pat } of arms) eachPat(pat, () => size++);
  return { nodes: 256 + 4 * size, work: 1_000_000, depth: 300 };
}

function rowsOf(places: Places, subject: Type, arms: readonly TreeArm[]): readonly Row[] {
  const root = places.occurrence("", { kind: "subject", type: subject });
  return arms.map((arm, index) => places.row(index, [], [{ at: root, pat: arm.pat }], new Map()));
}

/** The row that is left after a test with this outcome; undefined if it cannot match. */
type Outcome = (test: Test) => "keep" | "drop" | readonly Test[];

class Builder {
  readonly places = new Places();
  work = 0;
  /** Whether a limit was met: the tree is useless then. */
  isExceeded = false;
  #nodes = 0;
  #depth = 0;
  readonly #numbers = new RowNumbers(this.places);
  readonly #built = new Map<string, CanonDecision>();

  constructor(
    private readonly arms: readonly TreeArm[],
    private readonly limits: TreeLimits,
    private readonly isShared: boolean,
  ) {}

  /** The tree for `rows`; when `isShared`, the one built before for equal rows. */
  build(rows: readonly Row[]): CanonDecision {
    if (!this.isShared) return this.#buildNew(rows);
    const needed = this.#withoutUnreached(rows);
    const key = needed.map((row) => this.#numbers.of(row)).join();
    let tree = this.#built.get(key);
    if (tree === undefined) this.#built.set(key, tree = this.#buildNew(needed));
    return tree;
  }

  #buildNew(rows: readonly Row[]): CanonDecision {
    const { nodes, work, depth } = this.limits;
    this.work += rows.length;
    this.isExceeded ||= ++this.#nodes > nodes || this.work > work || this.#depth > depth;
    const first = rows[0];
    if (first === undefined || this.isExceeded) return { kind: "unreachable" };
    this.#depth++;
    const tree = first.tests.length === 0
      ? this.#leaf(first, rows.slice(1))
      : this.#branch(first, rows);
    this.#depth--;
    return tree;
  }

  #branch(first: Row, rows: readonly Row[]): CanonDecision {
    const test = this.#choose(first, rows);
    const expanded = rows.flatMap((row) => this.#expandOr(row, test.at));
    const head = expanded[0]?.tests.find((t) => t.at === test.at);
    // The first alternative of an or-pattern may hold nothing to test.
    if (head === undefined || head.pat.kind === "or") return this.build(expanded);
    return this.#test(head, expanded);
  }

  #leaf(row: Row, rest: readonly Row[]): CanonDecision {
    const arm = this.arms[row.arm] as TreeArm;
    const bindings = arm.bindings.map((local) => row.bindings.get(local) as CanonOccurrence);
    const leaf = { kind: "leaf", arm: row.arm, bindings } as const;
    return arm.hasGuard ? { ...leaf, otherwise: this.build(rest) } : leaf;
  }

  /** The rows without repeated ones and those behind one that every value matches. */
  #withoutUnreached(rows: readonly Row[]): readonly Row[] {
    const seen = new Set<number>();
    const result: Row[] = [];
    for (const row of rows) {
      if (this.arms[row.arm]?.hasGuard === true) {
        result.push(row);
        continue;
      }
      const id = this.#numbers.of(row);
      if (seen.has(id)) continue;
      seen.add(id);
      result.push(row);
      if (row.tests.length === 0) break;
    }
    return result;
  }

  /** Chooses, among the places that the first row tests, the one that most other rows test too; the leftmost of equals. */
  #choose(first: Row, rows: readonly Row[]): Test {
    if (first.tests.length === 1) return first.tests[0] as Test;
    const counts = new Map<Place, number>(first.tests.map(({ at }) => [at, 0]));
    for (const row of rows) {
      for (const at of new Set(row.tests.map((test) => test.at))) {
        const count = counts.get(at);
        if (count !== undefined) counts.set(at, count + 1);
      }
    }
    let best = first.tests[0] as Test;
    for (const test of first.tests) {
      if ((counts.get(test.at) ?? 0) > (counts.get(best.at) ?? 0)) best = test;
    }
    return best;
  }

  #expandOr(row: Row, at: Place): readonly Row[] {
    const test = row.tests.find((t) => t.at === at && t.pat.kind === "or");
    if (test?.pat.kind !== "or") return [row];
    const others = row.tests.filter((t) => t !== test);
    return test.pat.alternatives.flatMap((pat) =>
      this.#expandOr(this.places.row(row.arm, others, [{ at, pat }], row.bindings), at)
    );
  }

  #test(head: Test, rows: readonly Row[]): CanonDecision {
    const { at, pat } = head;
    switch (pat.kind) {
      case "variant":
        return this.#switchVariant(at, rows);
      case "int":
        return pat.low !== undefined && pat.low === pat.high
          ? this.#switchInt(at, rows)
          : this.#testRange(at, pat, rows);
      case "str":
        return this.#switchStr(at, rows);
      case "float":
        return this.#testFloat(at, pat.value, rows);
      case "list":
        return this.#testLength(at, pat, rows);
      case "any":
      case "product":
      case "newtype":
      case "or":
        return this.build(rows);
      default:
        return assertNever(pat, "canon");
    }
  }

  // --- Rows -----------------------------------------------------------------------------------

  /** The rows under an outcome at `at`; `decide` says what becomes of a test there. */
  #under(rows: readonly Row[], at: Place, decide: Outcome): readonly Row[] {
    this.work += rows.length;
    if (this.isExceeded) return [];
    const result: Row[] = [];
    for (const row of rows) {
      const next = this.#rowUnder(row, at, decide);
      if (next !== undefined) result.push(next);
    }
    return result;
  }

  #rowUnder(row: Row, at: Place, decide: Outcome): Row | undefined {
    if (!row.tests.some((test) => test.at === at)) return row;
    const kept: Test[] = [];
    const added: Test[] = [];
    for (const test of row.tests) {
      const outcome = test.at === at ? decide(test) : "keep";
      if (outcome === "drop") return undefined;
      if (outcome === "keep") kept.push(test);
      else added.push(...outcome);
    }
    return this.places.row(row.arm, kept, added, row.bindings);
  }

  // --- Tests ------------------------------------------------------------------------------------

  #switchVariant(at: Place, rows: readonly Row[]): CanonDecision {
    const variants = new RowsByValue(
      rows,
      at,
      (pat) => pat.kind === "variant" ? pat.variant : undefined,
    );
    const cases = variants.values.map((variant) => ({
      variant,
      next: this.build(
        this.#under(variants.rowsFor(variant), at, ({ pat }) => this.#inVariant(at, pat, variant)),
      ),
    }));
    if (variants.values.length === variantCount(at.occurrence.type)) {
      return cases.length === 1
        ? (cases[0] as (typeof cases)[0]).next
        : { kind: "variant", at: at.occurrence, cases };
    }
    const otherwise = this.build(this.#under(rows, at, () => "drop"));
    if (otherwise.kind === "unreachable") {
      return cases.length === 1
        ? (cases[0] as (typeof cases)[0]).next
        : { kind: "variant", at: at.occurrence, cases };
    }
    return { kind: "variant", at: at.occurrence, cases, default: otherwise };
  }

  #inVariant(at: Place, pat: Pat, variant: number): "keep" | "drop" | readonly Test[] {
    if (pat.kind !== "variant") return "keep";
    if (pat.variant !== variant) return "drop";
    return this.places.payload(at, pat);
  }

  #switchInt(at: Place, rows: readonly Row[]): CanonDecision {
    const literals = new RowsByValue(
      rows,
      at,
      (pat) => pat.kind === "int" && pat.low === pat.high ? pat.low : undefined,
    );
    const cases = literals.values.map((value) => ({
      value,
      next: this.build(
        this.#under(literals.rowsFor(value), at, ({ pat }) => holdsInt(pat, value)),
      ),
    }));
    if (isBuiltin(at.occurrence.type, "bool") && cases.length === 2) {
      return { kind: "int", at: at.occurrence, cases };
    }
    const otherwise = this.build(
      this.#under(rows, at, ({ pat }) => isLiteral(pat) ? "drop" : "keep"),
    );
    if (otherwise.kind !== "unreachable") {
      return { kind: "int", at: at.occurrence, cases, default: otherwise };
    }
    const last = cases.pop() as (typeof cases)[0];
    return cases.length === 0
      ? last.next
      : { kind: "int", at: at.occurrence, cases, default: last.next };
  }

  #testRange(at: Place, range: PatOf<"int">, rows: readonly Row[]): CanonDecision {
    const inside = this.build(this.#under(rows, at, ({ pat }) => insideRange(pat, range)));
    const outside = this.build(
      this.#under(rows, at, ({ pat }) => isWithin(pat, range) ? "drop" : "keep"),
    );
    if (outside.kind === "unreachable") return inside;
    return { kind: "range", at: at.occurrence, ...boundsOf(range), then: inside, else: outside };
  }

  #switchStr(at: Place, rows: readonly Row[]): CanonDecision {
    const texts = new RowsByValue(rows, at, (pat) => pat.kind === "str" ? pat.value : undefined);
    const cases = texts.values.map((value) => ({
      value,
      next: this.build(
        this.#under(texts.rowsFor(value), at, ({ pat }) => pat.kind === "str" ? [] : "keep"),
      ),
    }));
    const otherwise = this.build(
      this.#under(rows, at, ({ pat }) => pat.kind === "str" ? "drop" : "keep"),
    );
    return { kind: "str", at: at.occurrence, cases, default: otherwise };
  }

  #testFloat(at: Place, value: number, rows: readonly Row[]): CanonDecision {
    const isEqual = (pat: Pat) => pat.kind === "float" && pat.value === value;
    const equal = this.#under(
      rows,
      at,
      ({ pat }) => isEqual(pat) ? [] : pat.kind === "float" ? "drop" : "keep",
    );
    const other = this.#under(rows, at, ({ pat }) => isEqual(pat) ? "drop" : "keep");
    return {
      kind: "float",
      at: at.occurrence,
      value,
      then: this.build(equal),
      else: this.build(other),
    };
  }

  #testLength(at: Place, list: PatOf<"list">, rows: readonly Row[]): CanonDecision {
    const length = list.before.length + list.after.length;
    const orMore = list.rest !== undefined;
    const yes = this.build(
      this.#under(rows, at, ({ pat }) => this.#whenLength(at, pat, length, orMore)),
    );
    const no = this.build(
      this.#under(rows, at, ({ pat }) => failsWithout(pat, length, orMore) ? "drop" : "keep"),
    );
    if (no.kind === "unreachable") return yes;
    return { kind: "length", at: at.occurrence, length, orMore, then: yes, else: no };
  }

  /** A list pattern once the length is known to be `length` (or more). */
  #whenLength(
    at: Place,
    pat: Pat,
    length: number,
    orMore: boolean,
  ): "keep" | "drop" | readonly Test[] {
    if (pat.kind !== "list") return "keep";
    const least = pat.before.length + pat.after.length;
    if (pat.rest !== undefined && least <= length) {
      return this.places.elements(at, pat, orMore ? undefined : length);
    }
    if (orMore) return pat.rest === undefined && least < length ? "drop" : "keep";
    return pat.rest === undefined && least === length
      ? this.places.elements(at, pat, length)
      : "drop";
  }
}

/** The values that rows name at a place, and the rows that may match each, in their order. */
class RowsByValue<V> {
  readonly #named = new Map<V, number[]>();
  readonly #others: number[] = [];

  constructor(
    private readonly rows: readonly Row[],
    at: Place,
    valueOf: (pat: Pat) => V | undefined,
  ) {
    rows.forEach((row, index) => {
      const pat = row.tests.find((test) => test.at === at)?.pat;
      const value = pat === undefined ? undefined : valueOf(pat);
      const named = value === undefined ? this.#others : this.#named.get(value);
      if (named !== undefined) named.push(index);
      else if (value !== undefined) this.#named.set(value, [index]);
    });
  }

  get values(): readonly V[] {
    return [...this.#named.keys()];
  }

  rowsFor(value: V): readonly Row[] {
    const found = [...this.#named.get(value) ?? [], ...this.#others];
    return found.sort((a, b) => a - b).map((index) => this.rows[index] as Row);
  }
}

/** Numbers for rows, the same for rows with equal tests and bindings of one arm. */
class RowNumbers {
  readonly #rows = new WeakMap<Row, number>();
  readonly #equal = new Map<string, number>();
  readonly #pats = new Map<Pat, number>();

  of(row: Row): number {
    const known = this.#rows.get(row);
    if (known !== undefined) return known;
    const tests = row.tests.map(({ at, pat }) => `${at.id}:${numberIn(this.#pats, pat)}`);
    const bindings = [...row.bindings].map(([local, at]) => `${local}:${this.places.idOf(at)}`);
    const number = numberIn(this.#equal, `${row.arm};${tests.join()};${bindings.sort().join()}`);
    this.#rows.set(row, number);
    return number;
  }

  constructor(private readonly places: Places) {}
}

function numberIn<K>(known: Map<K, number>, key: K): number {
  const number = known.get(key) ?? known.size;
  known.set(key, number);
  return number;
}

function isLiteral(pat: Pat): boolean {
  return pat.kind === "int" && pat.low !== undefined && pat.low === pat.high;
}

function holdsInt(pat: Pat, value: bigint): "keep" | "drop" | readonly Test[] {
  if (pat.kind !== "int") return "keep";
  const isInside = (pat.low === undefined || pat.low <= value) &&
    (pat.high === undefined || pat.high >= value);
  return isInside ? [] : "drop";
}

/** The part of `pat` left to test for a value known to lie in `range`. */
function insideRange(pat: Pat, range: PatOf<"int">): "keep" | "drop" | readonly Test[] {
  if (pat.kind !== "int") return "keep";
  if (isWithin(range, pat)) return [];
  const isApart = (pat.low !== undefined && range.high !== undefined && pat.low > range.high) ||
    (pat.high !== undefined && range.low !== undefined && pat.high < range.low);
  return isApart ? "drop" : "keep";
}

/** Whether every value of `pat` lies in `range`. */
function isWithin(pat: Pat, range: Pat): boolean {
  if (pat.kind !== "int" || range.kind !== "int") return false;
  const above = range.low === undefined || (pat.low !== undefined && pat.low >= range.low);
  const below = range.high === undefined || (pat.high !== undefined && pat.high <= range.high);
  return above && below;
}

/** Whether a list pattern cannot match once the length test `length` failed. */
function failsWithout(pat: Pat, length: number, orMore: boolean): boolean {
  if (pat.kind !== "list") return false;
  const least = pat.before.length + pat.after.length;
  if (orMore) return least >= length;
  return pat.rest === undefined && least === length;
}
