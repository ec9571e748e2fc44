/** Registers a Deno test for each program of a folder: it does what it says in every way of running. */
import { assertEquals } from "@std/assert";
import { listPrograms, parseProgramCase, type ProgramResult } from "./program_case.ts";
import { type Way, WAYS } from "../../src/testing/mod.ts";
import { runEverywhere, startAll } from "./run_program.ts";

/**
 * The runs start at once and overlap. ORI_TEST_PROGRAMS=TEXT leaves only the programs whose path
 * contains TEXT.
 */
export function testPrograms(folder: string): void {
  const only = Deno.env.get("ORI_TEST_PROGRAMS");
  const cases = listPrograms(folder)
    .filter((path) => only === undefined || path.includes(only))
    .map((path) => parseProgramCase(path, Deno.readTextFileSync(path)));
  const runs = startAll(cases, navigator.hardwareConcurrency, runEverywhere);
  for (const [i, program] of cases.entries()) {
    Deno.test({
      name: `${program.path} on ${WAYS.map((way) => way.name).join(", ")}`,
      sanitizeOps: false,
      sanitizeResources: false,
      async fn() {
        const results: ReadonlyMap<Way, ProgramResult> | undefined = await runs[i];
        if (results === undefined) throw new Error("the program was not run");
        for (const [way, result] of results) assertEquals(result, program.expected, way.name);
      },
    });
  }
  // A failure is reported by the test that awaits it.
  for (const run of runs) run.catch(() => undefined);
}
