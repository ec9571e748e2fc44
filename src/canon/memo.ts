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
import type { Span } from "../base/mod.ts";
import { conType, type FnDef, mapType, paramType, tupleType, type Type } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { CoreLocal } from "./core.ts";
import type { CanonCallee, CanonExpr, CanonStmt } from "./generic.ts";
import { holdSubject, matchVariants, variantIndex } from "./pattern.ts";
import { emptyTable, readKey } from "./tables.ts";

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
export function keyOf(fn: FnDef, args: readonly CanonExpr[], span: Span): CanonExpr {
  const [only] = args;
  if (only !== undefined && args.length === 1) return only;
  return b.construct(undefined, args, keyType(fn), span);
}

function keyType(fn: FnDef): Type {
  const types = fn.params.map((param) => param.type);
  const [only] = types;
  return only !== undefined && types.length === 1 ? only : tupleType(types);
}

export function cacheType(fn: FnDef): Type {
  return mapType(keyType(fn), fn.result);
}

export function pairType(fn: FnDef): Type {
  return tupleType([fn.result, cacheType(fn)]);
}
