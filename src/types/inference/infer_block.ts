/** Blocks, `if`, and the `?` that leaves a function early. */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { NEVER, VOID } from "../model/builtin.ts";
import type { Type } from "../model/model.ts";
import { isBuiltin } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";
import { checkCondition, coerce, isNever } from "./coerce.ts";
import type { Why } from "./hints.ts";
import { checkStatement } from "./infer_statement.ts";
import { makeJump } from "./jumps.ts";

type Block = ast.ExprOf<"Block">;

export function inferBlock(cx: BodyContext, expr: Block, expected: Type | undefined): Type {
  if (expr.label === undefined) return cx.scopes.block(() => inferBlockBody(cx, expr, expected));
  const jumps = makeJump(cx, expr, expr.label, "block", expected ?? cx.unifier.fresh());
  const result = cx.scopes.within(
    { jumps },
    () => cx.scopes.block(() => inferBlockBody(cx, expr, jumps.value)),
  );
  const span = expr.result?.span ?? expr.span;
  coerce(cx, result, jumps.value, span);
  return isNever(result) && jumps.breaks === 0 ? NEVER : jumps.value;
}

function inferBlockBody(cx: BodyContext, expr: Block, expected: Type | undefined): Type {
  let ends = false;
  const { statements, result } = expr;
  statements.forEach((statement, i) => {
    if (!checkStatement(cx, statement)) return;
    const next = statements[i + 1] ?? result;
    if (!ends && next !== undefined) cx.record.report(errors.unreachable(statement, next.span));
    ends = true;
  });
  if (expr.result !== undefined) {
    const type = cx.infer(expr.result, expected);
    return ends && isBuiltin(type, "void") ? NEVER : type;
  }
  return ends ? NEVER : VOID;
}

export function inferIf(
  cx: BodyContext,
  expr: ast.ExprOf<"If">,
  expected: Type | undefined,
): Type {
  checkCondition(cx, expr.condition, "if");
  if (expr.else === undefined) {
    const then = cx.infer(expr.then, VOID);
    if (!isNever(then) && !cx.unifier.unify(VOID, then)) {
      cx.record.report(errors.ifWithoutElse(then, expr.then.span));
    }
    return VOID;
  }
  return inferBranches(cx, [expr.then, expr.else], expected, "branch");
}

/** The common type of alternatives; `Never` among them does not count. */
export function inferBranches(
  cx: BodyContext,
  branches: readonly ast.Expr[],
  expected: Type | undefined,
  word: "branch" | "arm",
): Type {
  const join = new Join(cx, expected, word);
  for (const branch of branches) join.add(branch);
  return join.type;
}

/** Collects the types of alternatives as they are checked. */
export class Join {
  #common: Type | undefined;
  #why: Why | undefined;
  #completes = false;

  constructor(
    readonly cx: BodyContext,
    readonly expected: Type | undefined,
    readonly word: "branch" | "arm",
  ) {
    this.#common = expected;
    this.#why = expected === undefined ? undefined : cx.hints.expectedBecause;
  }

  add(branch: ast.Expr): void {
    const { cx } = this;
    if (this.#common !== undefined) {
      if (!isNever(cx.check(branch, this.#common, this.#why))) this.#completes = true;
      return;
    }
    const type = cx.infer(branch);
    if (isNever(type)) return;
    this.#completes = true;
    this.#common = type;
    this.#why = { span: branch.span, text: `expected because of the type of this ${this.word}` };
  }

  get type(): Type {
    return this.#completes ? this.#common ?? NEVER : NEVER;
  }
}
