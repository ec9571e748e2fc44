/** Blocks, `if`, and the `?` that leaves a function early. */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { BOOL, NEVER, VOID } from "../model/builtin.ts";
import type { Callee, Type } from "../model/model.ts";
import { conType, ERROR_TYPE, isBuiltin, prune } from "../model/type.ts";
import { findImpl } from "../traits/traits.ts";
import type { BodyContext, TryTarget, Why } from "./body_context.ts";
import { wrapperOf } from "./infer_coalesce.ts";
import { check, coerce, infer, isNever } from "./infer_expr.ts";
import { makeJump } from "./infer_loop.ts";
import { checkStatement } from "./infer_statement.ts";

type Block = ast.ExprOf<"Block">;

export function inferBlock(cx: BodyContext, expr: Block, expected: Type | undefined): Type {
  if (expr.label === undefined) return cx.block(() => inferBlockBody(cx, expr, expected));
  const jumps = makeJump(cx, expr, expr.label, "block", expected ?? cx.fresh());
  const result = cx.within({ jumps }, () => cx.block(() => inferBlockBody(cx, expr, jumps.value)));
  const span = expr.result?.span ?? expr.span;
  coerce(cx, result, jumps.value, span);
  return isNever(result) && jumps.breaks === 0 ? NEVER : jumps.value;
}

function inferBlockBody(cx: BodyContext, expr: Block, expected: Type | undefined): Type {
  let ends = false;
  for (const statement of expr.statements) {
    if (checkStatement(cx, statement)) ends = true;
  }
  if (expr.result !== undefined) {
    const type = infer(cx, expr.result, expected);
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
    const then = infer(cx, expr.then, VOID);
    if (!isNever(then) && !cx.unify(VOID, then)) {
      cx.report(errors.ifWithoutElse(then, expr.then.span));
    }
    return VOID;
  }
  return inferBranches(cx, [expr.then, expr.else], expected, "branch");
}

/** The condition of an `if`, `while` or guard. */
export function checkCondition(cx: BodyContext, expr: ast.Expr, of: string): void {
  check(cx, expr, BOOL, { span: expr.span, text: `the condition of ${of} must be \`bool\`` });
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
    this.#why = expected === undefined ? undefined : cx.expectedBecause;
  }

  add(branch: ast.Expr): void {
    const { cx } = this;
    if (this.#common !== undefined) {
      if (!isNever(check(cx, branch, this.#common, this.#why))) this.#completes = true;
      return;
    }
    const type = infer(cx, branch);
    if (isNever(type)) return;
    this.#completes = true;
    this.#common = type;
    this.#why = { span: branch.span, text: `expected because of the type of this ${this.word}` };
  }

  get type(): Type {
    return this.#completes ? this.#common ?? NEVER : NEVER;
  }
}

// --- `?` -----------------------------------------------------------------------------------------

export function inferTry(cx: BodyContext, expr: ast.ExprOf<"Try">): Type {
  return tryOperand(cx, expr, infer(cx, expr.operand));
}

/** The type of `operand?`. */
export function tryOperand(cx: BodyContext, expr: ast.ExprOf<"Try">, operand: Type): Type {
  if (isNever(operand)) return NEVER;
  const need = {
    span: expr.operand.span,
    what: "the type of this operand",
    literal: "isInt",
  } as const;
  return cx.typeWhenKnown(operand, need, (type) => {
    const of = wrapperOf(cx, type);
    if (of === undefined || type.kind !== "con") {
      return type.kind === "error" ? type : cx.report(errors.notTryable(type, expr.operand.span));
    }
    const convert = leaveEarly(cx, expr.span, type, of, cx.env.tryTarget);
    cx.resolutions.set(expr.id, { kind: "try", of, ...(convert && { convert }) });
    return type.args[0] as Type;
  });
}

/** Demands that what `?` leaves can hold the absent value or the error; gives the conversion it takes. */
export function leaveEarly(
  cx: BodyContext,
  span: Span,
  operand: Type & { kind: "con" },
  of: "Option" | "Result",
  target: TryTarget,
): Callee | undefined {
  const error = operand.args[1];
  const wanted = conType(operand.def, error === undefined ? [cx.fresh()] : [cx.fresh(), error]);
  if (target.kind === "catch") {
    cx.report(errors.leavesCatch("`?`", span, target.span));
    return;
  }
  const known = prune(target.type);
  if (known.kind === "error") return undefined;
  if (known.kind === "var" || wrapperOf(cx, known) === of) {
    if (cx.unify(known, wanted)) return undefined;
    const targetError = known.kind === "con" ? known.args[1] ?? ERROR_TYPE : ERROR_TYPE;
    const convert = error && intoError(cx, error, targetError);
    if (convert !== undefined) return convert;
    cx.report(errors.errorTypesDiffer(error ?? ERROR_TYPE, targetError, span, target.span));
    return undefined;
  }
  cx.report(errors.canNotLeave(of, known, target.kind, span, target.span));
  return undefined;
}

/** The error that leaves becomes that of the target by `Into`. */
function intoError(cx: BodyContext, from: Type, to: Type): Callee | undefined {
  const trait = cx.program.builtins.trait("Into");
  const method = trait.methods.get("into");
  const found = findImpl(cx.program, trait, from, [to]);
  if (method === undefined || found.kind !== "impl" && found.kind !== "bound") return undefined;
  return { kind: "trait", trait: { trait, args: [to] }, method, self: from, typeArgs: [] };
}

/** `try { .. }`: `?` inside ends the block; its value is wrapped in `Ok` or `Some`. */
export function inferTryBlock(
  cx: BodyContext,
  expr: ast.ExprOf<"TryBlock">,
  expected: Type | undefined,
): Type {
  const type = expected ?? cx.fresh();
  const body = cx.within(
    { tryTarget: { kind: "try", type, span: expr.span } },
    () => infer(cx, expr.body),
  );
  const known = prune(type);
  if (known.kind === "var") {
    const result = cx.program.builtins.type("Result");
    cx.unify(
      known,
      conType(result, [cx.unifier.freshDefaultable(), cx.unifier.freshDefaultable()]),
    );
  }
  const wrapper = prune(type);
  if (wrapper.kind !== "con" || wrapperOf(cx, wrapper) === undefined) {
    return cx.report(errors.tryBlockType(wrapper, expr.span));
  }
  coerce(cx, body, wrapper.args[0] as Type, expr.body.span);
  return type;
}
