/** A file: its items, attributes, functions, tests and constants. */
import type {
  Attribute,
  AttributeArg,
  ConstItem,
  Contract,
  Expr,
  FunctionItem,
  Item,
  Name,
  Param,
  Pattern,
  SourceTree,
  TestItem,
  UsedCapability,
} from "./ast.ts";
import { parseCapset, parseExtension, parseExtern, parseUse } from "./parse_uses.ts";
import { parseExtend, parseImpl, parseTrait, parseTypeItem } from "./parse_decls.ts";
import { parseBody } from "./parse_braces.ts";
import { errorExpr, expectLambda, parseExpr } from "./parse_exprs.ts";
import { FOREIGN_WORDS } from "./parse_primary.ts";
import { parsePattern } from "./parse_patterns.ts";
import { parseGenerics, parseType, parseTypeArgs, parseWhere } from "./parse_types.ts";
import { IN_CONTRACT, parseList, type Parser } from "./parser.ts";
import { isKeyword, isWord, T } from "./token.ts";

/** Parts that precede every item: attributes and visibility. */
export interface ItemHead {
  readonly attributes: Attribute[];
  readonly isPublic: boolean;
  readonly start: number;
}

/** The place of a function determines whether its body may be missing. */
export type FunctionPlace = "item" | "impl" | "trait";

/** The whole file. */
export function parseFile(p: Parser): SourceTree {
  const fileAttributes: Attribute[] = [];
  while (p.kind === T.Hash && p.peek(1) === T.Bang) {
    fileAttributes.push(parseAttribute(p));
  }
  const items: Item[] = [];
  while (p.kind !== T.Eof) {
    if (p.eat(T.Semicolon)) continue;
    const { pos } = p;
    const item = parseItem(p, items[items.length - 1]);
    if (item !== undefined) items.push(item);
    if (p.pos === pos) p.advance();
  }
  p.reportReserved();
  const span = p.span(0, p.tokens.file.text.length);
  const { nodeCount, isAborted: isCut } = p;
  return { items, fileAttributes, excluded: new Map(), embedded: [], nodeCount, isCut, span };
}

function parseItem(p: Parser, previous: Item | undefined): Item | undefined {
  const head = parseHead(p);
  if (p.isAtError && head.attributes.length > 0) return skipBadItem(p);
  switch (p.kind) {
    case T.At:
      return parseFunctionOrTest(p, head, previous);
    case T.Type:
      return parseTypeItem(p, head);
    case T.Trait:
      return parseTrait(p, head);
    case T.Impl:
    case T.Def:
      return parseImpl(p, head);
    case T.Extend:
      return parseExtend(p, head);
    case T.Use:
      return parseUse(p, head);
    case T.Extension:
      return parseExtension(p, head);
    case T.Extern:
      return parseExtern(p, head);
    case T.Let:
    case T.Dollar:
      return parseConst(p, head);
    default:
      if (p.isWord("capset")) return parseCapset(p, head);
      return skipBadItem(p);
  }
}

function skipBadItem(p: Parser): undefined {
  const help = FOREIGN_WORDS.get(p.kind === T.Ident ? p.textAt(p.pos) : "") ??
    "a file holds functions `@name`, types, traits, impls, constants, imports";
  p.error("E1001", `expected an item, found ${p.describe()}`, { help });
  if (!p.startsItem()) p.skipGroup();
  while (p.kind !== T.Eof && !(p.startsItem() && p.isLineStart())) {
    if (p.eat(T.Semicolon)) return;
    p.skipGroup();
  }
}

/** Attributes and `pub`. */
export function parseHead(p: Parser): ItemHead {
  const { start } = p;
  const attributes: Attribute[] = [];
  while (p.kind === T.Hash && !p.isAtError) {
    const isOfFile = p.peek(1) === T.Bang;
    const attribute = parseAttribute(p);
    if (isOfFile) reportLateAttribute(p, attribute);
    attributes.push(attribute);
  }
  const isPublic = p.eat(T.Pub);
  return { attributes, isPublic, start };
}

/** `#!` behind the first item. */
function reportLateAttribute(p: Parser, { span }: Attribute): void {
  p.report("E0933", span, "an attribute of the file comes before its items", {
    help: "move it to the head of the file, or remove the `!` if it belongs to the next item",
  });
}

/** Calls may name a keyword after the dot, so methods may be called like one: `a.then(b)`. */
function methodName(p: Parser): Name {
  return isWord(p.kind) ? p.takeMember() : p.expectName("a name for the method");
}

