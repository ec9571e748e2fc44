import type { FileId, Span } from "./span.ts";

/** A line and column as people count them: both from 1, columns in Unicode code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** `text` with U+000A for every CR LF and every lone CR, as spec 6.1.1 reads source text. */
export function normalizeLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/** Code units between the places up to which the code points of a file are counted in advance. */
const STRIDE = 64;

/** The text of one file, with a line index made once. */
export class SourceFile {
  /** With `\n` for every line end; all offsets refer to it. */
  readonly text: string;
  readonly #lineStarts: number[];
  /** Code points before each multiple of `STRIDE` code units, made for the first long line. */
  #codePoints: readonly number[] | undefined;

  /** `isStd`: it comes with the compiler. */
  constructor(readonly id: FileId, readonly path: string, text: string, readonly isStd = false) {
    this.text = normalizeLineEnds(text);
    this.#lineStarts = lineStarts(this.text);
  }

  get lineCount(): number {
    return this.#lineStarts.length;
  }

  /** The text of line `line` (from 1), without its line break. */
  lineText(line: number): string {
    const start = this.#lineStarts[line - 1];
    if (start === undefined) return "";
    const end = this.#lineStarts[line] ?? this.text.length + 1;
    return this.text.slice(start, end - 1);
  }

  /** Offset of the first character of line `line` (from 1). */
  lineStart(line: number): number {
    return this.#lineStarts[line - 1] ?? this.text.length;
  }

  /** The position of a code unit offset. */
  position(offset: number): Position {
    const line = this.#lineAt(offset);
    const start = this.#lineStarts[line - 1] ?? 0;
    return { line, column: this.#codePointsBetween(start, offset) + 1 };
  }

  #codePointsBetween(start: number, end: number): number {
    if (end - start <= STRIDE) return codePointCount(this.text, start, end);
    return this.#codePointsBefore(end) - this.#codePointsBefore(start);
  }

  #codePointsBefore(offset: number): number {
    this.#codePoints ??= codePointsAtStrides(this.text);
    const stride = Math.floor(offset / STRIDE);
    const before = this.#codePoints[stride] ?? 0;
    return before + codePointCount(this.text, stride * STRIDE, offset);
  }

  #lineAt(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

/** Every source file of one compilation, by `FileId`. */
export class SourceMap {
  readonly #files: SourceFile[] = [];

  add(path: string, text: string, isStd = false): SourceFile {
    const file = new SourceFile(this.#files.length as FileId, path, text, isStd);
    this.#files.push(file);
    return file;
  }

  file(id: FileId): SourceFile {
    const file = this.#files[id];
    if (file === undefined) throw new RangeError(`no source file ${id}`);
    return file;
  }

  /** `path:line:column` of the start of `span`. */
  describe(span: Span): string {
    const file = this.file(span.file);
    const { line, column } = file.position(span.start);
    return `${file.path}:${line}:${column}`;
  }

  get files(): readonly SourceFile[] {
    return this.#files;
  }

  /** The files that come with the compiler. */
  get stdFiles(): ReadonlySet<FileId> {
    return new Set(this.#files.filter(({ isStd }) => isStd).map(({ id }) => id));
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function codePointsAtStrides(text: string): number[] {
  const counts = [0];
  let count = 0;
  for (let at = STRIDE; at <= text.length; at += STRIDE) {
    count += codePointCount(text, at - STRIDE, at);
    counts.push(count);
  }
  return counts;
}

function codePointCount(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    const isLowSurrogate = unit >= 0xdc00 && unit <= 0xdfff;
    if (!isLowSurrogate) count++;
  }
  return count;
}
