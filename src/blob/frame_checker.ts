/** What the checks of instructions share: the operands of the current one, with types and ownership, and its exits. */
import type { Chunk } from "../bytecode/mod.ts";
import { ensure } from "./blob_error.ts";
import type { Flow } from "./code_blocks.ts";
import { ANY_INT, BOOL, type ProgramTypes, type Range } from "./program_types.ts";
import {
  captureEntry,
  EMPTY,
  type Entry,
  FLOAT,
  FrameState,
  FREE,
  INT,
  intValue,
  isAlive,
  mergeEntries,
  NO_TOKEN,
  OPEN,
  type Refinement,
  Value,
} from "./register_state.ts";

/** The chunks of a program and what is known of all of them. */
export interface CodeFacts {
  readonly chunks: readonly Chunk[];
  readonly types: ProgramTypes;
  /** By function: whether a panic can leave it. */
  readonly unwinds: readonly boolean[];
}

export class FrameChecker {
  readonly state: FrameState;
  /** What is known at the start of each block, by index. */
  readonly entries: (Entry | undefined)[] = [];
  /** Blocks whose entry has changed since they were checked, by index. */
  readonly isDue: boolean[] = [];
  pc = 0;
  /** pcs that the line table has. */
  readonly #lines = new Set<number>();

  constructor(readonly facts: CodeFacts, readonly chunk: Chunk, readonly flow: Flow) {
    this.state = new FrameState(chunk.registerCount);
    for (let i = 0; i < chunk.lines.length; i += 4) this.#lines.add(chunk.lines[i] ?? -1);
  }

  get types(): ProgramTypes {
    return this.facts.types;
  }

  /** Word `index` behind the opcode. */
  word(index: number): number {
    return this.chunk.code[this.pc + 1 + index] ?? 0;
  }

  /** Whether the current instruction has a position. */
  hasLine(): boolean {
    return this.#lines.has(this.pc);
  }

  // --- values ---

  /** What register `register` holds, which must be alive. */
  read(register: number): Value {
    const value = this.state.get(register);
    ensure(value !== undefined, "reads a register that is not set on every path");
    ensure(isAlive(value), "uses a value after its reference is gone");
    return value;
  }

  /** The value of operand `index`, a register. */
  operand(index: number): Value {
    return this.read(this.word(index));
  }

  /** The value of operand `index`, an int in `range`. */
  int(index: number, range: Range = ANY_INT): Value {
    const value = this.operand(index);
    ensure(isInt(value, range), "takes another value for an int");
    return value;
  }

  float(index: number): Value {
    const value = this.operand(index);
    ensure(value.type === FLOAT, "takes another value for a float");
    return value;
  }

  bool(index: number): Value {
    return this.int(index, BOOL);
  }

  /** The value of operand `index`, a reference, and its type. */
  reference(index: number): Value {
    const value = this.operand(index);
    ensure(value.type >= 0, "takes another value for a reference");
    return value;
  }

  /** The value of tagged register `word`, which goes where a value of type `id` is expected. */
  tagged(word: number, id: number): Value {
    const value = this.read(word >> 2);
    this.requireClass(word, id);
    this.requireType(value, id);
    return value;
  }

  requireClass(word: number, id: number): void {
    ensure((word & 3) === this.types.classOf(id), "names a register of another class");
  }

  requireType(value: Value, id: number): void {
    ensure(this.isOf(value, id), `takes another value for ${this.types.get(id).name}`);
  }

  /** Whether `value` may go where a value of type `id` is expected. */
  isOf(value: Value, id: number): boolean {
    const type = this.types.get(id);
    if (value.type >= 0) return this.types.isSame(value.type, id);
    switch (value.type) {
      case FLOAT:
        return type.kind === "scalar" && type.scalar === "float";
      case EMPTY:
        return type.kind === "builder";
      case NO_TOKEN:
        return type.kind === "token";
      case OPEN:
        return false;
      default: {
        const range = this.types.rangeOf(id);
        return range !== undefined && isInt(value, range) && !isSurrogate(value, range);
      }
    }
  }

  /** A value of type `id` of which the frame owns a reference; void where it is a scalar. */
  made(id: number): Value {
    return this.valueOf(id, this.types.isCounted(id) ? 1 : FREE, undefined);
  }

  /** A value of type `id` without references. */
  free(id: number): Value {
    return this.valueOf(id, FREE, undefined);
  }

  /** A value of type `id` that is a part of `whole`. */
  view(id: number, whole: Value): Value {
    const isFree = whole.count === FREE || !this.types.isCounted(id);
    return isFree ? this.free(id) : this.valueOf(id, 0, whole);
  }

