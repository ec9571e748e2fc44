/** Registers a Deno test for each program of a folder: it does what it says in every way of running. */
import { assertEquals } from "@std/assert";
import { listPrograms, parseProgramCase } from "./program_case.ts";
import { WAYS } from "../../src/testing/mod.ts";
import { runEverywhere, startAhead } from "./run_program.ts";

/**
 * Each test starts the programs of the next ones too. ORI_TEST_PROGRAMS=TEXT leaves only the programs whose path
 * contains TEXT.
 */
export function testPrograms(folder: string): void {
  const only = Deno.env.get("ORI_TEST_PROGRAMS");
  const cases = listPrograms(folder)
    .filter((path) => only === undefined || path.includes(only))
    .map((path) => parseProgramCase(path, Deno.readTextFileSync(path)));
  const resultsOf = startAhead(cases, navigator.hardwareConcurrency, runEverywhere);
  for (const [i, program] of cases.entries()) {
    Deno.test({
      name: `${program.path} on ${WAYS.map((way) => way.name).join(", ")}`,
      sanitizeOps: false,
      sanitizeResources: false,
      async fn() {
        for (const [way, result] of await resultsOf(i)) {
          assertEquals(result, program.expected, way);
        }
      },
    });
  }
}
