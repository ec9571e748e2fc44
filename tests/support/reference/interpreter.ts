/**
 * A small interpreter of monomorphic Core, as a voice of its own beside the engines: it shares the front end with them and
 * nothing after it. Values are immutable, nothing is counted, reused or moved. Programs with an impl of `Drop` run on `drops`,
 * which knows owners. It ends with `OutOfBudget` where a program computes long or recurses deeply.
 */
import { assertNever, type SourceMap } from "../../../src/base/mod.ts";
import type {
  CoreLabel,
  CoreLocal,
  CoreMatch,
  Decision,
  Occurrence,
} from "../../../src/canon/mod.ts";
import type { MonoCoreExpr, MonoFnId, MonoProgram, MonoTypeId } from "../../../src/mono/mod.ts";
import { applyIntrinsic, type World } from "./intrinsics.ts";
import { decide, fieldOf, partAt, variantNamed } from "./matches.ts";
import { applyPrim } from "./prims.ts";
import { toBytes } from "./texts.ts";
import { Closure, Compound, List, located, OutOfBudget, Panic, type Value } from "./values.ts";

type Scalar = bigint | number | boolean;
type Expr<K extends MonoCoreExpr["kind"]> = Extract<MonoCoreExpr, { kind: K }>;

type Control =
  | "Block"
  | "If"
  | "Match"
  | "Loop"
  | "Labeled"
  | "Break"
  | "Continue"
  | "Return"
  | "DropValue"
  | "Lambda"
  | "SourcePosition";

/** The locals of a call. */
type Frame = (Value | undefined)[];

/** A call in tail position, which the caller's loop makes: recursion in tail position takes no stack. */
class TailCall {
  constructor(readonly fn: MonoFnId, readonly args: readonly Value[]) {}
}

/** Thrown by `Break`, `Continue` and `Return`; `label` is absent for a return. */
class Jump {
  constructor(
    readonly kind: "break" | "continue" | "return",
    readonly label: CoreLabel | undefined,
    readonly value: Value | TailCall,
  ) {}
}

/** Nodes that a run may evaluate. */
const BUDGET = 1_000_000;

export class Interpreter {
  #left = BUDGET;

  constructor(
    readonly program: MonoProgram,
    readonly sources: SourceMap,
    readonly world: World,
  ) {}

  /** Calls a function; throws `Panic` or `OutOfBudget`. */
  run(id: MonoFnId, args: readonly Value[]): Value {
    return this.#call(id, args);
  }

