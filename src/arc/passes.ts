/** The passes of the ARC stage, with what they require, establish and ask for. `pipeline.ts` puts them in order. */
import { callGraphSccs } from "./analysis/call_graph.ts";
import { findDropPanics } from "./analysis/drop_panics.ts";
import { typesThatDrop, typesWithDrop } from "./analysis/drop_types.ts";
import { endScopesAtPanics } from "./ownership/end_scopes_at_panics.ts";
import { expandCatches } from "./ownership/expand_catches.ts";
import type { Events } from "../events/mod.ts";
import { inferBorrow, type MissingContractListener } from "./ownership/infer_borrow.ts";
import { insertDropChecks } from "./ownership/insert_drop_checks.ts";
import { insertRc } from "./ownership/insert_rc.ts";
import { markMoves } from "./ownership/mark_moves.ts";
import { settleScopes } from "./ownership/settle_scopes.ts";
import { onEachFunction, onProgram, type PhaseChange } from "./pass/pass.ts";
import { moveElements } from "./reuse/move_elements.ts";
import { reuseCells } from "./reuse/reuse_cells.ts";
import { unpackAggregates } from "./reuse/unpack_aggregates.ts";
import { collapseBranches } from "./scalar/collapse_branches.ts";
import { decideProven } from "./scalar/decide_proven.ts";
import { explodeParams } from "./scalar/explode_params.ts";
import { foldConstantParams } from "./scalar/fold_constant_params.ts";
import { forwardValues } from "./scalar/forward_values.ts";
import { inlineCalls } from "./scalar/inline_calls.ts";
import { inlineListener } from "./scalar/inline_events.ts";
import { joinTailCalls } from "./scalar/join_tail_calls.ts";
import { loopTailCalls } from "./scalar/loop_tail_calls.ts";
import { mergeBlocks } from "./scalar/merge_blocks.ts";
import { orderBlocks } from "./scalar/order_blocks.ts";
import { removeDeadCode } from "./scalar/remove_dead_code.ts";
import { removeTrivialParams } from "./scalar/remove_trivial_params.ts";
import { removeUnusedFunctions } from "./scalar/remove_unused_functions.ts";
import { threadKnownVariants } from "./scalar/thread_known_variants.ts";

/** Passes on functions whose ownership is not inferred yet. */
export const lowered = {
  markMoves: onProgram(
    "markMoves",
    "lowered",
    // Programs without an impl of `Drop` do not show who is the last to hold a value.
    ({ program, analyses }) => program.drops.size > 0 ? markMoves(program, analyses) : [],
  ),
  orderBlocks: onEachFunction("orderBlocks", "lowered", (fn) => orderBlocks(fn)),
  removeTrivialParams: onEachFunction(
    "removeTrivialParams",
    "lowered",
    (fn) => removeTrivialParams(fn),
  ),
  forwardValues: onEachFunction(
    "forwardValues",
    "lowered",
    (fn, { program, analyses }) => forwardValues(fn, program, analyses.ofTypes(typesWithDrop)),
  ),
  joinTailCalls: onProgram("joinTailCalls", "lowered", ({ program }) => joinTailCalls(program)),
  loopTailCalls: onEachFunction(
    "loopTailCalls",
    "lowered",
    (fn, { analyses }) => loopTailCalls(fn, analyses),
  ),
  explodeParams: onEachFunction(
    "explodeParams",
    "lowered",
    (fn, { program }) => explodeParams(fn, program.types),
  ),
  inlineCalls: onProgram(
    "inlineCalls",
    "lowered",
    ({ program, analyses, listeners: { events } }) =>
      inlineCalls(program, analyses.ofProgram(callGraphSccs), inlineListener(events)),
  ),
  endScopesAtPanics: onEachFunction(
    "endScopesAtPanics",
    "lowered",
    (fn, { program, analyses }) => program.drops.size > 0 && endScopesAtPanics(fn, analyses),
  ),
  decideProven: onEachFunction(
    "decideProven",
    "lowered",
    (fn, { analyses }) => decideProven(fn, analyses),
  ),
  threadKnownVariants: onEachFunction(
    "threadKnownVariants",
    "lowered",
    (fn) => threadKnownVariants(fn),
  ),
  foldConstantParams: onEachFunction(
    "foldConstantParams",
    "lowered",
    (fn) => foldConstantParams(fn),
  ),
  collapseBranches: onEachFunction("collapseBranches", "lowered", (fn) => collapseBranches(fn)),
  mergeBlocks: onEachFunction("mergeBlocks", "lowered", (fn) => mergeBlocks(fn)),
  removeDeadCode: onEachFunction(
    "removeDeadCode",
    "lowered",
    (fn, { program }) => removeDeadCode(fn, program.types),
  ),
  removeUnusedFunctions: onProgram(
    "removeUnusedFunctions",
    "lowered",
    ({ program }) => removeUnusedFunctions(program),
  ),
};

/** Takes functions from lowered to owned. */
export const toOwned: PhaseChange<"lowered", "owned"> = {
  name: "inferBorrow",
  requires: "lowered",
  establishes: "owned",
  run({ program, analyses, listeners }) {
    const inferred = inferBorrow(program, analyses, warnOfMissingContracts(listeners.events));
    listeners.rc?.own(inferred.program, inferred.reasons);
    return inferred.program;
  },
};

/** Passes on functions whose ownership is final, before counts. */
export const owned = {
  settleScopes: onEachFunction(
    "settleScopes",
    "owned",
    // Programs without an impl of `Drop` have nothing to settle.
    (fn, { program, analyses }) =>
      program.drops.size > 0 && settleScopes(fn, program.types, analyses.ofTypes(typesThatDrop)),
  ),
  moveElements: onEachFunction(
    "moveElements",
    "owned",
    (fn, { analyses }) => moveElements(fn, analyses),
  ),
  unpackAggregates: onEachFunction(
    "unpackAggregates",
    "owned",
    (fn, { analyses }) => unpackAggregates(fn, analyses),
  ),
  reuseCells: onProgram(
    "reuseCells",
    "owned",
    ({ program, analyses }) => reuseCells(program, analyses),
  ),
};

/** Takes functions from owned to counted. */
export const toCounted: PhaseChange<"owned", "counted"> = {
  name: "insertRc",
  requires: "owned",
  establishes: "counted",
  run({ program, analyses, listeners }) {
    const { unwinding } = analyses.ofProgram(findDropPanics);
    const { types } = program;
    const fns = program.fns.map((fn) =>
      insertRc(fn, types, unwinding, listeners.rc?.listenerOf(fn, program))
    );
    return { ...program, fns, updates: [] };
  },
};

/** Passes on functions with counts. */
export const counted = {
  insertDropChecks: onProgram("insertDropChecks", "counted", ({ program, analyses }) => {
    if (program.drops.size === 0) return [];
    const panicking = analyses.ofProgram(findDropPanics).types;
    if (panicking === undefined) return [];
    return program.fns.filter((fn) => insertDropChecks(fn, program.types, panicking));
  }),
  expandCatches: onEachFunction(
    "expandCatches",
    "counted",
    (fn, { program }) => expandCatches(fn, program.types),
  ),
};

/** Logs lambdas without a contract, with the text and fields of seeds RC-12. */
export function warnOfMissingContracts(
  events: Pick<Events, "message"> | undefined,
): MissingContractListener {
  const text = "lambda_capture_ownership missing — defaulting to all-Owned (conservative)";
  return (name, captures) => {
    events?.message("ori_arc", "warn", text, { name, captures: String(captures) });
  };
}
