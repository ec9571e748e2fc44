import { assertEquals, assertThrows } from "@std/assert";
import { parseProgramCase } from "./program_case.ts";

Deno.test("expectations of a program are read from its last comments", () => {
  const source = `@main () -> int = 3;

// --- args: a bc
// --- stdin
// in
//
// --- stdout
// one
//  two
// --- stderr
// panic: x at FILE:1:1
// --- exit: 3
`;
  assertEquals(parseProgramCase("tests/p.ori", source), {
    path: "tests/p.ori",
    args: ["a", "bc"],
    stdin: "in\n\n",
    expected: { stdout: "one\n two\n", stderr: "panic: x at tests/p.ori:1:1\n", exitCode: 3 },
  });
});

Deno.test("a program without expectations is refused", () => {
  assertThrows(() => parseProgramCase("p.ori", "@main () -> void = ();"), Error, "does not say");
});

Deno.test("a gap names an engine and its reason", () => {
  const source = "// --- gap: aot: no clang here\n// --- stdout\n// 1\n";
  assertEquals([...parseProgramCase("p.ori", source).gaps ?? []], [["aot", "no clang here"]]);
  assertThrows(() => parseProgramCase("p.ori", "// --- gap: aot\n"), Error, "names an engine");
});
