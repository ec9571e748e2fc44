/** Scanning of number, string, character and byte literals (spec 7.7). */
import type { LiteralPattern } from "./ast.ts";
import type { Lexer } from "./lexer.ts";
import { T } from "./token.ts";

const NANOSECONDS: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  ["ms", 1_000_000n],
  ["s", 1_000_000_000n],
  ["m", 60_000_000_000n],
  ["h", 3_600_000_000_000n],
]);
const BYTES: ReadonlyMap<string, bigint> = new Map([
  ["b", 1n],
  ["kb", 1_000n],
  ["mb", 1_000_000n],
  ["gb", 1_000_000_000n],
  ["tb", 1_000_000_000_000n],
]);
const I64_MAX = (1n << 63n) - 1n;

export function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}
function isBinDigit(c: number): boolean {
  return c === 48 || c === 49;
}
function isHexDigit(c: number): boolean {
  return isDigit(c) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102);
}
export function isIdentStart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
}
export function isIdentPart(c: number): boolean {
  return isIdentStart(c) || isDigit(c);
}

// --- Numbers -----------------------------------------------------------------------------------

/** Scans a number whose first digit is at `lx.pos`. After `.`, only a tuple index: `t.0.1`. */
export function scanNumber(lx: Lexer): void {
  const { text } = lx;
  const start = lx.pos;
  const second = text.charCodeAt(start + 1) | 32;
  if (lx.lastKind === T.Dot) {
    while (isDigit(text.charCodeAt(lx.pos))) lx.pos++;
    return pushInt(lx, start, text.slice(start, lx.pos));
  }
  if (text.charCodeAt(start) === 48) {
    if (second === 120) return scanRadix(lx, isHexDigit, "hexadecimal");
    const third = text.charCodeAt(start + 2);
    if (second === 98 && isIdentPart(third)) return scanRadix(lx, isBinDigit, "binary");
  }
  scanDecimal(lx, start);
}

function scanRadix(lx: Lexer, accepts: (c: number) => boolean, radix: string): void {
  const start = lx.pos;
  lx.pos += 2;
  const digits = lx.pos;
  while (isIdentPart(lx.text.charCodeAt(lx.pos))) lx.pos++;
  const body = lx.text.slice(digits, lx.pos);
  for (let i = 0; i < body.length; i++) {
    const c = body.charCodeAt(i);
    if (accepts(c) || c === 95) continue;
    return badNumber(lx, start, `\`${body[i]}\` is not a ${radix} digit`);
  }
  if (body === "" || !hasGoodSeparators(body)) {
    return badNumber(lx, start, body === "" ? `no ${radix} digits` : SEPARATOR_RULE);
  }
  pushInt(lx, start, lx.text.slice(start, digits) + body);
}

const SEPARATOR_RULE = "`_` may only stand between two digits";

function scanDecimal(lx: Lexer, start: number): void {
  const { text } = lx;
  skipDigits(lx);
  let isFloat = false;
  if (text.charCodeAt(lx.pos) === 46 && isDigit(text.charCodeAt(lx.pos + 1))) {
    isFloat = true;
    lx.pos++;
    skipDigits(lx);
  }
  const hasExponent = skipExponent(lx);
  const suffixStart = lx.pos;
  const digits = text.slice(start, suffixStart);
  if (!hasGoodSeparators(digits)) {
    const single = digits.replace(/_+/g, "_");
    if (!hasGoodSeparators(single)) return badNumber(lx, start, SEPARATOR_RULE);
    deprecateNumber(lx, start, "digits are separated by one `_` at a time", single);
  }
  while (isIdentPart(text.charCodeAt(lx.pos))) lx.pos++;
  const plain = digits.includes("_") ? digits.replaceAll("_", "") : digits;
  if (lx.pos > suffixStart) {
    const suffix = text.slice(suffixStart, lx.pos);
    return hasExponent ? badSuffix(lx, start, suffix) : pushUnit(lx, start, plain, suffix);
  }
  if (isFloat || hasExponent) return pushFloat(lx, start, plain);
  if (plain.length > 1 && plain.charCodeAt(0) === 48) {
    deprecateNumber(
      lx,
      start,
      "write the number without the zeros in front",
      plain.replace(/^0+(?=.)/, ""),
    );
  }
  pushInt(lx, start, plain);
}

/** Reports a form that older sources use: `1__000`, `007`. */
function deprecateNumber(lx: Lexer, start: number, text: string, replace: string): void {
  lx.report({ code: "W1006", start, end: lx.pos, text, replace });
}

