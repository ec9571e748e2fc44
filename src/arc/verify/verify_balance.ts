/**
 * Proves that counts balance, by running the function on abstract counts along every path.
 *
 * The state at a point is how many references each variable owns there. Rules:
 * - a definition of an owned value gives its variable one reference, `RcInc` one more
 * - each consuming use takes one, and there must be one to take
 * - each look needs the variable alive: it owns a reference, or it is a view into something alive, or a
 *   borrowed parameter; what a call borrows must still be alive once its owned arguments are gone
 * - where paths meet, their states are equal; what a loop sets again owns nothing from the last turn
 * - at `Return` and `Resume` nothing is left; `Unreachable` ends a path that never happens
 * - a call that can unwind and is no `Invoke` leaves nothing owned in the frame; the unwind block of an
 *   `Invoke` starts with all that is left once the owned arguments are gone
 * - values without references (`immortal`) get no RC operation
 */
import type { MonoTypes } from "../../mono/mod.ts";
import type { ArgMark } from "../../operations/mod.ts";
import type { ArcBlock, ArcFunction, BlockId, Call, Op, Terminator, VarId } from "../ir/ir.ts";
import { type Standings, standingsOf } from "../analysis/ownership.ts";
import { canUnwind, isCaught, type Unwinding } from "../analysis/unwinding.ts";
import type { Findings } from "./findings.ts";
import { eachArg, eachJumpTarget, eachOperand, eachResult, reversePostorder } from "../ir/visit.ts";

/** References owned by each variable; no entry is none. */
type Counts = Map<VarId, number>;
interface Entry {
  readonly counts: Counts;
  /** The block this state came from first. */
  readonly from: BlockId | undefined;
}

/**
 * Finds where counts do not balance, with a path that leads there. A block has one finding at most: what comes after it, and
 * blocks that are reached through it alone, are not looked at.
 */
export function verifyBalance(
  fn: ArcFunction,
  types: MonoTypes,
  unwinding: Unwinding,
  findings: Findings,
): void {
  const checker = new Balance(fn, standingsOf(fn, types), unwinding);
  for (const block of reversePostorder(fn)) {
    const finding = checker.run(fn.blocks[block]);
    if (finding !== undefined) findings.add({ fn, block, op: finding.op }, finding.rule);
  }
}

/** Ends the run of a block whose counts do not balance. */
class Imbalance extends Error {
  constructor(readonly op: number, readonly rule: string) {
    super(rule);
  }
}

class Balance {
  readonly #fn: ArcFunction;
  readonly #standings: Standings;
  readonly #unwinding: Unwinding;
  readonly #entries = new Map<BlockId, Entry>();
  #counts: Counts = new Map();
  #block: BlockId = 0 as BlockId;
  #op = 0;

  constructor(fn: ArcFunction, standings: Standings, unwinding: Unwinding) {
    this.#fn = fn;
    this.#standings = standings;
    this.#unwinding = unwinding;
    const counts: Counts = new Map();
    for (const { var: v } of fn.params) if (standings.of(v) === "owned") counts.set(v, 1);
    this.#entries.set(0 as BlockId, { counts, from: undefined });
  }

  /** Brings the state through `block` to its successors; returns what is wrong in it. */
  run(block: ArcBlock): Imbalance | undefined {
    const entry = this.#entries.get(block.id);
    if (entry === undefined) return undefined;
    this.#block = block.id;
    this.#op = 0;
    this.#counts = new Map(entry.counts);
    try {
      this.#steps(block);
      return undefined;
    } catch (error) {
      if (error instanceof Imbalance) return error;
      throw error;
    }
  }

