export { runTests, type TestOptions } from "./run.ts";
export { summarize, type TestReport, type TestResult, type TestStatus } from "./report.ts";
export { compareBinary, compareEngines, type Comparison } from "./parity.ts";
