/** Types, generic parameters and constraints. */
import type { Constraint, Expr, GenericParam, Name, Path, TypeArg, TypeExpr } from "./ast.ts";
import { isTypeKeyword, typeArgsEnd } from "./lookahead.ts";
import { ADDITIVE, parseBinary, parseExpr } from "./parse_exprs.ts";
import { endsInComma, NO_STRUCT, parseList, type Parser } from "./parser.ts";
import { T } from "./token.ts";

/** A type, with `A + B` as a bounded trait object. */
export function parseType(p: Parser): TypeExpr {
  const start = p.start;
  const first = parseSimpleType(p);
  if (p.kind !== T.Plus) return first;
  const bounds = [first];
  while (p.eat(T.Plus)) bounds.push(parseSimpleType(p));
  return { kind: "Bounds", bounds, span: p.spanFrom(start) };
}

/** A type without `+`, as the target of `as`, where `<` and `+` may also continue the expression. */
export function parseCastType(p: Parser): TypeExpr {
  const start = p.start;
  if (p.kind !== T.Ident && !isTypeKeyword(p.kind)) return parseSimpleType(p);
  const path = parseTypePath(p);
  const hasArgs = p.kind === T.Lt && typeArgsEnd(p) > 0;
  const args = hasArgs ? parseTypeArgs(p) : [];
  return { kind: "Path", path, args, span: p.spanFrom(start) };
}

export function parseSimpleType(p: Parser): TypeExpr {
  const start = p.start;
  if (!p.enter()) return { kind: "Error", span: p.spanFrom(start) };
  const type = parseTypeForm(p, start);
  p.leave();
  return type;
}

function parseTypeForm(p: Parser, start: number): TypeExpr {
  switch (p.kind) {
    case T.Ident:
    case T.Void:
    case T.Never:
    case T.SelfType:
      return parsePathType(p, start);
    case T.LParen:
      return parseParenType(p, start);
    case T.LBracket:
      return parseListType(p, start);
    case T.LBrace:
      return parseMapType(p, start);
    case T.Impl:
      return parseImplTrait(p, start);
    default:
      p.error("E1005", `expected a type, found ${p.describe()}`);
      return { kind: "Error", span: p.span(start, start) };
  }
}

function parsePathType(p: Parser, start: number): TypeExpr {
  const path = parseTypePath(p);
  const args = p.kind === T.Lt ? parseTypeArgs(p) : [];
  return { kind: "Path", path, args, span: p.spanFrom(start) };
}

/** `int`, `std.math.Real`, `Self.Item`, `C::Trait::Item`. */
export function parseTypePath(p: Parser): Path {
  const start = p.start;
  const names: Name[] = [
    p.kind === T.Ident || isTypeKeyword(p.kind) ? p.takeName() : p.expectName("a type name"),
  ];
  while (eatSeparator(p)) names.push(p.expectMemberName());
  return { names, span: p.spanFrom(start) };
}

/** `.` or `::` between the names of a path. */
function eatSeparator(p: Parser): boolean {
  const length = separatorAt(p, p.pos);
  p.jump(p.pos + length);
  return length > 0;
}

/** The number of tokens of the separator at `token`: of `.` one, of `::` two. */
function separatorAt(p: Parser, token: number): number {
  if (p.kindAt(token) === T.Dot) return 1;
  const isDouble = p.kindAt(token) === T.Colon && p.kindAt(token + 1) === T.Colon;
  return isDouble && p.isAdjacent(token) ? 2 : 0;
}

/** `<T, 3, $N>`, with the cursor at `<`. */
export function parseTypeArgs(p: Parser): TypeArg[] {
  const open = p.pos;
  p.advance();
  const args: TypeArg[] = [];
  while (p.kind !== T.Gt && p.kind !== T.Eof) {
    args.push(parseTypeArg(p));
    if (!p.eat(T.Comma)) break;
  }
  expectGt(p, open);
  return args;
}

function expectGt(p: Parser, open: number): void {
  if (p.eat(T.Gt)) return;
  p.error("E1003", `expected \`,\` or \`>\`, found ${p.describe()}`, {
    related: [{ span: p.spanOf(open), text: "this is never closed" }],
  });
}

function parseTypeArg(p: Parser): TypeArg {
  switch (p.kind) {
    case T.Dollar:
    case T.Int:
    case T.True:
    case T.False:
    case T.Minus:
      return { kind: "const", value: parseBinary(p, ADDITIVE) };
    default:
      return { kind: "type", type: parseType(p) };
  }
}

/** `()`, `(A,)`, `(A, B)`, `(A)` and `(A, B) -> C`. */
function parseParenType(p: Parser, start: number): TypeExpr {
  const open = p.pos;
  p.advance();
  const params = parseList(p, open, T.RParen, "`)`", parseType);
  if (p.eat(T.Arrow)) {
    const result = parseType(p);
    return { kind: "Function", params, result, span: p.spanFrom(start) };
  }
  const [only] = params;
  if (only !== undefined && params.length === 1 && !endsInComma(p)) return only;
  return { kind: "Tuple", elements: params, span: p.spanFrom(start) };
}

function parseListType(p: Parser, start: number): TypeExpr {
  const open = p.pos;
  p.advance();
  const element = parseType(p);
  if (!p.eat(T.Comma)) {
    p.expectClose(open, T.RBracket, "`]`");
    return { kind: "List", element, span: p.spanFrom(start) };
  }
  if (p.isWord("max")) p.advance();
  else p.unexpected("`max`");
  const max = parseExpr(p);
  p.expectClose(open, T.RBracket, "`]`");
  return { kind: "FixedList", element, max, span: p.spanFrom(start) };
}

