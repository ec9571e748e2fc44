/**
 * Looks for faults of ori with random input, the same for the same seed.
 *
 *     deno task fuzz [--mode=programs|sources|blobs] [--seed=N] [--seconds=N] [--count=N]
 *
 * `programs` generates well-typed programs and runs them on every engine under the leak check; one with a fault is made
 * smaller and written to tests/programs/fuzz, with what the first engine does as its expectation: correct that, and it is a test.
 * `sources` checks mutated programs: only diagnostics may come of them. `blobs` decodes mutated compiled programs, in
 * TypeScript and in C under the sanitizers: a program or an error may come of them.
 */
import { parseArgs } from "@std/cli/parse-args";
import { fuzzBlobs } from "../tests/fuzz/blobs.ts";
import { fuzzPrograms } from "../tests/fuzz/programs.ts";
import { fuzzSources } from "../tests/fuzz/sources.ts";

const FOLDER = "tests/programs/fuzz";

/** How long a run takes and where it starts. */
export interface Plan {
  readonly mode: "programs" | "sources" | "blobs";
  readonly seed: number;
  readonly seconds: number;
  readonly count: number;
}

/** Reads the options; a text when they make no sense. */
export function readPlan(args: readonly string[]): Plan | string {
  let unknown: string | undefined;
  const given = parseArgs([...args], {
    string: ["mode", "seed", "seconds", "count"],
    default: { mode: "programs", seed: "1", seconds: "60", count: "1000000000" },
    unknown: (arg: string) => {
      unknown ??= arg;
    },
  });
  if (unknown !== undefined) return `unknown argument ${unknown}`;
  const mode = String(given.mode);
  if (mode !== "programs" && mode !== "sources" && mode !== "blobs") {
    return `no mode ${mode}: programs, sources, blobs`;
  }
  const numbers = [given.seed, given.seconds, given.count].map(Number);
  if (!numbers.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    return "--seed, --seconds and --count take whole numbers";
  }
  const [first = 0, second = 0, third = 0] = numbers;
  return { mode, seed: first, seconds: second, count: third };
}

async function run({ mode, seed, seconds, count }: Plan): Promise<number> {
  const end = performance.now() + seconds * 1000;
  const goesOn = (done: number) => done < count && performance.now() < end;
  const found = mode === "programs"
    ? fuzzPrograms({ seed, goesOn, shrinks: true })
    : mode === "sources"
    ? fuzzSources({ seed, goesOn })
    : fuzzBlobs({ seed, goesOn });
  let faults = 0;
  for (let next = await found.next();; next = await found.next()) {
    if (next.done) {
      console.log(`fuzz: ${next.value} ${mode} from seed ${seed}, ${faults} faults`);
      return faults === 0 ? 0 : 1;
    }
    faults++;
    const { seed: at, fault, text } = next.value;
    Deno.mkdirSync(FOLDER, { recursive: true });
    const path = `${FOLDER}/seed_${at}.${mode === "blobs" ? "hex" : "ori"}`;
    Deno.writeTextFileSync(path, mode === "blobs" ? text : `// ${fault.kind}\n${text}`);
    console.log(`seed ${at}: ${fault.kind}: ${fault.text}\n  ${path}`);
  }
}

if (import.meta.main) {
  const plan = readPlan(Deno.args);
  if (typeof plan === "string") {
    console.error(plan);
    Deno.exit(2);
  }
  Deno.exit(await run(plan));
}
