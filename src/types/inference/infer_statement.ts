/** Statements of a block: `let`, assignment, expression. */
import { assertNever } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { BOOL } from "../model/builtin.ts";
import { isFallible } from "../model/forms.ts";
import type { LocalDef, Type } from "../model/model.ts";
import { ERROR_TYPE, isBuiltin, prune } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";
import { resolveBodyType } from "./body_types.ts";
import { decideLiterals, isNever } from "./coerce.ts";
import type { Hints } from "./hints.ts";
import { bindFallible } from "./infer_fallible.ts";
import { inferOperation, isShift } from "./infer_operator.ts";
import { bindIrrefutable } from "./infer_pattern.ts";
import { noteEndless } from "./lint_infinite.ts";
import { isOwnSelf, obstacleOf } from "./receiver.ts";

type Assign = Extract<ast.Stmt, { kind: "Assign" }>;
type Let = Extract<ast.Stmt, { kind: "Let" }>;

/** Checks one statement; true when control never gets past it. */
export function checkStatement(cx: BodyContext, statement: ast.Stmt): boolean {
  const never = checkKind(cx, statement);
  cx.work.settle();
  return never;
}

function checkKind(cx: BodyContext, statement: ast.Stmt): boolean {
  switch (statement.kind) {
    case "Let":
      return checkLet(cx, statement);
    case "Assign":
      return checkAssign(cx, statement);
    case "Expr":
      return isNever(cx.infer(statement.expr));
    default:
      return assertNever(statement, "types");
  }
}

function checkLet(cx: BodyContext, statement: Let): boolean {
  const { pattern, value } = statement;
  const isNamed = pattern.kind === "Bind";
  const before = cx.record.errorCount;
  if (isNamed) cx.hints.pendingLets.push(pattern.name);
  const type = letType(cx, statement);
  if (isNamed) cx.hints.pendingLets.pop();
  const isCut = isNever(cx.facts.types.get(value.id) ?? ERROR_TYPE);
  const mayCopy = isNamed && !isFallible(statement) && statement.type === undefined &&
    cx.record.errorCount === before;
  const env = mayCopy ? cx.copies.candidate(cx, value, type) : undefined;
  if (isFallible(statement)) bindFallible(cx, statement, type);
  else bindIrrefutable(cx, pattern, type, "let");
  const bound = env && cx.facts.resolutions.get(pattern.id);
  if (env !== undefined && bound?.kind === "local") {
    cx.copies.add(cx.scopes.locals[bound.local] as LocalDef, pattern, value, env);
  }
  noteEndless(cx, statement);
  return isCut;
}

function letType(cx: BodyContext, statement: Let): Type {
  if (statement.type !== undefined) {
    const declared = resolveBodyType(cx, statement.type);
    const text = "expected because of this type";
    cx.check(statement.value, declared, { span: statement.type.span, text });
    return declared;
  }
  const type = cx.infer(statement.value);
  cx.work.settle();
  decideLiterals(cx.unifier, type);
  return type;
}

// --- Assignment ----------------------------------------------------------------------------------

function checkAssign(cx: BodyContext, statement: Assign): boolean {
  const { target, op, value } = statement;
  const root = assignedLocal(cx, target);
  noteIndexes(cx.hints, target, op !== undefined);
  const targetType = storedType(cx, target, cx.infer(target), op);
  if (root !== undefined) {
    cx.record.assigned.add(root);
    cx.record.stores.push({ local: root, span: statement.span });
    checkMutable(cx, root, target);
  }
  checkTargetKind(cx, target);
  if (op === undefined) {
    const why = root === undefined
      ? undefined
      : { span: root.span, text: "expected because of this binding" };
    return isNever(cx.check(value, targetType, why));
  }
  return checkCompound(cx, statement, op, targetType);
}

