/**
 * Compiles pattern rows to a decision tree. Each row is a set of tests at occurrences; the tree
 * tests what the first row asks for and divides the rows by the outcome. See Maranget, "Compiling
 * Pattern Matching to Good Decision Trees" (ML 2008); rows as sets of tests after Jules Jacobs,
 * "How to compile pattern matching" (2021).
 */
import { assertNever } from "../base/mod.ts";
import {
  elementType,
  isBuiltin,
  type LocalId,
  newtypeInner,
  partsOf,
  type Pat,
  type PatOf,
  type Type,
} from "../types/mod.ts";
import type { CanonDecision, CanonOccurrence } from "./generic.ts";

/** The pattern of an arm, and the locals its leaves bind, in order. */
export interface TreeArm {
  readonly pat: Pat;
  readonly bindings: readonly LocalId[];
  readonly hasGuard: boolean;
}

/** Locals that `pat` binds, in source order, each once (alternatives bind the same ones). */
export function boundLocals(pat: Pat): readonly LocalId[] {
  const found = new Set<LocalId>();
  eachPat(pat, (part) => {
    for (const local of part.binds) found.add(local);
  });
  return [...found];
}

/** The tree that finds the first arm matching a value of type `subject`. */
export function buildDecisionTree(subject: Type, arms: readonly TreeArm[]): CanonDecision {
  const builder = new Builder(arms);
  const root = builder.occurrence("", { kind: "subject", type: subject });
  const rows = arms.map((arm, index) =>
    builder.row(index, [], [{ at: root, pat: arm.pat }], new Map())
  );
  return builder.build(rows);
}

/** An occurrence with its identity: equal keys, same place. */
interface Place {
  readonly key: string;
  readonly occurrence: CanonOccurrence;
}
interface Test {
  readonly at: Place;
  /** Never `any`, `product`, `newtype`: those hold nothing to test of their own. */
  readonly pat: Pat;
}
interface Row {
  readonly arm: number;
  readonly tests: readonly Test[];
  readonly bindings: ReadonlyMap<LocalId, CanonOccurrence>;
}
/** The row that is left after a test with this outcome; undefined if it cannot match. */
type Outcome = (test: Test) => "keep" | "drop" | readonly Test[];

class Builder {
  readonly #places = new Map<string, Place>();

  constructor(private readonly arms: readonly TreeArm[]) {}

  occurrence(key: string, occurrence: CanonOccurrence): Place {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = { key, occurrence };
    this.#places.set(key, place);
    return place;
  }

  build(rows: readonly Row[]): CanonDecision {
    const first = rows[0];
    if (first === undefined) return { kind: "unreachable" };
    if (first.tests.length === 0) return this.#leaf(first, rows.slice(1));
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

  /** Chooses, among the places that the first row tests, the one that most other rows test too; the leftmost of equals. */
  #choose(first: Row, rows: readonly Row[]): Test {
    if (first.tests.length === 1) return first.tests[0] as Test;
    let best = first.tests[0] as Test;
    let bestCount = -1;
    for (const test of first.tests) {
      let count = 0;
      for (const row of rows) if (row.tests.some((other) => other.at === test.at)) count++;
      if (count > bestCount) [best, bestCount] = [test, count];
    }
    return best;
  }

  #expandOr(row: Row, at: Place): readonly Row[] {
    const test = row.tests.find((t) => t.at === at && t.pat.kind === "or");
    if (test?.pat.kind !== "or") return [row];
    const others = row.tests.filter((t) => t !== test);
    return test.pat.alternatives.flatMap((pat) =>
      this.#expandOr(this.row(row.arm, others, [{ at, pat }], row.bindings), at)
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

  /** A row with `added` tests taken apart: bindings noted, products opened, trivial tests dropped. */
  row(
    arm: number,
    tests: readonly Test[],
    added: readonly Test[],
    bindings: ReadonlyMap<LocalId, CanonOccurrence>,
  ): Row {
    const allTests = [...tests];
    const allBindings = new Map(bindings);
    for (const test of added) this.#open(test, allTests, allBindings);
    return { arm, tests: allTests, bindings: allBindings };
  }

  #open({ at, pat }: Test, tests: Test[], bindings: Map<LocalId, CanonOccurrence>): void {
    for (const local of pat.binds) bindings.set(local, at.occurrence);
    switch (pat.kind) {
      case "any":
        return;
      case "product":
        pat.fields.forEach((field, i) => {
          this.#open({ at: this.#field(at, i, field.type), pat: field }, tests, bindings);
        });
        return;
      case "newtype":
        return this.#open({ at: this.#inner(at), pat: pat.inner }, tests, bindings);
      case "list":
        if (pat.rest !== undefined && pat.before.length + pat.after.length === 0) {
          return this.#open({ at: this.#rest(at, 0, 0), pat: pat.rest }, tests, bindings);
        }
        tests.push({ at, pat });
        return;
      case "variant":
      case "int":
      case "str":
      case "float":
      case "or":
        tests.push({ at, pat });
        return;
      default:
        assertNever(pat, "canon");
    }
  }

