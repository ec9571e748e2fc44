/** The type of stateful handlers: `StatefulHandler<(f, g, .., void)>`, with a function for each operation that is written. */
import type { FnDef, TraitDef, Type } from "./model.ts";
import { prune } from "./type.ts";

/** Whether `type` is that of a stateful handler. */
export function isStatefulHandler(type: Type): boolean {
  const t = prune(type);
  return t.kind === "con" && t.def.name === "StatefulHandler" && t.def.origin === "std";
}

/** The place of `method` among the operations of `trait`, and the function type that a handler of type `type` has there, if any. */
export function operationOf(
  trait: TraitDef,
  method: FnDef,
  type: Type,
): { readonly index: number; readonly operations: Type; readonly type: Type } | undefined {
  const t = prune(type);
  const operations = t.kind === "con" ? t.args[0] : undefined;
  const all = operations === undefined ? undefined : prune(operations);
  const index = [...new Set(trait.methods.values())].indexOf(method);
  const found = all?.kind === "tuple" ? all.elements[index] : undefined;
  const known = found === undefined ? undefined : prune(found);
  if (operations === undefined || known?.kind !== "fn") return undefined;
  return { index, operations, type: known };
}