// --- Attributes ----------------------------------------------------------------------------------

/** `#name(args)`, `#!name(args)` and the deprecated `#[name(args)]`. */
export function parseAttribute(p: Parser): Attribute {
  const { start } = p;
  p.advance();
  p.eat(T.Bang);
  const bracket = p.pos;
  const isOld = p.eat(T.LBracket);
  const name = isKeyword(p.kind) ? p.takeName() : attributeName(p);
  const open = p.pos;
  const args = p.eat(T.LParen) ? parseList(p, open, T.RParen, "`)`", parseAttributeArg) : [];
  if (isOld) endOldAttribute(p, bracket);
  return { name, args, span: p.spanFrom(start) };
}

function attributeName(p: Parser): Name {
  if (p.kind === T.Ident) return p.takeName();
  p.error("E1021", `expected the name of an attribute, found ${p.describe()}`);
  return { text: "", span: p.span(p.start, p.start) };
}

function endOldAttribute(p: Parser, bracket: number): void {
  const close = p.pos;
  p.expectClose(bracket, T.RBracket, "`]`");
  if (p.kindAt(close) !== T.RBracket) return;
  const open = p.spanOf(bracket);
  p.report("W1002", p.spanFrom(open.start), "brackets are no longer written here", {
    fix: {
      title: "remove the brackets",
      edits: [{ span: open, text: "" }, { span: p.spanOf(close), text: "" }],
    },
  });
}

function parseAttributeArg(p: Parser): AttributeArg {
  const isNamed = isWord(p.kind) && p.peek(1) === T.Colon;
  if (!isNamed) return { value: parseExpr(p) };
  const name = p.takeName();
  p.advance();
  return { name, value: parseExpr(p) };
}

// --- Functions and tests -------------------------------------------------------------------------

function parseFunctionOrTest(
  p: Parser,
  head: ItemHead,
  previous: Item | undefined,
): FunctionItem | TestItem | undefined {
  p.advance();
  const name = p.expectName("a name for the function");
  if (name.text === "") return skipBadItem(p);
  if (p.kind === T.Tests) return parseTest(p, head, name);
  const fn = parseFunctionRest(p, head, name, "item");
  const isClause = previous?.kind === "Function" && previous.name.text === name.text;
  if (fn.result === undefined && !isClause && fn.hasBody && fn.body?.kind !== "Error") {
    p.report("E1006", name.span, "this function has no result type", {
      help: "write `-> T` after the parameters, `-> void` where nothing is returned",
    });
  }
  return fn;
}

/** A method, with the cursor at its `@`. */
export function parseMethod(p: Parser, head: ItemHead, place: FunctionPlace): FunctionItem {
  p.advance();
  return parseFunctionRest(p, head, methodName(p), place);
}

function parseFunctionRest(
  p: Parser,
  head: ItemHead,
  name: Name,
  place: FunctionPlace,
): FunctionItem {
  const generics = parseGenerics(p);
  const hasParams = p.kind === T.LParen;
  const params = parseParams(p);
  if (!hasParams) return parseMalformedFunction(p, head, name);
  const result = p.eat(T.Arrow) ? parseType(p) : undefined;
  const uses = parseUses(p);
  const where = parseWhere(p);
  const guard = p.eat(T.If) ? parseExpr(p) : undefined;
  const contracts = parseContracts(p);
  const isDeferred = p.defersBodies && p.kind === T.Eq;
  const body = isDeferred ? deferBody(p) : parseFunctionBody(p, head, place);
  if (isDeferred) p.eat(T.Semicolon);
  else endItem(p, body === undefined || place === "trait");
  const item = {
    kind: "Function" as const,
    ...itemBase(p, head),
    name,
    generics,
    params,
    ...(result !== undefined ? { result } : {}),
    uses,
    where,
    ...(guard !== undefined ? { guard } : {}),
    contracts,
  };
  if (typeof body !== "function") {
    return body === undefined ? { ...item, hasBody: false } : { ...item, hasBody: true, body };
  }
  return {
    ...item,
    hasBody: true,
    get body() {
      return body();
    },
  };
}

