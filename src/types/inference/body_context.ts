/** The state of checking one body: side tables, scopes, and the worklist of what waits for a type. */
import type { Span } from "../../base/mod.ts";
import { CODES, type Diagnostic, type Diagnostics, type Label } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { isAboutNothing, paramNeedsType } from "../messages/errors_declare.ts";
import { typeMismatch, typeNotInferred } from "../messages/errors_infer.ts";
import { INT, VOID } from "../model/builtin.ts";
import type { FallibleLet } from "../model/forms.ts";
import type {
  Callee,
  Coercion,
  FnDef,
  Iteration,
  LocalDef,
  LocalId,
  ModuleScope,
  ParamDef,
  Resolution,
  Type,
  TypedBody,
  TypeVar,
} from "../model/model.ts";
import type { Program } from "../model/program.ts";
import type { TypeScope } from "../model/scope.ts";
import { ERROR_TYPE, isBuiltin, prune, someType } from "../model/type.ts";
import { Unifier } from "../model/unify.ts";
import { type HiddenTypes, openHidden } from "./hidden_types.ts";
import { decideOpenLiterals, type OpenBound, retryOpenBounds } from "./require_trait.ts";

/** What decides the expected type, for the related label of a mismatch. */
export type Why = Label;

/** A function body or the body of a lambda: what captures are counted against. */
export interface Frame {
  readonly parent?: Frame;
  /** Absent for the function itself. */
  readonly lambda?: ast.NodeId;
  readonly captures: Set<LocalId>;
  /** The expression of a `catch`, which is a function of its own too. */
  readonly isCatch: boolean;
}

/** A value that is piped into a step, and its type. */
export interface Piped {
  readonly type: Type;
  readonly value: ast.Expr;
}

/** What `?` leaves; it cannot leave a `catch`. */
export interface TryTarget {
  readonly kind: "function" | "lambda" | "try" | "catch";
  readonly type: Type;
  readonly span: Span;
}

/** A loop or labeled block that `break` and `continue` may leave. */
export interface JumpTarget {
  readonly parent?: JumpTarget;
  readonly node: ast.NodeId;
  readonly label?: string;
  readonly kind: "loop" | "while" | "do" | "yield" | "block";
  /** Type of the values of `break`; of the elements for `yield`. */
  readonly value: Type;
  /** How many `break`s lead here. */
  breaks: number;
}

/** Names of one block. A sealed scope is not added to, so that deferred work sees what it saw. */
interface Scope {
  readonly names: Map<string, LocalDef>;
  readonly parent?: Scope;
  isSealed: boolean;
}

/** Where in the body the checker stands. Immutable: nested parts make their own. */
export interface Env {
  readonly scope: Scope;
  readonly frame: Frame;
  readonly jumps?: JumpTarget;
  readonly tryTarget: TryTarget;
  /** The step of a `recurse` around: what makes `self(..)` a call of the function. */
  readonly recursion?: Recursion;
}

/** A `recurse`: the frame that it stands in, and whether it keeps results. */
export interface Recursion {
  readonly frame: Frame;
  readonly isMemo: boolean;
}

/** Work that needs the head of a type that is still a variable. */
interface Deferred {
  readonly on: Type;
  readonly env: Env;
  readonly need: Need;
  readonly run: (type: Type) => void;
  isDone: boolean;
}
export interface Need {
  readonly span: Span;
  /** What cannot be decided, for E2005: `the type of this receiver`. Absent: stays silent. */
  readonly what?: string;
  /** An int literal has no decided type yet: take `int`, or wait as for any other variable. */
  readonly literal: "isInt" | "waits";
  /** A guess when nothing else decides; true when it made progress. */
  readonly guess?: () => boolean;
}

/**
 * The recursion of inference. The files of single forms reach the parts of their form, and bodies that theirs needs first,
 * through it, so that none of them imports the others.
 */
export interface Inference {
  infer(cx: BodyContext, expr: ast.Expr, expected: Type | undefined): Type;
  check(cx: BodyContext, expr: ast.Expr, expected: Type, why: Why | undefined): Type;
  checkFunction(program: Program, fn: FnDef, diagnostics: Diagnostics): TypedBody;
}

