import { assertEquals } from "@std/assert";
import { ALLOWED, checkState } from "./check_state.ts";

function problems(text: string, allowed: ReadonlyMap<string, string> = new Map()): string[] {
  return checkState([{ path: "src/a/b.ts", text }], allowed).map((found) =>
    `${found.line}: ${found.text}`
  );
}

const REFUSED: readonly (readonly [text: string, problem: string])[] = [
  ["let count = 0;", "`let` at the level of a module"],
  ["export var count: number;", "`var` at the level of a module"],
  ["const seen = new Map<string, number>();", "an empty `Map` at the level of a module"],
  ["const seen: ReadonlySet<string> = new Set();", "an empty `Set` at the level of a module"],
  ["const seen = new Set([1]);", "a `Set` that is not `ReadonlySet`"],
  ["const seen: Map<number, number> = new Map([[1, 2]]);", "a `Map` that is not `ReadonlyMap`"],
  ["const cache = new WeakMap<object, number>();", "`WeakMap` at the level of a module is a cache"],
  [
    "function path(a: string) { return `${a}/b`; } const cache = new WeakMap<object, number>();",
    "`WeakMap` at the level of a module is a cache",
  ],
  ["const bytes = new Uint8Array(128);", "an array that can be written"],
  ["const heap = new Heap();", "an instance of `Heap`"],
  ["const found: string[] = [];", "an empty table that is not read-only"],
  ["export const memo = {};", "an empty table that is not read-only"],
  [
    "const WORD = /a+/gu;",
    "a regular expression with `g` or `y` keeps its position: make it where it is used",
  ],
  [
    "const next = (() => { let n = 0; return () => n++; })();",
    "a function that is called on import may keep state",
  ],
  ["start();", "a statement that runs when the module is imported"],
  [
    "for (const [k, v] of PAIRS) TABLE[k] = v;",
    "a statement that runs when the module is imported",
  ],
  ["class Ids { static #next = 0; }", "a static field"],
  [
    "class Ids { go(): void {} static readonly all = new Map<string, number>(); }",
    "a static field",
  ],
  [
    'const NAMES = ["a"]; function add() { NAMES.push("b"); }',
    "`NAMES.push` changes a constant of the module, in line 1",
  ],
  [
    "const AT = { line: 1 }; function go() { AT.line = 2; }",
    "a part of `AT` is assigned in line 1",
  ],
  ["const AT = [1]; function go() { AT[0]++; }", "a part of `AT` is assigned in line 1"],
  [
    "const AT = { x: { y: 1 } }; function go() { AT.x.y += 1; }",
    "a part of `AT` is assigned in line 1",
  ],
  [
    'import { TABLE } from "./c.ts"; function go() { TABLE.set(1, 2); }',
    "`TABLE.set` changes a constant of the module, in line 1",
  ],
];

const FINE: readonly string[] = [
  'import { a, type B } from "./c.ts"; export { a }; export type { B } from "./c.ts"; export * from "./d.ts";',
  "const LIMIT = 100; const BIG = (1n << 63n) - 1n; const LESS = -LIMIT;",
  'const NAMES: readonly string[] = []; const OTHER = ["a", "b"] as const;',
  "const MAP: ReadonlyMap<string, (n: number) => number> = new Map([['a', (n) => n]]);",
  "const SET: ReadonlySet<string> = new Set('a b'.split(' '));",
  "const PAIR = { a: 1 } satisfies Record<string, number>; function f() { return PAIR.a === 1 && PAIR.a >= 0; }",
  "const utf8 = new TextEncoder(); const NONE = new Uint8Array();",
  "const WORD = /a+/u; const f = (x: number) => x + 1; const g = async () => { let n = 0; n++; };",
  "function f(): { a: number } { let n = 0; const seen = new Map(); seen.set(1, n); return { a: n }; }",
  "class Ids { #next = 0; readonly all = new Map(); static of(): Ids { return new Ids(); } static async go() {} }",
  "type T = { a: number }; interface I { b: Map<string, T>; } enum E { A }",
  'import type { Type } from "./c.ts"; import * as ast from "./d.ts"; function f() { const all: Type[] = []; const e: ast.Expr = all[0]; }',
  "const KIND = 1; function f(other: { KIND: number[] }) { other.KIND.push(1); }",
  "const MAX = 1; const isBig = (n: number) => n <= MAX; const low = MAX == 1 ? 2 : 3;",
];

for (const [text, problem] of REFUSED) {
  Deno.test(`refused: ${text}`, () => assertEquals(problems(text), [`1: ${problem}`]));
}
for (const text of FINE) {
  Deno.test(`no state: ${text}`, () => assertEquals(problems(text), []));
}

Deno.test("an entry of the list allows one constant, and is refused when it allows none", () => {
  const allowed = new Map([["src/a/b.ts seen", "why"]]);
  assertEquals(problems("const seen = new Map();", allowed), []);
  assertEquals(problems("const other = new Map();", allowed), [
    "1: an empty `Map` at the level of a module",
    "1: src/a/b.ts seen is allowed for nothing: remove the entry",
  ]);
});

Deno.test("tests and other folders may keep what they like", () => {
  const text = "let count = 0;";
  const files = ["src/a/b_test.ts", "tasks/a.ts", "mod.ts"].map((path) => ({ path, text }));
  assertEquals(checkState(files, new Map()), []);
});

Deno.test("every entry of the list has a reason", () => {
  for (const [key, reason] of ALLOWED) assertEquals([key, reason.length > 10], [key, true]);
});
