/** Checking of bodies: the entry of inference, and the typed body that comes out. */
import { InternalError } from "../../base/mod.ts";
import { Diagnostics, inSourceOrder } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { checkClauseMatch } from "../exhaustiveness/clauses.ts";
import { checkMatch } from "../exhaustiveness/coverage.ts";
import { checkFallible } from "../exhaustiveness/fallible_let.ts";
import * as errors from "../messages/errors_infer.ts";
import { bodyOf } from "../model/forms.ts";
import type {
  Callee,
  FnDef,
  LocalId,
  ModuleScope,
  Resolution,
  Type,
  TypedBody,
} from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { ERROR_TYPE, fnType, hasErrorType, prune } from "../model/type.ts";
import { BodyContext, type Inference } from "./body_context.ts";
import { checkClauses } from "./check_clauses.ts";
import { decideLiterals } from "./coerce.ts";
import { needsValue } from "./const_type.ts";
import { demandOpaqueBounds, finishHidden } from "./hidden_types.ts";
import { check, infer } from "./infer_expr.ts";
import { finishIteration } from "./infer_iterate.ts";
import { checkIntLiterals } from "./infer_literal.ts";
import { closeParams } from "./open_params.ts";
import { solveOpenBounds } from "./require_trait.ts";

/** What the files of single forms call back. */
const INFERENCE: Inference = { infer, check, checkFunction };

/**
 * The typed body of `fn`, checked on the first call. `fn` must have one: not an intrinsic, not a
 * trait signature without default. Errors are reported once and noted in the result.
 */
export function checkFunction(
  program: Program,
  fn: FnDef,
  diagnostics: Diagnostics,
): TypedBody {
  return program.bodies.get(fn, () => {
    const body = bodyOf(fn);
    if (body === undefined) {
      throw new InternalError("function without a body", { stage: "types", fn: fn.name });
    }
    const own = new Diagnostics();
    const typed = checkBody(program, fn, body, own);
    // Checks that waited for a type reported late.
    for (const found of inSourceOrder(own.all)) diagnostics.report(found);
    return typed;
  });
}

/** Checks every function, method, default method, constant and test of `module`. */
export function checkModule(
  program: Program,
  module: ModuleScope,
  diagnostics: Diagnostics,
): void {
  for (const fn of program.fns) {
    if (fn.module === module.id && bodyOf(fn) !== undefined) {
      checkFunction(program, fn, diagnostics);
    }
  }
}

function checkBody(
  program: Program,
  fn: FnDef,
  body: ast.Expr,
  diagnostics: Diagnostics,
): TypedBody {
  const module = program.modules[fn.module];
  if (module === undefined) {
    throw new InternalError("function of no module", { stage: "types", fn: fn.name });
  }
  const cx = new BodyContext(program, module, fn, diagnostics, INFERENCE);
  // What is wrong with the signature was reported when it was declared.
  if (hasErrorType(fnType(fn.params.map((param) => param.type), fn.result))) cx.errorCount++;
  checkDefaults(cx);
  const params = declareParams(cx);
  if (fn.clauses === undefined) checkResult(cx, body);
  else checkClauses(cx, fn.clauses);
  demandOpaqueBounds(cx);
  cx.settleAll();
  closeParams(cx);
  solveOpenBounds(cx);
  reportOpenTypes(cx);
  const typed = finish(cx, params);
  checkIntLiterals(cx);
  if (cx.errorCount === 0) {
    checkMatches(cx, typed, diagnostics);
    checkFallibleLets(cx, typed, diagnostics);
  }
  if (cx.errorCount === 0 && fn.clauses !== undefined) {
    const { clauses } = fn;
    countErrors(cx, diagnostics, () => checkClauseMatch(typed, fn, clauses, diagnostics));
  }
  return cx.errorCount === 0 ? typed : { ...typed, hasErrors: true };
}

/** Defaults do not see the parameters. */
function checkDefaults(cx: BodyContext): void {
  for (const param of cx.fn.params) {
    if (param.default === undefined) continue;
    const why = { span: param.span, text: "expected because of this parameter" };
    cx.check(param.default, param.type, why);
  }
}

function declareParams(cx: BodyContext): LocalId[] {
  if (cx.fn.clauses !== undefined) return declareHidden(cx);
  return cx.fn.params.map((param) => {
    const { pattern } = param;
    const local = cx.declare(param.name, param.type, false, pattern.span);
    cx.paramLocals.add(local.id);
    cx.setType(pattern.id, param.type);
    if (pattern.kind === "Bind") {
      cx.resolutions.set(pattern.id, { kind: "local", local: local.id });
    }
    return local.id;
  });
}

/** The parameters of a function in clauses have no names of their own: each clause names parts of them. */
function declareHidden(cx: BodyContext): LocalId[] {
  return cx.fn.params.map((param) =>
    cx.block(() => cx.declare(param.name, param.type, false, param.pattern.span)).id
  );
}

const OPAQUE_WHY = "`impl Trait` stands for one type in all that the body gives";