  #steps(block: ArcBlock): void {
    for (const op of block.ops) {
      this.#step(op);
      this.#op++;
    }
    this.#end(block.terminator);
  }

  #step(op: Op): void {
    switch (op.kind) {
      case "RcInc":
        this.#rejectPointless(op.target);
        this.#look(op.target);
        this.#give(op.target);
        return;
      case "RcDec":
        this.#rejectPointless(op.target);
        this.#take(op.target);
        return;
      case "Call":
        this.#call(op.call);
        if (canUnwind(op.call, this.#unwinding)) this.#requireEmpty("can unwind while");
        break;
      default:
        this.#uses((visit) => eachOperand(op, visit));
    }
    eachResult(op, (v) => this.#define(v));
  }

  #end(t: Terminator): void {
    switch (t.kind) {
      case "Return":
        this.#take(t.value);
        return this.#requireEmpty("returns while");
      case "Resume":
        return this.#requireEmpty("resumes while");
      case "Unreachable":
        return;
      case "Invoke": {
        this.#call(t.call);
        if (this.#counts.size === 0 && !isCaught(this.#fn, t)) {
          throw this.#error("an Invoke with nothing to release");
        }
        this.#enter(t.unwind);
        this.#counts = new Map(this.#counts);
        this.#define(t.dst);
        return this.#enter(t.normal);
      }
      case "Branch":
        this.#look(t.condition);
        break;
      case "Switch":
        this.#look(t.subject);
        break;
      case "Jump":
    }
    const atEnd = this.#counts;
    eachJumpTarget(t, (target) => {
      this.#counts = new Map(atEnd);
      for (const arg of target.args) this.#take(arg);
      for (const param of this.#fn.blocks[target.block].params) this.#define(param);
      this.#enter(target.block);
    });
  }

  #call(call: Call): void {
    this.#uses((visit) => eachArg(call, visit));
  }

  /** Owned operands go first, so that what is borrowed has to be alive without them. */
  #uses(each: (visit: (v: VarId, mark: ArgMark) => void) => void): void {
    each((v, mark) => {
      if (mark === "owned") this.#take(v);
    });
    each((v, mark) => {
      if (mark === "borrowed") this.#look(v);
    });
  }

  #define(v: VarId): void {
    if (this.#counts.has(v)) {
      throw this.#error(`${this.#show(v)} is set again while it owns a reference`);
    }
    if (this.#standings.of(v) === "owned") this.#counts.set(v, 1);
  }

  #give(v: VarId): void {
    this.#counts.set(v, (this.#counts.get(v) ?? 0) + 1);
  }

  #take(v: VarId): void {
    const standing = this.#standings.of(v);
    if (standing === "uncounted" || standing === "immortal") return;
    const count = this.#counts.get(v) ?? 0;
    if (count === 0) throw this.#error(`${this.#show(v)} is consumed without owning a reference`);
    if (count === 1) this.#counts.delete(v);
    else this.#counts.set(v, count - 1);
  }

  #look(v: VarId): void {
    let at = v;
    while (this.#standings.of(at) === "view" && !this.#counts.has(at)) {
      at = this.#standings.source(at);
    }
    if (this.#standings.of(at) !== "owned" || this.#counts.has(at)) return;
    throw this.#error(`${this.#show(v)} is used after ${this.#show(at)} was consumed`);
  }

  #rejectPointless(v: VarId): void {
    const standing = this.#standings.of(v);
    if (standing === "uncounted" || standing === "immortal") {
      throw this.#error(`an RC operation on ${this.#show(v)}, which holds no reference`);
    }
  }

  #requireEmpty(what: string): void {
    const [left] = this.#counts;
    if (left === undefined) return;
    throw this.#error(`${what} ${this.#show(left[0])} owns ${left[1]} reference(s)`);
  }

  /** Brings the state to `block`; states that meet must be equal. */
  #enter(block: BlockId): void {
    const known = this.#entries.get(block);
    if (known === undefined) {
      this.#entries.set(block, { counts: this.#counts, from: this.#block });
      return;
    }
    const vars = new Set([...known.counts.keys(), ...this.#counts.keys()]);
    for (const v of vars) {
      const here = this.#counts.get(v) ?? 0;
      const there = known.counts.get(v) ?? 0;
      if (here === there) continue;
      const other = known.from === undefined ? "the entry" : this.#path(known.from);
      throw this.#error(
        `paths meet at bb${block} with ${here} reference(s) of ${
          this.#show(v)
        }, ${there} by ${other}`,
      );
    }
  }

  #show(v: VarId): string {
    const name = this.#fn.varNames[v];
    return name === undefined ? `%${v}` : `%${v} (${name})`;
  }

  /** The way from the entry by which the state at `block` was found. */
  #path(block: BlockId): string {
    const blocks: string[] = [];
    for (let at: BlockId | undefined = block; at !== undefined;) {
      blocks.push(`bb${at}`);
      at = this.#entries.get(at)?.from;
    }
    return blocks.reverse().join(" -> ");
  }

  #error(rule: string): Imbalance {
    return new Imbalance(this.#op, `${rule}; path ${this.#path(this.#block)}`);
  }
}
