/** Generates programs in batches, runs them, and makes those that show a fault small. */
import { minimise } from "../../src/testing/mod.ts";
import { type Fault, faultOf, faultOfFiles, joinFiles } from "./faults.ts";
import { fileOf, generateProgram, moduleFilesOf } from "./program.ts";

/** How many programs stand in one file: fewer runs of clang. */
const BATCH = 10;
/** Programs with this number stand in modules, with those of their batch. */
const MODULES_EVERY = 4 * BATCH;
/** How many texts are tried to make a program smaller. */
const MAX_TRIES = 3000;

/** A program with a fault. */
export interface Found {
  readonly seed: number;
  readonly fault: Fault;
  /** The smallest text that shows it. */
  readonly text: string;
}

export interface FuzzOptions {
  readonly seed: number;
  /** Whether to go on, asked before each batch. */
  readonly goesOn: (count: number) => boolean;
  readonly shrinks: boolean;
}

/** Runs the programs of `seed`, `seed` + 1, ...; gives how many ran, after each that has a fault and at the end. */
export async function* fuzzPrograms(
  { seed, goesOn, shrinks }: FuzzOptions,
): AsyncGenerator<Found, number> {
  let count = 0;
  while (goesOn(count)) {
    const programs = Array.from({ length: BATCH }, (_, i) => generateProgram(seed + count + i));
    count += BATCH;
    if (count % MODULES_EVERY === 0) {
      const files = moduleFilesOf(programs);
      const fault = await faultOfFiles(files);
      if (fault !== undefined) yield { seed: seed + count - BATCH, fault, text: joinFiles(files) };
      continue;
    }
    if (await faultOf(fileOf(programs)) === undefined) continue;
    for (const program of programs) {
      const text = fileOf([program]);
      const fault = await faultOf(text);
      if (fault === undefined) continue;
      yield { seed: program.seed, fault, text: shrinks ? await shrink(text, fault) : text };
    }
  }
  return count;
}

async function shrink(text: string, { kind }: Fault): Promise<string> {
  const showsFault = async (smaller: string) => (await faultOf(smaller))?.kind === kind;
  return await minimise(text, { showsFault, maxTries: MAX_TRIES });
}
