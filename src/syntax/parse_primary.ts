/** Operands: literals, names, parentheses, lists, templates, lambdas, special forms. */
import type {
  Expr,
  LambdaParam,
  ListElement,
  Name,
  SpecialForm,
  TemplatePart,
  TypeExpr,
} from "./ast.ts";
import { isLabelAt, opensStruct, skipType, startsExpr, structPathLength } from "./lookahead.ts";
import { parseBraces, parseLabelledBlock, parseLetExpr, parseStruct } from "./parse_braces.ts";
import {
  parseFor,
  parseIf,
  parseJump,
  parseLoop,
  parseMatch,
  parseTryBlock,
  parseUnsafe,
  parseWhile,
  parseWith,
} from "./parse_control.ts";
import { errorExpr, isLambda, isTypeArgsCall, parseArgs, parseExpr } from "./parse_exprs.ts";
import { parsePattern } from "./parse_patterns.ts";
import { parseType, parseTypeArgs } from "./parse_types.ts";
import { endsInComma, parseList, type Parser } from "./parser.ts";
import { isKeyword, T } from "./token.ts";

/** Words that are a special form before `(`. */
const SPECIAL_FORMS: ReadonlyMap<string, SpecialForm> = new Map<string, SpecialForm>(
  ([
    "recurse",
    "parallel",
    "spawn",
    "timeout",
    "cache",
    "nursery",
    "catch",
    "channel",
    "channel_in",
    "channel_out",
    "channel_all",
    "embed",
    "has_embed",
  ] as const).map((form) => [form, form]),
);

/** Words of other languages, with what Ori has instead. */
export const FOREIGN_WORDS: ReadonlyMap<string, string> = new Map([
  ["return", "the last expression of a block without `;` is its value"],
  ["fn", "a function is written `@name (x: int) -> int = ..`"],
  ["func", "a function is written `@name (x: int) -> int = ..`"],
  ["function", "a function is written `@name (x: int) -> int = ..`"],
  ["var", "a binding is written `let x = ..`"],
  ["const", "a constant is written `let $name = ..`"],
  ["mut", "bindings are mutable unless marked with `$`"],
]);

/** An operand without its postfix forms. */
export function parsePrimary(p: Parser): Expr {
  const { start } = p;
  switch (p.kind) {
    case T.Ident:
      return parseWord(p, start);
    case T.Int:
    case T.Float:
    case T.Str:
    case T.Char:
    case T.Byte:
    case T.Duration:
    case T.Size:
      return parseLiteral(p, start, false);
    case T.True:
    case T.False: {
      const value = p.kind === T.True;
      p.advance();
      return { id: p.id(), span: p.spanFrom(start), kind: "Bool", value };
    }
    case T.TemplateStart:
      return parseTemplate(p, start);
    case T.SelfValue:
      p.advance();
      return { id: p.id(), span: p.spanFrom(start), kind: "Self" };
    case T.SelfType:
      if (opensStruct(p, p.pos + 1)) return parseStruct(p, 1);
      p.advance();
      return { id: p.id(), span: p.spanFrom(start), kind: "SelfType" };
    case T.Hash:
      p.advance();
      return { id: p.id(), span: p.spanFrom(start), kind: "Length" };
    case T.Dollar: {
      p.advance();
      const name = p.expectName("the name of a constant");
      return { id: p.id(), span: p.spanFrom(start), kind: "ConstIdent", name: name.text };
    }
    case T.LParen:
      return isLambda(p) ? parseLambda(p) : parseParens(p, start);
    case T.LBracket:
      return parseListLiteral(p, start);
    case T.LBrace:
      return parseBraces(p);
    default:
      return parseKeywordExpr(p);
  }
}

function parseKeywordExpr(p: Parser): Expr {
  switch (p.kind) {
    case T.Let:
      return parseLetExpr(p);
    case T.If:
      return parseIf(p);
    case T.Match:
      return parseMatch(p);
    case T.For:
      return parseFor(p);
    case T.While:
      return parseWhile(p);
    case T.Loop:
      return parseLoop(p);
    case T.Break:
    case T.Continue:
      return parseJump(p);
    case T.Unsafe:
      return parseUnsafe(p);
    case T.With:
      return p.peek(1) === T.LParen ? parseSpecial(p, "with") : parseWith(p);
    case T.At:
      // The sigil is optional where a function is called (spec 7.6).
      if (p.peek(1) === T.Ident && p.isAdjacent(p.pos) && !p.isLineStart()) {
        p.advance();
        return parseWord(p, p.start);
      }
      return noExpr(p);
    default:
      return noExpr(p);
  }
}

