/**
 * Runs the whole suite and ends with `N passed, N failed`.
 *
 *     deno task test [PATHS AND FLAGS OF deno test]
 */
import { stripAnsiCode } from "@std/fmt/colors";
import { exists } from "./exists.ts";

/** How many tests passed and failed. */
export type Counts = { readonly passed: number; readonly failed: number };

const SUMMARY = /^(?:ok|FAILED) \| (\d+) passed\b.*\| (\d+) failed\b/;

/**
 * The counts of `deno test`, from its output and exit code. The last summary line counts, since tests may print such
 * lines too. A run without a summary, one that ran nothing, and one that exits with an error although no test failed
 * (a type error, a leaking module) count one failure.
 */
export function countTests(output: string, exitCode: number): Counts {
  let counts: Counts = { passed: 0, failed: 0 };
  for (const line of stripAnsiCode(output).split("\n")) {
    const match = SUMMARY.exec(line);
    if (match !== null) counts = { passed: Number(match[1]), failed: Number(match[2]) };
  }
  const ranNothing = counts.passed + counts.failed === 0;
  if (counts.failed === 0 && (exitCode !== 0 || ranNothing)) return { ...counts, failed: 1 };
  return counts;
}

/** Copies `stream` to `out` as it comes and returns its text. */
async function tee(
  stream: ReadableStream<Uint8Array>,
  out: { write(bytes: Uint8Array): Promise<number> },
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    for (let sent = 0; sent < chunk.length;) sent += await out.write(chunk.subarray(sent));
  }
  return text + decoder.decode();
}

async function main(args: readonly string[]): Promise<number> {
  const hasPath = args.some((arg) => !arg.startsWith("-"));
  const paths = hasPath ? [] : ["src", "tests", "tasks"].filter(exists);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--parallel", ...args, ...paths],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [output, , status] = await Promise.all([
    tee(child.stdout, Deno.stdout),
    tee(child.stderr, Deno.stderr),
    child.status,
  ]);
  const counts = countTests(output, status.code);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
