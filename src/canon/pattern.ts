/** Patterns: destructuring of values that always match, and `match` through decision trees. */
import { assertNever, type Span } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import {
  elementType,
  fieldTypes,
  INT,
  isBuiltin,
  isIrrefutablePat,
  type Pat,
  type PatOf,
  prune,
  resolvePattern,
  tupleType,
  type Type,
  variantNamed,
  VOID,
} from "../types/mod.ts";
import { hasManyChoices, withoutBinds } from "./binding_choices.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { CoreLocal } from "./core.ts";
import { buildDecisionTree } from "./decision_tree.ts";
import type { CanonArm, CanonDecision, CanonExpr, CanonStmt } from "./generic.ts";
import { boundLocals, eachPat } from "./match_rows.ts";

/** Resolves a pattern of a body without errors. */
export function resolvedPattern(cx: CanonContext, pattern: ast.Pattern): Pat {
  const pat = resolvePattern(cx.body.facts, pattern);
  if (pat === undefined) throw cx.bug("unresolved pattern", pattern.span);
  return pat;
}

/** Statements that bind the names of a pattern to the parts of `value`, which it always matches. */
export function bindPattern(
  cx: CanonContext,
  pattern: ast.Pattern,
  value: CanonExpr,
  statements: CanonStmt[],
): void {
  bindPat(cx, resolvedPattern(cx, pattern), value, statements);
}

/** `bindPattern` of a resolved pattern. */
export function bindPat(
  cx: CanonContext,
  pat: Pat,
  value: CanonExpr,
  statements: CanonStmt[],
): void {
  if (!bindsAnything(pat)) {
    if (!cx.isStable(value)) statements.push(b.exprStmt(value));
    return;
  }
  const read = holdAs(cx, pat, value, statements);
  switch (pat.kind) {
    case "any":
      return;
    case "product":
      return bindParts(
        cx,
        pat.fields,
        (i, part) => b.field(read(), i, part.type, part.span),
        statements,
      );
    case "variant":
      return bindParts(cx, pat.fields, (i, part) => {
        const { type, span } = part;
        return { kind: "Payload", object: read(), variant: pat.variant, index: i, type, span };
      }, statements);
    case "newtype":
      return bindPat(cx, pat.inner, b.retype(read(), pat.inner.type, pat.span), statements);
    case "list":
      return bindList(cx, pat, read, statements);
    case "or":
      return bindAlternatives(cx, pat, read, statements);
    case "int":
    case "str":
    case "float":
      return;
    default:
      assertNever(pat, "canon");
  }
}

/** Evaluates `value` once: into the first local that the pattern gives to the whole, if any. */
function holdAs(
  cx: CanonContext,
  pat: Pat,
  value: CanonExpr,
  statements: CanonStmt[],
): () => CanonExpr {
  const [first, ...others] = pat.binds;
  if (first === undefined) return cx.hold(value, "part", statements);
  const local = cx.define(first);
  statements.push(b.letStmt(local, value));
  const read = () => cx.read(local, pat.span);
  for (const other of others) statements.push(b.letStmt(cx.define(other), read()));
  return read;
}

function bindParts(
  cx: CanonContext,
  parts: readonly Pat[],
  read: (index: number, part: Pat) => CanonExpr,
  statements: CanonStmt[],
): void {
  parts.forEach((part, i) => {
    if (bindsAnything(part)) bindPat(cx, part, read(i, part), statements);
  });
}

function bindsAnything(pat: Pat): boolean {
  let found = false;
  eachPat(pat, (part) => {
    found ||= part.binds.length > 0 || part.kind === "list";
  });
  return found;
}

