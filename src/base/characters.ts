/** Characters of source text that are invisible, or change how the text around them is shown. */

/**
 * Controls but the tab and the line break, and what Unicode calls default-ignorable, which holds all bidirectional
 * controls. Variation selectors are left out: they choose how the visible character before them looks.
 */
const HIDDEN =
  /(?![\t\n\ufe00-\ufe0f])[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/u;

/** The ideographic space is left out: it is wide, and usual in text. */
const HIDDEN_OR_SPACE =
  /(?![\t\n\ufe00-\ufe0f])[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb\u00a0\u1680\u2000-\u200a\u202f\u205f]/u;

/** Whether the character with this code point is hidden. */
export function isHidden(codePoint: number): boolean {
  return HIDDEN.test(String.fromCodePoint(codePoint));
}

/** Offsets of all hidden characters in `text`, ascending. */
export function hiddenOffsets(text: string): number[] {
  const offsets: number[] = [];
  if (!HIDDEN.test(text)) return offsets;
  for (const match of text.matchAll(new RegExp(HIDDEN, "gu"))) offsets.push(match.index);
  return offsets;
}

/**
 * `text` with each hidden character replaced by what `show` makes of its code point, and each space that looks like the
 * ordinary one and is another: U+00A0 between tokens is an error that nobody sees.
 */
export function replaceHidden(text: string, show: (codePoint: number) => string): string {
  if (!HIDDEN_OR_SPACE.test(text)) return text;
  return text.replace(new RegExp(HIDDEN_OR_SPACE, "gu"), (char) => show(char.codePointAt(0) ?? 0));
}

/** `U+202E`. */
export function codePointName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The name that Unicode gives a hidden character, or what kind of character it is. */
export function hiddenName(codePoint: number): string {
  const name = NAMES.get(codePoint);
  if (name !== undefined) return name;
  if (codePoint < 0xa0) return "control character";
  if (codePoint >= 0xe0020 && codePoint <= 0xe007f) return "tag character";
  return codePoint >= 0xe0100 && codePoint <= 0xe01ef
    ? "variation selector"
    : "invisible character";
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [0x0000, "NUL"],
  [0x0007, "bell"],
  [0x0008, "backspace"],
  [0x000b, "vertical tab"],
  [0x000c, "form feed"],
  [0x001b, "escape"],
  [0x007f, "delete"],
  [0x0085, "next line"],
  [0x00ad, "soft hyphen"],
  [0x034f, "combining grapheme joiner"],
  [0x061c, "Arabic letter mark"],
  [0x115f, "Hangul choseong filler"],
  [0x1160, "Hangul jungseong filler"],
  [0x180e, "Mongolian vowel separator"],
  [0x200b, "zero width space"],
  [0x200c, "zero width non-joiner"],
  [0x200d, "zero width joiner"],
  [0x200e, "left-to-right mark"],
  [0x200f, "right-to-left mark"],
  [0x2028, "line separator"],
  [0x2029, "paragraph separator"],
  [0x202a, "left-to-right embedding"],
  [0x202b, "right-to-left embedding"],
  [0x202c, "pop directional formatting"],
  [0x202d, "left-to-right override"],
  [0x202e, "right-to-left override"],
  [0x2060, "word joiner"],
  [0x2061, "function application"],
  [0x2062, "invisible times"],
  [0x2063, "invisible separator"],
  [0x2064, "invisible plus"],
  [0x2066, "left-to-right isolate"],
  [0x2067, "right-to-left isolate"],
  [0x2068, "first strong isolate"],
  [0x2069, "pop directional isolate"],
  [0x3164, "Hangul filler"],
  [0xfeff, "byte order mark"],
  [0xffa0, "halfwidth Hangul filler"],
  [0xfff9, "interlinear annotation anchor"],
  [0xfffa, "interlinear annotation separator"],
  [0xfffb, "interlinear annotation terminator"],
]);
