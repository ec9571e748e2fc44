/** Diagnostics for people, in the manner of rustc. */
import type { SourceFile, SourceMap } from "../base/mod.ts";
import { type Fix, headlineOf, type Label, type ReportedDiagnostic } from "./diagnostic.ts";
import { LineColumns } from "./line_columns.ts";
import { displayLines, displayWidth, paint, Row, type Style } from "./row.ts";
import { type Mark, snippet } from "./snippet.ts";

export interface RenderOptions {
  /** Whether to write ANSI colours. */
  readonly color: boolean;
}

/** Every diagnostic in the order given; an empty line follows each that shows source lines. */
export function renderText(
  diagnostics: readonly ReportedDiagnostic[],
  sources: SourceMap,
  options: RenderOptions,
): string {
  const columns = new LineColumns(displayWidth);
  const renderOne = (d: ReportedDiagnostic) =>
    new TextRenderer(d, sources, columns, options.color).render();
  return diagnostics.map(renderOne).join("");
}

class TextRenderer {
  readonly #lines: string[] = [];
  readonly #gutter: number;

  constructor(
    readonly diagnostic: ReportedDiagnostic,
    readonly sources: SourceMap,
    readonly columns: LineColumns,
    readonly color: boolean,
  ) {
    this.#gutter = `${this.#lastLine()}`.length;
  }

  render(): string {
    const { code, severity, notes = [], help, fix } = this.diagnostic;
    const tag = paint(`${severity}[${code}]`, severity, this.color);
    this.#lines.push(
      tag + paint(`: ${displayLines(headlineOf(this.diagnostic))}`, "bold", this.color),
    );
    const marked = this.#marksByFile();
    for (const [file, marks] of marked) this.#snippet(file, marks);
    if (marked.size > 0 && (notes.length > 0 || help !== undefined)) this.#bar();
    for (const note of notes) this.#remark("note", note);
    if (help !== undefined) this.#remark("help", help);
    if (fix !== undefined) this.#fix(fix);
    return this.#lines.join("\n") + (marked.size > 0 ? "\n\n" : "\n");
  }

  /** The largest line number that is shown. */
  #lastLine(): number {
    const { primary, related = [], fix } = this.diagnostic;
    const labels = primary === undefined ? related : [primary, ...related];
    const spans = [...labels, ...fix?.edits ?? []].map((l) => l.span);
    const lines = spans.map((s) =>
      this.sources.file(s.file).position(Math.max(s.start, s.end - 1))
    );
    return lines.reduce((last, position) => Math.max(last, position.line), 0);
  }

  /** The file of the primary label first. */
  #marksByFile(): Map<SourceFile, Mark[]> {
    const { primary, related = [], severity } = this.diagnostic;
    const marks = new Map<SourceFile, Mark[]>();
    const add = (label: Label, sign: Mark["sign"], style: Style) => {
      const file = this.sources.file(label.span.file);
      const list = marks.get(file);
      if (list === undefined) marks.set(file, [{ label, sign, style }]);
      else list.push({ label, sign, style });
    };
    if (primary !== undefined) add(primary, "^", severity);
    for (const label of related) add(label, "-", "related");
    return marks;
  }

  #snippet(file: SourceFile, marks: readonly Mark[]): void {
    const isFirst = this.#lines.length === 1;
    const [first] = marks;
    const place = first === undefined ? "" : this.sources.describe(first.label.span);
    const arrow = isFirst ? "-->" : ":::";
    if (!isFirst) this.#bar();
    this.#lines.push(
      " ".repeat(this.#gutter) + paint(arrow, "gutter", this.color) + ` ${displayLines(place)}`,
    );
    this.#bar();
    for (const { line, isGap, row } of snippet(file, marks, this.columns)) {
      if (isGap) this.#lines.push(paint("...", "gutter", this.color));
      else this.#row(line, row);
    }
  }

  #bar(): void {
    this.#row(undefined, new Row());
  }

  #row(line: number | undefined, row: Row): void {
    const number = `${line ?? ""}`.padStart(this.#gutter);
    const text = row.render(this.color);
    const gutter = paint(`${number} |`, "gutter", this.color);
    this.#lines.push(text === "" ? gutter : `${gutter} ${text}`);
  }

  /** `= note: text`; further lines of the text are indented below the first. */
  #remark(kind: "note" | "help", text: string): void {
    const indent = " ".repeat(this.#gutter + 1);
    const [first = "", ...more] = displayLines(text).split("\n");
    const head = paint("=", "gutter", this.color) + " " + paint(kind, "bold", this.color);
    this.#lines.push(`${indent}${head}: ${first}`);
    for (const line of more) this.#lines.push(`${indent}        ${line}`);
  }

  /** The title of a fix and the lines as it leaves them, what it writes underlined with `+`. */
  #fix(fix: Fix): void {
    this.#lines.push(`${paint("fix", "bold", this.color)}: ${displayLines(fix.title)}`);
    const [first] = fix.edits;
    if (first === undefined) return;
    const file = this.sources.file(first.span.file);
    const edits = fix.edits.filter((edit) => edit.span.file === first.span.file);
    const lines = fixedLines(file, edits);
    if (lines.length === 0 || lines.length > MAX_FIXED_LINES) return;
    this.#bar();
    for (const { line, text, added } of lines) {
      if (text.length > MAX_FIXED_LENGTH) continue;
      const row = new Row();
      row.put(0, text, "plain");
      this.#row(line, row);
      const marks = new Row();
      for (const [from, to] of added) {
        const start = displayWidth(text.slice(0, from));
        marks.put(start, "+".repeat(displayWidth(text.slice(from, to))), "added");
      }
      if (marks.width > 0) this.#row(undefined, marks);
    }
  }
}

/** Lines of a fix that are longer are not shown again. */
const MAX_FIXED_LENGTH = 500;

/** Only the title is shown of a fix that spans more lines, or more text than such lines have. */
const MAX_FIXED_LINES = 40;

interface FixedLine {
  readonly line: number;
  readonly text: string;
  /** Ranges of `text` that the fix wrote. */
  readonly added: (readonly [number, number])[];
}

/** The lines from the first to the last edit, after all of them; none when there is too much text to show. */
function fixedLines(file: SourceFile, edits: Fix["edits"]): FixedLine[] {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start);
  const from = file.position(ordered[0]?.span.start ?? 0).line;
  const last = Math.max(...ordered.map((edit) => file.position(edit.span.end).line));
  const start = file.lineStart(from);
  const end = file.lineStart(last) + file.lineText(last).length;
  if (end - start > MAX_FIXED_LINES * MAX_FIXED_LENGTH) return [];
  let text = "";
  let at = start;
  const added: [number, number][] = [];
  for (const { span, text: written } of ordered) {
    text += file.text.slice(at, span.start);
    added.push([text.length, text.length + written.length]);
    text += written;
    at = span.end;
  }
  text += file.text.slice(at, Math.max(at, end));
  return splitLines(text, from, added);
}

function splitLines(text: string, from: number, added: [number, number][]): FixedLine[] {
  let offset = 0;
  return text.split("\n").map((line, i) => {
    const inside = added
      .map(([a, b]) => [Math.max(a - offset, 0), Math.min(b - offset, line.length)] as const)
      .filter(([a, b]) => b > a);
    offset += line.length + 1;
    return { line: from + i, text: line, added: inside };
  });
}
