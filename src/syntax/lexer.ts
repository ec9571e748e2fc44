/**
 * Source text to tokens in one pass over the characters. Brackets are paired in the same pass, so that
 * the parser can look past a parenthesis in constant time.
 */
import { codePointName, hiddenName, isHidden, type SourceFile, type Span } from "../base/mod.ts";
import { CODES, type DiagnosticCode, type Diagnostics } from "../diagnostics/mod.ts";
import {
  isIdentPart,
  isIdentStart,
  scanChar,
  scanEscape,
  scanNumber,
  scanString,
} from "./lexer_literals.ts";
import { checkCharacters } from "./check_characters.ts";
import { endOfBody, opensBody } from "./skip_body.ts";
import {
  KEYWORDS,
  type Literal,
  MAX_SYNTAX_ERRORS,
  RESERVED_WORDS,
  T,
  type Tokens,
  TOO_MANY_ERRORS,
  type Trivia,
} from "./token.ts";

/** A lexical error; `replace` is the text of a fix for the whole range. */
export interface LexicalError {
  readonly code: DiagnosticCode;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly message?: string;
  readonly help?: string;
  readonly replace?: string;
}

/** Selects the part of a file that becomes tokens. */
export interface LexOptions {
  /** Leaves out bodies of functions whose end `endOfBody` finds: see `Tokens.values`. */
  readonly skipsBodies?: boolean;
  /** A part of the text only, half open; positions are those of the file. */
  readonly range?: { readonly start: number; readonly end: number };
}

/** Tokens of `file`. Reports E00xx and always reaches the end of the text. */
export function lex(
  file: SourceFile,
  diagnostics: Diagnostics,
  options: LexOptions = {},
): Tokens {
  const tokens = new Lexer(file, diagnostics, options).run();
  // Parts of std, which a test checks as a whole.
  if (options.range !== undefined || options.skipsBodies === true) return tokens;
  const errorCount = tokens.errorCount + checkCharacters(tokens, diagnostics);
  return { ...tokens, errorCount };
}

export class Lexer {
  readonly text: string;
  pos = 0;
  lastKind: number = T.Eof;
  errorCount = 0;
  #warningCount = 0;

  #count = 0;
  #kinds: Uint8Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #values: Int32Array;
  readonly #names: string[] = [...KEYWORDS];
  readonly #nameIndex = new Map<string, number>(KEYWORDS.map((word, i) => [word, i]));
  readonly #literals: Literal[] = [];
  readonly #trivia: Trivia[] = [];
  /** Token indexes of open brackets, and how many of each shape they are: ( [ { */
  readonly #open: number[] = [];
  readonly #faulty = new Set<number>();
  readonly #reserved: number[] = [];
  readonly #openShapes = [0, 0, 0];
  readonly #skipsBodies: boolean;

  constructor(
    readonly file: SourceFile,
    readonly diagnostics: Diagnostics,
    { skipsBodies = false, range }: LexOptions = {},
  ) {
    this.#skipsBodies = skipsBodies;
    this.text = range === undefined ? file.text : file.text.slice(0, range.end);
    this.pos = range?.start ?? 0;
    const capacity = ((this.text.length - this.pos) >> 2) + 16;
    this.#kinds = new Uint8Array(capacity);
    this.#starts = new Int32Array(capacity);
    this.#ends = new Int32Array(capacity);
    this.#values = new Int32Array(capacity);
  }

  run(): Tokens {
    for (;;) {
      this.#skipTrivia();
      if (this.pos >= this.text.length) break;
      this.#scanToken();
    }
    this.push(T.Eof, this.pos);
    return {
      file: this.file,
      count: this.#count,
      kinds: this.#kinds,
      starts: this.#starts,
      ends: this.#ends,
      values: this.#values,
      names: this.#names,
      literals: this.#literals,
      trivia: this.#trivia,
      faulty: this.#faulty,
      reserved: this.#reserved,
      errorCount: this.errorCount,
    };
  }

