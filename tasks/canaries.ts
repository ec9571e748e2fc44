/**
 * Builds every program of tests/programs, examples and the capture matrix with the runtime that keeps canaries around blocks
 * (`runtime/src/guard.c`), in debug and release, runs it, and compares what it does with what it says it does. Unlike under the
 * leak check and the sanitizers, freed blocks are used again at once, by size, as in users' programs.
 *
 *     deno task canaries [PATH...]
 */
import { writeCapturePrograms } from "../tests/support/capture_files.ts";
import { parseProgramCase, type ProgramCase } from "../tests/support/program_case.ts";
import { compileProgram, startAll, withNative } from "../tests/support/run_program.ts";
import { findDifference, programsUnder } from "./asan.ts";

/** What differs from what `program` says; empty when nothing does. */
export async function differencesWithCanaries(program: ProgramCase): Promise<readonly string[]> {
  const compiled = compileProgram(program.path);
  const found: string[] = [];
  for (const release of [false, true]) {
    const options = { release, canaries: true };
    const result = await withNative(compiled, options, (run) => run(program, {}));
    const difference = findDifference(program, result);
    if (difference !== undefined) found.push(`${release ? "release" : "debug"}: ${difference}`);
  }
  return found;
}

async function checkPrograms(paths: readonly string[]): Promise<boolean> {
  const programs = paths.flatMap(programsUnder)
    .map((path) => parseProgramCase(path, Deno.readTextFileSync(path)));
  const runs = startAll(programs, navigator.hardwareConcurrency, differencesWithCanaries);
  const found = (await Promise.all(runs)).flat();
  for (const difference of found) console.log(difference);
  console.log(`canaries: ${programs.length} programs, ${found.length} differences`);
  return programs.length > 0 && found.length === 0;
}

if (import.meta.main) {
  const captures = "build/captures";
  if (Deno.args.length === 0) writeCapturePrograms(captures);
  const paths = Deno.args.length === 0 ? ["tests/programs", "examples", captures] : Deno.args;
  Deno.exit(await checkPrograms(paths) ? 0 : 1);
}
