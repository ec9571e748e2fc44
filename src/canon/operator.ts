/** Operators, casts, indexing, ranges as values, `?` and `try`. */
import type { Span } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import {
  BOOL,
  type Callee,
  elementType,
  equalTypes,
  fieldType,
  fieldTypes,
  findImpl,
  INT,
  isBuiltin,
  NEVER,
  prune,
  type Resolution,
  STR,
  type Type,
} from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";
import { withSelf } from "./hidden_results.ts";
import { holdSubject, matchVariants, variantIndex } from "./pattern.ts";
import { readKey } from "./tables.ts";

// --- Binary and unary --------------------------------------------------------------------------

export function canonBinary(cx: CanonContext, expr: ast.ExprOf<"Binary">): CanonExpr {
  switch (expr.op) {
    case "&&":
    case "||":
      return canonLogical(cx, expr);
    case "??":
      return canonCoalesce(cx, expr);
    default: {
      const left = cx.expr(expr.left);
      const right = cx.expr(expr.right);
      const type = cx.typeOf(expr.id);
      return operate(cx, expr.op, cx.resolution(expr.id), { left, right, type, span: expr.span });
    }
  }
}

/** The operands and the place of a binary operation. */
export interface Operands {
  readonly left: CanonExpr;
  readonly right: CanonExpr;
  readonly type: Type;
  readonly span: Span;
}

/** A binary operation by its resolution; `op` tells what a comparison method's result means. */
export function operate(
  cx: CanonContext,
  op: ast.BinaryOp,
  resolution: Resolution | undefined,
  { left, right, type, span }: Operands,
): CanonExpr {
  // An operand that does not complete leaves the operator without a meaning.
  if (isBuiltin(left.type, "Never")) return left;
  if (isBuiltin(right.type, "Never")) return b.block([b.exprStmt(left)], right, span);
  if (resolution?.kind === "prim") {
    return b.primOf(resolution.op, [left, right], type, span);
  }
  if (resolution?.kind !== "call") throw cx.bug(`operator ${op} without meaning`, span);
  const { callee } = resolution;
  const args = [left, right];
  switch (op) {
    case "==":
      return b.call(callee, args, BOOL, span);
    case "!=":
      return b.prim("bool_not", [b.call(callee, args, BOOL, span)], span);
    case "<":
    case ">":
    case "<=":
    case ">=":
      return testOrdering(cx, op, b.call(callee, args, orderingType(cx), span), span);
    default:
      return b.call(callee, args, type, span);
  }
}

function orderingType(cx: CanonContext): Type {
  return { kind: "con", def: cx.program.builtins.type("Ordering"), args: [] };
}

const ORDERINGS = {
  "<": { Less: true, Equal: false, Greater: false },
  ">": { Less: false, Equal: false, Greater: true },
  "<=": { Less: true, Equal: true, Greater: false },
  ">=": { Less: false, Equal: true, Greater: true },
} as const;

function testOrdering(
  cx: CanonContext,
  op: keyof typeof ORDERINGS,
  ordering: CanonExpr,
  span: Span,
): CanonExpr {
  const statements: CanonStmt[] = [];
  const subject = holdSubject(cx, ordering, statements);
  const cases = Object.entries(ORDERINGS[op]).map(([name, holds]) => ({
    variant: variantIndex(cx, ordering.type, name, span),
    make: () => b.boolLit(holds, span),
  }));
  return b.block(statements, matchVariants(cx, subject, cases, BOOL, span), span);
}

function canonLogical(cx: CanonContext, expr: ast.ExprOf<"Binary">): CanonExpr {
  const left = cx.expr(expr.left);
  const right = cx.expr(expr.right);
  return logical(expr.op === "&&" ? "&&" : "||", left, right, expr.span);
}

/** `&&` and `||`: the right side is evaluated only when the left one does not decide. */
export function logical(
  op: "&&" | "||",
  left: CanonExpr,
  right: CanonExpr,
  span: Span,
): CanonExpr {
  return op === "&&"
    ? b.ifElse(left, right, b.boolLit(false, span), BOOL, span)
    : b.ifElse(left, b.boolLit(true, span), right, BOOL, span);
}

export function canonUnary(cx: CanonContext, expr: ast.ExprOf<"Unary">): CanonExpr {
  const operand = cx.expr(expr.operand);
  if (isBuiltin(operand.type, "Never")) return operand;
  const resolution = cx.resolution(expr.id);
  const type = cx.typeOf(expr.id);
  if (resolution?.kind === "prim") {
    return b.primOf(resolution.op, [operand], type, expr.span);
  }
  if (resolution?.kind === "call") return b.call(resolution.callee, [operand], type, expr.span);
  throw cx.bug(`operator ${expr.op} without meaning`, expr.span);
}

