/** Expressions: the dispatch, literals, names, blocks and lambdas. */
import { assertNever } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import { isBuiltin, listType, prune, STR, type Type } from "../types/mod.ts";
import { canonAssign } from "./assign.ts";
import * as b from "./build.ts";
import { foldLeft, inPieces, MAX_PIECE } from "./chains.ts";
import { canonCall, canonMethodCall, canonStruct } from "./call.ts";
import type { CanonContext } from "./context.ts";
import { canonFor } from "./for.ts";
import { canonFormatSpec } from "./format_spec.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";
import { canonBreak, canonContinue, canonLoop, canonWhile } from "./loop.ts";
import { canonWith } from "./with.ts";
import { canonMap } from "./map.ts";
import { canonName, coerced, fieldOf } from "./names.ts";
import {
  canonBinary,
  canonCast,
  canonIndex,
  canonRange,
  canonTry,
  canonTryBlock,
  canonUnary,
  leaveAbsent,
} from "./operator.ts";
import { bindFallible, bindPattern, canonMatch } from "./pattern.ts";
import { canonPipe } from "./pipe.ts";
import { canonSpecial } from "./special.ts";

/** The Core of an expression of a body without errors; of a trait object where it becomes one. */
export function canonExpr(cx: CanonContext, expr: ast.Expr): CanonExpr {
  return coerced(cx, expr.id, canonUncoerced(cx, expr));
}

function canonUncoerced(cx: CanonContext, expr: ast.Expr): CanonExpr {
  switch (expr.kind) {
    case "Int":
      return b.intLit(expr.isNegative ? -expr.value : expr.value, expr.span, cx.typeOf(expr.id));
    case "Float":
      return canonFloat(cx, expr);
    case "Bool":
      return b.boolLit(expr.value, expr.span);
    case "Str":
      return b.strLit(expr.value, expr.span);
    case "Char":
    case "Byte":
    case "Duration":
    case "Size":
      return b.intLit(expr.value, expr.span, cx.typeOf(expr.id));
    case "Template":
      return canonTemplate(cx, expr);
    case "Ident":
    case "ConstIdent":
    case "Self":
      return canonName(cx, expr.id, expr.span);
    case "Length":
      return canonLength(cx, expr);
    case "List":
      return canonList(cx, expr);
    case "Struct":
      return canonStruct(cx, expr);
    case "Tuple":
      return canonTuple(cx, expr);
    case "Paren":
      return canonExpr(cx, expr.inner);
    case "Chain":
      return canonChain(cx, expr);
    case "Held":
      return cx.heldPart(expr);
    case "Block":
      return canonBlock(cx, expr);
    case "If":
      return canonIf(cx, expr);
    case "Match":
      return canonMatch(cx, expr);
    case "For":
      return canonFor(cx, expr);
    case "While":
      return canonWhile(cx, expr);
    case "Loop":
      return canonLoop(cx, expr);
    case "Break":
      return canonBreak(cx, expr);
    case "Continue":
      return canonContinue(cx, expr);
    case "Lambda":
      return canonLambda(cx, expr);
    case "Binary":
      return canonBinary(cx, expr);
    case "Unary":
      return canonUnary(cx, expr);
    case "Range":
      return canonRange(cx, expr);
    case "Try":
      return canonTry(cx, expr);
    case "TryBlock":
      return canonTryBlock(cx, expr);
    case "Cast":
      return canonCast(cx, expr);
    case "Call":
      return canonCall(cx, expr);
    case "MethodCall":
      return canonMethodCall(cx, expr);
    case "Field":
      return canonField(cx, expr, expr.object);
    case "TupleField":
      return canonField(cx, expr, expr.object);
    case "Index":
      return canonIndex(cx, expr);
    case "Pipe":
      return canonPipe(cx, expr);
    case "Special":
      return canonSpecial(cx, expr);
    case "Map":
      return canonMap(cx, expr);
    case "Unsafe":
      return cx.expr(expr.body);
    case "With":
      return canonWith(cx, expr);
    case "SelfType":
    case "TypePath":
    case "Error":
      throw cx.bug(`${expr.kind} reached canon`, expr.span);
    default:
      return assertNever(expr, "canon");
  }
}

function canonFloat(cx: CanonContext, expr: ast.ExprOf<"Float">): CanonExpr {
  const { value } = expr;
  return { kind: "Float", value, type: cx.typeOf(expr.id), span: expr.span };
}

