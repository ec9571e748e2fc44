/** Operators, postfix forms and calls. Operands are in `parse_primary.ts`. */
import type { Span } from "../base/mod.ts";
import type { Arg, AssignOp, BinaryOp, Expr, ExprOf, PipeStep, TypeArg } from "./ast.ts";
import { ChainBuilder, MAX_LINKS } from "./chain.ts";
import {
  isArrow,
  isLabelAt,
  isLambdaAhead,
  isUpper,
  startsExpr,
  typeArgsEnd,
} from "./lookahead.ts";
import { parseMatchArms } from "./parse_control.ts";
import { parseLambda, parseLiteral, parsePrimary } from "./parse_primary.ts";
import { parseCastType, parseTypeArgs } from "./parse_types.ts";
import { IN_CONTRACT, NO_ARROW, NO_PIPE, parseList, type Parser } from "./parser.ts";
import { isWord, T } from "./token.ts";

// Levels of spec 7.4.1, loosest first. `**` and the unary operators bind tighter than all of them.
const PIPE = 1;
const COALESCE = 2;
const RANGE = 10;
const SHIFT = 11;
/** The level of `+`: what a const argument between `<` and `>` may use. */
export const ADDITIVE = 12;

const BINARY: readonly (readonly [number, number, BinaryOp])[] = [
  [T.QuestionQuestion, COALESCE, "??"],
  [T.BarBar, 3, "||"],
  [T.AmpAmp, 4, "&&"],
  [T.Bar, 5, "|"],
  [T.Caret, 6, "^"],
  [T.Amp, 7, "&"],
  [T.EqEq, 8, "=="],
  [T.BangEq, 8, "!="],
  [T.Lt, 9, "<"],
  [T.LtEq, 9, "<="],
  [T.Gt, 9, ">"],
  [T.Shl, SHIFT, "<<"],
  [T.Plus, ADDITIVE, "+"],
  [T.PlusPlus, ADDITIVE, "+"],
  [T.Minus, ADDITIVE, "-"],
  [T.Star, 13, "*"],
  [T.Slash, 13, "/"],
  [T.Percent, 13, "%"],
  [T.Div, 13, "div"],
  [T.At, 13, "@"],
];
const ASSIGN: readonly (readonly [number, AssignOp])[] = [
  [T.PlusEq, "+="],
  [T.MinusEq, "-="],
  [T.StarEq, "*="],
  [T.SlashEq, "/="],
  [T.PercentEq, "%="],
  [T.StarStarEq, "**="],
  [T.AtEq, "@="],
  [T.AmpEq, "&="],
  [T.BarEq, "|="],
  [T.CaretEq, "^="],
  [T.ShlEq, "<<="],
  [T.AmpAmpEq, "&&="],
  [T.BarBarEq, "||="],
];
const PRECEDENCE: readonly number[] = byKind(0, [
  ...BINARY.map(([kind, level]) => [kind, level] as const),
  [T.Pipe, PIPE],
  [T.DotDot, RANGE],
  [T.DotDotEq, RANGE],
]);
const BINARY_OP: readonly (BinaryOp | undefined)[] = byKind(
  undefined,
  BINARY.map(([kind, , op]) => [kind, op] as const),
);
const ASSIGN_OP: ReadonlyMap<number, AssignOp> = new Map<number, AssignOp>(ASSIGN);

/** A table over the kinds of tokens: `missing` where `entries` has nothing. */
function byKind<Value>(
  missing: Value,
  entries: readonly (readonly [kind: number, value: Value])[],
): readonly Value[] {
  const table = new Array<Value>(128).fill(missing);
  for (const [kind, value] of entries) table[kind] = value;
  return table;
}

/** Any expression. */
export function parseExpr(p: Parser): Expr {
  if (!p.enter()) return errorExpr(p);
  const expr = parseBinary(p, PIPE);
  p.leave();
  return expr;
}

export function errorExpr(p: Parser): Expr {
  return { id: p.id(), span: p.span(p.start, p.start), kind: "Error" };
}

// --- Binary operators ----------------------------------------------------------------------------

