export type * from "./program.ts";
export {
  type ArgMark,
  type Decision,
  INTRINSICS,
  type IntrinsicInfo,
  intrinsicInfo,
  type IntrinsicName,
  type Occurrence,
  type PanicKind,
  primInfo,
  type PrimInfo,
  type PrimOp,
  primPanics,
  PRIMS,
  type Scalar,
} from "../canon/mod.ts";
