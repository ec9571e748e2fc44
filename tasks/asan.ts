/**
 * Builds every program of tests/programs, examples and the capture matrix with AddressSanitizer, runs it, and compares what it does with
 * what it says it does; then runs the C tests of the runtime under the sanitizers.
 *
 *     deno task asan [PATH...]
 *
 * With paths, only the programs there and nothing of the runtime.
 */
import {
  listPrograms,
  parseProgramCase,
  type ProgramCase,
  type ProgramResult,
} from "../tests/support/program_case.ts";
import { writeCapturePrograms } from "../tests/support/capture_files.ts";
import { startAll } from "../tests/support/run_program.ts";
import { runSanitized } from "../tests/support/sanitized_run.ts";

/** Describes how the run differs from the expectations of `program`; undefined when it does not. */
export function findDifference(program: ProgramCase, result: ProgramResult): string | undefined {
  for (const what of ["stderr", "exitCode", "stdout"] as const) {
    if (result[what] === program.expected[what]) continue;
    const lines = String(result[what]).split("\n");
    const report = lines.findIndex((line) =>
      /ERROR: (Address|Leak)Sanitizer|runtime error|internal error/.test(line)
    );
    const shown = lines.slice(Math.max(report, 0)).slice(0, 12).join("\n    ");
    return `${program.path}: ${what} is\n    ${shown}`;
  }
  return undefined;
}

/** The program at `path`, or those below it. */
export function programsUnder(path: string): readonly string[] {
  return Deno.statSync(path).isFile ? [path] : listPrograms(path);
}

async function checkPrograms(paths: readonly string[]): Promise<boolean> {
  const programs = paths.flatMap(programsUnder)
    .map((path) => parseProgramCase(path, Deno.readTextFileSync(path)));
  let problems = 0;
  const runs = startAll(programs, navigator.hardwareConcurrency, async (program) => {
    const difference = findDifference(program, await runSanitized(program));
    if (difference === undefined) return;
    problems++;
    console.log(difference);
  });
  await Promise.all(runs);
  console.log(`asan: ${programs.length} programs, ${problems} with problems`);
  return programs.length > 0 && problems === 0;
}

async function checkRuntime(): Promise<boolean> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--filter", "runtime, sanitized", "tests/runtime"],
    stdin: "null",
  }).spawn().status;
  return code === 0;
}

if (import.meta.main) {
  const isAll = Deno.args.length === 0;
  const captures = "build/captures";
  if (isAll) writeCapturePrograms(captures);
  const isSound = await checkPrograms(isAll ? ["tests/programs", "examples", captures] : Deno.args);
  const isRuntimeSound = !isAll || await checkRuntime();
  Deno.exit(isSound && isRuntimeSound ? 0 : 1);
}
