export { emitLlvm, type EmitOptions } from "./emit.ts";
export { llvmValueTypes } from "./value_types.ts";
