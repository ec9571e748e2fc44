/** The monomorphic program as text, for `--emit=core`. */
import { printCore } from "../canon/mod.ts";
import type { MonoProgram } from "./program.ts";

/** All functions of the user, and those of std where `withStd`, in the order of their symbols. */
export function printMono(program: MonoProgram, withStd = false): string {
  const printer = {
    type: (id: (typeof program.fns)[0]["result"]) => program.types.get(id).name,
    callee: (id: (typeof program.fns)[0]["id"]) => program.fns[id]?.symbol ?? `?${id}`,
  };
  return program.fns
    .filter((fn) => withStd || !fn.isStd)
    .toSorted((a, b) => a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0)
    .map((fn) => printCore({ ...fn, name: fn.symbol }, printer))
    .join("\n");
}