function skipDigits(lx: Lexer): void {
  for (;;) {
    const c = lx.text.charCodeAt(lx.pos);
    if (!isDigit(c) && c !== 95) return;
    lx.pos++;
  }
}

function skipExponent(lx: Lexer): boolean {
  const { text, pos } = lx;
  if ((text.charCodeAt(pos) | 32) !== 101) return false;
  const sign = text.charCodeAt(pos + 1);
  const first = pos + (sign === 43 || sign === 45 ? 2 : 1);
  if (!isDigit(text.charCodeAt(first))) return false;
  lx.pos = first;
  skipDigits(lx);
  return true;
}

function hasGoodSeparators(digits: string): boolean {
  return !digits.includes("_") ||
    /^[0-9a-zA-Z]+(_[0-9a-zA-Z]+)*([.][0-9]+(_[0-9]+)*)?([eE][+-]?[0-9]+(_[0-9]+)*)?$/.test(digits);
}

function pushInt(lx: Lexer, start: number, digits: string): void {
  const plain = digits.includes("_") ? digits.replaceAll("_", "") : digits;
  lx.pushLiteral(T.Int, start, { kind: "int", value: BigInt(plain) });
}

function pushFloat(lx: Lexer, start: number, digits: string): void {
  const value = Number(digits);
  if (!Number.isFinite(value)) {
    lx.report({ code: "E0003", start, end: lx.pos, text: "too large for a `float`" });
  }
  lx.pushLiteral(T.Float, start, { kind: "float", value });
}

function badNumber(lx: Lexer, start: number, text: string): void {
  lx.report({ code: "E0003", start, end: lx.pos, text });
  lx.pushLiteral(T.Int, start, { kind: "int", value: 0n });
}

function badSuffix(lx: Lexer, start: number, suffix: string): void {
  lx.report({
    code: "E0003",
    start,
    end: lx.pos,
    text: `\`${suffix}\` cannot follow a number`,
    help: "units are ns, us, ms, s, m, h (Duration) and b, kb, mb, gb, tb (Size)",
  });
  lx.pushLiteral(T.Int, start, { kind: "int", value: 0n });
}

function pushUnit(lx: Lexer, start: number, number: string, suffix: string): void {
  const nanoseconds = NANOSECONDS.get(suffix);
  const factor = nanoseconds ?? BYTES.get(suffix);
  if (factor === undefined) return badSuffix(lx, start, suffix);
  const isDuration = nanoseconds !== undefined;
  const [whole = "0", fraction = ""] = number.split(".");
  const scaled = BigInt(whole + fraction) * factor;
  const divisor = 10n ** BigInt(fraction.length);
  const value = scaled / divisor;
  if (scaled % divisor !== 0n) {
    const unit = isDuration ? "nanoseconds" : "bytes";
    lx.report({ code: "E0014", start, end: lx.pos, text: `not a whole number of ${unit}` });
  } else if (value > I64_MAX) {
    const type = isDuration ? "Duration" : "Size";
    lx.report({ code: "E0003", start, end: lx.pos, text: `too large for a \`${type}\`` });
  }
  if (isDuration) lx.pushLiteral(T.Duration, start, { kind: "duration", value });
  else lx.pushLiteral(T.Size, start, { kind: "size", value });
}

// --- Strings, characters, bytes ------------------------------------------------------------------

/** Scans `"..."` from its opening quote. */
export function scanString(lx: Lexer): void {
  const { text } = lx;
  const start = lx.pos++;
  let value = "";
  let from = lx.pos;
  for (;;) {
    const c = text.charCodeAt(lx.pos);
    if (c === 34) break;
    if (c === 92) {
      value += text.slice(from, lx.pos) + scanEscape(lx, "string");
      from = lx.pos;
    } else if (c === 10 || lx.pos >= text.length) {
      lx.report({
        code: "E0001",
        start,
        end: lx.pos,
        message: "unterminated string literal",
        text: 'no closing `"` on this line',
        help: "use `\\n` for a line break, or a template string in backticks",
      });
      return lx.pushLiteral(T.Str, start, { kind: "str", value: value + text.slice(from, lx.pos) });
    } else lx.pos++;
  }
  value += text.slice(from, lx.pos++);
  lx.pushLiteral(T.Str, start, { kind: "str", value });
}

/** The kind of literal, which determines the valid escapes (spec 7.7.3.1, 7.7.5, 7.7.6). */
export type EscapeContext = "string" | "template" | "character" | "byte";

