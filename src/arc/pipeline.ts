/**
 * The order of the passes of the ARC stage. Lists say what runs once; `then` runs steps on what a pass changed, `rounds` runs
 * them again until nothing changes. Each pass is verified and reported, inside of rounds too.
 */
import type { Span } from "../base/mod.ts";
import type { Events } from "../events/mod.ts";
import type { MonoProgram } from "../mono/mod.ts";
import { capturesOf } from "./ir/captures.ts";
import type { ArcFunction, ArcProgram, CountedProgram, Op, Phase } from "./ir/ir.ts";
import { lowerToSsa } from "./lower/lower.ts";
import { RcEvents } from "./ownership/rc_events.ts";
import { PassReport } from "./pass/report.ts";
import { type PassPlace, type RunOptions, runPhaseChange, runSteps } from "./pass/run_steps.ts";
import { onlyWhere, orElse, partsOf, prepared, rounds, type Step, then } from "./pass/steps.ts";
import { counted, lowered, owned, toCounted, toOwned } from "./passes.ts";

/** Verification and listeners; they change nothing about the result. */
export interface LowerOptions extends Omit<RunOptions, "rc"> {
  /** Takes the spans of primitive operations. */
  readonly primSpans?: Map<Op, Span>;
}

const { removeTrivialParams, forwardValues, removeDeadCode, orderBlocks } = lowered;

/** A record that is no longer read does not hold its parts back. Three levels of nested records are split. */
const explode = rounds("explode", 3, [
  then(lowered.explodeParams, [removeDeadCode, removeTrivialParams, forwardValues]),
]);

const loopOwnCalls = then(lowered.loopTailCalls, [removeTrivialParams]);

/**
 * Inlining is tried again on what it made visible: a chain of iterators takes two rounds for each. What made a cell, or called
 * back, may have been a function.
 */
const inline = rounds("inline", 16, [
  then(lowered.inlineCalls, [removeTrivialParams, forwardValues, loopOwnCalls, explode]),
]);

const decide = then(lowered.decideProven, [removeTrivialParams]);

/** Jumps are threaded again past what the rounds before left; branches collapse where there was nothing to thread. */
const thread = onlyWhere("thread", hasQuestion, [
  decide,
  rounds("threadRounds", 8, [
    orElse([
      then(lowered.threadKnownVariants, [removeTrivialParams, forwardValues, explode]),
      lowered.foldConstantParams,
    ], [
      prepared([removeDeadCode], then(lowered.collapseBranches, [removeTrivialParams])),
    ]),
  ]),
  decide,
]);

/** The steps between the changes of phase: `inferBorrow` comes after the first list, `insertRc` after the second. */
export const pipeline: {
  readonly lowered: readonly Step<"lowered">[];
  readonly owned: readonly Step<"owned">[];
  readonly counted: readonly Step<"counted">[];
} = {
  lowered: [
    orderBlocks,
    removeTrivialParams,
    lowered.markMoves,
    forwardValues,
    then(lowered.joinTailCalls, [removeTrivialParams]),
    loopOwnCalls,
    explode,
    inline,
    lowered.endScopesAtPanics,
    thread,
    then(lowered.mergeBlocks, [forwardValues]), // what was read in two blocks is now read twice in one
    removeDeadCode,
    lowered.removeUnusedFunctions,
  ],
  owned: [
    owned.settleScopes,
    owned.moveElements,
    // The parts of a struct that came apart are containers of their own.
    then(owned.unpackAggregates, [then(owned.moveElements, [owned.unpackAggregates])]),
    owned.reuseCells,
  ],
  counted: [counted.insertDropChecks, counted.expandCatches],
};

function hasQuestion(fn: ArcFunction): boolean {
  return fn.blocks.some(({ terminator: { kind } }) => kind === "Branch" || kind === "Switch");
}

/** Lowers a monomorphic program and runs every pass: the input of the engines. */
export function lowerProgram(mono: MonoProgram, options: LowerOptions = {}): CountedProgram {
  return runPasses(lowerToSsa(mono, options.primSpans), options);
}

/** Runs every pass on a lowered program, which is used up. */
export function runPasses(
  program: ArcProgram<"lowered">,
  given: LowerOptions = {},
): CountedProgram {
  const { events } = given;
  const options = events === undefined ? given : { ...given, rc: new RcEvents(events) };
  runSteps(program, pipeline.lowered, options);
  const withOwnership = runPhaseChange(program, toOwned, options);
  runSteps(withOwnership, pipeline.owned, options);
  const withCounts = runPhaseChange(withOwnership, toCounted, options);
  runSteps(withCounts, pipeline.counted, options);
  if (events?.log) tellLowered(withCounts, events);
  return withCounts;
}

/** Tells how large the program is, and of each capture of the lambdas that are left what its body does to it. */
function tellLowered(program: CountedProgram, events: Events): void {
  events.message("ori", "info", "lowered", { functions: String(program.fns.length) });
  for (const { fn, name, type, ownership } of capturesOf(program)) {
    const fields = { fn, name, type: program.types.get(type).name, ownership };
    events.message("ori_arc", "debug", "capture", fields);
  }
}

/** The passes and groups of the pipeline in order, each group before its steps. */
export function passPlaces(): readonly PassPlace[] {
  return [
    ...placesIn(pipeline.lowered, []),
    { path: [], name: toOwned.name },
    ...placesIn(pipeline.owned, []),
    { path: [], name: toCounted.name },
    ...placesIn(pipeline.counted, []),
  ];
}

function placesIn<P extends Phase>(
  steps: readonly Step<P>[],
  path: readonly string[],
): readonly PassPlace[] {
  return steps.flatMap((step) => {
    const place = step.kind === "pass" || step.kind === "group" ? [{ path, name: step.name }] : [];
    const inside = step.kind === "group" ? [...path, step.name] : path;
    return [...place, ...placesIn(partsOf(step), inside)];
  });
}

/** The names of all passes and groups. */
export function passNames(): readonly string[] {
  return [...new Set(passPlaces().map(({ name }) => name))];
}

/** An empty table for `--emit=passes`, to which runs are added. */
export function reportPasses(): PassReport {
  return new PassReport(passPlaces());
}
