/**
 * Values of the VM.
 *
 * A scalar inside an aggregate, a list or a cell is a JS number, or a BigInt for an int beyond
 * 2^53 - 1. Structs, tuples and unboxed sums are arrays that are never changed (a sum starts with
 * its tag). Strs, list buffers, closure envs and cells of boxed sums carry a count. Slices have none: an owner has it.
 */
export type Value = Scalar | Str | Cell | Value[] | undefined;

/** An int, float, bool, char or byte; `void` is 0. */
export type Scalar = number | bigint;

/** The count of a value that is not counted: literals, short strs, empty lists, nullary variants. */
export const UNCOUNTED = -1;

/** The count of a slice: its owner is counted. */
export const SLICED = -2;

/** A str up to this many bytes lies inline in native code and is no allocation. */
export const INLINE_STR_BYTES = 23;

/** Text with its length in UTF-8. Pure ASCII if and only if `size === text.length`. */
export class Str {
  utf8: Uint8Array | undefined = undefined;

  constructor(public count: number, public text: string, public size: number) {}
}

/**
 * A counted block: the buffer of a list (`tag` unused), a closure (`tag` is the wrapper's function
 * id, `items` the captures), or the cell of a boxed sum (`tag` the variant). `type` is the type id
 * of the list, function or sum.
 */
export class Cell {
  constructor(
    public count: number,
    public readonly type: number,
    public tag: number,
    public items: Value[],
  ) {}

  /** Number of elements of a list. */
  get length(): number {
    return this.items.length;
  }

  /** Element `index` of a list, which is inside. */
  element(index: number): Value {
    return this.items[index];
  }

  /** Elements `start..end` of a list, not retained. */
  elements(start: number, end: number): Value[] {
    return this.items.slice(start, end);
  }
}

/** Carries the count of all slices of one buffer, to which it holds one reference. */
export class Owner {
  constructor(public count: number, public readonly whole: Cell | Str) {}
}

/** Values with a count of their own. */
export type Block = Cell | Str | Owner;

/**
 * A part of a list that shares its buffer, which never changes while the owner holds it. `items` is empty, so that fast
 * paths leave it alone, until so many elements were read that a copy of them (without counts) costs no more.
 */
export class ListSlice extends Cell {
  #left: number;

  constructor(
    type: number,
    readonly owner: Owner,
    readonly whole: Cell,
    readonly start: number,
    readonly size: number,
  ) {
    super(SLICED, type, 0, []);
    this.#left = size;
  }

  override get length(): number {
    return this.size;
  }

  override element(index: number): Value {
    if (--this.#left === 0) this.items = this.elements(0, this.size);
    return this.whole.items[this.start + index];
  }

  override elements(start: number, end: number): Value[] {
    return this.whole.items.slice(this.start + start, this.start + end);
  }
}

/** A part of a text, which native code makes share the bytes. */
export class StrSlice extends Str {
  constructor(readonly owner: Owner, readonly whole: Str, text: string, size: number) {
    super(SLICED, text, size);
  }
}

/** The block that has the count of a value. */
export function blockOf(value: Cell | Str): Block {
  return value instanceof ListSlice || value instanceof StrSlice ? value.owner : value;
}

/** Whether the block of a value is freed. */
export function isFreed(value: Cell | Str): boolean {
  return value.count === 0 || (value.count === SLICED && blockOf(value).count === 0);
}

/** Largest int that the scalar registers hold themselves. */
export const MAX_SAFE = Number.MAX_SAFE_INTEGER;

/** An int in the cheapest form. */
export function fromBigInt(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}
