/**
 * Assignment to variables and to places inside them. The path of a place is taken apart from the
 * outside in and put together again from the inside out; containers on the way are moved out of
 * what holds them, so that a unique list is changed in place.
 *
 *     rows[i][j] = v      let t = list_take(rows, i)
 *                         rows = list_put(t.0, i, list_set(t.1, j, v))
 */
import type { Span } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import { type Callee, elementType, fieldTypes, isBuiltin, type Type } from "../types/mod.ts";
import * as b from "./build.ts";
import type { Assignments, CanonContext } from "./context.ts";
import type { CoreLocal } from "./core.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";
import { fieldOf } from "./names.ts";
import { canonIndexArgument, logical, operate, usesLength } from "./operator.ts";
import { isScalarType } from "./pattern.ts";
import { storeKey } from "./tables.ts";

type AssignStmt = Extract<ast.Stmt, { kind: "Assign" }>;

/** One step from a container to a part of it. */
type Step =
  | { readonly kind: "field"; readonly index: number; readonly type: Type }
  | { readonly kind: "index"; readonly at: () => CanonExpr; readonly type: Type }
  /** An assignment by `IndexSet`; `read` is present if the current value is needed. */
  | {
    readonly kind: "call";
    readonly at: () => CanonExpr;
    readonly type: Type;
    readonly read: Callee | undefined;
    readonly store: Callee;
  };

/** A variable and the way from it to the place that is assigned. */
export interface Place {
  readonly root: CoreLocal;
  readonly steps: readonly Step[];
}

export function canonAssign(cx: CanonContext, stmt: AssignStmt, statements: CanonStmt[]): void {
  const { span } = stmt;
  const root = rootOf(cx, stmt.target);
  const start = statements.length;
  const before = cx.assignmentsOf(root);
  const place = canonPlace(cx, stmt.target, statements);
  const replace = canonReplacement(cx, stmt, place, before, statements);
  const isChanged = place.steps.length > 0 &&
    cx.assignmentsOf(root).statements !== before.statements;
  const container = isChanged ? heldBefore(cx, root, start, statements, span) : root;
  storeAt(cx, place, container, replace, statements, span);
  cx.noteAssigned(root, "statement");
}

/**
 * A variable with the value that `root` has in front of statement `start`: `x[i] = v` is `x = x.updated(key: i, value: v)`,
 * which looks at `x` first (clauses 13.6.2 and 14), so what `i` and `v` assign to it is not in the result. What a method changes
 * there is: `self.total += self.next()` advances.
 */
function heldBefore(
  cx: CanonContext,
  root: CoreLocal,
  start: number,
  statements: CanonStmt[],
  span: Span,
): CoreLocal {
  const value = cx.read(root, span);
  const held = cx.fresh("before", value.type);
  statements.splice(start, 0, b.letStmt(held, value));
  return held;
}

/** Puts what `change` makes of the value at `place` there, by statements. */
export function changePlace(
  cx: CanonContext,
  place: Place,
  change: (present: CanonExpr) => CanonExpr,
  statements: CanonStmt[],
  span: Span,
): void {
  storeAt(cx, place, place.root, { reads: true, make: change }, statements, span);
  cx.noteAssigned(place.root, "method");
}

/** `container` has the value of the root that is changed. */
function storeAt(
  cx: CanonContext,
  place: Place,
  container: CoreLocal,
  replacement: Replacement,
  statements: CanonStmt[],
  span: Span,
): void {
  const object = cx.read(container, span);
  const value = store(cx, object, place.steps, replacement, statements, span);
  statements.push(b.assignStmt(place.root, value, span));
}

/** Computes the new value of a place; `reads` says whether it uses the current one. */
interface Replacement {
  readonly reads: boolean;
  readonly make: (present: CanonExpr) => CanonExpr;
}

