/** Bounded look ahead: what a bracket or a `<` begins. Nothing here consumes a token. */
import { NO_STRUCT, type Parser } from "./parser.ts";
import { isWord, T } from "./token.ts";

/** Tokens that a list of type arguments may take up before the search is given up. */
const MAX_TYPE_ARGS = 256;

export function isUpper(name: string): boolean {
  const c = name.charCodeAt(0);
  return c >= 65 && c <= 90;
}

const PRIMITIVES: ReadonlySet<string> = new Set(["int", "float", "bool", "str", "byte", "char"]);

/** Whether a token can be the first of an expression. */
export function startsExpr(kind: number): boolean {
  switch (kind) {
    case T.Ident:
    case T.Int:
    case T.Float:
    case T.Str:
    case T.Char:
    case T.Byte:
    case T.Duration:
    case T.Size:
    case T.TemplateStart:
    case T.LParen:
    case T.LBracket:
    case T.LBrace:
    case T.Dollar:
    case T.Hash:
    case T.Minus:
    case T.Bang:
    case T.Tilde:
    case T.Break:
    case T.Continue:
    case T.False:
    case T.For:
    case T.If:
    case T.Let:
    case T.Loop:
    case T.Match:
    case T.SelfValue:
    case T.SelfType:
    case T.True:
    case T.Unsafe:
    case T.While:
    case T.With:
      return true;
    default:
      return false;
  }
}

/**
 * With the cursor before `<`: the token after the `>` that closes it, if everything between can only
 * be type arguments; else -1. A lower-case name that is no builtin type makes it a comparison.
 */
export function typeArgsEnd(p: Parser): number {
  let depth = 0;
  let at = p.pos;
  const limit = at + MAX_TYPE_ARGS;
  while (at < limit) {
    const kind = p.kindAt(at);
    switch (kind) {
      case T.Lt:
        depth++;
        break;
      case T.Gt:
        if (--depth === 0) return at + 1;
        break;
      case T.LParen:
      case T.LBracket:
      case T.LBrace:
        at = p.partner(at);
        if (at < 0) return -1;
        break;
      case T.Ident: {
        const name = p.textAt(at);
        const isType = isUpper(name) || PRIMITIVES.has(name) || name === "_";
        if (!isType && p.kindAt(at + 1) !== T.Dot) return -1;
        break;
      }
      case T.Comma:
      case T.Dot:
      case T.Arrow:
      case T.Int:
      case T.Dollar:
      case T.Never:
      case T.Void:
      case T.SelfType:
        break;
      default:
        return -1;
    }
    at++;
  }
  return -1;
}

/** The token after a type that starts at `at`, brackets taken as they are; -1 if none does. */
export function skipType(p: Parser, at: number): number {
  for (;;) {
    const kind = p.kindAt(at);
    if (kind === T.LParen || kind === T.LBracket || kind === T.LBrace) {
      const close = p.partner(at);
      if (close < 0) return -1;
      at = close + 1;
    } else if (kind === T.Ident || isTypeKeyword(kind)) {
      at = skipTypePath(p, at);
      if (at < 0) return -1;
    } else return -1;
    const next = p.kindAt(at);
    if (next !== T.Arrow && next !== T.Plus) return at;
    at++;
  }
}

export function isTypeKeyword(kind: number): boolean {
  return kind === T.Void || kind === T.Never || kind === T.SelfType;
}

function skipTypePath(p: Parser, at: number): number {
  at++;
  while (p.kindAt(at) === T.Dot && p.kindAt(at + 1) === T.Ident) at += 2;
  if (p.kindAt(at) !== T.Lt) return at;
  const saved = p.pos;
  p.jump(at);
  const end = typeArgsEnd(p);
  p.jump(saved);
  return end;
}

/**
 * With the cursor at `{`: whether its first tokens alone make it a map, where a key would mean something
 * else as an expression: `name:`, `[e]:`, `...`, nothing. Other maps show at the `:` after their first key.
 */
export function isMapAhead(p: Parser): boolean {
  const at = p.pos + 1;
  const first = p.kindAt(at);
  switch (first) {
    case T.RBrace:
    case T.Ellipsis:
      return true;
    case T.LBracket:
      return isComputedKey(p, at);
    default:
      return isWord(first) && p.kindAt(at + 1) === T.Colon &&
        !isLabelAt(p, at);
  }
}

/** Whether the brackets at `at` are those of a key `[e]:`. */
export function isComputedKey(p: Parser, at: number): boolean {
  const close = p.partner(at);
  return close >= 0 && p.kindAt(close + 1) === T.Colon;
}

/** Whether the word at `at` carries a label, as `loop:x`: no space around the colon. */
export function isLabelAt(p: Parser, at: number): boolean {
  const kind = p.kindAt(at);
  if (p.kindAt(at + 1) !== T.Colon || p.kindAt(at + 2) !== T.Ident) return false;
  if (!p.isAdjacent(at) || !p.isAdjacent(at + 1)) return false;
  switch (kind) {
    case T.Loop:
    case T.For:
    case T.While:
    case T.Break:
    case T.Continue:
      return true;
    case T.Ident:
      return p.textAt(at) === "block" && p.kindAt(at + 3) === T.LBrace;
    default:
      return false;
  }
}

/** With the cursor at `(`: whether `) ->`, or `=>` in its place, follows its partner. */
export function isLambdaAhead(p: Parser): boolean {
  const close = p.partner(p.pos);
  return close > 0 && isArrow(p.kindAt(close + 1));
}

export function isArrow(kind: number): boolean {
  return kind === T.Arrow || kind === T.FatArrow;
}

/**
 * With the cursor at a name: how many names of a dotted path precede a `{` or `<..> {` that
 * makes it a struct literal; 0 if it is none. The last name starts with an upper-case letter.
 */
export function structPathLength(p: Parser): number {
  let at = p.pos;
  let length = 1;
  while (p.kindAt(at + 1) === T.Dot && p.kindAt(at + 2) === T.Ident) {
    at += 2;
    length++;
  }
  if (!isUpper(p.textAt(at))) return 0;
  const next = p.kindAt(at + 1);
  if (next === T.LBrace) return opensStruct(p, at + 1) ? length : 0;
  if (next !== T.Lt) return 0;
  const saved = p.pos;
  p.jump(at + 1);
  const end = typeArgsEnd(p);
  p.jump(saved);
  return end > 0 && opensStruct(p, end) ? length : 0;
}

/** Whether the token at `open`, after the name of a type, is the brace of a struct literal. */
export function opensStruct(p: Parser, open: number): boolean {
  return p.kindAt(open) === T.LBrace && ((p.context & NO_STRUCT) === 0 || holdsFields(p, open));
}

/**
 * Whether the braces at `open` hold fields, where a match could have its arms: no arm starts with `name:`
 * or `...`. Braces without arms, as `{ x, y }` and `{}`, are fields if others or a `.` follow.
 */
function holdsFields(p: Parser, open: number): boolean {
  const first = p.kindAt(open + 1);
  if (first === T.Ellipsis) return true;
  if (first !== T.RBrace && !isWord(first)) return false;
  const second = p.kindAt(open + 2);
  if (first !== T.RBrace && second === T.Colon) return true;
  if (first !== T.RBrace && second !== T.Comma && second !== T.RBrace) return false;
  const behind = p.kindAt(p.partner(open) + 1);
  return p.partner(open) > 0 && (behind === T.LBrace || behind === T.Dot);
}
