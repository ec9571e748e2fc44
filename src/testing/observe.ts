/** What a program does in each way of running it, and where two ways differ (seeds PAR-1, PAR-9). */
import type { FullHost } from "../base/mod.ts";
import { CapturedIo, type Compiled, type Engine, ENGINES } from "../driver/mod.ts";

/** One way to run programs: an engine, in debug or release. */
export interface Way {
  /** `vm`, `aot`, `aot --release`. */
  readonly name: string;
  readonly engine: Engine;
  readonly release: boolean;
}

/** What a program did. */
export interface Observed {
  readonly way: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Every way, from the one list of engines; in debug, and in release where that is different. */
export const WAYS: readonly Way[] = ENGINES.flatMap((engine): Way[] => {
  const debug = { name: engine.name, engine, release: false };
  if (!engine.hasRelease) return [debug];
  return [debug, { name: `${engine.name} --release`, engine, release: true }];
});

/** Runs `program` under the leak check. */
export async function observe(
  { name, engine, release }: Way,
  program: Compiled,
  host: FullHost,
): Promise<Observed> {
  const io = new CapturedIo("", { ORI_CHECK_LEAKS: "1" });
  const { exitCode } = await engine.run(program, { host, io, args: [], release });
  return { way: name, stdout: io.stdout(), stderr: io.stderr(), exitCode };
}

/** Runs `program` in every way. */
export async function observeEverywhere(
  program: Compiled,
  host: FullHost,
): Promise<readonly [Observed, ...Observed[]]> {
  const [first, ...others] = WAYS;
  if (first === undefined) throw new Error("there are no engines");
  const observed: [Observed, ...Observed[]] = [await observe(first, program, host)];
  for (const way of others) observed.push(await observe(way, program, host));
  return observed;
}

/** Where two runs first differ, in words. */
export function firstDifference(a: Observed, b: Observed): string | undefined {
  for (const stream of ["stdout", "stderr"] as const) {
    if (a[stream] === b[stream]) continue;
    const left = a[stream].split("\n");
    const right = b[stream].split("\n");
    const at = left.findIndex((line, i) => line !== right[i]);
    const line = at < 0 ? left.length : at;
    return `${stream} line ${line + 1}: ${a.way} has ${quote(left[line])}, ${b.way} has ${
      quote(right[line])
    }`;
  }
  if (a.exitCode === b.exitCode) return undefined;
  return `exit code: ${a.way} has ${a.exitCode}, ${b.way} has ${b.exitCode}`;
}

function quote(line: string | undefined): string {
  return line === undefined ? "nothing" : JSON.stringify(line);
}
