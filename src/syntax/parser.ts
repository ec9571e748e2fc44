/**
 * The parser's state: a cursor over the tokens, ids for nodes, reports and recovery. The grammar
 * itself is in the `parse_*` files as functions over this.
 */
import type { Span } from "../base/mod.ts";
import {
  CODES,
  type DiagnosticCode,
  type Diagnostics,
  type Fix,
  type Label,
} from "../diagnostics/mod.ts";
import type { Name, NodeId } from "./ast.ts";
import { lex } from "./lexer.ts";
import {
  describeKind,
  isKeyword,
  isWord,
  type Literal,
  MAX_SYNTAX_ERRORS,
  T,
  type Tokens,
  TOO_MANY_ERRORS,
} from "./token.ts";

/** Recursion of the parser itself: each level takes about eight stack frames. */
const MAX_NESTING = 400;
/** Height of a tree built by loops, `a + b + c ..`: later stages recurse over it. */
const MAX_HEIGHT = 1_000;

/** Forms that are not allowed at the current position; brackets allow them again. */
export const NO_STRUCT = 1;
/** `x ->` is not a lambda here: the arrow belongs to the match arm around. */
export const NO_ARROW = 2;
/** `|>` belongs to the pipe around. */
export const NO_PIPE = 4;
/** `| "text"` is the message of a contract. */
export const IN_CONTRACT = 8;
/** Struct literals stand in parentheses: the condition of `if` or `while`. */
export const IN_CONDITION = 16;

export interface ReportOptions {
  readonly message?: string;
  readonly help?: string;
  readonly fix?: Fix;
  readonly related?: readonly Label[];
}

export class Parser {
  pos = 0;
  kind: number;
  /** Bits of `NO_STRUCT` and relatives. */
  context = 0;
  /** Nesting at the cursor, and the largest of the construct that is being parsed. */
  depth = 0;
  deepest = 0;

  readonly #kinds: Uint8Array;
  readonly #members = new Set<number>();
  #nodes = 0;
  #errorAt = -1;
  #errors: number;
  #isAborted = false;

