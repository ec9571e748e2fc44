/** Control flow: conditionals, matches, loops, jumps, `try`, `unsafe`, `with`. */
import type { Span } from "../base/mod.ts";
import type { Arg, CapabilityBinding, Expr, ForClause, MatchArm, Name, Pattern } from "./ast.ts";
import { MAX_LINKS } from "./chain.ts";
import { isLabelAt, startsExpr } from "./lookahead.ts";
import { parseBlockBody, parseBody } from "./parse_braces.ts";
import { errorExpr, parseExpr } from "./parse_exprs.ts";
import { parsePattern } from "./parse_patterns.ts";
import { IN_CONDITION, NO_ARROW, NO_STRUCT, parseList, type Parser } from "./parser.ts";
import { T } from "./token.ts";

interface IfLink {
  readonly start: number;
  readonly condition: Expr;
  readonly then: Expr;
}

/** A chain of `else if` is read by a loop and folded from its end; a long one is a `match` with guards, which is flat. */
export function parseIf(p: Parser): Expr {
  const links: IfLink[] = [];
  const { deepest } = p;
  let tail: Expr | undefined;
  do {
    const { start } = p;
    p.advance();
    const condition = parseCondition(p);
    p.expectBefore(T.Then, "then");
    links.push({ start, condition, then: parseBody(p, false) });
    if (!p.eat(T.Else)) break;
    if (p.kind !== T.If) tail = parseBody(p, false);
  } while (tail === undefined);
  const isLong = links.length > MAX_LINKS;
  p.deepest = Math.max(deepest, p.deepest + (isLong ? 1 : links.length));
  p.checkHeight(p.deepest);
  if (isLong) return matchOf(p, links, tail);
  for (let i = links.length - 1; i >= 0; i--) {
    const { start, condition, then } = links[i]!;
    const span = p.spanFrom(start);
    const rest = tail !== undefined ? { else: tail } : {};
    tail = { id: p.id(), span, kind: "If", condition, then, ...rest };
  }
  return tail ?? errorExpr(p);
}

/** `match () { _ if condition -> then, .., _ -> otherwise }`. */
function matchOf(p: Parser, links: readonly IfLink[], otherwise: Expr | undefined): Expr {
  const end = p.previousEnd;
  const unit = (): Expr => ({ id: p.id(), span: p.span(end, end), kind: "Tuple", elements: [] });
  const arms = links.map(({ start, condition: guard, then: body }): MatchArm => {
    const pattern = wildcard(p, guard.span);
    return { pattern, guard, body, span: p.span(start, body.span.end) };
  });
  const body = otherwise ?? unit();
  arms.push({ pattern: wildcard(p, body.span), body, span: body.span });
  const span = p.spanFrom(links[0]?.start ?? end);
  return { id: p.id(), span, kind: "Match", scrutinee: unit(), arms };
}

function wildcard(p: Parser, { start }: Span): Pattern {
  return { id: p.id(), span: p.span(start, start), kind: "Wildcard" };
}

/** The condition of `if` and `while`, where `=` is taken for the comparison that was meant. */
function parseCondition(p: Parser): Expr {
  const { start } = p;
  const saved = p.context;
  p.context |= IN_CONDITION;
  const condition = parseExpr(p);
  p.context = saved;
  if (!p.eatWrongEquals("==", "`=` assigns, `==` compares")) return condition;
  parseExpr(p);
  return { id: p.id(), span: p.spanFrom(start), kind: "Error" };
}

// --- Match ---------------------------------------------------------------------------------------

export function parseMatch(p: Parser): Expr {
  const { start } = p;
  p.advance();
  const saved = p.context;
  p.context |= NO_STRUCT;
  const scrutinee = parseExpr(p);
  p.context = saved;
  if (p.kind !== T.LBrace) {
    p.unexpected("`{` and the arms of the match");
    return { id: p.id(), span: p.spanFrom(start), kind: "Match", scrutinee, arms: [] };
  }
  const arms = parseMatchArms(p, T.RBrace, "`}`");
  return { id: p.id(), span: p.spanFrom(start), kind: "Match", scrutinee, arms };
}

