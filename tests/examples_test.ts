/** Every example does what it says, and the tests bound to its functions pass, on every engine. */
import { assertEquals } from "@std/assert";
import { createHost, ENGINES } from "../src/driver/mod.ts";
import { runTests } from "../src/testing/mod.ts";
import { listPrograms } from "./support/program_case.ts";
import { testPrograms } from "./support/test_programs.ts";

/** The examples that have tests, and how many. */
const TESTS = new Map([
  ["examples/accounts.ori", 1],
  ["examples/aot_closures.ori", 2],
  ["examples/calculator.ori", 4],
  ["examples/closures.ori", 2],
  ["examples/json.ori", 3],
  ["examples/life.ori", 1],
  ["examples/log_report.ori", 8],
  ["examples/primes.ori", 2],
  ["examples/resolve.ori", 9],
  ["examples/shapes.ori", 2],
  ["examples/site.ori", 7],
  ["examples/spreadsheet.ori", 10],
  ["examples/testdata.ori", 6],
  ["examples/todo.ori", 5],
  ["examples/tree.ori", 2],
  ["examples/word_count.ori", 1],
]);
/** Those that only print. */
const WITHOUT_TESTS = ["examples/hello.ori"];

testPrograms("examples");

Deno.test("every example is listed here", () => {
  assertEquals(listPrograms("examples"), [...TESTS.keys(), ...WITHOUT_TESTS].sort());
});

Deno.test("PAR-3: every example shows what it prints; the tests bound to its functions pass on every engine", async () => {
  const counts = new Map(ENGINES.map(({ name }) => [name, new Map<string, number>()]));
  const options = { engines: ENGINES, host: createHost(), release: false, verify: true };
  for await (const { file, name, engine, status, message } of runTests(["examples"], options)) {
    assertEquals(status, "passed", `${file} ${name} on ${engine}: ${message}`);
    const files = counts.get(engine);
    files?.set(file, (files.get(file) ?? 0) + 1);
  }
  assertEquals(counts, new Map(ENGINES.map(({ name }) => [name, TESTS])));
});