/** Notes the indexes in a target: all but the last are read, the last one by compound assignments. */
function noteIndexes(hints: Hints, target: ast.Expr, isRead: boolean): void {
  switch (target.kind) {
    case "Paren":
      return noteIndexes(hints, target.inner, isRead);
    case "Field":
    case "TupleField":
      return noteIndexes(hints, target.object, true);
    case "Index":
      hints.assignedIndexes.set(target.id, isRead);
      return noteIndexes(hints, target.object, true);
    default:
      return;
  }
}

/** The type that a place takes: reading a key of a map gives an Option, storing at it takes the value. */
function storedType(
  cx: Pick<BodyContext, "facts" | "record">,
  target: ast.Expr,
  read: Type,
  op: ast.AssignOp | undefined,
): Type {
  if (target.kind === "Paren") return storedType(cx, target.inner, read, op);
  const object = target.kind === "Index" ? cx.facts.types.get(target.object.id) : undefined;
  const type = object === undefined ? ERROR_TYPE : prune(object);
  if (type.kind !== "con" || !isBuiltin(type, "map")) return read;
  return op === undefined
    ? type.args[1] as Type
    : cx.record.report(errors.compoundAtKey(op, prune(read), target.span));
}

/** `target op= value` is `target = target op value`; the operator's meaning stands at the value. */
function checkCompound(
  cx: BodyContext,
  statement: Assign,
  assignOp: ast.AssignOp,
  targetType: Type,
): boolean {
  const { target, value } = statement;
  const op = assignOp.slice(0, -1) as ast.BinaryOp;
  if (op === "&&" || op === "||") {
    if (!cx.unifier.unify(BOOL, targetType)) {
      cx.record.report(
        errors.operandMustBe("left", "logical", op, "bool", targetType, target.span),
      );
    }
    return isNever(cx.check(value, BOOL));
  }
  const isByte = isBuiltin(targetType, "byte") && !isShift(op);
  const right = cx.infer(value, isByte ? targetType : undefined);
  if (isNever(right)) return true;
  const result = inferOperation(cx, {
    op,
    span: statement.span,
    left: targetType,
    leftSpan: target.span,
    right,
    rightSpan: value.span,
    resolve: (resolution) => cx.facts.assignOperators.set(target.id, resolution),
  });
  if (!cx.unifier.unify(targetType, result)) {
    cx.record.report(errors.typeMismatch(targetType, result, statement.span));
  }
  return false;
}

/** The variable whose value an assignment changes; reports targets without one. */
function assignedLocal(
  cx: Pick<BodyContext, "module" | "record" | "scopes">,
  target: ast.Expr,
): LocalDef | undefined {
  switch (target.kind) {
    case "Ident":
    case "ConstIdent":
    case "Self": {
      const name = target.kind === "Self" ? "self" : target.name;
      const local = cx.scopes.lookup(name);
      if (local === undefined && cx.module.values.has(name)) {
        cx.record.report(errors.assignToItem(name, target.span));
      }
      return local;
    }
    case "Field":
    case "TupleField":
    case "Index":
      return assignedLocal(cx, target.object);
    case "Paren":
      return assignedLocal(cx, target.inner);
    default:
      // The parser has reported all other targets (E1020).
      return undefined;
  }
}

function checkMutable(
  cx: Pick<BodyContext, "fn" | "record" | "scopes">,
  local: LocalDef,
  target: ast.Expr,
): void {
  const obstacle = obstacleOf(cx, local);
  if (obstacle !== undefined) cx.record.report(errors.notAssignable(local, obstacle, target.span));
  else if (isOwnSelf(cx, local)) cx.record.selfWrite ??= target.span;
}

/** Elements of lists and fields of structs can be replaced; characters of a str cannot. */
function checkTargetKind(cx: Pick<BodyContext, "facts" | "record">, target: ast.Expr): void {
  if (target.kind === "Field" || target.kind === "TupleField") {
    return checkTargetKind(cx, target.object);
  }
  if (target.kind !== "Index") return;
  const type = prune(cx.facts.types.get(target.object.id) ?? ERROR_TYPE);
  if (isBuiltin(type, "str")) cx.record.report(errors.assignToStr(target.span));
  checkTargetKind(cx, target.object);
}
