/** Diagnostics as JSON, for tools. */
import { replaceHidden, type SourceMap, type Span } from "../base/mod.ts";
import { headlineOf, type Label, type ReportedDiagnostic } from "./diagnostic.ts";
import { LineColumns } from "./line_columns.ts";

const encoder = new TextEncoder();

/**
 * One JSON object: `schemaVersion` and `diagnostics`, each with code, severity, message, labels (the
 * primary one first; none where there is no place), notes, help and fix. Lines and columns count from 1: `column` in code
 * points, as editors show them, `byteColumn` in bytes of UTF-8 (clause 6.4).
 */
export function renderJson(diagnostics: readonly ReportedDiagnostic[], sources: SourceMap): string {
  const places = { sources, bytes: new LineColumns(byteLength) };
  return toJson({
    schemaVersion: 1,
    diagnostics: diagnostics.map((d) => describe(d, places)),
  });
}

/** `value` as JSON in which characters that do not show, such as bidirectional controls, are escapes. */
export function toJson(value: unknown): string {
  return replaceHidden(JSON.stringify(value), (codePoint) => {
    const units = String.fromCodePoint(codePoint).split("");
    return units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  });
}

/** What places are described with. */
interface Places {
  readonly sources: SourceMap;
  /** Columns in bytes of UTF-8. */
  readonly bytes: LineColumns;
}

function describe(d: ReportedDiagnostic, places: Places): unknown {
  return {
    code: d.code,
    severity: d.severity,
    message: headlineOf(d),
    labels: [
      ...(d.primary === undefined ? [] : [{ ...label(d.primary, places), isPrimary: true }]),
      ...(d.related ?? []).map((l) => ({ ...label(l, places), isPrimary: false })),
    ],
    notes: d.notes ?? [],
    help: d.help ?? null,
    fix: d.fix === undefined ? null : {
      title: d.fix.title,
      edits: d.fix.edits.map((edit) => ({ ...place(edit.span, places), text: edit.text })),
    },
  };
}

function label({ span, text }: Label, places: Places): object {
  return { ...place(span, places), text };
}

function place(span: Span, { sources, bytes }: Places): object {
  const file = sources.file(span.file);
  const start = file.position(span.start);
  const end = file.position(span.end);
  return {
    path: file.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    byteColumn: bytes.columnOf(file, start.line, span.start) + 1,
    endByteColumn: bytes.columnOf(file, end.line, span.end) + 1,
  };
}

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
