/** The state of one run: registers, frames, heap, and the panic that is unwinding. */
import { InternalError } from "../base/mod.ts";
import {
  type BytecodeProgram,
  type Chunk,
  INTRINSIC_NAMES,
  OPCODE_NAMES,
  REF,
} from "../bytecode/mod.ts";
import { panicMessage } from "../operations/mod.ts";
import { Heap, type Site } from "./heap.ts";
import { type Image, imageOf } from "./link.ts";
import type { Output } from "./output.ts";
import type { Input } from "./input.ts";
import { RcTrace } from "./rc_trace.ts";
import { Cell, isFreed, Str, type Value } from "./value.ts";

const FIRST_REGISTERS = 1 << 14;
/** 2^24 registers are 256 MB in both files together. */
const MAX_REGISTERS = 1 << 24;
const FIRST_FRAMES = 1 << 12;
/** Deeper recursion is a panic. */
const MAX_FRAMES = 1_000_000;

/** Number of the register that holds the result when the machine halts. */
export const RESULT = 0;
/** Number of a register for immediates of slow paths. */
export const SCRATCH = 1;
/** First register of the outermost frame. */
const BOTTOM = 2;

export interface Panic {
  readonly message: string;
  /** `FILE:LINE:COL`, but for a stack overflow, which has no one place. */
  readonly position: string | undefined;
  /** The calls that were active, innermost first; only when asked for. */
  readonly backtrace: readonly string[];
  /** A stack overflow: no handler ends it. */
  readonly isFatal: boolean;
}

export interface MachineOptions {
  /** Every event of counting is told on stderr; `verbose` adds the callers. */
  readonly trace: "off" | "on" | "verbose";
  readonly checksLeaks: boolean;
  /** Where the program is, if not at `pc`: for an engine that runs it without bytecode. */
  readonly site?: () => Site;
  readonly hasBacktrace: boolean;
}

/** Sites outside of the program: where arguments are made, and where what main left is released. */
const START = -1;
const END = -2;

export class Machine {
  readonly image: Image;
  readonly heap: Heap;
  #outside: typeof START | typeof END | undefined = START;
  /** The scalar registers of all frames. */
  scalars = new Float64Array(FIRST_REGISTERS);
  /** The reference registers of all frames, with the BigInts of large ints. */
  refs: Value[] = new Array(FIRST_REGISTERS).fill(undefined);
  /** The pc of the call instruction of each frame but the current one. */
  frames = new Int32Array(FIRST_FRAMES);
  /** Current instruction, first register of its frame, number of callers. */
  pc = 0;
  fp = 0;
  sp = 0;
  isHalted = false;
  /** Whether `scalars`, `refs` or `frames` was replaced. */
  hasGrown = false;
  panic: Panic | undefined = undefined;
  /** A panic that a `Drop.drop` ended with, until the release that ran it is over: see `drops.ts`. */
  dropPanic: Panic | undefined = undefined;
  /** What was unwinding when the innermost `Drop.drop` was called: a panic that leaves it ends the program. */
  outerPanic: Panic | undefined = undefined;
  /** Calls of `Drop.drop` that are active. */
  dropDepth = 0;
  /** The callers below the innermost of them, which its frames return to. */
  floor = 0;

  constructor(
    readonly program: BytecodeProgram,
    readonly output: Output,
    readonly errors: Output,
    readonly input: Input,
    readonly args: readonly string[],
    readonly options: MachineOptions,
    runDrop: (m: Machine, fn: number, cell: Cell) => void,
  ) {
    this.image = imageOf(program);
    const trace = new RcTrace(this);
    this.heap = new Heap(program, {
      ...(options.trace === "off" ? {} : { trace: (...event) => trace.tell(...event) }),
      runDrop: (fn, cell) => runDrop(this, fn, cell),
      ...(options.checksLeaks ? { site: () => this.site } : {}),
    });
  }

  /** Where the program is, for `siteText`. */
  get site(): Site {
    return this.options.site?.() ?? this.#outside ?? this.pc;
  }

  /** `FUNCTION at FILE:LINE:COL`. */
  siteText(site: Site): string {
    if (typeof site === "function") return site();
    if (site === START) return "(start)";
    return site === END ? "(end)" : this.#place(site);
  }

