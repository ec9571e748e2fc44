/** Programs and tests on the VM. */
import type { BytecodeProgram } from "../bytecode/mod.ts";
import type { Site } from "./heap.ts";
import { describeHolders } from "./holders.ts";
import { Input } from "./input.ts";
import { run } from "./loop.ts";
import { runDrop } from "./drops.ts";
import { Aborted, Machine, type Panic, RESULT } from "./machine.ts";
import { Output } from "./output.ts";
import { utf8Length } from "./text.ts";
import type { Cell, Value } from "./value.ts";

/** The world around a program. */
export interface VmIo {
  stdout(bytes: Uint8Array): void;
  stderr(bytes: Uint8Array): void;
  /** The next bytes of stdin, or undefined at its end; blocks. */
  stdin(): Uint8Array | undefined;
  /** Arguments of the program, without its own name. */
  readonly args: readonly string[];
}

export interface VmOptions {
  /** ORI_CHECK_LEAKS: report what is live at the end, exit code 2. */
  readonly checkLeaks?: boolean;
  /** ORI_TRACE_RC: a line on stderr for each event of counting; `verbose` adds the callers. */
  readonly traceRc?: "off" | "on" | "verbose";
  /** ORI_BACKTRACE: the calls that were active follow an uncaught panic. */
  readonly backtrace?: boolean;
  /** Where the program is, when something else than the machine's code runs it. */
  readonly site?: () => Site;
}

export interface Outcome {
  /** As a shell sees it: 0 to 255. */
  readonly exitCode: number;
}

export type TestOutcome =
  | { readonly kind: "passed" }
  | {
    readonly kind: "panicked";
    readonly message: string;
    readonly position: string | undefined;
  }
  /** It passed, but `report` is still live. Only with `checkLeaks`. */
  | { readonly kind: "leaked"; readonly report: string };

export const PANIC_EXIT = 1;
const LEAK_EXIT = 2;
/** What a shell sees of a process that aborts. */
const ABORT_EXIT = 134;

/** Runs `@main` of `program`. Throws `InternalError` where bytecode or counting is wrong. */
export function runProgram(
  program: BytecodeProgram,
  io: VmIo,
  options: VmOptions = {},
): Outcome {
  const { main } = program;
  const m = startMachine(program, io, options);
  if (main === undefined) throw m.bug("a program without @main");
  try {
    const exitCode = execute(m, main.fn, main.takesArgs, main.returnsInt);
    return endProgram(m, exitCode, options);
  } catch (error) {
    return abortProgram(m, error);
  } finally {
    m.output.flush();
    m.errors.flush();
  }
}

/** Prints how the program that ran on `m` ended, and makes its exit code final. */
export function endProgram(m: Machine, exitCode: number, options: VmOptions): Outcome {
  m.output.flush();
  if (m.panic !== undefined) m.errors.write(panicText(m.panic));
  if (!options.checkLeaks || m.panic?.isFatal) return { exitCode };
  const report = leakReport(m);
  m.errors.write(report);
  return { exitCode: report === "" ? exitCode : LEAK_EXIT };
}

/** What a program comes to that a panic in a `drop` ended (`Aborted`); throws on what is anything else. */
export function abortProgram(m: Machine, error: unknown): Outcome {
  if (!(error instanceof Aborted)) throw error;
  m.output.flush();
  m.errors.write(abortText(error));
  return { exitCode: ABORT_EXIT };
}

/** Likewise for a test. */
export function abortTest(error: unknown): TestOutcome {
  if (!(error instanceof Aborted)) throw error;
  const { message, position } = error.second;
  return { kind: "panicked", message, position };
}

/** Runs the test function `fn` by itself. */
export function runTest(
  program: BytecodeProgram,
  fn: number,
  io: VmIo,
  options: VmOptions = {},
): TestOutcome {
  const m = startMachine(program, io, options);
  try {
    execute(m, fn, false, false);
    return endTest(m, options);
  } catch (error) {
    return abortTest(error);
  } finally {
    m.output.flush();
    m.errors.flush();
  }
}

/** How the test that ran on `m` ended. */
export function endTest(m: Machine, options: VmOptions): TestOutcome {
  if (m.panic !== undefined) {
    const { message, position } = m.panic;
    return { kind: "panicked", message, position };
  }
  const report = options.checkLeaks ? leakReport(m) : "";
  return report === "" ? { kind: "passed" } : { kind: "leaked", report };
}

/** A machine for `program` that has not run anything; `callDrop` is how it calls `Drop.drop`. */
export function startMachine(
  program: BytecodeProgram,
  io: VmIo,
  options: VmOptions,
  callDrop: (m: Machine, fn: number, cell: Cell) => void = runDrop,
): Machine {
  return new Machine(
    program,
    new Output((bytes) => io.stdout(bytes)),
    new Output((bytes) => io.stderr(bytes)),
    new Input(() => io.stdin()),
    io.args,
    {
      trace: options.traceRc ?? "off",
      checksLeaks: options.checkLeaks ?? false,
      hasBacktrace: options.backtrace ?? false,
      ...(options.site === undefined ? {} : { site: options.site }),
    },
    callDrop,
  );
}

/** Calls `fn`; its result as an exit code. */
function execute(m: Machine, fn: number, takesArgs: boolean, returnsInt: boolean): number {
  const { params, result } = m.program.chunks[fn];
  const args: Value[] = takesArgs ? [argsList(m, params[0].type)] : [];
  m.enter(fn, args);
  run(m);
  m.finish();
  if (takesArgs && !params[0].isOwned) m.heap.releaseValue(params[0].type, args[0]);
  if (m.panic !== undefined) return PANIC_EXIT;
  if (returnsInt) return exitStatus(m.bigInt(RESULT));
  m.heap.releaseValue(result, m.refs[RESULT]);
  return 0;
}

/** What an int that `@main` gives is to a shell. */
export function exitStatus(result: bigint): number {
  return Number(BigInt.asUintN(8, result));
}

/** The arguments of the program as a list of type `type`. */
export function argsList(m: Machine, type: number): Value {
  return m.heap.list(type, m.args.map((arg) => m.heap.str(arg, utf8Length(arg))));
}

/** What an uncaught panic prints. */
function panicText(panic: Panic): string {
  const calls = panic.backtrace.map((place) => `  in ${place}\n`).join("");
  return `panic: ${describePanic(panic)}\n${calls}`;
}

/** What a panic in a `drop` prints that was called by another panic. */
function abortText({ first, second }: Aborted): string {
  return `${panicText(second)}abort: in \`drop\`, while this panic was unwinding: ${
    describePanic(first)
  }\n`;
}

function describePanic({ message, position }: Panic): string {
  return position === undefined ? message : `${message} at ${position}`;
}

/** Empty when nothing is live. */
function leakReport(m: Machine): string {
  const leaks = m.heap.leaks((site) => m.siteText(site));
  const total = leaks.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return "";
  const lines = [...leaks]
    .sort((a, b) => compare(a.type, b.type) || compare(a.place, b.place))
    .map(({ type, place, count }) => `  ${count} x ${type}, allocated in ${place}\n`);
  return `ori: ${total} RC allocation(s) not freed (memory leak)\n${
    [...lines, ...describeHolders(m.program, m.heap.live())].join("")
  }`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