export class BodyContext {
  readonly types = new Map<ast.NodeId, Type>();
  readonly resolutions = new Map<ast.NodeId, Resolution>();
  readonly conversions = new Map<ast.NodeId, Callee>();
  /** By the node of the value. */
  readonly coercions = new Map<ast.NodeId, Coercion>();
  /** Of `for` loops by trait, by the node of what is iterated. */
  readonly iterations = new Map<ast.NodeId, Iteration>();
  /** Of compound assignments, by the node of the target. */
  readonly assignOperators = new Map<ast.NodeId, Resolution>();
  /** Of indexes that are assigned by `IndexSet`. */
  readonly stores = new Map<ast.NodeId, Callee>();
  /** The indexes in targets of assignments, and whether they are read as well. */
  readonly assignedIndexes = new Map<ast.NodeId, boolean>();
  /** The types whose index is being checked, innermost last. */
  readonly indexed: Type[] = [];
  readonly captures = new Map<ast.NodeId, Set<LocalId>>();
  readonly jumpTargets = new Map<ast.NodeId, ast.NodeId>();
  readonly locals: LocalDef[] = [];
  /** The frame that owns each local. */
  readonly #frames: Frame[] = [];
  readonly unifier = new Unifier((variable, to) => this.#bound(variable, to));
  readonly #waiting = new Map<TypeVar, Deferred[]>();
  readonly #deferred: Deferred[] = [];
  #ready: Deferred[] = [];
  /** Int literals, for the range check once their type is known. */
  readonly intLiterals: { readonly value: bigint; readonly type: Type; readonly span: Span }[] = [];
  /** Variables that a use has to decide: parameters of lambdas, type arguments of calls. */
  readonly mustInfer: { readonly type: Type; readonly span: Span; readonly what: string }[] = [];
  /** Bounds that could not be decided yet. */
  openBounds: OpenBound[] = [];
  /** Checked when all types are known. */
  readonly fallibleLets: FallibleLet[] = [];
  /** Matches, for exhaustiveness after all types are known. */
  readonly matches: ast.ExprOf<"Match">[] = [];
  /** Types by name inside this body. */
  readonly typeScope: TypeScope;
  /** Names of `let`s whose value is being checked. */
  readonly pendingLets: string[] = [];
  readonly paramLocals = new Set<LocalId>();
  readonly loopLocals = new Set<LocalId>();
  /** What stands in front of the dot, of calls of the program's methods on variables and parts of them. */
  readonly receiverPlaces = new Map<ast.NodeId, ast.Expr>();
  /** Calls whose receiver is a value of its own, wherever it comes from. */
  readonly temporaryReceivers = new Set<ast.NodeId>();
  /** What is piped into the call with these arguments: it fills the parameter that they leave open. */
  readonly piped = new Map<readonly ast.Arg[], Piped>();
  /** The result that the body has to give, and the types behind `impl Trait`. */
  readonly hidden: HiddenTypes;
  errorCount = 0;
  env: Env;

  constructor(
    readonly program: Program,
    readonly module: ModuleScope,
    readonly fn: FnDef,
    readonly diagnostics: Diagnostics,
    readonly inference: Inference,
  ) {
    this.typeScope = program.typeScopeOf(fn);
    this.hidden = openHidden(fn, () => this.fresh());
    this.env = {
      scope: { names: new Map(), isSealed: false },
      frame: { captures: new Set(), isCatch: false },
      tryTarget: { kind: "function", type: this.hidden.result, span: fn.span },
    };
  }

  /** Why the expected type of the expression that is being checked is expected. */
  expectedBecause: Why | undefined;

  /** The type of `expr`. `expected` is a hint, which the result need not obey: see `check`. */
  infer(expr: ast.Expr, expected?: Type): Type {
    return this.inference.infer(this, expr, expected);
  }

  /**
   * Infers `expr` and demands `expected` of it. Gives the type that the context may go on with:
   * `Never` if the expression does not complete, else `expected`.
   */
  check(expr: ast.Expr, expected: Type, why?: Why): Type {
    return this.inference.check(this, expr, expected, why);
  }

  /** Checks the body of another function before this one goes on. */
  checkOther(fn: FnDef): void {
    this.inference.checkFunction(this.program, fn, this.diagnostics);
  }

  /** Reports an error; the result stands for the expression's type. */
  report(diagnostic: Diagnostic): Type {
    if (CODES[diagnostic.code].severity === "error") this.errorCount++;
    if (!isAboutNothing(diagnostic)) this.diagnostics.report(diagnostic);
    return ERROR_TYPE;
  }

  fresh(): TypeVar {
    return this.unifier.fresh();
  }

  unify(left: Type, right: Type): boolean {
    return this.unifier.unify(left, right);
  }

  setType(id: ast.NodeId, type: Type): Type {
    this.types.set(id, type);
    return type;
  }

  // --- Scopes ----------------------------------------------------------------------------------

  /** Runs `action` where `change` of the environment holds. */
  within<T>(change: Partial<Env>, action: () => T): T {
    const before = this.env;
    this.env = { ...before, ...change };
    const result = action();
    this.env = before;
    return result;
  }

  /** Runs `action` in a new block scope. */
  block<T>(action: () => T): T {
    return this.within({ scope: this.#childScope() }, action);
  }

  /** Runs `action` as the body of the lambda `node`. */
  lambda<T>(node: ast.NodeId, tryTarget: TryTarget, action: () => T): T {
    const frame: Frame = {
      parent: this.env.frame,
      lambda: node,
      captures: new Set(),
      isCatch: tryTarget.kind === "catch",
    };
    this.captures.set(node, frame.captures);
    const before = this.env;
    const { recursion } = before;
    const outer = recursion === undefined ? {} : { recursion };
    this.env = { scope: this.#childScope(), frame, tryTarget, ...outer };
    const result = action();
    this.env = before;
    return result;
  }

  #childScope(): Scope {
    return { names: new Map(), parent: this.env.scope, isSealed: false };
  }

  declare(name: string, type: Type, isMutable: boolean, span: Span): LocalDef {
    const local: LocalDef = { id: this.locals.length as LocalId, name, type, isMutable, span };
    this.locals.push(local);
    this.#frames.push(this.env.frame);
    if (this.env.scope.isSealed) this.env = { ...this.env, scope: this.#childScope() };
    this.env.scope.names.set(name, local);
    return local;
  }

  lookup(name: string): LocalDef | undefined {
    for (let scope: Scope | undefined = this.env.scope; scope !== undefined; scope = scope.parent) {
      const local = scope.names.get(name);
      if (local !== undefined) return local;
    }
    return undefined;
  }

  /** Names that are visible here, innermost first, for suggestions. */
  *visibleNames(): Iterable<string> {
    for (let scope: Scope | undefined = this.env.scope; scope !== undefined; scope = scope.parent) {
      yield* scope.names.keys();
    }
  }

  /** Notes that `local` is used here: each lambda between its owner and here captures it. */
  useLocal(local: LocalDef): void {
    const owner = this.#frames[local.id];
    for (
      let frame: Frame | undefined = this.env.frame;
      frame !== undefined && frame !== owner;
      frame = frame.parent
    ) frame.captures.add(local.id);
  }

  /** Whether `local` belongs to a function or lambda around the present one. */
  isCaptured(local: LocalDef): boolean {
    return this.#frames[local.id] !== this.env.frame;
  }

  // --- Waiting for types ----------------------------------------------------------------------

  /** Runs `run` with the pruned type: at once if its head is known, else as soon as it is. */
  whenKnown(type: Type, need: Need, run: (type: Type) => void): void {
    if (prune(type).kind === "var") this.settle();
    const t = this.#known(type, need);
    if (t !== undefined) {
      run(t);
      return;
    }
    for (let scope: Scope | undefined = this.env.scope; scope; scope = scope.parent) {
      if (scope.isSealed) break;
      scope.isSealed = true;
    }
    const deferred: Deferred = { on: type, env: this.env, need, run, isDone: false };
    this.#deferred.push(deferred);
    this.#wait(deferred);
  }

  /** The type that `run` gives once the head of `on` is known; a variable until then. */
  typeWhenKnown(on: Type, need: Need, run: (type: Type) => Type): Type {
    const known: { now?: Type; later?: TypeVar } = {};
    this.whenKnown(on, need, (type) => {
      const found = run(type);
      if (known.later === undefined) known.now = found;
      else this.#fill(known.later, found, need.span);
    });
    if (known.now !== undefined) return known.now;
    known.later = this.fresh();
    return known.later;
  }

  #fill(holder: TypeVar, found: Type, span: Span): void {
    if (isBuiltin(found, "Never")) this.unifier.makeDefaultable(holder);
    else if (!this.unify(holder, found)) this.report(typeMismatch(holder, found, span));
  }

  #known(type: Type, need: Need): Type | undefined {
    const t = prune(type);
    if (t.kind !== "var") return t;
    if (!t.isIntLiteral || need.literal === "waits") return undefined;
    this.unify(t, INT);
    return INT;
  }

  #wait(deferred: Deferred): void {
    const on = prune(deferred.on);
    if (on.kind !== "var") {
      this.#ready.push(deferred);
      return;
    }
    const list = this.#waiting.get(on);
    if (list === undefined) this.#waiting.set(on, [deferred]);
    else list.push(deferred);
  }

  #bound(variable: TypeVar, to: Type): void {
    const woken = this.#waiting.get(variable);
    if (woken === undefined) {
      if (to.kind === "var" && to.isIntLiteral) this.#wakeLiteral(to);
      return;
    }
    this.#waiting.delete(variable);
    this.#ready.push(...woken);
    if (to.kind === "var" && to.isIntLiteral) this.#wakeLiteral(to);
  }