  /** The rows under an outcome at `at`; `decide` says what becomes of a test there. */
  #under(rows: readonly Row[], at: Place, decide: Outcome): readonly Row[] {
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
    return this.row(row.arm, kept, added, row.bindings);
  }

  // --- Tests ------------------------------------------------------------------------------------

  #switchVariant(at: Place, rows: readonly Row[]): CanonDecision {
    const variants = new Set(patsAt(rows, at, "variant").map((pat) => pat.variant));
    const cases = [...variants].map((variant) => ({
      variant,
      next: this.build(this.#under(rows, at, ({ pat }) => this.#inVariant(at, pat, variant))),
    }));
    if (variants.size === variantCount(at.occurrence.type)) {
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
    return pat.fields.map((field, i) => ({
      at: this.#payload(at, variant, i, field.type),
      pat: field,
    }));
  }

  #switchInt(at: Place, rows: readonly Row[]): CanonDecision {
    const values = new Set<bigint>();
    for (const pat of patsAt(rows, at, "int")) {
      if (pat.low !== undefined && pat.low === pat.high) values.add(pat.low);
    }
    const cases = [...values].map((value) => ({
      value,
      next: this.build(this.#under(rows, at, ({ pat }) => holdsInt(pat, value))),
    }));
    if (isBuiltin(at.occurrence.type, "bool") && values.size === 2) {
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
    const bounds = {
      ...(range.low === undefined ? {} : { low: range.low }),
      ...(range.high === undefined ? {} : { high: range.high }),
    };
    return { kind: "range", at: at.occurrence, ...bounds, then: inside, else: outside };
  }

  #switchStr(at: Place, rows: readonly Row[]): CanonDecision {
    const values = new Set(patsAt(rows, at, "str").map((pat) => pat.value));
    const cases = [...values].map((value) => ({
      value,
      next: this.build(
        this.#under(
          rows,
          at,
          ({ pat }) => pat.kind !== "str" ? "keep" : pat.value === value ? [] : "drop",
        ),
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
      return this.#elements(at, pat, orMore ? undefined : length);
    }
    if (orMore) return pat.rest === undefined && least < length ? "drop" : "keep";
    return pat.rest === undefined && least === length ? this.#elements(at, pat, length) : "drop";
  }

  /** Tests of the elements of a list that is long enough; `length` where it is known exactly. */
  #elements(at: Place, pat: PatOf<"list">, length: number | undefined): readonly Test[] {
    const tests = pat.before.map((element, i): Test => ({
      at: this.#element(at, i, false),
      pat: element,
    }));
    const { after } = pat;
    after.forEach((element, i) => {
      const place = length === undefined
        ? this.#element(at, after.length - 1 - i, true)
        : this.#element(at, length - after.length + i, false);
      tests.push({ at: place, pat: element });
    });
    if (pat.rest !== undefined) {
      tests.push({ at: this.#rest(at, pat.before.length, after.length), pat: pat.rest });
    }
    return tests;
  }

  // --- Places -----------------------------------------------------------------------------------

  #field(of: Place, index: number, type: Type): Place {
    const occurrence = { kind: "field", of: of.occurrence, index, type } as const;
    return this.occurrence(`${of.key}.${index}`, occurrence);
  }

  #payload(of: Place, variant: number, index: number, type: Type): Place {
    const occurrence = { kind: "payload", of: of.occurrence, variant, index, type } as const;
    return this.occurrence(`${of.key}.${variant}:${index}`, occurrence);
  }

  #element(of: Place, index: number, fromEnd: boolean): Place {
    const type = elementType(of.occurrence.type);
    const occurrence = { kind: "element", of: of.occurrence, index, fromEnd, type } as const;
    return this.occurrence(`${of.key}[${fromEnd ? "-" : ""}${index}]`, occurrence);
  }

  #rest(of: Place, before: number, after: number): Place {
    if (before + after === 0) return of;
    const { type } = of.occurrence;
    const occurrence = { kind: "rest", of: of.occurrence, before, after, type } as const;
    return this.occurrence(`${of.key}[${before}..${after}]`, occurrence);
  }

  #inner(of: Place): Place {
    const type = newtypeInner(of.occurrence.type);
    return this.occurrence(`${of.key}!`, { kind: "inner", of: of.occurrence, type });
  }
}

function patsAt<K extends Pat["kind"]>(rows: readonly Row[], at: Place, kind: K): PatOf<K>[] {
  const found: PatOf<K>[] = [];
  for (const row of rows) {
    for (const test of row.tests) {
      if (test.at === at && test.pat.kind === kind) found.push(test.pat as PatOf<K>);
    }
  }
  return found;
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

function variantCount(type: Type): number {
  return type.kind === "con" && type.def.body.kind === "sum" ? type.def.body.variants.length : -1;
}

/** Calls `visit` on `pat` and all patterns inside it. */
export function eachPat(pat: Pat, visit: (pat: Pat) => void): void {
  visit(pat);
  for (const part of partsOf(pat)) eachPat(part, visit);
}
