/**
 * Plans which cells of a function are filled again, and by whom.
 *
 * A cell comes free where an owned boxed sum is unpacked, where one is no longer needed, and with a token that the
 * caller hands over. Each `Construct` of a cell of the same type fills the newest one that the ways to it bring along; one
 * that only some of them bring is the second choice. A call takes what its callee wants and the function itself
 * has no use for afterwards. What comes free before a loop passes it by.
 *
 * Requires: final ownership; blocks in reverse postorder; no critical edges; no RC operation.
 */
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import { type CellPlan, isPartial, type Source, type Want } from "./cell_sources.ts";
import type { Analyses } from "../analysis/analyses.ts";
import type { Cells } from "../analysis/cells.ts";
import type { DropReach } from "../analysis/drop_types.ts";
import type { ArcBlock, ArcFunction, BlockId, FnId, Op, VarId } from "../ir/ir.ts";
import { computeLiveness, type Liveness } from "../analysis/liveness.ts";
import { type Loop, type LoopForest, loopForest } from "../analysis/loop_forest.ts";
import { type Standings, standingsOf } from "../analysis/ownership.ts";
import { type Proof, provenVariants } from "../analysis/proven_variants.ts";
import { eachOperand, eachTerminatorOperand, predecessors, successors } from "../ir/visit.ts";

/** What a plan leans on. */
export interface PlanContext {
  readonly types: MonoTypes;
  readonly analyses: Analyses;
  readonly cells: Cells;
  /** What runs code of the user when it is released keeps its `RcDec`. */
  readonly drops: DropReach;
  wantsOf(callee: FnId): readonly Want[];
}

/** `given` are the types of the tokens that callers hand over. */
export function planCells(
  fn: ArcFunction,
  context: PlanContext,
  given: readonly MonoTypeId[],
): CellPlan | undefined {
  const asked = askedTypes(fn, context);
  return asked.size === 0 ? undefined : new Planner(fn, context, asked).run(given);
}

/** The types of the cells that `fn` makes or that its callees want. */
function askedTypes(fn: ArcFunction, { cells, wantsOf }: PlanContext): ReadonlySet<MonoTypeId> {
  const asked = new Set<MonoTypeId>();
  for (const { ops } of fn.blocks) {
    for (const op of ops) {
      const made = cells.madeBy(op, fn);
      if (made !== undefined) asked.add(made);
      for (const { type } of wantsOfOp(op, wantsOf)) asked.add(type);
    }
  }
  return asked;
}

const NO_WANTS: readonly Want[] = [];

function wantsOfOp(op: Op, wantsOf: PlanContext["wantsOf"]): readonly Want[] {
  return op.kind === "Call" && op.call.kind === "Apply" ? wantsOf(op.call.fn) : NO_WANTS;
}

/** Older tokens are forgotten. */
const MOST_KEPT = 16;

/** How many cells of a type are made, by the way that is taken. */
interface Count {
  readonly most: number;
  readonly least: number;
}
type Counts = Map<MonoTypeId, Count>;

const NONE: Count = { most: 0, least: 0 };

/** What is known where a block ends. */
interface State {
  /** Newest last. */
  free: Source[];
  /** Cells that were made without a token. */
  readonly debts: Counts;
  /** The innermost loop around. */
  readonly loop: Loop | undefined;
}

class Planner {
  readonly #fn: ArcFunction;
  readonly #context: PlanContext;
  readonly #asked: ReadonlySet<MonoTypeId>;
  readonly #standings: Standings;
  readonly #liveness: Liveness;
  readonly #preds: readonly (readonly BlockId[])[];
  readonly #proofs: ReadonlyMap<BlockId, Proof>;
  readonly #laterNeeds: ReadonlyMap<Op, Counts>;
  readonly #loops: LoopForest;
  readonly #atEnd: State[] = [];
  readonly #filled = new Map<Op, Source>();
  readonly #handed = new Map<Op, readonly Source[]>();

