/** State of desugaring one body: its locals, labels and lambdas, and where its jumps go. */
import { InternalError, type SourceMap, type Span } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import type { LocalId, ParamDef, Program, Resolution, Type, TypedBody } from "../types/mod.ts";
import { letStmt } from "./build.ts";
import type { Hold } from "./chains.ts";
import type { CoreLabel, CoreLocal, CoreLocalDef } from "./core.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";

/** Describes how to compile a `break` or `continue` to a loop or labelled block. */
export interface JumpTarget {
  /** Where `break` goes. */
  readonly breakLabel: CoreLabel;
  /** Whether the target's value is that of its breaks: `loop` and blocks, not `for` and `while`. */
  readonly takesValue: boolean;
  /** `for .. yield`: adds a value to the result. */
  readonly yieldTo: ((value: CanonExpr) => CanonStmt) | undefined;
  /** Ends the iteration; each clause of a `for` sets it again. */
  next: NextTurn | undefined;
}
/** The way to start the next iteration of a loop. */
export type NextTurn =
  | { readonly kind: "continue"; readonly label: CoreLabel }
  /** Leaves a `Labeled` around the body of the iteration, which exists only if `isUsed`. */
  | { readonly kind: "leave"; readonly label: CoreLabel; isUsed: boolean };

/** The construct that `?` leaves: a function or lambda, or with `label` a `try` block of type `type`. */
export interface TryTarget {
  readonly type: Type;
  readonly label?: CoreLabel;
  /** In a mutating method, the value of `self` that is returned with the result. */
  readonly self?: CoreLocal;
}

/** A function or lambda under construction: the locals of the outer frames that it reads, in order of first use. */
interface Frame {
  /** The targets of `?`, innermost last; the first is the function or lambda itself. */
  readonly tryTargets: TryTarget[];
  readonly captures: Set<CoreLocal>;
}

/** Number of assignments to a local found so far. */
export interface Assignments {
  readonly all: number;
  readonly statements: number;
}

/**
 * Desugars one expression of any kind. The files for single constructs reach each other through it alone, so that none of
 * them imports another for the sake of what stands inside.
 */
export type CanonDispatch = (cx: CanonContext, expr: ast.Expr) => CanonExpr;

export class CanonContext {
  readonly locals: CoreLocalDef<Type>[] = [];
  readonly jumps = new Map<ast.NodeId, JumpTarget>();
  /** For `#`: the indexed objects around the expression at hand, innermost last. */
  readonly indexed: { readonly length: () => CanonExpr }[] = [];
  /** In the step of a `recurse` with `memo`: the results known so far. */
  memoCache: CoreLocal | undefined;
  /** The values of the parts of chains, by part. */
  readonly heldParts = new Map<ast.NodeId, CanonExpr>();
  readonly #coreLocals: (CoreLocal | undefined)[] = [];
  /** Number of the frame in which each local is defined. */
  readonly #frameOf: number[] = [];
  /** Assignments found so far, by local. */
  readonly #assignments: Assignments[] = [];
  readonly #frames: Frame[];
  readonly #dispatch: CanonDispatch;
  #labelCount = 0;

  constructor(
    readonly program: Program,
    readonly body: TypedBody,
    readonly sources: SourceMap,
    result: Type,
    dispatch: CanonDispatch,
  ) {
    this.#dispatch = dispatch;
    this.#frames = [{ tryTargets: [{ type: result }], captures: new Set() }];
  }

  /** The Core of an expression inside the one at hand. */
  expr(expr: ast.Expr): CanonExpr {
    return this.#dispatch(this, expr);
  }

  /** The part of a chain that `expr` stands for. */
  heldPart(expr: ast.ExprOf<"Held">): CanonExpr {
    const part = this.heldParts.get(expr.of);
    if (part === undefined) throw this.bug("a part of no chain", expr.span);
    return part;
  }

  // --- Types and meanings -----------------------------------------------------------------------

  typeOf(id: ast.NodeId): Type {
    return this.body.facts.typeOf(id);
  }

  resolution(id: ast.NodeId): Resolution | undefined {
    return this.body.facts.resolutions.get(id);
  }

  /** The construct that `?` leaves here. */
  get tryTarget(): TryTarget {
    return this.#frames.at(-1)?.tryTargets.at(-1) as TryTarget;
  }

  /** Runs `make` for the body of a `try` block. */
  inTry<R>(target: TryTarget, make: () => R): R {
    const { tryTargets } = this.#frames.at(-1) as Frame;
    tryTargets.push(target);
    const made = make();
    tryTargets.pop();
    return made;
  }

  /** From here on, the result of the function goes back together with the value of `self`. */
  giveBack(self: CoreLocal): void {
    const { tryTargets } = this.#frames[0] as Frame;
    tryTargets[0] = { ...tryTargets[0] as TryTarget, self };
  }

