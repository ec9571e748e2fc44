/** `ori build FILE`. */
import {
  buildNative,
  type Checked,
  checkFiles,
  checkOutput,
  compileMain,
  type EmitKind,
  emitStage,
  type FullHost,
  isEmitKind,
  isStandardStream,
  makeBlob,
  markStage,
  measureBinary,
  replaceFile,
} from "../driver/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import type { Diagnostic } from "../diagnostics/mod.ts";
import { type Command, compileOptions, EXIT, formatOf } from "./command.ts";
import { fail, printDiagnostics, printText } from "./output.ts";

export const buildCommand: Command = async (args, host, hub) => {
  const [file, ...more] = args.operands;
  if (file === undefined) throw new UsageError("`ori build` needs a file");
  if (more.length > 0) throw new UsageError("`ori build` takes one file");
  const checked = checkFiles([file], host, hub);
  if (checked.entries.length === 0) return report(checked, args);
  const output = outputPath(args, file);
  const refusal = checkOutput(host, output, checked, { force: args.flag("force") });
  if (refusal !== undefined) return fail(refusal, formatOf(args), EXIT.usage);
  const emit = args.value("emit");
  if (args.flag("sizes") && !isFile(host, output)) {
    throw new UsageError(`--sizes needs an output that is a file, not ${output}`);
  }
  return emit !== undefined && isEmitKind(emit)
    ? buildStage(checked, emit, output, args, host)
    : await buildProgram(checked, output, args, host);
};

/** Prints what was found, `failure` with it, as one report; gives the exit code. */
function report(checked: Checked, args: ParsedArgs, failure?: Diagnostic): number {
  if (failure !== undefined) checked.diagnostics.report(failure);
  printDiagnostics(checked, formatOf(args));
  return checked.diagnostics.hasErrors ? EXIT.failure : EXIT.ok;
}

function buildStage(
  checked: Checked,
  kind: EmitKind,
  output: string,
  args: ParsedArgs,
  host: FullHost,
): number {
  const options = { release: args.flag("release"), ...compileOptions(host) };
  const text = emitStage(checked, kind, options);
  if (text === undefined) return report(checked, args);
  if (output === STDOUT) {
    const code = report(checked, args);
    printText(text);
    return code;
  }
  const written = isFile(host, output) ? markStage(text, kind) : text;
  return report(checked, args, save(host, output, new TextEncoder().encode(written)));
}

async function buildProgram(
  checked: Checked,
  output: string,
  args: ParsedArgs,
  host: FullHost,
): Promise<number> {
  const program = compileMain(checked, compileOptions(host));
  if (program === undefined) return report(checked, args);
  if (args.value("emit") === "program") {
    return report(checked, args, save(host, output, makeBlob(program)));
  }
  const jobs = jobsOf(args);
  const failure = await buildNative(program, host, output, {
    ...(jobs === undefined ? {} : { jobs }),
    release: args.flag("release"),
    sanitize: args.flag("sanitize"),
    isTestHarness: false,
    isBench: args.flag("bench"),
  });
  const code = report(checked, args, failure);
  if (failure === undefined && args.flag("sizes")) printSizes(host, output);
  return code;
}

/** The number that --jobs gives. */
function jobsOf(args: ParsedArgs): number | undefined {
  const given = args.value("jobs");
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw new UsageError(`--jobs takes a whole number from 1, not \`${given}\``);
}

/** Prints the size of the program in the binary, and of the decoder that every binary has (seeds BL-15). */
function printSizes(host: FullHost, output: string): void {
  const sizes = measureBinary(host, output);
  if (sizes === undefined) return;
  const decoder = sizes.decoderBytes === undefined ? "unknown" : `${sizes.decoderBytes} bytes`;
  printText(
    `${output}: ${sizes.bytes} bytes\n  this program: ${sizes.blobBytes} bytes\n` +
      `  its decoder, the same in every binary: ${decoder}\n`,
  );
}

/** Writes a file; gives what is wrong when it cannot be written. */
function save(host: FullHost, path: string, bytes: Uint8Array): Diagnostic | undefined {
  const failure = replaceFile(host, path, bytes);
  if (failure === undefined) return undefined;
  return { code: "E5005", message: `cannot write \`${failure.path}\`: ${failure.message}` };
}

/** Whether an output that is written to `path` can be found there afterwards. */
function isFile(host: FullHost, path: string): boolean {
  return !isStandardStream(path) && (host.fileFacts(path)?.isRegular ?? true);
}

const STDOUT = "/dev/stdout";

/** Where the result goes: as `-o` says, else to stdout for a stage, else to a file named for the source. */
function outputPath(args: ParsedArgs, file: string): string {
  const given = args.value("output");
  if (given !== undefined) return given === "-" ? STDOUT : given;
  const emit = args.value("emit");
  if (emit !== undefined && isEmitKind(emit)) return STDOUT;
  const name = file.split("/").at(-1) ?? file;
  const stem = name.replace(/\.ori$/, "");
  if (stem === "") {
    throw new UsageError(`no name of an output follows from \`${file}\`: give one with \`-o\``);
  }
  if (emit === "program") return `${stem}.oric`;
  return stem === name ? `${stem}.out` : stem;
}
