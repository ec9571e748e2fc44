/** Checking of bodies: the entry of inference, and the typed body that comes out. */
import { InternalError } from "../../base/mod.ts";
import { type Diagnostic, Diagnostics, inSourceOrder } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { checkClauseMatch } from "../exhaustiveness/clauses.ts";
import { checkMatch } from "../exhaustiveness/coverage.ts";
import { checkFallible } from "../exhaustiveness/fallible_let.ts";
import * as errors from "../messages/errors_infer.ts";
import { bodyOf } from "../model/forms.ts";
import type { FnDef, LocalId, ModuleScope, TypedBody } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { ERROR_TYPE, fnType, hasErrorType, prune } from "../model/type.ts";
import { BodyContext, type Inference } from "./body_context.ts";
import { declareHandlers } from "./capabilities.ts";
import { checkClauses } from "./check_clauses.ts";
import { decideLiterals } from "./coerce.ts";
import { needsValue } from "./const_type.ts";
import { checkPurity } from "./constant_purity.ts";
import { checkConstant } from "./constant_value.ts";
import { checkDropped } from "./early_drops.ts";
import { checkEscapes } from "./escapes.ts";
import { finishBody } from "./finish.ts";
import { demandOpaqueBounds } from "./hidden_types.ts";
import { check, infer } from "./infer_expr.ts";
import { checkIntLiterals } from "./infer_literal.ts";
import { reportEndless } from "./lint_infinite.ts";
import { closeParams, openVars, reopen } from "./open_params.ts";
import { isInCopy } from "./recorder.ts";
import { solveOpenBounds } from "./require_trait.ts";
import { settleAll } from "./settle.ts";
import { tellChoices } from "./tell_choice.ts";

/** The functions that the files of single forms call back. */
const INFERENCE: Inference = { infer, check, checkFunction };

/**
 * The typed body of `fn`, checked on the first call. `fn` must have one, or defaults of parameters: not an intrinsic,
 * not a plain signature of a trait. Errors are reported once and noted in the result.
 */
export function checkFunction(
  program: Program,
  fn: FnDef,
  diagnostics: Diagnostics,
): TypedBody {
  return program.bodies.get(fn, () => {
    const body = bodyOf(fn);
    if (!isChecked(fn)) {
      throw new InternalError("function without a body", { stage: "types", fn: fn.name });
    }
    const open = openVars(fn);
    try {
      const own = new Diagnostics();
      const typed = checkBody(program, fn, body, own);
      if (program.bodies.isKnown(fn.module)) return typed;
      // Checks that waited for a type reported late.
      for (const found of withoutRepeats(inSourceOrder(own.all))) diagnostics.report(found);
      return typed;
    } catch (error) {
      reopen(open);
      throw error;
    }
  });
}

/** Whether there is anything in `fn` to check: a body, or the default of a parameter, which a signature may have, too. */
function isChecked(fn: FnDef): boolean {
  return bodyOf(fn) !== undefined || fn.params.some((param) => param.default !== undefined);
}

/** Checks every function, method, default method, constant and test of `module`. */
export function checkModule(
  program: Program,
  module: ModuleScope,
  diagnostics: Diagnostics,
): void {
  for (const fn of program.fns) {
    if (fn.module === module.id && isChecked(fn)) {
      checkFunction(program, fn, diagnostics);
    }
  }
}

/** A lambda that is copied (`let_copies.ts`) is wrong in each copy. */
function withoutRepeats<D extends Diagnostic>(found: readonly D[]): readonly D[] {
  const seen = new Set<string>();
  return found.filter((one) => {
    const { code, message, primary } = one;
    const place = `${code} ${primary?.span.start} ${primary?.span.end}`;
    const isRepeated = seen.has(`${place} ${message}`) || isInCopy(one) && seen.has(place);
    seen.add(place).add(`${place} ${message}`);
    return !isRepeated;
  });
}