/** Operators of level `min` and tighter. */
export function parseBinary(p: Parser, min: number): Expr {
  const { start, deepest } = p;
  p.deepest = p.depth;
  let left = parseUnary(p);
  let level = infixLevel(p);
  if (level >= min) {
    const chain = new ChainBuilder(p);
    do {
      p.deepest = p.depth;
      left = parseInfix(p, chain.operand(left), start, level);
      if (!chain.addLink(p.deepest)) break;
      level = infixLevel(p);
    } while (level >= min);
    left = chain.finish(left, start);
  }
  if (deepest > p.deepest) p.deepest = deepest;
  return left;
}

/** The level of the operator at the cursor, 0 where there is none. */
function infixLevel(p: Parser): number {
  switch (p.kind) {
    case T.Gt:
      return greaterLevel(p);
    case T.Pipe:
      return (p.context & NO_PIPE) !== 0 ? 0 : PIPE;
    case T.Bar:
      return (p.context & IN_CONTRACT) !== 0 && p.peek(1) === T.Str ? 0 : 5;
    case T.At:
      return p.isAdjacent(p.pos) && (p.isLineStart() || startsFunction(p)) ? 0 : 13;
    default:
      return PRECEDENCE[p.kind] ?? 0;
  }
}

/** Tokens of type parameters that a function may have in front of its parameters here. */
const MAX_TYPE_PARAMS = 64;

/** Whether the `@` at the cursor declares a function, whose `;` before it was forgotten: no operand is followed by `->`. */
function startsFunction(p: Parser): boolean {
  if (p.peek(1) !== T.Ident) return false;
  let at = p.pos + 2;
  if (p.kindAt(at) === T.Lt) {
    const limit = at + MAX_TYPE_PARAMS;
    while (at < limit && p.kindAt(at) !== T.LParen && p.kindAt(at) !== T.Eof) at++;
  }
  if (p.kindAt(at) !== T.LParen) return false;
  const close = p.partner(at);
  return close > at && p.kindAt(close + 1) === T.Arrow;
}

/** `>`, `>=`, `>>`; adjacent tokens belong together. `>>=` assigns and is no operator here. */
function greaterLevel(p: Parser): number {
  if (p.peek(1) !== T.Gt || !p.isAdjacent(p.pos)) return 9;
  return p.peek(2) === T.Eq && p.isAdjacent(p.pos + 1) ? 0 : SHIFT;
}

function parseInfix(p: Parser, left: Expr, start: number, level: number): Expr {
  if (level === PIPE) return parsePipe(p, left, start);
  if (level === COALESCE) return parseCoalesce(p, left, start);
  if (level === RANGE) return parseRange(p, left, start);
  if (p.kind === T.PlusPlus && isIncrement(p)) return left;
  const operator = p.start;
  const op = takeBinaryOp(p);
  const opSpan = p.spanFrom(operator);
  const right = parseBinary(p, level + 1);
  return { id: p.id(), span: p.spanFrom(start), kind: "Binary", op, opSpan, left, right };
}

function takeBinaryOp(p: Parser): BinaryOp {
  const { kind } = p;
  const isJoined = kind === T.Gt && p.isAdjacent(p.pos);
  p.advance();
  if (isJoined && p.eat(T.Gt)) return ">>";
  if (isJoined && p.eat(T.Eq)) return ">=";
  return BINARY_OP[kind] ?? "+";
}

/** `left ?? b ?? c`, which binds to the right; a long one is a chain of such parts, as `(a ?? b) ?? c` has the same value. */
function parseCoalesce(p: Parser, left: Expr, start: number): Expr {
  const parts: Expr[] = [];
  let operands: CoalesceOperand[] = [{ expr: left, start, opSpan: left.span }];
  let highest = p.deepest;
  while (p.kind === T.QuestionQuestion) {
    if (operands.length > MAX_LINKS) {
      const part = nestCoalesce(p, operands);
      parts.push(part);
      const held: Expr = { id: p.id(), span: part.span, kind: "Held", of: part.id };
      operands = [{ expr: held, start, opSpan: part.span }];
    }
    const opSpan = p.spanOf(p.pos);
    p.advance();
    p.deepest = p.depth;
    operands.push({ start: p.start, expr: parseBinary(p, COALESCE + 1), opSpan });
    highest = Math.max(highest, p.deepest);
  }
  p.deepest = highest + Math.min(operands.length, MAX_LINKS);
  const last = nestCoalesce(p, operands);
  if (parts.length === 0) return last;
  return { id: p.id(), span: p.spanFrom(start), kind: "Chain", parts: [...parts, last] };
}