  /** The functions that wait for the current one, innermost first. */
  *callers(): Generator<string> {
    if (this.#outside !== undefined) return;
    for (let i = this.sp - 1; i >= 0; i--) yield this.chunkAt(this.frames[i]).name;
  }

  /** What happens from now on is not the program's doing. */
  finish(): void {
    this.#outside = END;
  }

  /** Makes function `fn` with `args` (references) the next to run, on an empty stack. */
  enter(fn: number, args: readonly Value[]): void {
    this.#outside = undefined;
    this.pc = this.image.entries[fn];
    this.fp = BOTTOM;
    this.sp = 0;
    this.isHalted = false;
    this.panic = undefined;
    while (BOTTOM + this.image.frameSizes[fn] > this.scalars.length) this.growRegisters();
    args.forEach((arg, i) => this.refs[BOTTOM + i] = arg);
  }

  /** Doubles the register files; whether that was allowed. */
  growRegisters(): boolean {
    const size = this.scalars.length;
    if (size >= MAX_REGISTERS) return false;
    const scalars = new Float64Array(size * 2);
    scalars.set(this.scalars);
    this.scalars = scalars;
    const refs: Value[] = new Array(size * 2).fill(undefined);
    for (let i = 0; i < size; i++) refs[i] = this.refs[i];
    this.refs = refs;
    this.hasGrown = true;
    return true;
  }

  growFrames(): boolean {
    const size = this.frames.length;
    if (size >= MAX_FRAMES) return false;
    const frames = new Int32Array(Math.min(size * 2, MAX_FRAMES));
    frames.set(this.frames);
    this.frames = frames;
    this.hasGrown = true;
    return true;
  }

  /** Starts unwinding from the current instruction; the pc to go on at. */
  raise(message: string): number {
    this.panic = {
      message,
      position: this.#position(this.pc, true),
      backtrace: this.#backtrace(),
      isFatal: false,
    };
    return this.#raise();
  }

  /** Lets the panic of a `Drop.drop` go on, once the release that ran it is over. */
  raiseDropPanic(): number {
    this.panic = this.dropPanic;
    this.dropPanic = undefined;
    return this.#raise();
  }

  /** A panic that would leave a `Drop.drop` called while another one unwinds ends the program, before any cleanup. */
  #raise(): number {
    const first = this.dropPanic ?? (this.#isCaught() ? undefined : this.outerPanic);
    if (first !== undefined && this.panic !== undefined) throw new Aborted(first, this.panic);
    return this.unwind();
  }

  /** Whether a handler above `floor` ends the panic that starts here. */
  #isCaught(): boolean {
    if (this.outerPanic === undefined) return true;
    for (let pc = this.pc, i = this.sp - 1;; pc = this.frames[i--]) {
      const handler = this.#handlerOf(pc);
      if (handler >= 0 && isTakePanic(this.image.code, handler)) return true;
      if (i < this.floor) return false;
    }
  }

  raiseStackOverflow(): number {
    this.#setStackOverflow();
    return this.unwind();
  }

  /** A stack overflow where there is no call to unwind from: the machine halts. */
  endOfStack(): void {
    this.#setStackOverflow();
    this.isHalted = true;
  }