  #wakeLiteral(variable: TypeVar): void {
    const woken = this.#waiting.get(variable);
    if (woken === undefined) return;
    this.#waiting.delete(variable);
    this.#ready.push(...woken);
  }

  /** Runs what has become known, until nothing more does. */
  settle(): void {
    while (this.#ready.length > 0) {
      const round = this.#ready;
      this.#ready = [];
      for (const deferred of round) this.#retry(deferred);
    }
  }

  #retry(deferred: Deferred): void {
    if (deferred.isDone) return;
    const type = this.#known(deferred.on, deferred.need);
    if (type === undefined) this.#wait(deferred);
    else this.#resume(deferred, type);
  }

  #resume(deferred: Deferred, type: Type): void {
    deferred.isDone = true;
    const before = this.env;
    this.env = deferred.env;
    deferred.run(type);
    this.env = before;
  }

  /** At the end of the body: decides by default what nothing else decided, and reports the rest. */
  settleAll(): void {
    let pending: readonly Deferred[];
    do {
      this.settle();
      pending = this.#deferred.filter((deferred) => !deferred.isDone);
    } while (pending.length > 0 && (retryOpenBounds(this) || this.#decideNext(pending)));
  }

  /** The weakest assumption that makes progress, applied in source order. */
  #decideNext(pending: readonly Deferred[]): boolean {
    return RULES.some((rule) => this.#decideBy(rule, pending)) || decideOpenLiterals(this) ||
      this.#decideBy(giveUp, pending);
  }

  #decideBy(rule: Rule, pending: readonly Deferred[]): boolean {
    let isProgress = false;
    for (const deferred of pending) {
      if (deferred.isDone || !rule(this, deferred)) continue;
      this.settle();
      isProgress = true;
      // What one error leaves undecided may be decided by a weaker rule now.
      if (rule === giveUp) return true;
    }
    return isProgress;
  }
}

