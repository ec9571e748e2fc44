/** Imports, re-exports, extension imports, extern blocks and capability sets. */
import type {
  Attribute,
  CapsetItem,
  ExtensionImport,
  ExternFunction,
  ExternItem,
  Name,
  Param,
  UseEntry,
  UseItem,
  UsePath,
} from "./ast.ts";
import { endItem, itemBase, type ItemHead, parseAttribute } from "./parse_items.ts";
import { parseType } from "./parse_types.ts";
import { parseList, type Parser } from "./parser.ts";
import { T } from "./token.ts";

/** `use "./path" { a, ::b as c };`, `use std.math as math;`. */
export function parseUse(p: Parser, head: ItemHead): UseItem {
  p.advance();
  const path = parseUsePath(p);
  const clause = parseUseClause(p);
  endItem(p, true);
  return { kind: "Use", ...itemBase(p, head), path, clause };
}

function parseUseClause(p: Parser): UseItem["clause"] {
  const open = p.pos;
  if (p.eat(T.LBrace)) {
    return { kind: "items", items: parseList(p, open, T.RBrace, "`}`", parseUseEntry) };
  }
  if (p.eat(T.As)) return { kind: "alias", name: p.expectName("a name for the module") };
  return { kind: "module" };
}

function parseUsePath(p: Parser): UsePath {
  const { start } = p;
  const literal = p.kind === T.Str ? p.literal(p.pos) : undefined;
  if (literal?.kind === "str") {
    p.advance();
    return { kind: "relative", text: literal.value, span: p.spanFrom(start) };
  }
  const names = [p.expectName("a module or a path in quotes")];
  while (p.eat(T.Dot)) names.push(p.expectMemberName());
  const span = p.spanFrom(start);
  return { kind: "module", path: { names, span }, span };
}

function parseUseEntry(p: Parser): UseEntry {
  const isPrivate = p.kind === T.Colon && p.peek(1) === T.Colon;
  if (isPrivate) p.jump(p.pos + 2);
  p.eat(T.At);
  const isConst = p.eat(T.Dollar);
  const name = p.expectName("a name to import");
  const withoutDef = p.isWord("without") && p.peek(1) === T.Def;
  if (withoutDef) p.jump(p.pos + 2);
  const base = { name, isPrivate, isConst, withoutDef };
  return p.eat(T.As) ? { ...base, alias: p.expectName("another name") } : base;
}

/** `extension std.iter { Iterator.count };`. */
export function parseExtension(p: Parser, head: ItemHead): ExtensionImport {
  p.advance();
  const path = parseUsePath(p);
  const open = p.pos;
  const items = p.expect(T.LBrace, "`{`")
    ? parseList(p, open, T.RBrace, "`}`", parseExtensionEntry)
    : [];
  endItem(p, true);
  return { kind: "ExtensionImport", ...itemBase(p, head), path, items };
}

function parseExtensionEntry(p: Parser): { type: Name; method: Name } {
  const type = p.expectName("a type");
  p.expect(T.Dot, "`.`");
  return { type, method: p.expectMemberName() };
}

// --- Extern blocks -------------------------------------------------------------------------------

/** `extern "c" from "m" { @_sin (x: float) -> float as "sin" }`. */
export function parseExtern(p: Parser, head: ItemHead): ExternItem {
  p.advance();
  const abi = parseText(p, "the calling convention in quotes");
  const hasLibrary = p.isWord("from");
  if (hasLibrary) p.advance();
  const library = hasLibrary ? { library: parseText(p, "a library in quotes") } : {};
  while (p.kind === T.Hash) head.attributes.push(parseAttribute(p));
  const open = p.pos;
  const functions: ExternFunction[] = [];
  if (p.expect(T.LBrace, "`{`")) {
    while (p.kind === T.At || p.kind === T.Semicolon) {
      if (!p.eat(T.Semicolon)) functions.push(parseExternFunction(p));
    }
    p.expectClose(open, T.RBrace, "`@` or `}`");
  }
  endItem(p, true);
  return { kind: "Extern", ...itemBase(p, head), abi, ...library, functions };
}

function parseText(p: Parser, what: string): string {
  const literal = p.kind === T.Str ? p.literal(p.pos) : undefined;
  if (literal?.kind !== "str") {
    p.unexpected(what);
    return "";
  }
  p.advance();
  return literal.value;
}

function parseExternFunction(p: Parser): ExternFunction {
  const { start } = p;
  p.advance();
  const name = p.expectName("a name for the function");
  const { params, isVariadic } = parseExternParams(p);
  p.expect(T.Arrow, "`->` and a result type");
  skipOwnership(p);
  const result = parseType(p);
  const symbol = p.eat(T.As) ? { symbol: parseText(p, "a symbol in quotes") } : {};
  const attributes: Attribute[] = [];
  while (p.kind === T.Hash) attributes.push(parseAttribute(p));
  const span = p.spanFrom(start);
  return { name, params, result, ...symbol, isVariadic, attributes, span };
}

function parseExternParams(p: Parser): { params: Param[]; isVariadic: boolean } {
  const params: Param[] = [];
  let isVariadic = false;
  const open = p.pos;
  if (p.expect(T.LParen, "`(`")) {
    parseList(p, open, T.RParen, "`)`", () => {
      if (p.eat(T.Ellipsis)) isVariadic = true;
      else params.push(parseExternParam(p));
    });
  }
  return { params, isVariadic };
}

function parseExternParam(p: Parser): Param {
  const { start } = p;
  if ((p.isWord("out") || p.isWord("mut")) && p.peek(1) === T.Ident) p.advance();
  const name = p.expectName("a parameter");
  p.expect(T.Colon, "`:` and a type");
  skipOwnership(p);
  const type = parseType(p);
  const pattern = {
    id: p.id(),
    span: name.span,
    kind: "Bind" as const,
    name: name.text,
    isConst: false,
  };
  return { pattern, type, isVariadic: false, span: p.spanFrom(start) };
}

/** `owned` and `borrowed` before a type. */
function skipOwnership(p: Parser): void {
  const isMark = p.isWord("owned") || p.isWord("borrowed");
  if (isMark && p.peek(1) !== T.Comma && p.peek(1) !== T.RParen) p.advance();
}

/** `capset Net = Http, Dns;`. */
export function parseCapset(p: Parser, head: ItemHead): CapsetItem {
  p.advance();
  const name = p.expectName("a name for the capability set");
  p.expect(T.Eq, "`=`");
  const capabilities: Name[] = [];
  do capabilities.push(p.expectName("the name of a capability")); while (p.eat(T.Comma));
  endItem(p, false);
  return { kind: "Capset", ...itemBase(p, head), name, capabilities };
}
