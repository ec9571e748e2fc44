/** Runs the tests of Ori files: what may compile is compiled once per file and run on each engine. */
import type { FullHost, Span } from "../base/mod.ts";
import { type Diagnostic, headlineOf, type ReportedDiagnostic } from "../diagnostics/mod.ts";
import {
  type BuildSettings,
  type Checked,
  checkFiles,
  type Compiled,
  compileTests,
  type Engine,
  findSources,
  type Hub,
  type Limits,
  type TestOutcome,
} from "../driver/mod.ts";
import type { ModuleScope, TestDef } from "../types/mod.ts";
import {
  describeExpected,
  type Expectation,
  expectationOf,
  unmetExpectations,
} from "./expectation.ts";
import { reportOf } from "./observe.ts";
import type { TestResult } from "./report.ts";

export interface TestOptions {
  readonly engines: readonly Engine[];
  readonly host: FullHost;
  /** Only tests whose name contains this text. */
  readonly filter?: string;
  readonly release: boolean;
  /** Select conditional code; absent for that of a debug build for this machine. */
  readonly settings?: BuildSettings;
  /** How much each test may take. */
  readonly limits?: Limits;
  /** Checks ARC IR after every pass. */
  readonly verify: boolean;
  /** Is told what the stages decide. */
  readonly hub?: Hub | undefined;
}

/** One test of one file with what is expected of it. */
interface PlannedTest {
  readonly test: TestDef;
  readonly expectation: Expectation;
}

/** Runs every test in `paths` and yields each result as it is known, file by file. */
export function runTests(
  paths: readonly string[],
  options: TestOptions,
): AsyncGenerator<TestResult> {
  const { host, hub, settings } = options;
  const checked = checkFiles(findSources(paths, host), host, hub, settings);
  return runCheckedTests(checked, options);
}

/** Like `runTests`, for the files that `checked` was made of. */
export async function* runCheckedTests(
  checked: Checked,
  options: TestOptions,
): AsyncGenerator<TestResult> {
  for (const scope of checked.entries) {
    yield* runFile(scope, diagnosticsFor(scope, checked), checked, options);
  }
  yield* failures(checked);
}

/** A file that could not be read has no tests to fail, nor may what imports it: it counts as one failed test. */
function* failures(checked: Checked): Generator<TestResult> {
  for (const { path, problem } of checked.unread) yield failedFile(path, describe(problem));
}

/** Stands for a file that fails as a whole. */
function failedFile(file: string, message: string): TestResult {
  return { file, name: "(file)", engine: "check", status: "failed", message };
}

async function* runFile(
  scope: ModuleScope,
  found: readonly Diagnostic[],
  checked: Checked,
  options: TestOptions,
): AsyncGenerator<TestResult> {
  // No test can fail for these errors, and one may be the reason why the parser found no test.
  const [first] = found;
  if (scope.tests.length === 0 && first !== undefined) {
    yield failedFile(scope.name, `does not compile: ${describe(first)}`);
    return;
  }
  const planned = scope.tests
    .filter((t) => t.fn.name.includes(options.filter ?? ""))
    .map((test) => ({ test, expectation: expectationOf(test) }));
  if (planned.length === 0) return;
  const blocking = blockingDiagnostics(scope, found);
  const early = new Map<PlannedTest, Verdict>();
  for (const plan of planned) {
    const verdict = resultWithoutRunning(plan, found, blocking);
    if (verdict !== undefined) early.set(plan, verdict);
  }
  const runnable = planned.filter((plan) => !early.has(plan));
  const program = compileRunnable(runnable, checked, options);
  if (program === undefined && runnable.length > 0) {
    const verdict = failed("does not compile: " + checked.diagnostics.all.map(describe).join("; "));
    for (const plan of runnable) early.set(plan, verdict);
  }
  for (const engine of options.engines) {
    const outcomes = program === undefined ? [] : await engine.runTests(program, options);
    const outcomeOf = new Map(runnable.map((plan, i) => [plan, outcomes[i]]));
    for (const plan of planned) {
      const verdict = early.get(plan) ?? judge(plan.expectation, outcomeOf.get(plan));
      yield result(scope, plan, engine.name, verdict);
    }
  }
}

function compileRunnable(
  runnable: readonly PlannedTest[],
  checked: Checked,
  { verify }: TestOptions,
): Compiled | undefined {
  if (runnable.length === 0) return undefined;
  return compileTests(checked, runnable.map((p) => p.test), { verify });
}

type Verdict = Pick<TestResult, "status" | "message" | "wasRun">;

const PASSED: Verdict = { status: "passed", message: "" };

function failed(message: string): Verdict {
  return { status: "failed", message };
}

