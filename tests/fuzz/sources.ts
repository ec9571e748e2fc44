/** Mutated programs: whatever stands in a file, its check ends with diagnostics alone. */
import { createRandom, mutate, pick, tokenize, type Tokenized } from "../support/mutate.ts";
import { listPrograms } from "../support/program_case.ts";
import { checkSources } from "../support/snapshot.ts";
import type { Fault } from "./faults.ts";
import type { Found } from "./programs.ts";

/** A batch that takes longer hangs, however busy the machine is. */
const LIMIT_MS = 120_000;

/** How the mutants between `seed` and `seed` + 1, ... are chosen. */
export interface SourceOptions {
  readonly seed: number;
  readonly goesOn: (count: number) => boolean;
}

/** How many mutants are checked together, as files of their own: std is read once for all of them. */
const BATCH = 50;

/** Checks one mutant a seed; gives how many, after each that has a fault and at the end. */
export async function* fuzzSources({ seed, goesOn }: SourceOptions): AsyncGenerator<Found, number> {
  const programs = ["tests/programs", "examples"].flatMap(listPrograms)
    .map((path): Tokenized => tokenize(Deno.readTextFileSync(path)));
  const mutant = (at: number) => {
    const random = createRandom(at);
    return mutate(pick(random, programs), programs, random);
  };
  let count = 0;
  while (goesOn(count)) {
    const seeds = Array.from({ length: BATCH }, (_, i) => seed + count + i);
    const texts = seeds.map(mutant);
    count += BATCH;
    if (await Promise.resolve(faultOf(texts)) === undefined) continue;
    for (const [i, text] of texts.entries()) {
      const fault = faultOf([text]);
      if (fault !== undefined) yield { seed: seeds[i] ?? seed, fault, text };
    }
  }
  return count;
}

function faultOf(texts: readonly string[]): Fault | undefined {
  const start = performance.now();
  try {
    const files = texts.map((text, i) => [`m${i}.ori`, text] as const);
    checkSources(Object.fromEntries(files), files.map(([path]) => path));
  } catch (error) {
    const message = error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
    return { kind: "internal error", text: message };
  }
  const elapsed = performance.now() - start;
  if (elapsed < LIMIT_MS) return undefined;
  return { kind: "hang", text: `the check took ${elapsed.toFixed(0)} ms` };
}
