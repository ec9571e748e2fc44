export {
  type CodeOptions,
  emitLlvm,
  type EmitOptions,
  ModuleEmitter,
  type ModuleParts,
} from "./emit.ts";
export type { StartOptions } from "./start.ts";
export { llvmValueTypes } from "./value_types.ts";
