/** `ori regions FILE`. */
import { toJson } from "../diagnostics/mod.ts";
import {
  type Checked,
  checkOutput,
  explainRegions,
  type FullHost,
  type FunctionReport,
  type ProgramReport,
  type RegionReport,
  regionsPage,
} from "../driver/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import { type Command, compileOptions, EXIT, formatOf, sourcePath } from "./command.ts";
import { fail, printDiagnostics, printText } from "./output.ts";
import { saveFile } from "./save_file.ts";

export const regionsCommand: Command = (args, host, hub) => {
  const [file, ...more] = args.operands.map(sourcePath);
  if (file === undefined) throw new UsageError("`ori regions` needs a file");
  if (more.length > 0) throw new UsageError("`ori regions` takes one file");
  const fn = args.value("fn");
  const { checked, report } = explainRegions(file, host, { ...compileOptions(host), fn, hub });
  if (report === undefined) {
    printDiagnostics(checked, formatOf(args));
    return EXIT.failure;
  }
  printDiagnostics(checked, "text");
  if (fn !== undefined && report.functions.length + report.removed.length === 0) {
    throw new UsageError(`the program has no function \`${fn}\`, or does not use it`);
  }
  const html = args.value("html");
  if (html !== undefined) return writePage(html, checked, report, { args, host });
  printText(formatOf(args) === "json" ? toJson(report) + "\n" : asText(report, fn !== undefined));
  return EXIT.ok;
};

/** Writes the page for a browser to `path`, where `checkOutput` allows it. */
function writePage(
  path: string,
  checked: Checked,
  report: ProgramReport,
  { args, host }: { readonly args: ParsedArgs; readonly host: FullHost },
): number {
  const refusal = checkOutput(host, path, checked, { force: args.flag("force") });
  if (refusal !== undefined) return fail(refusal, formatOf(args), EXIT.usage);
  const failure = saveFile(host, path, new TextEncoder().encode(regionsPage(checked, report)));
  return failure === undefined ? EXIT.ok : fail(failure, formatOf(args));
}

/** The functions, and the names of those that are gone where one was asked for. */
function asText({ functions, removed }: ProgramReport, isOne: boolean): string {
  const gone = isOne ? removed.map(({ fn }) => `${fn}: every call of it was inlined\n`) : [];
  return functions.map(describe).join("\n") + gone.join("");
}

function describe({ fn, name, unit, root }: FunctionReport): string {
  return `${fn} (${name}), unit ${unit}\n${describeRegion(root, "  ")}`;
}

/** A region, what is in it, and the regions within it, each line after `indent`. */
function describeRegion(region: RegionReport, indent: string): string {
  const { region_id, at, lines: [first, last], blocks, phis, calls_seen, rewrite_log } = region;
  const range = first === last ? `line ${first}` : `lines ${first} to ${last}`;
  const inner = `${indent}  `;
  const rows = [
    blocks.map(({ bb, role }) => `bb${bb}${role === "" ? "" : ` ${role}`}`).join(", "),
    list("in", region.env.entry.map(({ name, id, type }) => `${name ?? `%${id}`}: ${type}`)),
    list("out", region.env.exit.map(({ name, id, type }) => `${name ?? `%${id}`}: ${type}`)),
    ...phis.map(({ name, dst, decided_type, preds }) =>
      `phi ${name ?? `%${dst}`}: ${decided_type} from ${
        preds.map(({ bb, origin }) => `bb${bb} ${origin}`).join(", ")
      }`
    ),
    ...counted(
      calls_seen.map(({ kind, signature, certain }) =>
        `calls ${signature === "" ? "a closure" : signature}` +
        (kind === "Plugin"
          ? " (runtime)"
          : certain || signature === ""
          ? ""
          : " (in this instance)")
      ),
    ),
    ...rewrite_log.map(({ method, chosen, reason, at: where }) =>
      `${where}: ${method} is ${chosen === "" ? "nothing" : chosen} (${reason})`
    ),
    ...counted(region.counts.map(({ op, what, at: where }) => `${op} ${what} at ${where}`)),
    ...counted(
      region.allocations.map(({ op, what, at: where }) => `allocates ${what} by ${op} at ${where}`),
    ),
    list("requires", region.requires),
    list("provides", region.provides),
  ].filter((row) => row !== "");
  return `${indent}${region_id} at ${at}, ${range}\n` +
    rows.map((row) => `${inner}${row}\n`).join("") +
    region.regions.map((child) => describeRegion(child, inner)).join("");
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${title} ${items.join(", ")}`;
}

/** Each row once, with how often it is there. */
function counted(rows: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  return [...counts].map(([row, count]) => count === 1 ? row : `${row}, ${count} times`);
}