/** The arms with their brackets, the cursor at the opening one. */
export function parseMatchArms(p: Parser, close: number, what: string): MatchArm[] {
  const open = p.pos;
  p.advance();
  return parseList(p, open, close, what, parseMatchArm);
}

export function parseMatchArm(p: Parser): MatchArm {
  const { start } = p;
  const pattern = parsePattern(p);
  const isOld = p.kind === T.Dot && p.peek(1) === T.Match;
  const guard = isOld ? parseOldGuard(p, start) : p.eat(T.If) ? parseGuard(p) : undefined;
  p.expectArrow();
  const body = parseBody(p, false);
  return {
    pattern,
    ...(guard !== undefined ? { guard } : {}),
    body,
    span: p.spanFrom(start),
  };
}

/** The deprecated guard `pattern.match(condition)`, with the cursor at the dot. */
function parseOldGuard(p: Parser, start: number): Expr {
  const dot = p.start;
  p.jump(p.pos + 2);
  const open = p.pos;
  const parenthesis = p.start;
  p.expect(T.LParen, "`(`");
  const guard = parseExpr(p);
  p.expectClose(open, T.RParen, "`)`");
  const { text } = p.tokens.file;
  const span = p.spanFrom(start);
  const condition = text.slice(parenthesis + 1, span.end - 1);
  const replacement = `${text.slice(start, dot).trimEnd()} if ${condition}`;
  p.report("W1005", span, "a guard is written with `if`", {
    fix: { title: `write \`${replacement}\``, edits: [{ span, text: replacement }] },
  });
  return guard;
}

/** A condition before the arrow of an arm. */
function parseGuard(p: Parser): Expr {
  const saved = p.context;
  p.context |= NO_ARROW;
  const guard = parseExpr(p);
  p.context = saved;
  return guard;
}

// --- Loops and jumps -----------------------------------------------------------------------------

/** The label after the word at the cursor, which is consumed with it. */
function takeLabel(p: Parser): { label?: Name } {
  const hasLabel = isLabelAt(p, p.pos);
  p.advance();
  if (!hasLabel) return {};
  p.advance();
  return { label: p.takeName() };
}

export function parseFor(p: Parser): Expr {
  if (isForSpecial(p)) return parseForSpecial(p);
  const { start } = p;
  const label = takeLabel(p);
  const clauses = [parseForClause(p)];
  while (p.eat(T.For)) clauses.push(parseForClause(p));
  const mode = p.kind === T.Yield ? "yield" : "do";
  if (p.kind === T.LBrace) p.expectBefore(T.Do, "do");
  else if (p.kind === T.Yield || p.kind === T.Do) p.advance();
  else p.unexpected("`do` or `yield`");
  const body = parseBody(p, mode === "do");
  return { id: p.id(), span: p.spanFrom(start), kind: "For", ...label, clauses, mode, body };
}

function parseForClause(p: Parser): ForClause {
  const pattern = parsePattern(p);
  p.expect(T.In, "`in`");
  const iterable = parseExpr(p);
  if (!p.eat(T.If)) return { pattern, iterable };
  return { pattern, iterable, guard: parseExpr(p) };
}

function isForSpecial(p: Parser): boolean {
  if (p.peek(1) !== T.LParen || p.peek(3) !== T.Colon) return false;
  return p.peek(2) === T.Match || ["over", "map", "default"].some((word) => p.isWord(word, 2));
}

