import type { MonoTypeId } from "../../mono/mod.ts";
import type { ArcFunction, VarId } from "./ir.ts";

/** A variable that `fn` did not have so far. */
export function newVar(fn: ArcFunction, type: MonoTypeId, name?: string): VarId {
  fn.varNames.push(name);
  return fn.varTypes.push(type) - 1 as VarId;
}