  /** Appends a token from `start` to the current position. */
  push(kind: number, start: number, value = -1): void {
    const at = this.#count++;
    if (at >= this.#kinds.length) this.#grow();
    this.#kinds[at] = kind;
    this.#starts[at] = start;
    this.#ends[at] = this.pos;
    this.#values[at] = value;
    this.lastKind = kind;
  }

  pushLiteral(kind: number, start: number, literal: Literal): void {
    this.push(kind, start, this.#literals.push(literal) - 1);
  }

  /** Reports an error, which spoils the token at hand, or a warning, which does not. */
  report(error: LexicalError): void {
    const isError = CODES[error.code].severity === "error";
    if (isError) this.#faulty.add(this.#count);
    if ((isError ? ++this.errorCount : ++this.#warningCount) > MAX_SYNTAX_ERRORS) return;
    const isLast = isError && this.errorCount === MAX_SYNTAX_ERRORS;
    const span: Span = { file: this.file.id, start: error.start, end: error.end };
    const { replace } = error;
    this.diagnostics.report({
      code: error.code,
      primary: { span, text: error.text },
      ...(error.message !== undefined ? { message: error.message } : {}),
      ...(error.help !== undefined ? { help: error.help } : {}),
      ...(replace !== undefined
        ? { fix: { title: `write \`${replace}\``, edits: [{ span, text: replace }] } }
        : {}),
      ...(isLast ? { notes: [TOO_MANY_ERRORS] } : {}),
    });
  }

  #grow(): void {
    const capacity = this.#kinds.length * 2;
    this.#kinds = grown(this.#kinds, new Uint8Array(capacity));
    this.#starts = grown(this.#starts, new Int32Array(capacity));
    this.#ends = grown(this.#ends, new Int32Array(capacity));
    this.#values = grown(this.#values, new Int32Array(capacity));
  }

  /** White space and comments. A run of empty lines is remembered once. */
  #skipTrivia(): void {
    const { text } = this;
    let newlines = this.#count === 0 ? 1 : 0;
    let blankStart = this.pos;
    for (;;) {
      const c = text.charCodeAt(this.pos);
      if (c === 10) {
        if (newlines++ === 0) blankStart = this.pos + 1;
        this.pos++;
      } else if (c === 32 || c === 9) this.pos++;
      else if (c === 0 || c === 0xfeff) {
        // `checkCharacters` reports them; without them the text is what was meant.
        this.#faulty.add(this.#count);
        this.pos++;
      } else {
        if (newlines >= 2) this.#pushTrivia("blank", blankStart);
        if (c !== 47 || text.charCodeAt(this.pos + 1) !== 47) return;
        const start = this.pos;
        const end = text.indexOf("\n", start);
        this.pos = end < 0 ? text.length : end;
        this.#pushTrivia("comment", start);
        newlines = 0;
      }
    }
  }

  #pushTrivia(kind: Trivia["kind"], start: number): void {
    this.#trivia.push({ kind, start, end: this.pos, token: this.#count });
  }

  #scanToken(): void {
    const c = this.text.charCodeAt(this.pos);
    if (isIdentStart(c)) return this.#scanWord(c);
    if (c >= 48 && c <= 57) return scanNumber(this);
    if (c === 34) return scanString(this);
    if (c === 39) return scanChar(this, false);
    if (c === 96) {
      this.push(T.TemplateStart, this.pos++);
      this.#ends[this.#count - 1] = this.pos;
      return this.#scanTemplateText();
    }
    this.#scanOperator(c);
  }

