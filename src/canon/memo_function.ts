/** The function behind a `recurse` with `memo`; `memo.ts` describes it. */
import type { SourceMap } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import type { Program, TypedBody } from "../types/mod.ts";
import * as b from "./build.ts";
import { CanonContext } from "./context.ts";
import { canonExpr } from "./expr.ts";
import { functionName } from "./function_name.ts";
import type { CanonFn, CanonStmt } from "./generic.ts";
import { cacheType, keyOf, pairType } from "./memo.ts";
import { property } from "./property.ts";
import { storeKey } from "./tables.ts";

/** The function that takes and gives the results known so far. */
export function canonMemo(
  program: Program,
  body: TypedBody,
  recurse: ast.ExprOf<"Special">,
  sources: SourceMap,
): CanonFn {
  const { fn } = body;
  const { span } = recurse;
  const cx = new CanonContext(program, body, sources, fn.result, canonExpr);
  const known = cx.fresh("known", cacheType(fn));
  const params = fn.params.map((param, i) => cx.defineParam(param, i));
  const cache = cx.fresh("cache", cacheType(fn), true);
  const statements: CanonStmt[] = [b.letStmt(cache, cx.read(known, span))];
  const condition = cx.expr(property(cx, recurse, "condition"));
  const base = cx.expr(property(cx, recurse, "base"));
  cx.memoCache = cache;
  const step = cx.expr(property(cx, recurse, "step"));
  const stepStatements: CanonStmt[] = [];
  const found = cx.hold(step, "result", stepStatements);
  const key = keyOf(fn, params.map((local) => cx.read(local, span)), span);
  const stored = storeKey(cx, cx.read(cache, span), key, found(), span);
  stepStatements.push(b.assignStmt(cache, stored, span));
  const stepValue = b.block(stepStatements, found(), span);
  const value = b.ifElse(condition, base, stepValue, fn.result, span);
  const result = cx.hold(value, "result", statements);
  const pair = b.construct(undefined, [result(), cx.read(cache, span)], pairType(fn), span);
  return {
    name: `${functionName(program, fn)}.memo`,
    span: fn.span,
    params: [known, ...params],
    result: pairType(fn),
    locals: cx.locals,
    body: b.block(statements, pair, span),
  };
}
