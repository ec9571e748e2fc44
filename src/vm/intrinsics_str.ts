/** Intrinsics on str, and texts of numbers. */
import { expText, fixedText } from "./float_digits.ts";
import { panicMessage } from "../operations/mod.ts";
import { changeCase } from "./case_mapping.ts";
import {
  giveBool,
  giveInt,
  giveRef,
  giveText,
  indexWithin,
  intArg,
  type IntrinsicHandler,
  isRangeWithin,
  listArg,
  listType,
  scalarArg,
  strArg,
} from "./intrinsic_args.ts";
import type { Machine } from "./machine.ts";
import {
  byteAt,
  bytesOf,
  charCount,
  charNumber,
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
import { type Cell, Str, UNCOUNTED } from "./value.ts";

function byteAtChecked(m: Machine): string | undefined {
  const s = strArg(m, 0);
  const at = intArg(m, 1);
  const index = indexWithin(at, s.size);
  if (index < 0) return panicMessage("index_bounds", at, s.size);
  return giveInt(m, byteAt(s, index));
}

/** In place when `left` is unique, so that a loop of appends is linear. */
function concat(m: Machine): undefined {
  const [left, right] = [strArg(m, 0), strArg(m, 1)];
  if (left.size === 0 && left.count === UNCOUNTED) {
    m.heap.retain(right);
    return giveRef(m, right);
  }
  if (right.size === 0) return giveRef(m, left);
  const size = left.size + right.size;
  if (left.count === 1) {
    left.text += right.text;
    left.size = size;
    left.utf8 = undefined;
    return giveRef(m, left);
  }
  giveText(m, left.text + right.text, size);
  m.heap.release(left);
}

function slice(m: Machine): string | undefined {
  const s = strArg(m, 0);
  const [start, end] = [intArg(m, 1), intArg(m, 2)];
  if (!isRangeWithin(start, end, s.size)) {
    return panicMessage("str_slice_bounds", start, end, s.size);
  }
  const [from, to] = [Number(start), Number(end)];
  if (!isBoundary(s, from) || !isBoundary(s, to)) {
    return panicMessage("str_slice_inside", start, end);
  }
  if (from === 0 && to === s.size) {
    m.heap.retain(s);
    return giveRef(m, s);
  }
  const text = sliceText(s, from, to);
  // Part of a literal is no block either.
  if (s.count === UNCOUNTED) return giveRef(m, new Str(UNCOUNTED, text, to - from));
  const part = m.heap.strSlice(s, text, to - from);
  return part === undefined ? giveText(m, text, to - from) : giveRef(m, part);
}

function index(m: Machine): string | undefined {
  const s = strArg(m, 0);
  const at = intArg(m, 1);
  const char = typeof at === "number" && at >= 0 ? charNumber(s, at) : undefined;
  if (char === undefined) return panicMessage("index_bounds", at, charCount(s));
  return giveText(m, char);
}

function charAt(m: Machine): undefined {
  const s = strArg(m, 0);
  const at = indexWithin(intArg(m, 1), s.size);
  if (at < 0 || !isBoundary(s, at)) throw m.bug("str_char_at outside of a boundary");
  return giveInt(m, codePointAt(s, at));
}

function find(m: Machine): undefined {
  const from = intArg(m, 2);
  const start = from < 0 ? 0 : Number(from);
  return giveInt(m, findText(strArg(m, 0), strArg(m, 1), start));
}

function bytesOfList(list: Cell): Uint8Array {
  return Uint8Array.from(list.elements(0, list.length), Number);
}

function fromBytes(m: Machine): undefined {
  const bytes = bytesOfList(listArg(m, 0));
  return giveText(m, decodeUtf8(bytes), bytes.length);
}

/** Underscores between digits are part of a literal. */
function parseFloatText(m: Machine): undefined {
  const text = strArg(m, 0).text.replaceAll("_", "");
  const value = Number(text);
  if (text === "" || Number.isNaN(value)) throw m.bug("str_parse_float of what is no float");
  m.scalars[m.register(0)] = value;
}

export const STR_INTRINSICS = {
  str_len: (m) => giveInt(m, strArg(m, 0).size),
  str_byte_at: byteAtChecked,
  str_concat: concat,
  str_eq: (m) => giveBool(m, strArg(m, 0).text === strArg(m, 1).text),
  str_compare: (m) => giveInt(m, compareText(strArg(m, 0).text, strArg(m, 1).text)),
  str_hash: (m) => giveInt(m, hashText(strArg(m, 0))),
  str_slice: slice,
  str_find: find,
  str_find_last: (m) => giveInt(m, findLastText(strArg(m, 0), strArg(m, 1))),
  str_char_at: charAt,
  str_from_char: (m) => giveText(m, String.fromCodePoint(scalarArg(m, 0))),
  str_char_count: (m) => giveInt(m, charCount(strArg(m, 0))),
  str_index: index,
  str_to_upper: (m) => giveText(m, changeCase(strArg(m, 0), "upper")),
  str_to_lower: (m) => giveText(m, changeCase(strArg(m, 0), "lower")),
  str_escape: (m) => giveText(m, escapeText(strArg(m, 0).text)),
  str_to_bytes: (m) => giveRef(m, m.heap.list(listType(m), Array.from(bytesOf(strArg(m, 0))))),
  str_from_bytes: fromBytes,
  bytes_are_utf8: (m) => giveBool(m, isUtf8(bytesOfList(listArg(m, 0)))),
  str_parse_float: parseFloatText,
  int_to_str: (m) => giveText(m, String(intArg(m, 0))),
  float_to_str: (m) => giveText(m, floatText(scalarArg(m, 0))),
  float_to_fixed: (m) => giveText(m, fixedText(scalarArg(m, 0), Number(intArg(m, 1)))),
  float_to_exp: (m) => giveText(m, expText(scalarArg(m, 0), Number(intArg(m, 1)))),
} satisfies Record<string, IntrinsicHandler>;