/** An operand of `??`, where its text begins, and the operator before it. */
interface CoalesceOperand {
  readonly expr: Expr;
  readonly start: number;
  readonly opSpan: Span;
}

function nestCoalesce(p: Parser, operands: readonly CoalesceOperand[]): Expr {
  const last = operands[operands.length - 1] as CoalesceOperand;
  let right = last.expr;
  for (let i = operands.length - 2; i >= 0; i--) {
    const { expr: left, start } = operands[i] as CoalesceOperand;
    const { opSpan } = operands[i + 1] as CoalesceOperand;
    const span = p.span(start, last.expr.span.end);
    right = { id: p.id(), span, kind: "Binary", op: "??", opSpan, left, right };
  }
  return right;
}

/** Reports `++`. True, with the token consumed, for the increment of other languages. */
function isIncrement(p: Parser): boolean {
  const isPostfix = !startsExpr(p.peek(1));
  const text = isPostfix ? " += 1" : "+";
  p.error("E0010", isPostfix ? "write `x += 1`" : "strings and lists are joined with `+`", {
    fix: { title: `write \`${text.trim()}\``, edits: [{ span: p.spanOf(p.pos), text }] },
  });
  if (isPostfix) p.advance();
  return isPostfix;
}

/** `start..end by step`; the end may be open. */
function parseRange(p: Parser, low: Expr, start: number): Expr {
  const isInclusive = p.kind === T.DotDotEq;
  if (low.kind === "Range") {
    p.error("E1001", "ranges cannot be chained", { help: "put one range in parentheses" });
  }
  p.advance();
  const hasEnd = startsExpr(p.kind) && p.kind !== T.LBrace && !p.isWord("by");
  const end = hasEnd ? parseBinary(p, SHIFT) : undefined;
  const step = p.isWord("by") ? parseStep(p) : undefined;
  return {
    id: p.id(),
    span: p.spanFrom(start),
    kind: "Range",
    start: low,
    ...(end !== undefined ? { end } : {}),
    ...(step !== undefined ? { step } : {}),
    isInclusive,
  };
}

function parseStep(p: Parser): Expr {
  p.advance();
  return parseBinary(p, SHIFT);
}

function parsePipe(p: Parser, value: Expr, start: number): Expr {
  p.advance();
  const step = parsePipeStep(p);
  const pipe: Expr = { id: p.id(), span: p.spanFrom(start), kind: "Pipe", value, step };
  return step.kind === "method" ? parsePostfixOps(p, pipe, start) : pipe;
}

function parsePipeStep(p: Parser): PipeStep {
  if (p.eat(T.Dot)) {
    const method = p.expectMemberName();
    return { kind: "method", method, args: p.kind === T.LParen ? parseArgs(p) : [] };
  }
  const saved = p.context;
  p.context |= NO_PIPE;
  const expr = parseBinary(p, COALESCE);
  p.context = saved;
  return expr.kind === "Lambda" ? { kind: "lambda", lambda: expr } : { kind: "call", expr };
}

// --- Assignment operators ------------------------------------------------------------------------

/** An assignment operator at the cursor: `=`, or the compound operator. */
export function assignmentAhead(p: Parser): "=" | AssignOp | undefined {
  if (p.kind === T.Eq) return "=";
  if (p.kind === T.Gt && p.peek(1) === T.Gt && p.peek(2) === T.Eq) {
    return p.isAdjacent(p.pos) && p.isAdjacent(p.pos + 1) ? ">>=" : undefined;
  }
  return ASSIGN_OP.get(p.kind);
}

export function skipAssignment(p: Parser): void {
  if (p.kind === T.Gt) p.jump(p.pos + 3);
  else p.advance();
}

// --- Unary operators and powers ------------------------------------------------------------------