  /** An error of ori: the checker let pass what it should have reported. */
  bug(message: string, span: Span): InternalError {
    return new InternalError(message, { stage: "canon", fn: this.body.fn.name, span });
  }

  // --- Locals -------------------------------------------------------------------------------------

  /** A local that the source does not name. */
  fresh(name: string, type: Type, isMutable = false): CoreLocal {
    this.locals.push({ name, type, isMutable });
    this.#frameOf.push(this.#frames.length - 1);
    return (this.locals.length - 1) as CoreLocal;
  }

  /** Introduces the Core local of a local of the source, at its definition. */
  define(id: LocalId): CoreLocal {
    const def = this.body.locals[id];
    if (def === undefined) throw this.bug(`no local ${id}`, this.body.fn.span);
    const isChanged = def.name === "self" && this.program.selfChanges.isChanged(this.body.fn);
    const local = this.fresh(def.name, def.type, def.isMutable || isChanged);
    this.locals[local] = { ...this.locals[local] as CoreLocalDef<Type>, isDeclared: true };
    this.#coreLocals[id] = local;
    return local;
  }

  /** The Core local that holds a local of the source. */
  coreLocal(id: LocalId, span: Span): CoreLocal {
    const local = this.#coreLocals[id];
    if (local === undefined) throw this.bug(`local ${id} is used before its definition`, span);
    return local;
  }

  /** Introduces the Core local of the parameter `index` of the function of this body. */
  defineParam(param: ParamDef, index: number): CoreLocal {
    const id = this.body.params[index];
    return id === undefined ? this.fresh(param.name, param.type) : this.define(id);
  }

  isDefined(id: LocalId): boolean {
    return this.#coreLocals[id] !== undefined;
  }

  /** A read of `local`; lambdas between here and its definition capture it. */
  read(local: CoreLocal, span: Span): CanonExpr {
    this.capture(local);
    return { kind: "Local", local, type: this.typeOfLocal(local), span };
  }

  /** Notes that the code at hand uses `local`. */
  capture(local: CoreLocal): void {
    const home = this.#frameOf[local] ?? 0;
    for (let i = this.#frames.length - 1; i > home; i--) this.#frames[i]?.captures.add(local);
  }

  /** Notes an assignment to `local` or a part of it: a statement of the source, or what a call of a method gives back. */
  noteAssigned(local: CoreLocal, by: "statement" | "method"): void {
    const { all, statements } = this.assignmentsOf(local);
    const isStatement = by === "statement";
    this.#assignments[local] = { all: all + 1, statements: statements + (isStatement ? 1 : 0) };
  }

  /** Counts calls of `noteAssigned`: code assigns `local` if the count changes while canon compiles it. */
  assignmentsOf(local: CoreLocal): Assignments {
    return this.#assignments[local] ?? { all: 0, statements: 0 };
  }

  typeOfLocal(local: CoreLocal): Type {
    return (this.locals[local] as CoreLocalDef<Type>).type;
  }

  /** Evaluates `value` here, and gives something that may be read any number of times. */
  hold(value: CanonExpr, name: string, statements: CanonStmt[]): () => CanonExpr {
    if (this.isStable(value)) {
      return () => {
        if (value.kind === "Local") this.capture(value.local);
        return value;
      };
    }
    const local = this.fresh(name, value.type);
    statements.push(letStmt(local, value));
    return () => this.read(local, value.span);
  }

  /** Likewise for an operand of an operation that follows: a jump between the two releases it. */
  holdOperand(value: CanonExpr, name: string, statements: CanonStmt[]): CanonExpr {
    const count = this.locals.length;
    const held = this.hold(value, name, statements)();
    const def = this.locals[count];
    if (def !== undefined) this.locals[count] = { ...def, isOperand: true };
    return held;
  }

  /** How a long chain of operations at `span` holds what it has so far. */
  chain(span: Span): { readonly hold: Hold; readonly span: Span } {
    return { hold: (value, statements) => this.holdOperand(value, "so_far", statements), span };
  }

  /** Whether `value` costs nothing, has no effect and is the same whenever it is evaluated. */
  isStable(value: CanonExpr): boolean {
    switch (value.kind) {
      case "Int":
      case "Float":
      case "Bool":
      case "Str":
      case "Unit":
      case "FnValue":
        return true;
      case "Local":
        return !(this.locals[value.local] as CoreLocalDef<Type>).isMutable;
      default:
        return false;
    }
  }

  // --- Labels and lambdas ----------------------------------------------------------------------

  freshLabel(): CoreLabel {
    return this.#labelCount++ as CoreLabel;
  }

  /** Runs `make` for the body of a lambda; gives its result and what the lambda captures. */
  inLambda<R>(result: Type, make: () => R): { readonly made: R; readonly captures: CoreLocal[] } {
    const frame: Frame = { tryTargets: [{ type: result }], captures: new Set() };
    this.#frames.push(frame);
    const made = make();
    this.#frames.pop();
    return { made, captures: [...frame.captures] };
  }
}
