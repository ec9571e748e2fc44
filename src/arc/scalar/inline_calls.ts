/**
 * Puts the bodies of some functions where they are called, so that a function value that is known at
 * the call becomes a direct call, and wrappers of the library cost nothing.
 *
 *     before                                 after
 *       %2 = PartialApply @main.lambda0(%k)    %2 = PartialApply @main.lambda0(%k)
 *       %3 = Apply @list.map(%xs, %2)          ... the loop of list.map over %xs, in which
 *                                                %7 = ApplyIndirect(%2, %6) can now be made direct
 *
 * Requires:    blocks as lowered, no ownership, no RC operation.
 * Establishes: blocks in reverse postorder.
 */
import type { Span } from "../../base/mod.ts";
import type { InlineReason } from "../../events/mod.ts";
import { LoopForest } from "../analysis/loop_forest.ts";
import { copyBody } from "../ir/copy_body.ts";
import { declareRegion } from "../ir/declare_region.ts";
import type {
  ArcBlock,
  ArcFunction,
  ArcProgram,
  BlockId,
  Call,
  FnId,
  Op,
  VarId,
} from "../ir/ir.ts";
import { orderBlocks } from "./order_blocks.ts";
import { incomingValues } from "./remove_trivial_params.ts";
import { isScopeEnd, isScopeStart } from "../ir/scope_marks.ts";
import { eachOperand, eachResult, eachTerminatorOperand, operands } from "../ir/visit.ts";

/** What may be inlined, in ops and terminators of the callee. */
const LIMITS = {
  /** Anywhere, when it has no loop. */
  small: 12,
  /** A lambda that is called directly. */
  lambda: 60,
  /** A function without a loop whose result, a record, is only taken apart: `next` of an iterator. */
  takenApart: 40,
  /** A function that is given a function value known at the call. */
  higherOrder: 160,
  /** A caller grows no further. */
  caller: 4000,
};

/** A call with what was decided about it. `block` is the one that calls, before anything is inlined into it. */
export interface InlineDecision {
  readonly fn: ArcFunction;
  readonly block: ArcBlock;
  readonly call: Call;
  readonly callee: ArcFunction;
  /** Why the call is inlined, or why not. */
  readonly reason: InlineReason;
  readonly isInlined: boolean;
  /** Steps of the callee. */
  readonly steps: number;
}

const INLINING: ReadonlySet<InlineReason> = new Set<InlineReason>([
  "small",
  "taken-apart",
  "lambda",
  "known-function-value",
]);

/** Inlines once along the call graph `sccs`, callees first. Returns the functions that changed. */
export function inlineCalls(
  program: ArcProgram<"lowered">,
  sccs: readonly (readonly FnId[])[],
  onDecision?: (decision: InlineDecision) => void,
): ReadonlySet<ArcFunction<"lowered">> {
  const inliner = new Inliner(program, sccs, onDecision);
  const changed = new Set<ArcFunction<"lowered">>();
  for (const scc of sccs) {
    for (const id of scc) {
      const fn = program.fns[id];
      if (fn.kind.kind !== "wrapper" && inliner.inlineInto(fn)) changed.add(fn);
    }
  }
  for (const fn of changed) orderBlocks(fn);
  return changed;
}

type ApplyOp = Extract<Op, { kind: "Call" }> & { readonly call: Extract<Call, { kind: "Apply" }> };

class Inliner {
  readonly #component: Int32Array;
  readonly #costs = new Map<ArcFunction, number>();
  readonly #loops = new Map<ArcFunction, boolean>();

  constructor(
    readonly program: ArcProgram,
    sccs: readonly (readonly FnId[])[],
    readonly onDecision: ((decision: InlineDecision) => void) | undefined,
  ) {
    this.#component = new Int32Array(program.fns.length);
    sccs.forEach((scc, index) => {
      for (const id of scc) this.#component[id] = index;
    });
  }

  inlineInto(fn: ArcFunction): boolean {
    const sources = { makers: valueMakers(fn), incoming: incomingValues(fn) };
    const wholes = usedAsWholes(fn);
    let cost = this.#cost(fn);
    let changed = false;
    const lastBlock = fn.blocks.length;
    for (let at = 0; at < lastBlock; at++) {
      let block = fn.blocks[at];
      for (let i = 0; i < block.ops.length; i++) {
        const op = block.ops[i];
        if (!isApply(op)) continue;
        const callee = this.program.fns[op.call.fn];
        const isTakenApart = !wholes.has(op.dst) && this.#isRecord(op.dst, fn);
        const reason = cost > LIMITS.caller
          ? "caller-too-large"
          : this.#decide(fn, callee, op.call.args, { sources, isTakenApart });
        const isInlined = INLINING.has(reason);
        if (this.onDecision !== undefined) {
          const steps = this.#cost(callee);
          this.onDecision({ fn, block, call: op.call, callee, reason, isInlined, steps });
        }
        if (!isInlined) continue;
        block = this.#expand(fn, block, i, op, callee);
        cost += this.#cost(callee);
        changed = true;
        i = -1;
      }
    }
    if (changed) {
      this.#costs.set(fn, cost);
      this.#loops.delete(fn);
    }
    return changed;
  }

