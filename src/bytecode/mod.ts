export { disassemble } from "./disassemble.ts";
export { classOf } from "./describe.ts";
export { emitBytecode } from "./emit.ts";
export * from "./opcodes.ts";
export * from "./program.ts";
export {
  type IntrinsicName,
  PANIC_OF_KIND,
  panicMessage,
  type PanicText,
  primInfo,
  type PrimOp,
  type Scalar,
} from "../arc/mod.ts";
