/**
 * What the places of Core do with the values that stand there: a place that takes a value becomes its owner, one that looks
 * leaves it to who has it. And which parameters a function takes (docs/drop-order.md: "handed on").
 */
import { assertNever } from "../../../../src/base/mod.ts";
import type { CoreLocal, Occurrence } from "../../../../src/canon/mod.ts";
import type {
  MonoCoreExpr,
  MonoFn,
  MonoFnId,
  MonoProgram,
  MonoTypeId,
} from "../../../../src/mono/mod.ts";
import { intrinsicInfo } from "../../../../src/operations/mod.ts";

export type Place = "takes" | "looks";
export type Expr<K extends MonoCoreExpr["kind"]> = Extract<MonoCoreExpr, { kind: K }>;

/** A local that is another name of a local, or of a part of what that one has. */
export interface View {
  readonly of: CoreLocal;
  /** From the whole to the part. */
  readonly path: readonly number[];
  /** Whether a payload of a sum is on the way. */
  readonly isPayload: boolean;
}

/** The parameters that each function takes. */
export type Kept = (fn: MonoFnId) => readonly boolean[];

/** Whether a value of the type is destroyed by an impl of `Drop` itself. */
export function isLoud({ drops }: MonoProgram, type: MonoTypeId): boolean {
  return drops.has(type);
}

/** The operands of an operation, with what it does to each; undefined for an expression that is no operation. */
export function operandsOf(
  expr: MonoCoreExpr,
  kept: Kept,
): readonly { readonly expr: MonoCoreExpr; readonly place: Place }[] | undefined {
  const all = (exprs: readonly MonoCoreExpr[], place: (i: number) => Place) =>
    exprs.map((one, i) => ({ expr: one, place: place(i) }));
  switch (expr.kind) {
    case "Call": {
      const marks = kept(expr.callee);
      return all(expr.args, (i) => marks[i] === true ? "takes" : "looks");
    }
    case "CallValue":
      return all([expr.fn, ...expr.args], (i) => i === 0 ? "looks" : "takes");
    case "Prim":
      return all(expr.args, () => "looks");
    case "Intrinsic": {
      const marks = intrinsicInfo(expr.name).args;
      return all(expr.args, (i) => marks[i] === "owned" ? "takes" : "looks");
    }
    case "Construct":
      return all(expr.args, () => "takes");
    case "ListLit":
      return all(expr.elements, () => "takes");
    case "Catch":
      return all([expr.thunk], () => "looks");
    default:
      return undefined;
  }
}

/** Whether control does not come back from the expression. */
export function leaves(program: MonoProgram, expr: MonoCoreExpr): boolean {
  switch (expr.kind) {
    case "Break":
    case "Continue":
    case "Return":
      return true;
    case "Block":
      return leaves(program, expr.result) ||
        expr.statements.some(({ value }) => leaves(program, value));
    case "If":
      return leaves(program, expr.then) && leaves(program, expr.else);
    case "Match":
      return expr.match.arms.every(({ body }) => leaves(program, body));
    default:
      return program.types.get(expr.type).kind === "never";
  }
}

/** What is done with the branches whose values meet: a value that is alone is not joined. */
export function placeOfBranches(
  program: MonoProgram,
  branches: readonly MonoCoreExpr[],
  place: Place,
): Place {
  return branches.filter((one) => !leaves(program, one)).length === 1 ? place : "takes";
}

/** The way to a part as fields, or undefined where the part is of a list, or has an owner of its own. */
export function pathOf(
  program: MonoProgram,
  at: Occurrence<MonoTypeId>,
): { readonly path: readonly number[]; readonly isPayload: boolean } | undefined {
  if (at.kind === "subject") return { path: [], isPayload: false };
  const outer = pathOf(program, at.of);
  if (outer === undefined) return undefined;
  if (at.kind === "inner") return outer;
  if (isLoud(program, at.of.type)) return undefined;
  if (at.kind === "field") return { path: [...outer.path, at.index], isPayload: outer.isPayload };
  if (at.kind === "payload") return { path: [...outer.path, at.index], isPayload: true };
  return undefined;
}

