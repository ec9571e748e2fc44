/** Runs one pass, or one group of passes, of the pipeline on the text of a program. */
import type { ArcProgram, Phase } from "../../src/arc/mod.ts";
import { parseProgram } from "../../src/arc/ir/parse.ts";
import { type RunOptions, runPhaseChange, runSteps } from "../../src/arc/pass/run_steps.ts";
import { partsOf, type Step } from "../../src/arc/pass/steps.ts";
import { toCounted, toOwned } from "../../src/arc/passes.ts";
import { pipeline } from "../../src/arc/pipeline.ts";

/** The program of `text` after the pass or group `name`, verified; `text` is of the phase that the pass requires. */
export function runPass(name: string, text: string): ArcProgram {
  const options: RunOptions = { verify: true };
  if (name === toOwned.name) {
    return runPhaseChange(parseProgram(text, toOwned.requires), toOwned, options);
  }
  if (name === toCounted.name) {
    return runPhaseChange(parseProgram(text, toCounted.requires), toCounted, options);
  }
  const run = <P extends Phase>(phase: P, steps: readonly Step<P>[]) => {
    const step = findStep(steps, name);
    if (step === undefined) return undefined;
    const program = parseProgram(text, phase);
    runSteps(program, [step], options);
    return program;
  };
  const program = run("lowered", pipeline.lowered) ?? run("owned", pipeline.owned) ??
    run("counted", pipeline.counted);
  if (program === undefined) throw new Error(`no pass ${name}`);
  return program;
}

function findStep<P extends Phase>(steps: readonly Step<P>[], name: string): Step<P> | undefined {
  for (const step of steps) {
    const isNamed = step.kind === "pass" || step.kind === "group";
    if (isNamed && step.name === name) return step;
    const found = findStep(partsOf(step), name);
    if (found !== undefined) return found;
  }
  return undefined;
}
