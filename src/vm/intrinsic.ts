/** The form of intrinsics, and what their functions share: arguments taken out of values, and bounds. */
import { InternalError } from "../base/mod.ts";
import { Cell, isFreed, type Scalar, Str, type Value } from "./value.ts";
import { utf8Length } from "./text.ts";
import type { World } from "./world.ts";

/**
 * An intrinsic as a function over values and a world. `type` is the list type that it works on: that of its first
 * argument, else of its result, else -1. It owns the arguments that the table of intrinsics marks as owned, also when it
 * panics; the text that it returns then is the message.
 */
export type IntrinsicFunction = (
  w: World,
  type: number,
  a: Value,
  b: Value,
  c: Value,
  d: Value,
) => Value | string;

/** The result of an intrinsic of type `void`. */
export const VOID = 0;

export function bug(message: string): InternalError {
  return new InternalError(message, { stage: "vm" });
}

export function strOf(value: Value): Str {
  if (value instanceof Str && !isFreed(value)) return value;
  throw bug(value instanceof Str ? "use of a freed str" : "no str where one is expected");
}

export function cellOf(value: Value): Cell {
  if (value instanceof Cell && !isFreed(value)) return value;
  throw bug(value instanceof Cell ? "use of a freed block" : "no block where one is expected");
}

export function scalarOf(value: Value): Scalar {
  if (typeof value === "number" || typeof value === "bigint") return value;
  throw bug("no scalar where one is expected");
}

/** A float, char or byte. */
export function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  throw bug("no number where one is expected");
}

/** The element type of list type `type`. */
export function elementType(w: World, type: number): number {
  const descriptor = w.heap.types[type];
  if (descriptor?.kind !== "list") throw bug("a list operation without its type");
  return descriptor.element;
}

export function boolValue(value: boolean): Value {
  return value ? 1 : 0;
}

/** A new str. */
export function newText(w: World, text: string, size = utf8Length(text)): Str {
  return w.heap.str(text, size);
}

/** `at` as an index into `length` elements, or -1. */
export function indexWithin(at: Scalar, length: number): number {
  return typeof at === "number" && at >= 0 && at < length ? at : -1;
}

/** Whether `start..end` lies inside `length` elements. */
export function isRangeWithin(start: Scalar, end: Scalar, length: number): boolean {
  return start >= 0 && start <= end && end <= length;
}
