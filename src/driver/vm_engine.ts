/** The VM: bytecode, interpreted in this process. */
import { type FullHost, InternalError } from "../base/mod.ts";
import { type BytecodeProgram, countSteps, emitBytecode } from "../bytecode/mod.ts";
import {
  type BacktraceMode,
  type Limits,
  link,
  runProgram,
  runTest,
  type VmIo,
} from "../vm/mod.ts";
import { type Policy, SystemWorld } from "../world/mod.ts";
import type { Engine, Outcome, ProgramIo, RunOptions, TestOutcome } from "./engine.ts";
import { programOutcome } from "./limit_failure.ts";
import { testOutcome } from "./test_outcome.ts";

export const vmEngine: Engine = {
  name: "vm",
  summary:
    "Bytecode, interpreted in the process of `ori`: the default, for the shortest way from source to result.",
  hasRelease: false,
  tracesRc: true,
  hasLimits: true,

  run({ arc, sources, events }, { io, args, limits, policy }): Promise<Outcome> {
    const bytecode = emitBytecode(arc, sources, events);
    return Promise.resolve(runBytecode(bytecode, io, args, { limits, policy }));
  },

  runTests({ arc, sources }, { host, limits }): Promise<readonly TestOutcome[]> {
    const image = link(countedCode(emitBytecode(arc, sources), limits));
    const outcomes = arc.tests.map(({ fn }) =>
      testOutcome(runTest(image, fn, silentIo(host), { checkLeaks: true, limits }))
    );
    return Promise.resolve(outcomes);
  },
};

/** What a run may take and do; everything where absent. */
export type RunBounds = Pick<RunOptions, "limits" | "policy">;

/** Runs a program that is bytecode already. */
export function runBytecode(
  program: BytecodeProgram,
  io: ProgramIo,
  args: readonly string[],
  { limits, policy }: RunBounds = {},
): Outcome {
  const isSet = (name: string) => isOn(io.environment(name));
  return programOutcome(runProgram(countedCode(program, limits), vmIo(io, args, policy), {
    limits,
    checkLeaks: isSet("ORI_CHECK_LEAKS"),
    traceRc: traceMode(io.environment("ORI_TRACE_RC")),
    backtrace: backtraceMode(io),
  }));
}

/**
 * Runs a program of which only the bytecode is known. Where that breaks a rule that its verifier cannot hold, such as an
 * index that is known to be inside and is not, the program is malformed (E5006): no compiler of this process is to blame.
 */
export function runDecoded(
  program: BytecodeProgram,
  io: ProgramIo,
  args: readonly string[],
  { limits, policy }: RunBounds = {},
): Outcome {
  try {
    return runBytecode(program, io, args, { limits, policy });
  } catch (error) {
    if (!(error instanceof InternalError) || error.place.stage !== "vm") throw error;
    const where = error.place.fn === undefined ? "" : ` in ${error.place.fn}`;
    const message = `the program is malformed: ${error.message}${where}`;
    return { exitCode: 1, failure: { code: "E5006", message, help: "build it again" } };
  }
}

/** Code that counts its steps, where there is a limit. */
function countedCode(program: BytecodeProgram, limits: Limits | undefined): BytecodeProgram {
  const isLimited = limits?.steps !== undefined || limits?.bytes !== undefined;
  return isLimited ? countSteps(program) : program;
}

const INPUT_CHUNK = 1 << 16;

/** Whether a variable of the environment switches something on. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0";
}

function traceMode(value: string | undefined): "off" | "on" | "verbose" {
  if (value === "verbose") return "verbose";
  return isOn(value) ? "on" : "off";
}

/** ORI_BACKTRACE of the environment of `io`. */
export function backtraceMode(io: Pick<ProgramIo, "environment">): BacktraceMode {
  const value = io.environment("ORI_BACKTRACE");
  if (value === "json") return "json";
  return isOn(value) ? "text" : "off";
}

/** The streams of a program as the VM takes them. */
export function vmIo(io: ProgramIo, args: readonly string[], policy?: Policy): VmIo {
  return {
    stdout: (bytes) => io.writeOut(bytes),
    stderr: (bytes) => io.writeError(bytes),
    stdin: () => {
      const buffer = new Uint8Array(INPUT_CHUNK);
      const length = io.readIn(buffer);
      return length === 0 ? undefined : buffer.subarray(0, length);
    },
    args,
    system: new SystemWorld({
      environment: (name) => io.environment(name),
      isTerminal: (stream) => io.isTerminal?.(stream) ?? false,
    }, policy),
    isInteractive: io.isInteractive ?? false,
  };
}

/** Streams that drop all output and hold no input: those of tests. */
export function silentIo(host: FullHost): VmIo {
  return {
    stdout: () => {},
    stderr: () => {},
    stdin: () => undefined,
    args: [],
    system: new SystemWorld({
      environment: (name) => host.environment(name),
      isTerminal: () => false,
    }),
  };
}
