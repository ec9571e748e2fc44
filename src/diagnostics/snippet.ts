/** Source lines with the marks of labels below them. */
import type { SourceFile } from "../base/mod.ts";
import type { Label } from "./diagnostic.ts";
import type { LineColumns } from "./line_columns.ts";
import { Row, type Style } from "./row.ts";

/** A label and how it is drawn. */
export interface Mark {
  readonly label: Label;
  /** `^` for what the diagnostic is about, `-` for what belongs to it. */
  readonly sign: "^" | "-";
  readonly style: Style;
}

/** A numbered source line, or a row below one. */
export interface SnippetRow {
  readonly line?: number;
  /** Stands for lines that are left out. */
  readonly isGap?: boolean;
  readonly row: Row;
}

/** A mark in terms of lines (from 1) and display columns (from 0); `end` is exclusive. */
interface Placed {
  readonly mark: Mark;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly start: number;
  readonly end: number;
  /** A mark over several lines that begins where its first line does: it is drawn with `/`. */
  readonly opensLine: boolean;
  /** The margin column of a mark over several lines. */
  margin: number;
}

/** Lines of a long span that are shown at each of its ends. */
const SHOWN_ENDS = 2;

/** Columns of a line that are shown; of a longer one, those around its first mark. */
const MAX_WIDTH = 160;
/** Columns to show before that mark. */
const CONTEXT = 60;

/** The lines of `file` that `marks` touch, in order; `columns` are those of a terminal. */
export function snippet(
  file: SourceFile,
  marks: readonly Mark[],
  columns: LineColumns,
): SnippetRow[] {
  const placed = marks.map((mark) => place(file, mark, columns));
  const long = placed.filter((p) => p.firstLine !== p.lastLine);
  long.forEach((p, index) => p.margin = index);
  const indent = long.length === 0 ? 0 : long.length + 1;
  const rows: SnippetRow[] = [];
  let previous = 0;
  for (const line of shownLines(placed)) {
    if (previous > 0 && line > previous + 1) rows.push({ isGap: true, row: new Row() });
    previous = line;
    const isTooLong = indent + columns.widthOf(file, line) > MAX_WIDTH;
    const dropped = isTooLong ? Math.max(0, firstColumn(placed, line) - CONTEXT) : 0;
    const source = isTooLong
      ? cutText(file, line, columns, indent, dropped)
      : wholeText(file, line, indent);
    drawMargin(source, line, long);
    rows.push({ line, row: source });
    const shown = isTooLong ? placed.map((p) => moveLeft(p, dropped)) : placed;
    for (const row of markRows(shown, line, indent)) rows.push({ row });
  }
  return rows;
}

function place(file: SourceFile, mark: Mark, columns: LineColumns): Placed {
  const { start, end } = mark.label.span;
  const first = file.position(start).line;
  const last = end > start ? file.position(end - 1).line : first;
  const from = columns.columnOf(file, first, start);
  const to = columns.columnOf(file, last, Math.max(end, start));
  return {
    mark,
    firstLine: first,
    lastLine: last,
    start: from,
    end: first === last ? Math.min(Math.max(to, from + 1), from + MAX_WIDTH) : Math.max(to, 1),
    opensLine: first !== last && opensLine(file, first, start),
    margin: 0,
  };
}

/** Where the first mark of a line begins, or one over several lines ends. */
function firstColumn(placed: readonly Placed[], line: number): number {
  const columns = placed.flatMap((p) =>
    line === p.firstLine ? [p.start] : line === p.lastLine ? [p.end] : []
  );
  return columns.length === 0 ? 0 : Math.min(...columns);
}

/** `p` on a line of which the first `dropped` columns are not shown; what is behind those shown is at their end. */
function moveLeft(p: Placed, dropped: number): Placed {
  const start = Math.min(p.start - dropped, MAX_WIDTH - 1);
  const isLong = p.firstLine !== p.lastLine;
  const end = isLong ? Math.min(p.end - dropped, MAX_WIDTH) : start + p.end - p.start;
  return { ...p, start, end };
}

function wholeText(file: SourceFile, line: number, indent: number): Row {
  const row = new Row();
  row.put(indent, file.lineText(line), "plain");
  return row;
}

/** `MAX_WIDTH` columns of a line from column `dropped` on, with `…` where more of it is left out. */
function cutText(
  file: SourceFile,
  line: number,
  columns: LineColumns,
  indent: number,
  dropped: number,
): Row {
  const row = new Row();
  const from = columns.placeAt(file, line, dropped);
  const to = columns.placeAt(file, line, dropped + 2 * MAX_WIDTH);
  row.put(indent, file.lineText(line).slice(from.offset, to.offset), "plain");
  row.cut(indent, dropped - from.column);
  row.cut(indent + MAX_WIDTH, row.width);
  if (dropped > 0) row.put(indent, "…", "gutter");
  if (row.width === indent + MAX_WIDTH) row.put(row.width - 1, "…", "gutter");
  return row;
}

