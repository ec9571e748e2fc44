/**
 * Looks for faults of ori with random input, the same for the same seed.
 *
 *     deno task fuzz [--mode=NAME] [--seed=N] [--seconds=N] [--count=N]
 *     deno task fuzz --hours=N [--seed=N]
 *
 * The generators (`tests/fuzz/generators.ts`) are programs, sources, blobs, canaries, names, widths, hosts and what stands beside them there;
 * `programs` if none is named. With `--hours` each runs in turn for the same part of the time, and a table shows what it did.
 * An input with a fault is written to tests/programs/fuzz; a program is made smaller first: correct what it says it prints, and
 * it is a test.
 */
import { parseArgs } from "@std/cli/parse-args";
import { type Generator, GENERATORS } from "../tests/fuzz/generators.ts";

const FOLDER = "tests/programs/fuzz";
/** How often a run says how far it is. */
const PROGRESS_SECONDS = 60;

/** Which generators run, from where, and each for how long. */
export interface Plan {
  readonly modes: readonly string[];
  readonly seed: number;
  readonly seconds: number;
  readonly count: number;
}

/** Reads the options; a text when they make no sense. */
export function readPlan(args: readonly string[]): Plan | string {
  let unknown: string | undefined;
  const given = parseArgs([...args], {
    string: ["mode", "seed", "seconds", "count", "hours"],
    default: { seed: "1", count: "1000000000" },
    unknown: (arg: string) => {
      unknown ??= arg;
    },
  });
  if (unknown !== undefined) return `unknown argument ${unknown}`;
  const names = Object.keys(GENERATORS);
  const { mode, hours } = given;
  if (mode !== undefined && !names.includes(mode)) return `no mode ${mode}: ${names.join(", ")}`;
  const modes = mode !== undefined ? [mode] : hours === undefined ? ["programs"] : names;
  const numbers = [given.seed, given.seconds ?? "60", given.count].map(Number);
  if (!numbers.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    return "--seed, --seconds and --count take whole numbers";
  }
  const [seed = 0, seconds = 0, count = 0] = numbers;
  if (hours === undefined) return { modes, seed, seconds, count };
  if (!(Number(hours) > 0)) return "--hours takes a number";
  if (given.seconds !== undefined) return "--hours and --seconds exclude each other";
  return { modes, seed, seconds: Math.ceil(Number(hours) * 3600 / modes.length), count };
}

/** What a generator did. */
interface Ran {
  readonly mode: string;
  readonly count: number;
  readonly faults: number;
  readonly seconds: number;
}

async function run({ modes, seed, seconds, count }: Plan): Promise<number> {
  const all: Ran[] = [];
  for (const mode of modes) {
    const ran = await runOne(mode, GENERATORS[mode] as Generator, { seed, seconds, count });
    all.push(ran);
    console.log(`fuzz: ${ran.count} ${mode} from seed ${seed}, ${ran.faults} faults`);
  }
  if (all.length > 1) console.log(table(all));
  return all.every(({ faults }) => faults === 0) ? 0 : 1;
}

async function runOne(
  mode: string,
  generator: Generator,
  { seed, seconds, count }: Omit<Plan, "modes">,
): Promise<Ran> {
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1000;
  let told = 0;
  const goesOn = (done: number) => {
    if (elapsed() >= told + PROGRESS_SECONDS) {
      told = elapsed();
      console.error(`fuzz: ${done} ${mode} so far`);
    }
    return done < count && elapsed() < seconds;
  };
  const found = generator.run({ seed, goesOn, shrinks: true });
  let faults = 0;
  for (let next = await found.next();; next = await found.next()) {
    if (next.done) return { mode, count: next.value, faults, seconds: elapsed() };
    faults++;
    const { seed: at, fault, text } = next.value;
    Deno.mkdirSync(FOLDER, { recursive: true });
    const path = `${FOLDER}/${mode}_${at}.${generator.ending}`;
    Deno.writeTextFileSync(path, generator.ending === "ori" ? `// ${fault.kind}\n${text}` : text);
    console.log(`seed ${at}: ${fault.kind}: ${fault.text}\n  ${path}`);
  }
}

function table(all: readonly Ran[]): string {
  const rows = all.map(({ mode, count, faults, seconds }) =>
    `| ${mode} | ${count} | ${faults} | ${seconds.toFixed(0)} s |`
  );
  return ["| generator | inputs | faults | time |", "| --- | ---: | ---: | ---: |", ...rows]
    .join("\n");
}

if (import.meta.main) {
  const plan = readPlan(Deno.args);
  if (typeof plan === "string") {
    console.error(plan);
    Deno.exit(2);
  }
  Deno.exit(await run(plan));
}
