/** Parses what is written in braces: blocks with their statements, map literals, struct literals. */
import type { Span } from "../base/mod.ts";
import type { Expr, Fallible, MapEntry, Name, Path, Stmt, StructElement } from "./ast.ts";
import { isComputedKey, isMapAhead, startsExpr } from "./lookahead.ts";
import { assignmentAhead, parseExpr, skipAssignment } from "./parse_exprs.ts";
import { parsePattern } from "./parse_patterns.ts";
import { parseType, parseTypeArgs } from "./parse_types.ts";
import { IN_CONDITION, parseList, type Parser } from "./parser.ts";
import { isWord, T } from "./token.ts";

/** `{ .. }` as an expression: a map literal or a block. */
export function parseBraces(p: Parser): Expr {
  return isMapAhead(p) ? parseMap(p) : parseBlock(p, undefined, p.start);
}

/** A block that is one by its place: an empty pair of braces is a block, too. It ends at its brace. */
export function parseBlockBody(p: Parser): Expr {
  if (p.kind === T.LBrace && p.peek(1) === T.RBrace) return parseBlock(p, undefined, p.start);
  if (p.kind === T.LBrace) return parseBraces(p);
  p.unexpected("`{`");
  return parseExpr(p);
}

/** `block:name { .. }`. */
export function parseLabelledBlock(p: Parser): Expr {
  const { start } = p;
  p.advance();
  p.advance();
  const label = p.takeName();
  return parseBlock(p, label, start);
}

/**
 * The body of `then`, `else`, `do`, `yield` or of an arm: an expression or one assignment. An empty
 * pair of braces is a block where `isBlock`, else a map.
 */
export function parseBody(p: Parser, isBlock: boolean): Expr {
  const { start } = p;
  if (isBlock && p.kind === T.LBrace && p.peek(1) === T.RBrace) {
    return parseBlock(p, undefined, start);
  }
  const expr = parseExpr(p);
  if (assignmentAhead(p) === undefined) return expr;
  const statements = [parseAssignment(p, expr, start)];
  return { id: p.id(), span: p.spanFrom(start), kind: "Block", statements };
}

/** A `let` as an expression: a block of that one statement. */
export function parseLetExpr(p: Parser): Expr {
  const { start } = p;
  const statement = parseLet(p);
  if (statement.fallible !== undefined) {
    p.report("E1001", statement.fallible.span, "`let?` is possible only in a block", {
      help: "put it into a block `{ .. }`",
    });
  }
  const statements = [statement];
  return { id: p.id(), span: p.spanFrom(start), kind: "Block", statements };
}

// --- Blocks --------------------------------------------------------------------------------------

/** A block; without a label, also a map, recognized by the `:` after its first expression. */
function parseBlock(p: Parser, label: Name | undefined, start: number): Expr {
  const open = p.pos;
  const saved = p.context;
  p.context = 0;
  p.advance();
  const statements: Stmt[] = [];
  let result: Expr | undefined;
  while (p.kind !== T.RBrace && !isUnclosed(p, open)) {
    const { pos } = p;
    if (p.eat(T.Semicolon)) continue;
    const statement = parseStatement(p);
    if (label === undefined && pos === open + 1 && isKey(p, statement)) {
      p.context = saved;
      return parseMapFrom(p, open, statement.expr);
    }
    const isLast = p.kind === T.RBrace || isUnclosed(p, open);
    if (isLast && statement.kind === "Expr") result = statement.expr;
    else {
      statements.push(statement);
      if (!isLast && !endsInBlock(p, statement)) endStatement(p, pos);
    }
  }
  result ??= takeLastError(statements);
  p.context = saved;
  p.expectClose(open, T.RBrace, "`}`");
  return {
    id: p.id(),
    span: p.spanFrom(start),
    kind: "Block",
    ...(label !== undefined ? { label } : {}),
    statements,
    ...(result !== undefined ? { result } : {}),
  };
}

/** Whether the statement just parsed is the key of a map: nothing in a block has a `:` after it. */
function isKey(p: Parser, statement: Stmt): statement is Stmt & { kind: "Expr" } {
  return p.kind === T.Colon && statement.kind === "Expr" && statement.expr.kind !== "Error" &&
    !p.isAtError;
}

/** The end, or an item in place of a statement, in a block without its `}`. */
function isUnclosed(p: Parser, open: number): boolean {
  return p.kind === T.Eof || p.partner(open) < 0 && p.startsItemLine();
}

/** A faulty statement at the end, as `return x;`: nobody knows the value of the block. */
function takeLastError(statements: Stmt[]): Expr | undefined {
  const last = statements[statements.length - 1];
  if (last?.kind !== "Expr" || last.expr.kind !== "Error") return undefined;
  statements.pop();
  return last.expr;
}

