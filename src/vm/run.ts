/** Programs and tests on the VM. */
import type { BytecodeProgram } from "../bytecode/mod.ts";
import { type Image, link } from "./link.ts";
import { run } from "./loop.ts";
import type { Limits } from "./limits.ts";
import { Machine, RESULT } from "./machine.ts";
import {
  argsList,
  concludeProgram,
  concludeTest,
  type EndOptions,
  endProgram,
  endTest,
  exitStatus,
  type Outcome,
  PANIC_EXIT,
  type TestOutcome,
} from "./outcome.ts";
import type { Value } from "./value.ts";
import type { BacktraceMode, VmIo } from "./world.ts";

export interface VmOptions extends EndOptions {
  /** ORI_TRACE_RC: a line on stderr for each event of counting; `verbose` adds the callers. */
  readonly traceRc?: "off" | "on" | "verbose";
  /** ORI_BACKTRACE: the calls that were active follow an uncaught panic. */
  readonly backtrace?: BacktraceMode;
  /** How much it may take; the code has to be what `countSteps` makes of a program then. */
  readonly limits?: Limits | undefined;
}

/** Runs `@main` of `program`. Throws `InternalError` where bytecode or counting is wrong. */
export function runProgram(
  program: BytecodeProgram,
  io: VmIo,
  options: VmOptions = {},
): Outcome {
  const { main } = program;
  const m = startMachine(link(program), io, options);
  if (main === undefined) throw m.bug("a program without @main");
  return concludeProgram(m.world, () => {
    const exitCode = execute(m, main.fn, main.takesArgs, main.returnsInt);
    return endProgram(m.world, exitCode, options);
  });
}

/** Runs the test function `fn` of a linked program by itself. */
export function runTest(
  image: Image,
  fn: number,
  io: VmIo,
  options: VmOptions = {},
): TestOutcome {
  const m = startMachine(image, io, options);
  return concludeTest(m.world, () => {
    execute(m, fn, false, false);
    return endTest(m.world, options);
  });
}

/** A machine for `image` that has not run anything. */
function startMachine(image: Image, io: VmIo, options: VmOptions): Machine {
  return new Machine(image, io, {
    limits: options.limits,
    trace: options.traceRc ?? "off",
    checksLeaks: options.checkLeaks ?? false,
    backtrace: options.backtrace ?? "off",
  }, run);
}

/** Calls `fn`; its result as an exit code. */
function execute(m: Machine, fn: number, takesArgs: boolean, returnsInt: boolean): number {
  const { params, result } = m.program.chunks[fn];
  const args: Value[] = takesArgs ? [argsList(m.world, params[0].type)] : [];
  m.enter(fn, args);
  run(m);
  m.finish();
  if (takesArgs && !params[0].isOwned) m.heap.releaseValue(params[0].type, args[0]);
  if (m.world.panic !== undefined) return PANIC_EXIT;
  if (returnsInt) return exitStatus(m.bigInt(RESULT));
  m.heap.releaseValue(result, m.refs[RESULT]);
  return 0;
}