/** The locals of `fn` that are views. */
export function viewsOf(program: MonoProgram, fn: MonoFn): ReadonlyMap<CoreLocal, View> {
  const views = new Map<CoreLocal, View>();
  eachExpr(fn.body, (expr) => {
    if (expr.kind === "Block") {
      for (const statement of expr.statements) {
        if (statement.kind !== "Let" || fn.locals[statement.local]?.isDeclared) continue;
        const { local: of, path } = partIn(program, statement.value) ?? {};
        if (of !== undefined && path !== undefined) {
          views.set(statement.local, { of, path, isPayload: false });
        }
      }
    } else if (expr.kind === "Match") {
      const { subject, arms } = expr.match;
      const leaves = leavesOf(expr);
      arms.forEach(({ bindings }, arm) => {
        const [leaf, ...others] = leaves.filter((one) => one.arm === arm);
        if (leaf === undefined || others.length > 0) return;
        bindings.forEach((local, i) => {
          const found = pathOf(program, leaf.bindings[i] as Occurrence<MonoTypeId>);
          if (found !== undefined) views.set(local, { of: subject, ...found });
        });
      });
    }
  });
  return views;
}

type Leaf = Extract<Expr<"Match">["match"]["tree"], { kind: "leaf" }>;

/** The leaves of the tree of a match, each once for each way to it. */
function leavesOf({ match }: Expr<"Match">): readonly Leaf[] {
  const found: Leaf[] = [];
  const queue = [match.tree];
  for (let tree = queue.pop(); tree !== undefined; tree = queue.pop()) {
    switch (tree.kind) {
      case "leaf":
        found.push(tree);
        if (tree.otherwise !== undefined) queue.push(tree.otherwise);
        break;
      case "variant":
      case "int":
      case "str":
        queue.push(...tree.cases.map(({ next }) => next));
        if (tree.default !== undefined) queue.push(tree.default);
        break;
      case "float":
      case "range":
      case "length":
        queue.push(tree.then, tree.else);
        break;
      case "unreachable":
        break;
      default:
        assertNever(tree, "mono");
    }
  }
  return found;
}

/** A local, or fields of what it has, when the expression is no more than that. */
export function partIn(
  program: MonoProgram,
  expr: MonoCoreExpr,
): { readonly local: CoreLocal; readonly path: readonly number[] } | undefined {
  if (expr.kind === "Local") return { local: expr.local, path: [] };
  if (expr.kind === "Retype") return partIn(program, expr.value);
  if (expr.kind !== "Field" || isLoud(program, expr.object.type)) return undefined;
  const outer = partIn(program, expr.object);
  return outer && { local: outer.local, path: [...outer.path, expr.index] };
}

/** Calls `visit` for every expression, each before those inside. */
function eachExpr(expr: MonoCoreExpr, visit: (expr: MonoCoreExpr) => void): void {
  visit(expr);
  for (const inner of innerOf(expr)) eachExpr(inner, visit);
}

/** The expressions directly inside. */
function innerOf(expr: MonoCoreExpr): readonly MonoCoreExpr[] {
  const operands = operandsOf(expr, () => []);
  if (operands !== undefined) return operands.map((operand) => operand.expr);
  switch (expr.kind) {
    case "Field":
    case "Payload":
      return [expr.object];
    case "Retype":
    case "DropValue":
    case "Return":
      return [expr.value];
    case "Break":
      return expr.value === undefined ? [] : [expr.value];
    case "Loop":
    case "Labeled":
      return [expr.body];
    case "Block":
      return [...expr.statements.map(({ value }) => value), expr.result];
    case "If":
      return [expr.condition, expr.then, expr.else];
    case "Match":
      return expr.match.arms.flatMap(({ guard, body }) =>
        guard === undefined ? [body] : [guard, body]
      );
    default:
      return [];
  }
}

