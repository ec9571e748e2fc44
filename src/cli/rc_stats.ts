/** `ori rc-stats FILE`. */
import { toJson } from "../diagnostics/mod.ts";
import { checkFiles, compileMain, engineNamed, type FullHost, type Hub } from "../driver/mod.ts";
import { describeRcReport, isRcLine, parseRcLine, RcStats, TraceError } from "../testing/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import { type Command, compileOptions, EXIT, formatOf } from "./command.ts";
import { fail, type Format, printDiagnostics, printError, printText } from "./output.ts";
import { terminalIo } from "./terminal_io.ts";

export const rcStatsCommand: Command = async (args, host, hub) => {
  const [file, ...more] = args.operands;
  if (file === undefined) throw new UsageError("`ori rc-stats` needs a program or a trace");
  if (more.length > 0) throw new UsageError("`ori rc-stats` takes one file");
  const stats = new RcStats();
  const format = formatOf(args);
  const isProgram = file.endsWith(".ori");
  if (!isProgram && args.value("engine") !== undefined) {
    throw new UsageError("--engine is for programs: a trace was made by one already");
  }
  try {
    const code = isProgram
      ? await traceProgram(file, args, { host, hub }, stats)
      : readTrace(file, host, stats, format);
    if (code !== EXIT.ok) return code;
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    return fail({ code: "E6002", message: `${file}: ${error.message}` }, format);
  }
  const report = stats.report();
  printText(formatOf(args) === "json" ? toJson(report) + "\n" : describeRcReport(report));
  return report.unbalanced.length === 0 ? EXIT.ok : EXIT.failure;
};

/** Runs the program with its trace going to `stats`; its output is not shown, its own stderr is. Gives an exit code. */
async function traceProgram(
  file: string,
  args: ParsedArgs,
  { host, hub }: { readonly host: FullHost; readonly hub: Hub | undefined },
  stats: RcStats,
): Promise<number> {
  const checked = checkFiles([file], host, hub);
  const program = compileMain(checked, compileOptions(host));
  if (program === undefined) {
    printDiagnostics(checked, formatOf(args));
    return EXIT.failure;
  }
  printDiagnostics(checked, "text");
  const names = new Map(program.arc.fns.map((fn) => [fn.name, program.names(fn)]));
  stats.nameOf = (fn) => names.get(fn);
  const lines = new LineSplitter((line) => {
    if (isRcLine(line)) countLine(line, stats);
    else printError(line + "\n");
  });
  const terminal = terminalIo();
  const io = {
    ...terminal,
    isInherited: false,
    writeOut: () => {},
    writeError: (bytes: Uint8Array) => lines.write(bytes),
    environment: (name: string) =>
      name === "ORI_TRACE_RC"
        ? "1"
        : name === "ORI_CHECK_LEAKS"
        ? undefined
        : terminal.environment(name),
  };
  const engine = engineNamed(args.value("engine") ?? "vm");
  const options = { host, io, args: args.programArgs, release: false };
  const { failure } = await engine.run(program, options);
  lines.end();
  return failure === undefined ? EXIT.ok : fail(failure, formatOf(args));
}

/** Reads a file, or stdin for `-`; gives an exit code. */
function readTrace(file: string, host: FullHost, stats: RcStats, format: Format): number {
  let found = 0;
  const lines = new LineSplitter((line) => {
    if (countLine(line, stats)) found++;
  });
  if (file === "-") {
    const { readIn } = terminalIo();
    const buffer = new Uint8Array(1 << 16);
    for (let n = readIn(buffer); n > 0; n = readIn(buffer)) lines.write(buffer.subarray(0, n));
  } else {
    const bytes = host.readBytes(file);
    if (bytes === undefined) {
      return fail({ code: "E6001", message: `cannot read ${file}: no such file` }, format);
    }
    lines.write(bytes);
  }
  lines.end();
  if (found > 0) return EXIT.ok;
  const message = `${file} holds no event of ORI_TRACE_RC; a program's name ends in .ori`;
  return fail({ code: "E6002", message }, format);
}

function countLine(line: string, stats: RcStats): boolean {
  const event = parseRcLine(line);
  if (event !== undefined) stats.add(event);
  return event !== undefined;
}

/** Bytes in chunks to lines. */
class LineSplitter {
  readonly #decoder = new TextDecoder();
  #rest = "";

  constructor(readonly onLine: (line: string) => void) {}

  write(bytes: Uint8Array): void {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.onLine(line);
  }

  end(): void {
    if (this.#rest !== "") this.onLine(this.#rest);
    this.#rest = "";
  }
}
