import type { DiagnosticCode } from "../codes.ts";

/** The long text of a code: why it is reported, and the same thing wrong and right. */
export interface Explanation {
  readonly cause: string;
  readonly wrong: string;
  readonly right: string;
  /** Set for a code that is not reported yet: says what happens instead. */
  readonly unreported?: string;
  /** The language of the examples; Ori where absent. */
  readonly language?: "shell" | "toml";
}

/** Explanations of the codes that start with one of the given letters and digits. */
export type ExplanationsOf<Prefix extends string> = {
  readonly [C in Extract<DiagnosticCode, `${Prefix}${string}`>]: Explanation;
};
