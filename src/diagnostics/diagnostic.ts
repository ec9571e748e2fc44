import type { Span } from "../base/mod.ts";
import type { DiagnosticCode } from "./codes.ts";

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

/** One finding of a stage. The severity follows from the code: `E....` error, `W....` warning. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** The headline; where absent, the title of the code is used. */
  readonly message?: string;
  readonly primary: Label;
  readonly related?: readonly Label[];
  readonly notes?: readonly string[];
  /** What the user can do, in a sentence. */
  readonly help?: string;
  readonly fix?: Fix;
}

/** Collects diagnostics of one compilation, in the order of their report. */
export class Diagnostics {
  readonly #all: Diagnostic[] = [];

  report(diagnostic: Diagnostic): void {
    this.#all.push(diagnostic);
  }

  get all(): readonly Diagnostic[] {
    return this.#all;
  }

  get hasErrors(): boolean {
    return this.#all.some((d) => d.code.startsWith("E"));
  }
}