function parseStatement(p: Parser): Stmt {
  const { start } = p;
  if (p.kind === T.Let) return parseLet(p);
  if (isForeignLet(p)) return parseForeignLet(p);
  const expr = parseExpr(p);
  if (assignmentAhead(p) !== undefined) return parseAssignment(p, expr, start);
  return { kind: "Expr", expr, span: p.spanFrom(start) };
}

/** `var x = ..` and `const x = ..` of other languages. */
function isForeignLet(p: Parser): boolean {
  return (p.isWord("var") || p.isWord("const")) && p.peek(1) === T.Ident;
}

function parseForeignLet(p: Parser): Stmt {
  const word = p.textAt(p.pos);
  const isConst = word === "const";
  const span = isConst ? p.span(p.start, p.spanOf(p.pos + 1).start) : p.spanOf(p.pos);
  p.error("E1015", `\`${word}\` is not a keyword of Ori`, {
    help: "a binding is written `let x = ..`, or `let $x = ..` where it never changes",
    fix: {
      title: `write \`${isConst ? "let $" : "let"}\``,
      edits: [{ span, text: isConst ? "let $" : "let" }],
    },
  });
  return parseLet(p);
}

/** `let pattern: T = value` or `let? ..`, without its `;`; the word is at the cursor. */
export function parseLet(p: Parser): Stmt & { kind: "Let" } {
  const { start } = p;
  p.advance();
  const fallible = p.kind === T.Question ? parseFallible(p, start) : undefined;
  if (p.isWord("mut") && p.peek(1) === T.Ident) {
    p.error("E1015", "`mut` is not a keyword of Ori", {
      help: "bindings are mutable unless marked with `$`",
      fix: {
        title: "remove `mut`",
        edits: [{ span: p.span(p.start, p.start + 4), text: "" }],
      },
    });
    p.advance();
  }
  const pattern = parsePattern(p);
  const type = p.eat(T.Colon) ? parseType(p) : undefined;
  p.expect(T.Eq, "`=` and a value");
  const value = parseExpr(p);
  return {
    kind: "Let",
    ...(fallible !== undefined ? { fallible } : {}),
    pattern,
    ...(type !== undefined ? { type } : {}),
    value,
    span: p.spanFrom(start),
  };
}

/** The `?` directly after a `let`. */
function parseFallible(p: Parser, start: number): Fallible {
  const gap = p.span(start + "let".length, p.start);
  if (gap.start < gap.end) {
    p.report("E1001", gap, "`let?` is written without a space", {
      fix: { title: "remove the space", edits: [{ span: gap, text: "" }] },
    });
  }
  p.advance();
  return { span: p.spanFrom(start) };
}

/** The operator and the value of an assignment to `target`. */
function parseAssignment(p: Parser, target: Expr, start: number): Stmt {
  const op = assignmentAhead(p);
  if (!isAssignmentTarget(target)) {
    p.report("E1020", target.span, "cannot be assigned to", {
      help: "assign to a name, a field `s.f` or an element `xs[i]`; `==` compares",
    });
  }
  skipAssignment(p);
  const value = parseExpr(p);
  return {
    kind: "Assign",
    target,
    ...(op !== undefined && op !== "=" ? { op } : {}),
    value,
    span: p.spanFrom(start),
  };
}

function isAssignmentTarget(target: Expr): boolean {
  for (let at = target;;) {
    switch (at.kind) {
      case "Ident":
      case "ConstIdent":
      case "Self":
      case "Error":
        return true;
      case "Field":
      case "TupleField":
      case "Index":
        at = at.object;
        break;
      default:
        return false;
    }
  }
}

const BLOCK_ENDING: ReadonlySet<Expr["kind"]> = new Set(
  ["Block", "For", "If", "Loop", "Match", "Unsafe", "While"] as const,
);

/** A statement whose `}` ends it without a `;` (spec 11.12.1); an existing one is an empty statement. */
function endsInBlock(p: Parser, statement: Stmt): boolean {
  return statement.kind === "Expr" && BLOCK_ENDING.has(statement.expr.kind) &&
    p.previousKind === T.RBrace;
}

/** The `;` after a statement that started at token `pos`. */
function endStatement(p: Parser, pos: number): void {
  if (p.eat(T.Semicolon) || p.kind === T.RBrace) return;
  if (!p.isAtError && p.pos > pos && (startsExpr(p.kind) || p.isLineStart())) {
    return reportMissingSemicolon(p);
  }
  p.unexpected("`;` or `}`");
  skipStatement(p, pos);
}

const WORD_OPERATORS: ReadonlyMap<string, string> = new Map([
  ["and", "&&"],
  ["or", "||"],
  ["mod", "%"],
]);

