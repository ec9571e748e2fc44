/** The names that functions have in Core and after it. */
import { InternalError } from "../base/mod.ts";
import type { FnDef, ModuleScope, Program } from "../types/mod.ts";

/** The name for traces and symbols: `area`, `Point.scale`, `list.map`, `std.print`. */
export function functionName(program: Program, fn: FnDef): string {
  if (fn.owner !== undefined) return `${ownerPrefix(fn)}${fn.name}`;
  const module: ModuleScope | undefined = program.modules[fn.module];
  return module !== undefined && module.isStd ? `std.${fn.name}` : fn.name;
}

function ownerPrefix(fn: FnDef): string {
  if (fn.owner === undefined) return "";
  if (fn.owner.kind === "trait") return `${fn.owner.trait.name}.`;
  const { self } = fn.owner.impl;
  switch (self.kind) {
    case "con":
      return `${self.def.name}.`;
    case "tuple":
      return "tuple.";
    case "fn":
      return "function.";
    case "param":
      return `${self.param.name}.`;
    case "var":
    case "error":
      throw new InternalError("impl without a type", { stage: "canon", span: fn.span });
  }
}
