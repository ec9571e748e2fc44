/**
 * Input and output in constants of modules, which are pure (spec 12.2). Followed through calls of functions by their names;
 * what a function value or a method of a type parameter does is not known.
 */
import { intrinsicInfo, isIntrinsic } from "../../operations/mod.ts";
import { eachChildExpr } from "../../syntax/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { constantReaches } from "../messages/errors_constant.ts";
import { bodyOf } from "../model/forms.ts";
import type { FnDef, TypedBody } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { exportedValue, lookupType, lookupValue } from "../model/scope.ts";
import { defaultHandler } from "./capabilities.ts";
import type { BodyContext } from "./body_context.ts";

/** Reports calls in the constant that read input or write output. */
export function checkPurity(cx: BodyContext, typed: TypedBody, value: ast.Expr): void {
  const visit = (expr: ast.Expr): void => {
    const resolution = typed.facts.resolutions.get(expr.id);
    const callee = resolution?.kind === "call" ? resolution.callee : undefined;
    const isLambda = expr.kind === "Lambda"; // only a call would run it
    const called = callee?.kind === "fn" ? callee.fn : calledBy(cx.program, cx.fn, expr);
    if (called !== undefined) {
      const reached = worldly(cx.program, called);
      if (reached !== undefined) {
        cx.record.report(constantReaches(cx.fn, expr.span, called, reached));
        return;
      }
    }
    if (!isLambda) eachChildExpr(expr, visit);
  };
  visit(value);
}

/** The function that reads or writes and that a call of `fn` may reach; `fn` itself if it is one. */
function worldly(program: Program, fn: FnDef): FnDef | undefined {
  const seen = new Set([fn]);
  const open = [fn];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (touchesWorld(next)) return next;
    for (const callee of calleesOf(program, next)) {
      if (seen.has(callee)) continue;
      seen.add(callee);
      open.push(callee);
    }
  }
  return undefined;
}

function touchesWorld({ intrinsic }: FnDef): boolean {
  return intrinsic !== undefined && isIntrinsic(intrinsic) &&
    intrinsicInfo(intrinsic).effects.includes("world");
}

/** Functions that the body of `fn` calls by name. */
function calleesOf(program: Program, fn: FnDef): FnDef[] {
  const found: FnDef[] = [];
  const visit = (expr: ast.Expr): void => {
    const callee = calledBy(program, fn, expr);
    if (callee !== undefined) found.push(callee);
    eachChildExpr(expr, visit);
  };
  const bodies = fn.clauses === undefined ? [bodyOf(fn)] : fn.clauses.map((clause) => clause.body);
  for (const body of bodies) if (body !== undefined) visit(body);
  return found;
}

function calledBy(program: Program, fn: FnDef, expr: ast.Expr): FnDef | undefined {
  const module = program.modules[fn.module];
  if (module === undefined) return undefined;
  if (expr.kind === "Call" && expr.callee.kind === "Ident") {
    const entity = lookupValue(module, expr.callee.name);
    return entity?.kind === "fn" ? entity.fn : undefined;
  }
  if (expr.kind !== "MethodCall" || expr.receiver.kind !== "Ident") return undefined;
  const target = lookupType(module, expr.receiver.name);
  if (target?.kind === "trait") {
    const handler = defaultHandler(program, module, target.trait);
    const impl = program.impls.find((one) => one.isDefault && one.self === handler?.type);
    return impl?.methods.get(expr.method.text);
  }
  if (target?.kind !== "module") return undefined;
  const entity = exportedValue(program, target.module, expr.method.text);
  return entity?.kind === "fn" ? entity.fn : undefined;
}
