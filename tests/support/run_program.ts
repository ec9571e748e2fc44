/** Runs a program in every way there is: each engine, native in debug and release, under the leak check. */
import {
  buildNative,
  CapturedIo,
  type Checked,
  checkFiles,
  type Compiled,
  compileMain,
  createHost,
  makeBlob,
  renderText,
  runBinary,
} from "../../src/driver/mod.ts";
import { decodeBlob } from "../../src/blob/mod.ts";
import { type Way, WAYS } from "../../src/testing/mod.ts";
import type { ProgramCase, ProgramResult } from "./program_case.ts";

const host = createHost();

/**
 * Compiles `program` once, verifying ARC IR after every pass, and runs it in each way; the results by the names of the ways.
 * Native code is run twice: under the leak check, where each block comes from malloc, and as users run it.
 */
export async function runEverywhere(
  program: ProgramCase,
): Promise<ReadonlyMap<string, ProgramResult>> {
  const compiled = compileProgram(program.path);
  // One that fails does not leave the others running beside the next program.
  const runs = await Promise.allSettled(WAYS.map((way) => runWay(compiled, way, program)));
  return new Map(runs.flatMap((run) => {
    if (run.status === "rejected") throw run.reason;
    return run.value;
  }));
}

type NamedResult = readonly [name: string, result: ProgramResult];

async function runWay(
  program: Compiled,
  way: Way,
  input: ProgramInput,
): Promise<readonly NamedResult[]> {
  if (way.engine.name !== "aot") return [[way.name, await runCompiled(program, way, input)]];
  return await runNative(program, way, input);
}

/** Builds `program` once and runs it with the leak check and without any. */
async function runNative(
  program: Compiled,
  { name, release }: Way,
  input: ProgramInput,
): Promise<readonly NamedResult[]> {
  return await withNative(program, { release }, async (run) => [
    [name, await run(input, { ORI_CHECK_LEAKS: "1" })],
    [`${name}, unchecked`, await run(input, {})],
  ]);
}

/** What a program is given. */
export type ProgramInput = Pick<ProgramCase, "args" | "stdin">;

/** Runs a program that was built, with variables of the runtime. */
export type NativeProgram = (
  input: ProgramInput,
  environment: Readonly<Record<string, string>>,
) => Promise<ProgramResult>;

/** Builds `program` for as long as `use` takes; failures to build or to start it are thrown. */
export async function withNative<T>(
  program: Compiled,
  options: { readonly release: boolean; readonly canaries?: boolean },
  use: (run: NativeProgram) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "ori-program-" });
  try {
    const path = `${folder}/program`;
    const native = { sanitize: false, isTestHarness: false, ...options };
    const failure = await buildNative(program, host, path, native);
    if (failure !== undefined) throw new Error(failure.message);
    return await use((input, environment) => runExecutable(path, input, environment));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs the executable at `path`. */
export async function runExecutable(
  path: string,
  { args, stdin }: ProgramInput,
  environment: Readonly<Record<string, string>>,
): Promise<ProgramResult> {
  const io = new CapturedIo(stdin, { ...environment });
  const { exitCode, failure } = await runBinary(path, { host, io, args });
  if (failure !== undefined) throw new Error(failure.message);
  return { stdout: io.stdout(), stderr: io.stderr(), exitCode };
}

/** Compiles the program at `path`, verifying ARC IR after every pass; diagnostics fail. */
export function compileProgram(path: string): Compiled {
  return compileVerified(checkFiles([path], host));
}

/** Compiles what was checked, verifying ARC IR after every pass, and its bytecode; diagnostics fail. */
export function compileVerified(checked: Checked): Compiled {
  const compiled = compileMain(checked, { verify: true });
  if (compiled === undefined) {
    throw new Error(renderText(checked.diagnostics.all, checked.sources, { color: false }));
  }
  const decoded = decodeBlob(makeBlob(compiled));
  if (decoded.kind === "malformed") throw new Error(`its blob is refused: ${decoded.reason}`);
  return compiled;
}

/** Runs `program` in one way under the leak check. */
export async function runCompiled(
  program: Compiled,
  way: Way,
  { args, stdin }: ProgramInput,
): Promise<ProgramResult> {
  const io = new CapturedIo(stdin, { ORI_CHECK_LEAKS: "1" });
  const { exitCode } = await way.engine.run(program, { host, io, args, release: way.release });
  return { stdout: io.stdout(), stderr: io.stderr(), exitCode };
}

/**
 * Gives the result of `work` for item `i` when it is asked for, and starts the items behind it, so that `limit` run at a time. What a
 * test filter leaves out is not started.
 */
export function startAhead<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): (i: number) => Promise<R> {
  const started = new Map<number, Promise<R>>();
  const start = (i: number): Promise<R> => {
    let run = started.get(i);
    if (run === undefined) {
      run = work(items[i]);
      // The test that awaits it reports its failure.
      run.catch(() => undefined);
      started.set(i, run);
    }
    return run;
  };
  return (i) => {
    const run = start(i);
    for (let next = i + 1; next < Math.min(i + limit, items.length); next++) start(next);
    return run;
  };
}

/** Starts `work` for every item, `limit` at a time, at once; the promises come in the order of the items. */
export function startAll<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): readonly Promise<R>[] {
  const slots: Promise<unknown>[] = Array.from({ length: limit }, () => Promise.resolve());
  return items.map((item, index) => {
    const slot = index % limit;
    const result = (slots[slot] ?? Promise.resolve()).then(() => work(item));
    // The test that awaits the result reports its failure; the slot goes on.
    slots[slot] = result.catch(() => undefined);
    return result;
  });
}
