/** Types that share their parts: pairs of pairs 40 deep, which a walk that follows each part twice never finishes. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { checkText, codesOf } from "./check_support_test.ts";
import { INT, STR } from "./model/builtin.ts";
import type { Type, TypeParam } from "./model/model.ts";
import { showTogether, showType } from "./model/show_type.ts";
import { eachType, equalTypes, fnType, paramType, someType, substitute } from "./model/type.ts";
import { mayUnify, Unifier } from "./model/unify.ts";
import { matchType } from "./traits/match_type.ts";

const LEVELS = 40;
const PARAM: TypeParam = { id: 900 as TypeParam["id"], name: "T", bounds: [] };

function tower(base: Type, level: (below: Type) => Type, levels = LEVELS): Type {
  let type = base;
  for (let i = 0; i < levels; i++) type = level(type);
  return type;
}

const pair = (type: Type): Type => ({ kind: "tuple", elements: [type, type] });

function visits(type: Type): number {
  let count = 0;
  eachType(type, () => count++);
  return count;
}

/** The types that `substitute` makes: what is shared stays one object. */
function distinct(type: Type, found = new Set<Type>()): number {
  if (found.has(type)) return found.size;
  found.add(type);
  if (type.kind === "tuple") { for (const part of type.elements) distinct(part, found); }
  return found.size;
}

Deno.test("a walk visits twice the types for twice the levels", () => {
  for (const level of [pair, (type: Type) => fnType([type], type)]) {
    assert(visits(tower(INT, level, 80)) < 3 * visits(tower(INT, level, 40)));
  }
  assertEquals(someType(tower(INT, pair), (type) => type === STR), false);
});

Deno.test("substitute keeps what is shared, and gives the same object when nothing changes", () => {
  const open = tower(paramType(PARAM), pair);
  const closed = substitute(open, new Map([[PARAM, INT]]));
  assert(equalTypes(closed, tower(INT, pair)));
  const copies = (levels: number) =>
    distinct(substitute(tower(paramType(PARAM), pair, levels), new Map([[PARAM, INT]])));
  assert(copies(80) < 3 * copies(40), `${copies(80)}`);
  assertEquals(substitute(closed, new Map([[PARAM, STR]])), closed);
});

Deno.test("two types that were made apart are compared, matched and unified", () => {
  const [left, right, other] = [tower(INT, pair), tower(INT, pair), tower(STR, pair)];
  assertEquals([equalTypes(left, right), equalTypes(left, other)], [true, false]);
  assertEquals([mayUnify(left, right), mayUnify(left, other)], [true, false]);
  assertEquals([matchType(left, right, undefined), matchType(left, other, undefined)], [
    "yes",
    "no",
  ]);
  const unifier = new Unifier(() => {});
  assertEquals([unifier.unify(left, right), unifier.unify(left, other)], [true, false]);
  const open = tower(unifier.fresh(), pair);
  assertEquals(unifier.unify(open, left), true);
  const finished = unifier.finish(open);
  assertEquals([equalTypes(finished, left), unifier.finish(open) === finished], [true, true]);
});

Deno.test("the text of a large type is cut", () => {
  const texts = showTogether(tower(INT, pair), tower(STR, pair));
  for (const text of [showType(tower(INT, pair)), ...texts]) {
    assertStringIncludes(text, "...");
    assert(text.length < 2000, `${text.length}`);
  }
  const wide: Type = { kind: "tuple", elements: Array.from({ length: 500 }, () => INT) };
  assertEquals(showType(wide), `(${"int, ".repeat(159)}...)`);
  assertEquals(showType(tower(INT, pair, 2)), "((int, int), (int, int))");
  const arrows = showType(tower(INT, (type) => fnType([INT], type), 60));
  assertEquals(arrows, `${"(int) -> ".repeat(60)}int`);
});

/** `name0` is `first`; each of the next names stands for what `level` makes of the one before. */
function levels(name: string, first: string, level: (below: string) => string): string {
  const lines = [`let ${name}0 = ${first};`];
  for (let i = 1; i <= LEVELS; i++) lines.push(`let ${name}${i} = ${level(`${name}${i - 1}`)};`);
  return lines.join("\n");
}

const ofPairs = (below: string) => `(${below}, ${below})`;
const PAIRS = levels("a", "1", ofPairs);

function codes(body: string, before = ""): string[] {
  return codesOf(checkText(`${before}\n@main () -> void = {\n${body}\n}\n`));
}

const FINE: Readonly<Record<string, readonly [body: string, before?: string]>> = {
  "pairs": [PAIRS],
  "a trait of a pair": [`${PAIRS}\nlet s = a40.debug(); let c = a40 == a40;`],
  "two pairs in one if": [
    `${PAIRS}\n${levels("b", "2", ofPairs)}\nlet c = if 1 < 2 then a40 else b40;`,
  ],
  "pairs of what is not known yet": [`${levels("a", "[]", ofPairs)}\nlet b = a0.push(value: 1);`],
  "lists of pairs": [levels("a", "1", (x) => `[(${x}, ${x})]`)],
  "options of pairs": [levels("a", "1", (x) => `Some((${x}, ${x}))`)],
  "functions": [levels("a", "(x: int) -> x", (x) => `(n: int) -> (${x}, ${x})`)],
  "a generic function": [
    levels("a", "1", (x) => `pair(x: ${x})`),
    "@pair<T> (x: T) -> (T, T) = (x, x);",
  ],
  "a generic struct": [
    `${levels("a", "1", (x) => `P { l: ${x}, r: ${x} }`)}\nlet b = a40.l.r;`,
    "type P<T> = { l: T, r: T }",
  ],
  "patterns": [`${PAIRS}\nmatch a40 { ((p, q), r) -> print(msg: "ok") }`],
  "structs, the largest first": [
    'print(msg: "ok")',
    Array.from({ length: LEVELS }, (_, i) => {
      const below = LEVELS - 1 - i;
      return `type S${below + 1} = { l: S${below}, r: S${below} }`;
    }).join("\n") + "\ntype S0 = { x: int }",
  ],
};

for (const [name, [body, before]] of Object.entries(FINE)) {
  Deno.test(`40 levels check: ${name}`, () => assertEquals(codes(body, before), []));
}

Deno.test("40 levels check: what is wrong is reported once", () => {
  assertEquals(codes(`${PAIRS}\nlet b: int = a40;`), ["E2001 a40"]);
  const others = levels("b", '"x"', ofPairs);
  assertEquals(codes(`${PAIRS}\n${others}\nlet c = if 1 < 2 then a40 else b40;`), ["E2001 b40"]);
});

Deno.test("a struct that holds itself is found behind a generic type and one that was searched", () => {
  const types = "type G = { w: (P<X>, X) }\ntype X = { q: P<G> }\ntype P<T> = { v: T }";
  assertEquals(codes("", types), ["E2008 w: (P<X>, X)", "E2008 q: P<G>"]);
});
