/** The tests of tests/conformance pass, each on every engine: one rule of the specification per test. */
import { assertEquals } from "@std/assert";
import { createHost, ENGINES } from "../src/driver/mod.ts";
import { runTests } from "../src/testing/mod.ts";
import { conformanceFiles } from "./support/conformance.ts";

const host = createHost();

for (const { path, tests } of conformanceFiles()) {
  Deno.test(`${path} on every engine`, async () => {
    const failed: string[] = [];
    let count = 0;
    for await (
      const result of runTests([path], { engines: ENGINES, host, release: false, verify: true })
    ) {
      count++;
      const { name, engine, status, message } = result;
      if (status !== "passed") failed.push(`${name} (${engine}) ${status}: ${message}`);
    }
    assertEquals(failed, []);
    assertEquals(count, tests.length * ENGINES.length);
  });
}
