/** `ori parity PATH...`. */
import { compareEngines, type Comparison } from "../testing/mod.ts";
import { UsageError } from "./args.ts";
import { type Command, EXIT } from "./command.ts";
import { printText } from "./output.ts";

export const parityCommand: Command = async (args, host) => {
  if (args.operands.length === 0) throw new UsageError("`ori parity` needs a file or folder");
  const isJson = args.value("format") === "json";
  const comparisons: Comparison[] = [];
  for await (const comparison of compareEngines(args.operands, host)) {
    comparisons.push(comparison);
    if (!isJson && comparison.kind !== "agree") printText(describe(comparison));
  }
  const count = (kind: Comparison["kind"]) => comparisons.filter((c) => c.kind === kind).length;
  const summary = { agree: count("agree"), differ: count("differ"), gaps: count("gap") };
  if (isJson) printText(JSON.stringify({ schemaVersion: 1, summary, comparisons }) + "\n");
  else {
    const { agree, differ, gaps } = summary;
    const nothing = agree + differ === 0 ? ": nothing was compared" : "";
    printText(`${agree} agree, ${differ} differ, ${gaps} not compared${nothing}\n`);
  }
  return summary.differ > 0 || summary.agree === 0 ? EXIT.failure : EXIT.ok;
};

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