  #scanWord(first: number): void {
    const { text } = this;
    const start = this.pos;
    if (first === 98 && text.charCodeAt(start + 1) === 39) return scanChar(this, true);
    let end = start + 1;
    while (isIdentPart(text.charCodeAt(end))) end++;
    this.pos = end;
    const word = text.slice(start, end);
    let index = this.#nameIndex.get(word);
    if (index === undefined) {
      index = this.#names.push(word) - 1;
      this.#nameIndex.set(word, index);
    }
    if (index < KEYWORDS.length) return this.push(T.As + index, start, index);
    const isFree = this.lastKind === T.Dot || this.lastKind === T.Hash;
    if (RESERVED_WORDS.has(word) && !isFree) this.#reserved.push(this.#count);
    this.push(T.Ident, start, index);
  }

  /** The text of a template up to its end or to the next interpolation. */
  #scanTemplateText(): void {
    const { text } = this;
    const start = this.pos;
    const lone: number[] = [];
    let value = "";
    let from = start;
    for (;;) {
      const c = text.charCodeAt(this.pos);
      const next = text.charCodeAt(this.pos + 1);
      if (c === 96 || (c === 123 && next !== 123) || this.pos >= text.length) break;
      if (c === 92) {
        value += text.slice(from, this.pos) + scanEscape(this, "template");
        from = this.pos;
      } else if (c === 123 || c === 125) {
        if (c !== next) lone.push(this.pos);
        value += text.slice(from, this.pos + 1);
        this.pos += c === next ? 2 : 1;
        from = this.pos;
      } else this.pos++;
    }
    value += text.slice(from, this.pos);
    // In a template that is not closed, the braces are those of the code after it.
    if (this.pos < text.length) lone.forEach((at) => this.#reportLoneBrace(at));
    if (value !== "") this.pushLiteral(T.TemplateText, start, { kind: "str", value });
    this.#endTemplateText(start);
  }

  #endTemplateText(start: number): void {
    const at = this.pos;
    if (at >= this.text.length) {
      const text = "this template string is not closed";
      this.report({ code: "E0006", start: start - 1, end: start, text });
      return this.push(T.TemplateEnd, at);
    }
    this.pos++;
    if (this.text.charCodeAt(at) === 96) this.push(T.TemplateEnd, at);
    else this.#pushOpen(T.InterpOpen, at, 2);
  }

  #reportLoneBrace(at: number): void {
    this.report({
      code: "E0006",
      start: at,
      end: at + 1,
      text: "a literal brace is written twice",
      replace: "}}",
    });
  }

  #pushOpen(kind: number, start: number, shape: number): void {
    this.#open.push(this.#count);
    this.#openShapes[shape] = (this.#openShapes[shape] ?? 0) + 1;
    this.push(kind, start);
  }

  /** Closes the nearest open bracket of that shape; what stays open inside has no partner. */
  #pushClose(kind: number, start: number, shape: number): void {
    if ((this.#openShapes[shape] ?? 0) === 0) return this.push(kind, start);
    for (;;) {
      const open = this.#open.pop() ?? -1;
      const openKind = this.#kinds[open] ?? T.Eof;
      const openShape = shapeOf(openKind);
      this.#openShapes[openShape] = (this.#openShapes[openShape] ?? 0) - 1;
      if (openShape !== shape) continue;
      this.#values[open] = this.#count;
      if (openKind !== T.InterpOpen) return this.push(kind, start, open);
      this.push(T.InterpClose, start, open);
      return this.#scanTemplateText();
    }
  }

  #isInInterpolation(): boolean {
    const open = this.#open[this.#open.length - 1];
    return open !== undefined && this.#kinds[open] === T.InterpOpen;
  }

  /** From the `:` of an interpolation to its `}`: the format specification, as written. */
  #scanFormatSpec(start: number): void {
    const { text } = this;
    while (this.pos < text.length) {
      const c = text.charCodeAt(this.pos);
      if (c === 125 || c === 96 || c === 10) break;
      this.pos++;
    }
    this.pushLiteral(T.InterpSpec, start, { kind: "str", value: text.slice(start + 1, this.pos) });
  }

  #scanOperator(c: number): void {
    const start = this.pos++;
    switch (c) {
      case 40:
        return this.#pushOpen(T.LParen, start, 0);
      case 41:
        return this.#pushClose(T.RParen, start, 0);
      case 91:
        return this.#pushOpen(T.LBracket, start, 1);
      case 93:
        return this.#pushClose(T.RBracket, start, 1);
      case 123:
        return this.#pushOpen(T.LBrace, start, 2);
      case 125:
        return this.#pushClose(T.RBrace, start, 2);
      case 44:
        return this.push(T.Comma, start);
      case 58:
        if (this.#isInInterpolation()) return this.#scanFormatSpec(start);
        return this.push(T.Colon, start);
      case 59:
        return this.push(T.Semicolon, start);
      case 62:
        return this.push(T.Gt, start);
      default:
        return this.#scanLongOperator(c, start);
    }
  }

  #scanLongOperator(c: number, start: number): void {
    const kind = this.#operatorKind(c);
    if (kind === T.Eof) return this.#unexpected(start);
    this.push(kind, start);
    if (kind === T.Eq && this.#skipsBodies) this.#skipBody();
  }

  /** Skips the body that follows, if there is one and its end is found. */
  #skipBody(): void {
    const eq = this.#count - 1;
    const rows = { kinds: this.#kinds, starts: this.#starts, values: this.#values };
    if (!opensBody(this.text, rows, eq)) return;
    const end = endOfBody(this.text, this.pos);
    if (end < 0) return;
    this.#values[eq] = this.pos;
    this.#ends[eq] = end;
    this.pos = end;
  }

  /** The longest operator that starts with `c`, which is consumed; `Eof` if there is none. */
  #operatorKind(c: number): number {
    switch (c) {
      case 46:
        if (!this.#eat(46)) return T.Dot;
        return this.#eat(46) ? T.Ellipsis : this.#eat(61) ? T.DotDotEq : T.DotDot;
      case 64:
        return this.#eat(61) ? T.AtEq : T.At;
      case 36:
        return T.Dollar;
      case 35:
        return T.Hash;
      case 43:
        return this.#eat(61) ? T.PlusEq : this.#eat(43) ? T.PlusPlus : T.Plus;
      case 45:
        return this.#eat(61) ? T.MinusEq : this.#eat(62) ? T.Arrow : T.Minus;
      case 42:
        if (this.#eat(42)) return this.#eat(61) ? T.StarStarEq : T.StarStar;
        return this.#eat(61) ? T.StarEq : T.Star;
      case 47:
        return this.#eat(61) ? T.SlashEq : T.Slash;
      case 37:
        return this.#eat(61) ? T.PercentEq : T.Percent;
      case 61:
        if (this.#eat(62)) return T.FatArrow;
        return this.#eat(61) ? this.#afterEquality(T.EqEq, "==") : T.Eq;
      case 33:
        return this.#eat(61) ? this.#afterEquality(T.BangEq, "!=") : T.Bang;
      case 60:
        if (this.#eat(60)) return this.#eat(61) ? T.ShlEq : T.Shl;
        return this.#eat(61) ? T.LtEq : T.Lt;
      case 38:
        if (this.#eat(38)) return this.#eat(61) ? T.AmpAmpEq : T.AmpAmp;
        return this.#eat(61) ? T.AmpEq : T.Amp;
      case 124:
        if (this.#eat(124)) return this.#eat(61) ? T.BarBarEq : T.BarBar;
        return this.#eat(62) ? T.Pipe : this.#eat(61) ? T.BarEq : T.Bar;
      case 94:
        return this.#eat(61) ? T.CaretEq : T.Caret;
      case 126:
        return T.Tilde;
      case 63:
        return this.#eat(63) ? T.QuestionQuestion : T.Question;
      default:
        return T.Eof;
    }
  }

  #eat(c: number): boolean {
    if (this.text.charCodeAt(this.pos) !== c) return false;
    this.pos++;
    return true;
  }

  /** `===` and `!==` of other languages. */
  #afterEquality(kind: number, operator: string): number {
    const start = this.pos - 2;
    if (!this.#eat(61)) return kind;
    this.report({
      code: "E0008",
      start,
      end: this.pos,
      message: `\`${operator}=\` is not an operator`,
      text: `equality is compared with \`${operator}\``,
      replace: operator,
    });
    return kind;
  }

  /** Reports a run of characters that start no token, once. */
  #unexpected(start: number): void {
    const { text } = this;
    while (this.pos < text.length && isStray(text.charCodeAt(this.pos))) this.pos++;
    const first = text.codePointAt(start) ?? 0;
    const what = isHidden(first)
      ? `${codePointName(first)} (${hiddenName(first)})`
      : `\`${text.slice(start, Math.min(this.pos, start + 20))}\``;
    this.report({
      code: "E0002",
      start,
      end: this.pos,
      message: `unexpected character ${what}`,
      text: "not part of any token",
      ...(first === 92 ? { help: "a `\\` is possible only inside literals" } : {}),
    });
  }
}

function shapeOf(kind: number): number {
  return kind === T.LParen ? 0 : kind === T.LBracket ? 1 : 2;
}

function isStray(c: number): boolean {
  return c > 126 && c !== 0xfeff || c < 32 && c !== 0 && c !== 10 && c !== 9 || c === 92;
}

function grown<A extends Uint8Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
