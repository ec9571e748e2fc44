/** The native engine: builds an executable and runs it. */
import type { FullHost, ProcessResult } from "../base/mod.ts";
import { type Diagnostic, NO_SOURCES, renderText, withSeverity } from "../diagnostics/mod.ts";
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

  async run(program, { host, io, args, release, sanitize }: RunOptions): Promise<Outcome> {
    const options = { release, sanitize: sanitize ?? false, isTestHarness: false };
    const built = await buildScratch(program, host, options);
    if (built.kind === "failed") return { exitCode: 1, failure: built.failure };
    try {
      return await runBinary(built.path, { host, io, args });
    } finally {
      host.removeFile(built.path);
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
      const message = renderText([withSeverity(built.failure)], NO_SOURCES, { color: false });
      return tests.map(() => ({ kind: "broken", message }));
    }
    try {
      return await mapParallel(tests.length, async (index) => {
        return testOutcome(
          await host.runProcess(built.path, [String(index)], {
            stdin: EMPTY,
            environment: { ORI_CHECK_LEAKS: "1" },
          }),
        );
      });
    } finally {
      host.removeFile(built.path);
    }
  },
};

/** Runs the native binary at `path`, which has a `/`. */
export async function runBinary(
  path: string,
  { host, io, args }: Pick<RunOptions, "host" | "io" | "args">,
): Promise<Outcome> {
  const environment = programEnvironment((name) => io.environment(name));
  const result = await host.runProcess(
    path,
    args,
    io.isInherited ? { inheritStreams: true } : { stdin: readAll(io), environment },
  );
  if (result.kind === "not started") {
    const message = `cannot run ${path}: ${result.message}`;
    return { exitCode: 1, failure: { code: "E5011", message } };
  }
  io.writeOut(result.stdout);
  io.writeError(result.stderr);
  return { exitCode: result.code };
}

const EMPTY = new Uint8Array();

type Scratch =
  | { readonly kind: "built"; readonly path: string }
  | { readonly kind: "failed"; readonly failure: Diagnostic };

async function buildScratch(
  program: Compiled,
  host: FullHost,
  options: NativeOptions,
): Promise<Scratch> {
  const folder = host.environment("TMPDIR") ?? "/tmp";
  const path = host.scratchPath(`${folder}/ori-program`);
  const failure = await buildNative(program, host, path, options);
  return failure === undefined ? { kind: "built", path } : { kind: "failed", failure };
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

/** What the exit of a test's process means. */
function testOutcome(result: ProcessResult): TestOutcome {
  if (result.kind === "not started") return { kind: "broken", message: result.message };
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
