/**
 * The three forms of the code of a match find the same arm and bind the same parts, as trying the
 * patterns one after the other does; and building them takes work in proportion to the match.
 */
import { assert, assertEquals } from "@std/assert";
import { InternalError } from "../base/mod.ts";
import { fieldTypes, type LocalId, type Pat, tupleType, type Type } from "../types/mod.ts";
import { canonOf } from "./canon_support_test.ts";
import { countDecisions } from "./decisions.ts";
import { buildDecisionTree } from "./decision_tree.ts";
import type { CanonDecision, CanonOccurrence } from "./generic.ts";
import { boundLocals, eachPat, type TreeArm } from "./match_rows.ts";

const fn = canonOf(
  "type S = A | B(int, bool) | C([int]);\n@f (s: (S, bool, [int], S, str, float)) -> void = ();\n",
  "f",
);
const SUBJECT = fn.locals[0]?.type as Type;
const PARTS = fieldTypes(SUBJECT);
const [SUM, BOOL, LIST, , STR, FLOAT] = PARTS as [Type, Type, Type, Type, Type, Type];
const INT = fieldTypes(SUM, 1)[0] as Type;
const { span } = fn;

/** A value: a number, a text, a list or tuple, or a variant with its payload. */
type Value = bigint | string | number | readonly Value[] | Variant;
interface Variant {
  readonly variant: number;
  readonly fields: readonly Value[];
}
type Bound = ReadonlyMap<LocalId, Value>;

/** Numbers that repeat from run to run. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(state / 65536) % below;
  };
}
type Random = ReturnType<typeof randomOf>;

class Patterns {
  #locals = 0;
  constructor(private readonly random: Random) {}

  /** A pattern for `type`; it binds when `binds`. */
  of(type: Type, depth: number, binds: boolean): Pat {
    const base = {
      type,
      span,
      binds: binds && this.random(3) === 0 ? [this.#locals++ as LocalId] : [],
    };
    const { random } = this;
    const kind = random(6);
    if (kind < 2 || depth > 3) return { ...base, kind: "any" };
    if (kind === 2) {
      const alternatives = [0, 1, 2].slice(random(2)).map(() => this.of(type, depth + 1, false));
      return { ...base, kind: "or", alternatives };
    }
    if (kind === 3 && binds && type === SUM) return this.#bindingChoice(base);
    const part = (of: Type) => this.of(of, depth + 1, binds);
    if (type === SUM) {
      const variant = random(3);
      return { ...base, kind: "variant", variant, fields: fieldTypes(type, variant).map(part) };
    }
    if (type === BOOL || type === INT) {
      const low = BigInt(random(type === BOOL ? 2 : 4));
      if (type === BOOL || random(2) === 0) return { ...base, kind: "int", low, high: low };
      return random(2) === 0
        ? { ...base, kind: "int", low, high: undefined }
        : { ...base, kind: "int", low, high: low + 1n };
    }
    if (type === STR) return { ...base, kind: "str", value: "ab"[random(2)] as string };
    if (type === FLOAT) return { ...base, kind: "float", value: random(2) };
    const elements = (count: number) => Array.from({ length: count }, () => part(INT));
    const rest = random(2) === 0 ? undefined : this.of(LIST, depth + 2, binds);
    return {
      ...base,
      kind: "list",
      before: elements(random(3)),
      rest,
      after: rest === undefined ? [] : elements(random(2)),
    };
  }

  /** `B(x, _) | C([x, ..])`. */
  #bindingChoice(base: Pick<Pat, "type" | "span" | "binds">): Pat {
    const any = (type: Type, binds: readonly LocalId[] = []): Pat => ({
      kind: "any",
      type,
      span,
      binds,
    });
    const bound = () => any(INT, [local]);
    const local = this.#locals++ as LocalId;
    const list: Pat = {
      kind: "list",
      before: [bound()],
      rest: any(LIST),
      after: [],
      type: LIST,
      span,
      binds: [],
    };
    const [second, plain] = [any(BOOL), { type: SUM, span, binds: [] }];
    return {
      ...base,
      kind: "or",
      alternatives: [
        { ...plain, kind: "variant", variant: 1, fields: [bound(), second] },
        { ...plain, kind: "variant", variant: 2, fields: [list] },
      ],
    };
  }
}

function valueOf(type: Type, random: Random): Value {
  if (type === SUM) {
    const variant = random(3);
    return { variant, fields: fieldTypes(type, variant).map((field) => valueOf(field, random)) };
  }
  if (type === BOOL) return BigInt(random(2));
  if (type === INT) return BigInt(random(5));
  if (type === STR) return "abc"[random(3)] as string;
  if (type === FLOAT) return random(3);
  return Array.from({ length: random(4) }, () => valueOf(INT, random));
}

