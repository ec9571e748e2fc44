/** `ori build FILE`. */
import {
  buildNative,
  checkFiles,
  compileMain,
  emitStage,
  type FullHost,
  isEmitKind,
  makeBlob,
  measureBinary,
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
    return output === undefined ? show(text) : save(host, output, new TextEncoder().encode(text));
  }
  const program = compileMain(checked, compileOptions(host));
  printDiagnostics(checked, args.value("format"));
  if (program === undefined) return EXIT.failure;
  if (emit === "program") {
    return save(host, args.value("output") ?? `${stemOf(file)}.oric`, makeBlob(program));
  }
  const output = outputPath(args, file);
  const failure = await buildNative(program, host, output, {
    release: args.flag("release"),
    sanitize: args.flag("sanitize"),
    isTestHarness: false,
    isBench: args.flag("bench"),
  });
  if (failure !== undefined) {
    printError(reportFailure(failure));
    return EXIT.failure;
  }
  if (args.flag("sizes")) printSizes(host, output);
  return EXIT.ok;
};

/** What the program in the binary costs: once per program, and the same in every binary (seeds BL-15). */
function printSizes(host: FullHost, output: string): void {
  const sizes = measureBinary(host, output);
  if (sizes === undefined) return;
  const decoder = sizes.decoderBytes === undefined ? "unknown" : `${sizes.decoderBytes} bytes`;
  printText(
    `${output}: ${sizes.bytes} bytes\n  this program: ${sizes.blobBytes} bytes\n` +
      `  its decoder, the same in every binary: ${decoder}\n`,
  );
}

function show(text: string): number {
  printText(text);
  return EXIT.ok;
}

function save(host: FullHost, path: string, bytes: Uint8Array): number {
  const failure = host.replaceFile(path, bytes);
  if (failure === undefined) return EXIT.ok;
  printError(`error[E5005]: cannot write ${failure.path}: ${failure.message}\n`);
  return EXIT.failure;
}

function outputPath(args: ParsedArgs, file: string): string {
  const given = args.value("output");
  if (given !== undefined) return given;
  const stem = stemOf(file);
  return file.endsWith(".ori") ? stem : `${stem}.out`;
}

/** The name of a source without folders and `.ori`. */
function stemOf(file: string): string {
  return (file.split("/").at(-1) ?? file).replace(/\.ori$/, "");
}
