export type * from "./ir/ir.ts";
export { type EngineOp, engineOps } from "./ir/engine_ops.ts";
export { lowerToSsa } from "./lower/lower.ts";
export { type LowerOptions, lowerProgram, passNames, reportPasses } from "./pipeline.ts";
export type { PassReport } from "./pass/report.ts";
export type { PassRun } from "./pass/run_steps.ts";
export {
  copyTerminatorShape,
  eachJumpTarget,
  eachOperand,
  eachResult,
  eachTerminatorOperand,
  operands,
  predecessors,
  results,
  reversePostorder,
  successors,
} from "./ir/visit.ts";
export { printFunction, type PrintOptions, printProgram } from "./ir/print.ts";
export { type Capture, capturesOf } from "./ir/captures.ts";
export { computeLiveness } from "./analysis/liveness.ts";
export { regionId, regionOf } from "./ir/region_id.ts";
export { parseProgram } from "./ir/parse.ts";
export { verifyProgram } from "./verify/verify.ts";
export { variableName } from "./ownership/rc_reasons.ts";
export { DropReach } from "./analysis/drop_types.ts";
export { findStdPanics, type LetsOutStdPanics } from "./analysis/std_panics.ts";
export { findUnwinding, isHandler, type Unwinding } from "./analysis/unwinding.ts";
