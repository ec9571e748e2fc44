/** Writing to the terminal. */
import {
  type Diagnostic,
  noSources,
  renderJson,
  renderText,
  type ReportedDiagnostic,
  withSeverity,
} from "../diagnostics/mod.ts";
import type { Checked } from "../driver/mod.ts";
import { EXIT } from "./exit.ts";
import { writeError, writeOut } from "./terminal_io.ts";

const encoder = new TextEncoder();

/** Writes all of `text` to stdout. */
export function printText(text: string): void {
  writeOut(encoder.encode(text));
}

/** Writes all of `text` to stderr. */
export function printError(text: string): void {
  writeError(encoder.encode(text));
}

/** How diagnostics are printed. */
export type Format = "text" | "json";

/** Prints what was found in a program; JSON to stderr where the result of the command takes stdout. */
export function printDiagnostics(
  { diagnostics, sources }: Checked,
  format: Format,
  isStdoutTaken = false,
): void {
  if (format === "json" && isStdoutTaken) {
    return printError(renderJson(diagnostics.all, sources) + "\n");
  }
  print(diagnostics.all, sources, format);
}

/** Prints a diagnostic that has no place in a source; returns `exitCode`, that of the command. */
export function fail(
  diagnostic: Diagnostic,
  format: Format,
  exitCode: number = EXIT.failure,
): number {
  print([withSeverity(diagnostic)], noSources(), format);
  return exitCode;
}

/** Text goes to stderr; JSON is one line of stdout, an object also where nothing was found. */
function print(
  found: readonly ReportedDiagnostic[],
  sources: Checked["sources"],
  format: Format,
): void {
  if (format === "json") return printText(renderJson(found, sources) + "\n");
  const color = Deno.stderr.isTerminal() && Deno.env.get("NO_COLOR") === undefined;
  printError(renderText(found, sources, { color }));
}

/** Reports that there is no source file below `paths`; gives the exit code. */
export function failWithoutSources(paths: readonly string[], format: Format): number {
  const named = paths.map((path) => `\`${path}\``).join(", ");
  return fail({ code: "E6005", message: `no file that ends in \`.ori\` in ${named}` }, format);
}

/** Reports a malformed program, as a native binary reports that it is one; gives the exit code. */
export function failMalformed(message: string, format: Format): number {
  return fail({ code: "E5006", message, help: "build it again" }, format);
}
