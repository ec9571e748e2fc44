import { assert, assertEquals } from "@std/assert";
import { applyFixes, parseText } from "./test_support.ts";

function codes(text: string): string[] {
  return parseText(text).found;
}

Deno.test("every fault of a file is reported, each once", () => {
  const text = [
    "@a () -> int = (1 + ;",
    "@b () -> int = [1, 2;",
    "@c (x int) -> int = 1;",
    "type T = { x int }",
    "@d () -> int = {",
    "    let x = ;",
    "    let y = 2",
    "    y + x",
    "}",
    "@e () -> int = 5 5;",
    "bogus here;",
    "@g () -> int = 1;",
  ].join("\n");
  const { found, tree } = parseText(text);
  assertEquals(found, [
    "E1002 1:21",
    "E1003 2:21",
    "E1001 3:7",
    "E1001 4:14",
    "E1002 6:13",
    "E1016 7:14",
    "E1001 10:18",
    "E1001 11:1",
  ]);
  const names = tree.items.map((i) => "name" in i ? i.name.text : i.kind);
  assertEquals(names, ["a", "b", "c", "T", "d", "e", "g"]);
});

Deno.test("a missing `;` between statements has a fix that makes the file parse", () => {
  const parsed = parseText(
    "@f () -> int = {\n    for x in xs do { g(x) }\n    let y = 1\n    y\n}",
  );
  assertEquals(parsed.found, ["E1016 3:14"]);
  assertEquals(parseText(applyFixes(parsed)).found, []);
});

Deno.test("a missing `}` does not swallow the functions behind", () => {
  const { found, tree } = parseText("@f () -> int = {\n    g()\n\n@g () -> int = 1;\n");
  assertEquals(found, ["E1003 4:1"]);
  assertEquals(tree.items.length, 2);
});

Deno.test("single faults", () => {
  const cases: [string, string[]][] = [
    ["", []],
    ["@f () -> int = { 1 = 2; }", ["E1020 1:18"]],
    ["@f () -> int { 1 }", ["E1007 1:14"]],
    ["@f () -> int;", ["E1007 1:13"]],
    ["@f -> int = 1;", ["E1006 1:4"]],
    ["@f () -> = 1;", ["E1005 1:10"]],
    ["@f () -> int = { let type = 1; 2 }", ["E1008 1:22"]],
    ["@f () -> int = match x { 1 => 2, _ -> 3 };", ["E1001 1:28"]],
    ["@f () -> int = { return 1 }", ["E1015 1:18"]],
    ["@f () -> int = { i++; i }", ["E0010 1:19"]],
    ["@f () -> int = { let mut x = 1; x }", ["E1015 1:22"]],
    ["let x = 1;", ["E1001 1:5"]],
    ["#(a) @f () -> int = 1;", ["E1021 1:2"]],
    ["@f () -> bool = a and b;", ["E1001 1:19"]],
    ["@f () -> int = 0..1..2;", ["E1001 1:20"]],
    ["@f () -> int = 8 > > 1;", ["E1002 1:20"]],
    ["@f () -> int = f(1;", ["E1003 1:19"]],
    ["@f () -> int = match P { x: 1 };", ["E1001 1:32"]],
    ["@f () -> int = match P { x, y -> 1 };", ["E1001 1:27"]],
    ["@f () -> int = { g(): }", ["E1002 1:23"]],
    ["@f () -> int = { g(): 1; h() }", ["E1001 1:24"]],
    ["@f () -> int = { g(): 1 h(): 2 }", ["E1001 1:25"]],
    ["@f () -> int = { let x = 1: 2 }", ["E1001 1:27"]],
    ["@f () -> int = { g(); h(): 2 }", ["E1001 1:26"]],
    ["@f () -> int = block:l { g(): 2 }", ["E1001 1:29"]],
  ];
  for (const [text, expected] of cases) assertEquals(codes(text), expected, text);
});

Deno.test("deep nesting is one ordinary error", () => {
  const n = 10_000;
  const bodies = [
    "(".repeat(n) + "1" + ")".repeat(n),
    "[".repeat(n),
    "{".repeat(n) + "1" + "}".repeat(n),
    "-".repeat(n) + "x",
    "{ ".repeat(n) + "1" + ": 1 }".repeat(n),
    "{ f(): ".repeat(n) + "1" + "}".repeat(n),
    "() -> ".repeat(n) + "1",
    "if a then ".repeat(n) + "1",
    "match x { _ -> ".repeat(n) + "1" + "}".repeat(n),
    "x" + "[0]".repeat(n),
    "x" + ".y".repeat(n),
    "x" + " ** y".repeat(n),
    "`{".repeat(n) + "1" + "}`".repeat(n),
    "match x { " + "Some(".repeat(n) + "x" + ")".repeat(n) + " -> 1 }",
  ];
  for (const body of bodies) {
    const { found } = parseText(`@f () -> int = ${body};`);
    assertEquals(found.map((f) => f.slice(0, 5)), ["E1009"], body.slice(0, 20));
  }
  assertEquals(codes(`@f (x: ${"[".repeat(n)}int${"]".repeat(n)}) -> int = 1;`).length, 1);
});

Deno.test("chains of any length parse, as parts of bounded depth", () => {
  for (const n of [63, 64, 65, 66, 128, 129, 130, 10_000]) {
    const bodies = [
      "1" + " + 1".repeat(n),
      "1" + " + 2 * 3".repeat(n),
      "true" + " && x || y".repeat(n),
      "x" + ".y(1)".repeat(n),
      "x" + ".y()?".repeat(n),
      "x" + "(1)".repeat(n),
      "x" + " as int".repeat(n),
      "x" + " ?? y".repeat(n),
      "x" + " |> f".repeat(n),
      "x" + " |> .f()".repeat(n),
      "if a then 1 else ".repeat(n) + "1",
    ];
    for (const body of bodies) {
      const { found, tree } = parseText(`@f () -> int = ${body};`);
      assertEquals(found, [], body.slice(0, 20));
      assert(depthOf(tree) < 300, `${body.slice(0, 20)}: ${depthOf(tree)} deep`);
    }
  }
});

/** How deep objects and arrays of a tree lie inside each other. */
function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Object.values(value).reduce((most, part) => Math.max(most, depthOf(part)), 0);
}

// Anything that is not linear in the length takes minutes here.
Deno.test("nonsense of 50,000 characters gives diagnostics", () => {
  const alphabet = "(){}[]<>@#$`'\"\\abc 01.,:;=+-*/%!&|^~?\n\té";
  let seed = 1;
  const pick = () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return alphabet[seed % alphabet.length];
  };
  for (let round = 0; round < 5; round++) {
    assert(codes(Array.from({ length: 50_000 }, pick).join("")).length > 0);
  }
  for (const unit of ["(", "}", "'", "`", "`{", "x<", "@", "#", "Foo<", "@f () -> int = {"]) {
    assert(codes(unit.repeat(50_000 / unit.length)).length > 0, unit);
  }
});