function checkBody(
  program: Program,
  fn: FnDef,
  body: ast.Expr | undefined,
  diagnostics: Diagnostics,
): TypedBody {
  const module = program.modules[fn.module];
  if (module === undefined) {
    throw new InternalError("function of no module", { stage: "types", fn: fn.name });
  }
  const cx = new BodyContext(program, module, fn, diagnostics, INFERENCE);
  const { record } = cx;
  // What is wrong with the signature was reported when it was declared.
  if (hasErrorType(fnType(fn.params.map((param) => param.type), fn.result))) record.errorCount++;
  checkDefaults(cx);
  const params = declareParams(cx);
  declareHandlers(cx);
  if (fn.clauses !== undefined) checkClauses(cx, fn.clauses);
  else if (body !== undefined) checkResult(cx, body);
  demandOpaqueBounds(cx);
  settleAll(cx);
  reportEndless(cx);
  closeParams(cx);
  solveOpenBounds(cx);
  reportOpenTypes(cx);
  const typed = finishBody(cx, params);
  checkIntLiterals(cx.record);
  if (record.errorCount === 0) checkPatterns(cx, typed);
  if (record.errorCount === 0 && record.captures.length > 0) checkEscapes(cx);
  if (fn.kind === "const" && body !== undefined && record.errorCount === 0) {
    checkConstant(cx, typed, body);
    checkPurity(cx, typed, body);
  }
  if (record.dropsEarly && record.errorCount === 0) record.count(() => checkDropped(cx, typed));
  if (cx.choices.length > 0) tellChoices(cx);
  program.selfChanges.noteBody(fn, record.selfWrite, record.receiverCalls);
  return record.errorCount === 0 ? typed : { ...typed, hasErrors: true };
}

/** Checks coverage of patterns, when all types are known. */
function checkPatterns(cx: BodyContext, typed: TypedBody): void {
  const { fn, record } = cx;
  record.count(() => checkMatches(cx, typed));
  record.count(() => checkFallibleLets(cx, typed));
  const { clauses } = fn;
  if (record.errorCount > 0 || clauses === undefined) return;
  record.count(() => checkClauseMatch(typed.facts, fn, clauses, record.diagnostics));
}

/** Defaults do not see the parameters. */
function checkDefaults(cx: BodyContext): void {
  for (const param of cx.fn.params) {
    if (param.default === undefined) continue;
    const why = { span: param.span, text: "expected because of this parameter" };
    cx.check(param.default, param.type, why);
  }
}

function declareParams(cx: Pick<BodyContext, "facts" | "fn" | "scopes">): LocalId[] {
  if (cx.fn.clauses !== undefined) return declareHidden(cx);
  return cx.fn.params.map((param) => {
    const { pattern } = param;
    const local = cx.scopes.declareAs(
      "parameter",
      () => cx.scopes.declare(param.name, param.type, false, pattern.span),
    );
    cx.facts.setType(pattern.id, param.type);
    if (pattern.kind === "Bind") {
      cx.facts.resolutions.set(pattern.id, { kind: "local", local: local.id });
    }
    return local.id;
  });
}

/** The parameters of a function in clauses have no names of their own: each clause names parts of them. */
function declareHidden(cx: Pick<BodyContext, "fn" | "scopes">): LocalId[] {
  return cx.fn.params.map((param) =>
    cx.scopes.block(() => cx.scopes.declare(param.name, param.type, false, param.pattern.span)).id
  );
}

const OPAQUE_WHY = "`impl Trait` stands for one type in all that the body gives";

function checkResult(cx: BodyContext, body: ast.Expr): void {
  const { fn } = cx;
  if (needsValue(fn)) {
    const type = cx.infer(body);
    decideLiterals(cx.unifier, type);
    settleAll(cx);
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
function reportOpenTypes(cx: Pick<BodyContext, "record" | "unifier">): void {
  const isQuiet = cx.record.errorCount > 0;
  for (const { type, span, what } of cx.record.mustInfer) {
    const t = prune(type);
    if (t.kind !== "var" || t.isIntLiteral || cx.unifier.isDefaultable(t)) continue;
    if (!isQuiet) cx.record.report(errors.typeNotInferred(span, what));
    cx.unifier.unify(t, ERROR_TYPE);
  }
}

function checkFallibleLets({ program, record }: BodyContext, { facts }: TypedBody): void {
  const { builtins } = program;
  const defs = { option: builtins.type("Option"), result: builtins.type("Result") };
  for (const statement of record.fallibleLets) {
    checkFallible(facts, defs, statement, record.diagnostics);
  }
}

function checkMatches({ record }: BodyContext, { facts }: TypedBody): void {
  for (const { scrutinee, arms, span } of record.matches) {
    const match = { span, subject: facts.typeOf(scrutinee.id), arms };
    checkMatch(facts, match, record.diagnostics);
  }
}
