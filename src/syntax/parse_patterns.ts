/** Patterns: one grammar for `match`, `let`, `for`, parameters and lambda parameters. */
import type {
  LiteralPattern,
  Name,
  Path,
  Pattern,
  PatternField,
  PatternOf,
  RangeEnd,
} from "./ast.ts";
import { isUpper } from "./lookahead.ts";
import { endsInComma, parseList, type Parser } from "./parser.ts";
import { isKeyword, isWord, T } from "./token.ts";

/** A pattern with its alternatives, `A | B`. */
export function parsePattern(p: Parser): Pattern {
  const start = p.start;
  p.eat(T.Bar);
  const first = parseOnePattern(p);
  if (p.kind !== T.Bar) return first;
  const alternatives = [first];
  while (p.eat(T.Bar)) alternatives.push(parseOnePattern(p));
  return { id: p.id(), kind: "Or", alternatives, span: p.spanFrom(start) };
}

function parseOnePattern(p: Parser): Pattern {
  const start = p.start;
  if (!p.enter()) return { id: p.id(), kind: "Error", span: p.spanFrom(start) };
  const pattern = parsePatternForm(p, start);
  p.leave();
  return pattern;
}

function parsePatternForm(p: Parser, start: number): Pattern {
  switch (p.kind) {
    case T.Dollar:
    case T.Ident:
    case T.SelfValue:
    case T.SelfType:
      return parseNamePattern(p, start);
    case T.LParen:
      return parseTuplePattern(p, start);
    case T.LBracket:
      return parseListPattern(p, start);
    case T.LBrace:
      return parseStructPattern(p, start, undefined);
    case T.DotDot:
    case T.DotDotEq:
      return parseRangePattern(p, start, undefined);
    default:
      return startsLiteral(p.kind) ? parseLiteralPattern(p, start) : badPattern(p, start);
  }
}

function badPattern(p: Parser, start: number): Pattern {
  const help = isKeyword(p.kind)
    ? { help: `${p.describe()} is a keyword; choose another name` }
    : {};
  p.error("E1008", `expected a pattern, found ${p.describe()}`, help);
  if (isKeyword(p.kind) && p.kind !== T.In && p.kind !== T.If) p.advance();
  return { id: p.id(), kind: "Error", span: p.spanFrom(start) };
}

function startsLiteral(kind: number): boolean {
  return (kind >= T.Int && kind <= T.Size) || kind === T.Minus || kind === T.True ||
    kind === T.False;
}

function startsRangeEnd(kind: number): boolean {
  return kind === T.Dollar || startsLiteral(kind);
}

// --- Literals and ranges -------------------------------------------------------------------------

function parseLiteralPattern(p: Parser, start: number): Pattern {
  const value = parseLiteral(p);
  if (value === undefined) return badPattern(p, start);
  if (p.kind === T.DotDot || p.kind === T.DotDotEq) return parseRangePattern(p, start, value);
  return { id: p.id(), kind: "Literal", value, span: p.spanFrom(start) };
}

function parseRangePattern(p: Parser, start: number, low: RangeEnd | undefined): Pattern {
  const isInclusive = p.kind === T.DotDotEq;
  p.advance();
  const high = parseRangeEnd(p);
  if (high === undefined && (low === undefined || isInclusive)) {
    p.error("E1008", "this range pattern needs an end");
  }
  const unordered = [low, high].find((end) => end !== undefined && !canEndRange(end));
  if (unordered !== undefined) {
    p.report("E1008", p.spanFrom(start), `a ${unordered.kind} cannot be the end of a range`, {
      help: "ranges are of ints, chars, bytes, durations or sizes; compare others in a guard",
    });
    return { id: p.id(), kind: "Error", span: p.spanFrom(start) };
  }
  return {
    id: p.id(),
    kind: "Range",
    ...(low !== undefined ? { start: low } : {}),
    ...(high !== undefined ? { end: high } : {}),
    isInclusive,
    span: p.spanFrom(start),
  };
}

function parseRangeEnd(p: Parser): RangeEnd | undefined {
  if (startsLiteral(p.kind)) return parseLiteral(p);
  const { start } = p;
  if (!p.eat(T.Dollar)) return undefined;
  const { text } = p.expectName("the name of a constant");
  return { kind: "const", name: text, span: p.spanFrom(start) };
}

/** Whether the values of a kind can be counted from one end of a range to the other. */
export function canEndRange({ kind }: RangeEnd): boolean {
  return kind !== "str" && kind !== "float" && kind !== "bool";
}

function parseLiteral(p: Parser): LiteralPattern | undefined {
  const isNegative = p.eat(T.Minus);
  const { kind, pos } = p;
  if (kind === T.True || kind === T.False) {
    p.advance();
    return { kind: "bool", value: kind === T.True };
  }
  const literal = startsLiteral(kind) ? p.literal(pos) : undefined;
  if (literal === undefined) return undefined;
  p.advance();
  return isNegative ? negate(p, pos, literal) : literal;
}

function negate(p: Parser, token: number, literal: LiteralPattern): LiteralPattern {
  switch (literal.kind) {
    case "int":
      return { kind: "int", value: -literal.value };
    case "float":
      return { kind: "float", value: -literal.value };
    case "duration":
      return { kind: "duration", value: -literal.value };
    default:
      p.report("E1008", p.spanOf(token), "only a number can be negative");
      return literal;
  }
}

// --- Names, variants, structs --------------------------------------------------------------------

