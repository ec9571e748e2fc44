/** Runs steps: invalidates analyses, verifies and reports after every pass. */
import { InternalError } from "../../base/mod.ts";
import { Analyses } from "../analysis/analyses.ts";
import type { ArcFunction, ArcProgram, Phase } from "../ir/ir.ts";
import { verifyFunctions, verifyProgram } from "../verify/verify.ts";
import type { Pass, PassContext, PassListeners, PhaseChange } from "./pass.ts";
import type { Group, Step } from "./steps.ts";

/** Where a pass or a group stands in the pipeline. */
export interface PassPlace {
  readonly name: string;
  /** The groups around it, the outermost first. */
  readonly path: readonly string[];
}

/** A pass or a group that has run, perhaps with no function to look at. */
export interface PassRun extends PassPlace {
  /** As it is after it. */
  readonly program: ArcProgram;
  /** How many functions it looked at. */
  readonly looked: number;
  readonly changed: readonly ArcFunction[];
  readonly milliseconds: number;
}

export interface RunOptions extends PassListeners {
  /** Verify what changed after every pass, and everything at the end of a phase. */
  readonly verify?: boolean;
  /** Called after every pass and every group, also inside of rounds. */
  readonly afterPass?: (run: PassRun) => void;
}

/** Runs `steps` on all functions of `program`. */
export function runSteps<P extends Phase>(
  program: ArcProgram<P>,
  steps: readonly Step<P>[],
  options: RunOptions,
): void {
  const runner = new StepRunner(program, options);
  for (const step of steps) runner.run(step, program.fns);
  if (options.verify) verifyProgram(program, `the passes on ${program.fns[0]?.phase} functions`);
}

/** Takes `program` to the next phase. */
export function runPhaseChange<From extends Phase, To extends Phase>(
  program: ArcProgram<From>,
  pass: PhaseChange<From, To>,
  options: RunOptions,
): ArcProgram<To> {
  const start = performance.now();
  requirePhase(pass, program.fns);
  const { fns } = program;
  const next = pass.run({ program, fns, analyses: new Analyses(program), listeners: options });
  const milliseconds = performance.now() - start;
  if (options.verify) verifyProgram(next, pass.name);
  report(options, {
    name: pass.name,
    path: [],
    program: next,
    looked: fns.length,
    changed: next.fns,
    milliseconds,
  });
  return next;
}

function requirePhase(
  { name, requires }: { name: string; requires: Phase },
  fns: readonly ArcFunction[],
) {
  const other = fns.find((fn) => fn.phase !== requires);
  if (other === undefined) return;
  const message = `${name} takes functions that are ${requires}; ${other.name} is ${other.phase}`;
  throw new InternalError(message, { stage: "arc", fn: other.name, span: other.span });
}

function report(options: RunOptions, run: PassRun): void {
  const level = run.path.length === 0 ? "debug" : "trace";
  if (options.events?.log) {
    const pass = [...run.path, run.name].join("/");
    options.events.message("ori_arc", level, "pass finished", { pass });
  }
  options.afterPass?.(run);
}

type Changed<P extends Phase> = ReadonlySet<ArcFunction<P>>;

class StepRunner<P extends Phase> {
  readonly #program: ArcProgram<P>;
  readonly #options: RunOptions;
  readonly #analyses: Analyses;
  readonly #path: string[] = [];

  constructor(program: ArcProgram<P>, options: RunOptions) {
    this.#program = program;
    this.#options = options;
    this.#analyses = new Analyses(program);
  }

  /** Returns the functions that `step` changed. */
  run(step: Step<P>, fns: readonly ArcFunction<P>[]): Changed<P> {
    switch (step.kind) {
      case "pass":
        return this.#runPass(step, fns);
      case "then": {
        const changed = this.run(step.first, fns);
        this.#runAll(step.rest, [...changed]);
        return changed;
      }
      case "orElse": {
        const first = this.#runAll(step.first, fns);
        const left = fns.filter((fn) => !first.has(fn));
        return new Set([...first, ...this.#runAll(step.second, left)]);
      }
      case "prepared":
        this.#runAll(step.first, fns);
        return this.run(step.main, fns);
      case "group":
        return this.#runGroup(step, fns);
    }
  }

  #runAll(steps: readonly Step<P>[], fns: readonly ArcFunction<P>[]): Changed<P> {
    const changed = new Set<ArcFunction<P>>();
    for (const step of steps) for (const fn of this.run(step, fns)) changed.add(fn);
    return changed;
  }

  #runGroup(group: Group<P>, fns: readonly ArcFunction<P>[]): Changed<P> {
    const start = performance.now();
    const all = new Set<ArcFunction<P>>();
    let left = group.where === undefined ? fns : fns.filter(group.where);
    const looked = left.length;
    this.#path.push(group.name);
    // The first round is run in any case, so that every pass is reported.
    for (let round = 0; round < group.limit && (round === 0 || left.length > 0); round++) {
      const changed = this.#runAll(group.steps, left);
      for (const fn of changed) all.add(fn);
      left = [...changed];
    }
    this.#path.pop();
    this.#report(group.name, looked, all, performance.now() - start);
    return all;
  }

  #runPass(pass: Pass<P>, fns: readonly ArcFunction<P>[]): Changed<P> {
    const start = performance.now();
    requirePhase(pass, fns);
    const context: PassContext<P> = {
      program: this.#program,
      fns,
      analyses: this.#analyses,
      listeners: this.#options,
    };
    const changed = new Set(pass.run(context));
    const milliseconds = performance.now() - start;
    this.#analyses.invalidate(changed);
    if (this.#options.verify) this.#verify(pass, changed);
    this.#report(pass.name, fns.length, changed, milliseconds);
    return changed;
  }

  #verify({ name, isWhole }: Pass<P>, changed: Changed<P>): void {
    if (isWhole) verifyProgram(this.#program, name);
    else verifyFunctions(this.#program, [...changed], name);
  }

  #report(name: string, looked: number, changed: Changed<P>, milliseconds: number): void {
    const [path, program] = [[...this.#path], this.#program];
    report(this.#options, { name, path, program, looked, changed: [...changed], milliseconds });
  }
}
