/** UTF-8 views of strs: all lengths and offsets of the language are in bytes. */
import { InternalError } from "../base/mod.ts";
import type { Str } from "./value.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strictDecoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** Number of bytes of `text` in UTF-8. */
export function utf8Length(text: string): number {
  let size = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // A surrogate pair is four bytes: two for each half.
    size += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return size;
}

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Invalid sequences become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictDecoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

export function isAscii(s: Str): boolean {
  return s.size === s.text.length;
}

/** The bytes of `s`, encoded once. */
export function bytesOf(s: Str): Uint8Array {
  return s.utf8 ??= encoder.encode(s.text);
}

export function byteAt(s: Str, at: number): number {
  return isAscii(s) ? s.text.charCodeAt(at) : bytesOf(s)[at];
}

/** Whether offset `at` of `s` (0 to its size) lies between characters. */
export function isBoundary(s: Str, at: number): boolean {
  return isAscii(s) || at === s.size || (bytesOf(s)[at] & 0xc0) !== 0x80;
}

/** The text of bytes `start..end`, both boundaries. */
export function sliceText(s: Str, start: number, end: number): string {
  if (isAscii(s)) return s.text.slice(start, end);
  const bytes = bytesOf(s);
  if (end - start <= 4 && end > start && charSize(bytes[start]) === end - start) {
    return String.fromCodePoint(decodeAt(bytes, start));
  }
  return decoder.decode(bytes.subarray(start, end));
}

/** The code point that starts at boundary `at`. */
export function codePointAt(s: Str, at: number): number {
  if (isAscii(s)) return s.text.charCodeAt(at);
  return decodeAt(bytesOf(s), at);
}

function charSize(lead: number): number {
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

function decodeAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return lead;
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | (bytes[at + 1] & 0x3f);
  const middle = ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f);
  if (lead < 0xf0) return ((lead & 0x0f) << 12) | middle;
  return ((lead & 0x07) << 18) | (middle << 6) | (bytes[at + 3] & 0x3f);
}

/** Number of code points. */
export function charCount(s: Str): number {
  if (isAscii(s)) return s.size;
  let count = 0;
  for (const byte of bytesOf(s)) if ((byte & 0xc0) !== 0x80) count++;
  return count;
}

/** Byte offset of `needle` at or after `from`, or -1. */
export function findText(s: Str, needle: Str, from: number): number {
  if (from > s.size) return -1;
  if (isAscii(s)) return s.text.indexOf(needle.text, from);
  const [bytes, wanted] = [bytesOf(s), bytesOf(needle)];
  if (wanted.length === 0) return from;
  for (let at = bytes.indexOf(wanted[0], from); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
    if (startsAt(bytes, wanted, at)) return at;
  }
  return -1;
}

/** Byte offset of the last `needle`, or -1. */
export function findLastText(s: Str, needle: Str): number {
  const index = s.text.lastIndexOf(needle.text);
  return index < 0 || isAscii(s) ? index : utf8Length(s.text.slice(0, index));
}

function startsAt(bytes: Uint8Array, wanted: Uint8Array, at: number): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

/** -1, 0 or 1 by code points. UTF-16 units sort the same but for surrogates, which go last. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return codePointRank(x) < codePointRank(y) ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** FNV-1a over 64 bits, as a signed int. */
export function hashText(s: Str): bigint {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of bytesOf(s)) {
    low = (low ^ byte) >>> 0;
    // Times 0x100000001b3: the low word shifted by 40 bits, and times 0x1b3.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 0x100000000) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\t", "\\t"],
  ["\r", "\\r"],
  ["\\", "\\\\"],
  ['"', '\\"'],
  ["\0", "\\0"],
]);

/** The text between the quotes of `debug`. */
export function escapeText(text: string): string {
  let escaped = "";
  for (const char of text) escaped += ESCAPES.get(char) ?? char;
  return escaped;
}

/** Shortest digits that give `x` back, without an exponent. Both zeros are `0`. */
export function floatText(x: number): string {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  if (x === 0) return Object.is(x, -0) ? "-0" : "0";
  const text = String(x);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign, first, rest = "", exponentText] = match;
  const digits = first + rest;
  const exponent = Number(exponentText);
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  if (digits.length > exponent + 1) {
    throw new InternalError(`the digits of ${text}`, { stage: "vm" });
  }
  return sign + digits.padEnd(exponent + 1, "0");
}
