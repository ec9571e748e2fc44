/** Limits of a run, and the meters that hold them. */
import { type Block, Cell, Str, type Value } from "./value.ts";

/** What a run may take; it has no limit where a number is left out. */
export interface Limits {
  /** Calls of functions and turns of loops. */
  readonly steps?: number | undefined;
  /** Bytes of texts, lists, cells, closures and stack that are live at one time. */
  readonly bytes?: number | undefined;
}

/** Thrown where a run reaches a limit: nothing catches it but the end of the run, and nothing is released. */
export class LimitReached extends Error {
  constructor(readonly kind: "steps" | "memory", readonly limit: number) {
    super(`a limit of ${limit} ${kind === "steps" ? "steps" : "bytes"} is reached`);
  }
}

/** Thrown where a text or list would be larger than the host allows: the program ends as a native one without memory. */
export class OutOfMemory extends Error {}

/** Whether the host refused to make a text or array of so large a size. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError &&
    /^(Invalid (string|array) length|Array buffer)/.test(error.message);
}

/** Thrown where the program ends itself with an exit code: nothing is released. */
export class Exited extends Error {
  constructor(readonly exitCode: number) {
    super(`exit(${exitCode})`);
  }
}

/** Counts the steps of a run. */
export class StepMeter {
  #left: number;

  constructor(readonly limit: number) {
    this.#left = limit;
  }

  step(): void {
    if (this.#left-- === 0) throw new LimitReached("steps", this.limit);
  }
}

/** Bytes of a block beside what it holds, and of each item. */
const HEAD_BYTES = 16;
const ITEM_BYTES = 8;
/** What may be allocated between two exact measurements is at least this part of the limit. */
const SLACK = 16;

/**
 * Watches the memory of a run. What is allocated is added up; when the sum could exceed the limit, the blocks that are live
 * are measured. So a run may exceed its limit by a sixteenth before it ends.
 */
export class MemoryMeter {
  readonly #live = new Set<Block>();
  #allocated = 0;
  #budget: number;
  #stack = 0;

  constructor(readonly limit: number) {
    this.#budget = limit;
  }

  add(block: Block): void {
    this.#live.add(block);
    this.grow(sizeOf(block));
  }

  remove(block: Block): void {
    this.#live.delete(block);
  }

  /** `items` more elements in a list. */
  addItems(items: number): void {
    this.grow(items * ITEM_BYTES);
  }

  /** `bytes` more in a block. */
  grow(bytes: number): void {
    this.#allocated += bytes;
    if (this.#allocated > this.#budget) this.#measure();
  }

  /** The stack takes `bytes` now. */
  setStack(bytes: number): void {
    this.#stack = bytes;
    this.#measure();
  }

  #measure(): void {
    let bytes = this.#stack;
    for (const block of this.#live) bytes += sizeOf(block);
    if (bytes > this.limit) throw new LimitReached("memory", this.limit);
    this.#allocated = 0;
    this.#budget = Math.max(this.limit - bytes, this.limit / SLACK);
  }
}

function sizeOf(block: Block): number {
  if (block instanceof Str) return HEAD_BYTES + block.size;
  return block instanceof Cell ? HEAD_BYTES + sizeOfItems(block.items) : HEAD_BYTES;
}

/** Inline aggregates lie inside. */
function sizeOfItems(items: readonly Value[]): number {
  let bytes = items.length * ITEM_BYTES;
  const [first] = items;
  if (typeof first === "number" && items.length > ITEM_SAMPLE) return bytes;
  for (const item of items) if (Array.isArray(item)) bytes += sizeOfItems(item);
  return bytes;
}

/** A long list that begins with a number is one of numbers. */
const ITEM_SAMPLE = 16;