/** The parts one after the other, each but the last in a local that the next one begins with. */
function canonChain(cx: CanonContext, expr: ast.ExprOf<"Chain">): CanonExpr {
  const statements: CanonStmt[] = [];
  let value = b.unit(expr.span);
  for (const [i, part] of expr.parts.entries()) {
    value = canonExpr(cx, part);
    if (i === expr.parts.length - 1 || isBuiltin(value.type, "Never")) break;
    cx.heldParts.set(part.id, cx.holdOperand(value, "so_far", statements));
  }
  return b.block(statements, value, expr.span);
}

/** A field of a value; or a name behind a module or type. */
function canonField(
  cx: CanonContext,
  expr: ast.ExprOf<"Field"> | ast.ExprOf<"TupleField">,
  object: ast.Expr,
): CanonExpr {
  const resolution = cx.resolution(expr.id);
  if (resolution?.kind !== "field") return canonName(cx, expr.id, expr.span);
  return fieldOf(canonExpr(cx, object), resolution.index, expr.span);
}

/** `#`: the length of the innermost indexed object. */
function canonLength(cx: CanonContext, expr: ast.ExprOf<"Length">): CanonExpr {
  const indexed = cx.indexed.at(-1);
  if (indexed === undefined) throw cx.bug("`#` outside an index", expr.span);
  return indexed.length();
}

function canonTuple(cx: CanonContext, expr: ast.ExprOf<"Tuple">): CanonExpr {
  if (expr.elements.length === 0) return b.unit(expr.span);
  const args = expr.elements.map((element) => canonExpr(cx, element));
  return b.construct(undefined, args, cx.typeOf(expr.id), expr.span);
}

/** Runs of plain elements become list literals; a spread is concatenated, a single element pushed. */
function canonList(cx: CanonContext, expr: ast.ExprOf<"List">): CanonExpr {
  const type = prune(cx.typeOf(expr.id));
  const { span } = expr;
  const element = type.kind === "con" ? type.args[0] as Type : type;
  const whole = (part: ListPart): CanonExpr =>
    part.kind === "spread" ? part.value : { ...part, type: listType(element), span };
  const [first, ...rest] = listParts(cx, expr);
  if (first === undefined) return whole({ kind: "ListLit", elements: [] });
  return foldLeft(whole(first), rest, (list, part) => {
    const only = part.kind === "ListLit" && part.elements.length === 1
      ? part.elements[0]
      : undefined;
    return only === undefined
      ? b.intrinsic("list_concat", [list, whole(part)], type, span, [element])
      : b.intrinsic("list_push", [list, only], type, span, [element]);
  }, cx.chain(span));
}

/** A run of plain elements, or a list that is spread. */
type ListPart =
  | { readonly kind: "ListLit"; readonly elements: CanonExpr[] }
  | { readonly kind: "spread"; readonly value: CanonExpr };

/** All elements of a run are alive until its list is made, so a run that has others than constants is cut. */
function listParts(cx: CanonContext, expr: ast.ExprOf<"List">): readonly ListPart[] {
  const parts: ListPart[] = [];
  let areConstant = true;
  for (const { kind, value: written } of expr.elements) {
    const value = canonExpr(cx, written);
    if (kind === "spread") {
      parts.push({ kind, value });
      continue;
    }
    const last = parts.at(-1);
    const isConstant = b.isLiteral(value);
    if (
      last?.kind !== "ListLit" || last.elements.length >= MAX_PIECE && !(areConstant && isConstant)
    ) {
      parts.push({ kind: "ListLit", elements: [value] });
      areConstant = isConstant;
    } else {
      last.elements.push(value);
      areConstant &&= isConstant;
    }
  }
  return parts;
}

/** A chain of `str_concat` whose left side is the text so far; of a long template, of pieces that are such chains. */
function canonTemplate(cx: CanonContext, expr: ast.ExprOf<"Template">): CanonExpr {
  const { span } = expr;
  const parts = expr.parts.filter((part) => part.kind !== "text" || part.text !== "");
  const shown = (part: ast.TemplatePart) =>
    part.kind === "text" ? b.strLit(part.text, span) : asText(cx, part);
  const concat = (text: CanonExpr, more: CanonExpr) =>
    b.intrinsic("str_concat", [text, more], STR, span);
  const pieces = inPieces(parts).map(([first, ...rest]) =>
    foldLeft(shown(first), rest, (text, part) => concat(text, shown(part)), cx.chain(span))
  );
  const [first, ...rest] = pieces;
  return first === undefined ? b.strLit("", span) : foldLeft(first, rest, concat, cx.chain(span));
}