/** A list in a binding: elements are read with a bounds check, so one that is too short panics. */
function bindList(
  cx: CanonContext,
  pat: PatOf<"list">,
  read: () => CanonExpr,
  statements: CanonStmt[],
): void {
  const { span } = pat;
  const element = elementType(pat.type);
  const length = b.intrinsic("list_len", [read()], INT, span, [element]);
  const lengthOf = pat.after.length > 0 || pat.rest !== undefined
    ? cx.hold(length, "length", statements)
    : () => length;
  const get = (at: CanonExpr) => b.intrinsic("list_get", [read(), at], element, span, [element]);
  pat.before.forEach((part, i) => bindPat(cx, part, get(b.intLit(i, span)), statements));
  const fromEnd = (back: number) =>
    b.prim("int_wrap_sub", [lengthOf(), b.intLit(back, span)], span);
  if (pat.rest !== undefined && bindsAnything(pat.rest)) {
    const from = b.intLit(pat.before.length, span);
    const to = fromEnd(pat.after.length);
    const rest = b.intrinsic("list_slice", [read(), from, to], pat.type, span, [element]);
    bindPat(cx, pat.rest, rest, statements);
  }
  pat.after.forEach((part, i) => bindPat(cx, part, get(fromEnd(pat.after.length - i)), statements));
}

/** Alternatives that together always match: a match gives the bound values as a tuple. */
function bindAlternatives(
  cx: CanonContext,
  pat: PatOf<"or">,
  read: () => CanonExpr,
  statements: CanonStmt[],
): void {
  const subject = cx.fresh("part", pat.type);
  statements.push(b.letStmt(subject, read()));
  bindByMatch(cx, pat, subject, undefined, statements);
}

/** `let? pattern = value`: the names of the pattern, or `leave` where it does not match. */
export function bindFallible(
  cx: CanonContext,
  pattern: ast.Pattern,
  value: CanonExpr,
  leave: () => CanonExpr,
  statements: CanonStmt[],
): void {
  const pat = resolvedPattern(cx, pattern);
  const subject = holdSubject(cx, value, statements);
  const isCertain = isIrrefutablePat(pat);
  bindByMatch(cx, pat, subject, isCertain ? undefined : leave, statements);
}

function bindByMatch(
  cx: CanonContext,
  pat: Pat,
  subject: CoreLocal,
  otherwise: (() => CanonExpr) | undefined,
  statements: CanonStmt[],
): void {
  const { span } = pat;
  const ids = boundLocals(pat);
  const types = ids.map((id) => cx.body.locals[id]?.type as Type);
  const [only] = types;
  const type = only === undefined ? VOID : types.length === 1 ? only : tupleType(types);
  const body = () => {
    const parts = ids.map((id) => cx.read(cx.coreLocal(id, span), span));
    const [first] = parts;
    if (first === undefined) return b.unit(span);
    return parts.length === 1 ? first : b.construct(undefined, parts, type, span);
  };
  const matched = armsOf(pat).map((one): ArmParts => ({ pat: one, body }));
  const rest: ArmParts[] = otherwise === undefined
    ? []
    : [{ pat: { kind: "any", type: pat.type, span, binds: [] }, body: otherwise }];
  const values = matchPats(cx, subject, [...matched, ...rest], type, span);
  if (only === undefined) {
    statements.push(b.exprStmt(values));
    return;
  }
  const bound = cx.hold(values, "bound", statements);
  ids.forEach((id, i) => {
    const part = ids.length === 1 ? bound() : b.field(bound(), i, types[i] as Type, span);
    statements.push(b.letStmt(cx.define(id), part));
  });
}

/** The patterns to match one after the other for `pat`: each alternative alone if they are too many. */
function armsOf(pat: Pat): readonly Pat[] {
  if (pat.kind !== "or" || !hasManyChoices(pat)) return [pat];
  return pat.alternatives.map((one) => ({ ...one, binds: [...pat.binds, ...one.binds] }));
}

// --- Matches -------------------------------------------------------------------------------------

/** `match scrutinee { arms }`. */
export function canonMatch(cx: CanonContext, expr: ast.ExprOf<"Match">): CanonExpr {
  const statements: CanonStmt[] = [];
  const subject = holdSubject(cx, cx.expr(expr.scrutinee), statements);
  const arms = expr.arms.map((arm) => ({
    pat: resolvedPattern(cx, arm.pattern),
    guard: arm.guard && (() => cx.expr(arm.guard as ast.Expr)),
    body: () => cx.expr(arm.body),
  }));
  const match = matchPats(cx, subject, arms, cx.typeOf(expr.id), expr.span);
  return b.block(statements, match, expr.span);
}