/** Finds the parameters that functions take: each function again until nothing changes. */
export function keptParams(program: MonoProgram): Kept {
  const kept = new Map<MonoFnId, boolean[]>(
    program.fns.map((fn) => [fn.id, fn.params.map(() => false)]),
  );
  const known: Kept = (fn) => kept.get(fn) ?? [];
  const walks = program.fns.map((fn) => new TakenParams(program, fn, known));
  const drops = new Set(program.drops.values());
  for (let changed = true; changed;) {
    changed = false;
    for (const walk of walks) {
      const { id, params, locals } = walk.fn;
      if (drops.has(id)) continue;
      const marks = kept.get(id) ?? [];
      for (const local of walk.find()) {
        const at = params.indexOf(local);
        if (at < 0 || marks[at] === true || locals[local] === undefined) continue;
        marks[at] = true;
        changed = true;
      }
    }
  }
  return known;
}

/** The locals of a function that stand in places that take. */
class TakenParams {
  readonly #views: ReadonlyMap<CoreLocal, View>;
  #found = new Set<CoreLocal>();

  constructor(readonly program: MonoProgram, readonly fn: MonoFn, readonly kept: Kept) {
    this.#views = viewsOf(program, fn);
  }

  find(): ReadonlySet<CoreLocal> {
    this.#found = new Set();
    this.#walk(this.fn.body, "takes", undefined);
    return this.#found;
  }

  /** `by` is the operation whose operand it is. */
  #walk(expr: MonoCoreExpr, place: Place, by: MonoCoreExpr | undefined): void {
    const operands = operandsOf(expr, this.kept);
    if (operands !== undefined) {
      for (const operand of operands) {
        if (operand.expr.kind === "Closure") this.#takeCaptures(operand.expr, true);
        else this.#walk(operand.expr, operand.place, expr);
      }
      return;
    }
    switch (expr.kind) {
      case "Local":
      case "Field": {
        const part = partIn(this.program, expr);
        if (part === undefined) this.#walk(objectOf(expr), "looks", undefined);
        else if (place === "takes") this.#take(part.local, part.path.length > 0, by);
        return;
      }
      case "Payload":
        return this.#walk(expr.object, "looks", undefined);
      case "Retype":
        return this.#walk(expr.value, place, by);
      case "Closure":
        return this.#takeCaptures(expr, false);
      case "Block":
        for (const { kind, value } of expr.statements) {
          const isCopy = kind === "Expr" || value.kind === "Local" || value.kind === "Field";
          this.#walk(value, isCopy ? "looks" : "takes", undefined);
        }
        return this.#walk(expr.result, place, by);
      case "If": {
        const branches = [expr.then, expr.else];
        this.#walk(expr.condition, "looks", undefined);
        const joined = placeOfBranches(this.program, branches, place);
        for (const branch of branches) this.#walk(branch, joined, by);
        return;
      }
      case "Match": {
        const bodies = expr.match.arms.map(({ body }) => body);
        const joined = placeOfBranches(this.program, bodies, place);
        for (const { guard, body } of expr.match.arms) {
          if (guard !== undefined) this.#walk(guard, "looks", undefined);
          this.#walk(body, joined, by);
        }
        return;
      }
      default:
        for (const inner of innerOf(expr)) this.#walk(inner, "takes", undefined);
    }
  }

  /** A closure that is an operand leaves what it captures to the locals of the source. */
  #takeCaptures(closure: Expr<"Closure">, isOperand: boolean): void {
    for (const local of closure.captures) {
      const isLeft = isOperand && this.fn.locals[local]?.isDeclared === true;
      if (!isLeft) this.#take(local, false, closure);
    }
  }

  /** A field is taken out of a parameter only for a call, or for a new value of the same type. */
  #take(local: CoreLocal, isField: boolean, by: MonoCoreExpr | undefined): void {
    let at = local;
    let isPart = isField;
    let isPayload = false;
    for (let view = this.#views.get(at); view !== undefined; view = this.#views.get(at)) {
      isPart ||= view.path.length > 0;
      isPayload ||= view.isPayload;
      at = view.of;
    }
    const isTaken = !isPart || isPayload || by?.kind === "Call" || by?.kind === "Intrinsic" ||
      by?.kind === "CallValue" ||
      by?.kind === "Construct" && by.type === this.fn.locals[at]?.type;
    if (isTaken) this.#found.add(at);
  }
}

function objectOf(expr: Expr<"Local" | "Field">): MonoCoreExpr {
  return expr.kind === "Field" ? expr.object : expr;
}