/** `left ?? right`. */
function canonCoalesce(cx: CanonContext, expr: ast.ExprOf<"Binary">): CanonExpr {
  const resolution = cx.resolution(expr.id);
  const left = cx.expr(expr.left);
  if (isBuiltin(left.type, "Never")) return left;
  if (resolution?.kind !== "coalesce") throw cx.bug("`??` without meaning", expr.span);
  const { span } = expr;
  const type = cx.typeOf(expr.id);
  const statements: CanonStmt[] = [];
  const subject = holdSubject(cx, left, statements);
  const [present, absent] = wrapperVariants(resolution.of);
  const match = matchVariants(
    cx,
    subject,
    [
      {
        variant: variantIndex(cx, left.type, present, span),
        make: ([value]) => resolution.isChained ? cx.read(subject, span) : value as CanonExpr,
      },
      {
        variant: variantIndex(cx, left.type, absent, span),
        make: () => cx.expr(expr.right),
      },
    ],
    type,
    span,
  );
  return b.block(statements, match, span);
}

function wrapperVariants(of: "Option" | "Result"): readonly [present: string, absent: string] {
  return of === "Option" ? ["Some", "None"] : ["Ok", "Err"];
}

// --- `?` and `try` -------------------------------------------------------------------------------

/** `operand?`: the payload, or leaves with the absent value or the error. */
export function canonTry(cx: CanonContext, expr: ast.ExprOf<"Try">): CanonExpr {
  return canonTryOf(cx, expr, cx.expr(expr.operand));
}

/** `operand?`. */
export function canonTryOf(
  cx: CanonContext,
  expr: ast.ExprOf<"Try">,
  operand: CanonExpr,
): CanonExpr {
  if (isBuiltin(operand.type, "Never")) return operand;
  const resolution = cx.resolution(expr.id);
  const { span } = expr;
  if (resolution?.kind !== "try") throw cx.bug("`?` without meaning", span);
  const statements: CanonStmt[] = [];
  const subject = holdSubject(cx, operand, statements);
  const [present, absent] = wrapperVariants(resolution.of);
  const match = matchVariants(
    cx,
    subject,
    [
      {
        variant: variantIndex(cx, operand.type, present, span),
        make: ([value]) => value as CanonExpr,
      },
      {
        variant: variantIndex(cx, operand.type, absent, span),
        make: (payload) => leaveWith(cx, absent, payload, resolution.convert, span),
      },
    ],
    cx.typeOf(expr.id),
    span,
  );
  return b.block(statements, match, span);
}

/** The code that `?` runs for `None`. */
export function leaveAbsent(cx: CanonContext, span: Span): CanonExpr {
  return leaveWith(cx, "None", [], undefined, span);
}

function leaveWith(
  cx: CanonContext,
  variant: string,
  payload: readonly CanonExpr[],
  convert: (Resolution & { kind: "try" })["convert"],
  span: Span,
): CanonExpr {
  const { type, label, self } = cx.tryTarget;
  const index = variantIndex(cx, type, variant, span);
  const types = fieldTypes(type, index);
  const converted = convert === undefined
    ? payload
    : payload.map((value, i) => b.call(convert, [value], types[i] as Type, span));
  const args = converted.map((value, i) => traced(cx, value, types[i] as Type, span));
  const value = b.construct(index, args, type, span);
  if (label !== undefined) return b.breakTo(label, span, value);
  const result = self === undefined ? value : withSelf(cx, self, value);
  return { kind: "Return", value: result, type: NEVER, span };
}

/** An error that knows its way learns that it passed here. */
function traced(cx: CanonContext, error: CanonExpr, type: Type, span: Span): CanonExpr {
  const trait = cx.program.builtins.trait("Traceable");
  const found = findImpl(cx.program, trait, type);
  if (found.kind !== "impl" && found.kind !== "bound") return error;
  const method = trait.methods.get("with_trace_at");
  if (method === undefined) throw cx.bug("Traceable has no with_trace_at", span);
  const callee = { kind: "trait", trait: { trait, args: [] }, method, self: type, typeArgs: [] };
  const place = [
    b.strLit(`@${cx.body.fn.name}`, span),
    { kind: "SourcePosition", type: STR, span } as const,
  ];
  return b.call(callee as Callee, [error, ...place], type, span);
}

/** `try { body }`: the body's value, in `Ok` or `Some` where it is not of the type of the block, unless a `?` leaves it. */
export function canonTryBlock(cx: CanonContext, expr: ast.ExprOf<"TryBlock">): CanonExpr {
  const type = cx.typeOf(expr.id);
  const t = prune(type);
  const { span } = expr;
  const isOption = t.kind === "con" && t.def === cx.program.builtins.type("Option");
  const present = variantIndex(cx, type, isOption ? "Some" : "Ok", span);
  const label = cx.freshLabel();
  const body = cx.inTry({ type, label }, () => cx.expr(expr.body));
  const isWhole = isBuiltin(body.type, "Never") || equalTypes(body.type, type);
  const wrapped = isWhole ? body : b.construct(present, [body], type, span);
  return b.labeled(label, wrapped, type, span);
}

