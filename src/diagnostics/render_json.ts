/** Diagnostics as JSON, for tools. */
import { replaceHidden, type SourceFile, type SourceMap, type Span } from "../base/mod.ts";
import { headlineOf, type Label, type ReportedDiagnostic } from "./diagnostic.ts";

const encoder = new TextEncoder();

/**
 * One JSON object: `schemaVersion` and `diagnostics`, each with code, severity, message, labels (the
 * primary one first; none where there is no place), notes, help and fix. Lines and columns count from 1: `column` in code
 * points, as editors show them, `byteColumn` in bytes of UTF-8 (clause 6.4).
 */
export function renderJson(diagnostics: readonly ReportedDiagnostic[], sources: SourceMap): string {
  return toJson({
    schemaVersion: 1,
    diagnostics: diagnostics.map((d) => describe(d, sources)),
  });
}

/** `value` as JSON in which characters that do not show, such as bidirectional controls, are escapes. */
export function toJson(value: unknown): string {
  return replaceHidden(JSON.stringify(value), (codePoint) => {
    const units = String.fromCodePoint(codePoint).split("");
    return units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  });
}

function describe(d: ReportedDiagnostic, sources: SourceMap): unknown {
  return {
    code: d.code,
    severity: d.severity,
    message: headlineOf(d),
    labels: [
      ...(d.primary === undefined ? [] : [{ ...label(d.primary, sources), isPrimary: true }]),
      ...(d.related ?? []).map((l) => ({ ...label(l, sources), isPrimary: false })),
    ],
    notes: d.notes ?? [],
    help: d.help ?? null,
    fix: d.fix === undefined ? null : {
      title: d.fix.title,
      edits: d.fix.edits.map((edit) => ({ ...place(edit.span, sources), text: edit.text })),
    },
  };
}

function label({ span, text }: Label, sources: SourceMap): object {
  return { ...place(span, sources), text };
}

function place(span: Span, sources: SourceMap): object {
  const file = sources.file(span.file);
  const start = file.position(span.start);
  const end = file.position(span.end);
  return {
    path: file.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    byteColumn: byteColumn(file, start.line, span.start),
    endByteColumn: byteColumn(file, end.line, span.end),
  };
}

function byteColumn(file: SourceFile, line: number, offset: number): number {
  return encoder.encode(file.text.slice(file.lineStart(line), offset)).length + 1;
}