function noExpr(p: Parser): Expr {
  if (p.kind === T.Suspend) {
    p.error("E1015", "`suspend` is a keyword without a use in this version");
    p.advance();
  } else if (p.kind === T.PlusPlus) {
    p.error("E0010", "write `x += 1`");
    p.advance();
    if (startsExpr(p.kind)) parsePrimary(p);
  } else {
    const help = isKeyword(p.kind) ? { help: `${p.describe()} is a keyword` } : {};
    p.error("E1002", `expected an expression, found ${p.describe()}`, help);
  }
  return errorExpr(p);
}

// --- Names ---------------------------------------------------------------------------------------

function parseWord(p: Parser, start: number): Expr {
  if (isLambda(p)) return parseLambda(p);
  const next = p.peek(1);
  const word = p.textAt(p.pos);
  switch (next) {
    case T.LParen:
    case T.Lt: {
      const form = SPECIAL_FORMS.get(word);
      if (form !== undefined) return parseSpecialWord(p, form, start);
      break;
    }
    case T.Colon:
      if (isLabelAt(p, p.pos)) return parseLabelledBlock(p);
      break;
    case T.LBrace:
      if (word === "try") return parseTryBlock(p);
      break;
    default:
  }
  if (isForeignWord(p, word)) return parseForeign(p, word, start);
  if (next === T.LBrace || next === T.Dot || next === T.Lt) {
    const length = structPathLength(p);
    if (length > 0) return parseStruct(p, length);
  }
  return parseIdent(p, start);
}

function parseIdent(p: Parser, start: number): Expr {
  const name = p.textAt(p.pos);
  p.advance();
  return { id: p.id(), span: p.spanFrom(start), kind: "Ident", name };
}

/** `return`, and other such words before an expression, where a name is not possible. */
function isForeignWord(p: Parser, word: string): boolean {
  if (word === "return") return true;
  const next = p.peek(1);
  return FOREIGN_WORDS.has(word) && startsExpr(next) && next !== T.LParen && next !== T.Minus &&
    next !== T.LBracket && next !== T.LBrace;
}

/** `return x` and relatives: says what to write, and skips what belongs to the word. */
function parseForeign(p: Parser, word: string, start: number): Expr {
  const help = FOREIGN_WORDS.get(word);
  p.error("E1015", `\`${word}\` is not a keyword of Ori`, help === undefined ? {} : { help });
  p.advance();
  if (startsExpr(p.kind)) parseExpr(p);
  return { id: p.id(), span: p.spanFrom(start), kind: "Error" };
}

function parseSpecialWord(p: Parser, form: SpecialForm, start: number): Expr {
  if (p.peek(1) === T.LParen) return parseSpecial(p, form);
  const saved = p.pos;
  p.advance();
  const isCall = isTypeArgsCall(p);
  p.jump(saved);
  return isCall ? parseSpecial(p, form) : parseIdent(p, start);
}

/** `recurse(..)`, `channel<int>(..)`, with the cursor at the word. */
function parseSpecial(p: Parser, form: SpecialForm): Expr {
  const { start } = p;
  p.advance();
  const typeArgs = p.kind === T.Lt ? parseTypeArgs(p) : [];
  const args = parseArgs(p);
  return { id: p.id(), span: p.spanFrom(start), kind: "Special", form, typeArgs, args };
}

// --- Literals ------------------------------------------------------------------------------------

/** The literal at the cursor; `isNegative` folds a `-` in front into an int. */
export function parseLiteral(p: Parser, start: number, isNegative: boolean): Expr {
  const literal = p.literal(p.pos);
  p.advance();
  const id = p.id();
  const span = p.spanFrom(start);
  switch (literal?.kind) {
    case "int":
      return { id, span, kind: "Int", value: literal.value, isNegative };
    case "float":
      return { id, span, kind: "Float", value: literal.value };
    case "str":
      return { id, span, kind: "Str", value: literal.value };
    case "char":
      return { id, span, kind: "Char", value: literal.value };
    case "byte":
      return { id, span, kind: "Byte", value: literal.value };
    case "duration":
      return { id, span, kind: "Duration", value: literal.value };
    case "size":
      return { id, span, kind: "Size", value: literal.value };
    default:
      return { id, span, kind: "Error" };
  }
}