/** `before` tells how often the root was assigned in front of the statement. */
function canonReplacement(
  cx: CanonContext,
  stmt: AssignStmt,
  place: Place,
  before: Assignments,
  statements: CanonStmt[],
): Replacement {
  const { op, span } = stmt;
  const value = cx.expr(stmt.value);
  // A variable is read before the value anyway, by the operation that has both as operands.
  const isPart = place.steps.length > 0;
  if (op === undefined) {
    // With a path, the value comes before the containers are taken apart.
    return { reads: false, make: isPart ? cx.hold(value, "value", statements) : () => value };
  }
  if (isPart && cx.assignmentsOf(place.root).all !== before.all) {
    // Held only here: elsewhere the part is moved out of its container, and changed in place.
    const present = cx.hold(readPlace(cx, place, span), "present", statements);
    const result = combine(cx, stmt, op, present(), value);
    return { reads: false, make: cx.hold(result, "value", statements) };
  }
  // The right side of `&&=` and `||=` must not be evaluated when the left one decides.
  const isLazy = op === "&&=" || op === "||=";
  const read = isLazy || !isPart ? () => value : cx.hold(value, "value", statements);
  return { reads: true, make: (present) => combine(cx, stmt, op, present, read()) };
}

/** `left op right` for the assignment `left op= right`. */
function combine(
  cx: CanonContext,
  stmt: AssignStmt,
  op: ast.AssignOp,
  left: CanonExpr,
  right: CanonExpr,
): CanonExpr {
  const { span } = stmt;
  if (op === "&&=" || op === "||=") return logical(op === "&&=" ? "&&" : "||", left, right, span);
  const resolution = cx.body.facts.assignOperators.get(stmt.target.id);
  return operate(cx, op.slice(0, -1) as ast.BinaryOp, resolution, {
    left,
    right,
    type: left.type,
    span,
  });
}

// --- Places --------------------------------------------------------------------------------------

/** The variable that a place is in. */
function rootOf(cx: CanonContext, target: ast.Expr): CoreLocal {
  switch (target.kind) {
    case "Paren":
      return rootOf(cx, target.inner);
    case "Field":
    case "TupleField":
    case "Index":
      return rootOf(cx, target.object);
    default: {
      const resolution = cx.resolution(target.id);
      if (resolution?.kind !== "local") throw cx.bug("assignment to no variable", target.span);
      return cx.coreLocal(resolution.local, target.span);
    }
  }
}

/** A place of the source; the indexes in it are evaluated here, once. */
export function canonPlace(cx: CanonContext, target: ast.Expr, statements: CanonStmt[]): Place {
  switch (target.kind) {
    case "Ident":
    case "ConstIdent":
    case "Self":
      return { root: rootOf(cx, target), steps: [] };
    case "Paren":
      return canonPlace(cx, target.inner, statements);
    case "Field":
    case "TupleField": {
      const outer = canonPlace(cx, target.object, statements);
      const resolution = cx.resolution(target.id);
      if (resolution?.kind !== "field") throw cx.bug("assignment to no field", target.span);
      const step = { kind: "field", index: resolution.index, type: cx.typeOf(target.id) } as const;
      return { ...outer, steps: [...outer.steps, step] };
    }
    case "Index": {
      const outer = canonPlace(cx, target.object, statements);
      const step = canonIndexStep(cx, target, outer, statements);
      return { ...outer, steps: [...outer.steps, step] };
    }
    default:
      throw cx.bug("assignment to an expression", target.span);
  }
}

function canonIndexStep(
  cx: CanonContext,
  target: ast.ExprOf<"Index">,
  outer: Place,
  statements: CanonStmt[],
): Step {
  const object = usesLength(target.index) ? () => readPlace(cx, outer, target.span) : () => {
    throw cx.bug("`#` was overlooked", target.span);
  };
  const index = canonIndexArgument(cx, target, object);
  const step = { at: cx.hold(index, "index", statements), type: cx.typeOf(target.id) };
  const store = cx.body.facts.stores.get(target.id);
  if (store === undefined) return { kind: "index", ...step };
  const resolution = cx.resolution(target.id);
  const read = resolution?.kind === "call" ? resolution.callee : undefined;
  return { kind: "call", ...step, read, store };
}

/** The value at a place. */
function readPlace(cx: CanonContext, place: Place, span: Span): CanonExpr {
  return place.steps.reduce(
    (object, step) => readStep(cx, object, step, span),
    cx.read(place.root, span),
  );
}

