/** The passes of the ARC stage, in order. */
import type { MonoProgram, MonoTypes } from "../mono/mod.ts";
import { collapseBranches } from "./scalar/collapse_branches.ts";
import { expandCatches } from "./ownership/expand_catches.ts";
import { explodeParams } from "./scalar/explode_params.ts";
import { foldConstantParams } from "./scalar/fold_constant_params.ts";
import { forwardValues } from "./scalar/forward_values.ts";
import { Cells } from "./analysis/cells.ts";
import { decideProven } from "./scalar/decide_proven.ts";
import {
  describeOwnership,
  inferBorrow,
  type MissingContractListener,
} from "./ownership/infer_borrow.ts";
import { inlineCalls } from "./scalar/inline_calls.ts";
import { findDropPanics } from "./analysis/drop_panics.ts";
import { DropReach, isDropping } from "./analysis/drop_types.ts";
import { insertDropChecks } from "./ownership/insert_drop_checks.ts";
import { insertRc } from "./ownership/insert_rc.ts";
import type { ArcFunction, ArcProgram, Terminator } from "./ir/ir.ts";
import { lowerToSsa } from "./lower/lower.ts";
import { borrowedArguments } from "./analysis/ownership.ts";
import { joinTailCalls } from "./scalar/join_tail_calls.ts";
import { BuildableTypes, loopTailCalls } from "./scalar/loop_tail_calls.ts";
import { mergeBlocks } from "./scalar/merge_blocks.ts";
import { moveElements } from "./reuse/move_elements.ts";
import { orderBlocks } from "./scalar/order_blocks.ts";
import type { RcReasonListener } from "./ownership/rc_reasons.ts";
import { reuseCells } from "./reuse/reuse_cells.ts";
import { removeDeadCode } from "./scalar/remove_dead_code.ts";
import { removeTrivialParams } from "./scalar/remove_trivial_params.ts";
import { removeUnusedFunctions } from "./scalar/remove_unused_functions.ts";
import { settleScopes } from "./ownership/settle_scopes.ts";
import { threadKnownVariants } from "./scalar/thread_known_variants.ts";
import type { Unwinding } from "./analysis/unwinding.ts";
import { unpackAggregates } from "./reuse/unpack_aggregates.ts";
import { verifyProgram } from "./verify/verify.ts";

export interface LowerOptions {
  /** Verify after every pass. */
  readonly verify?: boolean;
  /** Called after every pass, for `--emit` of a stage in between and for timing. */
  readonly afterPass?: (pass: string, program: ArcProgram) => void;
  /** Receives what `ORI_LOG=ori_arc=...` shows. */
  readonly onEvent?: ArcEventListener;
  /** Hears why each RC operation is placed (`ori why-rc`). */
  readonly rcReasons?: RcReasonListener;
}
export type ArcEventListener = (
  target: "ori_arc",
  level: "warn" | "debug" | "trace",
  message: string,
  fields: Readonly<Record<string, string>>,
) => void;

interface PassContext {
  readonly program: ArcProgram;
  readonly options: LowerOptions;
  /** Functions that can unwind; known once the calls are final. */
  unwinding: Unwinding;
  /** Types whose release may panic, if there are any. */
  dropPanics?: DropReach | undefined;
  /** Which types `loopTailCalls` may build, once that has been asked. */
  buildable?: BuildableTypes;
}
interface Pass {
  readonly name: string;
  run(context: PassContext): void;
}

/** A pass that looks at one function at a time. */
function onEachFunction(
  name: string,
  run: (fn: ArcFunction, context: PassContext) => void,
): Pass {
  return {
    name,
    run(context) {
      for (const fn of context.program.fns) run(fn, context);
    },
  };
}

/** A pass that asks which values are cells. */
function onCells(
  name: string,
  run: (fn: ArcFunction, types: MonoTypes, cells: Cells) => void,
): Pass {
  return {
    name,
    run({ program: { fns, types } }) {
      const cells = new Cells(types);
      for (const fn of fns) run(fn, types, cells);
    },
  };
}

/** How many levels of nested records in loop variables are split. */
const EXPLODE_ROUNDS = 3;

/** How often inlining is tried again on what it made visible: a chain of iterators takes two for each. */
const INLINE_ROUNDS = 16;

function explode(fn: ArcFunction, { program }: PassContext): void {
  for (let round = 0; round < EXPLODE_ROUNDS; round++) {
    if (!explodeParams(fn, program.types)) return;
    removeDeadCode(fn, program.types); // a record that is no longer read does not hold its parts back
    removeTrivialParams(fn);
    forwardValues(fn, program);
  }
}

function loopOwnCalls(fn: ArcFunction, context: PassContext): void {
  context.buildable ??= new BuildableTypes(context.program);
  if (!loopTailCalls(fn, context.program.types, context.buildable)) return;
  orderBlocks(fn);
  removeTrivialParams(fn);
}

function runInlining(context: PassContext): void {
  const { program } = context;
  for (let round = 0; round < INLINE_ROUNDS; round++) {
    const changed = inlineCalls(program);
    if (changed.size === 0) return;
    for (const fn of changed) {
      orderBlocks(fn);
      removeTrivialParams(fn);
      forwardValues(fn, program);
      loopOwnCalls(fn, context); // what made a cell, or called back, may have been a function
      explode(fn, context);
    }
  }
}

/** How often jumps are threaded again past what the rounds before left. */
const THREAD_ROUNDS = 8;

