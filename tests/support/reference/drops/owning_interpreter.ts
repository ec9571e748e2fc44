/**
 * An interpreter of monomorphic Core that knows who owns each value: locals until the end of their scopes, operands until the
 * operation that takes them, and nobody after a value was handed on. It follows docs/drop-order.md, and shares nothing with the
 * stages that place releases. What the page does not define, or what it takes a flow analysis to tell, is `NotModelled`.
 */
import type { SourceMap } from "../../../../src/base/mod.ts";
import type { CoreLabel, CoreLocal, Decision, Occurrence } from "../../../../src/canon/mod.ts";
import type {
  MonoCoreExpr,
  MonoFn,
  MonoFnId,
  MonoProgram,
  MonoTypeId,
} from "../../../../src/mono/mod.ts";
import type { IntrinsicName } from "../../../../src/operations/mod.ts";
import { applyIntrinsic, type World } from "../intrinsics.ts";
import { decide, fieldOf, partAt, variantNamed } from "../matches.ts";
import { applyPrim } from "../prims.ts";
import { toBytes } from "../texts.ts";
import { Closure, Compound, List, located, OutOfBudget, Panic, type Value } from "../values.ts";
import { type Frame, Held, type Known, type Owner } from "./held.ts";
import { Locals } from "./locals.ts";
import { LastUses } from "./last_uses.ts";
import {
  type Expr,
  isLoud,
  type Kept,
  keptParams,
  operandsOf,
  partIn,
  type Place,
  viewsOf,
} from "./places.ts";
import { Loud, NotModelled, References } from "./releases.ts";

/** Nodes that a run may evaluate. */
const BUDGET = 1_000_000;

/** Change a list in place, or leave holes in it. */
const UNCHECKED: ReadonlySet<IntrinsicName> = new Set<IntrinsicName>([
  "list_take",
  "list_put",
  "list_own",
  "list_holes",
  "list_move",
  "cell_swap",
]);

/** Thrown by `Break`, `Continue` and `Return`; `label` is absent for a return. */
class Jump {
  constructor(
    readonly kind: "break" | "continue" | "return",
    readonly label: CoreLabel | undefined,
    readonly value: Value,
  ) {}
}

/** An operand, evaluated. */
interface Slot {
  readonly value: Value;
  readonly owner?: Owner;
}

interface Argument {
  readonly value: Value;
  /** Who has it, when the call may take it from there. */
  readonly owner?: Owner | undefined;
}

export class OwningInterpreter {
  readonly #kept: Kept;
  readonly #references: References;
  readonly #held: Held;
  readonly #locals: Locals;
  readonly #known = new Map<MonoFnId, Known>();
  #left = BUDGET;

  constructor(
    readonly program: MonoProgram,
    readonly sources: SourceMap,
    readonly world: World,
  ) {
    this.#kept = keptParams(program);
    this.#references = new References(program, (value, type) => this.#destroy(value, type));
    this.#held = new Held(this.#references);
    this.#locals = new Locals(program, this.#references);
  }

  /** Calls `@main`; throws `Panic`, `NotModelled` or `OutOfBudget`. */
  run(id: MonoFnId, args: readonly Value[]): Value {
    try {
      return this.#call(id, args.map((value) => ({ value })));
    } catch (thrown) {
      if (thrown instanceof Panic) this.#held.leaveTo(0);
      throw thrown;
    }
  }