/** A local that holds `value`, for a match to look at. */
export function holdSubject(
  cx: CanonContext,
  value: CanonExpr,
  statements: CanonStmt[],
): CoreLocal {
  if (value.kind === "Local" && cx.isStable(value)) return value.local;
  const local = cx.fresh("subject", value.type);
  statements.push(b.letStmt(local, value));
  return local;
}

interface ArmParts {
  readonly pat: Pat;
  readonly guard?: (() => CanonExpr) | undefined;
  readonly body: () => CanonExpr;
}

/** `match` on `subject` by resolved patterns. */
export function matchPats(
  cx: CanonContext,
  subject: CoreLocal,
  written: readonly ArmParts[],
  type: Type,
  span: Span,
): CanonExpr {
  const parts = written.map((part) =>
    hasManyChoices(part.pat) ? bindingInBody(cx, subject, part) : part
  );
  const treeArms = parts.map(({ pat, guard }) => ({
    pat,
    bindings: boundLocals(pat),
    hasGuard: guard !== undefined,
  }));
  const { tree } = buildDecisionTree(cx.typeOfLocal(subject), treeArms);
  const arms = parts.map(({ guard, body }, i): CanonArm => {
    const bindings = treeArms[i]?.bindings.map((id) => cx.define(id)) ?? [];
    return guard === undefined
      ? { bindings, body: body() }
      : { bindings, guard: guard(), body: body() };
  });
  return { kind: "Match", match: { subject, arms, tree }, type, span };
}

/** An arm that binds its locals once it is known to match. */
function bindingInBody(
  cx: CanonContext,
  subject: CoreLocal,
  { pat, guard, body }: ArmParts,
): ArmParts {
  const bound = (make: () => CanonExpr) => () => {
    const statements: CanonStmt[] = [];
    bindPat(cx, pat, cx.read(subject, pat.span), statements);
    const value = make();
    return b.block(statements, value, value.span);
  };
  return { pat: withoutBinds(pat), guard: guard && bound(guard), body: bound(body) };
}

/** One case of `matchVariants`: `make` gets reads of the variant's payload. */
export interface VariantCase {
  readonly variant: number;
  readonly make: (payload: readonly CanonExpr[]) => CanonExpr;
}

/** A match on a sum made by the compiler: by variant, payloads bound to fresh locals. */
export function matchVariants(
  cx: CanonContext,
  subject: CoreLocal,
  cases: readonly VariantCase[],
  type: Type,
  span: Span,
): CanonExpr {
  const subjectType = prune(cx.typeOfLocal(subject));
  const root = { kind: "subject", type: subjectType } as const;
  const arms: CanonArm[] = [];
  const branches: { variant: number; next: CanonDecision }[] = [];
  for (const { variant, make } of cases) {
    const types = fieldTypes(subjectType, variant);
    const bindings = types.map((payload) => cx.fresh("payload", payload));
    const occurrences = types.map((payload, index) =>
      ({ kind: "payload", of: root, variant, index, type: payload }) as const
    );
    branches.push({ variant, next: { kind: "leaf", arm: arms.length, bindings: occurrences } });
    arms.push({ bindings, body: make(bindings.map((local) => cx.read(local, span))) });
  }
  cx.capture(subject);
  const tree: CanonDecision = { kind: "variant", at: root, cases: branches };
  return { kind: "Match", match: { subject, arms, tree }, type, span };
}

/** The number of the variant called `name` of the sum `type`. */
export function variantIndex(cx: CanonContext, type: Type, name: string, span: Span): number {
  const found = variantNamed(type, name);
  if (found === undefined) throw cx.bug(`no variant ${name}`, span);
  return found.index;
}

/** Whether values of `type` need no release and are cheap to copy. */
export function isScalarType(type: Type): boolean {
  return ["int", "float", "bool", "char", "byte", "Duration", "Size"]
    .some((name) => isBuiltin(type, name));
}
