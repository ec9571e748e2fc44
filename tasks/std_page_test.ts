import { assertEquals, assertThrows } from "@std/assert";
import { exampleProgram, parseExample, readModuleDocs } from "./std_docs.ts";
import { renderStdPage, STD_PAGE } from "./std_page.ts";

Deno.test("docs/std.md is what the doc comments say", () => {
  assertEquals(Deno.readTextFileSync(STD_PAGE), renderStdPage());
});

const MODULE = `// Shapes,
// in the plane.

// A point.
pub type Point = { x: int }

type Hidden = { n: int }

impl Hidden { @n (self) -> int = self.n; }

impl Point {
    // Twice the point.
    // * self: any point
    // ! Panics on overflow.
    // > Point { x: 1 }.twice() -> Point { x: 2 }
    #inline
    @twice (self) -> Point = Point { x: self.x * 2 };
}

// How far.
pub let $FAR = 9;

@hidden () -> int = 1;

pub @shown (n: int,
    m: int) -> int = n;
`;

Deno.test("doc comments are read with their markers; private items are left out", () => {
  const { text, exports, entries } = readModuleDocs("std.shapes", MODULE);
  assertEquals(text, "Shapes, in the plane.");
  assertEquals(exports, ["Point", "$FAR", "shown"]);
  assertEquals(entries.map(({ signature }) => signature), [
    "Point",
    "Point.twice (self) -> Point",
    "$FAR",
    "shown (n: int, m: int) -> int",
  ]);
  const twice = entries[1];
  assertEquals(twice?.text, "Twice the point.");
  assertEquals(twice?.warnings, ["Panics on overflow."]);
  assertEquals(twice?.examples, [
    { expression: "Point { x: 1 }.twice()", value: "Point { x: 2 }" },
  ]);
});

Deno.test("an example is divided at its last arrow; one without a value is refused", () => {
  assertEquals(parseExample("f(g: x -> x) -> 1"), { expression: "f(g: x -> x)", value: "1" });
  assertEquals(parseExample("f()"), undefined);
  assertThrows(
    () => readModuleDocs("std.m", "// > f()\npub @f () -> int = 1;\n"),
    Error,
    "without a value",
  );
});

Deno.test("the program of examples asserts each and prints its name", () => {
  const program = exampleProgram(readModuleDocs("std.m", "// > f() -> 1\npub @f () -> int = 1;\n"));
  assertEquals(
    program,
    "use std.m { f };\n\n@example_0 () -> void = assert_eq(actual: f(), expected: 1);\n\n" +
      '@main () -> void = {\n    example_0();\n    print(msg: "f");\n}\n',
  );
});