/** `for(over: xs, map: f, match: pattern -> e, default: d)`. */
function parseForSpecial(p: Parser): Expr {
  const { start } = p;
  p.advance();
  const open = p.pos;
  p.advance();
  let arm: MatchArm | undefined;
  const args: Arg[] = [];
  parseList(p, open, T.RParen, "`)`", () => {
    const { start } = p;
    const isArm = p.kind === T.Match;
    const name = isArm ? p.takeName() : p.expectName("`over`, `map`, `match` or `default`");
    p.expect(T.Colon, "`:`");
    if (isArm) {
      if (arm !== undefined && name !== undefined) {
        const message = "argument `match` is given twice";
        p.report("E2012", name.span, "given again here", { message });
      }
      arm = parseMatchArm(p);
    } else {
      const value = parseExpr(p);
      args.push({ name, value, isSpread: false, isPunned: false, span: p.spanFrom(start) });
    }
  });
  return {
    id: p.id(),
    span: p.spanFrom(start),
    kind: "Special",
    form: "for",
    typeArgs: [],
    args,
    ...(arm !== undefined ? { arm } : {}),
  };
}

export function parseWhile(p: Parser): Expr {
  const { start } = p;
  const label = takeLabel(p);
  const condition = parseCondition(p);
  p.expectBefore(T.Do, "do");
  const body = parseBody(p, true);
  return { id: p.id(), span: p.spanFrom(start), kind: "While", ...label, condition, body };
}

export function parseLoop(p: Parser): Expr {
  const { start } = p;
  const label = takeLabel(p);
  const body = parseBlockBody(p);
  return { id: p.id(), span: p.spanFrom(start), kind: "Loop", ...label, body };
}

/** `break` and `continue`, the value optional. */
export function parseJump(p: Parser): Expr {
  const { start } = p;
  const isBreak = p.kind === T.Break;
  const label = takeLabel(p);
  const value = startsExpr(p.kind) ? { value: parseExpr(p) } : {};
  const base = { id: p.id(), span: p.spanFrom(start), ...label, ...value };
  return isBreak ? { ...base, kind: "Break" } : { ...base, kind: "Continue" };
}

// --- try, unsafe, with ---------------------------------------------------------------------------

export function parseTryBlock(p: Parser): Expr {
  const { start } = p;
  p.advance();
  const body = parseBlockBody(p);
  return { id: p.id(), span: p.spanFrom(start), kind: "TryBlock", body };
}

export function parseUnsafe(p: Parser): Expr {
  const { start } = p;
  p.advance();
  const body = parseBlockBody(p);
  return { id: p.id(), span: p.spanFrom(start), kind: "Unsafe", body };
}

/** `with A = e, B = handler(state: s) { op: f } in body`. */
export function parseWith(p: Parser): Expr {
  const { start } = p;
  const bindings: CapabilityBinding[] = [];
  do {
    p.advance();
    bindings.push(parseCapabilityBinding(p));
  } while (p.kind === T.Comma);
  p.expect(T.In, "`in`");
  const body = parseBody(p, false);
  return { id: p.id(), span: p.spanFrom(start), kind: "With", bindings, body };
}

function parseCapabilityBinding(p: Parser): CapabilityBinding {
  const name = p.expectName("the name of a capability");
  p.expect(T.Eq, "`=`");
  if (p.isWord("handler") && p.peek(1) === T.LParen) return { name, value: parseHandler(p) };
  return { name, value: { kind: "expr", expr: parseExpr(p) } };
}

function parseHandler(p: Parser): CapabilityBinding["value"] {
  p.advance();
  const open = p.pos;
  p.advance();
  let state: Expr | undefined;
  parseList(p, open, T.RParen, "`)`", () => {
    if (p.isWord("state") && p.peek(1) === T.Colon) p.jump(p.pos + 2);
    else p.unexpected("`state:`");
    state = parseExpr(p);
  });
  const brace = p.pos;
  const operations: { name: Name; value: Expr }[] = [];
  if (p.expect(T.LBrace, "`{` and the operations of the handler")) {
    operations.push(...parseList(p, brace, T.RBrace, "`}`", parseOperation));
  }
  return { kind: "handler", ...(state !== undefined ? { state } : {}), operations };
}

function parseOperation(p: Parser): { name: Name; value: Expr } {
  const name = p.expectName("the name of an operation");
  p.expect(T.Colon, "`:` and a function");
  return { name, value: parseExpr(p) };
}
