/** Columns of places in lines, in whatever unit, without a walk over the line for each place. */
import type { SourceFile } from "../base/mod.ts";

/** Code units between the places up to which a line is measured in advance. */
const STRIDE = 64;

/** The measured part of one line: offsets from its start, ascending, and the columns there. */
interface Measured {
  readonly text: string;
  readonly offsets: readonly number[];
  readonly columns: readonly number[];
}

/**
 * Measures each line once, when it is first asked for. Messages about one line cost time in its length together, not
 * each.
 */
export class LineColumns {
  readonly #lines = new Map<SourceFile, Map<number, Measured>>();

  /** `measure` gives the width of a text, which is the sum of those of its code points. */
  constructor(readonly measure: (text: string) => number) {}

  /** The column (from 0) of code unit `offset` of `file`, which is on `line` (from 1). */
  columnOf(file: SourceFile, line: number, offset: number): number {
    const { text, offsets, columns } = this.#measured(file, line);
    const inLine = Math.min(offset - file.lineStart(line), text.length);
    const at = lastNotAbove(offsets, inLine);
    return (columns[at] ?? 0) + this.measure(text.slice(offsets[at], inLine));
  }

  /** The column behind the last character of `line`. */
  widthOf(file: SourceFile, line: number): number {
    return this.columnOf(file, line, file.lineStart(line) + file.lineText(line).length);
  }

  /** The first code point of `line` that ends behind `column`; the end of the line if none does. */
  placeAt(file: SourceFile, line: number, column: number): Place {
    const { text, offsets, columns } = this.#measured(file, line);
    const at = lastNotAbove(columns, column);
    let offset = offsets[at] ?? 0;
    let start = columns[at] ?? 0;
    for (const char of text.slice(offset)) {
      const end = start + this.measure(char);
      if (end > column) break;
      offset += char.length;
      start = end;
    }
    return { offset, column: start };
  }

  #measured(file: SourceFile, line: number): Measured {
    let lines = this.#lines.get(file);
    if (lines === undefined) this.#lines.set(file, lines = new Map());
    let measured = lines.get(line);
    if (measured === undefined) {
      lines.set(line, measured = measureLine(file.lineText(line), this.measure));
    }
    return measured;
  }
}

/** A place in a line: code units from its start, and its column (from 0). */
export interface Place {
  readonly offset: number;
  readonly column: number;
}

function measureLine(text: string, measure: (text: string) => number): Measured {
  const offsets = [0];
  const columns = [0];
  let offset = 0;
  let column = 0;
  while (offset + STRIDE < text.length) {
    const end = afterCodePoint(text, offset + STRIDE);
    column += measure(text.slice(offset, end));
    offset = end;
    offsets.push(offset);
    columns.push(column);
  }
  return { text, offsets, columns };
}

/** `offset`, or the next one where it is inside of a surrogate pair. */
function afterCodePoint(text: string, offset: number): number {
  const isInside = (text.codePointAt(offset - 1) ?? 0) > 0xffff;
  return isInside ? offset + 1 : offset;
}

/** The index of the last of `ascending`, which begins with 0, that is at most `limit`. */
function lastNotAbove(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle;
    else high = middle;
  }
  return low;
}
