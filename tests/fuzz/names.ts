/** Programs whose names are those that the compiler, C or the host make: whatever things are called, they mean the same. */
import { compileMain, createHost } from "../../src/driver/mod.ts";
import { firstDifference, observeEverywhere } from "../../src/testing/observe.ts";
import { OTHER_NAMES, roleNames, runtimeNames } from "../support/generated_names.ts";
import { createRandom, pick, type Random } from "../support/mutate.ts";
import { type NameProgram, POSITIONS } from "../support/name_programs.ts";
import { checkSources } from "../support/snapshot.ts";
import { type Fault, faultOf, joinFiles } from "./faults.ts";
import { fileOf, generateProgram } from "./program.ts";
import type { Found } from "./programs.ts";
import type { SourceOptions } from "./sources.ts";

/** How many names a program of one position uses. */
const NAMES_USED = 12;

const host = createHost();

/** Tries one program a seed: one for a position, or a generated one with other names. */
export async function* fuzzNames({ seed, goesOn }: SourceOptions): AsyncGenerator<Found, number> {
  const names = [...new Set([...roleNames(), ...OTHER_NAMES, ...runtimeNames()])].sort();
  let count = 0;
  while (goesOn(count)) {
    const at = seed + count++;
    const random = createRandom(at);
    const { text, fault } = random() < 0.5
      ? await tryPosition(random, names)
      : await tryRenamed(at, random, names);
    if (fault !== undefined) yield { seed: at, fault, text };
  }
  return count;
}

interface Tried {
  readonly text: string;
  readonly fault: Fault | undefined;
}

/** Some names in one position. */
async function tryPosition(random: Random, names: readonly string[]): Promise<Tried> {
  const position = pick(random, POSITIONS);
  const usable = names.filter((name) => !position.reserved.includes(name));
  const chosen = new Set(Array.from({ length: NAMES_USED }, () => pick(random, usable)));
  const program = position.write([...chosen]);
  return { text: joinFiles(program.files), fault: await faultOfNames(program) };
}

async function faultOfNames({ files, stdout }: NameProgram): Promise<Fault | undefined> {
  try {
    const checked = checkSources(files, ["main.ori"]);
    const program = compileMain(checked, { verify: true });
    if (program === undefined) {
      const [first] = checked.diagnostics.all.filter(({ severity }) => severity === "error");
      return { kind: `refused: ${first?.code}`, text: first?.message ?? "" };
    }
    const [first, ...others] = await observeEverywhere(program, host);
    const seen = first.stderr + first.stdout;
    if (seen !== stdout) return { kind: "wrong output", text: `${seen}\ninstead of\n${stdout}` };
    const differences = others.map((other) => firstDifference(first, other));
    const difference = differences.find((text) => text !== undefined);
    return difference === undefined ? undefined : { kind: "differ", text: difference };
  } catch (error) {
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    return { kind: "internal error", text };
  }
}

/** Variables, fields and functions that the generator numbers: `v12`, `f_7_3`; types and variants have a capital. */
const NUMBERED = /\b[a-z][a-z]*(?:_\d+)*_?\d+\b/g;

/** A generated program in which they have other names, each its own. */
async function tryRenamed(seed: number, random: Random, names: readonly string[]): Promise<Tried> {
  const before = fileOf([generateProgram(seed)]);
  const words = new Set(before.match(/[A-Za-z_]\w*/g));
  // Every other word of the program keeps its meaning.
  const free = names.filter((name) => !words.has(name) && /^[a-z_]/.test(name));
  const renamed = new Map<string, string>();
  const text = before.replaceAll(NUMBERED, (word) => {
    const known = renamed.get(word);
    if (known !== undefined) return known;
    const at = Math.floor(random() * free.length);
    const [name = word] = free.splice(at, 1);
    renamed.set(word, name);
    return name;
  });
  return { text, fault: await faultOf(text) };
}
