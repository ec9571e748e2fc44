/**
 * Uses of a variable that `drop_early` may have given up before (spec 13.7). The walk follows control: what one branch
 * gives up is there in the other, and is not behind both; what a loop gives up is not there in its next round.
 */
import type { Span } from "../../base/mod.ts";
import { eachChildExpr } from "../../syntax/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { usedAfterDrop } from "../messages/errors_drop.ts";
import type { FnDef, LocalId, TypedBody } from "../model/model.ts";
import { isBuiltin } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";

/** Whether `fn` is the `drop_early` of std. */
export function isDropEarly(cx: Pick<BodyContext, "program">, fn: FnDef): boolean {
  return fn.name === "drop_early" && cx.program.modules[fn.module]?.isStd === true;
}

/** Reports uses of variables after `drop_early`. */
export function checkDropped(cx: BodyContext, typed: TypedBody): void {
  const walk = new Walk(cx, typed);
  const { fn } = cx;
  if (fn.clauses !== undefined) {
    for (const { body } of fn.clauses) if (body !== undefined) walk.from(body);
    return;
  }
  const body = fn.item.kind === "Const" ? fn.item.value : fn.item.body;
  if (body !== undefined) walk.from(body);
}

/** Where each variable was given up. */
type Gone = Map<LocalId, Span>;

class Walk {
  #gone: Gone = new Map();
  readonly #reported = new Set<ast.NodeId>();

  constructor(readonly cx: BodyContext, readonly typed: TypedBody) {}

  /** Walks a body, in which nothing is given up yet. */
  from(body: ast.Expr): void {
    this.#gone = new Map();
    this.#expr(body);
  }

  #expr(expr: ast.Expr): void {
    switch (expr.kind) {
      case "Ident":
      case "ConstIdent":
      case "Self":
        return this.#use(expr.id, expr.span);
      case "If":
        this.#expr(expr.condition);
        return this.#branches([expr.then, expr.else]);
      case "Match":
        this.#expr(expr.scrutinee);
        return this.#branches(expr.arms.flatMap(({ guard, body }) => guard ? [guard, body] : body));
      case "Binary":
        this.#expr(expr.left);
        if (expr.op === "&&" || expr.op === "||" || expr.op === "??") {
          return this.#branches([expr.right, undefined]);
        }
        return this.#expr(expr.right);
      case "Lambda":
        return this.#aside(expr.body);
      case "For":
        for (const clause of expr.clauses) this.#expr(clause.iterable);
        return this.#rounds(expr, [...expr.clauses.map(({ guard }) => guard), expr.body]);
      case "While":
        return this.#rounds(expr, [expr.condition, expr.body]);
      case "Loop":
        return this.#rounds(expr, [expr.body]);
      case "Special":
        return expr.arm === undefined
          ? eachChildExpr(expr, (child) => this.#expr(child))
          : this.#firstMatch(expr, expr.arm);
      case "Call":
        return this.#call(expr);
      case "Struct":
        for (const field of expr.fields) {
          if (field.kind === "field" && field.value === undefined) {
            this.#use(field.id, field.name.span);
          }
        }
        return eachChildExpr(expr, (child) => this.#expr(child));
      default:
        return eachChildExpr(expr, (child) => this.#expr(child));
    }
  }

  /** `for(over:, match:, default:)`: the guard runs for each element, then the arm or the default. */
  #firstMatch(expr: ast.ExprOf<"Special">, { guard, body }: ast.MatchArm): void {
    const ways: ast.Expr[] = [body];
    for (const { name, value } of expr.args) {
      if (name?.text === "default") ways.push(value);
      else this.#expr(value);
    }
    this.#rounds(expr, [guard]);
    this.#branches(ways);
  }

  #call(expr: ast.ExprOf<"Call">): void {
    const resolution = this.typed.facts.resolutions.get(expr.id);
    const isDrop = resolution?.kind === "call" && resolution.callee.kind === "fn" &&
      isDropEarly(this.cx, resolution.callee.fn);
    if (!isDrop) return eachChildExpr(expr, (child) => this.#expr(child));
    for (const { value } of expr.args) {
      this.#expr(value);
      const local = this.#localOf(value);
      if (local !== undefined) this.#gone.set(local, expr.span);
    }
  }

  #localOf(expr: ast.Expr): LocalId | undefined {
    if (expr.kind === "Paren") return this.#localOf(expr.inner);
    if (expr.kind !== "Ident" && expr.kind !== "ConstIdent" && expr.kind !== "Self") {
      return undefined;
    }
    const resolution = this.typed.facts.resolutions.get(expr.id);
    return resolution?.kind === "local" ? resolution.local : undefined;
  }

  #use(id: ast.NodeId, span: Span): void {
    const resolution = this.typed.facts.resolutions.get(id);
    const gone = resolution?.kind === "local" ? this.#gone.get(resolution.local) : undefined;
    if (resolution?.kind !== "local" || gone === undefined || this.#reported.has(id)) return;
    this.#reported.add(id);
    const local = this.typed.locals[resolution.local];
    if (local !== undefined) this.cx.record.report(usedAfterDrop(local, span, gone));
  }

  /** Ways of which one is taken; an undefined one does nothing. Those that do not complete have nothing behind them. */
  #branches(ways: readonly (ast.Expr | undefined)[]): void {
    const before = this.#gone;
    const after: Gone = new Map(before);
    for (const way of ways) {
      if (way === undefined) continue;
      this.#gone = new Map(before);
      this.#expr(way);
      const type = this.typed.facts.types.get(way.id);
      if (type !== undefined && isBuiltin(type, "Never")) continue;
      for (const [local, span] of this.#gone) after.set(local, span);
    }
    this.#gone = after;
  }

  /** Twice, so that the second round sees what the first gave up; variables of the round are new in each. */
  #rounds(loop: ast.Expr, parts: readonly (ast.Expr | undefined)[]): void {
    for (let round = 0; round < 2; round++) {
      for (const part of parts) if (part !== undefined) this.#expr(part);
      for (const local of this.#gone.keys()) {
        const span = this.typed.locals[local]?.span;
        const isOfRound = span !== undefined && span.start >= loop.span.start &&
          span.end <= loop.span.end;
        if (isOfRound) this.#gone.delete(local);
      }
    }
  }

  /** A lambda: what it gives up are copies of its own. */
  #aside(body: ast.Expr): void {
    const before = this.#gone;
    this.#gone = new Map(before);
    this.#expr(body);
    this.#gone = before;
  }
}
