/** The state of one run of bytecode: registers, frames, and the world that instructions work on. */
import { InternalError } from "../base/mod.ts";
import {
  type BytecodeProgram,
  type Chunk,
  findRow,
  OPCODES,
  REF,
  regionAt,
} from "../bytecode/mod.ts";
import type { Heap, Site } from "./heap.ts";
import type { Image } from "./link.ts";
import { isTooLarge, OutOfMemory } from "./limits.ts";
import { Cell, isFreed, Str, type Value } from "./value.ts";
import { type CallPlace, type Executor, type VmIo, World, type WorldOptions } from "./world.ts";

const FIRST_REGISTERS = 1 << 14;
/** 2^24 registers are 256 MB in both files together. */
const MAX_REGISTERS = 1 << 24;
const REGISTER_BYTES = 16;
const FIRST_FRAMES = 1 << 12;
/** Deeper recursion is a panic. */
const MAX_FRAMES = 1_000_000;

/** Number of the register that holds the result when the machine halts. */
export const RESULT = 0;
/** First register of the outermost frame. */
const BOTTOM = 1;

/** Sites outside of the program: where arguments are made, and where values are released after the program has ended. */
const START = -1;
const END = -2;

export class Machine implements Executor {
  readonly program: BytecodeProgram;
  readonly world: World;
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
  /** Whether `scalars`, `refs` or `frames` was replaced. */
  hasGrown = false;
  /** Number of callers below the innermost `Drop.drop`, whose frames return no further. */
  floor = 0;
  readonly #runLoop: (m: Machine) => void;

  /** `runLoop` runs a machine until it halts: a `Drop.drop` enters it anew from the middle of a release. */
  constructor(
    readonly image: Image,
    io: VmIo,
    options: WorldOptions,
    runLoop: (m: Machine) => void,
  ) {
    this.program = image.program;
    this.world = new World(image.program, io, options, this);
    this.#runLoop = runLoop;
  }

  get heap(): Heap {
    return this.world.heap;
  }

  get site(): Site {
    return this.#outside ?? this.pc;
  }

  siteText(site: Site): string {
    if (typeof site === "function") return site();
    if (site === START) return "(start)";
    return site === END ? "(end)" : this.#placeText(site);
  }

  region(): string {
    return this.#outside === undefined ? this.#place(this.pc).region_id : "";
  }

