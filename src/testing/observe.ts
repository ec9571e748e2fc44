/** Runs a program on every engine and in every build, and finds where two runs differ (seeds PAR-1, PAR-9). */
import type { FullHost } from "../base/mod.ts";
import { type Diagnostic, noSources, renderText, withSeverity } from "../diagnostics/mod.ts";
import { CapturedIo, type Compiled, type Engine, ENGINES } from "../driver/mod.ts";
import { isRcLine, normalizeRcTrace, parseRcTrace } from "./rc_trace.ts";

/** A configuration to run programs in: an engine, in debug or release. */
export interface Way {
  /** `vm`, `aot`, `aot --release`. */
  readonly name: string;
  readonly engine: Engine;
  readonly release: boolean;
}

/** The observable behaviour of one run. */
export interface Observed {
  readonly way: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** Why it did not run at all; `stderr` is the report of that then. */
  readonly failure?: Diagnostic;
  /** The events of counting in normal form; absent where they were not traced. */
  readonly counting?: string;
}

/** Every configuration, from the list of engines: debug, and release where that differs. */
export const WAYS: readonly Way[] = ENGINES.flatMap((engine): Way[] => {
  const debug = { name: engine.name, engine, release: false };
  if (!engine.hasRelease) return [debug];
  return [debug, { name: `${engine.name} --release`, engine, release: true }];
});

/** The input of a program. */
export interface Input {
  readonly args: readonly string[];
  readonly stdin: string;
}

const NO_INPUT: Input = { args: [], stdin: "" };

/** Runs `program` under the leak check. */
export async function observe(
  { name, engine, release }: Way,
  program: Compiled,
  host: FullHost,
  { args, stdin }: Input = NO_INPUT,
): Promise<Observed> {
  const io = new CapturedIo(stdin, { ORI_CHECK_LEAKS: "1" });
  const { exitCode, failure } = await engine.run(program, { host, io, args, release });
  if (failure !== undefined) return unobserved(name, failure);
  return { way: name, stdout: io.stdout(), stderr: io.stderr(), exitCode };
}

/** The result of a program that could not be run: its report in place of output. */
export function unobserved(way: string, failure: Diagnostic): Observed {
  return { way, stdout: "", stderr: reportOf(failure), exitCode: 1, failure };
}

/** A failure without a place, as text. */
export function reportOf(failure: Diagnostic): string {
  return renderText([withSeverity(failure)], noSources(), { color: false }).trimEnd();
}

/** Traces above this size are not compared: a program that counts in a long loop. */
const TRACE_LIMIT = 8_000_000;

/** Whether a program ended at once, without releasing anything: how far its counting was then is no result. */
function wasStopped({ stderr, exitCode }: Observed): boolean {
  return exitCode === 134 || stderr.endsWith("panic: stack overflow\n");
}

class TooLong extends Error {}

/** Gives up when a program writes more than can be compared. */
class TracedIo extends CapturedIo {
  #written = 0;

  constructor() {
    super("", { ORI_CHECK_LEAKS: "1", ORI_TRACE_RC: "1" });
  }

  override writeError(bytes: Uint8Array): void {
    this.#written += bytes.length;
    if (this.#written > TRACE_LIMIT) throw new TooLong();
    super.writeError(bytes);
  }
}

/** Runs `program` under the leak check and a trace of its counting; undefined when that is too long. */
async function observeTraced(
  { name, engine, release }: Way,
  program: Compiled,
  host: FullHost,
): Promise<Observed | undefined> {
  const io = new TracedIo();
  try {
    const { exitCode, failure } = await engine.run(program, { host, io, args: [], release });
    if (failure !== undefined) return unobserved(name, failure);
    const lines = io.stderr().split("\n");
    const counting = normalizeRcTrace(parseRcTrace(lines.filter(isRcLine).join("\n")));
    const stderr = lines.filter((line) => !isRcLine(line)).join("\n");
    const observed = { way: name, stdout: io.stdout(), stderr, exitCode };
    return wasStopped(observed) ? observed : { ...observed, counting };
  } catch (error) {
    if (error instanceof TooLong) return undefined;
    throw error;
  }
}

/** Runs `program` in each of `ways`. Debug runs are traced, unless the trace of the first is too long. */
export async function observeEverywhere(
  program: Compiled,
  host: FullHost,
  [first, ...others]: readonly Way[] = WAYS,
): Promise<readonly [Observed, ...Observed[]]> {
  if (first === undefined) throw new Error("there are no engines");
  const traced = await observeTraced(first, program, host);
  const observed: [Observed, ...Observed[]] = [traced ?? await observe(first, program, host)];
  for (const way of others) {
    const isTraced = traced !== undefined && !way.release && way.engine.tracesRc;
    observed.push(
      isTraced && await observeTraced(way, program, host) || await observe(way, program, host),
    );
  }
  return observed;
}

/** Where two runs first differ, in words. */
export function firstDifference(a: Observed, b: Observed): string | undefined {
  for (const stream of ["stdout", "stderr"] as const) {
    const difference = differenceOfLines(stream, a.way, a[stream], b.way, b[stream]);
    if (difference !== undefined) return difference;
  }
  if (a.exitCode !== b.exitCode) {
    return `exit code: ${a.way} has ${a.exitCode}, ${b.way} has ${b.exitCode}`;
  }
  if (a.counting === undefined || b.counting === undefined) return undefined;
  return differenceOfLines("reference counting", a.way, a.counting, b.way, b.counting);
}

function differenceOfLines(
  what: string,
  leftWay: string,
  leftText: string,
  rightWay: string,
  rightText: string,
): string | undefined {
  if (leftText === rightText) return undefined;
  const left = leftText.split("\n");
  const right = rightText.split("\n");
  const at = left.findIndex((line, i) => line !== right[i]);
  const line = at < 0 ? left.length : at;
  return `${what} line ${line + 1}: ${leftWay} has ${quote(left[line])}, ${rightWay} has ${
    quote(right[line])
  }`;
}

function quote(line: string | undefined): string {
  return line === undefined ? "nothing" : JSON.stringify(line);
}
