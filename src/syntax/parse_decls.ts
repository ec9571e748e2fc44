/** Types, traits, implementations and extensions. */
import type {
  AssocTypeDecl,
  ExtendItem,
  FieldDecl,
  FunctionItem,
  ImplItem,
  TraitItem,
  TypeBody,
  TypeExpr,
  TypeItem,
  VariantDecl,
} from "./ast.ts";
import {
  endItem,
  type FunctionPlace,
  itemBase,
  type ItemHead,
  parseHead,
  parseMethod,
} from "./parse_items.ts";
import {
  parseBounds,
  parseGenerics,
  parseOptionalBounds,
  parseSimpleType,
  parseType,
  parseWhere,
} from "./parse_types.ts";
import { parseList, type Parser } from "./parser.ts";
import { isWord, T } from "./token.ts";

/** `type Name<T>: Marker where .. = body`. */
export function parseTypeItem(p: Parser, head: ItemHead): TypeItem {
  p.advance();
  const name = p.expectName("a name for the type");
  const generics = parseGenerics(p);
  const markers = p.eat(T.Colon) ? parseMarkers(p) : [];
  const where = parseWhere(p);
  p.expect(T.Eq, "`=` and the body of the type");
  const body = parseTypeBody(p);
  endItem(p, false);
  return { kind: "Type", ...itemBase(p, head), name, generics, markers, where, body };
}

function parseMarkers(p: Parser): TypeExpr[] {
  const markers = parseBounds(p);
  while (p.eat(T.Comma)) markers.push(...parseBounds(p));
  return markers;
}

function parseTypeBody(p: Parser): TypeBody {
  const open = p.pos;
  if (p.eat(T.LBrace)) {
    return { kind: "struct", fields: parseList(p, open, T.RBrace, "`}`", parseNamedField) };
  }
  const next = p.peek(1);
  const isSum = p.kind === T.Bar || p.kind === T.Ident && (next === T.Bar || next === T.LParen);
  if (!isSum) return { kind: "newtype", type: parseType(p) };
  p.eat(T.Bar);
  const variants = [parseVariant(p)];
  while (p.eat(T.Bar)) variants.push(parseVariant(p));
  return { kind: "sum", variants };
}

function parseNamedField(p: Parser): FieldDecl {
  const { start } = p;
  const name = isWord(p.kind) && p.peek(1) === T.Colon
    ? p.takeMember()
    : p.expectName("a field name");
  p.expect(T.Colon, "`:` and a type");
  const type = parseType(p);
  return { name, type, span: p.spanFrom(start) };
}

function parseVariant(p: Parser): VariantDecl {
  const { start } = p;
  const name = p.expectName("a variant");
  const open = p.pos;
  const fields = p.eat(T.LParen) ? parseList(p, open, T.RParen, "`)`", parsePayload) : [];
  return { name, fields, span: p.spanFrom(start) };
}

/** `radius: float` or `float`. */
function parsePayload(p: Parser): FieldDecl {
  if (p.peek(1) === T.Colon) return parseNamedField(p);
  const { start } = p;
  const type = parseType(p);
  return { type, span: p.spanFrom(start) };
}

// --- Traits, implementations, extensions -----------------------------------------------------------

/** `trait Name<T>: Super { .. }`. */
export function parseTrait(p: Parser, head: ItemHead): TraitItem {
  p.advance();
  const name = p.expectName("a name for the trait");
  const generics = parseGenerics(p);
  const supertraits = parseOptionalBounds(p);
  const members = parseMembers(p, "trait");
  endItem(p, true);
  return { kind: "Trait", ...itemBase(p, head), name, generics, supertraits, ...members };
}

/** `impl<T> Type { }`, `impl Type: Trait { }`, `impl Trait for Type { }`, `def impl Trait { }`. */
export function parseImpl(p: Parser, head: ItemHead): ImplItem {
  const isDefault = p.eat(T.Def);
  p.expect(T.Impl, "`impl`");
  const generics = parseGenerics(p);
  const subject = parseImplSubject(p, isDefault);
  const where = parseWhere(p);
  const members = parseMembers(p, "impl");
  endItem(p, true);
  return { kind: "Impl", ...itemBase(p, head), generics, ...subject, isDefault, where, ...members };
}

function parseImplSubject(p: Parser, isDefault: boolean): Pick<ImplItem, "type" | "trait"> {
  const first = parseSimpleType(p);
  if (isDefault) return { trait: first };
  if (p.eat(T.Colon)) return { type: first, trait: parseSimpleType(p) };
  if (!p.eat(T.For)) return { type: first };
  const type = parseSimpleType(p);
  const { text } = p.tokens.file;
  const span = p.spanFrom(first.span.start);
  const replacement = `${text.slice(type.span.start, span.end)}: ${
    text.slice(first.span.start, first.span.end)
  }`;
  p.report("W1001", span, "the type comes first", {
    fix: { title: `write \`${replacement}\``, edits: [{ span, text: replacement }] },
  });
  return { type, trait: first };
}

/** `extend<T> Type where .. { .. }`. */
export function parseExtend(p: Parser, head: ItemHead): ExtendItem {
  p.advance();
  const generics = parseGenerics(p);
  const type = parseType(p);
  const where = parseWhere(p);
  const { methods } = parseMembers(p, "impl");
  endItem(p, true);
  return { kind: "Extend", ...itemBase(p, head), generics, type, where, methods };
}

interface Members {
  readonly methods: FunctionItem[];
  readonly assocTypes: AssocTypeDecl[];
}

/** `{ methods and associated types }`. */
function parseMembers(p: Parser, place: FunctionPlace): Members {
  const members: Members = { methods: [], assocTypes: [] };
  const open = p.pos;
  if (!p.expect(T.LBrace, "`{`")) return members;
  while (p.kind !== T.RBrace && p.kind !== T.Eof) {
    const { pos } = p;
    if (p.eat(T.Semicolon)) continue;
    if (!parseMember(p, place, members)) break;
    if (p.pos === pos) p.skipGroup();
  }
  p.expectClose(open, T.RBrace, "`@`, `type` or `}`");
  return members;
}

/** False where there is no member. */
function parseMember(p: Parser, place: FunctionPlace, members: Members): boolean {
  const head = parseHead(p);
  if (p.kind === T.At) members.methods.push(parseMethod(p, head, place));
  else if (p.kind === T.Type) members.assocTypes.push(parseAssocType(p));
  else return false;
  return true;
}

/** `type Item: Bound = T`, the `;` optional. */
function parseAssocType(p: Parser): AssocTypeDecl {
  const { start } = p;
  p.advance();
  const name = p.expectName("a name for the associated type");
  const bounds = parseOptionalBounds(p);
  const type = p.eat(T.Eq) ? { default: parseType(p) } : {};
  const span = p.spanFrom(start);
  endItem(p, true);
  return { name, bounds, ...type, span };
}
