/** Runs a program in every way there is: each engine, native in debug and release, under the leak check. */
import {
  CapturedIo,
  type Checked,
  checkFiles,
  type Compiled,
  compileMain,
  createHost,
  renderText,
} from "../../src/driver/mod.ts";
import { type Way, WAYS } from "../../src/testing/mod.ts";
import type { ProgramCase, ProgramResult } from "./program_case.ts";

const host = createHost();

/** Compiles `program` once, verifying ARC IR after every pass, and runs it in each way. */
export async function runEverywhere(
  program: ProgramCase,
): Promise<ReadonlyMap<Way, ProgramResult>> {
  const compiled = compileProgram(program.path);
  // One that fails does not leave the others running beside the next program.
  const runs = await Promise.allSettled(WAYS.map((way) => runCompiled(compiled, way, program)));
  return new Map(runs.map((run, i): [Way, ProgramResult] => {
    if (run.status === "rejected") throw run.reason;
    return [WAYS[i], run.value];
  }));
}

/** Compiles the program at `path`, verifying ARC IR after every pass; diagnostics fail. */
export function compileProgram(path: string): Compiled {
  return compileVerified(checkFiles([path], host));
}

/** Compiles what was checked, verifying ARC IR after every pass; diagnostics fail. */
export function compileVerified(checked: Checked): Compiled {
  const compiled = compileMain(checked, { verify: true });
  if (compiled === undefined) {
    throw new Error(renderText(checked.diagnostics.all, checked.sources, { color: false }));
  }
  return compiled;
}

/** Runs `program` in one way under the leak check. */
export async function runCompiled(
  program: Compiled,
  way: Way,
  { args, stdin }: Pick<ProgramCase, "args" | "stdin">,
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