function reportMissingSemicolon(p: Parser): void {
  const word = p.kind === T.Ident ? WORD_OPERATORS.get(p.textAt(p.pos)) : undefined;
  if (word !== undefined && !p.isLineStart()) {
    p.error("E1001", `this operator is written \`${word}\``, {
      fix: { title: `write \`${word}\``, edits: [{ span: p.spanOf(p.pos), text: word }] },
    });
    return p.advance();
  }
  const end = p.previousEnd;
  p.errorAt("E1016", p.span(end, end), "expected `;` here", {
    fix: { title: "add `;`", edits: [{ span: p.span(end, end), text: ";" }] },
  });
}

/** Panic mode: goes to the next statement. */
function skipStatement(p: Parser, pos: number): void {
  if (p.pos === pos) p.skipGroup();
  while (p.kind !== T.Eof && p.kind !== T.RBrace && p.kind !== T.Let) {
    if (p.eat(T.Semicolon) || p.startsItemLine()) return;
    p.skipGroup();
  }
}

// --- Maps and structs ----------------------------------------------------------------------------

function parseMap(p: Parser): Expr {
  const { start, pos } = p;
  p.advance();
  const entries = parseList(p, pos, T.RBrace, "`}`", parseMapEntry);
  return { id: p.id(), span: p.spanFrom(start), kind: "Map", entries };
}

/** The map in the braces at `open`, with the cursor after its first key. */
function parseMapFrom(p: Parser, open: number, key: Expr): Expr {
  const colon = p.pos;
  const entries = parseList(
    p,
    open,
    T.RBrace,
    "`}`",
    () => p.pos === colon ? parseMapValue(p, key) : parseMapEntry(p),
  );
  const { start } = p.spanOf(open);
  return { id: p.id(), span: p.spanFrom(start), kind: "Map", entries };
}

function parseMapEntry(p: Parser): MapEntry {
  if (p.eat(T.Ellipsis)) return { kind: "spread", value: parseExpr(p) };
  const isName = isWord(p.kind) && p.kind !== T.True &&
    p.kind !== T.False && p.peek(1) === T.Colon;
  if (!isName) return isNameAlone(p) ? parsePunned(p) : parseMapValue(p, parseMapKey(p));
  const name = p.takeMember();
  return parseMapValue(p, { id: p.id(), span: name.span, kind: "Str", value: name.text }, name);
}

function isNameAlone(p: Parser): boolean {
  const next = p.peek(1);
  return p.kind === T.Ident && (next === T.Comma || next === T.RBrace);
}

/** `x` for `x: x`. */
function parsePunned(p: Parser): MapEntry {
  const name = p.takeName();
  const { span } = name;
  const key: Expr = { id: p.id(), span, kind: "Str", value: name.text };
  const value: Expr = { id: p.id(), span, kind: "Ident", name: name.text };
  return { kind: "entry", key, name, isPunned: true, value };
}

function parseMapValue(p: Parser, key: Expr, name?: Name): MapEntry {
  p.expect(T.Colon, "`:` and a value");
  const named = name === undefined ? {} : { name };
  return { kind: "entry", key, ...named, value: parseExpr(p) };
}

/** `[e]` is computed. */
function parseMapKey(p: Parser): Expr {
  const open = p.pos;
  if (p.kind === T.LBracket && isComputedKey(p, open)) {
    p.advance();
    const key = parseExpr(p);
    p.expectClose(open, T.RBracket, "`]`");
    return key;
  }
  return parseExpr(p);
}

/** `a.B<T> { x: 1, y, ...rest }`, whose path has `length` names. */
export function parseStruct(p: Parser, length: number): Expr {
  const { start } = p;
  const names = [p.takeName()];
  while (names.length < length) {
    p.advance();
    names.push(p.takeName());
  }
  const path: Path = { names, span: p.spanFrom(start) };
  const typeArgs = p.kind === T.Lt ? parseTypeArgs(p) : [];
  const open = p.pos;
  p.advance();
  const fields = parseList(p, open, T.RBrace, "`}`", parseStructElement);
  const span = p.spanFrom(start);
  if ((p.context & IN_CONDITION) !== 0) reportBare(p, span);
  return { id: p.id(), span, kind: "Struct", path, typeArgs, fields };
}

/** A struct literal in a condition, without parentheses around it. */
function reportBare(p: Parser, span: Span): void {
  const edits = [
    { span: { ...span, end: span.start }, text: "(" },
    { span: { ...span, start: span.end }, text: ")" },
  ];
  p.report("E1023", span, "a struct literal in a condition stands in parentheses", {
    fix: { title: "add parentheses", edits },
  });
}

function parseStructElement(p: Parser): StructElement {
  if (p.eat(T.Ellipsis)) return { kind: "spread", value: parseExpr(p) };
  const isNamed = isWord(p.kind) && p.peek(1) === T.Colon;
  const name = isNamed ? p.takeMember() : p.expectName("a field name");
  const id = p.id();
  const hasValue = p.eat(T.Colon) ||
    p.eatWrongEquals(":", "a field is written `name: value`");
  if (!hasValue) return { kind: "field", name, id };
  return { kind: "field", name, value: parseExpr(p), id };
}
