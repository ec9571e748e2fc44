export { emitLlvm, type EmitOptions } from "./emit.ts";
