/**
 * Times the programs of tests/bench against their C twins and prints a Markdown table.
 *
 *     deno task bench [--runs=11] [--cc=clang-19] [NAME...]
 *
 * All programs are built first, `ori build --release` against `clang -O2`; then they run by turns, one of each per round,
 * so that a slow moment of the machine hits all. Times are wall clock, whole process; the table has medians.
 */
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl, join } from "@std/path";

const ROOT = fromFileUrl(new URL("../", import.meta.url));
const SOURCES = join(ROOT, "tests/bench");
const BINARIES = join(ROOT, "build/bench");

/** One benchmark and the times of its runs so far, in milliseconds. */
type Benchmark = { readonly name: string; readonly ori: Contestant; readonly c: Contestant };
type Contestant = { readonly binary: string; readonly times: number[] };

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("the median of nothing");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The table of medians and their ratio, a line per benchmark. */
export function renderTable(rows: readonly { name: string; ori: number; c: number }[]): string {
  const lines = rows.map(({ name, ori, c }) =>
    `| ${name} | ${c.toFixed(1)} | ${ori.toFixed(1)} | ${(ori / c).toFixed(2)} |`
  );
  return [
    "| Program | C -O2, ms | ori --release, ms | ori / C |",
    "| --- | ---: | ---: | ---: |",
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

function findNames(): string[] {
  return [...Deno.readDirSync(SOURCES)]
    .filter((entry) => entry.name.endsWith(".ori"))
    .map((entry) => entry.name.slice(0, -".ori".length))
    .sort();
}

async function build(name: string, cc: string): Promise<Benchmark> {
  const source = join(SOURCES, name);
  const ori = join(BINARIES, `${name}.ori.bin`);
  const c = join(BINARIES, `${name}.c.bin`);
  const main = join(ROOT, "main.ts");
  await run(Deno.execPath(), ["run", "-A", main, "build", "--release", `${source}.ori`, "-o", ori]);
  await run(cc, ["-O2", "-Wall", "-Wextra", "-Werror", "-o", c, `${source}.c`]);
  return { name, ori: { binary: ori, times: [] }, c: { binary: c, times: [] } };
}

/** Runs a program once, notes the time and returns what it printed. */
async function time(contestant: Contestant): Promise<string> {
  const start = performance.now();
  const output = await run(contestant.binary, []);
  contestant.times.push(performance.now() - start);
  return output;
}

async function round(benchmarks: readonly Benchmark[]): Promise<void> {
  for (const { name, ori, c } of benchmarks) {
    const expected = await time(c);
    const actual = await time(ori);
    if (actual === expected) continue;
    throw new Error(
      `${name}: ori printed ${JSON.stringify(actual)}, C ${JSON.stringify(expected)}`,
    );
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
  const rows = benchmarks.map(({ name, ori, c }) => ({
    name,
    ori: median(ori.times),
    c: median(c.times),
  }));
  console.log(`${renderTable(rows)}\n\nMedians of ${runs} interleaved runs, whole process.`);
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(`bench: ${error.message}`);
    Deno.exit(1);
  }
}
