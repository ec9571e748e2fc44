/** The call stack: frames, the values of their variables, and their owners. */
import {
  type ArcBlock,
  type ArcProgram,
  type BlockId,
  isHandler,
  regionId,
  type VarId,
} from "../arc/mod.ts";
import type { SourceMap } from "../base/mod.ts";
import { type CallPlace, Cell, isFreed, Str, type Value } from "../vm/mod.ts";
import type { CheckedFunction } from "./checked_function.ts";
import { BOTTOM, Ledger, type Reporter, type Step } from "./ledger.ts";
import { describePlace, nameStep, nameVar, nearestSpan, spanOf, stepAt } from "./places.ts";
import { RcViolation, type Rule } from "./violation.ts";

/** As in the VM: deeper recursion is a panic. */
const MAX_FRAMES = 1_000_000;
const MAX_SLOTS = 1 << 24;
const FIRST_SLOTS = 1 << 12;

export interface Frame {
  readonly code: CheckedFunction;
  readonly base: number;
  block: ArcBlock;
  /** Index of the current instruction; the terminator is one past the last op. */
  at: number;
  /** References that the frame owns, while a callee runs. */
  owned: number;
}

export class Frames implements Reporter {
  readonly ledger = new Ledger(this);
  readonly #program: ArcProgram;
  readonly #sources: SourceMap;
  readonly #stack: Frame[] = [];
  #values: Value[] = new Array(FIRST_SLOTS).fill(undefined);
  #frame: Frame | undefined;
  // Copies of fields of the current frame.
  #base = BOTTOM;
  #slotOf: Int32Array = new Int32Array();
  #isTracked: Uint8Array = new Uint8Array();

  constructor(program: ArcProgram, sources: SourceMap) {
    this.#program = program;
    this.#sources = sources;
  }

  get depth(): number {
    return this.#stack.length;
  }

  /** The frame that runs; there must be one. */
  get current(): Frame {
    return this.#frame as Frame;
  }

  get step(): Step {
    const { block, at } = this.current;
    return stepAt(block, at);
  }

  /** Values for which there is room. */
  get capacity(): number {
    return this.#values.length;
  }

  /** Whether one more frame of `code` fits. */
  hasRoom(code: CheckedFunction): boolean {
    return this.#stack.length < MAX_FRAMES && this.#top() + code.size <= MAX_SLOTS;
  }

