/** Reports and exit codes at the end of programs and tests, for every engine that interprets. */
import { StreamFailed } from "../base/mod.ts";
import { describeHolders } from "./holders.ts";
import { Exited, LimitReached, OutOfMemory } from "./limits.ts";
import { abortText, panicText } from "./panic_text.ts";
import { utf8Length } from "./text.ts";
import type { Value } from "./value.ts";
import { Aborted, type World } from "./world.ts";

export interface EndOptions {
  /** ORI_CHECK_LEAKS: report what is live at the end, exit code 2. */
  readonly checkLeaks?: boolean;
}

export interface Outcome {
  /** As a shell sees it: 0 to 255. */
  readonly exitCode: number;
  /** The limit that ended it. */
  readonly limit?: LimitReached;
}

export type TestOutcome =
  | { readonly kind: "passed" }
  | {
    readonly kind: "panicked";
    readonly message: string;
    readonly position: string | undefined;
  }
  /** It passed, but `report` is still live. Only with `checkLeaks`. */
  | { readonly kind: "leaked"; readonly report: string }
  | { readonly kind: "stopped"; readonly limit: LimitReached };

export const PANIC_EXIT = 1;
/** What a native program says, too. */
const OUT_OF_MEMORY = "panic: out of memory\n";
const LEAK_EXIT = 2;
/** The exit code that a shell gives to a process that aborts. */
const ABORT_EXIT = 134;

/** Prints how the program that ran in `w` ended, and determines its final exit code. */
export function endProgram(w: World, exitCode: number, options: EndOptions): Outcome {
  if (w.panic !== undefined) w.errors.write(panicText(w.panic, w.options.backtrace));
  if (!options.checkLeaks || w.panic?.isFatal) return { exitCode };
  const report = leakReport(w);
  w.errors.write(report);
  return { exitCode: report === "" ? exitCode : LEAK_EXIT };
}

/**
 * The outcome of `run`, which runs a program in `w`; with that of a program that a panic in a `drop`, a limit or a
 * stream that fails has ended. All output is written then.
 */
export function concludeProgram(w: World, run: () => Outcome): Outcome {
  try {
    return flushing(w, () => aborting(w, run));
  } catch (error) {
    if (error instanceof LimitReached) return { exitCode: PANIC_EXIT, limit: error };
    if (error instanceof Exited) return { exitCode: error.exitCode };
    if (error instanceof OutOfMemory) {
      w.errors.write(OUT_OF_MEMORY);
      return { exitCode: PANIC_EXIT };
    }
    if (!(error instanceof StreamFailed)) throw error;
    w.errors.write(error.report);
    return { exitCode: error.exitCode };
  }
}

/** `run`, and then all output that is pending, also after an exception. What is open is closed. */
function flushing<T>(w: World, run: () => T): T {
  try {
    return run();
  } finally {
    w.system.close();
    w.flush();
  }
}

function aborting(w: World, run: () => Outcome): Outcome {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    w.errors.write(abortText(error, w.options.backtrace));
    return { exitCode: ABORT_EXIT };
  }
}

/** The outcome of `run`, which runs a test in `w`. */
export function concludeTest<T>(w: World, run: () => T): T | TestOutcome {
  return flushing(w, () => {
    try {
      return run();
    } catch (error) {
      return abortTest(error);
    }
  });
}

/** The outcome of a test that a panic in a `drop` or a limit ended. Rethrows any other error. */
function abortTest(error: unknown): TestOutcome {
  if (error instanceof LimitReached) return { kind: "stopped", limit: error };
  if (error instanceof Exited) {
    return { kind: "panicked", message: error.message, position: undefined };
  }
  if (error instanceof OutOfMemory) {
    return { kind: "panicked", message: "out of memory", position: undefined };
  }
  if (!(error instanceof Aborted)) throw error;
  const { message, position } = error.second;
  return { kind: "panicked", message, position };
}

/** The outcome of the test that ran in `w`. */
export function endTest(w: World, options: EndOptions): TestOutcome {
  if (w.panic !== undefined) {
    const { message, position } = w.panic;
    return { kind: "panicked", message, position };
  }
  const report = options.checkLeaks ? leakReport(w) : "";
  return report === "" ? { kind: "passed" } : { kind: "leaked", report };
}

/** The exit code for an int that `@main` returns. */
export function exitStatus(result: bigint): number {
  return Number(BigInt.asUintN(8, result));
}

/** The arguments of the program as a list of type `type`. */
export function argsList(w: World, type: number): Value {
  return w.heap.list(type, w.args.map((arg) => w.heap.str(arg, utf8Length(arg))));
}

/** Empty when nothing is live. */
function leakReport(w: World): string {
  const leaks = w.heap.leaks((site) => w.siteText(site));
  const total = leaks.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return "";
  const lines = [...leaks]
    .sort((a, b) => compare(a.type, b.type) || compare(a.place, b.place))
    .map(({ type, place, count }) => `  ${count} x ${type}, allocated in ${place}\n`);
  return `ori: ${total} RC allocation(s) not freed (memory leak)\n${
    [...lines, ...describeHolders(w.program, w.heap.live())].join("")
  }`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