/** The lines to show; a gap of one line is shown, too. */
function shownLines(placed: readonly Placed[]): number[] {
  const lines = new Set<number>();
  for (const { firstLine, lastLine } of placed) {
    for (let i = 0; i < SHOWN_ENDS && firstLine + i <= lastLine; i++) {
      lines.add(firstLine + i);
      lines.add(lastLine - i);
    }
  }
  const sorted = [...lines].sort((a, b) => a - b);
  return sorted.flatMap((line, i) => {
    const isLoneGap = sorted[i + 1] === line + 2;
    return isLoneGap ? [line, line + 1] : [line];
  });
}

/** The marks over several lines, left of the text of `line`. */
function drawMargin(row: Row, line: number, long: readonly Placed[]): void {
  for (const p of long) {
    if (line === p.firstLine && p.opensLine) row.put(p.margin, "/", p.mark.style);
    else if (line > p.firstLine && line <= p.lastLine) row.put(p.margin, "|", p.mark.style);
  }
}

/** Whether there are only blanks before `offset` on its line. */
function opensLine(file: SourceFile, line: number, offset: number): boolean {
  return file.text.slice(file.lineStart(line), offset).trim() === "";
}

/** The rows of marks under a line. */
function markRows(
  placed: readonly Placed[],
  line: number,
  indent: number,
): Row[] {
  const long = placed.filter((p) => p.firstLine !== p.lastLine);
  const short = placed.filter((p) => p.firstLine === line && p.lastLine === line);
  const rows = shortRows(short, indent);
  const isOpen = (p: Placed) => line > p.firstLine || line === p.firstLine && p.opensLine;
  for (const row of rows) drawBars(row, long, (p) => isOpen(p) && line < p.lastLine);
  for (const p of long) {
    if (line === p.firstLine && !p.opensLine) rows.push(openingRow(p, long, indent));
    if (line === p.lastLine) rows.push(closingRow(p, long, line, indent));
  }
  return rows;
}

function drawBars(row: Row, long: readonly Placed[], isOpen: (p: Placed) => boolean): void {
  for (const p of long) if (isOpen(p)) row.put(p.margin, "|", p.mark.style);
}

/** Where a long mark begins inside of its line: ` ____^`. */
function openingRow(p: Placed, long: readonly Placed[], indent: number): Row {
  const row = new Row();
  const { sign, style } = p.mark;
  drawBars(row, long, (q) => q !== p && p.firstLine > q.firstLine && p.firstLine < q.lastLine);
  row.put(p.margin + 1, "_".repeat(indent + p.start - p.margin - 1) + sign, style);
  return row;
}

/** Where a long mark ends: `|____^ text`. */
function closingRow(p: Placed, long: readonly Placed[], line: number, indent: number): Row {
  const row = new Row();
  const { sign, style, label } = p.mark;
  drawBars(row, long, (q) => line >= q.firstLine && line < q.lastLine);
  const rule = "|" + "_".repeat(indent + p.end - p.margin - 2) + sign;
  row.put(p.margin, rule, style);
  row.put(row.width + 1, label.text, style);
  return row;
}

/** Marks inside of one line: the signs, the text of the last one beside it, the others below. */
function shortRows(marks: readonly Placed[], indent: number): Row[] {
  if (marks.length === 0) return [];
  const row = new Row();
  const ordered = [...marks].sort((a, b) => b.start - a.start || b.end - a.end);
  const byWeight = [...marks].sort((a, b) => a.mark.sign < b.mark.sign ? -1 : 1);
  for (const p of byWeight) {
    row.put(indent + p.start, p.mark.sign.repeat(p.end - p.start), p.mark.style);
  }
  const rows = [row];
  const [last] = ordered;
  const isClear = last !== undefined && ordered.every((p) => p === last || p.end <= last.start);
  if (isClear) row.put(row.width + 1, last.mark.label.text, last.mark.style);
  const below = (isClear ? ordered.slice(1) : ordered).filter((p) => p.mark.label.text !== "");
  if (below.length > 0) rows.push(connectors(below, indent));
  below.forEach((p, i) => {
    const textRow = connectors(below.slice(i + 1), indent);
    textRow.put(indent + p.start, p.mark.label.text, p.mark.style);
    rows.push(textRow);
  });
  return rows;
}

function connectors(marks: readonly Placed[], indent: number): Row {
  const row = new Row();
  for (const p of marks) row.put(indent + p.start, "|", p.mark.style);
  return row;
}