  constructor(
    readonly tokens: Tokens,
    readonly diagnostics: Diagnostics,
    readonly defersBodies = false,
  ) {
    this.#kinds = tokens.kinds;
    this.kind = tokens.kinds[0] ?? T.Eof;
    this.#errors = tokens.errorCount;
    if (this.#errors >= MAX_SYNTAX_ERRORS) this.#abort();
  }

  /** Whether the parse ended before the file did. */
  get isAborted(): boolean {
    return this.#isAborted;
  }

  get nodeCount(): number {
    return this.#nodes;
  }

  id(): NodeId {
    return this.#nodes++ as NodeId;
  }

  // --- Cursor ------------------------------------------------------------------------------------

  /** The kind of the token `ahead` of the cursor. */
  peek(ahead: number): number {
    return this.#kinds[Math.min(this.pos + ahead, this.tokens.count - 1)] ?? T.Eof;
  }

  kindAt(token: number): number {
    return this.#kinds[Math.min(token, this.tokens.count - 1)] ?? T.Eof;
  }

  advance(): void {
    if (this.kind === T.Eof) return;
    this.kind = this.#kinds[++this.pos] ?? T.Eof;
  }

  jump(token: number): void {
    this.pos = Math.min(token, this.tokens.count - 1);
    this.kind = this.#kinds[this.pos] ?? T.Eof;
  }

  /** Runs `parse` with the cursor at `token`, then goes back. */
  parseAt<Node>(token: number, parse: () => Node): Node {
    const { pos, context } = this;
    this.jump(token);
    this.context = 0;
    const node = parse();
    this.context = context;
    this.jump(pos);
    return node;
  }

  /** Whether the text after the `=` at `token` has not become tokens. */
  hasSkippedBody(token: number): boolean {
    return (this.tokens.values[token] ?? -1) >= 0;
  }

  /** Runs `parse` on the body after the `=` at `token`, whose tokens are made now; its nodes get ids of this file. */
  parseSkipped<Node>(token: number, parse: (inner: Parser) => Node): Node {
    const { file, values, ends } = this.tokens;
    const range = { start: values[token] ?? 0, end: ends[token] ?? 0 };
    const inner = new Parser(lex(file, this.diagnostics, { range }), this.diagnostics);
    inner.#nodes = this.#nodes;
    const node = parse(inner);
    this.#nodes = inner.#nodes;
    return node;
  }

  /** Runs `parse` after the bracket at the cursor: what is not allowed around it is allowed inside. */
  insideBracket<Node>(parse: () => Node): Node {
    const { context } = this;
    this.advance();
    this.context = 0;
    const node = parse();
    this.context = context;
    return node;
  }

  eat(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.advance();
    return true;
  }

  /** Whether the token is the context word `word`, as in `0..10 by 2`. */
  isWord(word: string, ahead = 0): boolean {
    return this.peek(ahead) === T.Ident && this.textAt(this.pos + ahead) === word;
  }

  /** Start of the current token, as an offset. */
  get start(): number {
    return this.tokens.starts[this.pos] ?? 0;
  }

  /** End of the previous token. */
  get previousEnd(): number {
    return this.pos === 0 ? 0 : this.tokens.ends[this.pos - 1] ?? 0;
  }

  get previousKind(): number {
    return this.pos === 0 ? T.Eof : this.kindAt(this.pos - 1);
  }

  textAt(token: number): string {
    const { starts, ends, values, names, file } = this.tokens;
    const kind = this.kindAt(token);
    if (isWord(kind)) return names[values[token] ?? -1] ?? "";
    return file.text.slice(starts[token], ends[token]);
  }

  /** Whether there is no white space between the token and its successor. */
  isAdjacent(token: number): boolean {
    return this.tokens.ends[token] === this.tokens.starts[token + 1];
  }

  /** Whether the current token is the first of its line. */
  isLineStart(): boolean {
    const { text } = this.tokens.file;
    for (let at = this.start - 1; at >= this.previousEnd; at--) {
      if (text.charCodeAt(at) === 10) return true;
    }
    return this.pos === 0;
  }

  /** The index of the bracket that closes the one at `token`, -1 where it is missing. */
  partner(token: number): number {
    return this.tokens.values[token] ?? -1;
  }

  literal(token: number): Literal | undefined {
    return this.tokens.literals[this.tokens.values[token] ?? -1];
  }

  // --- Spans and names ---------------------------------------------------------------------------

  /** From an offset to the end of the last consumed token. */
  spanFrom(start: number): Span {
    return { file: this.tokens.file.id, start, end: Math.max(start, this.previousEnd) };
  }

  spanOf(token: number): Span {
    const { file, starts, ends } = this.tokens;
    return { file: file.id, start: starts[token] ?? 0, end: ends[token] ?? 0 };
  }

  span(start: number, end: number): Span {
    return { file: this.tokens.file.id, start, end };
  }

  /** Consumes the current token, whatever it is, as a name. */
  takeName(): Name {
    const name = { text: this.textAt(this.pos), span: this.spanOf(this.pos) };
    this.advance();
    return name;
  }

  /** Consumes a name that any word may be: of a field, a method, an argument. */
  takeMember(): Name {
    this.#members.add(this.pos);
    return this.takeName();
  }

  /** Reports the reserved words that stand for anything else than a member (spec 7.3.2). */
  reportReserved(): void {
    for (const token of this.tokens.reserved) {
      if (this.#members.has(token) || token >= this.pos) continue;
      const word = this.textAt(token);
      this.report("E0015", this.spanOf(token), "cannot be used as a name", {
        message: `\`${word}\` is reserved for a later feature`,
        help: `choose another name, as \`${word}_\``,
      });
    }
  }

  expectName(what: string): Name {
    if (this.kind === T.Ident) return this.takeName();
    const found = this.describe();
    if (isKeyword(this.kind)) {
      const help = `\`${this.textAt(this.pos)}\` is a keyword; choose another name`;
      this.error("E1004", `expected ${what}, found the keyword ${found}`, { help });
      return this.takeName();
    }
    this.error("E1004", `expected ${what}, found ${found}`);
    return { text: "", span: this.span(this.start, this.start) };
  }

  /** Any word may follow a `.`. */
  expectMemberName(): Name {
    return isWord(this.kind) ? this.takeMember() : this.expectName("a field or method name");
  }

  describe(): string {
    return describeKind(this.kind, this.textAt(this.pos));
  }

  // --- Reports -----------------------------------------------------------------------------------

  /** Reports at the current token. Only the first error at a token is reported. */
  error(code: DiagnosticCode, text: string, options: ReportOptions = {}): void {
    this.errorAt(code, this.spanOf(this.pos), text, options);
  }

  errorAt(code: DiagnosticCode, span: Span, text: string, options: ReportOptions = {}): void {
    if (this.#isAborted || this.#errorAt === this.pos) return;
    this.#errorAt = this.pos;
    const { faulty } = this.tokens;
    if (faulty.has(this.pos) || faulty.has(this.pos - 1)) return;
    this.report(code, span, text, options);
  }

  /** Reports without the rule of one error per token: for what does not disturb the parse. */
  report(code: DiagnosticCode, span: Span, text: string, options: ReportOptions = {}): void {
    if (this.#isAborted) return;
    const isLast = CODES[code].severity === "error" && ++this.#errors >= MAX_SYNTAX_ERRORS;
    const notes = isLast ? { notes: [TOO_MANY_ERRORS] } : {};
    this.diagnostics.report({ code, primary: { span, text }, ...options, ...notes });
    if (isLast) this.#abort();
  }

  /** Whether the cursor is where an error was just reported. */
  get isAtError(): boolean {
    return this.#errorAt === this.pos;
  }

  unexpected(expected: string): void {
    if (this.kind === T.FatArrow) {
      return this.error("E1001", `expected ${expected}, found \`=>\``, {
        help: "Ori writes `->`",
        fix: { title: "write `->`", edits: [{ span: this.spanOf(this.pos), text: "->" }] },
      });
    }
    this.error("E1001", `expected ${expected}, found ${this.describe()}`);
  }

  expect(kind: number, what: string): boolean {
    if (this.eat(kind)) return true;
    this.unexpected(what);
    return false;
  }

  /** The `->` of a lambda or an arm. `=>` is reported and taken for it. */
  expectArrow(): void {
    if (this.eat(T.Arrow)) return;
    this.unexpected("`->`");
    this.eat(T.FatArrow);
  }

  /** `then` or `do`. Where it is left out before a block, reports that and continues. */
  expectBefore(kind: number, word: string): void {
    if (this.eat(kind)) return;
    if (this.kind !== T.LBrace) return this.unexpected(`\`${word}\``);
    const at = this.span(this.previousEnd, this.previousEnd);
    this.error("E1001", `expected \`${word}\`, found \`{\``, {
      fix: { title: `add \`${word}\``, edits: [{ span: at, text: ` ${word}` }] },
    });
  }

  /** An `=` for what is written `wanted` here: reported with the fix, and consumed. */
  eatWrongEquals(wanted: ":" | "==", help: string): boolean {
    if (this.kind !== T.Eq) return false;
    const { start, end } = this.spanOf(this.pos);
    const span = this.span(wanted === ":" ? this.previousEnd : start, end);
    this.error("E1001", `expected \`${wanted}\`, found \`=\``, {
      help,
      fix: { title: `write \`${wanted}\``, edits: [{ span, text: wanted }] },
    });
    this.advance();
    return true;
  }

  /** The end of a bracketed part; where it is missing, continues after the true end if there is one. */
  expectClose(open: number, kind: number, what: string): void {
    if (this.eat(kind)) return;
    const close = this.partner(open);
    if (close >= this.pos) {
      this.unexpected(what);
      return this.jump(close + 1);
    }
    this.error("E1003", `expected ${what}, found ${this.describe()}`, {
      related: [{ span: this.spanOf(open), text: "this is never closed" }],
    });
  }

  // --- Nesting -----------------------------------------------------------------------------------

  /** Goes a level down; false, after E1009, where that is too deep: then the parse has ended. */
  enter(): boolean {
    if (++this.depth > this.deepest) this.deepest = this.depth;
    if (this.depth <= MAX_NESTING) return true;
    this.#tooDeep();
    return false;
  }

  leave(): void {
    this.depth--;
  }

  /** Checks the height of a tree that a loop builds; false ends the parse. */
  checkHeight(height: number): boolean {
    if (height <= MAX_HEIGHT) return true;
    this.#tooDeep();
    return false;
  }

  #tooDeep(): void {
    if (this.#isAborted) return;
    const help = "split the expression with `let`, or into functions";
    this.report("E1009", this.spanOf(this.pos), "nested too deeply from here on", { help });
    this.#abort();
  }

  /** Ends the parse: what is left of the file is not read, and nothing more reported. */
  #abort(): void {
    this.#isAborted = true;
    this.jump(this.tokens.count - 1);
  }

  // --- Recovery ----------------------------------------------------------------------------------

  /**
   * Skips to a `kind` at this level of brackets, or to where it can no longer come: `;`, a closing
   * bracket, the start of an item, the end.
   */
  skipTo(kind: number): void {
    while (this.kind !== T.Eof) {
      if (this.kind === kind || this.kind === T.Semicolon || this.isClosing()) return;
      if (this.startsItemLine()) return;
      this.skipGroup();
    }
  }

  /** Skips one token, or a whole bracket pair. */
  skipGroup(): void {
    const isOpen = this.kind === T.LParen || this.kind === T.LBracket || this.kind === T.LBrace ||
      this.kind === T.InterpOpen;
    const close = isOpen ? this.partner(this.pos) : -1;
    if (close > this.pos) this.jump(close + 1);
    else this.advance();
  }

  isClosing(): boolean {
    const { kind } = this;
    return kind === T.RParen || kind === T.RBracket || kind === T.RBrace ||
      kind === T.InterpClose ||
      kind === T.TemplateEnd;
  }

  /** Whether an item starts here. `let` counts only when a `$` follows. */
  startsItem(): boolean {
    switch (this.kind) {
      case T.At:
        return this.isAdjacent(this.pos);
      case T.Let:
        return this.peek(1) === T.Dollar;
      case T.Def:
        return this.peek(1) === T.Impl;
      case T.Ident:
        return this.isWord("capset") && this.peek(1) === T.Ident;
      case T.Hash:
      case T.Dollar:
      case T.Pub:
      case T.Type:
      case T.Trait:
      case T.Impl:
      case T.Use:
      case T.Extend:
      case T.Extension:
      case T.Extern:
        return true;
      default:
        return false;
    }
  }

  /** The stricter sign of an item inside unfinished code: it also starts its line. */
  startsItemLine(): boolean {
    const { kind } = this;
    if (kind === T.Let || kind === T.Dollar || kind === T.Hash || kind === T.Ident) return false;
    return this.startsItem() && this.isLineStart();
  }
}

/**
 * Elements up to `close`, separated by commas, the last comma optional. The bracket `open` has been
 * consumed. A faulty element is skipped, so that the rest still parses.
 */
export function parseList<E>(
  p: Parser,
  open: number,
  close: number,
  what: string,
  element: (p: Parser) => E,
): E[] {
  const elements: E[] = [];
  const saved = p.context;
  p.context = 0;
  const isClosed = p.partner(open) >= 0;
  while (p.kind !== close && p.kind !== T.Eof && (isClosed || !p.startsItemLine())) {
    const before = p.pos;
    elements.push(element(p));
    if (p.eat(T.Comma)) continue;
    if (p.kind === close || !isClosed) break;
    p.unexpected(`\`,\` or ${what}`);
    p.skipTo(T.Comma);
    if (!p.eat(T.Comma) && p.pos === before) break;
    if (p.previousKind !== T.Comma) break;
  }
  p.context = saved;
  p.expectClose(open, close, what);
  return elements;
}

/** Whether a comma precedes the delimiter that closed the list just parsed: `(x,)`. */
export function endsInComma(p: Parser): boolean {
  return p.pos >= 2 && p.kindAt(p.pos - 2) === T.Comma;
}
