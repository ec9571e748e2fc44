/** Runs a program on the reference interpreter. */
import type { SourceMap } from "../../../src/base/mod.ts";
import type { MonoProgram } from "../../../src/mono/mod.ts";
import type { ProgramResult } from "../../../src/testing/mod.ts";
import { OwningInterpreter } from "./drops/owning_interpreter.ts";
import { NotModelled } from "./drops/releases.ts";
import { TouchesWorld, type World } from "./intrinsics.ts";
import { Interpreter } from "./interpreter.ts";
import { fromBytes, toBytes } from "./texts.ts";
import { Aborted, List, OutOfBudget, Panic, type Value } from "./values.ts";

/** What a run came to, or why the reference cannot tell. */
export type ReferenceRun =
  | { readonly kind: "ran"; readonly result: ProgramResult }
  | { readonly kind: "not run"; readonly reason: "long" | "deep" | "world" | `drops: ${string}` };

/** Runs `@main` of `program`; `stdin` is the text that it may read. */
export function runReference(
  program: MonoProgram,
  sources: SourceMap,
  input: { readonly args: readonly string[]; readonly stdin: string },
): ReferenceRun {
  const { main, drops } = program;
  if (main === undefined) throw new Error("a program without @main");
  const world: World = { stdout: "", stderr: "", stdin: toBytes(input.stdin), args: input.args };
  const interpreter = drops.size > 0
    ? new OwningInterpreter(program, sources, world)
    : new Interpreter(program, sources, world);
  const args: Value[] = main.takesArgs ? [new List(input.args.map(toBytes))] : [];
  let exitCode = 0;
  try {
    const result = interpreter.run(main.fn, args);
    if (main.returnsInt) exitCode = Number(BigInt.asUintN(8, result as bigint));
  } catch (thrown) {
    if (thrown instanceof NotModelled) return { kind: "not run", reason: `drops: ${thrown.why}` };
    if (thrown instanceof OutOfBudget) return { kind: "not run", reason: "long" };
    if (thrown instanceof TouchesWorld) return { kind: "not run", reason: "world" };
    if (thrown instanceof RangeError) return { kind: "not run", reason: "deep" };
    if (thrown instanceof Panic) {
      world.stderr += toBytes(`panic: ${thrown.message} at ${thrown.position}\n`);
      exitCode = 1;
    } else if (thrown instanceof Aborted) exitCode = 134;
    else throw thrown;
  }
  const result = { stdout: fromBytes(world.stdout), stderr: fromBytes(world.stderr), exitCode };
  return { kind: "ran", result };
}
