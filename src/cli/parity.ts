/** `ori parity PATH...`. */
import { displayLines, toJson } from "../diagnostics/mod.ts";
import { type FullHost, readEmbedded } from "../driver/mod.ts";
import {
  compareBinary,
  compareEngines,
  type Comparison,
  faultOf,
  minimise,
} from "../testing/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import { type Command, EXIT } from "./command.ts";
import { pipedInput } from "./terminal_io.ts";
import { printText } from "./output.ts";

export const parityCommand: Command = async (args, host) => {
  if (args.operands.length === 0) throw new UsageError("`ori parity` needs a file or folder");
  const isJson = args.value("format") === "json";
  const comparisons: Comparison[] = [];
  for await (const comparison of compareAll(args, host)) {
    comparisons.push(comparison);
    if (isJson || comparison.kind === "agree") continue;
    printText(displayLines(describe(comparison)));
    if (args.flag("minimise")) await printSmaller(comparison, host);
  }
  const count = (kind: Comparison["kind"]) => comparisons.filter((c) => c.kind === kind).length;
  const summary = { agree: count("agree"), differ: count("differ"), gaps: count("gap") };
  if (isJson) printText(toJson({ schemaVersion: 1, summary, comparisons }) + "\n");
  else {
    const { agree, differ, gaps } = summary;
    const nothing = agree + differ === 0 ? ": nothing was compared" : "";
    printText(`${agree} agree, ${differ} differ, ${gaps} not compared${nothing}\n`);
  }
  return summary.differ > 0 || summary.agree === 0 ? EXIT.failure : EXIT.ok;
};

/** Binaries by what they carry, all else by its sources. */
async function* compareAll(args: ParsedArgs, host: FullHost): AsyncGenerator<Comparison> {
  const sources: string[] = [];
  let stdin: Uint8Array | undefined;
  for (const file of args.operands) {
    const embedded = readEmbedded(host, file);
    if (embedded.kind === "none") sources.push(file);
    else if (embedded.kind === "malformed") {
      yield { file, what: "binary", kind: "gap", reason: embedded.message };
    } else if (embedded.program.bytecode.main === undefined) {
      yield { file, what: "binary", kind: "gap", reason: "it has no @main" };
    } else if (embedded.binary === undefined) {
      yield { file, what: "binary", kind: "gap", reason: "no native code is in it" };
    } else {
      stdin ??= pipedInput();
      yield await compareBinary(file, embedded.program, { host, args: args.programArgs, stdin });
    }
  }
  if (sources.length === args.operands.length && args.programArgs.length > 0) {
    throw new UsageError("arguments after `--` are for a binary; sources are run without any");
  }
  if (sources.length > 0) yield* compareEngines(sources, host);
}

/** How many texts are tried to make a program smaller. */
const MAX_TRIES = 3000;

/** Prints the smallest program found that shows the same kind of difference. */
async function printSmaller({ file, what, kind }: Comparison, host: FullHost): Promise<void> {
  if (what !== "program" || kind !== "differ") return;
  const source = host.readText(file);
  const fault = source.kind === "text" ? await faultOf(file, source.text, host) : undefined;
  if (source.kind !== "text" || fault === undefined) return;
  const showsFault = async (text: string) => (await faultOf(file, text, host))?.kind === fault.kind;
  const smaller = await minimise(source.text, { showsFault, maxTries: MAX_TRIES });
  printText(`${smaller.trim()}\n`);
}

function describe(c: Comparison): string {
  switch (c.kind) {
    case "agree":
      return `agree ${c.file} (${c.what})\n`;
    case "differ":
      return `DIFFER ${c.file} (${c.what}): ${c.difference}\n`;
    case "gap":
      return `not compared: ${c.file} (${c.what}): ${c.reason}\n`;
  }
}