function parseTemplate(p: Parser, start: number): Expr {
  const parts: TemplatePart[] = [];
  p.advance();
  while (p.kind === T.TemplateText || p.kind === T.InterpOpen) {
    if (p.kind === T.InterpOpen) parts.push(parseInterpolation(p));
    else parts.push({ kind: "text", text: takeText(p) });
  }
  if (!p.isAtError) p.eat(T.TemplateEnd);
  return { id: p.id(), span: p.spanFrom(start), kind: "Template", parts };
}

function takeText(p: Parser): string {
  const literal = p.literal(p.pos);
  p.advance();
  return literal?.kind === "str" ? literal.value : "";
}

function parseInterpolation(p: Parser): TemplatePart {
  const open = p.pos;
  const expr = p.insideBracket(() => parseExpr(p));
  if (p.kind !== T.InterpSpec) {
    p.expectClose(open, T.InterpClose, "`}` or a format specification");
    return { kind: "expr", expr };
  }
  const { start, end } = p.spanOf(p.pos);
  const specSpan = p.span(start + 1, end);
  const spec = takeText(p);
  p.expectClose(open, T.InterpClose, "`}`");
  return { kind: "expr", expr, spec, specSpan };
}

// --- Parentheses, lists, lambdas -------------------------------------------------------------------

function parseParens(p: Parser, start: number): Expr {
  const open = p.pos;
  p.advance();
  const elements = parseList(p, open, T.RParen, "`)`", parseExpr);
  const span = p.spanFrom(start);
  const [inner] = elements;
  if (inner !== undefined && elements.length === 1 && !endsInComma(p)) {
    return { id: p.id(), span, kind: "Paren", inner };
  }
  return { id: p.id(), span, kind: "Tuple", elements };
}

function parseListLiteral(p: Parser, start: number): Expr {
  const open = p.pos;
  p.advance();
  const elements = parseList(p, open, T.RBracket, "`]`", parseListElement);
  return { id: p.id(), span: p.spanFrom(start), kind: "List", elements };
}

function parseListElement(p: Parser): ListElement {
  if (p.eat(T.Ellipsis)) return { kind: "spread", value: parseExpr(p) };
  return { kind: "expr", value: parseExpr(p) };
}

/** `x -> e`, `(a, b) -> e`, `(x: T) -> R = e`, with the cursor at its parameters. */
export function parseLambda(p: Parser): Expr {
  const { start } = p;
  const params = p.kind === T.LParen ? parseLambdaParams(p) : [{ pattern: parseLambdaName(p) }];
  const isTyped = params.every((param) => param.type !== undefined);
  p.expectArrow();
  const result = isTyped ? parseLambdaResult(p) : undefined;
  const body = parseExpr(p);
  return {
    id: p.id(),
    span: p.spanFrom(start),
    kind: "Lambda",
    params,
    ...(result !== undefined ? { result } : {}),
    body,
  };
}

function parseLambdaName(p: Parser): LambdaParam["pattern"] {
  const name: Name = p.takeName();
  if (name.text === "_") return { id: p.id(), span: name.span, kind: "Wildcard" };
  return { id: p.id(), span: name.span, kind: "Bind", name: name.text, isConst: false };
}

function parseLambdaParams(p: Parser): LambdaParam[] {
  const open = p.pos;
  p.advance();
  return parseList(p, open, T.RParen, "`)`", (p) => {
    const pattern = parsePattern(p);
    if (!p.eat(T.Colon)) return { pattern };
    return { pattern, type: parseType(p) };
  });
}

/** The type of `-> T = e`; without the `=`, what follows the arrow is the body. */
function parseLambdaResult(p: Parser): TypeExpr | undefined {
  const end = skipType(p, p.pos);
  if (end < 0 || p.kindAt(end) !== T.Eq) return undefined;
  const result = parseType(p);
  p.expect(T.Eq, "`=`");
  return result;
}
