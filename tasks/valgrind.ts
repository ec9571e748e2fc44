/**
 * Builds the programs around closures natively and runs them under Valgrind's memory checker (VER-6).
 *
 *     deno task valgrind [PATH...]
 *
 * Without paths: tests/programs/closure, lambda and unwind, and the capture matrix.
 */
import { buildNative, createHost } from "../src/driver/mod.ts";
import { writeCapturePrograms } from "../tests/support/capture_files.ts";
import { listPrograms, parseProgramCase, type ProgramCase } from "../tests/support/program_case.ts";
import { compileProgram, startAll } from "../tests/support/run_program.ts";

const CAPTURES = "build/captures";
const FAMILIES = [
  "tests/programs/closure",
  "tests/programs/lambda",
  "tests/programs/unwind",
  CAPTURES,
];

/** The exit code of a run in which Valgrind found an error. */
const ERRORS = 99;

const host = createHost();

async function hasValgrind(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("valgrind", { args: ["--version"], stdout: "null" })
      .output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Describes the fault of a run under Valgrind in a few lines; undefined when there is none. */
export function findProblem(
  { path, expected }: ProgramCase,
  run: { readonly exitCode: number; readonly stdout: string; readonly stderr: string },
): string | undefined {
  const lines = run.stderr.split("\n");
  if (run.exitCode === ERRORS) {
    const report = lines.filter((line) => line.startsWith("==")).slice(0, 12);
    return `${path}: Valgrind found errors\n    ${report.join("\n    ")}`;
  }
  if (run.exitCode !== expected.exitCode) return `${path}: exit code ${run.exitCode}`;
  return run.stdout === expected.stdout ? undefined : `${path}: prints something else`;
}

async function check(program: ProgramCase, folder: string): Promise<string | undefined> {
  const binary = `${folder}/${program.path.replaceAll("/", "_")}.bin`;
  const options = { release: false, isTestHarness: false, sanitize: false };
  const failure = await buildNative(compileProgram(program.path), host, binary, options);
  if (failure !== undefined) return `${program.path}: cannot be built`;
  const child = new Deno.Command("valgrind", {
    args: [
      "--quiet",
      `--error-exitcode=${ERRORS}`,
      "--leak-check=full",
      "--errors-for-leak-kinds=definite",
      binary,
      ...program.args,
    ],
    // With the leak check, the runtime asks malloc for each block.
    env: { ORI_CHECK_LEAKS: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(program.stdin));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  await Deno.remove(binary);
  const text = new TextDecoder();
  return findProblem(program, {
    exitCode: code,
    stdout: text.decode(stdout),
    stderr: text.decode(stderr),
  });
}

async function main(args: readonly string[]): Promise<number> {
  if (!await hasValgrind()) {
    console.log("valgrind: there is no valgrind here; install it (apt-get install valgrind)");
    return 1;
  }
  if (args.length === 0) writeCapturePrograms(CAPTURES);
  const paths = (args.length === 0 ? FAMILIES : args)
    .flatMap((path) => Deno.statSync(path).isFile ? [path] : listPrograms(path));
  const programs = paths.map((path) => parseProgramCase(path, Deno.readTextFileSync(path)));
  const folder = await Deno.makeTempDir({ prefix: "ori-valgrind-" });
  let problems = 0;
  try {
    await Promise.all(startAll(programs, navigator.hardwareConcurrency, async (program) => {
      const problem = await check(program, folder);
      if (problem === undefined) return;
      problems++;
      console.log(problem);
    }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  console.log(`valgrind: ${programs.length} programs, ${problems} with problems`);
  return programs.length > 0 && problems === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