  valueOf(id: number, count: number, base: Value | undefined): Value {
    const range = this.types.rangeOf(id);
    if (range !== undefined) return intValue(range);
    const type = this.types.get(id);
    if (type.kind === "scalar") return new Value(FLOAT, 0, 0, FREE, undefined);
    ensure(type.kind !== "never", "makes a value of a type that has none");
    const value = new Value(id, 0, 0, count, base);
    if (type.kind === "sum" && type.variants.length === 1) value.variants = [0];
    return value;
  }

  /** Sets the register of operand `index`. */
  define(index: number, value: Value): void {
    this.state.set(this.word(index), value);
  }

  isScalar({ type }: Value): boolean {
    return type === INT || type === FLOAT;
  }

  /** Whether a branch may tell the variant of a value, or of a part of it. */
  isDecidable({ type }: Value): boolean {
    if (type < 0) return false;
    const { kind } = this.types.get(type);
    return kind === "sum" || kind === "struct";
  }

  isIn(value: Value, range: Range): boolean {
    return isInt(value, range);
  }

  // --- ownership ---

  take(value: Value): void {
    ensure(this.state.take(value), "gives up a reference that it does not own");
  }

  /** Takes the references of the values that are marked as owned; the others must be alive without them. */
  pass(values: readonly Value[], isOwned: (index: number) => boolean): void {
    values.forEach((value, i) => {
      if (isOwned(i)) this.take(value);
    });
    values.forEach((value, i) => {
      if (!isOwned(i)) ensure(isAlive(value), "lends a value that it gives up");
    });
  }

  /** The frame is left for good: it owns nothing any more. */
  leave(): void {
    const { owned, isLossy } = this.state;
    ensure(owned.size === 0 && !isLossy, "leaves without giving up its references");
  }

  /** A panic may leave the current instruction, for its handler or out of the frame. */
  mayPanic(): void {
    const handler = this.flow.handlers.get(this.pc);
    if (handler === undefined) return this.leave();
    const { state } = this;
    const before = state.isUnwinding;
    state.isUnwinding = true;
    this.goTo(handler);
    state.isUnwinding = before;
  }

  // --- exits ---

  /** The state reaches the block at `pc`. */
  goTo(pc: number, refinement?: Refinement): void {
    const block = this.flow.at.get(pc) ?? 0;
    const live = this.flow.blocks[block]?.live ?? new Int32Array();
    const entry = captureEntry(this.state, live, refinement);
    const known = this.entries[block];
    const merged = known === undefined ? entry : mergeEntries(known, entry, this.types);
    if (merged === undefined) return;
    this.entries[block] = merged;
    this.isDue[block] = true;
  }

  /**
   * The state goes on at operand `index`, a jump, if `subject` can be `value` there; otherwise it cannot be any more. Returns
   * whether it can be another one.
   */
  goToIf(index: number, subject: Value, value: number): boolean {
    return this.#goToWhere(index, subject, (variant) => variant === value);
  }

  /** Likewise, if `subject` can be other than `value` there. */
  goToUnless(index: number, subject: Value, value: number): boolean {
    return this.#goToWhere(index, subject, (variant) => variant !== value);
  }

  /** The jump at operand `index` is taken by the variants that `jumps` holds for; returns whether others are left. */
  #goToWhere(index: number, subject: Value, jumps: (variant: number) => boolean): boolean {
    const of = subject.tagOf;
    const target = this.pc + this.word(index);
    if (of === undefined) {
      this.goTo(target);
      return true;
    }
    const all = this.variantsOf(of);
    const variants = all.filter(jumps);
    if (variants.length > 0) this.goTo(target, { of, variants });
    of.variants = all.filter((variant) => !jumps(variant));
    return of.variants.length > 0;
  }

  /** The variants that `of` can be. */
  variantsOf(of: Value): readonly number[] {
    if (of.variants !== undefined) return of.variants;
    const type = this.types.get(of.type);
    return type.kind === "sum" ? [...type.variants.keys()] : [];
  }
}

/** Whether `value` is an int, and always in `range`. */
function isInt(value: Value, { low, high }: Range): boolean {
  return value.type === INT && value.low >= low && value.high <= high;
}

/** A literal that is no char, though it is in the range of chars. */
function isSurrogate({ low, high }: Value, range: Range): boolean {
  return range.high === 0x10ffff && low === high && low >= 0xd800 && low <= 0xdfff;
}
