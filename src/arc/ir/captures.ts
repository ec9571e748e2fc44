import type { MonoTypeId } from "../../mono/mod.ts";
import type { ArgMark } from "../../operations/mod.ts";
import type { ArcProgram } from "./ir.ts";

/** A variable that a lambda captures. */
export interface Capture {
  /** The symbol of the lambda. */
  readonly fn: string;
  readonly name: string;
  readonly type: MonoTypeId;
  /** What the body does to it. */
  readonly ownership: ArgMark;
}

/** The captures of the lambdas of `program`, in order. */
export function capturesOf({ fns }: ArcProgram): readonly Capture[] {
  return fns.flatMap((fn) => {
    if (fn.kind.kind !== "lambda") return [];
    return fn.params.slice(0, fn.kind.captures).map(({ var: v, ownership }) => ({
      fn: fn.name,
      name: fn.varNames[v] ?? `%${v}`,
      type: fn.varTypes[v],
      ownership,
    }));
  });
}
