/** Intrinsics on str, and texts of numbers. */
import { panicMessage } from "../operations/mod.ts";
import { changeCase } from "./case_mapping.ts";
import { expText, fixedText } from "./float_digits.ts";
import {
  boolValue,
  bug,
  cellOf,
  indexWithin,
  type IntrinsicFunction,
  isRangeWithin,
  newText,
  numberOf,
  scalarOf,
  strOf,
} from "./intrinsic.ts";
import {
  byteAt,
  bytesOf,
  charCount,
  codePointAt,
  compareText,
  decodeUtf8,
  escapeText,
  findLastText,
  findText,
  floatText,
  hashText,
  isBoundary,
  isUtf8,
  sliceText,
} from "./text.ts";
import { OutOfMemory } from "./limits.ts";
import { fromBigInt, Str, UNCOUNTED, type Value } from "./value.ts";
import type { World } from "./world.ts";

function byteAtChecked(_w: World, _type: number, text: Value, at: Value): Value | string {
  const s = strOf(text);
  const index = indexWithin(scalarOf(at), s.size);
  return index < 0 ? panicMessage("index_bounds", scalarOf(at), s.size) : byteAt(s, index);
}

/** In place when `left` is unique, so that a loop of appends is linear. */
function concat(w: World, _type: number, first: Value, second: Value): Value {
  const [left, right] = [strOf(first), strOf(second)];
  if (left.size === 0 && left.count === UNCOUNTED) {
    w.heap.retain(right);
    return right;
  }
  if (right.size === 0) return left;
  const size = left.size + right.size;
  if (left.count === 1) {
    w.heap.meter?.grow(right.size);
    left.text += right.text;
    left.size = size;
    left.utf8 = undefined;
    return left;
  }
  const joined = newText(w, left.text + right.text, size);
  w.heap.release(left);
  return joined;
}

/** A text of more units than the host allows ends the program as a native one without memory. */
function repeat(w: World, _type: number, text: Value, times: Value): Value {
  const s = strOf(text);
  const count = scalarOf(times);
  if (count <= 0 || s.size === 0) return newText(w, "", 0);
  if (BigInt(s.size) * BigInt(count) > MAX_TEXT) throw new OutOfMemory();
  return newText(w, s.text.repeat(Number(count)), s.size * Number(count));
}

function slice(w: World, _type: number, text: Value, first: Value, last: Value): Value | string {
  const s = strOf(text);
  const [start, end] = [scalarOf(first), scalarOf(last)];
  if (!isRangeWithin(start, end, s.size)) {
    return panicMessage("str_slice_bounds", start, end, s.size);
  }
  const [from, to] = [Number(start), Number(end)];
  if (!isBoundary(s, from) || !isBoundary(s, to)) {
    return panicMessage("str_slice_inside", start, end);
  }
  if (from === 0 && to === s.size) {
    w.heap.retain(s);
    return s;
  }
  const part = sliceText(s, from, to);
  // Part of a literal is no block either.
  if (s.count === UNCOUNTED) return new Str(UNCOUNTED, part, to - from);
  return w.heap.strSlice(s, part, to - from) ?? newText(w, part, to - from);
}

function index(w: World, _type: number, text: Value, place: Value): Value | string {
  const s = strOf(text);
  const at = scalarOf(place);
  const char = typeof at === "number" && at >= 0 ? w.chars.charAt(s, at) : undefined;
  return char === undefined ? panicMessage("index_bounds", at, charCount(s)) : newText(w, char);
}

function charAt(_w: World, _type: number, text: Value, place: Value): Value {
  const s = strOf(text);
  const at = indexWithin(scalarOf(place), s.size);
  if (at < 0 || !isBoundary(s, at)) throw bug("str_char_at outside of a boundary");
  return codePointAt(s, at);
}

function find(_w: World, _type: number, text: Value, needle: Value, from: Value): Value {
  const start = scalarOf(from);
  return findText(strOf(text), strOf(needle), start < 0 ? 0 : Number(start));
}

function bytesOfList(list: Value): Uint8Array {
  const cell = cellOf(list);
  return Uint8Array.from(cell.elements(0, cell.length), Number);
}

function fromBytes(w: World, _type: number, list: Value): Value {
  const bytes = bytesOfList(list);
  return newText(w, decodeUtf8(bytes), bytes.length);
}

function digits(
  format: (x: number, precision: number) => string,
  value: Value,
  precision: Value,
): string {
  const [x, count] = [numberOf(value), Number(scalarOf(precision))];
  if (!Number.isFinite(x) || !(count >= 0 && count <= MAX_DIGITS)) {
    throw bug(`${count} digits of ${x}`);
  }
  return format(x, count);
}

/** Bytes of the longest text: V8 allows no more units. */
const MAX_TEXT = 536_870_888;
/** No number has more. */
const MAX_DIGITS = 2 ** 29;

/** A new str of ASCII alone. */
function newAscii(w: World, text: string): Value {
  return newText(w, text, text.length);
}

/** Underscores between digits are part of a literal. */
function parseFloatText(_w: World, _type: number, s: Value): Value {
  const text = strOf(s).text.replaceAll("_", "");
  const value = Number(text);
  if (text === "" || Number.isNaN(value)) throw bug("str_parse_float of what is no float");
  return value;
}

export const STR_INTRINSICS = {
  str_len: (_w, _type, s) => strOf(s).size,
  str_byte_at: byteAtChecked,
  str_concat: concat,
  str_eq: (_w, _type, a, b) => boolValue(strOf(a).text === strOf(b).text),
  str_compare: (_w, _type, a, b) => compareText(strOf(a).text, strOf(b).text),
  str_hash: (_w, _type, s) => fromBigInt(hashText(strOf(s))),
  str_slice: slice,
  str_find: find,
  str_find_last: (_w, _type, s, needle) => findLastText(strOf(s), strOf(needle)),
  str_char_at: charAt,
  str_from_char: (w, _type, c) => newText(w, String.fromCodePoint(numberOf(c))),
  str_char_count: (_w, _type, s) => charCount(strOf(s)),
  str_index: index,
  str_repeat: repeat,
  str_to_upper: (w, _type, s) => newText(w, changeCase(strOf(s), "upper")),
  str_to_lower: (w, _type, s) => newText(w, changeCase(strOf(s), "lower")),
  str_escape: (w, _type, s) => newText(w, escapeText(strOf(s).text)),
  str_to_bytes: (w, type, s) => w.heap.list(type, Array.from(bytesOf(strOf(s)))),
  str_from_bytes: fromBytes,
  bytes_are_utf8: (_w, _type, bytes) => boolValue(isUtf8(bytesOfList(bytes))),
  str_parse_float: parseFloatText,
  int_to_str: (w, _type, n) => newAscii(w, String(scalarOf(n))),
  float_to_str: (w, _type, x) => newAscii(w, floatText(numberOf(x))),
  float_to_fixed: (w, _type, x, precision) => newText(w, digits(fixedText, x, precision)),
  float_to_exp: (w, _type, x, precision) => newText(w, digits(expText, x, precision)),
} satisfies Record<string, IntrinsicFunction>;
