export { runTests, type TestOptions } from "./run.ts";
export { summarize, type TestReport, type TestResult, type TestStatus } from "./report.ts";
export { compareBinary, compareEngines, type Comparison } from "./parity.ts";
export { type Fault, faultOf, type Referee, type Seen } from "./fault.ts";
export { minimise, type MinimiseOptions } from "./minimise.ts";
export {
  firstDifference,
  observe,
  type Observed,
  observeEverywhere,
  type Way,
  WAYS,
} from "./observe.ts";
export {
  MissingExpectation,
  parseProgramCase,
  type ProgramCase,
  type ProgramResult,
} from "./program_case.ts";
export { audit, type AuditCell, type AuditRow, isGreen } from "./audit.ts";
export { describeRcReport, type RcReport, RcStats } from "./rc_stats.ts";
export {
  isRcLine,
  normalizeRcTrace,
  parseRcLine,
  parseRcTrace,
  RC_EVENTS,
  type RcEvent,
  type RcEventKind,
  TraceError,
} from "./rc_trace.ts";