function parseMapType(p: Parser, start: number): TypeExpr {
  const open = p.pos;
  p.advance();
  const key = parseType(p);
  p.expect(T.Colon, "`:` between key and value type");
  const value = parseType(p);
  p.expectClose(open, T.RBrace, "`}`");
  return { kind: "Map", key, value, span: p.spanFrom(start) };
}

function parseImplTrait(p: Parser, start: number): TypeExpr {
  p.advance();
  const bounds = parseBounds(p);
  const where: { name: Name; type: TypeExpr }[] = [];
  const isAssoc = p.kind === T.Where && p.peek(1) === T.Ident && p.peek(2) === T.EqEq;
  if (isAssoc) {
    do {
      p.advance();
      const name = p.expectName("an associated type");
      p.expect(T.EqEq, "`==`");
      where.push({ name, type: parseType(p) });
    } while (p.kind === T.Comma && p.peek(1) === T.Ident && p.peek(2) === T.EqEq);
  }
  return { kind: "ImplTrait", bounds, where, span: p.spanFrom(start) };
}

/** `A + B<C>`. */
export function parseBounds(p: Parser): TypeExpr[] {
  const bounds = [parseSimpleType(p)];
  while (p.eat(T.Plus)) bounds.push(parseSimpleType(p));
  return bounds;
}

/** `: A + B`, where present. */
export function parseOptionalBounds(p: Parser): TypeExpr[] {
  return p.eat(T.Colon) ? parseBounds(p) : [];
}

/** `<T: Eq, $N: int = 3>`, where present. */
export function parseGenerics(p: Parser): GenericParam[] {
  const open = p.pos;
  if (!p.eat(T.Lt)) return [];
  const params: GenericParam[] = [];
  while (p.kind !== T.Gt && p.kind !== T.Eof) {
    params.push(parseGenericParam(p));
    if (!p.eat(T.Comma)) break;
  }
  expectGt(p, open);
  return params;
}

function parseGenericParam(p: Parser): GenericParam {
  if (p.eat(T.Dollar)) {
    const name = p.expectName("a name for the const parameter");
    p.expect(T.Colon, "`:` and a type");
    const type = parseSimpleType(p);
    if (!p.eat(T.Eq)) return { kind: "const", name, type };
    return { kind: "const", name, type, default: parseBinary(p, ADDITIVE) };
  }
  const name = p.expectName("a type parameter");
  const bounds = parseOptionalBounds(p);
  if (!p.eat(T.Eq)) return { kind: "type", name, bounds };
  return { kind: "type", name, bounds, default: parseType(p) };
}

/** `where T: Eq, N > 0`, where present. */
export function parseWhere(p: Parser): Constraint[] {
  const constraints: Constraint[] = [];
  if (!p.eat(T.Where)) return constraints;
  const saved = p.context;
  p.context |= NO_STRUCT;
  do constraints.push(parseConstraint(p)); while (p.eat(T.Comma) && p.kind !== T.LBrace);
  p.context = saved;
  return constraints;
}

function parseConstraint(p: Parser): Constraint {
  if (isPathEqualityAhead(p)) return { kind: "const", condition: parsePathEquality(p) };
  if (!isBoundAhead(p)) return { kind: "const", condition: parseExpr(p) };
  const type = parseSimpleType(p);
  return { kind: "bound", type, bounds: parseOptionalBounds(p) };
}

/** `T:`, `T.Item:` or `Self:` ahead. */
function isBoundAhead(p: Parser): boolean {
  if (p.kind !== T.Ident && p.kind !== T.SelfType) return false;
  return p.kindAt(pathEnd(p, p.pos)) === T.Colon;
}

/** The token behind the path that begins at `token`. */
function pathEnd(p: Parser, token: number): number {
  let at = token + 1;
  for (let length = separatorAt(p, at); length > 0; length = separatorAt(p, at)) at += length + 1;
  return at;
}

/** `A == B` ahead where one of the two is a path with `::`, which no expression has. */
function isPathEqualityAhead(p: Parser): boolean {
  if (p.kind !== T.Ident && p.kind !== T.SelfType) return false;
  const equals = pathEnd(p, p.pos);
  if (p.kindAt(equals) !== T.EqEq) return false;
  const isDouble = (token: number) => separatorAt(p, token + 1) === 2;
  return isDouble(p.pos) || p.kindAt(equals + 1) === T.Ident && isDouble(equals + 1);
}

function parsePathEquality(p: Parser): Expr {
  const { start } = p;
  const left = asFields(p, parseTypePath(p));
  const opSpan = p.spanOf(p.pos);
  p.advance();
  const right = p.kind === T.Ident ? asFields(p, parseTypePath(p)) : parseExpr(p);
  return { id: p.id(), span: p.spanFrom(start), kind: "Binary", op: "==", opSpan, left, right };
}

/** A path as the expression that it would be with dots. */
function asFields(p: Parser, { names, span }: Path): Expr {
  const [first, ...rest] = names as [Name, ...Name[]];
  let expr: Expr = { id: p.id(), span: first.span, kind: "Ident", name: first.text };
  for (const field of rest) {
    expr = {
      id: p.id(),
      span: { ...span, end: field.span.end },
      kind: "Field",
      object: expr,
      field,
    };
  }
  return expr;
}