// --- Casts, indexing, ranges -----------------------------------------------------------------------

export function canonCast(cx: CanonContext, expr: ast.ExprOf<"Cast">): CanonExpr {
  return convertBy(cx, expr, cx.expr(expr.operand));
}

/** A conversion of `operand`, written as a cast or a call, by the resolution of its node. */
export function convertBy(
  cx: CanonContext,
  expr: { readonly id: ast.NodeId; readonly span: Span },
  operand: CanonExpr,
): CanonExpr {
  if (isBuiltin(operand.type, "Never")) return operand;
  const resolution = cx.resolution(expr.id);
  const type = cx.typeOf(expr.id);
  switch (resolution?.kind) {
    case "prim":
      return b.primOf(resolution.op, [operand], type, expr.span);
    case "call":
      return b.call(resolution.callee, [operand], type, expr.span);
    case "identity":
      return operand;
    default:
      throw cx.bug("conversion without meaning", expr.span);
  }
}

export function canonIndex(cx: CanonContext, expr: ast.ExprOf<"Index">): CanonExpr {
  const object = cx.expr(expr.object);
  if (isBuiltin(object.type, "Never")) return object;
  const resolution = cx.resolution(expr.id);
  const statements: CanonStmt[] = [];
  const read = usesLength(expr.index) ? cx.hold(object, "indexed", statements) : () => object;
  const index = canonIndexArgument(cx, expr, read);
  if (isBuiltin(index.type, "Never")) return b.block(statements, index, expr.span);
  const { span } = expr;
  const value = resolution?.kind === "call"
    ? b.call(resolution.callee, [read(), index], cx.typeOf(expr.id), span)
    : isBuiltin(object.type, "map")
    ? readKey(cx, read(), index, cx.typeOf(expr.id), span)
    : indexBuiltin(cx, read(), index, span);
  return b.block(statements, value, span);
}

/** The index of `expr`, in which `#` is the length of `object`. */
export function canonIndexArgument(
  cx: CanonContext,
  expr: ast.ExprOf<"Index">,
  object: () => CanonExpr,
): CanonExpr {
  cx.indexed.push({ length: () => lengthOf(cx, object(), expr.span) });
  const index = cx.expr(expr.index);
  cx.indexed.pop();
  return index;
}

function lengthOf(cx: CanonContext, object: CanonExpr, span: Span): CanonExpr {
  if (isBuiltin(object.type, "str")) return b.intrinsic("str_len", [object], INT, span);
  if (!isBuiltin(object.type, "list")) throw cx.bug("`#` of this type", span);
  return b.intrinsic("list_len", [object], INT, span, [elementType(object.type)]);
}

function indexBuiltin(
  cx: CanonContext,
  object: CanonExpr,
  index: CanonExpr,
  span: Span,
): CanonExpr {
  if (isBuiltin(object.type, "str")) return b.intrinsic("str_index", [object, index], STR, span);
  if (!isBuiltin(object.type, "list")) throw cx.bug("index of this type", span);
  const element = elementType(object.type);
  return b.intrinsic("list_get", [object, index], element, span, [element]);
}

/** Whether `#` of this index (not of one inside it) may occur: a cheap walk of the usual forms. */
export function usesLength(expr: ast.Expr): boolean {
  switch (expr.kind) {
    case "Int":
    case "Ident":
    case "ConstIdent":
    case "Self":
      return false;
    case "Binary":
      return usesLength(expr.left) || usesLength(expr.right);
    case "Paren":
      return usesLength(expr.inner);
    default:
      return true;
  }
}

/** A range as a value: the struct `Range` of std. */
export function canonRange(cx: CanonContext, expr: ast.ExprOf<"Range">): CanonExpr {
  const type = cx.typeOf(expr.id);
  const { span } = expr;
  const endType = fieldType(type, 1);
  const start = cx.expr(expr.start);
  const end = expr.end === undefined
    ? b.construct(variantIndex(cx, endType, "None", span), [], endType, span)
    : b.construct(
      variantIndex(cx, endType, "Some", span),
      [cx.expr(expr.end)],
      endType,
      span,
    );
  const step = expr.step === undefined ? b.intLit(1, span) : cx.expr(expr.step);
  const inclusive = b.boolLit(expr.isInclusive, span);
  return b.construct(undefined, [start, end, step, inclusive], type, span);
}
