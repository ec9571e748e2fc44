/**
 * Records ownership: for each variable of each frame, the references that it owns and its lender. Every
 * reference has exactly one owner at a time; instructions move it from one to the next, `RcInc` creates one
 * and `RcDec` gives one back.
 */
import type { Op, Terminator } from "../arc/mod.ts";
import type { Rule } from "./violation.ts";

/** Owned by a variable that holds no counted block: a literal, an empty list, a nullary variant. */
export const IMMORTAL = 1 << 30;
/** The slot that never owns anything. */
const NOBODY = 0;
/** The owner of what the engine lends to the outermost function. */
export const HOST = 1;
/** First slot of the outermost frame. */
export const BOTTOM = 2;

const FIRST_SLOTS = 1 << 12;

/** An instruction; the one that took the last reference of a variable is part of a report. */
export type Step = Op | Terminator;

/** Words for the reports of the ledger. */
export interface Reporter {
  nameOf(slot: number): string;
  describe(step: Step): string;
  fail(rule: Rule, what: string): never;
}

export class Ledger {
  /** References that the current frame owns in all. */
  total = 0;
  #owned = new Int32Array(FIRST_SLOTS);
  #lender = new Int32Array(FIRST_SLOTS);
  /**
   * By slot: the owner at the end of its chain of lenders when it was set. The chain is followed only when that owner has
   * no reference any more; following it always would make a recursion over views quadratic.
   */
  #owner = new Int32Array(FIRST_SLOTS);
  readonly #takenBy: (Step | undefined)[] = [];
  readonly #reporter: Reporter;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
    this.#owned[HOST] = IMMORTAL;
  }

  /** Makes room for the slots below `top`, those from `base` on without a reference. */
  open(base: number, top: number): void {
    while (top > this.#owned.length) this.#grow();
    this.#owned.fill(0, base, top);
    this.#lender.fill(NOBODY, base, top);
    this.#owner.fill(NOBODY, base, top);
  }

  /** `slot` holds a new value that it owns one reference of. */
  own(slot: number): void {
    this.#set(slot, 1, NOBODY);
    this.total++;
  }

  /** `slot` holds a value without references. */
  ownImmortal(slot: number): void {
    this.#set(slot, IMMORTAL, NOBODY);
  }

  /** `slot` looks into what `lender` keeps alive. */
  view(slot: number, lender: number): void {
    this.#set(slot, this.#owned[lender] === IMMORTAL ? IMMORTAL : 0, lender);
  }

  /** A borrowed parameter. That its argument holds no reference is not known in the callee. */
  lend(slot: number, lender: number): void {
    this.#set(slot, 0, lender);
  }

  isImmortal(slot: number): boolean {
    return this.#owned[slot] === IMMORTAL;
  }

  /** `RcInc`. */
  give(slot: number): void {
    this.look(slot);
    this.#requireCounted(slot, "RcInc");
    this.#owned[slot]++;
    this.total++;
  }

  /** `RcDec`; `isUnwinding` in an unwind block. */
  release(slot: number, step: Step, isUnwinding: boolean): void {
    this.#requireCounted(slot, "RcDec");
    if (this.#owned[slot] === 0 && isUnwinding) {
      const what = `${this.#name(slot)} owns no reference at the call that unwound here`;
      this.#reporter.fail("UW-4 an unwind block releases what is owned, no more", what);
    }
    this.take(slot, step);
  }

  /** `step` consumes one reference. */
  take(slot: number, step: Step): void {
    const owned = this.#owned[slot];
    if (owned === IMMORTAL) return;
    if (owned === 0) this.#failTaking(slot, step);
    this.#owned[slot] = owned - 1;
    this.total--;
    if (owned === 1) this.#takenBy[slot] = step;
  }

  /** The value of `slot` is used, and has to be kept alive by an owner. */
  look(slot: number): void {
    if (this.#owned[slot] > 0 || this.#owned[this.#owner[slot]] > 0) return;
    let at = slot;
    while (this.#owned[at] === 0 && this.#lender[at] !== NOBODY) at = this.#lender[at];
    if (this.#owned[at] > 0) return;
    this.#failLooking(slot, at);
  }

  #failLooking(slot: number, at: number): never {
    const taker = this.#takenBy[at];
    const what = `${this.#name(at)} ${this.#fate(taker)}`;
    if (at === slot) return this.#reporter.fail(goneBy(taker), what);
    const message = `${this.#name(slot)} is borrowed from ${this.#name(at)}; ${what}`;
    return this.#reporter.fail("borrow outlives owner", message);
  }

  /** Fails if anything between `base` and `top` is still owned: a frame ends by `how`. */
  requireNothing(base: number, top: number, rule: Rule, how: string): void {
    if (this.total === 0) return;
    for (let slot = base; slot < top; slot++) {
      const owned = this.#owned[slot];
      if (owned === 0 || owned === IMMORTAL) continue;
      this.#reporter.fail(rule, `${this.#name(slot)} still owns ${references(owned)} ${how}`);
    }
  }

  #set(slot: number, owned: number, lender: number): void {
    const before = this.#owned[slot];
    if (before !== 0 && before !== IMMORTAL) {
      const what = `${this.#name(slot)} still owns ${references(before)} when it is set again`;
      this.#reporter.fail("count is one too high", what);
    }
    this.#owned[slot] = owned;
    this.#lender[slot] = lender;
    this.#owner[slot] = this.#owned[lender] > 0 ? lender : this.#owner[lender];
    this.#takenBy[slot] = undefined;
  }

  #requireCounted(slot: number, operation: string): void {
    if (this.#owned[slot] !== IMMORTAL) return;
    const what = `${operation} of ${this.#name(slot)}, which never holds a counted block`;
    this.#reporter.fail("no reference to count", what);
  }

  #failTaking(slot: number, step: Step): never {
    const taker = this.#takenBy[slot];
    const name = this.#name(slot);
    if (taker === undefined) {
      const lender = this.#lender[slot];
      const from = lender <= HOST ? "" : ` from ${this.#name(lender)}`;
      return this.#reporter.fail(
        "count is one short",
        `${name} is consumed, but it is only borrowed${from}: no RcInc gave it a reference`,
      );
    }
    if (taker === step) {
      const what = `${name} is consumed more than once here, but owned one reference`;
      return this.#reporter.fail("count is one short", what);
    }
    const rule = step.kind === "RcDec" ? "count is one short" : goneBy(taker);
    return this.#reporter.fail(rule, `${name} ${this.#fate(taker)}`);
  }

  #name(slot: number): string {
    return this.#reporter.nameOf(slot);
  }

  #fate(taker: Step | undefined): string {
    if (taker === undefined) return "never owned a reference";
    const how = taker.kind === "RcDec" ? "was released" : "was moved";
    return `${how} by ${this.#reporter.describe(taker)}`;
  }

  #grow(): void {
    this.#owned = doubled(this.#owned);
    this.#lender = doubled(this.#lender);
    this.#owner = doubled(this.#owner);
  }
}

function doubled(slots: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(slots.length * 2);
  larger.set(slots);
  return larger;
}

function goneBy(taker: Step | undefined): Rule {
  return taker?.kind === "RcDec" ? "use after release" : "use after move";
}

function references(count: number): string {
  return count === 1 ? "1 reference" : `${count} references`;
}
