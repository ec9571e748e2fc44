/**
 * Numbers in as few bytes as they need: LEB128 (DWARF 5, section 7.6) of the zigzag form, in which small negative numbers
 * are small, too. MessagePack would spend two bytes where this spends one.
 */
import { BlobError } from "./blob_error.ts";

/** Whole numbers of 32 bits with sign. With a `width`, rows of that many: each number relative to the one above it. */
export function packWords(values: ArrayLike<number>, width = 0): Uint8Array {
  const bytes = new Uint8Array(values.length * 5);
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    const above = width > 0 && i >= width ? values[i - width] ?? 0 : 0;
    const value = ((values[i] ?? 0) - above) | 0;
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest >= 0x80) {
      bytes[size++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[size++] = rest;
  }
  return bytes.slice(0, size);
}

/** Unpacks the result of `packWords`; throws `BlobError`. */
export function unpackWords(bytes: Uint8Array, width = 0): Int32Array {
  const values = new Int32Array(bytes.length);
  let count = 0;
  for (let at = 0; at < bytes.length;) {
    let rest = 0;
    let shift = 0;
    let byte: number;
    do {
      if (at >= bytes.length || shift > 28) {
        throw new BlobError("a packed number is cut or too long");
      }
      byte = bytes[at++] ?? 0;
      rest |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte >= 0x80);
    const value = (rest >>> 1) ^ -(rest & 1);
    values[count] = value + (width > 0 && count >= width ? values[count - width] ?? 0 : 0);
    count++;
  }
  if (width > 0 && count % width !== 0) throw new BlobError("a packed table is cut");
  return values.slice(0, count);
}
