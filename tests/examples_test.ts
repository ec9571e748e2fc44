/** Every example does what it says, and the tests bound to its functions pass, on every engine. */
import { assertEquals } from "@std/assert";
import { createHost, ENGINES } from "../src/driver/mod.ts";
import { runTests } from "../src/testing/mod.ts";
import { testPrograms } from "./support/test_programs.ts";

testPrograms("examples");

Deno.test("PAR-3: every example shows what it prints; the tests bound to its functions pass on every engine", async () => {
  const engines = new Map<string, number>();
  const options = { engines: ENGINES, host: createHost(), release: false, verify: true };
  for await (const { file, name, engine, status, message } of runTests(["examples"], options)) {
    assertEquals(status, "passed", `${file} ${name} on ${engine}: ${message}`);
    engines.set(engine, (engines.get(engine) ?? 0) + 1);
  }
  for (const engine of ENGINES) {
    assertEquals((engines.get(engine.name) ?? 0) >= 15, true, engine.name);
  }
});