  #destroy(value: Loud, type: MonoTypeId): void {
    const fn = this.program.drops.get(type);
    if (fn === undefined) throw new Error("no drop");
    try {
      this.#call(fn, [{ value }]);
    } catch (thrown) {
      throw thrown instanceof Panic ? new NotModelled("a panic in a drop") : thrown;
    }
  }

  // --- Calls -------------------------------------------------------------------------------------

  #knownOf(id: MonoFnId): Known {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const fn = this.program.fns[id];
    if (fn === undefined) throw new Error(`no function ${id}`);
    const views = viewsOf(this.program, fn);
    const made = { fn, views, uses: new LastUses(this.program, fn, views, this.#kept) };
    this.#known.set(id, made);
    return made;
  }

  /** Calls a function. It becomes the owner of what it takes; the rest stays with who has it. */
  #call(id: MonoFnId, args: readonly Argument[]): Value {
    const depth = this.#held.depth;
    const known = this.#knownOf(id);
    const frame: Frame = { ...known, values: [], owners: new Map(), copied: new Set() };
    const marks = this.#kept(id);
    known.fn.params.forEach((param, i) => {
      const { value = null, owner } = args[i] ?? {};
      frame.values[param] = value;
      if (marks[i] === true && owner !== undefined) this.#held.local(frame, param);
    });
    let result: Value;
    try {
      result = this.#own(frame, known.fn.body);
    } catch (thrown) {
      if (!(thrown instanceof Jump) || thrown.kind !== "return") throw thrown;
      result = thrown.value;
    }
    this.#held.leaveTo(depth);
    return result;
  }

  /** A function value takes its arguments, and lends what it holds. */
  #callClosure({ fn, captures }: Closure, args: readonly Owner[]): Value {
    const depth = this.#held.depth;
    const marks = this.#kept(fn);
    const given = captures.map((value, i): Argument => {
      if (marks[i] !== true) return { value };
      const type = this.#paramType(fn, i);
      this.#references.retain(value, type);
      return { value, owner: { type, isOperand: true, value, isGone: false } };
    });
    args.forEach((owner, i) => {
      if (marks[captures.length + i] === true) this.#held.take(owner);
      given.push({ value: owner.value, owner });
    });
    const result = this.#call(fn, given);
    this.#held.leaveTo(depth);
    return result;
  }

  #paramType(id: MonoFnId, index: number): MonoTypeId {
    const fn = this.program.fns[id] as MonoFn;
    return fn.locals[fn.params[index] as CoreLocal]?.type as MonoTypeId;
  }

  // --- Expressions -------------------------------------------------------------------------------

  /** Evaluates to a value that belongs to who asks. */
  #own(frame: Frame, expr: MonoCoreExpr): Value {
    if (this.#left-- <= 0) throw new OutOfBudget("long");
    const operands = operandsOf(expr, this.#kept);
    if (operands !== undefined) return this.#operate(frame, expr, operands);
    switch (expr.kind) {
      case "Int":
      case "Float":
      case "Bool":
        return expr.value;
      case "Str":
        return toBytes(expr.value);
      case "Unit":
        return null;
      case "FnValue":
        return new Closure(expr.callee, []);
      case "Closure":
        return this.#locals.closure(frame, expr, false);
      case "Local":
      case "Field":
      case "Payload":
        return this.#part(frame, expr);
      case "Retype":
        return this.#own(frame, expr.value);
      case "Block":
        return this.#block(frame, expr);
      case "If":
        return this.#own(frame, this.#own(frame, expr.condition) ? expr.then : expr.else);
      case "Match":
        return this.#match(frame, expr);
      case "Loop":
        return this.#loop(frame, expr);
      case "Labeled":
        return this.#labeled(frame, expr);
      case "Break":
        throw new Jump(
          "break",
          expr.label,
          expr.value === undefined ? null : this.#own(frame, expr.value),
        );
      case "Continue":
        throw new Jump("continue", expr.label, null);
      case "Return":
        throw new Jump("return", undefined, this.#own(frame, expr.value));
      case "DropValue":
        this.#references.release(this.#own(frame, expr.value), expr.value.type);
        return null;
      default:
        throw new Error(`${expr.kind} in monomorphic Core`);
    }
  }

  /** A local or a part of something, as a value of its own. */
  #part(frame: Frame, expr: Expr<"Local" | "Field" | "Payload">): Value {
    const part = partIn(this.program, expr);
    if (part !== undefined) return this.#locals.handOn(frame, expr, part);
    const seen = this.#locals.look(frame, expr);
    if (seen !== undefined) {
      this.#references.retain(seen, expr.type);
      return seen;
    }
    // A path of fields is one read: the rest of the whole goes when it is done.
    const { base, way } = pathTo(expr);
    const whole = this.#own(frame, base);
    const value = way.reduce(fieldOf, whole);
    this.#references.retain(value, expr.type);
    this.#references.release(whole, base.type);
    return value;
  }

  // --- Operations --------------------------------------------------------------------------------

  #operate(
    frame: Frame,
    expr: MonoCoreExpr,
    operands: NonNullable<ReturnType<typeof operandsOf>>,
  ): Value {
    const depth = this.#held.depth;
    const early = operands.map((operand) => this.#early(frame, operand.expr, operand.place));
    const used: Owner[] = [];
    const slots = operands.map(({ expr: operand, place }, i): Slot => {
      const slot = early[i];
      if (slot !== undefined) return slot;
      if (operand.kind !== "Local") throw new Error("an operand without a value");
      if (place === "takes") {
        const isLent = expr.kind === "CallValue" && isLoud(this.program, operand.type);
        const value = this.#locals.handOn(
          frame,
          operand,
          { local: operand.local, path: [] },
          isLent,
        );
        return { value, owner: this.#held.operand(value, operand.type) };
      }
      const owner = frame.owners.get(operand.local);
      if (owner?.isOperand && frame.uses.isLast(operand)) used.push(owner);
      return { value: this.#locals.local(frame, operand.local) };
    });
    const result = this.#apply(expr, slots, operands.map(({ place }) => place));
    this.#held.leaveOperands(depth, used);
    return result;
  }

  /** An operand that is evaluated where it stands; a local is read by the operation. */
  #early(frame: Frame, expr: MonoCoreExpr, place: Place): Slot | undefined {
    if (expr.kind === "Local") return undefined;
    if (expr.kind === "Closure") {
      const value = this.#locals.closure(frame, expr, true);
      return { value, owner: this.#held.operand(value, expr.type) };
    }
    const seen = place === "looks" ? this.#locals.look(frame, expr) : undefined;
    if (seen !== undefined) return { value: seen };
    const value = this.#own(frame, expr);
    return { value, owner: this.#held.operand(value, expr.type) };
  }

  #apply(expr: MonoCoreExpr, slots: readonly Slot[], places: readonly Place[]): Value {
    const values = slots.map(({ value }) => value);
    const taken = slots.flatMap(({ owner }, i) =>
      owner !== undefined && places[i] === "takes" ? [owner] : []
    );
    switch (expr.kind) {
      case "Call":
        for (const owner of taken) this.#held.take(owner);
        return this.#call(
          expr.callee,
          slots.map(({ value, owner }, i) => places[i] === "takes" ? { value, owner } : { value }),
        );
      case "CallValue": {
        const [closure] = values;
        if (!(closure instanceof Closure)) throw new Error("a call of what is no function");
        return this.#callClosure(closure, taken);
      }
      case "Catch":
        return this.#catch(expr, values[0] ?? null);
      case "Prim":
        return located(
          this.sources,
          expr.span,
          () => applyPrim(expr.op, values as (bigint | number)[]),
        );
      case "Intrinsic":
        return this.#intrinsic(expr, values, taken);
      case "Construct": {
        for (const owner of taken) this.#held.take(owner);
        const variant = expr.variant ?? 0;
        return isLoud(this.program, expr.type)
          ? new Loud(variant, values)
          : new Compound(variant, values);
      }
      case "ListLit":
        for (const owner of taken) this.#held.take(owner);
        return new List(values);
      default:
        throw new Error(`${expr.kind} is no operation`);
    }
  }

  #intrinsic(expr: Expr<"Intrinsic">, values: readonly Value[], taken: readonly Owner[]): Value {
    const isSilent = expr.typeArgs.every((type) => !this.#references.reaches(type));
    if (!isSilent && UNCHECKED.has(expr.name)) throw new NotModelled(expr.name);
    const result = located(
      this.sources,
      expr.span,
      () => applyIntrinsic(expr.name, values, this.world),
    );
    this.#references.retain(result, expr.type);
    for (const owner of taken.toReversed()) {
      this.#held.take(owner);
      this.#held.release(owner);
    }
    return result;
  }

  #catch(expr: Expr<"Catch">, thunk: Value): Value {
    if (!(thunk instanceof Closure)) throw new Error("a catch of what is no function");
    const depth = this.#held.depth;
    try {
      return new Compound(variantNamed(this.program.types, expr.type, "Ok"), [
        this.#callClosure(thunk, []),
      ]);
    } catch (thrown) {
      if (!(thrown instanceof Panic)) throw thrown;
      this.#held.leaveTo(depth);
      this.world.caught = thrown;
      return new Compound(variantNamed(this.program.types, expr.type, "Err"), [
        toBytes(thrown.message),
      ]);
    }
  }

  // --- Scopes ------------------------------------------------------------------------------------

  #block(frame: Frame, { statements, result }: Expr<"Block">): Value {
    const depth = this.#held.depth;
    for (const statement of statements) {
      if (statement.kind === "Expr") this.#discard(frame, statement.value);
      else if (statement.kind === "Let") this.#let(frame, statement.local, statement.value);
      else this.#assign(frame, statement.local, statement.value);
    }
    const value = this.#own(frame, result);
    this.#held.leaveTo(depth);
    return value;
  }

  #discard(frame: Frame, expr: MonoCoreExpr): void {
    if (this.#locals.look(frame, expr) !== undefined) return;
    this.#references.release(this.#own(frame, expr), expr.type);
  }

  #let(frame: Frame, local: CoreLocal, expr: MonoCoreExpr): void {
    if (frame.views.has(local)) {
      frame.values[local] = this.#locals.look(frame, expr) ?? null;
      return;
    }
    frame.values[local] = this.#copyOrOwn(frame, local, expr);
    this.#held.local(frame, local);
  }

  #copyOrOwn(frame: Frame, local: CoreLocal, expr: MonoCoreExpr): Value {
    const copied = this.#locals.copy(frame, local, expr);
    return copied === undefined ? this.#own(frame, expr) : copied;
  }

  #assign(frame: Frame, local: CoreLocal, expr: MonoCoreExpr): void {
    const value = this.#copyOrOwn(frame, local, expr);
    const type = frame.fn.locals[local]?.type as MonoTypeId;
    if (this.#references.reaches(type)) {
      const owner = frame.owners.get(local);
      if (owner === undefined) throw new NotModelled("an assignment to what another has");
      if ([...frame.views.values()].some(({ of }) => of === local)) {
        throw new NotModelled("an assignment to what has views");
      }
      this.#held.release(owner);
      owner.isGone = false;
    }
    frame.values[local] = value;
  }

  #loop(frame: Frame, { label, body }: Expr<"Loop">): Value {
    const depth = this.#held.depth;
    for (;;) {
      try {
        this.#own(frame, body);
      } catch (thrown) {
        if (!(thrown instanceof Jump) || thrown.label !== label) throw thrown;
        this.#held.leaveTo(depth);
        if (thrown.kind === "break") return thrown.value;
      }
    }
  }

  #labeled(frame: Frame, { label, body }: Expr<"Labeled">): Value {
    const depth = this.#held.depth;
    try {
      return this.#own(frame, body);
    } catch (thrown) {
      if (!(thrown instanceof Jump) || thrown.label !== label) throw thrown;
      this.#held.leaveTo(depth);
      return thrown.value;
    }
  }

  #match(frame: Frame, { match }: Expr<"Match">): Value {
    const subject = this.#locals.local(frame, match.subject);
    const depth = this.#held.depth;
    let tree: Decision<MonoTypeId> | undefined = match.tree;
    for (;;) {
      if (tree === undefined) throw new Error("a match without a case");
      if (tree.kind !== "leaf") {
        tree = decide(tree, subject);
        continue;
      }
      const { bindings, arm: index, otherwise }: typeof tree = tree;
      const arm = match.arms[index];
      if (arm === undefined) throw new Error(`no arm ${index}`);
      arm.bindings.forEach((local, i) => {
        const value = partAt(bindings[i] as Occurrence<MonoTypeId>, subject);
        frame.values[local] = value;
        if (frame.views.has(local)) return;
        this.#references.retain(value, frame.fn.locals[local]?.type as MonoTypeId);
        this.#held.local(frame, local);
      });
      this.#locals.requireWhole(frame, arm.bindings);
      if (arm.guard === undefined || this.#own(frame, arm.guard)) {
        const value = this.#own(frame, arm.body);
        this.#held.leaveTo(depth);
        return value;
      }
      this.#held.leaveTo(depth);
      tree = otherwise;
    }
  }
}

/** What fields are read of, and the way from there to the part. */
function pathTo(
  expr: MonoCoreExpr,
): { readonly base: MonoCoreExpr; readonly way: readonly number[] } {
  if (expr.kind !== "Field" && expr.kind !== "Payload") return { base: expr, way: [] };
  const { base, way } = pathTo(expr.object);
  return { base, way: [...way, expr.index] };
}
