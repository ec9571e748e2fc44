/** The native engine: builds an executable and runs it. */
import type { FullHost, ProcessResult } from "../base/mod.ts";
import type { Diagnostic } from "../diagnostics/mod.ts";
import { temporaryFolder, TMPDIR_HELP } from "../native/mod.ts";
import { buildNative, type NativeOptions } from "./build_native.ts";
import type { Compiled, Engine, Outcome, RunOptions, TestOutcome } from "./engine.ts";
import { readAll } from "./read_all.ts";

/** How many tests run at once. */
const PARALLEL_RUNS = 4;

export const aotEngine: Engine = {
  name: "aot",
  summary:
    "LLVM IR, compiled by clang to an executable of its own, with the C runtime and the compiled program inside.",
  hasRelease: true,
  tracesRc: true,
  hasLimits: false,

  async run(program, { host, io, args, release, sanitize, policy }: RunOptions): Promise<Outcome> {
    const options = { release, sanitize: sanitize ?? false, isTestHarness: false, policy };
    const built = await buildScratch(program, host, options);
    if (built.kind === "failed") return { exitCode: 1, failure: built.failure };
    try {
      return await runBinary(built.path, { host, io, args, help: TMPDIR_HELP });
    } finally {
      host.removeDirectory(built.folder);
    }
  },

  async runTests(program, { host, release }): Promise<readonly TestOutcome[]> {
    const { tests } = program.arc;
    const built = await buildScratch(program, host, {
      release,
      sanitize: false,
      isTestHarness: true,
    });
    if (built.kind === "failed") {
      const { failure } = built;
      return tests.map(() => ({ kind: "not run", failure }));
    }
    try {
      return await mapParallel(tests.length, async (index) => {
        const options = { stdin: EMPTY, environment: { ORI_CHECK_LEAKS: "1" } };
        const result = await host.runProcess(built.path, [String(index)], options);
        if (result.kind === "finished") return testOutcome(result);
        const failure = { ...notStarted(built.path, result.message), help: TMPDIR_HELP };
        return { kind: "not run", failure };
      });
    } finally {
      host.removeDirectory(built.folder);
    }
  },
};

/** Runs the native binary at `path`, which has a `/`; `help` is what the user can do when it cannot be started. */
export async function runBinary(
  path: string,
  { host, io, args, help }: Pick<RunOptions, "host" | "io" | "args"> & { readonly help?: string },
): Promise<Outcome> {
  const environment = programEnvironment((name) => io.environment(name));
  const result = await host.runProcess(
    path,
    args,
    io.isInherited ? { inheritStreams: true } : { stdin: readAll(io), environment },
  );
  if (result.kind === "not started") {
    const failure = notStarted(path, result.message);
    return { exitCode: 1, failure: help === undefined ? failure : { ...failure, help } };
  }
  io.writeOut(result.stdout);
  io.writeError(result.stderr);
  return { exitCode: result.code };
}

const EMPTY = new Uint8Array();

type Scratch =
  | {
    readonly kind: "built";
    readonly path: string;
    /** Holds the program; whoever has run it removes the folder. */
    readonly folder: string;
  }
  | { readonly kind: "failed"; readonly failure: Diagnostic };

async function buildScratch(
  program: Compiled,
  host: FullHost,
  options: NativeOptions,
): Promise<Scratch> {
  const parent = temporaryFolder(host);
  if (typeof parent !== "string") return { kind: "failed", failure: parent };
  const folder = host.scratchPath(`${parent}/`);
  const path = `${folder}/program`;
  const failure = unmadeFolder(host, folder, parent) ??
    await buildNative(program, host, path, options);
  if (failure === undefined) return { kind: "built", path, folder };
  host.removeDirectory(folder);
  return { kind: "failed", failure };
}

function unmadeFolder(host: FullHost, folder: string, parent: string): Diagnostic | undefined {
  const failure = host.createDirectory(folder);
  if (failure === undefined) return undefined;
  const message = `cannot write \`${parent}\`: ${failure.message}`;
  return { code: "E5005", message, help: TMPDIR_HELP };
}

function notStarted(path: string, reason: string): Diagnostic {
  return { code: "E5011", message: `cannot run ${path}: ${reason}` };
}

/** The variables that the runtime reads. */
function programEnvironment(
  get: (name: string) => string | undefined,
): Readonly<Record<string, string>> {
  const names = ["ORI_CHECK_LEAKS", "ORI_TRACE_RC", "ORI_BACKTRACE"];
  return Object.fromEntries(names.flatMap((name) => {
    const value = get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

/** Reads the outcome of a test from the exit of its process. */
function testOutcome(result: Extract<ProcessResult, { kind: "finished" }>): TestOutcome {
  if (result.code === 0) return { kind: "passed" };
  const text = new TextDecoder().decode(result.stderr);
  const start = text.lastIndexOf("panic: ");
  if (result.code !== 1 || start < 0) {
    return { kind: "broken", message: `exit code ${result.code}: ${text.trim()}` };
  }
  const message = text.slice(start + "panic: ".length).replace(/( at \S+:\d+:\d+)?\n$/, "");
  return { kind: "panicked", message };
}

/** `work` of 0, 1, ... count - 1, some at a time, results in order. */
async function mapParallel<T>(
  count: number,
  work: (index: number) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = new Array(count);
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      results[index] = await work(index);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_RUNS }, worker));
  return results;
}
