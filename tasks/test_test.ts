import { assertEquals } from "@std/assert";
import { countTests } from "./test.ts";

Deno.test("the last summary line counts, colours and steps included", () => {
  assertEquals(countTests("ok | 3 passed | 0 failed (2ms)\n", 0), { passed: 3, failed: 0 });
  assertEquals(
    countTests(
      "ok | 3 passed | 0 failed (2ms)\nFAILED | 5 passed (7 steps) | 2 failed (1 step)\n",
      1,
    ),
    { passed: 5, failed: 2 },
  );
  assertEquals(
    countTests("\x1b[0m\x1b[32mok\x1b[0m | 1234 passed | 0 failed | 2 ignored (3s)\n", 0),
    { passed: 1234, failed: 0 },
  );
});

Deno.test("an error without a failed test is a failure", () => {
  assertEquals(countTests("error: Type checking failed.", 1), { passed: 0, failed: 1 });
  assertEquals(countTests("ok | 3 passed | 0 failed (2ms)\n", 1), { passed: 3, failed: 1 });
});

Deno.test("a run of no tests is a failure", () => {
  assertEquals(countTests("", 0), { passed: 0, failed: 1 });
  assertEquals(countTests("ok | 0 passed | 0 failed (0ms)\n", 0), { passed: 0, failed: 1 });
});