  #decide(
    fn: ArcFunction,
    callee: ArcFunction,
    args: readonly VarId[],
    { sources, isTakenApart }: { readonly sources: Sources; readonly isTakenApart: boolean },
  ): InlineReason {
    if (this.#component[callee.id] === this.#component[fn.id]) return "recursive";
    if (callee.kind.kind === "wrapper") return "closure-wrapper";
    if (callsItself(callee)) return "recursive";
    // Nothing would be left of the ends of the scopes around such a call.
    if (this.program.drops.size > 0 && !comesBack(callee)) return "never-returns";
    const cost = this.#cost(callee);
    const limit = isTakenApart ? LIMITS.takenApart : LIMITS.small;
    const hasRoom = cost <= limit;
    if (hasRoom && !this.#hasLoop(callee)) return cost <= LIMITS.small ? "small" : "taken-apart";
    if (callee.kind.kind === "lambda" && cost <= LIMITS.lambda) return "lambda";
    const takesClosure = cost <= LIMITS.higherOrder &&
      args.some((arg) => holdsKnownClosure(arg, sources));
    if (takesClosure) return "known-function-value";
    return hasRoom ? "has-loop" : "too-large";
  }

  /** Replaces op `index` of `block`, the call `op`, by the body of `callee`; the block that goes on after it. */
  #expand(
    fn: ArcFunction,
    block: ArcBlock,
    index: number,
    op: ApplyOp,
    callee: ArcFunction,
  ): ArcBlock {
    const returns = callee.blocks.filter(({ terminator }) => terminator.kind === "Return").length;
    const rest: ArcBlock = {
      id: fn.blocks.length as BlockId,
      params: [op.dst],
      ops: block.ops.slice(index + 1),
      terminator: block.terminator,
      ...(returns > 1 ? declareRegion(fn, "join", op.call.span) : { region: block.region }),
    };
    fn.blocks.push(rest);
    const { entry } = copyBody(fn, callee, {
      around: block.region,
      args: op.call.args,
      end: rest.id,
      callSpan: this.#callSpan(op.call.span),
    });
    block.ops = block.ops.slice(0, index);
    block.terminator = { kind: "Jump", target: { block: entry, args: [] } };
    return rest;
  }

  /** Calls of std that are put into a function of the program are at the call that they come from: so are their panics. */
  #callSpan(caller: Span): (span: Span) => Span {
    const { stdFiles } = this.program;
    if (stdFiles.has(caller.file)) return (span) => span;
    return (span) => stdFiles.has(span.file) ? caller : span;
  }

  #isRecord(v: VarId, fn: ArcFunction): boolean {
    return this.program.types.get(fn.varTypes[v]).kind === "struct";
  }

  #hasLoop(fn: ArcFunction): boolean {
    const known = this.#loops.get(fn);
    const hasLoop = known ?? LoopForest.of(fn).loops.length > 0;
    if (known === undefined) this.#loops.set(fn, hasLoop);
    return hasLoop;
  }

  #cost(fn: ArcFunction): number {
    const known = this.#costs.get(fn);
    if (known !== undefined) return known;
    const cost = fn.blocks.reduce((sum, { ops }) => sum + ops.length + 1 - countMarks(ops), 0);
    this.#costs.set(fn, cost);
    return cost;
  }
}

/** What marks the scopes of locals, and where these hand on their values, costs nothing but a release that is due anyway. */
function countMarks(ops: readonly Op[]): number {
  let count = 0;
  for (const op of ops) if (isScopeStart(op) || isScopeEnd(op) || op.kind === "MoveValue") count++;
  return count;
}

function isApply(op: Op): op is ApplyOp {
  return op.kind === "Call" && op.call.kind === "Apply";
}

function comesBack(fn: ArcFunction): boolean {
  return fn.blocks.some((block) => block.terminator.kind === "Return");
}

function callsItself(fn: ArcFunction): boolean {
  return fn.blocks.some((block) => block.ops.some((op) => isApply(op) && op.call.fn === fn.id));
}

/** Variables with a use that needs more than a part of them. */
function usedAsWholes(fn: ArcFunction): ReadonlySet<VarId> {
  const wholes = new Set<VarId>();
  const add = (v: VarId): void => void wholes.add(v);
  for (const { ops, terminator } of fn.blocks) {
    for (const op of ops) if (op.kind !== "Project") eachOperand(op, add);
    eachTerminatorOperand(terminator, add);
  }
  return wholes;
}

const MAKING: ReadonlySet<Op["kind"]> = new Set([
  "PartialApply",
  "Construct",
  "MoveValue",
  "ShareValue",
]);

/** The ops that make closures and records, or hand them on, by the variable they define. */
function valueMakers(fn: ArcFunction): ReadonlyMap<VarId, Op> {
  const makers = new Map<VarId, Op>();
  for (const { ops } of fn.blocks) {
    for (const op of ops) {
      if (MAKING.has(op.kind)) eachResult(op, (v) => makers.set(v, op));
    }
  }
  return makers;
}

/** Where the values of a function come from. */
interface Sources {
  readonly makers: ReadonlyMap<VarId, Op>;
  /** What flows into each parameter of a block. */
  readonly incoming: ReadonlyMap<VarId, readonly VarId[]>;
}

/**
 * Whether `v` is a closure made here or a record that holds one, or starts as such: an iterator goes
 * around its loop through the call that is to be inlined.
 */
function holdsKnownClosure(v: VarId, sources: Sources, seen = new Set<VarId>()): boolean {
  if (seen.has(v)) return false;
  seen.add(v);
  const maker = sources.makers.get(v);
  if (maker?.kind === "PartialApply") return true;
  const parts = maker === undefined ? sources.incoming.get(v) ?? [] : operands(maker);
  return parts.some((part) => holdsKnownClosure(part, sources, seen));
}
