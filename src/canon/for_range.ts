/**
 * Counted loops. Where the counter cannot pass the limits of int (step 1 or -1 to an excluded end,
 * or an end that is known and far enough from the limit) it is advanced at the head of the turn:
 *
 *     loop { if i < end then { let x = i; i = i + step; turn } else break }
 *
 * Otherwise at the foot, where a counter that wrapped ends the loop:
 *
 *     loop { if i <= end then { let x = i; turn; i = x + step; if i < x then break } else break }
 */
import type { Span } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import { BOOL, INT, NEVER, VOID } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext, NextTurn } from "./context.ts";
import type { LoopParts } from "./for.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";
import { fieldOf } from "./names.ts";
import { matchVariants, variantIndex } from "./pattern.ts";
import type { PrimOp } from "../operations/mod.ts";

const INT_MIN = -(1n << 63n);
const INT_MAX = (1n << 63n) - 1n;

/** Fields of `Range` in `std/prelude/range.ori`. */
const START = 0;
const END = 1;
const STEP = 2;
const INCLUSIVE = 3;

/** The bounds and step of a counted loop; each part may be read any number of times. */
interface Counting {
  readonly start: CanonExpr;
  /** Absent: without end, which overflows in the end. */
  readonly end: (() => CanonExpr) | undefined;
  readonly step: () => CanonExpr;
  readonly isInclusive: boolean | (() => CanonExpr);
}

/** Iterates over a range: written in place, or a value. */
export function iterateRange(cx: CanonContext, iterable: ast.Expr, parts: LoopParts): CanonExpr {
  const range = withoutParens(iterable);
  const statements: CanonStmt[] = [];
  const counting = range.kind === "Range"
    ? countLiteral(cx, range, statements)
    : countValue(cx, cx.expr(iterable), parts.span, statements);
  const loop = isSafe(counting)
    ? countAtHead(cx, counting, parts, statements)
    : countAtFoot(cx, counting, parts, statements);
  return b.block(statements, loop, parts.span);
}

function withoutParens(expr: ast.Expr): ast.Expr {
  return expr.kind === "Paren" ? withoutParens(expr.inner) : expr;
}

function countLiteral(
  cx: CanonContext,
  range: ast.ExprOf<"Range">,
  statements: CanonStmt[],
): Counting {
  const start = cx.expr(range.start);
  // The start is evaluated first even when what follows it has effects.
  const needsOrder = range.end !== undefined && !cx.isStable(start);
  const from = needsOrder ? cx.hold(start, "start", statements)() : start;
  const end = range.end && cx.hold(cx.expr(range.end), "end", statements);
  const step = range.step === undefined
    ? () => b.intLit(1, range.span)
    : cx.hold(checkedStep(cx, cx.expr(range.step)), "step", statements);
  return { start: from, end, step, isInclusive: range.isInclusive };
}

/** A step of zero panics. */
function checkedStep(cx: CanonContext, step: CanonExpr): CanonExpr {
  const { span } = step;
  if (step.kind === "Int" && step.value !== 0n) return step;
  const message = b.strLit("range step cannot be zero", span);
  const panic = b.intrinsic("panic", [message], NEVER, span);
  const statements: CanonStmt[] = [];
  const read = cx.hold(step, "step", statements);
  const isZero = b.prim("int_eq", [read(), b.intLit(0, span)], span);
  return b.block(statements, b.ifElse(isZero, panic, read(), INT, span), span);
}

function countValue(
  cx: CanonContext,
  value: CanonExpr,
  span: Span,
  statements: CanonStmt[],
): Counting {
  const read = cx.hold(value, "range", statements);
  const part = (index: number) => fieldOf(read(), index, span);
  const step = cx.hold(checkedStep(cx, part(STEP)), "step", statements);
  const subject = cx.fresh("last", part(END).type);
  statements.push(b.letStmt(subject, part(END)));
  const type = cx.typeOfLocal(subject);
  const isUp = b.prim("int_gt", [step(), b.intLit(0, span)], span);
  const end = matchVariants(
    cx,
    subject,
    [
      { variant: variantIndex(cx, type, "Some", span), make: ([last]) => last as CanonExpr },
      {
        variant: variantIndex(cx, type, "None", span),
        make: () => b.ifElse(isUp, b.intLit(INT_MAX, span), b.intLit(INT_MIN, span), INT, span),
      },
    ],
    INT,
    span,
  );
  return {
    start: part(START),
    end: cx.hold(end, "end", statements),
    step,
    isInclusive: cx.hold(part(INCLUSIVE), "inclusive", statements),
  };
}

/** The step where it is known. */
function knownStep(counting: Counting): bigint | undefined {
  const step = counting.step();
  return step.kind === "Int" ? step.value : undefined;
}

