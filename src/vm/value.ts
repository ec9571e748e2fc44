/**
 * Values of the VM.
 *
 * A scalar inside an aggregate, a list or a cell is a JS number, or a BigInt for an int beyond
 * 2^53 - 1. Structs, tuples and unboxed sums are arrays that are never changed (a sum starts with
 * its tag). Strs, list buffers, closure envs and cells of boxed sums carry a count.
 */
export type Value = number | bigint | Str | Cell | Value[] | undefined;

/** The count of a value that is not counted: literals, short strs, empty lists, nullary variants. */
export const UNCOUNTED = -1;

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
}

/** Largest int that the scalar registers hold themselves. */
export const MAX_SAFE = Number.MAX_SAFE_INTEGER;

/** An int in the cheapest form. */
export function fromBigInt(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}
