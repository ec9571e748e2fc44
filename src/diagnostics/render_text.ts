/** Diagnostics as text for people: the headline, the lines of the source it is about, what to do. */
import type { SourceFile, SourceMap } from "../base/mod.ts";
import { CODES } from "./codes.ts";
import type { Diagnostic, Label } from "./diagnostic.ts";

export interface RenderOptions {
  /** Use ANSI colours. */
  readonly color: boolean;
}

/** All of `diagnostics`, each followed by an empty line. */
export function renderText(
  diagnostics: readonly Diagnostic[],
  sources: SourceMap,
  { color }: RenderOptions,
): string {
  const paint = color ? ANSI : PLAIN;
  return diagnostics.map((d) => renderOne(d, sources, paint) + "\n").join("");
}

/** How each part of a report is coloured. */
interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly gutter: (text: string) => string;
  readonly bold: (text: string) => string;
}
const same = (text: string): string => text;
const PLAIN: Paint = { error: same, warning: same, gutter: same, bold: same };
const ansi = (code: string) => (text: string): string =>
  text === "" ? text : `\x1b[${code}m${text}\x1b[0m`;
const ANSI: Paint = {
  error: ansi("1;31"),
  warning: ansi("1;33"),
  gutter: ansi("1;34"),
  bold: ansi("1"),
};

function renderOne(d: Diagnostic, sources: SourceMap, paint: Paint): string {
  const isError = d.code.startsWith("E");
  const loud = isError ? paint.error : paint.warning;
  const headline = `${loud(`${isError ? "error" : "warning"}[${d.code}]`)}${
    paint.bold(`: ${d.message ?? CODES[d.code]}`)
  }`;
  const groups = groupByFile([d.primary, ...(d.related ?? [])], sources);
  const width = Math.max(...groups.map((g) => String(g.lastLine).length));
  const gutter = " ".repeat(width);
  const lines = [headline];
  for (const [i, group] of groups.entries()) {
    const at = i === 0 ? d.primary.span.start : group.labels[0]?.span.start ?? 0;
    const { line, column } = group.file.position(at);
    const arrow = i === 0 ? "-->" : ":::";
    lines.push(`${gutter}${paint.gutter(arrow)} ${group.file.path}:${line}:${column}`);
    lines.push(`${gutter} ${paint.gutter("|")}`);
    lines.push(...renderGroup(group, d.primary, width, paint, loud));
  }
  const extras = [
    ...(d.notes ?? []).map((note) => ["note", note] as const),
    ...(d.help === undefined ? [] : [["help", d.help] as const]),
    ...(d.fix === undefined ? [] : [["fix", d.fix.title] as const]),
  ];
  if (extras.length > 0) lines.push(`${gutter} ${paint.gutter("|")}`);
  for (const [kind, text] of extras) {
    lines.push(`${gutter} ${paint.gutter("=")} ${paint.bold(kind)}: ${indent(text, width + 5)}`);
  }
  return lines.join("\n") + "\n";
}

function indent(text: string, by: number): string {
  return text.replaceAll("\n", "\n" + " ".repeat(by));
}

/** The labels in one file. */
interface Group {
  readonly file: SourceFile;
  readonly labels: Label[];
  lastLine: number;
}

function groupByFile(labels: readonly Label[], sources: SourceMap): readonly Group[] {
  const groups = new Map<SourceFile, Group>();
  for (const label of labels) {
    const file = sources.file(label.span.file);
    let group = groups.get(file);
    if (group === undefined) groups.set(file, group = { file, labels: [], lastLine: 1 });
    group.labels.push(label);
    group.lastLine = Math.max(group.lastLine, file.position(label.span.end).line);
  }
  return [...groups.values()];
}