/** Scans an escape from its backslash; reports E0005 and gives "" where it is not valid. */
export function scanEscape(lx: Lexer, context: EscapeContext): string {
  const start = lx.pos;
  const c = lx.text[start + 1] ?? "";
  lx.pos = Math.min(start + 2, lx.text.length);
  switch (c) {
    case "n":
      return "\n";
    case "t":
      return "\t";
    case "r":
      return "\r";
    case "0":
      return "\0";
    case "\\":
      return "\\";
    case "x":
      return scanHexEscape(lx, start, context);
    case "u":
      if (context !== "byte") return scanUnicodeEscape(lx, start);
      break;
    case '"':
      if (context !== "byte") return c;
      break;
    case "'":
      if (context === "character" || context === "byte") return c;
      break;
    case "`":
      if (context === "template") return c;
      break;
    case "\n":
      lx.pos--; // the line break ends the literal, which its scanner reports
  }
  return badEscape(lx, start, `not a valid escape in a ${context} literal`);
}

function badEscape(lx: Lexer, start: number, text: string): string {
  lx.report({
    code: "E0005",
    start,
    end: lx.pos,
    text,
    help: 'escapes are \\n \\t \\r \\0 \\\\ \\" \\xHH and \\u{H..}',
  });
  return "";
}

function scanHexEscape(lx: Lexer, start: number, context: EscapeContext): string {
  const digits = lx.text.slice(lx.pos, lx.pos + 2);
  if (!/^[0-9a-fA-F]{2}$/.test(digits)) return badEscape(lx, start, "needs two hexadecimal digits");
  lx.pos += 2;
  const value = parseInt(digits, 16);
  if (value > 0x7f && context !== "byte") {
    return badEscape(lx, start, "above \\x7F; write \\u{..} for such a character");
  }
  return String.fromCharCode(value);
}

function scanUnicodeEscape(lx: Lexer, start: number): string {
  const match = /^\{([0-9a-fA-F]{1,6})\}/.exec(lx.text.slice(lx.pos, lx.pos + 8));
  if (match === null) return badEscape(lx, start, "needs 1 to 6 hexadecimal digits in braces");
  lx.pos += match[0].length;
  const value = parseInt(match[1] ?? "", 16);
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
    return badEscape(lx, start, "not a Unicode scalar value");
  }
  return String.fromCodePoint(value);
}

/** Scans `'x'` or, with `isByte`, `b'x'` whose `b` is at `lx.pos`. */
export function scanChar(lx: Lexer, isByte: boolean): void {
  const { text } = lx;
  const start = lx.pos;
  lx.pos += isByte ? 2 : 1;
  const errors = lx.errorCount;
  let value = "";
  let from = lx.pos;
  for (;;) {
    const c = text.charCodeAt(lx.pos);
    if (c === 39) break;
    if (c === 92) {
      value += text.slice(from, lx.pos) + scanEscape(lx, isByte ? "byte" : "character");
      from = lx.pos;
    } else if (c === 10 || lx.pos >= text.length) {
      lx.report({ code: "E0004", start, end: lx.pos, text: "no closing `'` on this line" });
      return lx.pushLiteral(T.Char, start, { kind: "char", value: 0 });
    } else lx.pos++;
  }
  value += text.slice(from, lx.pos++);
  const literal = checkChar(lx, start, value, isByte, lx.errorCount > errors);
  lx.pushLiteral(literal.kind === "str" ? T.Str : isByte ? T.Byte : T.Char, start, literal);
}

function checkChar(
  lx: Lexer,
  start: number,
  value: string,
  isByte: boolean,
  hasError: boolean,
): LiteralPattern {
  const code = value.codePointAt(0) ?? 0;
  const isOne = value.length === (code > 0xffff ? 2 : 1);
  const kind = isByte ? "byte" : "char";
  if (hasError) return { kind, value: isByte ? code & 0xff : code };
  if (!isOne && value !== "" && !isByte) {
    lx.report({
      code: "E0009",
      start,
      end: lx.pos,
      text: "strings stand in double quotes",
      replace: `"${lx.text.slice(start + 1, lx.pos - 1).replaceAll('"', '\\"')}"`,
    });
    return { kind: "str", value };
  }
  if (!isOne || (isByte && !isByteText(lx.text.slice(start + 2, lx.pos - 1)))) {
    const text = isByte ? "needs exactly one ASCII character" : "needs exactly one character";
    lx.report({ code: "E0004", start, end: lx.pos, text });
    return { kind, value: 0 };
  }
  return { kind, value: code };
}

/** Whether the source of a byte literal is an escape or one printable ASCII character. */
function isByteText(source: string): boolean {
  const c = source.charCodeAt(0);
  return c === 92 || (c >= 0x20 && c <= 0x7e);
}
