/** Lowers a program with the passes that it cannot do without: what optimisation must not change is compared with it. */
import type { CountedProgram } from "../../src/arc/mod.ts";
import { lowerToSsa } from "../../src/arc/lower/lower.ts";
import { runPhaseChange, runSteps } from "../../src/arc/pass/run_steps.ts";
import { counted, lowered, owned, toCounted, toOwned } from "../../src/arc/passes.ts";
import type { MonoProgram } from "../../src/mono/mod.ts";

/** Tail calls are loops here too: that they take no stack is part of the language. */
export function lowerPlainly(mono: MonoProgram): CountedProgram {
  const options = { verify: true };
  const program = lowerToSsa(mono);
  runSteps(program, [
    lowered.orderBlocks,
    lowered.removeTrivialParams,
    lowered.markMoves,
    lowered.joinTailCalls,
    lowered.loopTailCalls,
    lowered.removeTrivialParams,
    lowered.endScopesAtPanics,
    lowered.removeDeadCode,
    lowered.removeUnusedFunctions,
  ], options);
  const withOwnership = runPhaseChange(program, toOwned, options);
  runSteps(withOwnership, [owned.settleScopes], options);
  const withCounts = runPhaseChange(withOwnership, toCounted, options);
  runSteps(withCounts, [counted.insertDropChecks, counted.expandCatches], options);
  return withCounts;
}
