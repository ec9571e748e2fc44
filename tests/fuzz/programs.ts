/** Generates programs in batches, runs them, and makes those that show a fault small. */
import { minimise } from "../../src/testing/mod.ts";
import type { Way } from "../../src/testing/mod.ts";
import { type Fault, faultOf, faultOfFiles, INTERPRETERS, joinFiles } from "./faults.ts";
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
export function fuzzPrograms(options: FuzzOptions): AsyncGenerator<Found, number> {
  return fuzzOn(undefined, options);
}

/** The same without native code, which takes most of the time. */
export function fuzzInterpreted(options: FuzzOptions): AsyncGenerator<Found, number> {
  return fuzzOn(INTERPRETERS, options);
}

async function* fuzzOn(
  ways: readonly Way[] | undefined,
  { seed, goesOn, shrinks }: FuzzOptions,
): AsyncGenerator<Found, number> {
  let count = 0;
  while (goesOn(count)) {
    const programs = Array.from({ length: BATCH }, (_, i) => generateProgram(seed + count + i));
    count += BATCH;
    if (count % MODULES_EVERY === 0) {
      const files = moduleFilesOf(programs);
      const fault = await faultOfFiles(files, ways);
      if (fault !== undefined) yield { seed: seed + count - BATCH, fault, text: joinFiles(files) };
      continue;
    }
    if (await faultOf(fileOf(programs), ways) === undefined) continue;
    for (const program of programs) {
      const text = fileOf([program]);
      const fault = await faultOf(text, ways);
      if (fault === undefined) continue;
      yield { seed: program.seed, fault, text: shrinks ? await shrink(text, fault, ways) : text };
    }
  }
  return count;
}

async function shrink(
  text: string,
  { kind }: Fault,
  ways: readonly Way[] | undefined,
): Promise<string> {
  const showsFault = async (smaller: string) => (await faultOf(smaller, ways))?.kind === kind;
  return await minimise(text, { showsFault, maxTries: MAX_TRIES });
}
