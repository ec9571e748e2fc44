/** Arguments and result of the intrinsic call at the current instruction. */
import type { Machine } from "./machine.ts";
import type { Cell, Str, Value } from "./value.ts";
import { utf8Length } from "./text.ts";

/** Executes an intrinsic; a text is the panic it raises. */
export type IntrinsicHandler = (m: Machine) => string | undefined;

/** Place of the first argument among the operands: after destination, name, type and count. */
const FIRST = 4;

function register(m: Machine, index: number): number {
  return m.fp + (m.immediate(FIRST + index) >> 2);
}

export function strArg(m: Machine, index: number): Str {
  return m.str(register(m, index));
}
export function listArg(m: Machine, index: number): Cell {
  return m.cell(register(m, index));
}
export function intArg(m: Machine, index: number): number | bigint {
  return m.int(register(m, index));
}
export function scalarArg(m: Machine, index: number): number {
  return m.scalars[register(m, index)];
}
export function valueArg(m: Machine, index: number): Value {
  return m.tagged(m.immediate(FIRST + index));
}

/** The list type of the call. */
export function listType(m: Machine): number {
  return m.immediate(2);
}

/** The element type of the list type of the call. */
export function elementType(m: Machine): number {
  const type = m.heap.types[listType(m)];
  if (type?.kind !== "list") throw m.bug("a list operation without its type");
  return type.element;
}

export function giveInt(m: Machine, value: number | bigint): undefined {
  m.setInt(m.register(0), value);
}
export function giveBool(m: Machine, value: boolean): undefined {
  m.scalars[m.register(0)] = value ? 1 : 0;
}
export function giveRef(m: Machine, value: Value): undefined {
  m.refs[m.register(0)] = value;
}
/** A new str. */
export function giveText(m: Machine, text: string, size = utf8Length(text)): undefined {
  m.refs[m.register(0)] = m.heap.str(text, size);
}
export function giveVoid(m: Machine): undefined {
  m.scalars[m.register(0)] = 0;
}

/** `at` as an index into `length` elements, or -1. */
export function indexWithin(at: number | bigint, length: number): number {
  return typeof at === "number" && at >= 0 && at < length ? at : -1;
}

/** Whether `start..end` lies inside `length` elements. */
export function isRangeWithin(
  start: number | bigint,
  end: number | bigint,
  length: number,
): boolean {
  return start >= 0 && start <= end && end <= length;
}
