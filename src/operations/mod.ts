export {
  ANY_EFFECT,
  dependsOnOperands,
  type Effect,
  type Effects,
  isRemovable,
  isRemovableButForUserCode,
  PURE,
  unwinds,
} from "./effects.ts";
export { type Expansion, EXPANSIONS, isExpansion } from "./expansions.ts";
export {
  type ArgMark,
  type IntrinsicInfo,
  intrinsicInfo,
  type IntrinsicName,
  INTRINSICS,
  isIntrinsic,
} from "./intrinsics.ts";
export { PANIC_OF_KIND, PANIC_TEXTS, panicMessage, type PanicText } from "./panics.ts";
export {
  isPrim,
  type PanicKind,
  type PrimInfo,
  primInfo,
  type PrimOp,
  primPanics,
  PRIMS,
} from "./prims.ts";
export {
  parseSignature,
  type Scalar,
  showSignature,
  showSignatureType,
  type Signature,
  type SignatureParam,
  type SignatureType,
} from "./signature.ts";
export {
  type Capability,
  isWorldOperation,
  WORLD_FAILURES,
  WORLD_OPERATIONS,
  type WorldOperation,
} from "./world.ts";
