/** Typed access to decoded MessagePack; all of it throws `BlobError`. */
import type { ValueType } from "@std/msgpack";
import { BlobError } from "./blob_error.ts";

export function readList(value: ValueType | undefined): readonly ValueType[] {
  if (!Array.isArray(value)) throw new BlobError("a list is missing");
  return value;
}

/** Each element of a list through `read`. */
export function readEach<T>(value: ValueType | undefined, read: (v: ValueType) => T): T[] {
  return readList(value).map((v) => read(v));
}

export function readText(value: ValueType | undefined): string {
  if (typeof value !== "string") throw new BlobError("a text is missing");
  return value;
}

export function readFlag(value: ValueType | undefined): boolean {
  if (typeof value !== "boolean") throw new BlobError("a flag is missing");
  return value;
}

/** The value that stands where there is nothing to say. */
export function readNothing(value: ValueType | undefined): void {
  if (value !== null) throw new BlobError("a value where there is none");
}

export function readBytes(value: ValueType | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new BlobError("a row of bytes is missing");
  return value;
}

/** A whole number of `least`..`limit - 1`. */
export function readIndex(value: ValueType | undefined, limit: number, least = 0): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value >= limit) {
    throw new BlobError("a number is missing or out of range");
  }
  return value;
}

/** More than any count in a program. */
export const ANY_COUNT = 2 ** 31;
