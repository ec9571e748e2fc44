export type * from "./program.ts";
export { holdsReference } from "./holds_reference.ts";
export { type MonoInput, monomorphize } from "./monomorphize.ts";
export { printMono } from "./print_mono.ts";
export {
  type ArgMark,
  type CoreArm,
  type CoreExprKind,
  type CoreExprOf,
  type CoreLabel,
  type CoreLocal,
  type CoreMatch,
  type CoreStmt,
  type Decision,
  type IntrinsicInfo,
  intrinsicInfo,
  type IntrinsicName,
  INTRINSICS,
  type Occurrence,
  PANIC_OF_KIND,
  PANIC_TEXTS,
  type PanicKind,
  panicMessage,
  type PanicText,
  type PrimInfo,
  primInfo,
  type PrimOp,
  primPanics,
  PRIMS,
  type Scalar,
} from "../canon/mod.ts";
