export type * from "./ir.ts";
export { type ArcEventListener, type LowerOptions, lowerProgram } from "./pipeline.ts";
export {
  eachJumpTarget,
  eachOperand,
  eachResult,
  eachTerminatorOperand,
  operands,
  predecessors,
  results,
  reversePostorder,
  successors,
} from "./visit.ts";
export * from "../mono/mod.ts";
export { printFunction, type PrintOptions, printProgram } from "./print.ts";
export { parseProgram } from "./parse.ts";
export { verifyProgram } from "./verify.ts";
export { type OwnReasons } from "./infer_borrow.ts";
export {
  describeRcReason,
  type RcReason,
  type RcReasonListener,
  variableName,
} from "./rc_reasons.ts";
export { findUnwinding, isHandler, type Unwinding } from "./unwinding.ts";
