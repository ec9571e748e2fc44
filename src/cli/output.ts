/** Writing to the terminal. */
import { EXIT } from "./exit.ts";
import { type Checked, renderJson, renderText } from "../driver/mod.ts";

const encoder = new TextEncoder();

/** Writes all of `text` to stdout. */
export function printText(text: string): void {
  writeAll(Deno.stdout, text);
}

/** Writes all of `text` to stderr. */
export function printError(text: string): void {
  writeAll(Deno.stderr, text);
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  const bytes = encoder.encode(text);
  for (let sent = 0; sent < bytes.length;) sent += stream.writeSync(bytes.subarray(sent));
}

/** Reports a malformed program, with the diagnostic that a native binary prints of itself; gives the exit code. */
export function printMalformed(message: string, format: string | undefined): number {
  const diagnostic = { code: "E5006", severity: "error", message, labels: [], notes: [] };
  if (format === "json") {
    const diagnostics = [{ ...diagnostic, help: "build it again", fix: null }];
    printText(JSON.stringify({ schemaVersion: 1, diagnostics }) + "\n");
  } else printError(`error[E5006]: ${message}\n  = help: build it again\n`);
  return EXIT.failure;
}

/** Prints what was found in the form that was asked for: text on stderr, JSON on stdout. */
export function printDiagnostics(checked: Checked, format: string | undefined): void {
  if (format === "json") {
    printText(renderJson(checked.diagnostics.all, checked.sources) + "\n");
    return;
  }
  const color = Deno.stderr.isTerminal() && Deno.env.get("NO_COLOR") === undefined;
  printError(renderText(checked.diagnostics.all, checked.sources, { color }));
}
