/** Every program of tests/programs does what it says, on every engine, in debug and release. */
import { assertEquals } from "@std/assert";
import { listPrograms, parseProgramCase, type ProgramResult } from "./support/program_case.ts";
import { runEverywhere, startAll, type Way, WAYS } from "./support/run_program.ts";

const paths = listPrograms("tests/programs");
const only = Deno.env.get("ORI_TEST_PROGRAMS");
const cases = paths
  .filter((path) => only === undefined || path.includes(only))
  .map((path) => parseProgramCase(path, Deno.readTextFileSync(path)));
const runs = startAll(cases, navigator.hardwareConcurrency, runEverywhere);

for (const [i, program] of cases.entries()) {
  Deno.test({
    name: `${program.path} on ${WAYS.map((way) => way.name).join(", ")}`,
    // The runs of all programs overlap.
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
