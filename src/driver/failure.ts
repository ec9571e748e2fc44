/** Failures that have no place in a source: of tools and of the file system. */
import type { DiagnosticCode } from "../diagnostics/mod.ts";

/** What went wrong, with what tools said of it and what the user can do. */
export interface ReportedFailure {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly notes: readonly string[];
  readonly help?: string;
}

/** `error[E5002]: no usable clang found`, notes and help. */
export function reportFailure({ code, message, notes, help }: ReportedFailure): string {
  const lines = [`error[${code}]: ${message}`, ...notes.map((note) => `  = note: ${note}`)];
  if (help !== undefined) lines.push(`  = help: ${help}`);
  return lines.join("\n") + "\n";
}