  *callers(): Generator<string> {
    if (this.#outside !== undefined) return;
    for (let i = this.sp - 1; i >= 0; i--) yield this.chunkAt(this.frames[i]).name;
  }

  /** Attributes what happens from now on to the end of the program. */
  finish(): void {
    this.#outside = END;
  }

  /** Makes function `fn` with `args` (references) the next to run, on an empty stack. */
  enter(fn: number, args: readonly Value[]): void {
    this.#outside = undefined;
    this.pc = this.image.entries[fn];
    this.fp = BOTTOM;
    this.sp = 0;
    this.world.isHalted = false;
    this.world.panic = undefined;
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
    this.heap.meter?.setStack(this.scalars.length * REGISTER_BYTES);
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

  /** Starts unwinding from the current instruction with a new panic; gives the pc to continue at. */
  raise(message: string): number {
    this.world.panic = {
      message,
      position: this.#panicPosition(),
      backtrace: this.world.backtrace(),
      isFatal: false,
    };
    return this.startUnwinding();
  }

  /** Starts unwinding from the current instruction with the world's panic; gives the pc to continue at. */
  startUnwinding(): number {
    this.world.checkAbort(() => this.#isCaught());
    return this.unwind();
  }

  /** Whether a handler above `floor` ends the panic that starts here. */
  #isCaught(): boolean {
    for (let pc = this.pc, i = this.sp - 1;; pc = this.frames[i--]) {
      const handler = this.#handlerOf(pc);
      if (handler >= 0 && this.image.code[handler] === OPCODES.TAKE_PANIC) return true;
      if (i < this.floor) return false;
    }
  }

  raiseStackOverflow(): number {
    this.world.setStackOverflow();
    return this.unwind();
  }

  /** See `Executor`: the frame of the `drop` lies above the present one. */
  prepareDrop(fn: number, cell: Cell): (() => void) | undefined {
    const { pc, fp, sp, floor, scalars, frames, hasGrown } = this;
    const window = fp + this.image.frameSizes[this.#functionAt(pc)];
    const top = window + this.image.frameSizes[fn];
    while (top > this.scalars.length) if (!this.growRegisters()) return undefined;
    return () => {
      this.floor = sp;
      this.fp = window;
      this.pc = this.image.entries[fn];
      this.refs[window] = cell;
      this.#runLoop(this);
      Object.assign(this, { pc, fp, sp, floor });
      this.hasGrown = hasGrown || this.scalars !== scalars || this.frames !== frames;
    };
  }

  /** Leaves frames until a call with a handler; halts when there is none. */
  unwind(): number {
    let { pc } = this;
    for (;;) {
      const handler = this.#handlerOf(pc);
      if (handler >= 0) return handler;
      if (this.sp === this.floor) {
        this.world.isHalted = true;
        return pc;
      }
      pc = this.#leaveFrame();
    }
  }

  /** `Resume`: goes on unwinding in the caller. */
  resume(): number {
    if (this.world.panic === undefined) throw this.bug("Resume without a panic");
    if (this.sp === this.floor) {
      this.world.isHalted = true;
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
    const index = findRow(unwind, 2, pc - base);
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
    const index = findRow(chunk.lines, 4, offset);
    if (index < 0) return "?";
    if (isExact && chunk.lines[index] !== offset) throw this.bug("a panic without a position");
    const [file, line, column] = chunk.lines.slice(index + 1, index + 4);
    return `${this.program.files[file]}:${line}:${column}`;
  }

  /** Position of the current instruction or, if that is of std, of the innermost call of the program. */
  #panicPosition(): string {
    const raised = this.#position(this.pc, true);
    if (!this.#isInStd(this.pc)) return raised;
    for (let i = this.sp - 1; i >= 0; i--) {
      if (!this.#isInStd(this.frames[i])) return this.#position(this.frames[i], true);
    }
    return raised;
  }

  /** Whether the instruction at `pc`, which has a position, comes from std. */
  #isInStd(pc: number): boolean {
    const fn = this.#functionAt(pc);
    const { lines } = this.program.chunks[fn];
    return this.program.isStdFile[lines[findRow(lines, 4, pc - this.image.entries[fn]) + 1]];
  }

  #placeText(pc: number): string {
    return `${this.chunkAt(pc).name} at ${this.#position(pc, false)}`;
  }

  #place(pc: number): CallPlace {
    const fn = this.#functionAt(pc);
    const chunk = this.program.chunks[fn];
    const region_id = regionAt(chunk, pc - this.image.entries[fn]);
    return { fn: chunk.name, region_id, at: this.#position(pc, false) };
  }

  chunkAt(pc: number): Chunk {
    return this.program.chunks[this.#functionAt(pc)];
  }

  backtrace(): CallPlace[] {
    const places = [this.#place(this.pc)];
    for (let i = this.sp - 1; i >= 0; i--) places.push(this.#place(this.frames[i]));
    return places;
  }

  /** An internal error at the current instruction. */
  bug(message: string): InternalError {
    return new InternalError(message, { stage: "vm", fn: this.chunkAt(this.pc).name });
  }

  /** `error`, with the function of the current instruction if it is an internal one that names none. */
  located(error: unknown): unknown {
    if (isTooLarge(error)) return new OutOfMemory();
    if (!(error instanceof InternalError) || error.place.fn !== undefined) return error;
    const { stage } = error.place;
    return new InternalError(error.message, { stage, fn: this.chunkAt(this.pc).name });
  }

  // --- operands of the current instruction, for slow paths ---

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
    else this.setLargeOrRef(register, value);
  }

  /** Stores any value that is not a number. */
  setLargeOrRef(register: number, value: Value): void {
    if (typeof value === "bigint") this.scalars[register] = NaN;
    this.refs[register] = value;
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
