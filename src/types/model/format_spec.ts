/** Format specifications of templates: `[[fill]align][sign][#][0][width][.precision][type]` (9.7.2). */

/** The specification after the `:` of an interpolation. Names are variants of the types of std. */
export interface FormatSpec {
  /** One code point. */
  readonly fill?: string;
  readonly align?: "Left" | "Center" | "Right";
  readonly sign?: "Plus" | "Minus" | "Space";
  /** `#`: with `0x` and relatives. */
  readonly isAlternate: boolean;
  readonly width?: number;
  readonly precision?: number;
  readonly type?: FormatType;
}

export type FormatType =
  | "Binary"
  | "Octal"
  | "Hex"
  | "HexUpper"
  | "Exp"
  | "ExpUpper"
  | "Fixed"
  | "Percent";

/** Wider fields and longer numbers than this are taken for a mistake. */
export const MAX_FORMAT_SIZE = 100_000;

const ALIGNMENTS: ReadonlyMap<string, "Left" | "Center" | "Right"> = new Map([
  ["<", "Left"],
  ["^", "Center"],
  [">", "Right"],
]);
const SIGNS: ReadonlyMap<string, "Plus" | "Minus" | "Space"> = new Map([
  ["+", "Plus"],
  ["-", "Minus"],
  [" ", "Space"],
]);
/** The letters of types. */
export const FORMAT_TYPES: ReadonlyMap<string, FormatType> = new Map([
  ["b", "Binary"],
  ["o", "Octal"],
  ["x", "Hex"],
  ["X", "HexUpper"],
  ["e", "Exp"],
  ["E", "ExpUpper"],
  ["f", "Fixed"],
  ["%", "Percent"],
]);

const FORM = /^(?:([^])?([<^>]))?([+\- ])?(#)?(0)?(\d+)?(?:\.(\d+))?([a-zA-Z%])?$/u;

/** Reads a specification; the text is what is wrong with it. */
export function parseFormatSpec(text: string): FormatSpec | string {
  const match = FORM.exec(text);
  if (match === null) return "expected `[[fill]align][sign][#][0][width][.precision][type]`";
  const [, fill, align, sign, alternate, zero, width, precision, letter] = match;
  if (Number(width) > MAX_FORMAT_SIZE) return `a width of more than ${MAX_FORMAT_SIZE}`;
  if (Number(precision) > MAX_FORMAT_SIZE) return `a precision of more than ${MAX_FORMAT_SIZE}`;
  const type = letter === undefined ? undefined : FORMAT_TYPES.get(letter);
  if (letter !== undefined && type === undefined) return `unknown type \`${letter}\``;
  const alignment = align === undefined ? undefined : ALIGNMENTS.get(align);
  const signed = sign === undefined ? undefined : SIGNS.get(sign);
  const filler = fill ?? (zero === undefined ? undefined : "0");
  return {
    isAlternate: alternate !== undefined,
    ...(filler === undefined ? {} : { fill: filler }),
    ...(alignment === undefined ? {} : { align: alignment }),
    ...(signed === undefined ? {} : { sign: signed }),
    ...(width === undefined ? {} : { width: Number(width) }),
    ...(precision === undefined ? {} : { precision: Number(precision) }),
    ...(type === undefined ? {} : { type }),
  };
}
