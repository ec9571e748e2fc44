export { runTests, type TestOptions } from "./run.ts";
export { summarize, type TestReport, type TestResult, type TestStatus } from "./report.ts";
export { compareEngines, type Comparison } from "./parity.ts";