/** One underlined stretch of one line. */
interface Mark {
  readonly line: number;
  /** Cells from the start of the line. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly isPrimary: boolean;
}

function renderGroup(
  { file, labels }: Group,
  primary: Label,
  width: number,
  paint: Paint,
  loud: (text: string) => string,
): string[] {
  const byLine = new Map<number, Mark[]>();
  for (const label of labels) {
    for (const mark of marksOf(label, file, label === primary)) {
      const marks = byLine.get(mark.line) ?? [];
      marks.push(mark);
      byLine.set(mark.line, marks);
    }
  }
  const lines: string[] = [];
  let previous: number | undefined;
  for (const [line, marks] of [...byLine].sort(([a], [b]) => a - b)) {
    if (previous !== undefined && line > previous + 2) lines.push(paint.gutter("..."));
    else if (previous === line - 2) lines.push(sourceLine(file, line - 1, width, paint));
    lines.push(sourceLine(file, line, width, paint));
    for (const row of markRows(marks, paint, loud)) {
      lines.push(`${" ".repeat(width)} ${paint.gutter("|")} ${row}`.trimEnd());
    }
    previous = line;
  }
  return lines;
}

function sourceLine(file: SourceFile, line: number, width: number, paint: Paint): string {
  const number = paint.gutter(`${String(line).padStart(width)} |`);
  return `${number} ${expandTabs(file.lineText(line))}`.trimEnd();
}

/** A label as marks: one line long, or its first and last line when it spans several. */
function marksOf({ span, text }: Label, file: SourceFile, isPrimary: boolean): Mark[] {
  const first = file.position(span.start).line;
  const last = file.position(Math.max(span.start, span.end - 1)).line;
  const cell = (line: number, offset: number) =>
    cellWidth(file.lineText(line).slice(0, offset - file.lineStart(line)));
  if (first === last) {
    const from = cell(first, span.start);
    const to = Math.max(from + 1, cell(first, span.end));
    return [{ line: first, from, to, text, isPrimary }];
  }
  const lineEnd = cellWidth(file.lineText(first));
  const from = cell(first, span.start);
  const lastText = file.lineText(last);
  const indentation = cellWidth(lastText.slice(0, lastText.length - lastText.trimStart().length));
  return [
    { line: first, from, to: Math.max(from + 1, lineEnd), text: "", isPrimary },
    { line: last, from: indentation, to: cell(last, span.end), text, isPrimary },
  ];
}

/** The rows below a source line: underlines first, then the texts that do not fit behind the last one. */
function markRows(
  marks: readonly Mark[],
  paint: Paint,
  loud: (text: string) => string,
): string[] {
  const sorted = [...marks].sort((a, b) => a.from - b.from || a.to - b.to);
  const color = (mark: Mark) => mark.isPrimary ? loud : paint.gutter;
  const last = sorted.at(-1);
  let underline = "";
  let cells = 0;
  for (const mark of sorted) {
    const from = Math.max(mark.from, cells);
    if (mark.to <= from) continue;
    underline += " ".repeat(from - cells) +
      color(mark)((mark.isPrimary ? "^" : "-").repeat(mark.to - from));
    cells = mark.to;
  }
  const rows = [
    underline + (last === undefined || last.text === "" ? "" : ` ${color(last)(last.text)}`),
  ];
  const hanging = sorted.slice(0, -1).filter((mark) => mark.text !== "");
  while (hanging.length > 0) {
    const mark = hanging.pop();
    if (mark === undefined) break;
    const bars = hanging.map((m) => ({ at: m.from, text: color(m)("|") }));
    rows.push(placed([...bars, { at: mark.from, text: color(mark)("|") }]));
    rows.push(placed([...bars, { at: mark.from, text: color(mark)(mark.text) }]));
  }
  return rows;
}

/** Texts of one visible cell (the last may be longer) at their cells. */
function placed(parts: readonly { readonly at: number; readonly text: string }[]): string {
  let row = "";
  let cells = 0;
  for (const { at, text } of parts) {
    if (at < cells) continue;
    row += " ".repeat(at - cells) + text;
    cells = at + 1;
  }
  return row;
}

const TAB_WIDTH = 4;

function expandTabs(text: string): string {
  return text.replaceAll("\t", " ".repeat(TAB_WIDTH));
}

/** Cells that `text` takes on a terminal: tabs are four, East Asian wide characters two. */
function cellWidth(text: string): number {
  let width = 0;
  for (const c of text) width += c === "\t" ? TAB_WIDTH : WIDE.test(c) ? 2 : ZERO.test(c) ? 0 : 1;
  return width;
}

const ZERO = /\p{Mark}/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