function asText(cx: CanonContext, part: ast.TemplatePart & { kind: "expr" }): CanonExpr {
  const { expr, spec } = part;
  const value = canonExpr(cx, expr);
  if (isBuiltin(value.type, "Never")) return value;
  if (isBuiltin(value.type, "str") && spec === undefined) return value;
  const callee = cx.body.facts.conversions.get(expr.id);
  if (callee === undefined) throw cx.bug("no conversion to text", expr.span);
  const args = spec === undefined ? [value] : [value, canonFormatSpec(cx, spec, expr.span)];
  return b.call(callee, args, STR, expr.span);
}

// --- Blocks ------------------------------------------------------------------------------------

function canonBlock(cx: CanonContext, expr: ast.ExprOf<"Block">): CanonExpr {
  if (expr.label === undefined) return blockBody(cx, expr);
  const breakLabel = cx.freshLabel();
  cx.jumps.set(expr.id, { breakLabel, takesValue: true, yieldTo: undefined, next: undefined });
  return b.labeled(breakLabel, blockBody(cx, expr), cx.typeOf(expr.id), expr.span);
}

function blockBody(cx: CanonContext, expr: ast.ExprOf<"Block">): CanonExpr {
  const statements: CanonStmt[] = [];
  for (const stmt of expr.statements) {
    const diverging = canonStmt(cx, stmt, statements);
    // The statements after it are unreachable.
    if (diverging !== undefined) return b.block(statements, diverging, expr.span);
  }
  const result = expr.result === undefined ? b.unit(expr.span) : canonExpr(cx, expr.result);
  return b.block(statements, result, expr.span);
}

/** Adds a statement; gives it back instead when it is an expression that does not complete. */
function canonStmt(
  cx: CanonContext,
  stmt: ast.Stmt,
  statements: CanonStmt[],
): CanonExpr | undefined {
  switch (stmt.kind) {
    case "Let": {
      const value = canonExpr(cx, stmt.value);
      if (isBuiltin(value.type, "Never")) return value;
      if (stmt.fallible === undefined) {
        bindPattern(cx, stmt.pattern, value, statements);
        canonCopies(cx, stmt.pattern, statements);
      } else {
        const { span } = stmt.fallible;
        bindFallible(cx, stmt.pattern, value, () => leaveAbsent(cx, span), statements);
      }
      return undefined;
    }
    case "Assign":
      canonAssign(cx, stmt, statements);
      return undefined;
    case "Expr": {
      const value = canonExpr(cx, stmt.expr);
      if (isBuiltin(value.type, "Never")) return value;
      if (value.kind !== "Unit") statements.push(b.exprStmt(value));
      return undefined;
    }
    default:
      return assertNever(stmt, "canon");
  }
}

/** The copies of a lambda that is used at several types, each in a local of its own. */
function canonCopies(cx: CanonContext, pattern: ast.Pattern, statements: CanonStmt[]): void {
  for (const { value, local } of cx.body.facts.letCopies.get(pattern.id) ?? []) {
    const copy = canonExpr(cx, value);
    statements.push(b.letStmt(cx.define(local), copy));
  }
}

function canonIf(cx: CanonContext, expr: ast.ExprOf<"If">): CanonExpr {
  const condition = canonExpr(cx, expr.condition);
  const then = canonExpr(cx, expr.then);
  const otherwise = expr.else === undefined ? b.unit(expr.span) : canonExpr(cx, expr.else);
  return b.ifElse(condition, then, otherwise, cx.typeOf(expr.id), expr.span);
}

function canonLambda(cx: CanonContext, expr: ast.ExprOf<"Lambda">): CanonExpr {
  const type = prune(cx.typeOf(expr.id));
  if (type.kind !== "fn") throw cx.bug("lambda is not a function", expr.span);
  const { made, captures } = cx.inLambda(type.result, () => {
    const statements: CanonStmt[] = [];
    const params = expr.params.map((param, i) => {
      const resolution = cx.resolution(param.pattern.id);
      if (param.pattern.kind === "Bind" && resolution?.kind === "local") {
        return cx.define(resolution.local);
      }
      return cx.fresh("param", type.params[i] as Type);
    });
    expr.params.forEach((param, i) => {
      const isPlain = param.pattern.kind === "Bind" || param.pattern.kind === "Wildcard";
      const local = params[i] as typeof params[0];
      if (!isPlain) bindPattern(cx, param.pattern, cx.read(local, param.pattern.span), statements);
    });
    const value = canonExpr(cx, expr.body);
    return { params, body: b.block(statements, value, expr.body.span) };
  });
  return {
    kind: "Lambda",
    lambda: { ...made, captures, result: type.result },
    type,
    span: expr.span,
  };
}
