/**
 * Token kinds and the compact token table. Kinds are plain numbers so that the table can hold them
 * in a byte array and the parser can look precedence up by index.
 */
import type { SourceFile } from "../base/mod.ts";
import type { LiteralPattern } from "./ast.ts";

/** Every kind of token. Keywords are last, in the order of `KEYWORDS`. */
export const T = {
  Eof: 0,
  Ident: 1,
  Int: 2,
  Float: 3,
  Str: 4,
  Char: 5,
  Byte: 6,
  Duration: 7,
  Size: 8,
  TemplateStart: 9,
  TemplateText: 10,
  InterpOpen: 11,
  InterpSpec: 12,
  InterpClose: 13,
  TemplateEnd: 14,
  LParen: 15,
  RParen: 16,
  LBracket: 17,
  RBracket: 18,
  LBrace: 19,
  RBrace: 20,
  Comma: 21,
  Colon: 22,
  Semicolon: 23,
  Dot: 24,
  DotDot: 25,
  DotDotEq: 26,
  Ellipsis: 27,
  At: 28,
  AtEq: 29,
  Dollar: 30,
  Hash: 31,
  Plus: 32,
  PlusEq: 33,
  PlusPlus: 34,
  Minus: 35,
  MinusEq: 36,
  Arrow: 37,
  Star: 38,
  StarEq: 39,
  StarStar: 40,
  StarStarEq: 41,
  Slash: 42,
  SlashEq: 43,
  Percent: 44,
  PercentEq: 45,
  Eq: 46,
  EqEq: 47,
  FatArrow: 48,
  Bang: 49,
  BangEq: 50,
  Lt: 51,
  LtEq: 52,
  Shl: 53,
  ShlEq: 54,
  /** `>` is always alone; the parser joins adjacent ones to `>=`, `>>`, `>>=` (spec 7.10.1). */
  Gt: 55,
  Amp: 56,
  AmpAmp: 57,
  AmpEq: 58,
  AmpAmpEq: 59,
  Bar: 60,
  BarBar: 61,
  BarEq: 62,
  BarBarEq: 63,
  Pipe: 64,
  Caret: 65,
  CaretEq: 66,
  Tilde: 67,
  Question: 68,
  QuestionQuestion: 69,
  As: 70,
  Break: 71,
  Continue: 72,
  Def: 73,
  Div: 74,
  Do: 75,
  Else: 76,
  Extend: 77,
  Extension: 78,
  Extern: 79,
  False: 80,
  For: 81,
  If: 82,
  Impl: 83,
  In: 84,
  Let: 85,
  Loop: 86,
  Match: 87,
  Never: 88,
  Pub: 89,
  SelfValue: 90,
  SelfType: 91,
  Suspend: 92,
  Tests: 93,
  Then: 94,
  Trait: 95,
  True: 96,
  Type: 97,
  Unsafe: 98,
  Use: 99,
  Uses: 100,
  Void: 101,
  Where: 102,
  While: 103,
  With: 104,
  Yield: 105,
} as const;
export type TokenKind = (typeof T)[keyof typeof T];

/** The reserved words of spec 7.3.1, in the order of their token kinds. */
export const KEYWORDS = [
  "as",
  "break",
  "continue",
  "def",
  "div",
  "do",
  "else",
  "extend",
  "extension",
  "extern",
  "false",
  "for",
  "if",
  "impl",
  "in",
  "let",
  "loop",
  "match",
  "Never",
  "pub",
  "self",
  "Self",
  "suspend",
  "tests",
  "then",
  "trait",
  "true",
  "type",
  "unsafe",
  "use",
  "uses",
  "void",
  "where",
  "while",
  "with",
  "yield",
] as const;

/** Words kept for later features (spec 7.3.2). */
export const RESERVED_WORDS: ReadonlySet<string> = new Set([
  "asm",
  "inline",
  "static",
  "union",
  "view",
]);

export function isKeyword(kind: number): boolean {
  return kind >= T.As;
}

/** A name or a keyword. */
export function isWord(kind: number): boolean {
  return kind === T.Ident || isKeyword(kind);
}

/** A decoded literal; for template text and format specifications a `str`. */
export type Literal = LiteralPattern;

/** A comment (without its line break) or a run of blank lines, for the formatter and for docs. */
export interface Trivia {
  readonly kind: "comment" | "blank";
  readonly start: number;
  readonly end: number;
  /** Index of the token that follows. */
  readonly token: number;
}

/** The tokens of one file, one row per token; the last row is `Eof`. */
export interface Tokens {
  readonly file: SourceFile;
  readonly count: number;
  readonly kinds: Uint8Array;
  /** Code unit offsets into the text, half open. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /**
   * Names and keywords: index into `names`. Literals: index into `literals`. Brackets: the token
   * index of the partner, -1 where it is missing. An `=` with a body that was left out: where the body starts; it ends
   * with that token. Else -1.
   */
  readonly values: Int32Array;
  readonly names: readonly string[];
  readonly literals: readonly Literal[];
  readonly trivia: readonly Trivia[];
  /** Tokens with a lexical error in them or right before them: what the parser minds there follows. */
  readonly faulty: ReadonlySet<number>;
  /** Words kept for later features, but for those after a `.` or `#`: the parser knows which are names of members. */
  readonly reserved: readonly number[];
  /** Lexical errors, at most `MAX_SYNTAX_ERRORS` of which were reported. */
  readonly errorCount: number;
}

/** So many errors in one file, and the rest of it is not looked at: it is no Ori at all. */
export const MAX_SYNTAX_ERRORS = 40;
/** The note of the last one. */
export const TOO_MANY_ERRORS = "too many errors: the rest of this file was not read";

/** The name of a token of this kind in messages. */
export function describeKind(kind: number, text: string): string {
  switch (kind) {
    case T.Eof:
      return "the end of the file";
    case T.Str:
      return "a string";
    case T.TemplateStart:
    case T.TemplateEnd:
    case T.TemplateText:
      return "a template string";
    default:
      return `\`${text}\``;
  }
}
