/**
 * `for` loops: nested clauses become nested loops, `yield` pushes to a list.
 *
 *     for x in xs if p(x) yield f(x)        let result = list_new(0)
 *                                           let xs = ..; let length = list_len(xs); let i = 0
 *                                           loop { if i < length then {
 *                                             let x = list_at(xs, i); i = i + 1
 *                                             if p(x) then result = list_push(result, f(x))
 *                                           } else break }
 *                                           result
 */
import type { Span } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import { CHAR, elementType, INT, isBuiltin, prune, type Type, VOID } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext, JumpTarget, NextTurn } from "./context.ts";
import type { CoreLabel, CoreLocal } from "./core.ts";
import { iterateByTrait } from "./for_iterator.ts";
import { iterateRange } from "./for_range.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";
import { asUnit } from "./loop.ts";
import { bindPattern, holdSubject, matchVariants, variantIndex } from "./pattern.ts";
import { collect, emptyTable, entriesOf } from "./tables.ts";

/** One loop to make: `turn` gives what to do with an element, once for the whole loop. */
export interface LoopParts {
  readonly span: Span;
  readonly label: CoreLabel;
  /** Statements for one element; `next` is how a turn ends early. */
  readonly turn: (element: CanonExpr, next: NextTurn) => CanonExpr;
}

export function canonFor(cx: CanonContext, expr: ast.ExprOf<"For">): CanonExpr {
  return expr.mode === "do" ? forDo(cx, expr) : forYield(cx, expr);
}

function forDo(cx: CanonContext, expr: ast.ExprOf<"For">): CanonExpr {
  return clauses(cx, expr, undefined, () => asUnit(cx.expr(expr.body)));
}

function forYield(cx: CanonContext, expr: ast.ExprOf<"For">): CanonExpr {
  const type = prune(cx.typeOf(expr.id));
  const { span } = expr;
  const result = cx.fresh("result", type, true);
  const read = () => cx.read(result, span);
  const push = (value: CanonExpr): CanonStmt => {
    const statements: CanonStmt[] = [];
    const more = isBuiltin(type, "list")
      ? b.intrinsic("list_push", [read(), value], type, span, [elementType(type)])
      : collect(cx, read(), value, statements);
    const assign = b.assignStmt(result, more, span);
    return statements.length === 0
      ? assign
      : b.exprStmt(b.block([...statements, assign], b.unit(span), span));
  };
  const loops = clauses(cx, expr, push, () => {
    const value = cx.expr(expr.body);
    return isBuiltin(value.type, "Never") ? value : b.block([push(value)], b.unit(span), span);
  });
  const empty = isBuiltin(type, "list")
    ? b.intrinsic("list_new", [b.intLit(0, span)], type, span, [elementType(type)])
    : emptyTable(cx, type, span);
  return b.block([b.letStmt(result, empty), b.exprStmt(loops)], read(), span);
}

/** The loops of all clauses around `body`. */
function clauses(
  cx: CanonContext,
  expr: ast.ExprOf<"For">,
  yieldTo: ((value: CanonExpr) => CanonStmt) | undefined,
  body: () => CanonExpr,
): CanonExpr {
  const breakLabel = cx.freshLabel();
  const target: JumpTarget = { breakLabel, takesValue: false, yieldTo, next: undefined };
  cx.jumps.set(expr.id, target);
  const [only] = expr.clauses;
  const isOneLoop = expr.clauses.length === 1 && only !== undefined &&
    !isOption(cx, cx.typeOf(only.iterable.id));
  const loops = clauseFrom(cx, expr, target, 0, isOneLoop ? breakLabel : undefined, body);
  return isOneLoop ? loops : b.labeled(breakLabel, loops, VOID, expr.span);
}

function clauseFrom(
  cx: CanonContext,
  expr: ast.ExprOf<"For">,
  target: JumpTarget,
  index: number,
  label: CoreLabel | undefined,
  body: () => CanonExpr,
): CanonExpr {
  const clause = expr.clauses[index];
  if (clause === undefined) return body();
  return iterate(cx, clause.iterable, {
    span: expr.span,
    label: label ?? cx.freshLabel(),
    turn: (element, next) => {
      target.next = next;
      const statements: CanonStmt[] = [];
      bindPattern(cx, clause.pattern, element, statements);
      const guard = clause.guard && cx.expr(clause.guard);
      const inner = clauseFrom(cx, expr, target, index + 1, undefined, body);
      const turn = guard === undefined
        ? inner
        : b.ifElse(guard, inner, b.unit(expr.span), VOID, expr.span);
      return b.block(statements, turn, expr.span);
    },
  });
}

/** The loop over `iterable`. */
export function iterate(cx: CanonContext, iterable: ast.Expr, parts: LoopParts): CanonExpr {
  const byTrait = cx.body.facts.iterations.get(iterable.id);
  if (byTrait !== undefined) return iterateByTrait(cx, iterable, byTrait, parts);
  const type = prune(cx.typeOf(iterable.id));
  if (isBuiltin(type, "list")) return iterateList(cx, cx.expr(iterable), parts);
  if (isBuiltin(type, "map") || isBuiltin(type, "Set")) return iterateTable(cx, iterable, parts);
  if (isBuiltin(type, "str")) return iterateStr(cx, iterable, parts);
  if (isOption(cx, type)) return iterateOption(cx, iterable, parts);
  return iterateRange(cx, iterable, parts);
}

function isOption(cx: CanonContext, type: Type): boolean {
  const t = prune(type);
  return t.kind === "con" && t.def === cx.program.builtins.type("Option");
}

