/**
 * Lets the panic of a `Drop.drop` go on from the release that ran it.
 *
 *     before                  after
 *       RcDec %0                RcDec %0
 *       Return %1               Invoke DropCheck() -> bb1, unwind bb2
 *                             bb1:
 *                               Return %1
 *                             bb2:
 *                               RcDec %1
 *                               Resume
 *
 * A release finishes before the panic goes on: engines keep it, and `DropCheck` raises it (spec 21.3.4). So drops need
 * no unwind edges of their own. Cleanups have no check: a panic there ends the program.
 *
 * Requires:    counts are in place; blocks in reverse postorder.
 * Establishes: a check after each run of ops that may end with such a panic; blocks in reverse postorder.
 */
import type { Span } from "../../base/mod.ts";
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { DropReach } from "../analysis/drop_types.ts";
import type { ArcBlock, ArcFunction, BlockId, Call, Op, VarId } from "../ir/ir.ts";
import { type Standings, standingsOf } from "../analysis/ownership.ts";
import { orderBlocks } from "../scalar/order_blocks.ts";
import { eachJumpTarget, eachOperand, eachResult, eachTerminatorOperand } from "../ir/visit.ts";

/** References owned by each variable; no entry is none. */
type Owned = Map<VarId, number>;

/** `panics` tells the types whose release may panic. Returns whether anything changed. */
export function insertDropChecks(fn: ArcFunction, types: MonoTypes, panics: DropReach): boolean {
  const checker = new Checker(fn, types, panics);
  if (!fn.blocks.some((block) => checker.needsCheck(block))) return false;
  checker.run();
  orderBlocks(fn);
  return true;
}

class Checker {
  readonly #standings: Standings;
  readonly #unit: MonoTypeId;
  readonly #entries = new Map<BlockId, Owned>();
  /** Blocks that a call which may have released such a value goes on in. */
  readonly #pending = new Map<BlockId, Span>();
  readonly #unwindBlocks = new Map<string, BlockId>();

  constructor(
    readonly fn: ArcFunction,
    types: MonoTypes,
    readonly panics: DropReach,
  ) {
    this.#standings = standingsOf(fn, types);
    this.#unit = types.intern({ kind: "unit", name: "void" });
  }

  /** Cleanups resume: what panics there never comes to a check. */
  needsCheck({ ops, terminator: t }: ArcBlock): boolean {
    if (t.kind === "Resume") return false;
    return ops.some((op) => this.#mayPanic(op)) ||
      t.kind === "Invoke" && this.#callMayPanic(t.call);
  }

  #mayPanic(op: Op): boolean {
    if (op.kind === "RcDec") return this.#reaches(op.target);
    if (op.kind === "DropValue") return this.#reaches(op.value);
    return op.kind === "Call" && this.#callMayPanic(op.call);
  }

  /** Functions have checks of their own. */
  #callMayPanic(call: Call): boolean {
    return call.kind === "Intrinsic" && call.ownership.includes("owned") &&
      call.args.some((v) => this.#reaches(v));
  }

