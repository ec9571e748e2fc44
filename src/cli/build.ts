/** `ori build FILE`. */
import { buildNative, checkFiles, compileMain, emitStage, isEmitKind } from "../driver/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import { type Command, EXIT } from "./command.ts";
import { printDiagnostics, printText } from "./output.ts";

export const buildCommand: Command = async (args, host) => {
  const [file, ...more] = args.operands;
  if (file === undefined) throw new UsageError("`ori build` needs a file");
  if (more.length > 0) throw new UsageError("`ori build` takes one file");
  const checked = checkFiles([file], host);
  const emit = args.value("emit");
  if (emit !== undefined && isEmitKind(emit)) {
    const text = emitStage(checked, emit, { release: args.flag("release") });
    printDiagnostics(checked, args.value("format"));
    if (text === undefined) return EXIT.failure;
    const output = args.value("output");
    if (output === undefined) printText(text);
    else host.replaceFile(output, new TextEncoder().encode(text));
    return EXIT.ok;
  }
  const program = compileMain(checked);
  if (program !== undefined) {
    await buildNative(program, {
      host,
      output: outputPath(args, file),
      release: args.flag("release"),
      sanitize: args.flag("sanitize"),
    });
  }
  printDiagnostics(checked, args.value("format"));
  return checked.diagnostics.hasErrors ? EXIT.failure : EXIT.ok;
};

function outputPath(args: ParsedArgs, file: string): string {
  const given = args.value("output");
  if (given !== undefined) return given;
  const name = file.split("/").at(-1) ?? file;
  const stem = name.replace(/\.ori$/, "");
  return stem === name ? `${name}.out` : stem;
}
