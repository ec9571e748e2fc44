/** Results of running Ori tests. */
export type TestStatus = "passed" | "failed" | "skipped";

export interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly engine: string;
  readonly status: TestStatus;
  /** Why it failed or was skipped; empty when it passed. */
  readonly message: string;
  /** False where a tool or the system kept the engine from running it: that says nothing of the program. */
  readonly wasRun?: false;
}

/** The form of `ori test --format=json`. */
export interface TestReport {
  readonly schemaVersion: 1;
  readonly summary: {
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
  };
  readonly tests: readonly TestResult[];
}

/** Counts `tests`. */
export function summarize(tests: readonly TestResult[]): TestReport {
  const count = (status: TestStatus) => tests.filter((t) => t.status === status).length;
  return {
    schemaVersion: 1,
    summary: { passed: count("passed"), failed: count("failed"), skipped: count("skipped") },
    tests,
  };
}
