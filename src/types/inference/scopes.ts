/** The names that are visible in a body, and what encloses the place that is being checked. */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import type { LocalDef, LocalId, TraitDef, Type } from "../model/model.ts";

/** A function body, or the body of a lambda, whose locals are captured by those inside it. */
export interface Frame {
  /** Absent for the function itself. */
  readonly lambda?: ast.NodeId;
  /** The frame around; absent for the function itself. */
  readonly parent?: Frame;
  /** The expression of a `catch`, which is a function of its own too. */
  readonly isCatch: boolean;
}

/** The function or block that `?` leaves; it cannot leave a `catch`. */
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
  /** The number of `break`s that lead here. */
  breaks: number;
}

/** A `recurse`: the frame that it stands in, and whether it keeps results. */
export interface Recursion {
  readonly frame: Frame;
  readonly isMemo: boolean;
}

/** A capability that is provided here, by a `with` or by the function. */
export interface Provided {
  readonly parent?: Provided;
  readonly name: string;
  /** Absent for a name that stands for no trait. */
  readonly trait?: TraitDef;
  /** The arguments of a generic trait. */
  readonly traitArgs?: readonly Type[];
  /** Holds the handler. */
  readonly local: LocalDef;
}

/** Names of one block. A sealed scope is not added to, so that deferred work sees what it saw. */
interface Scope {
  readonly names: Map<string, LocalDef>;
  readonly parent?: Scope;
  isSealed: boolean;
}

/** The place in the body that is being checked. Immutable: nested parts make their own. */
export interface Env {
  readonly scope: Scope;
  readonly frame: Frame;
  readonly jumps?: JumpTarget;
  readonly tryTarget: TryTarget;
  /** The step of a `recurse` around: what makes `self(..)` a call of the function. */
  readonly recursion?: Recursion;
  /** The capabilities that are provided here, innermost first. */
  readonly provided?: Provided;
  /** Inside of `unsafe { .. }`. */
  readonly isUnsafe?: boolean;
  /** In a copy of a lambda: the use that it was made for. */
  readonly copiedFor?: Span;
}

/** The origin of a local's value, where that decides whether it may be assigned. */
export type Origin = "parameter" | "loop";

export class Scopes {
  readonly locals: LocalDef[] = [];
  /** The frame that owns each local. */
  readonly #frames: Frame[] = [];
  readonly #origins = new Map<LocalId, Origin>();
  env: Env;

  /** `tryTarget` is the function itself. */
  constructor(tryTarget: TryTarget) {
    this.env = {
      scope: { names: new Map(), isSealed: false },
      frame: { isCatch: false },
      tryTarget,
    };
  }

  /** Runs `action` where `change` of the environment holds. */
  within<T>(change: Partial<Env>, action: () => T): T {
    return this.at({ ...this.env, ...change }, action);
  }

  /** Runs `action` in a new block scope. */
  block<T>(action: () => T): T {
    return this.within({ scope: this.#childScope() }, action);
  }

  /** Runs `action` as the body of the lambda `node`. */
  lambda<T>(node: ast.NodeId, tryTarget: TryTarget, action: () => T): T {
    const frame: Frame = {
      lambda: node,
      parent: this.env.frame,
      isCatch: tryTarget.kind === "catch",
    };
    const { recursion, provided, isUnsafe, copiedFor } = this.env;
    const outer = {
      ...(recursion && { recursion }),
      ...(provided && { provided }),
      ...(isUnsafe && { isUnsafe }),
      ...(copiedFor && { copiedFor }),
    };
    return this.at({ scope: this.#childScope(), frame, tryTarget, ...outer }, action);
  }

  /** Runs `action` at the place `env`. */
  at<T>(env: Env, action: () => T): T {
    const before = this.env;
    this.env = env;
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

  /** A variable that no name means. */
  hide(name: string, type: Type, span: Span): LocalDef {
    const local = this.declare(name, type, false, span);
    this.env.scope.names.delete(name);
    return local;
  }

  /** Runs `declare`; all locals that it declares have the origin `origin`. */
  declareAs<T>(origin: Origin, declare: () => T): T {
    const first = this.locals.length;
    const result = declare();
    for (let id = first; id < this.locals.length; id++) this.#origins.set(id as LocalId, origin);
    return result;
  }

  originOf(local: LocalDef): Origin | undefined {
    return this.#origins.get(local.id);
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

  /** Whether `local` belongs to a function or lambda around the present one. */
  isCaptured(local: LocalDef): boolean {
    return this.#frames[local.id] !== this.env.frame;
  }

  /** Whether a closure around the present place keeps `local`. The expression of a `catch` runs at once and keeps nothing. */
  isKept(local: LocalDef): boolean {
    const home = this.#frames[local.id];
    for (let frame = this.env.frame; frame !== home && frame.parent; frame = frame.parent) {
      if (!frame.isCatch) return true;
    }
    return false;
  }

  /** No more names are added to the scopes around: what is deferred here will see those of now. */
  seal(): void {
    for (let scope: Scope | undefined = this.env.scope; scope; scope = scope.parent) {
      if (scope.isSealed) break;
      scope.isSealed = true;
    }
  }
}
