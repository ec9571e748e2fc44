/** The VM: bytecode, interpreted in this process. */
import { type BytecodeProgram, emitBytecode } from "../bytecode/mod.ts";
import type { FullHost } from "../base/mod.ts";
import { runProgram, runTest, type VmIo } from "../vm/mod.ts";
import type { Engine, Outcome, ProgramIo, TestOutcome } from "./engine.ts";
import { testOutcome } from "./test_outcome.ts";

export const vmEngine: Engine = {
  name: "vm",
  summary:
    "Bytecode, interpreted in the process of `ori`: the default, for the shortest way from source to result.",
  hasRelease: false,
  tracesRc: true,

  run({ arc, sources, events }, { io, args }): Promise<Outcome> {
    const bytecode = emitBytecode(arc, sources, events);
    return Promise.resolve(runBytecode(bytecode, io, args));
  },

  runTests({ arc, sources }, { host }): Promise<readonly TestOutcome[]> {
    const bytecode = emitBytecode(arc, sources);
    const outcomes = arc.tests.map(({ fn }) =>
      testOutcome(runTest(bytecode, fn, silentIo(host), { checkLeaks: true }))
    );
    return Promise.resolve(outcomes);
  },
};

/** Runs a program that is bytecode already. */
export function runBytecode(
  program: BytecodeProgram,
  io: ProgramIo,
  args: readonly string[],
): Outcome {
  const isSet = (name: string) => isOn(io.environment(name));
  return runProgram(program, vmIo(io, args), {
    checkLeaks: isSet("ORI_CHECK_LEAKS"),
    traceRc: traceMode(io.environment("ORI_TRACE_RC")),
    backtrace: isSet("ORI_BACKTRACE"),
  });
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

/** The streams of a program as the VM takes them. */
export function vmIo(io: ProgramIo, args: readonly string[]): VmIo {
  return {
    stdout: (bytes) => io.writeOut(bytes),
    stderr: (bytes) => io.writeError(bytes),
    stdin: () => {
      const buffer = new Uint8Array(INPUT_CHUNK);
      const length = io.readIn(buffer);
      return length === 0 ? undefined : buffer.subarray(0, length);
    },
    args,
    environment: (name) => io.environment(name),
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
    environment: (name) => host.environment(name),
  };
}