function parseUnary(p: Parser): Expr {
  switch (p.kind) {
    case T.Minus: {
      // Only ints fold, so that the least int can be written: `-1.abs()` is `(-1).abs()`.
      if (p.peek(1) !== T.Int || p.peek(2) === T.StarStar) return parseUnaryOp(p, "-");
      const { start } = p;
      p.advance();
      return parsePower(p, parseLiteral(p, start, true), start);
    }
    case T.Bang:
      return parseUnaryOp(p, "!");
    case T.Tilde:
      return parseUnaryOp(p, "~");
    default: {
      const { start } = p;
      return parsePower(p, parsePrimary(p), start);
    }
  }
}

function parseUnaryOp(p: Parser, op: "-" | "!" | "~"): Expr {
  const { start } = p;
  if (!p.enter()) return errorExpr(p);
  p.advance();
  const operand = parseUnary(p);
  p.leave();
  return { id: p.id(), span: p.spanFrom(start), kind: "Unary", op, operand };
}

/** The postfix forms of `operand` and a `**` after them. */
function parsePower(p: Parser, operand: Expr, start: number): Expr {
  const left = parsePostfixOps(p, operand, start);
  if (p.kind !== T.StarStar) return left;
  const opSpan = p.spanOf(p.pos);
  if (!p.enter()) return left;
  p.advance();
  const right = parseUnary(p);
  p.leave();
  return { id: p.id(), span: p.spanFrom(start), kind: "Binary", op: "**", opSpan, left, right };
}

// --- Postfix forms -------------------------------------------------------------------------------

/** `.name`, `(..)`, `[..]`, `?`, `as T` as often as they follow `operand`. */
export function parsePostfixOps(p: Parser, operand: Expr, start: number): Expr {
  if (!POSTFIX.has(p.kind)) return operand;
  let expr = operand;
  const chain = new ChainBuilder(p);
  do {
    p.deepest = p.depth;
    const next = parsePostfixOp(p, chain.operand(expr), start);
    if (next === undefined || !chain.addLink(p.deepest)) break;
    expr = next;
  } while (POSTFIX.has(p.kind));
  return chain.finish(expr, start);
}

/** What a postfix form may start with. */
const POSTFIX: ReadonlySet<number> = new Set(
  [T.Dot, T.LParen, T.Lt, T.LBracket, T.Question, T.As],
);

function parsePostfixOp(p: Parser, operand: Expr, start: number): Expr | undefined {
  switch (p.kind) {
    case T.Dot:
      return parseMember(p, operand, start);
    case T.LParen:
      return parseCall(p, operand, [], start);
    case T.Lt:
      if (operand.kind !== "Ident") return undefined;
      if (isTypeArgsDot(p) && isUpper(operand.name)) return parseTypePath(p, operand, start);
      return isTypeArgsCall(p) ? parseCall(p, operand, parseTypeArgs(p), start) : undefined;
    case T.LBracket:
      return parseIndex(p, operand, start);
    case T.Question:
      p.advance();
      return { id: p.id(), span: p.spanFrom(start), kind: "Try", operand };
    case T.As: {
      const isFallible = p.peek(1) === T.Question;
      p.jump(p.pos + (isFallible ? 2 : 1));
      const type = parseCastType(p);
      return { id: p.id(), span: p.spanFrom(start), kind: "Cast", operand, type, isFallible };
    }
    default:
      return undefined;
  }
}

/** `<..>(` ahead, with nothing but types between. */
export function isTypeArgsCall(p: Parser): boolean {
  const end = typeArgsEnd(p);
  return end > 0 && p.kindAt(end) === T.LParen && p.isAdjacent(end - 1);
}

/** `<..>.name` ahead: the type arguments of a type before a dot. */
function isTypeArgsDot(p: Parser): boolean {
  const end = typeArgsEnd(p);
  return end > 0 && p.kindAt(end) === T.Dot;
}

/** `Set<int>`, of which `operand` is the name. */
function parseTypePath(p: Parser, operand: ExprOf<"Ident">, start: number): Expr {
  const path = { names: [{ text: operand.name, span: operand.span }], span: operand.span };
  const args = parseTypeArgs(p);
  const span = p.spanFrom(start);
  return { id: p.id(), span, kind: "TypePath", type: { kind: "Path", path, args, span } };
}

