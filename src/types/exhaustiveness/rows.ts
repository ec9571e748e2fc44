/**
 * Rows of the pattern matrix in a form that is cheap to share. A row holds one test for each part
 * of the subject that it looks at, in the order of the parts. Equal tests and equal rows are one
 * object, so that a set of rows is known again by the numbers of its rows.
 */
import { InternalError } from "../../base/mod.ts";
import type { Type } from "../model/model.ts";
import { type Constructor, type Part, partType } from "./constructors.ts";
import type { Pat } from "./pattern.ts";

/** A part of the subject, or the subject itself. */
export interface Place {
  readonly id: number;
  readonly type: Type;
}

/** `pat` is never `any`, which tests nothing. */
export interface Test {
  readonly id: number;
  readonly place: Place;
  readonly pat: Pat;
}

/** The tests of a row, first to last; undefined is a row that every value matches. */
export type Tests = TestList | undefined;
interface TestList {
  readonly id: number;
  readonly test: Test;
  readonly rest: Tests;
}

export interface Row {
  readonly id: number;
  readonly tests: Tests;
  readonly isGuarded: boolean;
}

/** Makes places, tests and rows, each once. */
export class RowTable {
  readonly #places = new Map<string, Place>();
  readonly #pats = new Map<Pat, string>();
  readonly #tests = new Map<string, Test>();
  readonly #lists = new Map<string, TestList>();
  readonly #rows = new Map<number, Row>();

  /** The place of the whole subject. */
  root(type: Type): Place {
    return this.#place("root", type);
  }

  /** The part number `index` of `place` once its value is known to be built by `by`. */
  part(place: Place, by: Constructor, index: number): Place {
    const key = `${place.id}${partKey(by, index)}`;
    return this.#places.get(key) ?? this.#place(key, partType(place.type, by, index));
  }

  row(tests: Tests, isGuarded: boolean): Row {
    const id = 2 * (tests?.id ?? 0) + (isGuarded ? 1 : 0);
    let row = this.#rows.get(id);
    if (row === undefined) this.#rows.set(id, row = { id, tests, isGuarded });
    return row;
  }

  /** `tests` with a test of `place` for `pat` before them. */
  before(place: Place, pat: Pat, tests: Tests): Tests {
    return pat.kind === "any" ? tests : this.#list(this.#test(place, pat), tests);
  }

  /** `tests` with those for `parts` of `place` where the test of `place` was. */
  replace(tests: Tests, place: Place, by: Constructor, parts: readonly Part[]): Tests {
    const kept: Test[] = [];
    let at = tests;
    for (; at !== undefined && at.test.place !== place; at = at.rest) kept.push(at.test);
    let result = at?.rest;
    for (const { index, pat } of parts.toReversed()) {
      result = this.before(this.part(place, by, index), pat, result);
    }
    for (const test of kept.toReversed()) result = this.#list(test, result);
    return result;
  }

  #place(key: string, type: Type): Place {
    const place = this.#places.get(key) ?? { id: this.#places.size, type };
    this.#places.set(key, place);
    return place;
  }

  #test(place: Place, pat: Pat): Test {
    const key = `${place.id} ${this.#patKey(pat)}`;
    let test = this.#tests.get(key);
    if (test === undefined) this.#tests.set(key, test = { id: this.#tests.size, place, pat });
    return test;
  }

  #list(test: Test, rest: Tests): TestList {
    const key = `${test.id} ${rest?.id ?? 0}`;
    let list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, list = { id: this.#lists.size + 1, test, rest });
    return list;
  }

  /** Equal for patterns that match the same values and hold no alternatives to tell apart. */
  #patKey(pat: Pat): string {
    switch (pat.kind) {
      case "any":
        return "_";
      case "int":
        return `${pat.low ?? ""}..${pat.high ?? ""}`;
      case "str":
        return JSON.stringify(pat.value);
      case "variant":
        if (pat.fields.every((field) => field.kind === "any")) return `v${pat.variant}`;
        break;
      case "float":
      case "product":
      case "newtype":
      case "list":
      case "or":
        break;
    }
    const known = this.#pats.get(pat) ?? `#${this.#pats.size}`;
    this.#pats.set(pat, known);
    return known;
  }
}

/** The test of `place` among `tests`. */
export function testOf(tests: Tests, place: Place): Pat | undefined {
  for (let at = tests; at !== undefined; at = at.rest) {
    if (at.test.place === place) return at.test.pat;
  }
  return undefined;
}

/** Elements of lists are numbered from the nearer end, so that lists of all lengths share them. */
function partKey(by: Constructor, index: number): string {
  switch (by.kind) {
    case "variant":
      return `#${by.variant}.${index}`;
    case "product":
    case "newtype":
      return `.${index}`;
    case "list":
      return index < by.prefix ? `[${index}]` : `[-${by.prefix + by.suffix - index}]`;
    case "interval":
    case "str":
    case "float":
    case "other":
      throw new InternalError(`${by.kind} has no parts`, { stage: "types" });
  }
}
