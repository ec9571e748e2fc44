/**
 * Inserts `RcInc` and `RcDec` so that counts balance on every path, and turns calls that can unwind
 * while something owned is live into `Invoke`.
 *
 *     before                          after
 *       %1 = Construct Pair(%0, %0)     RcInc %0
 *       Return %1                       %1 = Construct Pair(%0, %0)
 *                                       Return %1
 *
 * The last consuming use moves, earlier ones and those of views take an `RcInc` first. What is owned and no
 * longer needed is released at once: after its last look, on entry of the branch that does not need
 * it, and, when the last use was to take an `RcInc` on a part of it, before the op that consumes the part, so
 * that the part is unique there. Views that outlive the last move of their owner take a reference at once
 * (`chooseRetainedViews`). Values that hold no reference (`immortal`) get no RC operation.
 *
 * Requires:    final ownership of parameters and arguments; blocks in reverse postorder; no critical
 *              edges; no RC operation and no `Invoke`.
 * Establishes: each owned reference is consumed exactly once on every path, also when unwinding; blocks in reverse postorder.
 */
import type { Span } from "../../base/mod.ts";
import type { MonoTypes } from "../../mono/mod.ts";
import type { ArgMark } from "../../operations/mod.ts";
import type {
  ArcBlock,
  ArcFunction,
  BlockId,
  Call,
  Op,
  RegionId,
  Terminator,
  VarId,
} from "../ir/ir.ts";
import {
  type CountOp,
  nextUse,
  type RcReason,
  type RcReasonListener,
  type Step,
  stepSpan,
  useOf,
} from "./rc_reasons.ts";
import { computeLiveness, type Liveness } from "../analysis/liveness.ts";
import { chooseRetainedViews } from "./retained_views.ts";
import { orderBlocks } from "../scalar/order_blocks.ts";
import { type Standings, standingsOf } from "../analysis/ownership.ts";
import { canUnwind, type Unwinding } from "../analysis/unwinding.ts";
import { eachOperand, eachResult, eachTerminatorOperand, predecessors } from "../ir/visit.ts";

/** `reasons` receives why each operation is placed. */
export function insertRc(
  fn: ArcFunction<"owned">,
  types: MonoTypes,
  unwinding: Unwinding,
  reasons?: RcReasonListener,
): ArcFunction<"counted"> {
  const standings = standingsOf(fn, types);
  const retained = chooseRetainedViews(fn, standings);
  for (const view of retained) standings.setOwned(view);
  const liveness = computeLiveness(fn, (v) => standings.owner(v));
  const preds = predecessors(fn);
  const inserter = new Inserter(fn, { standings, retained, liveness, unwinding, reasons });
  const blocks = fn.blocks;
  for (const block of blocks) inserter.rewrite(block, preds[block.id]);
  const counted: ArcFunction<"counted"> = {
    ...fn,
    phase: "counted",
    blocks: [...blocks, ...inserter.added],
  };
  orderBlocks(counted); // places the blocks that were added
  return counted;
}

/** The RC operations that go around one op. */
interface Placement {
  readonly incs: readonly VarId[];
  /** Released after the increments, before the op. */
  readonly before: readonly VarId[];
  /** Released after the op. */
  readonly after: readonly VarId[];
}

/** What is known of a function before the first RC operation. */
interface Knowledge {
  readonly standings: Standings;
  /** Views that take a reference at once. */
  readonly retained: ReadonlySet<VarId>;
  readonly liveness: Liveness;
  readonly unwinding: Unwinding;
  readonly reasons: RcReasonListener | undefined;
}

class Inserter {
  readonly added: ArcBlock[] = [];
  readonly #fn: ArcFunction;
  readonly #standings: Standings;
  readonly #retained: ReadonlySet<VarId>;
  readonly #liveness: Liveness;
  readonly #unwinding: Unwinding;
  readonly #reasons: RcReasonListener | undefined;
  /** The block that is being rewritten, or that an unwind block is made for. */
  #at: ArcBlock;
  readonly #blockCount: number;
  /** Unwind blocks by what they release. */
  readonly #unwindBlocks = new Map<string, BlockId>();

