/** Checks the functions that the engine calls itself: `@main`, tests, `drop` of types, wrappers of closures. */
import type { BytecodeProgram, Chunk } from "../bytecode/mod.ts";
import { ensure } from "./blob_error.ts";
import type { ProgramTypes } from "./program_types.ts";

/** Throws `BlobError` where such a function takes or gives something else. */
export function verifyEntries(program: BytecodeProgram, types: ProgramTypes): void {
  const { chunks, main, tests } = program;
  for (const chunk of chunks) verifyEnv(chunk, types);
  types.all.forEach((type, id) => {
    if (type.kind === "sum" && type.drop !== undefined) {
      verifyDrop(type.name, id, chunks[type.drop], types);
    }
  });
  for (const { fn, name } of tests) {
    ensure(chunks[fn]?.params.length === 0, `the test ${name} takes arguments`);
  }
  if (main === undefined) return;
  const entry = chunks[main.fn];
  const [args, ...others] = entry?.params ?? [];
  const fits = main.takesArgs
    ? args !== undefined && isTextList(args.type, types) && others.length === 0
    : args === undefined;
  ensure(fits, "the entry takes other arguments");
  const isInt = types.rangeOf(entry?.result ?? -1)?.high === Infinity;
  ensure(isInt === main.returnsInt, "the entry gives another result");
}

function isTextList(id: number, types: ProgramTypes): boolean {
  const type = types.get(id);
  return type.kind === "list" && types.get(type.element).kind === "str";
}

/** A wrapper borrows its env, its first parameter, and owns the others; no other function has an env. */
function verifyEnv({ name, env, params, captures }: Chunk, types: ProgramTypes): void {
  const [first, ...others] = params;
  const hasEnv = first !== undefined && types.get(first.type).kind === "env";
  ensure(env < 0 || hasEnv && first.type === env && !first.isOwned, `${name} has another env`);
  if (env < 0) return;
  ensure(others.every((param) => param.isOwned), `${name} borrows what closures are given`);
  const type = types.get(env);
  const count = type.kind === "env" ? type.captures.length : 0;
  ensure(captures.length === count, `${name} names other captures`);
}

/** A `drop` takes the value, borrowed, and gives nothing. */
function verifyDrop(
  type: string,
  id: number,
  drop: Chunk | undefined,
  types: ProgramTypes,
): void {
  const [self, ...others] = drop?.params ?? [];
  const fits = drop !== undefined && self?.type === id && !self.isOwned && others.length === 0 &&
    types.get(drop.result).kind === "unit";
  ensure(fits, `${type} has no function to drop it`);
}
