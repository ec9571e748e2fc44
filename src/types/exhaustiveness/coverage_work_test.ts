/** The coverage check against all values of small types, and the work that it takes. */
import { assert, assertEquals } from "@std/assert";
import type { Span } from "../../base/mod.ts";
import { checkText } from "../check_support_test.ts";
import { BOOL, INT, listType, tupleType } from "../model/builtin.ts";
import type { Type } from "../model/model.ts";
import { type Arm, type Coverage, coverageOf } from "./coverage.ts";
import { anyPat, type Pat } from "./pattern.ts";

const checked = checkText("type V = A | B | C;\n@f (v: V) -> V = v;\n");
const V = checked.body("f").locals[0]?.type as Type;
const span = checked.body("f").locals[0]?.span as Span;

const any = (type: Type): Pat => anyPat(type, span);
const variant = (number: number): Pat => ({
  kind: "variant",
  variant: number,
  fields: [],
  type: V,
  span,
  binds: [],
});
const or = (...alternatives: Pat[]): Pat => ({
  kind: "or",
  alternatives,
  type: alternatives[0]?.type as Type,
  span,
  binds: [],
});
const truth: Pat = { kind: "int", low: 1n, high: 1n, type: BOOL, span, binds: [] };
const int = (value: number): Pat => ({
  kind: "int",
  low: BigInt(value),
  high: BigInt(value),
  type: INT,
  span,
  binds: [],
});
const tuple = (...fields: Pat[]): Pat => ({
  kind: "product",
  fields,
  type: tupleType(fields.map((field) => field.type)),
  span,
  binds: [],
});
const arm = (pat: Pat, isGuarded = false): Arm => ({ pat, isGuarded });
/** A tuple of `count` columns, of which those in `tested` have a pattern and the others match all. */
const columns = (count: number, type: Type, tested: Readonly<Record<number, Pat>>): Pat =>
  tuple(...Array.from({ length: count }, (_, i) => tested[i] ?? any(type)));
const covered = (arms: readonly Arm[], limit?: number): Coverage =>
  coverageOf(arms[0]?.pat.type as Type, arms, limit);

/** Numbers that repeat from run to run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(state / 65536) % below;
  };
}

function matches(pat: Pat, values: readonly number[]): boolean {
  if (pat.kind === "product") {
    return pat.fields.every((field, i) => matches(field, [values[i] ?? -1]));
  }
  if (pat.kind === "or") return pat.alternatives.some((one) => matches(one, values));
  return pat.kind === "any" || (pat.kind === "variant" && pat.variant === values[0]);
}

Deno.test("coverage says what trying every value says", () => {
  const values = Array.from(
    { length: 27 },
    (_, n) => [n % 3, Math.floor(n / 3) % 3, Math.floor(n / 9)],
  );
  const seen = { complete: 0, open: 0, unreached: 0 };
  for (let seed = 1; seed <= 600; seed++) {
    const random = randomOf(seed);
    const part = (): Pat => {
      const kind = random(5);
      if (kind === 0) return any(V);
      return kind < 3 ? variant(random(3)) : or(variant(random(3)), variant(random(3)));
    };
    const row = (): Pat => tuple(part(), part(), part());
    const arms = Array.from(
      { length: 3 + random(12) },
      () => arm(random(4) === 0 ? or(row(), row()) : row(), random(5) === 0),
    );
    const coverage = covered(arms);
    const reached = new Set<number>();
    let isComplete = true;
    for (const value of values) {
      let isTaken = false;
      for (let at = 0; at < arms.length && !isTaken; at++) {
        const one = arms[at] as Arm;
        if (!matches(one.pat, value)) continue;
        reached.add(at);
        isTaken = !one.isGuarded;
      }
      isComplete &&= isTaken;
    }
    assertEquals(coverage.missing.length === 0, isComplete, `seed ${seed}`);
    const unreached = [...arms.keys()].filter((at) => !reached.has(at));
    assertEquals(coverage.unreachedArms, unreached, `seed ${seed}`);
    seen[isComplete ? "complete" : "open"]++;
    seen.unreached += unreached.length;
  }
  assert(seen.complete > 20 && seen.open > 20 && seen.unreached > 20, JSON.stringify(seen));
});

/** Matches of so many columns or arms. */
const SCALED: Readonly<Record<string, (n: number) => readonly Arm[]>> = {
  "an arm for each of n bools": (n) => [
    ...Array.from({ length: n }, (_, i) => arm(columns(n, BOOL, { [i]: truth }))),
    arm(columns(n, BOOL, {})),
  ],
  "an arm for each of n bools, last first": (n) => [
    ...Array.from({ length: n }, (_, i) => arm(columns(n, BOOL, { [n - 1 - i]: truth }))),
    arm(columns(n, BOOL, {})),
  ],
  "n columns of or-patterns": (n) => [
    arm(tuple(...Array.from({ length: n }, () => or(variant(0), variant(1))))),
    arm(tuple(...Array.from({ length: n }, () => or(variant(1), variant(2))))),
    arm(tuple(...Array.from({ length: n }, () => or(variant(0), variant(2))))),
    arm(columns(n, V, {})),
  ],
  "n columns, with values left out": (n) => [
    arm(tuple(...Array.from({ length: n }, () => or(variant(0), variant(1))))),
    arm(tuple(...Array.from({ length: n }, () => or(variant(1), variant(2))))),
  ],
  "n literals": (n) => [...Array.from({ length: n }, (_, i) => arm(int(i))), arm(any(INT))],
  "n list patterns": (n) => [
    ...Array.from({ length: n }, (_, i) =>
      arm({
        kind: "list",
        before: [int(i)],
        rest: any(listType(INT)),
        after: [],
        type: listType(INT),
        span,
        binds: [],
      })),
    arm(any(listType(INT))),
  ],
  "a list pattern of n elements": (n) => [
    arm({
      kind: "list",
      before: Array.from({ length: n }, (_, i) => int(i)),
      rest: undefined,
      after: [],
      type: listType(INT),
      span,
      binds: [],
    }),
    arm(any(listType(INT))),
  ],
};

/** Bools that are tested by one arm each: rows times columns are the size of the match. */
const SIZE_IS_SQUARE = /bools/;

for (const [name, make] of Object.entries(SCALED)) {
  Deno.test(`coverage: the work for ${name} grows with their number`, () => {
    const [small, large] = [covered(make(20)), covered(make(40))];
    assert(small.isProven && large.isProven);
    const limit = SIZE_IS_SQUARE.test(name) ? 4.1 : 3;
    assert(large.steps / small.steps < limit, `${small.steps} steps, then ${large.steps}`);
  });
}

Deno.test("a check that takes too long gives up, and says so where values may be left out", () => {
  const random = randomOf(7);
  const rows = Array.from({ length: 40 }, () =>
    arm(columns(20, V, {
      [random(20)]: variant(random(3)),
      [random(20)]: variant(random(3)),
      [random(20)]: variant(random(3)),
    })));
  const open = covered(rows, 1_000);
  assertEquals([open.isProven, open.missing, open.unreachedArms], [false, [], []]);
  assert(covered([...rows, arm(columns(20, V, {}))], 1_000).isProven);
  assert(covered([...rows, arm(columns(20, V, {}), true)], 1_000).isProven === false);
});
