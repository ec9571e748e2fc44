/** LLVM's types of values, for logs. */
import { Layouts } from "../layout/mod.ts";
import type { MonoTypeId, MonoTypes } from "../mono/mod.ts";
import { MemoryTags } from "./memory_tags.ts";
import { Module } from "./module.ts";
import { Types } from "./types.ts";

/** Returns a function that gives the LLVM type of a value of each type, as in the module that `emitLlvm` writes; `void` for no bits. */
export function llvmValueTypes(types: MonoTypes): (type: MonoTypeId) => string {
  const module = new Module();
  const llvmTypes = new Types(new Layouts(types, 8), module, new MemoryTags(module, false));
  return (type) => llvmTypes.isEmpty(type) ? "void" : llvmTypes.value(type);
}