  constructor(fn: ArcFunction, knowledge: Knowledge) {
    this.#fn = fn;
    this.#standings = knowledge.standings;
    this.#retained = knowledge.retained;
    this.#liveness = knowledge.liveness;
    this.#unwinding = knowledge.unwinding;
    this.#reasons = knowledge.reasons;
    this.#at = fn.blocks[0];
    this.#blockCount = fn.blocks.length;
  }

  /** Rewrites `block` backwards, from what is live at its end. */
  rewrite(block: ArcBlock, preds: readonly BlockId[]): void {
    const live = this.#liveness.liveOut(block.id);
    this.#at = block;
    // What follows the point reached, last op first.
    let later: Op[] = [];
    let terminator = block.terminator;
    let span = terminator.kind === "Invoke" ? terminator.call.span : this.#fn.span;
    const end = this.#place((visit) => eachTerminatorOperand(terminator, visit), live);
    this.#emit(later, "RcDec", end.before, span, () => ({ kind: "part taken" }));
    this.#emit(
      later,
      "RcInc",
      end.incs,
      span,
      (v) => this.#whyInc(v, terminator, later, terminator),
    );
    for (let i = block.ops.length - 1; i >= 0; i--) {
      const op = block.ops[i];
      span = stepSpan(op) ?? span;
      this.#emit(
        later,
        "RcDec",
        this.#takeDeadResults(op, live),
        span,
        () => ({ kind: "result unused" }),
      );
      const liveAfter = op.kind === "Call" && canUnwind(op.call, this.#unwinding) ? [...live] : [];
      const placement = this.#place((visit) => eachOperand(op, visit), live);
      this.#emit(later, "RcDec", placement.after, span, () => ({ kind: "last look", step: op }));
      this.#emit(later, "RcInc", this.#retainedResults(op), span, (v) => ({
        kind: "outlives its owner",
        owner: this.#standings.source(v),
      }));
      const during = sorted([...liveAfter, ...placement.after]);
      if (op.kind === "Call" && canUnwind(op.call, this.#unwinding) && during.length > 0) {
        const normal = this.#addBlock(block.region, later.reverse(), terminator);
        const unwind = this.#unwindTo(during, block.region, op.call);
        terminator = { kind: "Invoke", dst: op.dst, call: op.call, normal, unwind };
        later = [];
      } else {
        later.push(op);
      }
      this.#emit(later, "RcDec", placement.before, span, () => ({ kind: "part taken" }));
      this.#emit(
        later,
        "RcInc",
        placement.incs,
        span,
        (v) => this.#whyInc(v, op, later, terminator),
      );
    }
    if (block.ops.length > 0 || terminator.kind !== "Unreachable") {
      const dead = this.#deadOnEntry(block, preds, live);
      this.#emit(later, "RcDec", dead, span, () => ({ kind: "not needed here" }));
    }
    block.ops = later.reverse();
    block.terminator = terminator;
  }

  /** The owned results that nobody needs; takes all results out of `live`. */
  #takeDeadResults(op: Op, live: Set<VarId>): readonly VarId[] {
    const dead: VarId[] = [];
    eachResult(op, (v) => {
      if (!live.delete(v) && this.#standings.of(v) === "owned") dead.push(v);
    });
    return dead;
  }

  #retainedResults(op: Op): readonly VarId[] {
    if (this.#retained.size === 0) return [];
    const found: VarId[] = [];
    eachResult(op, (v) => {
      if (this.#retained.has(v)) found.push(v);
    });
    return found;
  }

  /** Decides what goes around an op with the given uses; `live` goes from after it to before it. */
  #place(
    eachUse: (visit: (v: VarId, mark: ArgMark) => void) => void,
    live: Set<VarId>,
  ): Placement {
    const consumed = new Map<VarId, number>();
    const looked = new Set<VarId>();
    eachUse((v, mark) => {
      const standing = this.#standings.of(v);
      if (standing === "uncounted" || standing === "immortal") return;
      if (mark === "owned") consumed.set(v, (consumed.get(v) ?? 0) + 1);
      else {
        const owner = this.#standings.owner(v);
        if (owner !== undefined) looked.add(owner);
      }
    });
    const incs: VarId[] = [];
    const moved = new Set<VarId>();
    const shared = new Set<VarId>();
    for (const [v, count] of consumed) {
      let needed = count;
      if (this.#standings.of(v) !== "owned") {
        const owner = this.#standings.owner(v);
        if (owner !== undefined) shared.add(owner);
      } else if (!live.has(v) && !looked.has(v)) {
        needed--;
        moved.add(v);
      }
      for (let i = 0; i < needed; i++) incs.push(v);
    }
    const after = [...looked].filter((v) => !live.has(v));
    const before = [...shared].filter((v) => !live.has(v) && !looked.has(v) && !moved.has(v));
    for (const v of looked) live.add(v);
    for (const v of shared) live.add(v);
    for (const v of consumed.keys()) if (this.#standings.of(v) === "owned") live.add(v);
    return { incs: sorted(incs), before: sorted(before), after: sorted(after) };
  }

  /** What is owned on entry of `block` and not needed there. */
  #deadOnEntry(
    block: ArcBlock,
    preds: readonly BlockId[],
    live: ReadonlySet<VarId>,
  ): readonly VarId[] {
    const params = block.id === 0 ? this.#fn.params.map((param) => param.var) : block.params;
    const dead = params.filter((v) => this.#standings.of(v) === "owned" && !live.has(v));
    const [pred, ...others] = preds;
    if (pred !== undefined && others.length === 0) {
      const needed = new Set(this.#liveness.liveIn[block.id]);
      for (const v of this.#liveness.liveAtEnd(pred)) if (!needed.has(v)) dead.push(v);
    }
    return sorted(dead);
  }

  #unwindTo(owned: readonly VarId[], region: RegionId, call: Call): BlockId {
    const key = owned.join();
    const known = this.#unwindBlocks.get(key);
    if (known !== undefined) return known;
    const later: Op[] = [];
    this.#emit(later, "RcDec", owned, call.span, () => ({ kind: "unwinding", call }));
    const id = this.#addBlock(region, later.reverse(), { kind: "Resume" });
    this.#unwindBlocks.set(key, id);
    return id;
  }

  /** Appends one operation per variable to ops that are kept last first. What was made last is released first. */
  #emit(
    later: Op[],
    kind: "RcInc" | "RcDec",
    vars: readonly VarId[],
    span: Span,
    reason: (v: VarId) => RcReason,
  ): void {
    const isWanted = vars.length > 0 && (this.#reasons?.wants(span) ?? false);
    for (const target of kind === "RcDec" ? vars : vars.toReversed()) {
      const op: CountOp = { kind, target, span };
      later.push(op);
      if (isWanted) this.#reasons?.note(op, reason(target), this.#at);
    }
  }

  /** Why `step` needs an `RcInc` of `v`; it comes last in `later`, or is the terminator. */
  #whyInc(v: VarId, step: Step, later: readonly Op[], terminator: Terminator): RcReason {
    const use = useOf(step, v);
    if (this.#standings.of(v) !== "owned") {
      return { kind: "borrowed", use, owner: this.#standings.owner(v) };
    }
    const blockOf = (id: BlockId) => this.#fn.blocks[id] ?? this.added[id - this.#blockCount];
    const again = nextUse(v, this.#standings, { step, later, terminator, blockOf });
    if (again === undefined) return { kind: "used twice", use };
    return { kind: "used again", use, span: stepSpan(again) };
  }

  #addBlock(region: RegionId, ops: Op[], terminator: Terminator): BlockId {
    const id = this.#blockCount + this.added.length as BlockId;
    this.added.push({ id, params: [], ops, terminator, region });
    return id;
  }
}

function sorted(vars: VarId[]): VarId[] {
  return vars.length < 2 ? vars : vars.sort((a, b) => a - b);
}
