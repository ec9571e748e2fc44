/** `ori build FILE` to a native executable: from the cache where nothing has changed, else compiled and recorded. */
import {
  buildNative,
  type BuildRecord,
  BuildRecords,
  type BuiltUnit,
  type Checked,
  checkFiles,
  checkOutput,
  compileMain,
  type Events,
  type FullHost,
  type Host,
  type Hub,
  isStandardStream,
  LookNotes,
  measureBinary,
  policyText,
  settingsKey,
  sweepCache,
  UnitReasons,
} from "../driver/mod.ts";
import type { Diagnostic } from "../diagnostics/mod.ts";
import { type ParsedArgs, UsageError } from "./args.ts";
import { policyOf } from "./policy.ts";
import { buildSettings } from "./build_settings.ts";
import { cacheLimitOf } from "./cache.ts";
import { compileOptions, EXIT, formatOf } from "./command.ts";
import { fail, printDiagnostics, printError, printText } from "./output.ts";
import { BuildProgress } from "./progress.ts";

/** How a build is watched or repeated. */
export interface BuildUse {
  readonly hub?: Hub | undefined;
  /**
   * Checks the program, with every look at a file through `host`. Where it is given, the program is checked even if nothing has changed
   * since the last build.
   */
  readonly check?: (host: Host) => Checked;
  readonly onUnit?: (unit: BuiltUnit) => void;
}

/** Builds `file` to `output`; gives the exit code. */
export async function buildProgram(
  file: string,
  output: string,
  args: ParsedArgs,
  host: FullHost,
  { hub, check, onUnit }: BuildUse,
): Promise<number> {
  const jobs = jobsOf(args);
  const cacheLimit = cacheLimitOf(host);
  if (args.flag("sizes") && !isFile(host, output)) {
    throw new UsageError(`--sizes needs an output that is a file, not ${output}`);
  }
  const progress = new BuildProgress(performance.now());
  const settings = buildSettings(args);
  const open = () => openRecords(file, output, args, host);
  const before = await open();
  const last = await before?.last();
  const mayReuse = check === undefined && !isWatched(args, host, hub);
  if (mayReuse && before !== undefined && last && await before.isCurrent(last)) {
    if (await before.place(output, last)) return finish(host, output, args, unchanged(last));
  }
  const notes = new LookNotes(host);
  const checked = check?.(notes) ?? checkFiles([file], notes, hub, settings);
  if (checked.entries.length === 0) return report(checked, args);
  const refusal = checkOutput(host, output, checked, { force: args.flag("force") });
  if (refusal !== undefined) return fail(refusal, formatOf(args), EXIT.usage);
  const lower = () => compileMain(checked, compileOptions(host));
  const program = progress.during("checked, lowering", performance.now(), lower);
  if (program === undefined) return report(checked, args);
  progress.step("lowered, compiling", performance.now());
  const looks = await notes.looks();
  const reasons = new UnitReasons(last, before, before?.hasOtherOptions() ?? false, looks);
  const units: BuiltUnit[] = [];
  const notices: string[] = [];
  const failure = await buildNative(program, host, output, {
    ...(jobs === undefined ? {} : { jobs }),
    release: args.flag("release"),
    sanitize: args.flag("sanitize"),
    isTestHarness: false,
    policy: policyOf(args),
    isBench: args.flag("bench"),
    onNotice: (message) => notices.push(message),
    onUnit: (unit) => {
      units.push(unit);
      onUnit?.(unit);
      if (program.events?.aot) tellUnit(program.events, unit, reasons.of(unit));
      progress.show(unit.done, unit.total, performance.now());
    },
  });
  progress.clear();
  for (const notice of notices) printError(`ori: ${notice}\n`);
  const isClean = checked.diagnostics.all.length === 0;
  const code = report(checked, args, failure);
  if (failure !== undefined) return code;
  const records = before ?? await open(); // there is a cache now
  if (records === undefined) return finish(host, output, args, []);
  if (isClean) {
    const bytes = host.readBytes(output);
    if (bytes !== undefined) await records.keep({ looks, units }, bytes);
    sweepCache(host, records.cache.folder, cacheLimit, Date.now());
  }
  return finish(host, output, args, units.map((unit) => [unit, reasons.of(unit)]));
}

function tellUnit(events: Events, unit: BuiltUnit, why: string): void {
  const { name, outcome, functions, own: sources, inlined } = unit;
  const place = { fn: "", region_id: "" };
  events.emit("aot.unit", place, { unit: name, outcome, why, functions, sources, inlined });
}

/** Whether the stages have to run for what they tell, also where nothing changed. */
function isWatched(args: ParsedArgs, host: FullHost, hub: Hub | undefined): boolean {
  const isVerified = host.environment("ORI_VERIFY_ARC") === "1";
  return hub !== undefined || isVerified || formatOf(args) === "json";
}

/** The records of builds, where files are files. */
async function openRecords(
  file: string,
  output: string,
  args: ParsedArgs,
  host: FullHost,
): Promise<BuildRecords | undefined> {
  if (!isFile(host, output) || !isFile(host, file)) return undefined;
  const flags = ["release", "sanitize", "bench"].filter((name) => args.flag(name));
  const policy = policyOf(args);
  const sandbox = policy === undefined ? [] : [`sandbox ${JSON.stringify(policyText(policy))}`];
  const options = [...flags, ...sandbox, settingsKey(buildSettings(args))].join(" ");
  return await BuildRecords.open(host, { file, options });
}

/** A unit with what became of it, and why. */
type Explained = readonly [unit: Pick<BuiltUnit, "name" | "outcome">, reason: string];

function unchanged({ units }: BuildRecord): readonly Explained[] {
  return units.map(({ name }) => [{ name, outcome: "cached" }, "nothing changed"]);
}

function finish(
  host: FullHost,
  output: string,
  args: ParsedArgs,
  units: readonly Explained[],
): number {
  if (args.flag("why")) {
    const width = Math.max(0, ...units.map(([{ name }]) => name.length));
    const lines = units.map(([{ name, outcome }, reason]) =>
      `${outcome.padEnd(8)}  ${name.padEnd(width)}  ${reason}\n`
    );
    printText(lines.sort().join(""));
  }
  if (args.flag("sizes")) printSizes(host, output);
  return EXIT.ok;
}

/** Prints what was found, `failure` with it, as one report; gives the exit code. */
export function report(
  checked: Checked,
  args: ParsedArgs,
  failure?: Diagnostic,
  isStdoutTaken = false,
): number {
  if (failure !== undefined) checked.diagnostics.report(failure);
  printDiagnostics(checked, formatOf(args), isStdoutTaken);
  return checked.diagnostics.hasErrors ? EXIT.failure : EXIT.ok;
}

/** The number that --jobs gives. */
function jobsOf(args: ParsedArgs): number | undefined {
  const given = args.value("jobs");
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw new UsageError(`--jobs takes a whole number from 1 to 9999, not \`${given}\``);
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

/** Whether an output that is written to `path` can be found there afterwards. */
export function isFile(host: FullHost, path: string): boolean {
  return !isStandardStream(path) && (host.fileFacts(path)?.isRegular ?? true);
}
