import type { Id } from "./id.ts";

/** Index of a source file in its `SourceMap`. */
export type FileId = Id<"File">;

/** A half-open range of UTF-16 code units `[start, end)` in one source file. */
export interface Span {
  readonly file: FileId;
  readonly start: number;
  readonly end: number;
}

/** The smallest span that covers both, which must lie in one file. */
export function coverSpans(a: Span, b: Span): Span {
  return {
    file: a.file,
    start: Math.min(a.start, b.start),
    end: Math.max(a.end, b.end),
  };
}
