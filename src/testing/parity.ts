/** Runs programs and tests on every engine and compares what they do (seeds PAR-8, VER-5). */
import type { FullHost } from "../base/mod.ts";
import type { CompiledProgram } from "../blob/mod.ts";
import {
  CapturedIo,
  type Checked,
  checkFiles,
  type Compiled,
  compileMain,
  ENGINES,
  findSources,
  type Outcome,
  runBinary,
  runDecoded,
} from "../driver/mod.ts";
import { firstDifference, type Observed, observeEverywhere, unobserved } from "./observe.ts";
import type { TestResult } from "./report.ts";
import { runCheckedTests } from "./run.ts";

/** The result of comparing one program or test file. */
export type Comparison =
  & { readonly file: string; readonly what: "program" | "tests" | "binary" }
  & (
    | { readonly kind: "agree" }
    | { readonly kind: "differ"; readonly difference: string }
    /** Not compared, and why: no errors are counted as agreement. */
    | { readonly kind: "gap"; readonly reason: string }
  );

/** Compares each file under `paths`: programs by output, tests by their results. */
export async function* compareEngines(
  paths: readonly string[],
  host: FullHost,
): AsyncGenerator<Comparison> {
  for (const file of findSources(paths, host)) {
    const checked = checkFiles([file], host);
    const [scope] = checked.entries;
    if (scope === undefined) {
      yield { file, what: "program", kind: "gap", reason: "cannot be read" };
      continue;
    }
    const hasMain = scope.functions.some((fn) => fn.name === "main");
    if (hasMain) {
      const program = compileMain(checked, { verify: false });
      if (program === undefined) {
        yield { file, what: "program", kind: "gap", reason: "does not compile" };
        continue;
      }
      yield { file, what: "program", ...await compareProgram(program, host) };
    }
    if (scope.tests.length > 0) yield { file, what: "tests", ...await compareTests(checked, host) };
  }
}

/**
 * Runs the native binary `file` and the bytecode that it carries, and compares: no source is needed. `stdin` is what both
 * read.
 */
export async function compareBinary(
  file: string,
  program: CompiledProgram,
  { host, args, stdin }: {
    readonly host: FullHost;
    readonly args: readonly string[];
    readonly stdin: Uint8Array;
  },
): Promise<Comparison> {
  const run = async (
    way: string,
    start: (io: CapturedIo) => Promise<Outcome>,
  ): Promise<Observed> => {
    const io = new CapturedIo(stdin, { ORI_CHECK_LEAKS: "1" });
    const { exitCode, failure } = await start(io);
    if (failure !== undefined) return unobserved(way, failure);
    return { way, stdout: io.stdout(), stderr: io.stderr(), exitCode };
  };
  const path = file.includes("/") ? file : `./${file}`;
  const binary = await run("binary", (io) => runBinary(path, { host, io, args }));
  const vm = await run("vm", (io) => Promise.resolve(runDecoded(program.bytecode, io, args)));
  if (binary.failure !== undefined) {
    return { file, what: "binary", kind: "gap", reason: binary.stderr };
  }
  const difference = firstDifference(vm, binary);
  if (difference === undefined) return { file, what: "binary", kind: "agree" };
  return { file, what: "binary", kind: "differ", difference };
}

type Verdict =
  | { readonly kind: "agree" }
  | { readonly kind: "differ"; readonly difference: string }
  | { readonly kind: "gap"; readonly reason: string };

async function compareProgram(program: Compiled, host: FullHost): Promise<Verdict> {
  const [first, ...others] = await observeEverywhere(program, host);
  const unrun = [first, ...others].find(({ failure }) => failure !== undefined);
  if (unrun !== undefined) return { kind: "gap", reason: `${unrun.way}: ${unrun.stderr}` };
  for (const other of others) {
    const difference = firstDifference(first, other);
    if (difference !== undefined) return { kind: "differ", difference };
  }
  return { kind: "agree" };
}

async function compareTests(checked: Checked, host: FullHost): Promise<Verdict> {
  const byName = new Map<string, TestResult>();
  const options = { engines: ENGINES, host, release: false, verify: false };
  for await (const result of runCheckedTests(checked, options)) {
    if (result.wasRun === false) {
      return { kind: "gap", reason: `${result.engine}: ${result.message}` };
    }
    const first = byName.get(result.name);
    if (first === undefined) byName.set(result.name, result);
    else if (first.status !== result.status || first.message !== result.message) {
      return {
        kind: "differ",
        difference: `test ${result.name}: ${describe(first)}, ${describe(result)}`,
      };
    }
  }
  return { kind: "agree" };
}

function describe({ engine, status, message }: TestResult): string {
  return message === "" ? `${engine} ${status}` : `${engine} ${status} (${message})`;
}