function checkResult(cx: BodyContext, body: ast.Expr): void {
  const { fn } = cx;
  if (needsValue(fn)) {
    const type = cx.infer(body);
    decideLiterals(cx, type);
    cx.settleAll();
    fn.result = cx.unifier.finish(type);
    return;
  }
  const span = resultSpan(fn);
  const why = span === undefined
    ? undefined
    : { span, text: fn.opaque ? OPAQUE_WHY : "expected because of this result type" };
  cx.check(body, cx.hidden.result, why);
}

function resultSpan(fn: FnDef) {
  return fn.item.kind === "Const" ? fn.item.type?.span : fn.item.result?.span;
}

/** Types that a use had to decide and none did. One report per variable. */
function reportOpenTypes(cx: BodyContext): void {
  const isQuiet = cx.errorCount > 0;
  for (const { type, span, what } of cx.mustInfer) {
    const t = prune(type);
    if (t.kind !== "var" || t.isIntLiteral || cx.unifier.isDefaultable(t)) continue;
    if (!isQuiet) cx.report(errors.typeNotInferred(span, what));
    cx.unify(t, ERROR_TYPE);
  }
}

/** Replaces the variables in all tables; the result refers to nothing mutable. */
function finish(cx: BodyContext, params: readonly LocalId[]): TypedBody {
  const { unifier, types, resolutions, conversions, captures, assignOperators, jumpTargets } = cx;
  const { iterations, coercions, stores } = cx;
  for (const [id, { callee, type }] of coercions) {
    const maker = callee.kind === "object"
      ? { ...callee, from: unifier.finish(callee.from), to: unifier.finish(callee.to) }
      : finishCallee(cx, callee);
    coercions.set(id, { callee: maker, type: unifier.finish(type) });
  }
  for (const [id, type] of types) types.set(id, unifier.finish(type));
  for (const [id, found] of resolutions) resolutions.set(id, finishResolution(cx, found));
  for (const [id, found] of assignOperators) assignOperators.set(id, finishResolution(cx, found));
  for (const [id, callee] of stores) stores.set(id, finishCallee(cx, callee));
  for (const [id, callee] of conversions) conversions.set(id, finishCallee(cx, callee));
  for (const [id, one] of iterations) {
    const finishType = (type: Type) => unifier.finish(type);
    iterations.set(id, finishIteration(one, finishType, (callee) => finishCallee(cx, callee)));
  }
  for (const local of cx.locals) local.type = unifier.finish(local.type);
  const captured = new Map([...captures].map(([id, locals]) => [id, [...locals]] as const));
  return {
    fn: cx.fn,
    params,
    locals: cx.locals,
    typeOf: (id) => known(types.get(id), "type", id, cx.fn),
    resolutionOf: (id) => resolutions.get(id),
    assignOperatorOf: (id) => assignOperators.get(id),
    storeOf: (id) => stores.get(id),
    receiverPlaceOf: (id) => cx.receiverPlaces.get(id),
    conversionOf: (id) => conversions.get(id),
    capturesOf: (id) => known(captured.get(id), "captures", id, cx.fn),
    jumpTargetOf: (id) => known(jumpTargets.get(id), "jump target", id, cx.fn),
    coercionOf: (id) => coercions.get(id),
    iterationOf: (id) => iterations.get(id),
    hidden: finishHidden(cx),
    hasErrors: false,
  };
}

function known<T>(value: T | undefined, what: string, id: ast.NodeId, fn: FnDef): T {
  if (value !== undefined) return value;
  throw new InternalError(`node ${id} has no ${what}`, {
    stage: "types",
    fn: fn.name,
    span: fn.span,
  });
}

function finishResolution(cx: BodyContext, resolution: Resolution): Resolution {
  switch (resolution.kind) {
    case "fn":
    case "call":
      return { ...resolution, callee: finishCallee(cx, resolution.callee) };
    default:
      return resolution;
  }
}

function finishCallee(cx: BodyContext, callee: Callee): Callee {
  const all = (types: readonly Type[]) => types.map((type) => cx.unifier.finish(type));
  if (callee.kind === "fn") return { ...callee, typeArgs: all(callee.typeArgs) };
  return {
    ...callee,
    trait: { trait: callee.trait.trait, args: all(callee.trait.args) },
    self: cx.unifier.finish(callee.self),
    typeArgs: all(callee.typeArgs),
  };
}

function checkFallibleLets(cx: BodyContext, typed: TypedBody, diagnostics: Diagnostics): void {
  const { builtins } = cx.program;
  const defs = { option: builtins.type("Option"), result: builtins.type("Result") };
  countErrors(cx, diagnostics, () => {
    for (const statement of cx.fallibleLets) checkFallible(typed, defs, statement, diagnostics);
  });
}

/** Errors that `check` reports count for the body. */
function countErrors(cx: BodyContext, diagnostics: Diagnostics, check: () => void): void {
  const before = diagnostics.errorCount;
  check();
  cx.errorCount += diagnostics.errorCount - before;
}

function checkMatches(cx: BodyContext, typed: TypedBody, diagnostics: Diagnostics): void {
  countErrors(cx, diagnostics, () => {
    for (const { scrutinee, arms, span } of cx.matches) {
      checkMatch(typed, { span, subject: typed.typeOf(scrutinee.id), arms }, diagnostics);
    }
  });
}