/** The verdict on a test that is not run: skipped, about the compiler's errors, or blocked by them. */
function resultWithoutRunning(
  { test, expectation }: PlannedTest,
  found: readonly Diagnostic[],
  blocking: readonly Diagnostic[],
): Verdict | undefined {
  if (expectation.skip !== undefined) return { status: "skipped", message: expectation.skip };
  if (expectation.compileFail.length > 0) {
    return invert(expectation, judgeCompileFail(test, expectation, found));
  }
  const first = ownError(test, found) ?? blocking[0];
  return first === undefined ? undefined : failed(`does not compile: ${describe(first)}`);
}

function judgeCompileFail(
  test: TestDef,
  { compileFail }: Expectation,
  found: readonly Diagnostic[],
): Verdict {
  const inside = found.filter((d) => contains(test.span, d));
  const unmet = unmetExpectations(compileFail, inside.length > 0 ? inside : found);
  const [first] = unmet;
  if (first === undefined) return PASSED;
  if (found.length === 0) return failed("expected compilation to fail, but it succeeded");
  const got = (inside.length > 0 ? inside : found).map(describe).join("; ");
  return failed(`expected compilation to fail with ${describeExpected(first)}, got ${got}`);
}

/** `#fail` on a compile-fail test wraps its result. */
function invert({ fail }: Expectation, verdict: Verdict): Verdict {
  if (fail === undefined) return verdict;
  if (verdict.status !== "failed") return failed("expected the test to fail, but it passed");
  return verdict.message.includes(fail)
    ? PASSED
    : failed(`expected a failure with ${JSON.stringify(fail)}, got: ${verdict.message}`);
}

function judge({ fail }: Expectation, outcome: TestOutcome | undefined): Verdict {
  if (outcome === undefined) return failed("the engine gave no result");
  switch (outcome.kind) {
    case "passed":
      return fail === undefined ? PASSED : failed("expected a panic, but the test passed");
    case "panicked":
      if (fail === undefined) return failed(`panicked: ${outcome.message}`);
      return outcome.message.includes(fail)
        ? PASSED
        : failed(`expected a panic with ${JSON.stringify(fail)}, got: ${outcome.message}`);
    case "broken":
      return failed(outcome.message);
    case "not run":
      return { ...failed(reportOf(outcome.failure)), wasRun: false };
  }
}

/** Errors of the file and of the user modules it imports, directly or not. */
function diagnosticsFor(scope: ModuleScope, checked: Checked): readonly ReportedDiagnostic[] {
  const files = new Set(
    checked.modulesBelow(scope).filter((m) => !m.isStd).map((m) => m.tree.span.file),
  );
  return checked.diagnostics.all.filter(({ severity, primary }) =>
    severity === "error" && primary !== undefined && files.has(primary.span.file)
  );
}

/** Those outside of every test; they keep all tests of the file from running. */
function blockingDiagnostics(
  scope: ModuleScope,
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  const expected = scope.tests
    .map((test) => ({ test, expectation: expectationOf(test) }))
    .filter(({ expectation }) => expectation.compileFail.length > 0);
  return found.filter((d) =>
    !scope.tests.some((test) => isWithin(test, d)) && !isWantedFromOutside(d, expected, found)
  );
}

/** An error in a test, or in the name of its target, fails that test and no other. */
function ownError(test: TestDef, found: readonly Diagnostic[]): Diagnostic | undefined {
  return found.find((d) => isWithin(test, d));
}

function isWithin({ span, fn }: TestDef, d: Diagnostic): boolean {
  return contains(span, d) || contains(fn.item.span, d);
}

/** An error outside of every test that a compile-fail test of the file asks for. */
function isWantedFromOutside(
  d: Diagnostic,
  expected: readonly PlannedTest[],
  found: readonly Diagnostic[],
): boolean {
  return expected.some(({ test, expectation }) =>
    !found.some((other) => contains(test.span, other)) &&
    unmetExpectations(expectation.compileFail, [d]).length < expectation.compileFail.length
  );
}

/** Whether the diagnostic is about a part of `outer`. A syntax error at its first token is about what stands before it. */
function contains(outer: Span, { code, primary }: Diagnostic): boolean {
  if (primary === undefined) return false;
  const inner = primary.span;
  if (outer.file !== inner.file || inner.start < outer.start || inner.end > outer.end) return false;
  return inner.start > outer.start || !/^E[01]/.test(code);
}

function describe(d: Diagnostic): string {
  return `${d.code} ${d.message ?? d.primary?.text ?? headlineOf(d)}`;
}

function result(
  scope: ModuleScope,
  { test }: PlannedTest,
  engine: string,
  verdict: Verdict,
): TestResult {
  return { file: scope.name, name: test.fn.name, engine, ...verdict };
}
