/**
 * Puts faults into a copy of the compiler and the runtime, one at a time, and shows which tests notice (`tests/mutants`).
 *
 *     deno task mutate:compiler [--only=AREA] [--name=TEXT] [--sample=N] [--seed=N]
 *
 * Without options all of them, some 15 minutes. Fails when a fault is noticed by none of the tests that should notice it
 * and is not known to be equivalent, when one that should be equivalent is noticed, and when an edit does not apply any more.
 */
import { parseArgs } from "@std/cli/parse-args";
import { MUTANTS } from "../tests/mutants/all.ts";
import { areaOf, type Mutant } from "../tests/mutants/mutant.ts";
import { BrokenMutant, describeKiller, type Tree, withTree } from "../tests/mutants/run_mutants.ts";
import { createRandom } from "../tests/support/mutate.ts";

/** The share of mutants that has to be killed. */
const SHARE = 0.95;

/** Which mutants run. */
export interface Choice {
  readonly only?: string;
  readonly name?: string;
  readonly sample?: number;
  readonly seed: number;
}

/** Reads the options; a text when they make no sense. */
export function readChoice(args: readonly string[]): Choice | string {
  let unknown: string | undefined;
  const given = parseArgs([...args], {
    string: ["only", "name", "sample", "seed"],
    default: { seed: "1" },
    unknown: (arg: string) => {
      unknown ??= arg;
    },
  });
  if (unknown !== undefined) return `unknown argument ${unknown}`;
  const { only, name } = given;
  if (only !== undefined && !MUTANTS.some((mutant) => areaOf(mutant) === only)) {
    return `no area ${only}: ${[...new Set(MUTANTS.map(areaOf))].join(", ")}`;
  }
  const sample = given.sample === undefined ? undefined : Number(given.sample);
  const seed = Number(given.seed);
  if (![sample ?? 0, seed].every((n) => Number.isSafeInteger(n) && n >= 0)) {
    return "--sample and --seed take whole numbers";
  }
  return {
    seed,
    ...(only === undefined ? {} : { only }),
    ...(name === undefined ? {} : { name }),
    ...(sample === undefined ? {} : { sample }),
  };
}

/** The mutants of a choice, the same for the same seed. */
export function chooseMutants({ only, name = "", sample, seed }: Choice): readonly Mutant[] {
  const chosen = MUTANTS.filter((mutant) =>
    (only === undefined || areaOf(mutant) === only) && mutant.name.includes(name)
  );
  if (sample === undefined) return chosen;
  const random = createRandom(seed);
  const drawn = chosen.map((mutant) => ({ mutant, order: random() }));
  return drawn.sort((a, b) => a.order - b.order).slice(0, sample).map(({ mutant }) => mutant);
}

async function run(mutants: readonly Mutant[]): Promise<boolean> {
  let killed = 0;
  const wrong: string[] = [];
  await withTree(async (tree) => {
    for (const mutant of mutants) {
      const start = performance.now();
      const { isKilled, how } = await outcomeOf(tree, mutant);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${mutant.name} (${mutant.file}), ${seconds} s: ${how}`);
      if (isKilled) killed++;
      if (isKilled !== (mutant.equivalent === undefined)) wrong.push(mutant.name);
    }
  });
  for (const name of wrong) console.log(`not as stated: ${name}`);
  const share = killed / mutants.length;
  console.log(
    `mutate:compiler: ${mutants.length} mutants, ${killed} killed (${
      (100 * share).toFixed(1)
    } %), ${wrong.length} not as stated`,
  );
  return wrong.length === 0 && (mutants.length < MUTANTS.length || share >= SHARE);
}

/** Whether a mutant is killed, undefined when that cannot be told, and what to print of it. */
async function outcomeOf(
  tree: Tree,
  mutant: Mutant,
): Promise<{ readonly isKilled: boolean | undefined; readonly how: string }> {
  try {
    const verdict = await tree.try(mutant);
    if (verdict.kind === "killed") {
      const end = verdict.timedOut ? ", without an end" : "";
      return { isKilled: true, how: `killed by ${describeKiller(verdict.by)}${end}` };
    }
    const how = mutant.equivalent === undefined ? "SURVIVED" : `equivalent: ${mutant.equivalent}`;
    return { isKilled: false, how };
  } catch (error) {
    if (!(error instanceof BrokenMutant)) throw error;
    return { isKilled: undefined, how: `BROKEN: ${error.message}` };
  }
}

if (import.meta.main) {
  const choice = readChoice(Deno.args);
  if (typeof choice === "string") {
    console.error(choice);
    Deno.exit(2);
  }
  const mutants = chooseMutants(choice);
  if (mutants.length === 0) {
    console.error("no mutants are chosen");
    Deno.exit(2);
  }
  Deno.exit(await run(mutants) ? 0 : 1);
}