/** Skips `= body` and gives what parses it. Without braces at its end, a body ends at its `;`. */
function deferBody(p: Parser): () => Expr {
  const eq = p.pos;
  p.advance();
  let body: Expr | undefined;
  if (p.hasSkippedBody(eq)) {
    return () => body ??= p.parseSkipped(eq, (inner) => parseBody(inner, false));
  }
  const start = p.pos;
  while (p.kind !== T.Semicolon && !(p.previousKind === T.RBrace && endsHere(p))) p.skipGroup();
  return () => body ??= p.parseAt(start, () => parseBody(p, false));
}

/** A function without parameters, which has been reported: nothing is known of its signature. */
function parseMalformedFunction(p: Parser, head: ItemHead, name: Name): FunctionItem {
  p.skipTo(T.Eq);
  const body = errorExpr(p);
  if (p.eat(T.Eq)) parseBody(p, false);
  endItem(p, true);
  const result = { id: p.id(), span: name.span, kind: "Error" } as const;
  const base = {
    kind: "Function",
    ...itemBase(p, head),
    name,
    result,
    hasBody: true,
    body,
  } as const;
  return { ...base, generics: [], params: [], uses: [], where: [], contracts: [] };
}

/** The fields that all items share; the item ends at the last consumed token. */
export function itemBase(
  p: Parser,
  head: ItemHead,
): Pick<Item, "attributes" | "isPublic" | "span"> {
  return { attributes: head.attributes, isPublic: head.isPublic, span: p.spanFrom(head.start) };
}

function parseFunctionBody(p: Parser, head: ItemHead, place: FunctionPlace): Expr | undefined {
  if (p.eat(T.Eq)) return parseBody(p, false);
  const isOptional = place === "trait" || head.attributes.some((a) => a.name.text === "intrinsic");
  if (p.kind === T.LBrace) {
    const at = p.span(p.previousEnd, p.previousEnd);
    p.error("E1007", "expected `=` before the body", {
      fix: { title: "add `=`", edits: [{ span: at, text: " =" }] },
    });
    return parseBody(p, true);
  }
  if (!isOptional) {
    p.error("E1007", `expected \`=\` and a body, found ${p.describe()}`);
    if (p.kind !== T.Semicolon && !p.startsItem()) p.skipTo(T.Eq);
    return p.eat(T.Eq) ? parseBody(p, false) : errorExpr(p);
  }
  return undefined;
}

/** `(a: int, b: int = 3, rest: ...str)`. */
export function parseParams(p: Parser): Param[] {
  const open = p.pos;
  if (p.eat(T.LParen)) return parseList(p, open, T.RParen, "`)`", parseParam);
  p.error("E1006", `expected \`(\` and the parameters, found ${p.describe()}`, {
    help: "a function without parameters has `()`",
  });
  return [];
}

function parseParam(p: Parser): Param {
  const { start } = p;
  const isValue = p.kind === T.SelfValue || p.kind === T.True || p.kind === T.False;
  const isWord = isKeyword(p.kind) && !isValue && p.peek(1) === T.Colon;
  const pattern = isWord ? parseKeywordParam(p) : parsePattern(p);
  const hasType = p.eat(T.Colon);
  const isVariadic = hasType && p.eat(T.Ellipsis);
  const type = hasType ? parseType(p) : undefined;
  const value = p.eat(T.Eq) ? parseExpr(p) : undefined;
  return {
    pattern,
    ...(type !== undefined ? { type } : {}),
    isVariadic,
    ...(value !== undefined ? { default: value } : {}),
    span: p.spanFrom(start),
  };
}

/** `if: int`, which is reported, as the parameter it should have been. */
function parseKeywordParam(p: Parser): Pattern {
  const { text, span } = p.expectName("a name for the parameter");
  return { id: p.id(), span, kind: "Bind", name: text, isConst: false };
}

function parseUses(p: Parser): UsedCapability[] {
  const uses: UsedCapability[] = [];
  if (!p.eat(T.Uses)) return uses;
  do {
    const name = p.kind === T.Suspend ? p.takeName() : p.expectName("the name of a capability");
    uses.push(p.kind === T.Lt ? { ...name, typeArgs: parseTypeArgs(p) } : name);
    // A capability may carry an argument, `FFI("c")`, which does not concern its identity.
    if (p.kind === T.LParen) p.skipGroup();
  } while (p.eat(T.Comma));
  return uses;
}

/** `pre(condition | "message")` and `post(r -> condition)`. */
function parseContracts(p: Parser): Contract[] {
  const contracts: Contract[] = [];
  while ((p.isWord("pre") || p.isWord("post")) && p.peek(1) === T.LParen) {
    contracts.push(parseContract(p));
  }
  return contracts;
}

