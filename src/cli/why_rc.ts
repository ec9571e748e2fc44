/** `ori why-rc FILE:LINE`. */
import { toJson } from "../diagnostics/mod.ts";
import { checkFiles, explainRc, type RcExplanation } from "../driver/mod.ts";
import { UsageError } from "./args.ts";
import { type Command, compileOptions, EXIT, formatOf } from "./command.ts";
import { printDiagnostics, printText } from "./output.ts";

export const whyRcCommand: Command = (args, host, hub) => {
  const [place, ...more] = args.operands;
  if (place === undefined) throw new UsageError("`ori why-rc` needs a place: FILE:LINE");
  if (more.length > 0) throw new UsageError("`ori why-rc` takes one place");
  const match = /^(.+):(\d+)$/.exec(place);
  const [, path = "", digits = ""] = match ?? [];
  if (match === null || Number(digits) === 0) {
    throw new UsageError(`\`${place}\` is no FILE:LINE with a line from 1 on`);
  }
  const line = Number(digits);
  const checked = checkFiles([args.value("program") ?? path], host, hub);
  const file = checked.sources.files.find((known) => known.path === path);
  const found = explainRc(checked, { path, line }, compileOptions(host));
  if (found === undefined) {
    printDiagnostics(checked, formatOf(args));
    return EXIT.failure;
  }
  printDiagnostics(checked, "text");
  if (file === undefined) {
    throw new UsageError(`the program does not use ${path}; --program=FILE names one that does`);
  }
  const { lineCount } = file;
  if (line > lineCount) throw new UsageError(`${path} has ${lineCount} lines`);
  printText(
    formatOf(args) === "json"
      ? toJson({ schemaVersion: 1, counts: found }) + "\n"
      : describe(found, place),
  );
  return EXIT.ok;
};

function describe(found: readonly RcExplanation[], place: string): string {
  if (found.length === 0) return `nothing is counted at ${place}\n`;
  return found.map(({ kind, fn, position, variable, reason }) =>
    `${position}: ${kind} ${variable} in ${fn}\n  ${reason}\n`
  ).join("");
}
