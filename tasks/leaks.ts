/**
 * Runs every program of tests/programs and examples in each configuration (engines, debug and release) under the leak check, and lists those that leak or
 * break a rule of counting.
 *
 *     deno task leaks [PATH...]
 *
 * A program may fail on purpose; only the report of the leak check counts here.
 */
import { type Way, WAYS } from "../src/testing/mod.ts";
import { exists } from "./exists.ts";

const REPORT = /ori: (\d+ RC allocation\(s\) not freed|RC violation: .*)/;
const INTERNAL_ERROR = 70;

type Job = { readonly file: string; readonly way: Way };

/** Describes the fault in how a program ended, if there is one. */
export function findProblem(exitCode: number, stderr: string): string | undefined {
  const report = REPORT.exec(stderr);
  if (report !== null) return report[0];
  return exitCode === INTERNAL_ERROR ? "internal error" : undefined;
}

/** The programs under `path`: files with a main function. */
function* findPrograms(path: string): Generator<string> {
  if (Deno.statSync(path).isFile) {
    yield path;
    return;
  }
  const entries = [...Deno.readDirSync(path)].sort((a, b) => a.name < b.name ? -1 : 1);
  for (const entry of entries) {
    const child = `${path}/${entry.name}`;
    if (entry.isDirectory) yield* findPrograms(child);
    else if (child.endsWith(".ori") && /^@main\b/m.test(Deno.readTextFileSync(child))) yield child;
  }
}

async function check({ file, way }: Job): Promise<string | undefined> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "main.ts", "run", `--engine=${way.engine.name}`],
      ...(way.release ? ["--release"] : []),
      file,
    ],
    env: { ORI_CHECK_LEAKS: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  const problem = findProblem(code, new TextDecoder().decode(stderr));
  return problem === undefined ? undefined : `${file} on ${way.name}: ${problem}`;
}

async function main(paths: readonly string[]): Promise<number> {
  const jobs = paths.flatMap((path) => [...findPrograms(path)])
    .flatMap((file) => WAYS.map((way): Job => ({ file, way })));
  const queue = jobs.values();
  let problems = 0;
  const worker = async (): Promise<void> => {
    for (const job of queue) {
      const problem = await check(job);
      if (problem === undefined) continue;
      problems++;
      console.log(problem);
    }
  };
  await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, worker));
  console.log(`leaks: ${jobs.length} runs, ${problems} with problems`);
  return jobs.length > 0 && problems === 0 ? 0 : 1;
}

if (import.meta.main) {
  const paths = Deno.args.length > 0 ? Deno.args : ["tests/programs", "examples"].filter(exists);
  Deno.exit(await main(paths));
}