function parseContract(p: Parser): Contract {
  const { start } = p;
  const kind = p.isWord("pre") ? "pre" : "post";
  p.advance();
  const open = p.pos;
  p.advance();
  p.context = IN_CONTRACT;
  const condition = kind === "pre" ? parseExpr(p) : expectLambda(p);
  p.context = 0;
  const literal = p.eat(T.Bar) ? p.literal(p.pos) : undefined;
  if (literal !== undefined) p.advance();
  p.expectClose(open, T.RParen, "`)`");
  return {
    kind,
    condition,
    ...(literal?.kind === "str" ? { message: literal.value } : {}),
    span: p.spanFrom(start),
  };
}

/** `@name tests @f tests @g () -> void = body`, the cursor at the first `tests`. */
function parseTest(p: Parser, head: ItemHead, name: Name): TestItem {
  const targets: Name[] = [];
  while (p.eat(T.Tests)) {
    if (p.isWord("_")) p.advance();
    else {
      p.expect(T.At, "`@` and the tested function, or `_`");
      targets.push(p.expectName("the name of the tested function"));
    }
  }
  const { start } = p;
  const params = parseParams(p);
  if (params.length > 0) {
    p.errorAt("E1022", p.spanFrom(start), "a test takes no parameters", {
      help: "the test makes its own values; the values of several cases go into a list",
    });
  }
  const result = p.eat(T.Arrow) ? parseType(p) : undefined;
  const body = parseTestBody(p, head);
  endItem(p, false);
  return {
    kind: "Test",
    ...itemBase(p, head),
    name,
    targets,
    ...(result !== undefined ? { result } : {}),
    body,
  };
}

function parseTestBody(p: Parser, head: ItemHead): Expr {
  const body = parseFunctionBody(p, head, "item");
  return body ?? { id: p.id(), span: p.span(p.start, p.start), kind: "Error" };
}

// --- Constants -----------------------------------------------------------------------------------

/** `let $name: T = v;`, the deprecated `$name = v`, and `$name (x: T) -> R = body`. */
function parseConst(p: Parser, head: ItemHead): ConstItem {
  const { start } = p;
  const hasLet = p.eat(T.Let);
  if (!p.eat(T.Dollar)) {
    const at = p.span(p.start, p.start);
    p.error("E1001", "a constant of a file is marked with `$`", {
      fix: { title: "add `$`", edits: [{ span: at, text: "$" }] },
    });
  }
  const name = p.expectName("a name for the constant");
  const params = p.kind === T.LParen ? parseParams(p) : undefined;
  if (!hasLet && params === undefined) {
    p.report("W1003", p.spanFrom(start), "a constant starts with `let`", {
      fix: { title: "add `let`", edits: [{ span: p.span(start, start), text: "let " }] },
    });
  }
  const hasType = params === undefined ? p.eat(T.Colon) : p.eat(T.Arrow);
  const type = hasType ? parseType(p) : undefined;
  p.expect(T.Eq, "`=` and a value");
  const value = parseExpr(p);
  endItem(p, false);
  return {
    kind: "Const",
    ...itemBase(p, head),
    name,
    ...(params !== undefined ? { params } : {}),
    ...(type !== undefined ? { type } : {}),
    value,
  };
}

// --- The end of an item --------------------------------------------------------------------------

/**
 * The `;` of an item: not needed after `}`, and where `isOptional`. Where it is forgotten in front
 * of the next item, a warning carries the fix; otherwise goes to the next item.
 */
export function endItem(p: Parser, isOptional: boolean): void {
  if (p.eat(T.Semicolon)) return;
  if (p.previousKind === T.RBrace && (endsHere(p) || p.isLineStart())) return;
  const end = p.previousEnd;
  const at = p.span(end, end);
  const fix = { title: "add `;`", edits: [{ span: at, text: ";" }] };
  if (endsHere(p)) {
    if (!isOptional && !p.isAtError) p.report("W1004", at, "expected `;` here", { fix });
    return;
  }
  if (p.isLineStart()) p.errorAt("E1016", at, "expected `;` here", { fix });
  else p.unexpected("`;`");
  skipItem(p);
}

function endsHere(p: Parser): boolean {
  return p.kind === T.Eof || p.kind === T.RBrace || p.startsItem();
}

function skipItem(p: Parser): void {
  while (!endsHere(p)) {
    if (p.eat(T.Semicolon)) return;
    p.skipGroup();
  }
}
