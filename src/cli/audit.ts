/** `ori audit PATH...`. */
import { displayLines, toJson } from "../diagnostics/mod.ts";
import {
  audit,
  type AuditCell,
  type AuditRow,
  isGreen,
  MissingExpectation,
} from "../testing/mod.ts";
import { UsageError } from "./args.ts";
import { type Command, EXIT } from "./command.ts";
import { printText } from "./output.ts";

export const auditCommand: Command = async (args, host) => {
  if (args.operands.length === 0) throw new UsageError("`ori audit` needs a file or folder");
  const rows: AuditRow[] = [];
  try {
    for await (const row of audit(args.operands, host)) rows.push(row);
  } catch (error) {
    if (error instanceof MissingExpectation) throw new UsageError(error.message);
    throw error;
  }
  const failed = rows.filter((row) => !row.cells.every(isGreen)).length;
  const gaps = rows.filter((row) => row.cells.some((cell) => cell.kind === "gap")).length;
  const summary = { features: rows.length, failed, gaps };
  if (args.value("format") === "json") {
    printText(toJson({ schemaVersion: 1, summary, rows }) + "\n");
  } else {
    printText(
      displayLines(matrix(rows)) + `${rows.length} features, ${failed} failed, ${gaps} with gaps\n`,
    );
  }
  return failed > 0 || rows.length === 0 ? EXIT.failure : EXIT.ok;
};

/** The table: a row per feature, a column per engine and build; then the differences found. */
function matrix(rows: readonly AuditRow[]): string {
  const ways = rows[0]?.cells.map((cell) => cell.way) ?? [];
  const width = Math.max(7, ...rows.map((row) => row.feature.length));
  const columns = ways.map((way) => Math.max(way.length, 10));
  const line = (feature: string, cells: readonly string[]) =>
    [feature.padEnd(width), ...cells.map((text, i) => text.padEnd(columns[i] ?? 0))]
      .join("  ").trimEnd() + "\n";
  const details = rows.flatMap((row) =>
    row.cells.flatMap((cell) => detail(cell).map((text) => `${row.file} on ${cell.way}: ${text}\n`))
  );
  return line("feature", ways) +
    rows.map((row) => line(row.feature, row.cells.map((cell) => cell.kind))).join("") +
    details.join("");
}

function detail(cell: AuditCell): readonly string[] {
  switch (cell.kind) {
    case "ok":
      return [];
    case "wrong":
      return [cell.difference];
    case "gap":
      return [`gap: ${cell.reason}`];
    case "closed gap":
      return [`works: remove its record (${cell.reason})`];
  }
}