/** The list is evaluated once: assignments in the body do not change what is iterated. */
function iterateList(cx: CanonContext, value: CanonExpr, parts: LoopParts): CanonExpr {
  const { span } = parts;
  const element = elementType(value.type);
  const statements: CanonStmt[] = [];
  const list = holdSubject(cx, value, statements);
  const read = () => cx.read(list, span);
  const length = cx.fresh("length", INT);
  statements.push(b.letStmt(length, b.intrinsic("list_len", [read()], INT, span, [element])));
  const at = startAtZero(cx, span, statements);
  const item = b.intrinsic("list_at", [read(), cx.read(at, span)], element, span, [element]);
  const step = b.prim("int_wrap_add", [cx.read(at, span), b.intLit(1, span)], span);
  const loop = indexLoop(cx, { at, length, value: item, step, type: element }, parts);
  return b.block(statements, loop, span);
}

/** Iterates the pairs of a map or the elements of a set; skips holes. */
function iterateTable(cx: CanonContext, iterable: ast.Expr, parts: LoopParts): CanonExpr {
  const { span } = parts;
  const table = cx.expr(iterable);
  const pair = isBuiltin(table.type, "map") ? prune(table.type) : undefined;
  const turn = (entry: CanonExpr, next: NextTurn): CanonExpr => {
    const statements: CanonStmt[] = [];
    const subject = holdSubject(cx, entry, statements);
    const live = variantIndex(cx, entry.type, "Live", span);
    const dead = variantIndex(cx, entry.type, "Dead", span);
    const make = (payload: readonly CanonExpr[]) => {
      const element = pair?.kind === "con"
        ? b.construct(undefined, payload, { kind: "tuple", elements: pair.args }, span)
        : payload[0] as CanonExpr;
      return parts.turn(element, next);
    };
    const cases = [{ variant: live, make }, { variant: dead, make: () => b.unit(span) }];
    return b.block(statements, matchVariants(cx, subject, cases, VOID, span), span);
  };
  return iterateList(cx, entriesOf(cx, table, span), { ...parts, turn });
}

/** Iterates code points; the byte offset advances by the width of each. */
function iterateStr(cx: CanonContext, iterable: ast.Expr, parts: LoopParts): CanonExpr {
  const { span } = parts;
  const statements: CanonStmt[] = [];
  const text = holdSubject(cx, cx.expr(iterable), statements);
  const read = () => cx.read(text, span);
  const length = cx.fresh("length", INT);
  statements.push(b.letStmt(length, b.intrinsic("str_len", [read()], INT, span)));
  const at = startAtZero(cx, span, statements);
  const value = b.intrinsic("str_char_at", [read(), cx.read(at, span)], CHAR, span);
  const char = cx.fresh("char", CHAR);
  const step = b.prim("int_wrap_add", [cx.read(at, span), utf8Width(cx, char, span)], span);
  const loop = indexLoop(cx, { at, length, value, step, type: CHAR, element: char }, parts);
  return b.block(statements, loop, span);
}

function startAtZero(cx: CanonContext, span: Span, statements: CanonStmt[]): CoreLocal {
  const at = cx.fresh("at", INT, true);
  statements.push(b.letStmt(at, b.intLit(0, span)));
  return at;
}

interface IndexLoop {
  readonly at: CoreLocal;
  readonly length: CoreLocal;
  readonly value: CanonExpr;
  /** The next value of `at`; may read `element`. */
  readonly step: CanonExpr;
  readonly type: Type;
  readonly element?: CoreLocal;
}

/** `loop { if at < length then { let element = value; at = step; turn } else break }`. */
function indexLoop(cx: CanonContext, loop: IndexLoop, parts: LoopParts): CanonExpr {
  const { span, label } = parts;
  const element = loop.element ?? cx.fresh("element", loop.type);
  const body = b.block(
    [b.letStmt(element, loop.value), b.assignStmt(loop.at, loop.step, span)],
    parts.turn(cx.read(element, span), { kind: "continue", label }),
    span,
  );
  const inside = b.prim("int_lt", [cx.read(loop.at, span), cx.read(loop.length, span)], span);
  return b.loop(label, b.ifElse(inside, body, b.breakTo(label, span), VOID, span), VOID, span);
}

/** Number of bytes of a code point in UTF-8. */
function utf8Width(cx: CanonContext, char: CoreLocal, span: Span): CanonExpr {
  const code = () => b.prim("char_to_int", [cx.read(char, span)], span);
  const below = (limit: number, width: number, otherwise: CanonExpr) =>
    b.ifElse(
      b.prim("int_lt", [code(), b.intLit(limit, span)], span),
      b.intLit(width, span),
      otherwise,
      INT,
      span,
    );
  return below(0x80, 1, below(0x800, 2, below(0x10000, 3, b.intLit(4, span))));
}

/** At most one turn; its end, early or not, leaves the match. */
function iterateOption(cx: CanonContext, iterable: ast.Expr, parts: LoopParts): CanonExpr {
  const { span, label } = parts;
  const statements: CanonStmt[] = [];
  const subject = holdSubject(cx, cx.expr(iterable), statements);
  const next = { kind: "leave", label, isUsed: false } as const;
  const type = cx.typeOfLocal(subject);
  const match = matchVariants(
    cx,
    subject,
    [
      {
        variant: variantIndex(cx, type, "Some", span),
        make: ([value]) => parts.turn(value as CanonExpr, next),
      },
      { variant: variantIndex(cx, type, "None", span), make: () => b.unit(span) },
    ],
    VOID,
    span,
  );
  const body = b.block(statements, match, span);
  return next.isUsed ? b.labeled(label, body, VOID, span) : body;
}
