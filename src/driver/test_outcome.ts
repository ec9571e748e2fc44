/** How tests end that run in this process. */
import { assertNever } from "../base/mod.ts";
import type { CheckedTestOutcome } from "../check_rc/mod.ts";
import type { LimitReached } from "../vm/mod.ts";
import type { TestOutcome } from "./engine.ts";
import { limitFailure } from "./limit_failure.ts";

/** Converts the outcome that an interpreter reports to the form that all engines share. The type covers the VM as well. */
export function testOutcome(outcome: CheckedTestOutcome): TestOutcome {
  switch (outcome.kind) {
    case "passed":
      return outcome;
    case "panicked":
      return { kind: "panicked", message: outcome.message };
    case "leaked":
    case "violated":
      return { kind: "broken", message: outcome.report.trim() };
    case "stopped":
      return { kind: "broken", message: describeLimit(outcome.limit) };
    default:
      return assertNever(outcome, "driver");
  }
}

function describeLimit(limit: LimitReached): string {
  const { code, message } = limitFailure(limit);
  return `${code}: ${message}`;
}