  constructor(fn: ArcFunction, context: PlanContext, asked: ReadonlySet<MonoTypeId>) {
    this.#fn = fn;
    this.#context = context;
    this.#asked = asked;
    this.#standings = standingsOf(fn, context.types);
    this.#liveness = computeLiveness(fn, (v) => this.#owner(v));
    this.#preds = predecessors(fn);
    this.#loops = context.analyses.ofFunction(fn, loopForest);
    this.#proofs = context.analyses.ofFunction(fn, provenVariants);
    this.#laterNeeds = laterNeeds(fn, context);
  }

  run(given: readonly MonoTypeId[]): CellPlan {
    for (const block of this.#fn.blocks) {
      const state = this.#stateOnEntry(block);
      if (block.id === 0) {
        state.free.unshift(...given.map((type, index): Source => ({
          kind: "given",
          type,
          index,
          loop: undefined,
        })));
      }
      this.#visit(block, state);
      state.free = state.free.slice(-MOST_KEPT);
      this.#atEnd[block.id] = state;
    }
    return { filled: this.#filled, handed: this.#handed, wants: this.#wants() };
  }

  /** The owned boxed sum that a use keeps alive. */
  #owner(v: VarId): VarId | undefined {
    const owner = this.#standings.owner(v);
    if (owner === undefined) return undefined;
    return this.#context.cells.isBoxed(this.#fn.varTypes[owner]) ? owner : undefined;
  }