/** What `pat` binds when it matches `value`, by the meaning of patterns. */
function match(pat: Pat, value: Value, bound: Bound): Bound | undefined {
  const all = (pats: readonly Pat[], values: readonly Value[], start: Bound | undefined) =>
    pats.reduce((known, one, i) => known && match(one, values[i] as Value, known), start);
  const here = new Map([...bound, ...pat.binds.map((local) => [local, value] as const)]);
  switch (pat.kind) {
    case "any":
      return here;
    case "variant": {
      const { variant, fields } = value as Variant;
      return variant === pat.variant ? all(pat.fields, fields, here) : undefined;
    }
    case "product":
      return all(pat.fields, value as readonly Value[], here);
    case "int": {
      const number = value as bigint;
      return (pat.low ?? number) <= number && (pat.high ?? number) >= number ? here : undefined;
    }
    case "str":
    case "float":
      return value === pat.value ? here : undefined;
    case "list": {
      const list = value as readonly Value[];
      const least = pat.before.length + pat.after.length;
      if (pat.rest === undefined ? list.length !== least : list.length < least) return undefined;
      const end = list.length - pat.after.length;
      const ends = all(pat.after, list.slice(end), all(pat.before, list, here));
      return ends && pat.rest ? match(pat.rest, list.slice(pat.before.length, end), ends) : ends;
    }
    case "or":
      for (const one of pat.alternatives) {
        const found = match(one, value, here);
        if (found !== undefined) return found;
      }
      return undefined;
    case "newtype":
      throw new InternalError("no newtypes here", { stage: "canon" });
  }
}

function read(at: CanonOccurrence, subject: Value): Value {
  if (at.kind === "subject") return subject;
  const of = read(at.of, subject);
  switch (at.kind) {
    case "field":
      return (of as readonly Value[])[at.index] as Value;
    case "payload": {
      assertEquals((of as Variant).variant, at.variant, "a payload is read under its variant");
      return (of as Variant).fields[at.index] as Value;
    }
    case "element": {
      const found = (of as readonly Value[]).at(at.fromEnd ? -1 - at.index : at.index);
      assert(found !== undefined, "an element is read once the length is known");
      return found;
    }
    case "rest":
      return (of as readonly Value[]).slice(at.before, (of as readonly Value[]).length - at.after);
    case "inner":
      throw new InternalError("no newtypes here", { stage: "canon" });
  }
}

function next(node: CanonDecision, value: Value): CanonDecision | undefined {
  switch (node.kind) {
    case "variant": {
      const { variant } = value as Variant;
      return node.cases.find((one) => one.variant === variant)?.next ?? node.default;
    }
    case "int":
    case "str":
      return node.cases.find((one) => one.value === value)?.next ?? node.default;
    case "float":
      return value === node.value ? node.then : node.else;
    case "range": {
      const number = value as bigint;
      const isInside = (node.low ?? number) <= number && (node.high ?? number) >= number;
      return isInside ? node.then : node.else;
    }
    case "length": {
      const { length } = value as readonly Value[];
      const holds = node.orMore ? length >= node.length : length === node.length;
      return holds ? node.then : node.else;
    }
    case "leaf":
    case "unreachable":
      return undefined;
  }
}

/** The arm that `tree` finds and the values it binds; guards hold for the arms in `open`. */
function run(
  tree: CanonDecision,
  arms: readonly TreeArm[],
  subject: Value,
  open: ReadonlySet<number>,
) {
  let node = tree;
  for (;;) {
    if (node.kind === "unreachable") return undefined;
    if (node.kind !== "leaf") {
      node = next(node, read(node.at, subject)) as CanonDecision;
      continue;
    }
    const { arm, bindings } = node;
    if (arms[arm]?.hasGuard !== true || open.has(arm)) {
      return { arm, values: bindings.map((at) => read(at, subject)) };
    }
    node = node.otherwise as CanonDecision;
  }
}

function expected(arms: readonly TreeArm[], subject: Value, open: ReadonlySet<number>) {
  for (const [arm, { pat, bindings, hasGuard }] of arms.entries()) {
    const bound = match(pat, subject, new Map());
    if (bound === undefined || (hasGuard && !open.has(arm))) continue;
    return { arm, values: bindings.map((local) => bound.get(local)) };
  }
  return undefined;
}

