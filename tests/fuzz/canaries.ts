/**
 * Generated programs as users run them, and with the runtime that keeps canaries around blocks: under the leak check, every
 * block comes from malloc, and freed ones are not used again. Debug and release builds take turns.
 */
import { compileMain, createHost } from "../../src/driver/mod.ts";
import { observe, WAYS } from "../../src/testing/mod.ts";
import { withNative } from "../support/run_program.ts";
import { checkSources } from "../support/snapshot.ts";
import type { Fault } from "./faults.ts";
import { fileOf, generateProgram } from "./program.ts";
import type { Found } from "./programs.ts";
import type { SourceOptions } from "./sources.ts";

/** How many programs stand in one file: fewer runs of clang. */
const BATCH = 20;

const host = createHost();
const NO_INPUT = { args: [], stdin: "" };

/** Runs the programs of `seed`, `seed` + 1, ...; gives how many ran, after each that has a fault and at the end. */
export async function* fuzzCanaries(
  { seed, goesOn }: SourceOptions,
): AsyncGenerator<Found, number> {
  let count = 0;
  while (goesOn(count)) {
    const programs = Array.from({ length: BATCH }, (_, i) => generateProgram(seed + count + i));
    const release = count / BATCH % 2 === 1;
    count += BATCH;
    if (await faultOf(fileOf(programs), release) === undefined) continue;
    for (const program of programs) {
      const text = fileOf([program]);
      const fault = await faultOf(text, release);
      if (fault !== undefined) yield { seed: program.seed, fault, text };
    }
  }
  return count;
}

/** What native code does otherwise than the VM, with canaries and without any check. */
async function faultOf(text: string, release: boolean): Promise<Fault | undefined> {
  const checked = checkSources({ "main.ori": text }, ["main.ori"]);
  const compiled = compileMain(checked, { verify: false });
  const [vm] = WAYS;
  if (vm === undefined) throw new Error("there are no engines");
  if (compiled === undefined) {
    const code = checked.diagnostics.all.find(({ severity }) => severity === "error")?.code;
    return { kind: `refused: ${code}`, text: "a generated program does not compile" };
  }
  const { stdout, stderr, exitCode } = await observe(vm, compiled, host);
  const expected = JSON.stringify({ stdout, stderr, exitCode });
  for (const canaries of [false, true]) {
    const options = { release, canaries };
    const result = await withNative(compiled, options, (run) => run(NO_INPUT, {}));
    const seen = JSON.stringify(result);
    if (seen === expected) continue;
    const kind = `differs, ${JSON.stringify(options)}`;
    return { kind, text: `native: ${seen}\nvm: ${expected}` };
  }
  return undefined;
}