  #stateOnEntry(block: ArcBlock): State {
    const preds = this.#preds[block.id];
    const before = preds.filter((pred) => pred < block.id).map((pred) => this.#atEnd[pred]);
    return {
      free: [...this.#broughtTo(block.id, preds), ...this.#deadOnEntry(block)],
      debts: meet(before.map((state) => state.debts)),
      loop: this.#loops.around(block.id),
    };
  }

  /** The values that the ways to `block` still needed, and `block` does not. */
  #deadOnEntry(block: ArcBlock): Source[] {
    const [pred, ...others] = this.#preds[block.id];
    const live = new Set(this.#liveness.liveIn[block.id]);
    const params = block.id === 0 ? this.#fn.params.map((param) => param.var) : block.params;
    const dead = params.filter((v) => this.#owner(v) === v && !this.#isNeeded(block, v));
    if (pred !== undefined && others.length === 0) {
      for (const v of this.#liveness.liveAtEnd(pred)) if (!live.has(v)) dead.push(v);
    }
    const proof = this.#proofs.get(block.id);
    return dead.flatMap((value) => {
      const type = this.#fn.varTypes[value];
      const isConstant = proof?.of === value && !this.#context.cells.isCell(type, proof.variant);
      return isConstant ? [] : this.#died(value, block.id, 0);
    });
  }

  #died(value: VarId, block: BlockId, index: number): readonly Source[] {
    const type = this.#fn.varTypes[value];
    if (!this.#asked.has(type) || this.#context.drops.reaches(type)) return [];
    const loop = this.#loops.around(block);
    return [{ kind: "dead", type, loop, value, block, index }];
  }

  /** Whether a parameter of `block`, or a view into it, is used. */
  #isNeeded(block: ArcBlock, param: VarId): boolean {
    if (this.#liveness.liveOut(block.id).has(param)) return true;
    let found = false;
    const visit = (operand: VarId): void => {
      if (this.#owner(operand) === param) found = true;
    };
    for (const op of block.ops) eachOperand(op, visit);
    eachTerminatorOperand(block.terminator, visit);
    return found;
  }

  #broughtTo(block: BlockId, preds: readonly BlockId[]): Source[] {
    const before = preds.filter((pred) => pred < block);
    const [first, ...others] = before;
    if (first === undefined) return [];
    const freeAt = (pred: BlockId): readonly Source[] => this.#atEnd[pred].free;
    if (others.length === 0) return [...freeAt(first)];
    const common = freeAt(first).filter((source) =>
      others.every((pred) => freeAt(pred).includes(source))
    );
    if (before.length < preds.length) return common;
    const left = preds.map((pred) => freeAt(pred).filter((source) => !common.includes(source)));
    return [...common, ...this.#join(block, preds, left)];
  }

  /** Sources for what comes free differently on the ways to `block`. */
  #join(
    block: BlockId,
    preds: readonly BlockId[],
    left: readonly (readonly Source[])[],
  ): readonly Source[] {
    const loop = this.#loops.around(block);
    const usable = left.map((sources) =>
      sources.filter((source) => this.#loops.isWithin(source.loop, loop))
    );
    return [...new Set(usable.flat().map(({ type }) => type))].flatMap((type) => {
      const rows = usable.map((sources) => sources.filter((source) => source.type === type));
      const count = Math.max(...rows.map((row) => row.length));
      return Array.from({ length: count }, (_, i): Source => {
        const inputs = preds.map((pred, p) => [pred, rows[p][i]] as const);
        const isSomewhereEmpty = inputs.some(([, input]) => isPartial(input));
        return { kind: "joined", type, loop, isPartial: isSomewhereEmpty, block, inputs };
      });
    });
  }

  #visit(block: ArcBlock, state: State): void {
    const ends = this.#endsIn(block);
    const { cells, wantsOf } = this.#context;
    block.ops.forEach((op, index) => {
      const made = cells.madeBy(op, this.#fn);
      if (made !== undefined) this.#fill(op, made, state);
      const wants = wantsOfOp(op, wantsOf);
      if (wants.length > 0) this.#hand(op, wants, state);
      if (op.kind === "Unpack") {
        const type = this.#fn.varTypes[op.src];
        if (this.#asked.has(type) && cells.isCell(type, op.variant ?? 0)) {
          state.free.push({ kind: "unpacked", type, loop: state.loop, op });
        }
      }
      for (const value of ends.get(index) ?? []) {
        state.free.push(...this.#died(value, block.id, index + 1));
      }
    });
  }

  #fill(op: Op, type: MonoTypeId, state: State): void {
    const source = this.#take(state, type);
    if (source !== undefined) this.#filled.set(op, source);
    if (isPartial(source)) owe(state, type, true);
  }

  /** The newest source of the type, rather one that all ways bring. */
  #take(state: State, type: MonoTypeId): Source | undefined {
    const { free } = state;
    const isUsable = (source: Source): boolean => this.#isUsable(source, type, state);
    let at = free.findLastIndex((source) => isUsable(source) && !isPartial(source));
    if (at < 0) at = free.findLastIndex(isUsable);
    return at < 0 ? undefined : free.splice(at, 1)[0];
  }

  /** One from before a loop would serve its first turn only. */
  #isUsable(source: Source, type: MonoTypeId, { loop }: State): boolean {
    return source.type === type && this.#loops.isWithin(source.loop, loop);
  }

  /**
   * Gives a call what the function has to spare: for what the callee certainly makes, when all that is certainly made
   * later has its cell, for the rest, when all that may be made later has.
   */
  #hand(op: Op, wants: readonly Want[], state: State): void {
    const handed: Source[] = [];
    for (const { type, most, least } of wants) {
      const later = this.#laterNeeds.get(op)?.get(type) ?? NONE;
      const free = state.free.filter((source) => this.#isUsable(source, type, state)).length;
      for (let i = 0; i < most; i++) {
        const isSpare = i + (i < least ? later.least : later.most) < free;
        const source = isSpare ? this.#take(state, type) : undefined;
        if (source !== undefined) handed.push(source);
        if (isPartial(source)) owe(state, type, i < least);
      }
    }
    if (handed.length > 0) this.#handed.set(op, handed);
  }

  /** The values that ops of `block` look at last and do not consume, by op. */
  #endsIn(block: ArcBlock): ReadonlyMap<number, readonly VarId[]> {
    const live = this.#liveness.liveOut(block.id);
    const seen = new Set(live);
    eachTerminatorOperand(block.terminator, (v) => {
      const owner = this.#owner(v);
      if (owner !== undefined) seen.add(owner);
    });
    const ends = new Map<number, VarId[]>();
    for (let i = block.ops.length - 1; i >= 0; i--) {
      const consumed = new Set<VarId>();
      const last: VarId[] = [];
      eachOperand(block.ops[i], (v, mark) => {
        const owner = this.#owner(v);
        if (owner === undefined) return;
        if (mark === "owned") consumed.add(owner);
        if (!seen.has(owner)) last.push(owner);
        seen.add(owner);
      });
      const dead = last.filter((v) => !consumed.has(v));
      if (dead.length > 0) ends.set(i, dead);
    }
    return ends;
  }

  #wants(): readonly Want[] {
    const ends = this.#atEnd.map(({ debts }) => debts);
    const returns = this.#fn.blocks.filter(({ terminator }) => terminator.kind === "Return")
      .map(({ id }) => ends[id]);
    return [...this.#asked].flatMap((type): readonly Want[] => {
      const most = ends.reduce((n, debts) => Math.max(n, debts.get(type)?.most ?? 0), 0);
      if (most === 0) return [];
      const least = returns.map((debts) => debts.get(type)?.least ?? 0);
      return [{ type, most, least: least.length === 0 ? 0 : Math.min(...least) }];
    });
  }
}