/** Whether the counter, advanced once too often, still lies within int. */
function isSafe(counting: Counting): boolean {
  const step = knownStep(counting);
  const end = counting.end?.();
  if (step === undefined || end === undefined || typeof counting.isInclusive !== "boolean") {
    return false;
  }
  if (!counting.isInclusive && (step === 1n || step === -1n)) return true;
  if (end.kind !== "Int") return false;
  const past = end.value + step;
  return past <= INT_MAX && past >= INT_MIN;
}

function countAtHead(
  cx: CanonContext,
  counting: Counting,
  parts: LoopParts,
  statements: CanonStmt[],
): CanonExpr {
  const { span, label } = parts;
  const at = cx.fresh("at", INT, true);
  statements.push(b.letStmt(at, counting.start));
  const element = cx.fresh("element", INT);
  const next = b.prim("int_wrap_add", [cx.read(at, span), counting.step()], span);
  const body = b.block(
    [b.letStmt(element, cx.read(at, span)), b.assignStmt(at, next, span)],
    parts.turn(cx.read(element, span), { kind: "continue", label }),
    span,
  );
  const condition = isBeforeEnd(cx, counting, cx.read(at, span), span);
  return b.loop(label, b.ifElse(condition, body, b.breakTo(label, span), VOID, span), VOID, span);
}

function countAtFoot(
  cx: CanonContext,
  counting: Counting,
  parts: LoopParts,
  statements: CanonStmt[],
): CanonExpr {
  const { span, label } = parts;
  const at = cx.fresh("at", INT, true);
  statements.push(b.letStmt(at, counting.start));
  const element = cx.fresh("element", INT);
  const next: NextTurn = { kind: "leave", label: cx.freshLabel(), isUsed: false };
  const turn = parts.turn(cx.read(element, span), next);
  const body = next.isUsed ? b.labeled(next.label, turn, VOID, span) : turn;
  const advance = advanceOrLeave(cx, counting, { at, element, label, span });
  const whole = b.block(
    [b.letStmt(element, cx.read(at, span)), b.exprStmt(body), ...advance.statements],
    advance.result,
    span,
  );
  if (counting.end === undefined) return b.loop(label, whole, VOID, span);
  const condition = isBeforeEnd(cx, counting, cx.read(at, span), span);
  return b.loop(label, b.ifElse(condition, whole, b.breakTo(label, span), VOID, span), VOID, span);
}

function advanceOrLeave(
  cx: CanonContext,
  counting: Counting,
  { at, element, label, span }: {
    readonly at: ReturnType<CanonContext["fresh"]>;
    readonly element: ReturnType<CanonContext["fresh"]>;
    readonly label: LoopParts["label"];
    readonly span: Span;
  },
): { readonly statements: CanonStmt[]; readonly result: CanonExpr } {
  const operands = [cx.read(element, span), counting.step()];
  if (counting.end === undefined) {
    const sum = b.prim("int_add", operands, span);
    return { statements: [b.assignStmt(at, sum, span)], result: b.unit(span) };
  }
  const sum = b.prim("int_wrap_add", operands, span);
  const compare = (op: PrimOp) => b.prim(op, [cx.read(at, span), cx.read(element, span)], span);
  const wrapped = byDirection(counting, compare("int_lt"), compare("int_gt"), span);
  const result = b.ifElse(wrapped, b.breakTo(label, span), b.unit(span), VOID, span);
  return { statements: [b.assignStmt(at, sum, span)], result };
}

function isBeforeEnd(
  cx: CanonContext,
  counting: Counting,
  at: CanonExpr,
  span: Span,
): CanonExpr {
  const { end, isInclusive } = counting;
  if (end === undefined) throw cx.bug("range without end", span);
  const test = (strict: PrimOp, loose: PrimOp) => {
    if (typeof isInclusive === "boolean") {
      return b.prim(isInclusive ? loose : strict, [at, end()], span);
    }
    const [a, c] = [b.prim(loose, [at, end()], span), b.prim(strict, [at, end()], span)];
    return b.ifElse(isInclusive(), a, c, BOOL, span);
  };
  return byDirection(counting, test("int_lt", "int_le"), test("int_gt", "int_ge"), span);
}

/** `up` or `down` by the sign of the step. */
function byDirection(
  counting: Counting,
  up: CanonExpr,
  down: CanonExpr,
  span: Span,
): CanonExpr {
  const step = knownStep(counting);
  if (step !== undefined) return step > 0n ? up : down;
  const isUp = b.prim("int_gt", [counting.step(), b.intLit(0, span)], span);
  return b.ifElse(isUp, up, down, BOOL, span);
}
