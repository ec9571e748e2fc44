import { assert, assertEquals } from "@std/assert";
import { CODES, type DiagnosticCode } from "./codes.ts";
import { explain, EXPLANATIONS } from "./explanations.ts";

Deno.test("every code has a cause and two different examples", () => {
  for (const code of Object.keys(CODES) as DiagnosticCode[]) {
    const { cause, wrong, right } = EXPLANATIONS[code];
    assert(cause.length > 30, code);
    assert(wrong.trim() !== "" && right.trim() !== "" && wrong !== right, code);
    assert(cause.split("\n").every((line) => line.length <= 100), code);
  }
  assertEquals(Object.keys(EXPLANATIONS).sort(), Object.keys(CODES).sort());
});

Deno.test("an explanation shows title, cause and both examples", () => {
  const text = explain("W1003") ?? "";
  assertEquals(
    text,
    "W1003: deprecated constant form\n\nA constant of a file starts with `let`.\n\n" +
      "Wrong:\n\n    $limit = 10;\n\nRight:\n\n    let $limit = 10;\n",
  );
  assertEquals(explain("E0007"), undefined);
  assertEquals(explain("toString"), undefined);
});
