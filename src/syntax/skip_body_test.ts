import { assertEquals } from "@std/assert";
import { SourceMap } from "../base/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import { lex } from "./lexer.ts";
import { parse } from "./parse.ts";
import { T } from "./token.ts";

/** The tree without ids, every body asked for. */
function shape(text: string, defersBodies: boolean): unknown {
  const diagnostics = new Diagnostics();
  const { items } = parse(new SourceMap().add("a.ori", text), diagnostics, { defersBodies });
  assertEquals(diagnostics.all, [], text);
  return JSON.parse(JSON.stringify(items, (key, value) => {
    if (key === "id") return undefined;
    return typeof value === "bigint" ? `${value}` : value;
  }));
}

/** The bodies of `text` that do not become tokens, as they are written. */
function skipped(text: string): string[] {
  const file = new SourceMap().add("a.ori", text);
  const { count, kinds, values, ends } = lex(file, new Diagnostics(), { skipsBodies: true });
  const bodies: string[] = [];
  for (let at = 0; at < count; at++) {
    const start = values[at] ?? -1;
    if (kinds[at] === T.Eq && start >= 0) bodies.push(text.slice(start, ends[at]).trim());
  }
  return bodies;
}

/** Sources, and which of their bodies are left out. */
const CASES: readonly (readonly [source: string, bodies: readonly string[]])[] = [
  ["@f () -> int = 1;", ["1"]],
  ["@f (x: int = 3, y: [int] = []) -> {str: int} = g(a: { h(x) })[0]; // ;", [
    "g(a: { h(x) })[0]",
  ]],
  ["@f () -> str = \"a;}\\\"\" + str(';') + str('\\'') + str(b'{');", [
    "\"a;}\\\"\" + str(';') + str('\\'') + str(b'{')",
  ]],
  ["@f () -> int = { // a } and a ;\n    1\n}\n// between\n@g () -> int = 2;", [
    "{ // a } and a ;\n    1\n}",
    "2",
  ]],
  ["@f (c: bool) -> int = if c then { 1 }\n    else { 2 }\npub type A = { x: int }", [
    "if c then { 1 }\n    else { 2 }",
  ]],
  ["@f (c: bool) -> int = { 1 } + if c then { 2 } else { 3 };", [
    "{ 1 } + if c then { 2 } else { 3 }",
  ]],
  [
    "impl Box {\n    @get (self) -> int = { self.x } }\npub @f<T: Eq, C = [T]> (x: T) -> C = { g(x) }",
    [
      "{ self.x }",
      "{ g(x) }",
    ],
  ],
  ["trait A { type Item = (int);\n @f (self) -> int = 1; @g (self) -> int; }", ["1"]],
  ['#intrinsic("a")\n@f () -> int\nlet $x = (1, 2);\n@g () -> int = { 2 }', ["{ 2 }"]],
  ["@f (n: int) -> int if n == 1 = 2;\n@f (n) = 3;", ["2", "3"]],
  // Not distinguishable from type arguments, so read at once.
  ["@f (n: int) -> int if n < 1 = 2;", []],
  // Text of templates may hold any bracket.
  ["@f () -> str = `{{ {g(a: 1)} ;`;\n@g (a: int) -> int = a;", ["a"]],
  // An `@` of a pattern begins no function.
  ["@f () -> str = { let whole @ (a, b) = (1, 2); `{a}` }", []],
];

Deno.test("bodies are left out up to their ends, and read the same when they are asked for", () => {
  for (const [source, bodies] of CASES) {
    assertEquals(skipped(source), bodies, source);
    assertEquals(shape(source, true), shape(source, false), source);
  }
});

Deno.test("a body that does not end is read at once", () => {
  for (const rest of ["(1", "1", "1)", '"a', "'a", "// a", "{ 1 } + 2"]) {
    assertEquals(skipped(`@f () -> int = ${rest}`), [], rest);
  }
});
