/** The long texts behind the codes, for `ori explain`. */
import type { DiagnosticCode } from "./codes.ts";

const EXPLANATIONS: Partial<Record<DiagnosticCode, string>> = {};

/** Cause, a wrong and a right example of `code`; undefined when there is no such code. */
export function explain(code: string): string | undefined {
  return Object.entries(EXPLANATIONS).find(([known]) => known === code)?.[1];
}