type Rule = (cx: BodyContext, deferred: Deferred) => boolean;

const decideLiteral: Rule = (cx, deferred) => {
  const t = prune(deferred.on);
  return t.kind === "var" && t.isIntLiteral && cx.unify(t, INT);
};

const decideDefaultable: Rule = (cx, deferred) => {
  const t = prune(deferred.on);
  if (t.kind !== "var" || !cx.unifier.isDefaultable(t) || openParam(cx, t)) return false;
  return cx.unify(t, VOID);
};

const guess: Rule = (_cx, deferred) => deferred.need.guess?.() ?? false;

/** Before the elements of `[]` become `void`: what they are combined with may say more. */
const guessDefaultable: Rule = (cx, deferred) => {
  const t = prune(deferred.on);
  if (t.kind !== "var" || !cx.unifier.isDefaultable(t)) return false;
  return guess(cx, deferred) && prune(t).kind !== "var";
};

/** The parameter without a written type that `type`, a variable, is a part of. */
function openParam(cx: BodyContext, type: Type): ParamDef | undefined {
  if (cx.fn.openParams === undefined) return undefined;
  const wanted = prune(type);
  return cx.fn.params.find((param) => someType(param.type, (part) => part === wanted));
}

const giveUp: Rule = (cx, { on, need }) => {
  const param = openParam(cx, on);
  if (param !== undefined) cx.report(paramNeedsType(param, need.span));
  else if (need.what !== undefined) cx.report(typeNotInferred(need.span, need.what));
  return cx.unify(on, ERROR_TYPE);
};

const RULES: readonly Rule[] = [
  decideLiteral,
  guessDefaultable,
  decideDefaultable,
  guess,
];