function readStep(cx: CanonContext, object: CanonExpr, step: Step, span: Span): CanonExpr {
  if (step.kind === "field") return fieldOf(object, step.index, span);
  if (step.kind === "call") {
    if (step.read === undefined) throw cx.bug("a place that is not read", span);
    return b.call(step.read, [object, step.at()], step.type, span);
  }
  const element = elementType(object.type);
  return b.intrinsic("list_get", [object, step.at()], element, span, [element]);
}

// --- Rebuilding ------------------------------------------------------------------------------------

/** `object` with the part at `steps` replaced. */
function store(
  cx: CanonContext,
  object: CanonExpr,
  steps: readonly Step[],
  replacement: Replacement,
  statements: CanonStmt[],
  span: Span,
): CanonExpr {
  const [step, ...rest] = steps;
  if (step === undefined) return replacement.make(object);
  const inner = (part: CanonExpr) => store(cx, part, rest, replacement, statements, span);
  if (step.kind === "field") return storeField(cx, object, step.index, inner, statements, span);
  if (step.kind === "call") return storeByCall(cx, object, step, inner, statements, span);
  if (isBuiltin(object.type, "map")) {
    return storeKey(cx, object, step.at(), replacement.make(object), span);
  }
  return storeElement(cx, object, step.at, { inner, replacement, isLast: rest.length === 0 }, {
    statements,
    span,
  });
}

function storeField(
  cx: CanonContext,
  object: CanonExpr,
  index: number,
  inner: (part: CanonExpr) => CanonExpr,
  statements: CanonStmt[],
  span: Span,
): CanonExpr {
  if (index < 0) return b.retype(inner(fieldOf(object, index, span)), object.type, span);
  // Nothing assigns between here and the construction, so even a variable may be read in parts.
  const read = object.kind === "Local" ? () => object : cx.hold(object, "container", statements);
  // All fields are taken out first: the container is dead then, and its parts are unique.
  const fields = fieldTypes(object.type).map((_, i) =>
    cx.hold(fieldOf(read(), i, span), "field", statements)
  );
  const args = fields.map((field, i) => i === index ? inner(field()) : field());
  return b.construct(undefined, args, object.type, span);
}

/** `object.updated(key:, value:)`. */
function storeByCall(
  cx: CanonContext,
  object: CanonExpr,
  step: Step & { readonly kind: "call" },
  inner: (part: CanonExpr) => CanonExpr,
  statements: CanonStmt[],
  span: Span,
): CanonExpr {
  const read = object.kind === "Local" ? () => object : cx.hold(object, "container", statements);
  // Only a place that is read asks for the part.
  const part = step.read === undefined ? object : readStep(cx, read(), step, span);
  const value = cx.hold(inner(part), "value", statements);
  return b.call(step.store, [read(), step.at(), value()], object.type, span);
}

function storeElement(
  cx: CanonContext,
  list: CanonExpr,
  at: () => CanonExpr,
  { inner, replacement, isLast }: {
    readonly inner: (part: CanonExpr) => CanonExpr;
    readonly replacement: Replacement;
    readonly isLast: boolean;
  },
  { statements, span }: { readonly statements: CanonStmt[]; readonly span: Span },
): CanonExpr {
  const element = elementType(list.type);
  const write = (name: "list_set" | "list_put", into: CanonExpr, value: CanonExpr) =>
    b.intrinsic(name, [into, at(), value], list.type, span, [element]);
  if (isLast && !replacement.reads) return write("list_set", list, replacement.make(list));
  if (isLast && isScalarType(element)) {
    const read = list.kind === "Local" ? () => list : cx.hold(list, "container", statements);
    const get = b.intrinsic("list_get", [read(), at()], element, span, [element]);
    const value = cx.hold(inner(get), "value", statements);
    return write("list_set", read(), value());
  }
  const parts = [list.type, element];
  const taken: Type = { kind: "tuple", elements: parts };
  const local = cx.fresh("taken", taken);
  const take = b.intrinsic("list_take", [list, at()], taken, span, [element]);
  statements.push(b.letStmt(local, take));
  const part = (index: number) => b.field(cx.read(local, span), index, parts[index] as Type, span);
  const value = cx.hold(inner(part(1)), "value", statements);
  return write("list_put", part(0), value());
}