  #reaches(v: VarId): boolean {
    return this.panics.reaches(this.fn.varTypes[v]);
  }

  run(): void {
    const { fn } = this;
    const start: Owned = new Map();
    for (const { var: v } of fn.params) if (this.#standings.of(v) === "owned") start.set(v, 1);
    this.#entries.set(0 as BlockId, start);
    // Those that are added come at the end and need no visit.
    for (const block of fn.blocks.slice()) this.#visit(block);
  }

  #visit(block: ArcBlock): void {
    const owned = new Map(this.#entries.get(block.id));
    const { ops } = block;
    let part = block;
    let pending = this.#pending.get(block.id);
    block.ops = [];
    const settle = (next: Op | undefined): void => {
      if (pending === undefined || isRcOp(next)) return;
      part = this.#check(part, owned, pending);
      pending = undefined;
    };
    const isCleanup = block.terminator.kind === "Resume";
    settle(ops[0]);
    ops.forEach((op, i) => {
      this.#step(op, owned);
      part.ops.push(op);
      if (!isCleanup && this.#mayPanic(op)) pending = spanOf(op, this.fn.span);
      settle(ops[i + 1]);
    });
    this.#leave(part, owned);
  }

  #step(op: Op, owned: Owned): void {
    if (op.kind === "RcInc") return this.#give(op.target, owned);
    eachOperand(op, (v, mark) => {
      if (mark === "owned") this.#take(v, owned);
    });
    eachResult(op, (v) => this.#define(v, owned));
  }

  #give(v: VarId, owned: Owned): void {
    owned.set(v, (owned.get(v) ?? 0) + 1);
  }

  #take(v: VarId, owned: Owned): void {
    const count = owned.get(v) ?? 0;
    if (count > 1) owned.set(v, count - 1);
    else owned.delete(v);
  }

  #define(v: VarId, owned: Owned): void {
    if (this.#standings.of(v) === "owned") owned.set(v, 1);
  }

  /** Ends `block` with a check; gives the block that goes on after it. */
  #check(block: ArcBlock, owned: Owned, span: Span): ArcBlock {
    const { fn } = this;
    fn.varTypes.push(this.#unit);
    fn.varNames.push(undefined);
    const dst = fn.varTypes.length - 1 as VarId;
    const call: Call = { kind: "DropCheck", args: [], ownership: [], span };
    if (owned.size === 0) {
      block.ops.push({ kind: "Call", dst, call });
      return block;
    }
    const unwind = this.#unwindTo(owned, block, span);
    const rest = this.#addBlock({ ...block, params: [], ops: [] });
    block.terminator = { kind: "Invoke", dst, call, normal: rest.id, unwind };
    return rest;
  }

  #unwindTo(owned: Owned, around: ArcBlock, span: Span): BlockId {
    const vars = [...owned].flatMap(([v, count]) => Array<VarId>(count).fill(v));
    vars.sort((a, b) => b - a);
    const key = vars.join();
    const known = this.#unwindBlocks.get(key);
    if (known !== undefined) return known;
    const { id } = this.#addBlock({
      id: around.id,
      params: [],
      ops: vars.map((target) => ({ kind: "RcDec", target, span })),
      terminator: { kind: "Resume" },
      region: around.region,
    });
    this.#unwindBlocks.set(key, id);
    return id;
  }

  #addBlock(block: ArcBlock): ArcBlock {
    const added = { ...block, role: undefined, id: this.fn.blocks.length as BlockId };
    this.fn.blocks.push(added);
    return added;
  }

  /** Brings what is owned to the successors; paths that meet own the same. */
  #leave(block: ArcBlock, owned: Owned): void {
    const t = block.terminator;
    if (t.kind === "Invoke") {
      eachTerminatorOperand(t, (v, mark) => {
        if (mark === "owned") this.#take(v, owned);
      });
      this.#enter(t.unwind, new Map(owned));
      this.#define(t.dst, owned);
      if (this.#callMayPanic(t.call)) this.#pending.set(t.normal, t.call.span);
      this.#enter(t.normal, owned);
      return;
    }
    eachJumpTarget(t, ({ block: target, args }) => {
      const there = new Map(owned);
      for (const arg of args) this.#take(arg, there);
      for (const param of this.fn.blocks[target].params) this.#define(param, there);
      this.#enter(target, there);
    });
  }

  #enter(block: BlockId, owned: Owned): void {
    if (!this.#entries.has(block)) this.#entries.set(block, owned);
  }
}

function isRcOp(op: Op | undefined): boolean {
  return op?.kind === "RcDec" || op?.kind === "RcInc";
}

function spanOf(op: Op, other: Span): Span {
  if (op.kind === "Call") return op.call.span;
  return "span" in op ? op.span : other;
}
