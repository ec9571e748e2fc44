/**
 * `recurse` with `memo: true`: each result is computed once for its arguments (spec 15.3.1).
 *
 *     @f (n) = recurse(condition: c, base: b, step: .. self(a) .., memo: true)
 *
 *     f(n)             = memo_f({}, n).0
 *     memo_f(known, n) = { let cache = known; let result = if c then b else step'; (result, cache) }
 *
 * In `step'`, `self(a)` is the result in `cache`, else `memo_f(cache, a)`, whose cache goes on; and the result of the step
 * is added at its end. The cache has one owner at a time, so that it changes in place.
 */
import type { SourceMap, Span } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import {
  conType,
  type FnDef,
  mapType,
  paramType,
  type Program,
  tupleType,
  type Type,
  type TypedBody,
} from "../types/mod.ts";
import * as b from "./build.ts";
import { CanonContext } from "./context.ts";
import type { CoreLocal } from "./core.ts";
import { canonExpr } from "./expr.ts";
import { defineParam, functionName } from "./function.ts";
import type { CanonCallee, CanonExpr, CanonFn, CanonStmt } from "./generic.ts";
import { emptyTable, readKey, storeKey } from "./map.ts";
import { holdSubject, matchVariants, variantIndex } from "./pattern.ts";
import { property } from "./special.ts";

/** The first call: with no results yet. */
export function canonMemoEntry(
  cx: CanonContext,
  fn: FnDef,
  params: readonly CoreLocal[],
): CanonExpr {
  const { span } = fn;
  const args = params.map((local) => cx.read(local, span));
  const pair = callMemo(fn, [emptyTable(cx, cacheType(fn), span), ...args], span);
  return b.field(pair, 0, fn.result, span);
}

/** The function that takes and gives the results known so far. */
export function canonMemo(
  program: Program,
  body: TypedBody,
  recurse: ast.ExprOf<"Special">,
  sources: SourceMap,
): CanonFn {
  const { fn } = body;
  const { span } = recurse;
  const cx = new CanonContext(program, body, sources, fn.result);
  const known = cx.fresh("known", cacheType(fn));
  const params = fn.params.map((param, i) => defineParam(cx, param, i));
  const cache = cx.fresh("cache", cacheType(fn), true);
  const statements: CanonStmt[] = [b.letStmt(cache, cx.read(known, span))];
  const condition = canonExpr(cx, property(cx, recurse, "condition"));
  const base = canonExpr(cx, property(cx, recurse, "base"));
  cx.memoCache = cache;
  const step = canonExpr(cx, property(cx, recurse, "step"));
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

/** `self(args)` in a step: what is known, else a call that adds to it. */
export function canonMemoCall(
  cx: CanonContext,
  fn: FnDef,
  args: readonly CanonExpr[],
  cache: CoreLocal,
  span: Span,
): CanonExpr {
  const statements: CanonStmt[] = [];
  const held = args.map((arg) => cx.hold(arg, "argument", statements));
  const reads = () => held.map((read) => read());
  const option = conType(cx.program.builtins.type("Option"), [fn.result]);
  const found = readKey(cx, cx.read(cache, span), keyOf(fn, reads(), span), option, span);
  const subject = holdSubject(cx, found, statements);
  const compute = (): CanonExpr => {
    const inner: CanonStmt[] = [];
    const pair = cx.hold(callMemo(fn, [cx.read(cache, span), ...reads()], span), "pair", inner);
    inner.push(b.assignStmt(cache, b.field(pair(), 1, cacheType(fn), span), span));
    return b.block(inner, b.field(pair(), 0, fn.result, span), span);
  };
  const match = matchVariants(
    cx,
    subject,
    [
      {
        variant: variantIndex(cx, option, "Some", span),
        make: ([value]) => value as CanonExpr,
      },
      { variant: variantIndex(cx, option, "None", span), make: compute },
    ],
    fn.result,
    span,
  );
  return b.block(statements, match, span);
}

function callMemo(fn: FnDef, args: readonly CanonExpr[], span: Span): CanonExpr {
  const callee: CanonCallee = { kind: "memo", fn, typeArgs: fn.typeParams.map(paramType) };
  return b.call(callee, args, pairType(fn), span);
}

/** The arguments as one key. */
function keyOf(fn: FnDef, args: readonly CanonExpr[], span: Span): CanonExpr {
  const [only] = args;
  if (only !== undefined && args.length === 1) return only;
  return b.construct(undefined, args, keyType(fn), span);
}

function keyType(fn: FnDef): Type {
  const types = fn.params.map((param) => param.type);
  const [only] = types;
  return only !== undefined && types.length === 1 ? only : tupleType(types);
}

function cacheType(fn: FnDef): Type {
  return mapType(keyType(fn), fn.result);
}

function pairType(fn: FnDef): Type {
  return tupleType([fn.result, cacheType(fn)]);
}
