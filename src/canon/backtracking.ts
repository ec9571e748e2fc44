/**
 * The code of a match that is too large for a decision tree: each arm in its order, each test of it
 * in its order; where one fails, the next arm follows. Its size is linear in the patterns, except
 * where the alternatives of or-patterns bind locals.
 */
import { assertNever, InternalError } from "../base/mod.ts";
import { partsOf, type Pat } from "../types/mod.ts";
import type { CanonDecision, CanonOccurrence } from "./generic.ts";
import {
  boundsOf,
  eachPat,
  type Places,
  type Row,
  type Test,
  type TreeArm,
  variantCount,
} from "./match_rows.ts";

/** A graph that tests `rows`, one per arm, one after the other. */
export function testInOrder(
  places: Places,
  arms: readonly TreeArm[],
  rows: readonly Row[],
): CanonDecision {
  let next: CanonDecision = { kind: "unreachable" };
  for (const row of rows.toReversed()) {
    next = new ArmTests(places, arms[row.arm] as TreeArm).of(row, next);
  }
  return next;
}

/** The tests of one arm. */
class ArmTests {
  constructor(private readonly places: Places, private readonly arm: TreeArm) {}

  /** Tests `row`; `fail` follows where a test fails. */
  of(row: Row, fail: CanonDecision): CanonDecision {
    const binding = row.tests.find(({ pat }) => bindsInside(pat));
    if (binding === undefined) return this.#tests(row.tests, this.#leaf(row, fail), fail);
    const { at, pat } = binding;
    const others = row.tests.filter((test) => test !== binding);
    const within = (added: readonly Test[], otherwise: CanonDecision) =>
      this.of(this.places.row(row.arm, others, added, row.bindings), otherwise);
    if (pat.kind !== "or") return this.#enter(binding, (parts) => within(parts, fail), fail);
    return pat.alternatives.reduceRight(
      (otherwise, one) => within([{ at, pat: one }], otherwise),
      fail,
    );
  }

  #leaf(row: Row, otherwise: CanonDecision): CanonDecision {
    const bindings = this.arm.bindings.map((local) => row.bindings.get(local) as CanonOccurrence);
    const leaf = { kind: "leaf", arm: row.arm, bindings } as const;
    return this.arm.hasGuard ? { ...leaf, otherwise } : leaf;
  }

  /** Tests that bind nothing: `success` follows where all hold. */
  #tests(tests: readonly Test[], success: CanonDecision, fail: CanonDecision): CanonDecision {
    return tests.reduceRight((next, test) => this.#test(test, next, fail), success);
  }

  #test(test: Test, success: CanonDecision, fail: CanonDecision): CanonDecision {
    const { at, pat } = test;
    const among = (parts: readonly Test[], otherwise: CanonDecision) =>
      this.#tests(this.places.row(0, [], parts, new Map()).tests, success, otherwise);
    if (pat.kind !== "or") return this.#enter(test, (parts) => among(parts, fail), fail);
    return pat.alternatives.reduceRight(
      (otherwise, one) => among([{ at, pat: one }], otherwise),
      fail,
    );
  }

  /** The test of the place itself; `within` gives what follows, from the tests of its parts. */
  #enter(
    { at, pat }: Test,
    within: (parts: readonly Test[]) => CanonDecision,
    fail: CanonDecision,
  ): CanonDecision {
    const { occurrence } = at;
    switch (pat.kind) {
      case "variant": {
        const next = within(this.places.payload(at, pat));
        if (variantCount(occurrence.type) === 1) return next;
        const cases = [{ variant: pat.variant, next }];
        return { kind: "variant", at: occurrence, cases, default: fail };
      }
      case "int": {
        const { low, high } = pat;
        const next = within([]);
        if (low !== undefined && low === high) {
          return { kind: "int", at: occurrence, cases: [{ value: low, next }], default: fail };
        }
        return { kind: "range", at: occurrence, ...boundsOf(pat), then: next, else: fail };
      }
      case "str": {
        const cases = [{ value: pat.value, next: within([]) }];
        return { kind: "str", at: occurrence, cases, default: fail };
      }
      case "float":
        return { kind: "float", at: occurrence, value: pat.value, then: within([]), else: fail };
      case "list": {
        const orMore = pat.rest !== undefined;
        const length = pat.before.length + pat.after.length;
        const then = within(this.places.elements(at, pat, orMore ? undefined : length));
        return { kind: "length", at: occurrence, length, orMore, then, else: fail };
      }
      case "any":
      case "product":
      case "newtype":
      case "or":
        throw new InternalError(`a test for ${pat.kind}`, { stage: "canon", span: pat.span });
      default:
        return assertNever(pat, "canon");
    }
  }
}

function bindsInside(pat: Pat): boolean {
  let found = false;
  for (const part of partsOf(pat)) eachPat(part, ({ binds }) => found ||= binds.length > 0);
  return found;
}