function parseCall(p: Parser, callee: Expr, typeArgs: TypeArg[], start: number): Expr {
  const args = parseArgs(p);
  return { id: p.id(), span: p.spanFrom(start), kind: "Call", callee, typeArgs, args };
}

function parseIndex(p: Parser, object: Expr, start: number): Expr {
  const open = p.pos;
  const index = p.insideBracket(() => parseExpr(p));
  p.expectClose(open, T.RBracket, "`]`");
  return { id: p.id(), span: p.spanFrom(start), kind: "Index", object, index };
}

function parseMember(p: Parser, object: Expr, start: number): Expr {
  p.advance();
  if (p.kind === T.Int) {
    const index = Number(p.textAt(p.pos));
    p.advance();
    return { id: p.id(), span: p.spanFrom(start), kind: "TupleField", object, index };
  }
  if (p.kind === T.Match && p.peek(1) === T.LParen) return parseMethodMatch(p, object, start);
  const field = p.expectMemberName();
  const typeArgs = p.kind === T.Lt && isTypeArgsCall(p) ? parseTypeArgs(p) : [];
  if (p.kind !== T.LParen) {
    return { id: p.id(), span: p.spanFrom(start), kind: "Field", object, field };
  }
  const args = parseArgs(p);
  return {
    id: p.id(),
    span: p.spanFrom(start),
    kind: "MethodCall",
    receiver: object,
    method: field,
    typeArgs,
    args,
  };
}

/** `x.match(pattern -> e, ..)` is `match x { .. }`. */
function parseMethodMatch(p: Parser, scrutinee: Expr, start: number): Expr {
  p.advance();
  const arms = parseMatchArms(p, T.RParen, "`)`");
  return { id: p.id(), span: p.spanFrom(start), kind: "Match", scrutinee, arms };
}

// --- Arguments -----------------------------------------------------------------------------------

/** `(a, name: b, name:, ...rest)` with the cursor at `(`. */
export function parseArgs(p: Parser): Arg[] {
  const open = p.pos;
  p.advance();
  return parseList(p, open, T.RParen, "`)`", parseArg);
}

function parseArg(p: Parser): Arg {
  const { start } = p;
  if (p.eat(T.Ellipsis)) {
    const value = parseExpr(p);
    return { value, isSpread: true, isPunned: false, span: p.spanFrom(start) };
  }
  const isNamed = p.peek(1) === T.Colon && isWord(p.kind) && !isLabelAt(p, p.pos);
  if (!isNamed) {
    const value = parseExpr(p);
    if (value.kind === "Ident" && p.kind === T.Eq) return parseArgAfterEquals(p, value, start);
    return { value, isSpread: false, isPunned: false, span: p.spanFrom(start) };
  }
  const name = p.takeMember();
  p.advance();
  const isPunned = p.kind === T.Comma || p.kind === T.RParen;
  const value: Expr = isPunned
    ? { id: p.id(), span: name.span, kind: "Ident", name: name.text }
    : parseExpr(p);
  return { name, value, isSpread: false, isPunned, span: p.spanFrom(start) };
}

/** `name = value` for `name: value`, with the cursor at the `=`. */
function parseArgAfterEquals(p: Parser, of: Expr & { kind: "Ident" }, start: number): Arg {
  p.eatWrongEquals(":", "an argument is written `name: value`");
  const name = { text: of.name, span: of.span };
  const value = parseExpr(p);
  return { name, value, isSpread: false, isPunned: false, span: p.spanFrom(start) };
}

/** Whether the cursor is at a lambda: `x ->` or `(..) ->`. */
export function isLambda(p: Parser): boolean {
  if ((p.context & NO_ARROW) !== 0) return false;
  if (p.kind === T.LParen) return isLambdaAhead(p);
  return p.kind === T.Ident && isArrow(p.peek(1));
}

/** `x -> e` where only a lambda is possible. */
export function expectLambda(p: Parser): Expr {
  if (isLambda(p)) return parseLambda(p);
  p.unexpected("a lambda, as `result -> condition`");
  return errorExpr(p);
}