  #setStackOverflow(): void {
    const backtrace = this.#backtrace();
    const message = panicMessage("stack_overflow");
    this.panic = { message, position: undefined, backtrace, isFatal: true };
  }

  /** Leaves frames until a call with a handler; halts when there is none. */
  unwind(): number {
    let { pc } = this;
    for (;;) {
      const handler = this.#handlerOf(pc);
      if (handler >= 0) return handler;
      if (this.sp === this.floor) {
        this.isHalted = true;
        return pc;
      }
      pc = this.#leaveFrame();
    }
  }

  /** `Resume`: goes on unwinding in the caller. */
  resume(): number {
    if (this.panic === undefined) throw this.bug("Resume without a panic");
    if (this.sp === this.floor) {
      this.isHalted = true;
      return this.pc;
    }
    this.pc = this.#leaveFrame();
    return this.unwind();
  }

  #leaveFrame(): number {
    const pc = this.frames[--this.sp];
    this.fp -= this.image.code[pc + 2];
    return pc;
  }

  #handlerOf(pc: number): number {
    const fn = this.#functionAt(pc);
    const base = this.image.entries[fn];
    const { unwind } = this.program.chunks[fn];
    const index = findKey(unwind, 2, pc - base);
    return index >= 0 && unwind[index] === pc - base ? base + unwind[index + 1] : -1;
  }

  #functionAt(pc: number): number {
    const { entries } = this.image;
    let low = 0;
    let high = entries.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (entries[middle] <= pc) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Position of the instruction at `pc`; unless `isExact`, of the nearest one before it that has one. */
  #position(pc: number, isExact: boolean): string {
    const fn = this.#functionAt(pc);
    const chunk = this.program.chunks[fn];
    const offset = pc - this.image.entries[fn];
    const index = findKey(chunk.lines, 4, offset);
    if (index < 0) return "?";
    if (isExact && chunk.lines[index] !== offset) throw this.bug("a panic without a position");
    const [file, line, column] = chunk.lines.slice(index + 1, index + 4);
    return `${this.program.files[file]}:${line}:${column}`;
  }

  #place(pc: number): string {
    return `${this.chunkAt(pc).name} at ${this.#position(pc, false)}`;
  }

  /** Registers of the present frame. */
  frameSize(): number {
    return this.image.frameSizes[this.#functionAt(this.pc)];
  }

  chunkAt(pc: number): Chunk {
    return this.program.chunks[this.#functionAt(pc)];
  }

  #backtrace(): string[] {
    if (!this.options.hasBacktrace) return [];
    const places = [this.#place(this.pc)];
    for (let i = this.sp - 1; i >= 0; i--) places.push(this.#place(this.frames[i]));
    return places;
  }

  /** An internal error at the current instruction. */
  bug(message: string): InternalError {
    return new InternalError(message, { stage: "vm", fn: this.chunkAt(this.pc).name });
  }

  // --- operands of the current instruction, for what runs outside the loop ---

  /** Number of the register in operand `index`. */
  register(index: number): number {
    return this.fp + this.image.code[this.pc + 1 + index];
  }

  immediate(index: number): number {
    return this.image.code[this.pc + 1 + index];
  }

  int(register: number): number | bigint {
    const value = this.scalars[register];
    return value === value ? value : this.bigInt(register);
  }

  bigInt(register: number): bigint {
    const value = this.scalars[register];
    if (value === value) return BigInt(value);
    const large = this.refs[register];
    if (typeof large !== "bigint") throw this.bug("a scalar register without a value");
    return large;
  }

  str(register: number): Str {
    const value = this.refs[register];
    if (value instanceof Str && !isFreed(value)) return value;
    throw this.bug(value instanceof Str ? "use of a freed str" : "no str in a register");
  }

  cell(register: number): Cell {
    const value = this.refs[register];
    if (value instanceof Cell && !isFreed(value)) return value;
    throw this.bug(value instanceof Cell ? "use of a freed block" : "no block in a register");
  }

  setInt(register: number, value: number | bigint): void {
    if (typeof value === "number") this.scalars[register] = value;
    else {
      this.scalars[register] = NaN;
      this.refs[register] = value;
    }
  }

  /** The value of a tagged register. */
  tagged(word: number): Value {
    const register = this.fp + (word >> 2);
    switch (word & 3) {
      case REF:
        return this.refs[register];
      case 1:
        return this.int(register);
      default:
        return this.scalars[register];
    }
  }

  setTagged(word: number, value: Value): void {
    const register = this.fp + (word >> 2);
    if ((word & 3) === REF) this.refs[register] = value;
    else if (typeof value === "number" || typeof value === "bigint") this.setInt(register, value);
    else throw this.bug("no scalar where one is expected");
  }

  /** The values of the counted operand list whose count is operand `index`. */
  list(index: number): Value[] {
    const { code } = this.image;
    const at = this.pc + 1 + index;
    const values: Value[] = [];
    for (let i = 1; i <= code[at]; i++) values.push(this.tagged(code[at + i]));
    return values;
  }
}

/** A `Drop.drop` that was called while `first` unwound ended with `second`. */
export class Aborted extends Error {
  constructor(readonly first: Panic, readonly second: Panic) {
    super(second.message);
  }
}

const INTRINSIC = OPCODE_NAMES.indexOf("INTRINSIC");
const TAKE_PANIC = INTRINSIC_NAMES.indexOf("take_panic");

/** Whether the code at `pc` starts a handler. */
function isTakePanic(code: Int32Array, pc: number): boolean {
  return code[pc] === INTRINSIC && code[pc + 2] === TAKE_PANIC;
}

/** Index of the last record of a flat table whose key is at most `key`, or -1. */
function findKey(table: readonly number[], width: number, key: number): number {
  let low = -1;
  let high = table.length / width;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (table[middle * width] <= key) low = middle;
    else high = middle;
  }
  return low < 0 ? -1 : low * width;
}
