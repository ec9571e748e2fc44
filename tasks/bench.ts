/**
 * Times the programs of tests/bench against their twins and prints a Markdown table.
 *
 *     deno task bench [--runs=11] [--cc=clang-19] [NAME...]
 *
 * The twins of `X.ori` do the same work: `X.c` (`clang -O2`), `X.rs` (`rustc -O`; left out with a note where there is no
 * rustc), `X.hand.ori` (the same in Ori without the library). All are built first, Ori with `--release`; then they run
 * alternately, one of each per round, so that a slow moment of the machine hits all. Times are wall clock, whole process; the
 * table has medians.
 */
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl, join } from "@std/path";
import { exists } from "./exists.ts";

const ROOT = fromFileUrl(new URL("../", import.meta.url));
const SOURCES = join(ROOT, "tests/bench");
const BINARIES = join(ROOT, "build/bench");

/** A program of Ori and what it is compared with. */
interface Benchmark {
  readonly name: string;
  readonly ori: Contestant;
  readonly twins: readonly Contestant[];
}
/** A built program and the times of its runs so far, in milliseconds. */
interface Contestant {
  readonly language: string;
  readonly binary: string;
  readonly times: number[];
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("the median of nothing");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A line of the table: medians in milliseconds. */
export interface Row {
  readonly name: string;
  readonly against: string;
  readonly ori: number;
  readonly other: number;
}

/** The table of medians and their ratio, a line per twin. */
export function renderTable(rows: readonly Row[]): string {
  const lines = rows.map(({ name, against, ori, other }) =>
    `| ${name} | ${against} | ${other.toFixed(1)} | ${ori.toFixed(1)} | ${
      (ori / other).toFixed(2)
    } |`
  );
  return [
    "| Program | compared with | its ms | ori --release, ms | ratio |",
    "| --- | --- | ---: | ---: | ---: |",
    ...lines,
  ].join("\n");
}

async function run(command: string, args: readonly string[]): Promise<string> {
  const { success, code, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`${command} exited with ${code}:\n${new TextDecoder().decode(stderr)}`);
}

/** Programs with a twin; `X.hand.ori` is one itself. */
function findNames(): string[] {
  return [...Deno.readDirSync(SOURCES)]
    .filter(({ name }) => name.endsWith(".ori") && !name.endsWith(".hand.ori"))
    .map(({ name }) => name.slice(0, -".ori".length))
    .sort();
}

/** How the sources of each twin are built, by the end of their names. */
function builders(cc: string): readonly {
  readonly ending: string;
  readonly language: string;
  readonly build: (source: string, binary: string) => readonly [string, readonly string[]];
}[] {
  const ori = ["run", "-A", join(ROOT, "main.ts"), "build", "--release"];
  return [
    {
      ending: ".c",
      language: "C -O2",
      build: (source, binary) => [cc, ["-O2", "-Wall", "-Wextra", "-Werror", "-o", binary, source]],
    },
    {
      ending: ".rs",
      language: "Rust -O",
      build: (
        source,
        binary,
      ) => ["rustc", ["-O", "-C", "overflow-checks=on", "-o", binary, source]],
    },
    {
      ending: ".hand.ori",
      language: "Ori by hand",
      build: (source, binary) => [Deno.execPath(), [...ori, source, "-o", binary]],
    },
    {
      ending: ".ori",
      language: "Ori",
      build: (source, binary) => [Deno.execPath(), [...ori, source, "-o", binary]],
    },
  ];
}

async function build(name: string, cc: string): Promise<Benchmark> {
  const twins: Contestant[] = [];
  let ori: Contestant | undefined;
  for (const { ending, language, build } of builders(cc)) {
    const source = join(SOURCES, `${name}${ending}`);
    if (!exists(source)) continue;
    const binary = join(BINARIES, `${name}${ending}.bin`);
    const [command, args] = build(source, binary);
    try {
      await run(command, args);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound) || command !== "rustc") throw error;
      console.error(`bench: no rustc, ${name}${ending} is left out`);
      continue;
    }
    const contestant = { language, binary, times: [] };
    if (ending === ".ori") ori = contestant;
    else twins.push(contestant);
  }
  if (ori === undefined) throw new Error(`no benchmark ${name}`);
  return { name, ori, twins };
}

/** Runs a program once, notes the time and returns what it printed. */
async function time(contestant: Contestant): Promise<string> {
  const start = performance.now();
  const output = await run(contestant.binary, []);
  contestant.times.push(performance.now() - start);
  return output;
}

async function round(benchmarks: readonly Benchmark[]): Promise<void> {
  for (const { name, ori, twins } of benchmarks) {
    const actual = await time(ori);
    for (const twin of twins) {
      const expected = await time(twin);
      if (actual === expected) continue;
      const texts = `ori printed ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
      throw new Error(`${name}: ${texts} as ${twin.language}`);
    }
  }
}

async function main(): Promise<void> {
  const args = parseArgs(Deno.args, { string: ["runs", "cc", "_"] });
  const runs = Number(args.runs ?? "11");
  if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs takes a whole number from 1");
  const names = args._.length > 0 ? args._.map(String) : findNames();
  Deno.mkdirSync(BINARIES, { recursive: true });
  const benchmarks: Benchmark[] = [];
  for (const name of names) benchmarks.push(await build(name, args.cc ?? "clang-19"));
  for (let i = 0; i < runs; i++) await round(benchmarks);
  const rows = benchmarks.flatMap(({ name, ori, twins }) =>
    twins.map((twin) => ({
      name,
      against: twin.language,
      ori: median(ori.times),
      other: median(twin.times),
    }))
  );
  console.log(`${renderTable(rows)}\n\nMedians of ${runs} interleaved runs, whole process.`);
}

/** Runs a benchmark; a failure is reported in a line, with exit code 1. */
export async function runBenchmark(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(`bench: ${error.message}`);
    Deno.exit(1);
  }
}

if (import.meta.main) await runBenchmark(main);