  #call(id: MonoFnId, args: readonly Value[]): Value {
    let call = new TailCall(id, args);
    for (;;) {
      const result = this.#enter(call);
      if (!(result instanceof TailCall)) return result;
      call = result;
    }
  }

  #enter({ fn: id, args }: TailCall): Value | TailCall {
    const fn = this.program.fns[id];
    if (fn === undefined) throw new Error(`no function ${id}`);
    const frame: Frame = [];
    fn.params.forEach((param, i) => frame[param] = args[i] as Value);
    try {
      return this.#last(frame, fn.body);
    } catch (thrown) {
      if (thrown instanceof Jump && thrown.kind === "return") return thrown.value;
      throw thrown;
    }
  }

  /** Evaluates an expression in tail position. */
  #last(frame: Frame, expr: MonoCoreExpr): Value | TailCall {
    switch (expr.kind) {
      case "Call":
        return new TailCall(expr.callee, this.#all(frame, expr.args));
      case "CallValue":
        return this.#valueCall(frame, expr);
      case "Block":
        this.#statements(frame, expr);
        return this.#last(frame, expr.result);
      case "If":
        return this.#last(frame, this.#eval(frame, expr.condition) ? expr.then : expr.else);
      case "Match":
        return this.#last(frame, this.#arm(frame, expr.match));
      default:
        return this.#eval(frame, expr);
    }
  }

  #eval(frame: Frame, expr: MonoCoreExpr): Value {
    if (this.#left-- <= 0) throw new OutOfBudget("long");
    switch (expr.kind) {
      case "Int":
      case "Float":
        return expr.value;
      case "Bool":
        return expr.value;
      case "Str":
        return toBytes(expr.value);
      case "Unit":
        return null;
      case "Local":
        return this.#local(frame, expr.local);
      case "FnValue":
        return new Closure(expr.callee, []);
      case "Closure":
        return new Closure(expr.callee, expr.captures.map((local) => this.#local(frame, local)));
      case "Call":
        return this.#call(expr.callee, this.#all(frame, expr.args));
      case "CallValue": {
        const { fn, args } = this.#valueCall(frame, expr);
        return this.#call(fn, args);
      }
      case "Prim": {
        const args = this.#all(frame, expr.args) as Scalar[];
        return located(this.sources, expr.span, () => applyPrim(expr.op, args));
      }
      case "Intrinsic": {
        const args = this.#all(frame, expr.args);
        return located(this.sources, expr.span, () => applyIntrinsic(expr.name, args, this.world));
      }
      case "Construct":
        return new Compound(expr.variant ?? 0, this.#all(frame, expr.args));
      case "ListLit":
        return new List(this.#all(frame, expr.elements));
      case "Field":
      case "Payload":
        return fieldOf(this.#eval(frame, expr.object), expr.index);
      case "Retype":
        return this.#eval(frame, expr.value);
      case "Catch":
        return this.#catch(frame, expr);
      default:
        return this.#control(frame, expr);
    }
  }

  #control(frame: Frame, expr: Expr<Control>): Value {
    switch (expr.kind) {
      case "Block":
        this.#statements(frame, expr);
        return this.#eval(frame, expr.result);
      case "If":
        return this.#eval(frame, this.#eval(frame, expr.condition) ? expr.then : expr.else);
      case "Match":
        return this.#eval(frame, this.#arm(frame, expr.match));
      case "Loop":
        return this.#loop(frame, expr);
      case "Labeled":
        return this.#labeled(frame, expr.label, expr.body);
      case "Break": {
        const value = expr.value === undefined ? null : this.#eval(frame, expr.value);
        throw new Jump("break", expr.label, value);
      }
      case "Continue":
        throw new Jump("continue", expr.label, null);
      case "Return":
        throw new Jump("return", undefined, this.#last(frame, expr.value));
      case "DropValue":
        this.#eval(frame, expr.value);
        return null;
      case "Lambda":
      case "SourcePosition":
        throw new Error(`${expr.kind} in monomorphic Core`);
      default:
        return assertNever(expr, "mono");
    }
  }

  #local(frame: Frame, local: CoreLocal): Value {
    const value = frame[local];
    if (value === undefined) throw new Error(`local ${local} is read before its definition`);
    return value;
  }

  #all(frame: Frame, exprs: readonly MonoCoreExpr[]): Value[] {
    return exprs.map((expr) => this.#eval(frame, expr));
  }

  #valueCall(frame: Frame, expr: Expr<"CallValue">): TailCall {
    const closure = this.#eval(frame, expr.fn);
    if (!(closure instanceof Closure)) throw new Error("a call of what is no function");
    return new TailCall(closure.fn, [...closure.captures, ...this.#all(frame, expr.args)]);
  }

  #catch(frame: Frame, expr: Expr<"Catch">): Value {
    const thunk = this.#eval(frame, expr.thunk);
    if (!(thunk instanceof Closure)) throw new Error("a catch of what is no function");
    try {
      return new Compound(variantNamed(this.program.types, expr.type, "Ok"), [
        this.#call(thunk.fn, thunk.captures),
      ]);
    } catch (thrown) {
      if (!(thrown instanceof Panic)) throw thrown;
      this.world.caught = thrown;
      return new Compound(variantNamed(this.program.types, expr.type, "Err"), [
        toBytes(thrown.message),
      ]);
    }
  }

  #statements(frame: Frame, { statements }: Expr<"Block">): void {
    for (const statement of statements) {
      const value = this.#eval(frame, statement.value);
      if (statement.kind !== "Expr") frame[statement.local] = value;
    }
  }

  #loop(frame: Frame, { label, body }: Expr<"Loop">): Value {
    for (;;) {
      try {
        this.#eval(frame, body);
      } catch (thrown) {
        if (!(thrown instanceof Jump) || thrown.label !== label) throw thrown;
        if (thrown.kind === "break") return thrown.value as Value;
      }
    }
  }

  #labeled(frame: Frame, label: CoreLabel, body: MonoCoreExpr): Value {
    try {
      return this.#eval(frame, body);
    } catch (thrown) {
      if (!(thrown instanceof Jump) || thrown.label !== label) throw thrown;
      return thrown.value as Value;
    }
  }

  // --- Matches -----------------------------------------------------------------------------------

  /** The body of the arm that matches, with its bindings defined. */
  #arm(frame: Frame, match: CoreMatch<MonoTypeId, MonoFnId>): MonoCoreExpr {
    const subject = this.#local(frame, match.subject);
    let tree: Decision<MonoTypeId> | undefined = match.tree;
    for (;;) {
      if (tree === undefined) throw new Error("a match without a case");
      if (tree.kind !== "leaf") {
        tree = decide(tree, subject);
        continue;
      }
      const arm: CoreMatch<MonoTypeId, MonoFnId>["arms"][number] | undefined = match.arms[tree.arm];
      if (arm === undefined) throw new Error(`no arm ${tree.arm}`);
      const { bindings } = tree;
      arm.bindings.forEach((local, i) => {
        frame[local] = partAt(bindings[i] as Occurrence<MonoTypeId>, subject);
      });
      if (arm.guard === undefined || this.#eval(frame, arm.guard)) return arm.body;
      tree = tree.otherwise;
    }
  }
}