function parseNamePattern(p: Parser, start: number): Pattern {
  const isConst = p.eat(T.Dollar);
  const name = p.kind === T.SelfValue || p.kind === T.SelfType
    ? p.takeName()
    : p.expectName("a name");
  if (p.eat(T.At)) {
    const pattern = parseOnePattern(p);
    return { id: p.id(), kind: "At", name, isConst, pattern, span: p.spanFrom(start) };
  }
  if (isConst && (p.kind === T.DotDot || p.kind === T.DotDotEq)) {
    return parseRangePattern(p, start, { kind: "const", name: name.text, span: p.spanFrom(start) });
  }
  if (isConst) return bind(p, name, true, start);
  if (name.text === "_") return { id: p.id(), kind: "Wildcard", span: p.spanFrom(start) };
  if (p.kind === T.Dot && p.peek(1) !== T.Match) return parseQualifiedPattern(p, start, name);
  if (p.kind === T.LParen) {
    return parseVariantPattern(p, start, { names: [name], span: name.span });
  }
  if (p.kind === T.LBrace && isUpper(name.text)) {
    return parseStructPattern(p, start, { names: [name], span: name.span });
  }
  return bind(p, name, false, start);
}

function bind(p: Parser, name: Name, isConst: boolean, start: number): Pattern {
  return { id: p.id(), kind: "Bind", name: name.text, isConst, span: p.spanFrom(start) };
}

function parseQualifiedPattern(p: Parser, start: number, first: Name): Pattern {
  const names = [first];
  while (p.eat(T.Dot)) names.push(p.expectMemberName());
  const path: Path = { names, span: p.spanFrom(start) };
  return p.kind === T.LBrace
    ? parseStructPattern(p, start, path)
    : parseVariantPattern(p, start, path);
}

function parseVariantPattern(p: Parser, start: number, path: Path): Pattern {
  const open = p.pos;
  const hasParens = p.eat(T.LParen);
  let hasRest = false;
  const fields: PatternField[] = [];
  if (hasParens) {
    parseList(p, open, T.RParen, "`)`", () => {
      if (p.kind === T.DotDot && !startsRangeEnd(p.peek(1))) {
        p.advance();
        hasRest = true;
      } else fields.push(parseVariantField(p));
    });
  }
  return { id: p.id(), kind: "Variant", path, hasParens, fields, hasRest, span: p.spanFrom(start) };
}

/** `pattern`, `name: pattern` or the punned `name:`. */
function parseVariantField(p: Parser): PatternField {
  const isNamed = isWord(p.kind) && p.peek(1) === T.Colon;
  if (!isNamed) return { pattern: parsePattern(p) };
  const name = p.takeMember();
  p.advance();
  if (p.kind !== T.Comma && p.kind !== T.RParen) return { name, pattern: parsePattern(p) };
  return { name, pattern: impliedBind(p, name, false) };
}

function impliedBind(p: Parser, name: Name, isConst: boolean): PatternOf<"Bind"> {
  return { id: p.id(), kind: "Bind", name: name.text, isConst, span: name.span };
}

/** `Path { x, y: pattern, .. }`, the path optional. */
function parseStructPattern(p: Parser, start: number, path: Path | undefined): Pattern {
  const open = p.pos;
  p.advance();
  let hasRest = false;
  const fields: PatternField[] = [];
  parseList(p, open, T.RBrace, "`}`", () => {
    if (p.eat(T.DotDot)) hasRest = true;
    else fields.push(parseStructField(p));
  });
  return {
    id: p.id(),
    kind: "Struct",
    ...(path !== undefined ? { path } : {}),
    fields,
    hasRest,
    span: p.spanFrom(start),
  };
}

function parseStructField(p: Parser): PatternField {
  const isConst = p.eat(T.Dollar);
  const isNamed = isWord(p.kind) && p.peek(1) === T.Colon;
  const name = isNamed ? p.takeMember() : p.expectName("a field name");
  if (p.eat(T.Colon)) return { name, pattern: parsePattern(p) };
  return { name, pattern: impliedBind(p, name, isConst) };
}

// --- Tuples and lists ----------------------------------------------------------------------------

function parseTuplePattern(p: Parser, start: number): Pattern {
  const open = p.pos;
  p.advance();
  const elements = parseList(p, open, T.RParen, "`)`", parsePattern);
  const [only] = elements;
  if (only !== undefined && elements.length === 1 && !endsInComma(p)) return only;
  return { id: p.id(), kind: "Tuple", elements, span: p.spanFrom(start) };
}

function parseListPattern(p: Parser, start: number): Pattern {
  const open = p.pos;
  p.advance();
  const before: Pattern[] = [];
  const after: Pattern[] = [];
  let rest: PatternOf<"List">["rest"];
  parseList(p, open, T.RBracket, "`]`", () => {
    if (p.kind !== T.DotDot || startsLiteral(p.peek(1))) {
      (rest === undefined ? before : after).push(parsePattern(p));
    } else {
      if (rest !== undefined) p.error("E1008", "a list pattern has at most one `..`");
      rest = parseRest(p);
    }
    // The grammar also allows `[a ..rest]`.
    if (p.kind === T.DotDot && rest === undefined) rest = parseRest(p);
  });
  return {
    id: p.id(),
    kind: "List",
    before,
    ...(rest !== undefined ? { rest } : {}),
    after,
    span: p.spanFrom(start),
  };
}

function parseRest(p: Parser): NonNullable<PatternOf<"List">["rest"]> {
  const start = p.start;
  p.advance();
  const isNamed = p.kind === T.Ident || p.kind === T.Dollar;
  const pattern = isNamed ? parseNamePattern(p, p.start) : undefined;
  return { ...(pattern !== undefined ? { pattern } : {}), span: p.spanFrom(start) };
}