  /** Enters `code`, whose slots own nothing yet. */
  push(code: CheckedFunction): Frame {
    const base = this.#top();
    if (this.#frame !== undefined) this.#frame.owned = this.ledger.total;
    const frame = { code, base, block: code.fn.blocks[0], at: 0, owned: 0 };
    while (base + code.size > this.#values.length) this.#grow();
    this.ledger.open(base, base + code.size);
    this.ledger.total = 0;
    this.#stack.push(frame);
    this.#show(frame);
    return frame;
  }

  #show(frame: Frame): void {
    this.#frame = frame;
    this.#base = frame.base;
    this.#slotOf = frame.code.slotOf;
    this.#isTracked = frame.code.isTracked;
  }

  /** Leaves the current frame, which must own nothing. */
  pop(): void {
    this.#stack.pop();
    const caller = this.#stack.at(-1);
    this.ledger.total = caller?.owned ?? 0;
    if (caller === undefined) this.#frame = undefined;
    else this.#show(caller);
  }

  /** Goes on at the start of `block`. */
  enter(block: BlockId): void {
    const frame = this.current;
    frame.block = frame.code.fn.blocks[block];
    frame.at = 0;
  }

  // --- variables of the current frame ---

  slot(v: VarId): number {
    return this.#base + this.#slotOf[v];
  }

  type(v: VarId): number {
    return this.current.code.fn.varTypes[v];
  }

  /** Types of the variables of the current function. */
  get varTypes(): readonly number[] {
    return this.current.code.fn.varTypes;
  }

  isTracked(v: VarId): boolean {
    return this.#isTracked[this.#slotOf[v]] === 1;
  }

  /** The value of `v`, without a check. */
  value(v: VarId): Value {
    return this.#values[this.slot(v)];
  }

  /** The value of `v`, which must be alive; it stays where it is. */
  look(v: VarId): Value {
    const own = this.#slotOf[v];
    const slot = this.#base + own;
    const value = this.#values[slot];
    if (this.#isTracked[own] === 1) {
      this.ledger.look(slot);
      this.#requireLive(v, value);
    }
    return value;
  }

  /** The value of `v`, which gives a reference to the current instruction. */
  take(v: VarId): Value {
    const own = this.#slotOf[v];
    const slot = this.#base + own;
    const value = this.#values[slot];
    if (this.#isTracked[own] === 1) {
      this.ledger.take(slot, this.step);
      this.#requireLive(v, value);
    }
    return value;
  }

  /** Whether `v` holds no reference, although its type is counted: see `IMMORTAL`. */
  isImmortal(v: VarId): boolean {
    return !this.isTracked(v) || this.ledger.isImmortal(this.slot(v));
  }

  /** `v` gets a value, and one reference if it is of a counted type. */
  own(v: VarId, value: Value): void {
    const own = this.#slotOf[v];
    const slot = this.#base + own;
    this.#values[slot] = value;
    if (this.#isTracked[own] === 1) this.ledger.own(slot);
  }

  ownImmortal(v: VarId, value: Value): void {
    const own = this.#slotOf[v];
    const slot = this.#base + own;
    this.#values[slot] = value;
    if (this.#isTracked[own] === 1) this.ledger.ownImmortal(slot);
  }

  /** `v` looks into what `lender` holds. */
  view(v: VarId, value: Value, lender: VarId): void {
    const own = this.#slotOf[v];
    const slot = this.#base + own;
    this.#values[slot] = value;
    if (this.#isTracked[own] === 1) this.ledger.view(slot, this.slot(lender));
  }

  /** Parameter `v` borrows from `lender`, a slot of the caller. */
  lend(v: VarId, value: Value, lender: number): void {
    const own = this.#slotOf[v];
    const slot = this.#base + own;
    this.#values[slot] = value;
    if (this.#isTracked[own] === 1) this.ledger.lend(slot, lender);
  }

  /** Fails if the current frame owns anything. */
  requireNothingOwned(rule: Rule, how: string): void {
    const { base, code } = this.current;
    this.ledger.requireNothing(base, base + code.size, rule, how);
  }

  /** Whether a call of a frame above `floor` has a handler. */
  isCaughtAbove(floor: number): boolean {
    return this.#stack.slice(floor).some(({ code: { fn }, block, at }) => {
      const step = stepAt(block, at);
      return step.kind === "Invoke" && isHandler(fn.blocks[step.unwind]);
    });
  }

  // --- reports ---

  /** Position of the current instruction or, if that is of std, of the innermost call of the program. */
  panicPosition(): string {
    const frame = this.#stack.findLast((frame) => !this.#isInStd(frame)) ?? this.current;
    return this.#positionIn(frame);
  }

  #isInStd({ code, block, at }: Frame): boolean {
    return this.#program.stdFiles.has(nearestSpan(code.fn, block, at).file);
  }

  /** A function that describes the current place as `FUNCTION at FILE:LINE:COL`, also when the program has moved on. */
  site(): () => string {
    if (this.depth === 0) return () => "(start)";
    const { code: { fn }, block, at } = this.current;
    return () => `${fn.name} at ${this.#sources.describe(nearestSpan(fn, block, at))}`;
  }

  /** The functions that wait for the current one, innermost first. */
  callers(): string[] {
    return this.#stack.slice(0, -1).map(({ code }) => code.fn.name).reverse();
  }

  /** The active calls, innermost first. */
  backtrace(): CallPlace[] {
    return this.#stack.map((frame) => ({
      fn: frame.code.fn.name,
      region_id: regionId(frame.code.fn, frame.block),
      at: this.#positionIn(frame),
    })).reverse();
  }

  /** The `region_id` of the current instruction; empty outside of the program. */
  region(): string {
    if (this.depth === 0) return "";
    const { code: { fn }, block } = this.current;
    return regionId(fn, block);
  }

  nameOf(slot: number): string {
    const frame = this.#stack.findLast(({ base }) => base <= slot);
    if (frame === undefined) return "the engine";
    const name = nameVar(frame.code.varOf[slot - frame.base], frame.code.fn, this.#program);
    return frame === this.#frame ? name : `${name} of ${frame.code.fn.name}`;
  }

  describe(step: Step): string {
    const span = spanOf(step);
    const at = span === undefined ? "" : ` at ${this.#sources.describe(span)}`;
    return nameStep(step, this.#program) + at;
  }

  fail(rule: Rule, what: string): never {
    const { code, block, at } = this.current;
    const place = { fn: code.fn, block, index: at };
    throw new RcViolation(rule, what, describePlace(place, this.#program, this.#sources));
  }

  nameHere(v: VarId): string {
    return nameVar(v, this.current.code.fn, this.#program);
  }

  #positionIn({ code, block, at }: Frame): string {
    return this.#sources.describe(nearestSpan(code.fn, block, at));
  }

  #requireLive(v: VarId, value: Value): void {
    if (value instanceof Str || value instanceof Cell) {
      if (isFreed(value)) {
        this.fail("use after free", `the block of ${this.nameHere(v)} is freed`);
      }
    } else if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) this.#requireLive(v, value[i]);
    }
  }

  #top(): number {
    return this.#frame === undefined ? BOTTOM : this.#frame.base + this.#frame.code.size;
  }

  #grow(): void {
    const values: Value[] = new Array(this.#values.length * 2).fill(undefined);
    for (let i = 0; i < this.#values.length; i++) values[i] = this.#values[i];
    this.#values = values;
  }
}