/** A caller's token would serve one turn of a loop. */
function owe({ debts, loop }: State, type: MonoTypeId, isCertain: boolean): void {
  if (loop !== undefined) return;
  add(debts, type, { most: 1, least: isCertain ? 1 : 0 });
}

function add(counts: Counts, type: MonoTypeId, by: Count): void {
  const { most, least } = counts.get(type) ?? NONE;
  counts.set(type, { most: Math.max(0, most + by.most), least: Math.max(0, least + by.least) });
}

/** What holds where ways with these counts meet or part. */
function meet(all: readonly Counts[]): Counts {
  const [first, ...others] = all;
  const met: Counts = new Map(first);
  for (const counts of others) {
    for (const type of new Set([...met.keys(), ...counts.keys()])) {
      const [a, b] = [met.get(type) ?? NONE, counts.get(type) ?? NONE];
      met.set(type, { most: Math.max(a.most, b.most), least: Math.min(a.least, b.least) });
    }
  }
  return met;
}

/**
 * How many cells are made after each call that could be handed some, beyond those that come free by an `Unpack` before
 * they are made.
 */
function laterNeeds(
  fn: ArcFunction,
  { cells, wantsOf }: PlanContext,
): ReadonlyMap<Op, Counts> {
  const after = new Map<Op, Counts>();
  if (!fn.blocks.some(({ ops }) => ops.some((op) => wantsOfOp(op, wantsOf).length > 0))) {
    return after;
  }
  const atStart: Counts[] = [];
  for (const block of fn.blocks.toReversed()) {
    const next = successors(block.terminator).filter((id) => id > block.id);
    const needs = meet(next.map((id) => atStart[id]));
    for (const op of block.ops.toReversed()) {
      const wants = wantsOfOp(op, wantsOf);
      if (wants.length > 0) after.set(op, new Map(needs));
      for (const want of wants) add(needs, want.type, want);
      const made = cells.madeBy(op, fn);
      if (made !== undefined) add(needs, made, { most: 1, least: 1 });
      if (op.kind !== "Unpack") continue;
      const type = fn.varTypes[op.src];
      if (cells.isCell(type, op.variant ?? 0)) add(needs, type, { most: -1, least: -1 });
    }
    atStart[block.id] = needs;
  }
  return after;
}
