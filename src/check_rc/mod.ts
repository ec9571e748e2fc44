export { type CheckedImage, checkedImage } from "./checked_function.ts";
export type { Probe } from "./probe.ts";
export {
  type CheckedRunOptions,
  type CheckedTestOutcome,
  runProgramChecked,
  runTestChecked,
  VIOLATION_EXIT,
} from "./run.ts";
export { RcViolation, type Rule } from "./violation.ts";
