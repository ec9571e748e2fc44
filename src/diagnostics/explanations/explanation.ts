import type { DiagnosticCode } from "../codes.ts";

/** The long text of a code: why it is reported, and the same thing wrong and right. */
export interface Explanation {
  readonly cause: string;
  readonly wrong: string;
  readonly right: string;
  /** Of a code that is not reported yet: what happens instead. */
  readonly unreported?: string;
  /** What the examples are written in: Ori where absent. */
  readonly language?: "shell";
}

/** Explanations of the codes that start with one of the given letters and digits. */
export type ExplanationsOf<Prefix extends string> = {
  readonly [C in Extract<DiagnosticCode, `${Prefix}${string}`>]: Explanation;
};
