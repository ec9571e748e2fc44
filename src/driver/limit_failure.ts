/** The message about a run that a limit ended. */
import type { Diagnostic } from "../diagnostics/mod.ts";
import type { LimitReached, Outcome as VmOutcome } from "../vm/mod.ts";
import type { Outcome } from "./engine.ts";

export function limitFailure({ kind, limit }: LimitReached): Diagnostic {
  if (kind === "steps") {
    return {
      code: "E6003",
      message: `the program took more than ${limit} steps`,
      help: "raise `--max-steps`, or look for a loop or recursion without end",
    };
  }
  return {
    code: "E6004",
    message: `the program needs more than ${limit} bytes`,
    help: "raise `--max-memory`, or look for what grows without end",
  };
}

/** The outcome of a program that an interpreter ran. */
export function programOutcome({ exitCode, limit }: VmOutcome): Outcome {
  return limit === undefined ? { exitCode } : { exitCode, failure: limitFailure(limit) };
}
