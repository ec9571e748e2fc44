/** From a checked body to a Core function. */
import type { SourceMap } from "../base/mod.ts";
import { InternalError } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import {
  callShape,
  clausePattern,
  clauseSubject,
  coreResult,
  type FnDef,
  memoBody,
  type Pat,
  type Program,
  type Type,
  type TypedBody,
} from "../types/mod.ts";
import * as b from "./build.ts";
import { CanonContext } from "./context.ts";
import type { CoreLocal } from "./core.ts";
import { canonExpr } from "./expr.ts";
import { functionName } from "./function_name.ts";
import type { CanonExpr, CanonFn, CanonStmt } from "./generic.ts";
import { canonMemoEntry } from "./memo.ts";
import { giveSelfBack } from "./hidden_results.ts";
import { holdSubject, matchPats } from "./pattern.ts";

/** The Core of a function, test or constant whose body was checked without errors. */
export function canonFunction(program: Program, body: TypedBody, sources: SourceMap): CanonFn {
  const { fn } = body;
  const cx = new CanonContext(program, body, sources, fn.result, canonExpr);
  const params = fn.params.map((param, i) => cx.defineParam(param, i));
  const handlers = body.facts.handlerLocals.map((id) => cx.define(id));
  const result = coreResult(callShape(program, fn), fn.params[0]?.type, fn.result);
  return {
    name: functionName(program, fn),
    span: fn.span,
    params: [...params, ...handlers],
    result,
    locals: cx.locals,
    body: canonBody(cx, fn, params, result),
  };
}

function canonBody(
  cx: CanonContext,
  fn: FnDef,
  params: readonly CoreLocal[],
  result: Type,
): CanonExpr {
  if (memoBody(fn) !== undefined) return canonMemoEntry(cx, fn, params);
  if (fn.clauses !== undefined) return canonClauses(cx, fn, fn.clauses, params, result);
  return withItsSelf(cx, fn, params[0], () => cx.expr(bodyExpr(fn)));
}

/** The value of the body that `make` makes, with the local `self` beside it where calls of `fn` give that back. */
function withItsSelf(
  cx: CanonContext,
  fn: FnDef,
  self: CoreLocal | undefined,
  make: () => CanonExpr,
): CanonExpr {
  if (!callShape(cx.program, fn).givesSelf) return make();
  if (self === undefined) throw cx.bug("a mutating method without `self`", fn.span);
  return giveSelfBack(cx, fn, self, make);
}

/** The clauses as a match on the parameters, several of them as one tuple. */
function canonClauses(
  cx: CanonContext,
  fn: FnDef,
  clauses: readonly ast.FunctionItem[],
  params: readonly CoreLocal[],
  result: Type,
): CanonExpr {
  const { span } = fn;
  const statements: CanonStmt[] = [];
  const reads = params.map((local) => cx.read(local, span));
  const type = clauseSubject(fn);
  const [only] = reads;
  const value = only === undefined
    ? b.unit(span)
    : reads.length === 1
    ? only
    : b.construct(undefined, reads, type, span);
  const arms = clauses.map((clause) => ({
    pat: clausePattern(cx.body.facts, fn, clause) as Pat,
    guard: clause.guard && (() => cx.expr(clause.guard as ast.Expr)),
    body: () => withItsSelf(cx, fn, firstLocal(cx, clause), () => cx.expr(clause.body as ast.Expr)),
  }));
  const subject = holdSubject(cx, value, statements);
  return b.block(statements, matchPats(cx, subject, arms, result, span), span);
}

/** The local that a clause binds to its first parameter, while its body is compiled. */
function firstLocal(cx: CanonContext, clause: ast.FunctionItem): CoreLocal | undefined {
  const pattern = clause.params[0]?.pattern;
  const resolution = pattern && cx.resolution(pattern.id);
  return resolution?.kind === "local" ? cx.coreLocal(resolution.local, clause.span) : undefined;
}

/** The Core of the default of a parameter: a function without parameters. */
export function canonDefault(
  program: Program,
  body: TypedBody,
  param: number,
  sources: SourceMap,
): CanonFn {
  const { fn } = body;
  const def = fn.params[param];
  if (def?.default === undefined) {
    throw new InternalError(`parameter ${param} has no default`, { stage: "canon", span: fn.span });
  }
  const cx = new CanonContext(program, body, sources, def.type, canonExpr);
  const value = cx.expr(def.default);
  return {
    name: `${functionName(program, fn)}.default_${def.name}`,
    span: def.span,
    params: [],
    result: def.type,
    locals: cx.locals,
    body: value,
  };
}

function bodyExpr(fn: FnDef): ast.Expr {
  const { item } = fn;
  const expr = item.kind === "Const" ? item.value : item.body;
  if (expr === undefined) {
    throw new InternalError(`${fn.name} has no body`, { stage: "canon", span: fn.span });
  }
  return expr;
}
