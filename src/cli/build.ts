/** `ori build FILE`. */
import {
  buildNative,
  checkFiles,
  compileMain,
  emitStage,
  type FullHost,
  isEmitKind,
  reportFailure,
} from "../driver/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import { type Command, compileOptions, EXIT } from "./command.ts";
import { printDiagnostics, printError, printText } from "./output.ts";

export const buildCommand: Command = async (args, host) => {
  const [file, ...more] = args.operands;
  if (file === undefined) throw new UsageError("`ori build` needs a file");
  if (more.length > 0) throw new UsageError("`ori build` takes one file");
  const checked = checkFiles([file], host);
  const emit = args.value("emit");
  if (emit !== undefined && isEmitKind(emit)) {
    const text = emitStage(checked, emit, {
      release: args.flag("release"),
      ...compileOptions(host),
    });
    printDiagnostics(checked, args.value("format"));
    if (text === undefined) return EXIT.failure;
    const output = args.value("output");
    return output === undefined ? show(text) : save(host, output, text);
  }
  const program = compileMain(checked, compileOptions(host));
  printDiagnostics(checked, args.value("format"));
  if (program === undefined) return EXIT.failure;
  const failure = await buildNative(program, host, outputPath(args, file), {
    release: args.flag("release"),
    sanitize: args.flag("sanitize"),
    isTestHarness: false,
  });
  if (failure === undefined) return EXIT.ok;
  printError(reportFailure(failure));
  return EXIT.failure;
};

function show(text: string): number {
  printText(text);
  return EXIT.ok;
}

function save(host: FullHost, path: string, text: string): number {
  const failure = host.replaceFile(path, new TextEncoder().encode(text));
  if (failure === undefined) return EXIT.ok;
  printError(`error[E5005]: can not write ${failure.path}: ${failure.message}\n`);
  return EXIT.failure;
}

function outputPath(args: ParsedArgs, file: string): string {
  const given = args.value("output");
  if (given !== undefined) return given;
  const name = file.split("/").at(-1) ?? file;
  const stem = name.replace(/\.ori$/, "");
  return stem === name ? `${name}.out` : stem;
}
