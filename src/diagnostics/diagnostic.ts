import type { Span } from "../base/mod.ts";
import { CODES, type DiagnosticCode, type Severity } from "./codes.ts";

/** A span with what to say about it. */
export interface Label {
  readonly span: Span;
  readonly text: string;
}

/** A change of the source that resolves the diagnostic: replace each span by its text. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** One finding of a stage, a tool or a command, before it is collected. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** The headline; where absent, the title of the code is used. */
  readonly message?: string;
  /** The place it is about; absent where there is none: wrong usage, a file that cannot be read, a tool that fails. */
  readonly primary?: Label;
  readonly related?: readonly Label[];
  readonly notes?: readonly string[];
  /** Advice to the user, in a sentence. */
  readonly help?: string;
  readonly fix?: Fix;
}

/** A diagnostic with the severity that the table of codes gives it: the form that is printed. */
export interface ReportedDiagnostic extends Diagnostic {
  readonly severity: Severity;
}

/** `diagnostic` with the severity of its code. */
export function withSeverity(diagnostic: Diagnostic): ReportedDiagnostic {
  return { ...diagnostic, severity: CODES[diagnostic.code].severity };
}

/** The headline: the message, or the title of the code. */
export function headlineOf({ code, message }: Diagnostic): string {
  return message ?? CODES[code].title;
}

/** Sorted by file and position; those without a span come first. The order of equal places is kept. */
export function inSourceOrder<D extends Diagnostic>(found: readonly D[]): D[] {
  return [...found].sort((left, right) => {
    const [a, b] = [left.primary?.span, right.primary?.span];
    if (a === undefined || b === undefined) {
      return Number(a !== undefined) - Number(b !== undefined);
    }
    return a.file - b.file || a.start - b.start;
  });
}

/** Collects diagnostics of one compilation, in the order of their report. */
export class Diagnostics {
  readonly #all: ReportedDiagnostic[] = [];
  #errorCount = 0;

  /** Adds `diagnostic` and returns it as it is printed. */
  report(diagnostic: Diagnostic): ReportedDiagnostic {
    const reported = withSeverity(diagnostic);
    if (reported.severity === "error") this.#errorCount++;
    this.#all.push(reported);
    return reported;
  }

  get all(): readonly ReportedDiagnostic[] {
    return this.#all;
  }

  /** How many errors were reported so far. */
  get errorCount(): number {
    return this.#errorCount;
  }

  get hasErrors(): boolean {
    return this.#errorCount > 0;
  }
}
