import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testsOf } from "../tests/support/conformance.ts";
import { renderFeatures, unsupportedFeatures, unsupportedIn, updateFeatures } from "./features.ts";

Deno.test("docs/features.md is up to date", () => assert(updateFeatures(true)));

Deno.test("tests are counted by the attributes above them", () => {
  const source = [
    "@helper () -> int = 1;",
    "@test_a tests _ () -> void = ();",
    '#fail("x")',
    "@test_b tests @helper () -> void = ();",
    '#compile_fail(code: "E2001")',
    "@test_c tests _ () -> void = ();",
    "@test_d tests _ () -> void = ();",
  ].join("\n");
  assertEquals(testsOf(source), ["positive", "panic", "compile-fail", "positive"]);
});

Deno.test("what is not supported comes from the calls that report it", () => {
  const source =
    'state.unsupported("contracts are", s); errors.notSupported(`attribute \\`${x}\\` is`, s);';
  assertEquals(unsupportedIn(source), ["attribute `…`", "contracts"]);
  assert(unsupportedFeatures().includes("contracts"));
  assert(unsupportedFeatures().includes("`parallel`"));
});

Deno.test("a row per topic", () => {
  const tests = ["positive", "panic"] as const;
  const page = renderFeatures([{ path: "p", clause: 8, topic: "never", tests }], ["x"]);
  assertStringIncludes(page, "| 8 Types | never | 2 | 1 | 0 | 1 | yes | yes |\n| all |");
  assertStringIncludes(page, "\n- x\n");
});