function thread(fn: ArcFunction, context: PassContext): void {
  if (!fn.blocks.some(({ terminator }) => asks(terminator))) return;
  decide(fn, context);
  threadInRounds(fn, context);
  decide(fn, context);
}

function decide(fn: ArcFunction, { program }: PassContext): void {
  if (!decideProven(fn, program.types)) return;
  orderBlocks(fn);
  removeTrivialParams(fn);
}

function threadInRounds(fn: ArcFunction, context: PassContext): void {
  for (let round = 0; round < THREAD_ROUNDS; round++) {
    const isThreaded = threadKnownVariants(fn);
    if (isThreaded) {
      orderBlocks(fn);
      removeTrivialParams(fn);
      forwardValues(fn, context.program);
      explode(fn, context);
    }
    if (!foldConstantParams(fn) && !isThreaded && !collapse(fn, context.program)) return;
  }
}

function asks({ kind }: Terminator): boolean {
  return kind === "Branch" || kind === "Switch";
}

function collapse(fn: ArcFunction, { types }: ArcProgram): boolean {
  removeDeadCode(fn, types);
  if (!collapseBranches(fn)) return false;
  orderBlocks(fn);
  removeTrivialParams(fn);
  return true;
}

/** Programs without an impl of `Drop` have nothing to settle. */
function runSettleScopes({ program: { fns, types, drops } }: PassContext): void {
  if (drops.size === 0) return;
  const reach = new DropReach(types, (type) => isDropping(types, type), true);
  for (const fn of fns) settleScopes(fn, types, reach);
}

/** Every pass, in order. */
export const passes: readonly Pass[] = [
  onEachFunction("orderBlocks", orderBlocks),
  onEachFunction("removeTrivialParams", removeTrivialParams),
  onEachFunction("forwardValues", (fn, { program }) => forwardValues(fn, program)),
  {
    name: "joinTailCalls",
    run({ program }) {
      for (const fn of joinTailCalls(program)) {
        orderBlocks(fn);
        removeTrivialParams(fn);
      }
    },
  },
  onEachFunction("loopTailCalls", loopOwnCalls),
  onEachFunction("explodeParams", explode),
  { name: "inlineCalls", run: runInlining },
  onEachFunction("threadKnownVariants", thread),
  onEachFunction("mergeBlocks", (fn, { program }) => {
    if (!mergeBlocks(fn)) return;
    orderBlocks(fn);
    forwardValues(fn, program); // what was read in two blocks is now read twice in one
  }),
  onEachFunction("removeDeadCode", (fn, { program }) => removeDeadCode(fn, program.types)),
  {
    name: "removeUnusedFunctions",
    run: ({ program }) => removeUnusedFunctions(program),
  },
  { name: "inferBorrow", run: runInferBorrow },
  { name: "settleScopes", run: runSettleScopes },
  onEachFunction("moveElements", (fn, { program }) => moveElements(fn, program.types)),
  onCells("unpackAggregates", unpackAggregates),
  { name: "reuseCells", run: ({ program }) => reuseCells(program) },
  {
    name: "findUnwinding",
    run(context) {
      const { unwinding, types } = findDropPanics(context.program);
      context.unwinding = unwinding;
      context.dropPanics = types;
    },
  },
  onEachFunction("insertRc", (fn, { program, unwinding, options }) => {
    insertRc(fn, program.types, unwinding, options.rcReasons);
    orderBlocks(fn); // places the blocks that insertRc made
  }),
  onEachFunction("insertDropChecks", (fn, { program, dropPanics }) => {
    if (dropPanics && insertDropChecks(fn, program.types, dropPanics)) orderBlocks(fn);
  }),
  onEachFunction("expandCatches", (fn, { program }) => {
    if (expandCatches(fn, program.types)) orderBlocks(fn);
  }),
];

/** Lowers a monomorphic program and runs every pass: what the engines take. */
export function lowerProgram(mono: MonoProgram, options: LowerOptions = {}): ArcProgram {
  const program = lowerToSsa(mono);
  runPasses(program, options);
  return program;
}

/** Runs every pass on a lowered program. */
export function runPasses(program: ArcProgram, options: LowerOptions = {}): void {
  const context: PassContext = { program, options, unwinding: [] };
  for (const pass of passes) {
    pass.run(context);
    options.onEvent?.("ori_arc", "debug", "pass finished", { pass: pass.name });
    if (options.verify) verifyProgram(program, pass.name);
    options.afterPass?.(pass.name, program);
  }
}

/** Logs lambdas without a contract, with the text and fields of seeds RC-12. */
export function warnOfMissingContracts(
  onEvent: ArcEventListener | undefined,
): MissingContractListener {
  const text = "lambda_capture_ownership missing — defaulting to all-Owned (conservative)";
  return (name, captures) => {
    onEvent?.("ori_arc", "warn", text, { name, captures: String(captures) });
  };
}

function runInferBorrow({ program, options }: PassContext): void {
  const { onEvent } = options;
  const reasons = inferBorrow(program, warnOfMissingContracts(onEvent));
  options.rcReasons?.own(reasons);
  if (onEvent === undefined) return;
  for (const fn of program.fns) {
    const params = describeOwnership(fn, reasons, program.types);
    const borrowed = [...borrowedArguments(fn)].map((v) => `%${v}`).join(" ");
    onEvent("ori_arc", "trace", "ownership", { fn: fn.name, params, borrowed });
  }
}
