/**
 * The work of the compiler grows no faster than what it compiles: twice as many parts take about twice the work, from the source to
 * bytecode and LLVM text.
 */
import { assert } from "@std/assert";
import { emitBytecode } from "../src/bytecode/mod.ts";
import { nativeIr } from "../src/driver/build_native.ts";
import { compileMain } from "../src/driver/mod.ts";
import { UNIT_SIZES } from "../src/plan/mod.ts";
import { type Counts, totalOf, WorkCounter } from "./support/counted_work.ts";
import { checkSources } from "./support/snapshot.ts";
import { WIDE } from "./support/wide_programs.ts";

/** A function that does more than this many times the work for twice the parts does not grow linearly. */
const LIMIT = 3;
/** How much of all work such functions may do: single counts are missing when V8 discards what it knows of a function. */
const SHARE = 0.05;
const PARTS = 1_000;
/** How often the work is counted again where too much of it seems to grow faster. */
const RETRIES = 2;
/** In units for any number of parts. */
const UNITS = { ...UNIT_SIZES, single: 0 };

/** Compiles for the VM, debug and release; gives the number of characters of the LLVM text. */
function compile(text: string): number {
  const checked = checkSources({ "main.ori": text }, ["main.ori"]);
  const program = compileMain(checked, { verify: false });
  assert(program !== undefined, checked.diagnostics.all.map((d) => `${d.code}: ${d.message}`)[0]);
  emitBytecode(program.arc, program.sources);
  const length = (release: boolean) =>
    nativeIr(program, { release, sanitize: false, isTestHarness: false, unitSizes: UNITS }).length;
  return length(false) + length(true);
}

interface Growth {
  readonly name: string;
  readonly count: number;
  readonly times: number;
}

/** The functions that did much more work for twice the parts, the most work first. */
function superlinear(less: Counts, more: Counts): readonly Growth[] {
  return [...more]
    .map(([name, count]) => ({ name, count, times: count / (less.get(name) ?? 0) }))
    .filter(({ times }) => times > LIMIT && times < 2 * LIMIT)
    .sort((a, b) => b.count - a.count);
}

function shareOf(found: readonly Growth[], all: Counts): number {
  return found.reduce((sum, { count }) => sum + count, 0) / totalOf(all);
}

/** The higher count of each function. */
function highest(a: Counts, b: Counts): Counts {
  const names = new Set([...a.keys(), ...b.keys()]);
  return new Map(
    [...names].map((name) => [name, Math.max(a.get(name) ?? 0, b.get(name) ?? 0)]),
  );
}

const counter = await WorkCounter.start();
for (const [name, write] of Object.entries(WIDE)) {
  Deno.test(`growth: the work for ${name} is linear in their number`, async () => {
    const lengths: number[] = [];
    const workOf = (parts: number) =>
      counter.countOf(() => void lengths.push(compile(write(parts)[0])));
    const measure = async () => [await workOf(PARTS), await workOf(2 * PARTS)] as const;
    let counts = await measure();
    const [short, long] = lengths;
    assert(long < 2.2 * short, `${long} characters of LLVM text for twice the parts of ${short}`);
    // Counts that are missing do not miss again.
    for (
      let more = RETRIES;
      more > 0 && shareOf(superlinear(...counts), counts[1]) >= SHARE;
      more--
    ) {
      const again = await measure();
      counts = [highest(counts[0], again[0]), highest(counts[1], again[1])];
    }
    const found = superlinear(...counts);
    const share = shareOf(found, counts[1]);
    const worst = found.slice(0, 5).map((f) => `${f.name}: ${f.times.toFixed(1)} times as much`);
    assert(
      share < SHARE,
      `${(100 * share).toFixed(1)} % of the work grows faster: ${worst.join("; ")}`,
    );
  });
}