Deno.test("every form of a match finds the arm that its patterns say", () => {
  const seen = { tree: 0, graph: 0, "arms in order": 0, matched: 0, bound: 0 };
  for (let seed = 1; seed <= 250; seed++) {
    const random = randomOf(seed);
    const patterns = new Patterns(random);
    const arms = Array.from({ length: 2 + random(7) }, (): TreeArm => {
      const fields = PARTS.map((type) => patterns.of(type, 0, true));
      const pat: Pat = { kind: "product", fields, type: SUBJECT, span, binds: [] };
      return { pat, bindings: boundLocals(pat), hasGuard: random(4) === 0 };
    });
    arms.push({
      pat: { kind: "any", type: SUBJECT, span, binds: [] },
      bindings: [],
      hasGuard: false,
    });
    const none = { nodes: 0, work: 0, depth: 0 };
    const unbounded = { nodes: 50_000, work: Infinity, depth: Infinity };
    const whole = buildDecisionTree(SUBJECT, arms, unbounded);
    const size = countDecisions(whole.tree).size;
    const built = [whole, buildDecisionTree(SUBJECT, arms, none)];
    built.push(buildDecisionTree(SUBJECT, arms, { ...unbounded, nodes: size - 1 }));
    for (const one of built) seen[one.form]++;
    for (let round = 0; round < 40; round++) {
      const subject = PARTS.map((type) => valueOf(type, random));
      const open = new Set([...arms.keys()].filter(() => random(2) === 0));
      const wanted = expected(arms, subject, open);
      for (const { tree, form } of built) {
        assertEquals(run(tree, arms, subject, open), wanted, `seed ${seed}, ${form}`);
      }
      if ((wanted?.arm ?? 0) < arms.length - 1) seen.matched++;
      if ((wanted?.values.length ?? 0) > 0) seen.bound++;
    }
  }
  assert(Object.values(seen).every((count) => count > 50), JSON.stringify(seen));
});

const plain = (type: Type) => ({ type, span, binds: [] });
const anything = (type: Type): Pat => ({ ...plain(type), kind: "any" });
const variantPat = (variant: number): Pat => ({
  ...plain(SUM),
  kind: "variant",
  variant,
  fields: fieldTypes(SUM, variant).map(anything),
});
const intPat = (low: bigint, high = low): Pat => ({ ...plain(INT), kind: "int", low, high });
const truePat: Pat = { ...plain(BOOL), kind: "int", low: 1n, high: 1n };
const columns = (type: Type, pats: readonly Pat[]): Pat => ({
  kind: "product",
  fields: pats,
  type: tupleType(pats.map(() => type)),
  span,
  binds: [],
});
const either = (...variants: number[]): Pat => ({
  ...plain(SUM),
  kind: "or",
  alternatives: variants.map(variantPat),
});
const row = <T>(n: number, part: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => part(i));

/** Patterns of matches of so many columns or arms. */
const SCALED: Readonly<Record<string, (n: number) => readonly Pat[]>> = {
  "an arm for each of n bools": (n) => [
    ...row(n, (i) => columns(BOOL, row(n, (k) => k === i ? truePat : anything(BOOL)))),
    columns(BOOL, row(n, () => anything(BOOL))),
  ],
  "n columns of or-patterns": (n) => [
    columns(SUM, row(n, () => either(0, 1))),
    columns(SUM, row(n, () => either(1, 2))),
    columns(SUM, row(n, () => either(0, 2))),
    columns(SUM, row(n, () => anything(SUM))),
  ],
  "n columns of two variants": (n) => [
    ...row(
      n,
      (i) =>
        columns(
          SUM,
          row(n, (k) => k === i ? variantPat(0) : k === i + 1 ? variantPat(1) : anything(SUM)),
        ),
    ),
    columns(SUM, row(n, () => anything(SUM))),
  ],
  "n list patterns": (n) => [
    ...row(n, (i): Pat => ({
      ...plain(LIST),
      kind: "list",
      before: [intPat(BigInt(i))],
      rest: anything(LIST),
      after: [],
    })),
    anything(LIST),
  ],
};

for (const [name, make] of Object.entries(SCALED)) {
  Deno.test(`decision trees: code and work for ${name} grow with the match`, () => {
    const measure = (n: number) => {
      const arms = make(n).map((pat): TreeArm => ({ pat, bindings: [], hasGuard: false }));
      const { tree, work } = buildDecisionTree(arms[0]?.pat.type as Type, arms);
      let size = 0;
      for (const { pat } of arms) eachPat(pat, () => size++);
      return { size, nodes: countDecisions(tree).size, work };
    };
    const [small, large] = [measure(16), measure(32)];
    const bound = 1.5 * (large.size / small.size);
    assert(large.nodes / small.nodes < bound, `${small.nodes} nodes, then ${large.nodes}`);
    assert(large.work / small.work < bound, `${small.work} rows, then ${large.work}`);
  });
}
