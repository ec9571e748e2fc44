/** Programs and tests under the checks of counting. */
import type { ArcProgram, CountedProgram, FnId } from "../arc/mod.ts";
import { InternalError, type SourceMap } from "../base/mod.ts";
import {
  argsList,
  type BacktraceMode,
  concludeProgram,
  concludeTest,
  endProgram,
  endTest,
  exitStatus,
  type Limits,
  type Outcome,
  PANIC_EXIT,
  type TestOutcome,
  type Value,
  type VmIo,
} from "../vm/mod.ts";
import { type CheckedImage, checkedImage } from "./checked_function.ts";
import { Interpreter } from "./interpreter.ts";
import type { Probe } from "./probe.ts";
import { RcViolation } from "./violation.ts";

/** A rule of counting is broken. */
export const VIOLATION_EXIT = 3;

export interface CheckedRunOptions {
  readonly backtrace: BacktraceMode;
  readonly probe?: Probe | undefined;
  readonly limits?: Limits | undefined;
}

/** A test that broke a rule of counting is "violated"; leaks are always looked for. */
export type CheckedTestOutcome = TestOutcome | {
  readonly kind: "violated";
  readonly report: string;
};

/** Runs `@main`; the first violation is printed on stderr and ends the program with `VIOLATION_EXIT`. */
export function runProgramChecked(
  program: CountedProgram,
  sources: SourceMap,
  io: VmIo,
  options: CheckedRunOptions,
): Outcome {
  const { main } = program;
  if (main === undefined) throw new InternalError("no @main", { stage: "check_rc" });
  const interpreter = new Interpreter(checkedImage(program, sources), io, options);
  const { world } = interpreter;
  return concludeProgram(world, () => {
    try {
      return endProgram(world, runMain(program, main, interpreter), { checkLeaks: true });
    } catch (error) {
      if (!(error instanceof RcViolation)) throw error;
      world.errors.write(error.report());
      return { exitCode: VIOLATION_EXIT };
    }
  });
}

/** Calls `@main`; its result as an exit code. */
function runMain(
  program: CountedProgram,
  main: NonNullable<ArcProgram["main"]>,
  interpreter: Interpreter,
): number {
  const { world } = interpreter;
  const fn = program.fns[main.fn];
  const args: Value[] = [];
  const [param] = fn.params;
  const argsType = param === undefined ? undefined : fn.varTypes[param.var];
  if (main.takesArgs && argsType !== undefined) args.push(argsList(world, argsType));
  const result = interpreter.run(main.fn, args);
  if (argsType !== undefined && param?.ownership === "borrowed") {
    world.heap.releaseValue(argsType, args[0]);
  }
  if (world.panic !== undefined) return PANIC_EXIT;
  if (main.returnsInt && (typeof result === "number" || typeof result === "bigint")) {
    return exitStatus(BigInt(result));
  }
  world.heap.releaseValue(fn.result, result);
  return 0;
}

/** Runs the test function `fn` of a prepared program by itself. */
export function runTestChecked(
  image: CheckedImage,
  fn: FnId,
  io: VmIo,
  limits?: Limits,
): CheckedTestOutcome {
  const interpreter = new Interpreter(image, io, { backtrace: "off", limits });
  return concludeTest(interpreter.world, (): CheckedTestOutcome => {
    try {
      interpreter.run(fn, []);
      return endTest(interpreter.world, { checkLeaks: true });
    } catch (error) {
      if (!(error instanceof RcViolation)) throw error;
      return { kind: "violated", report: error.report() };
    }
  });
}
