import { assertEquals } from "@std/assert";
import { MemoryHost } from "../base/mod.ts";
import { checkFiles, createHost } from "../driver/mod.ts";
import { describeExpected, expectationOf, unmetExpectations } from "./expectation.ts";

const machine = createHost();

/** A file with one test, checked; `attributes` precede the test. */
function checkTest(attributes: string, body: string) {
  const text = `@one () -> int = 1;\n${attributes}\n@t tests @one () -> void = ${body};\n`;
  const readStd = (url: URL) => {
    const read = machine.readStdText(url);
    return read.kind === "text" ? read.text : undefined;
  };
  const checked = checkFiles(["t.ori"], new MemoryHost({ "t.ori": text }, readStd));
  const [test] = checked.entries.flatMap((entry) => entry.tests);
  if (test === undefined) throw new Error("no test");
  return { expected: expectationOf(test), found: checked.diagnostics.all };
}

Deno.test("attributes say how a test is meant to end", () => {
  const of = (attributes: string) => checkTest(attributes, "()").expected;
  assertEquals(of(""), { compileFail: [] });
  assertEquals(of('#skip("later")'), { compileFail: [], skip: "later" });
  assertEquals(of('#fail("boom")'), { compileFail: [], fail: "boom" });
  assertEquals(of('#compile_fail("mismatch")\n#compile_fail(code: "E2001", message: "found")'), {
    compileFail: [{ text: "mismatch" }, { text: "found", code: "E2001" }],
  });
});

Deno.test("a diagnostic meets one expectation, by its code and any of its texts", () => {
  const { found } = checkTest("", '{ let a: int = "x"; let b: int = one() }');
  assertEquals(found.map(({ code }) => code), ["E2001"]);
  const unmet = (...expected: Parameters<typeof unmetExpectations>[0]) =>
    unmetExpectations(expected, found);
  const mismatch = { text: "type mismatch", code: "E2001" };
  assertEquals(unmet(mismatch), []);
  assertEquals(unmet({ text: "mismatched" }), [], "the title of the code");
  assertEquals(unmet({ text: "expected `int`" }), [], "the text at the place");
  assertEquals(unmet(mismatch, mismatch), [mismatch]);
  assertEquals(unmet({ ...mismatch, code: "E2002" }), [{ ...mismatch, code: "E2002" }]);
  assertEquals(unmet({ text: "no such text" }), [{ text: "no such text" }]);
});

Deno.test("an expectation in words", () => {
  assertEquals(describeExpected({ text: 'a "b"', code: "E2001" }), 'E2001 "a \\"b\\""');
  assertEquals(describeExpected({ code: "E2001" }), "E2001");
});
