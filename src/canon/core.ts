/**
 * Core: the small language between the checked tree and ARC IR. Patterns are decision trees,
 * loops and early exits are explicit, every node has a type and a span. `canon` makes it over the
 * checker's types (`T = Type`, `C = Callee`); `mono` rewrites it over monomorphic ones
 * (`T = MonoTypeId`, `C = MonoFnId`). Evaluation order is the order of the fields as listed.
 */
import type { Id, Span } from "../base/mod.ts";
import type { IntrinsicName } from "../operations/mod.ts";
import type { PrimOp } from "../operations/mod.ts";

/** A variable of a Core function: dense per function, parameters first. */
export type CoreLocal = Id<"CoreLocal">;
/** A `Loop` or `Labeled` of a Core function. */
export type CoreLabel = Id<"CoreLabel">;

export interface CoreFn<T, C> {
  /** Stable, readable: `main`, `Point.scale`, `test_x`, `std/list.ori:map` for diagnostics and traces. */
  readonly name: string;
  readonly span: Span;
  readonly params: readonly CoreLocal[];
  readonly result: T;
  readonly locals: readonly CoreLocalDef<T>[];
  readonly body: CoreExpr<T, C>;
}
export interface CoreLocalDef<T> {
  readonly name: string;
  readonly type: T;
  /** Assigned after its definition somewhere (`Assign`). Captures are by value at the lambda. */
  readonly isMutable: boolean;
  /** The source declares it, so that its scope is seen by what is dropped at its end. */
  readonly isDeclared?: true;
  /** Holds an operand until the operation that takes it, so that operands are evaluated in the order written. */
  readonly isOperand?: true;
}

export type CoreExpr<T, C> =
  & { readonly type: T; readonly span: Span }
  & (
    /** A literal of type int, byte or char, or of a newtype over one of them once erased. */
    | { readonly kind: "Int"; readonly value: bigint }
    | { readonly kind: "Float"; readonly value: number }
    | { readonly kind: "Bool"; readonly value: boolean }
    | { readonly kind: "Str"; readonly value: string }
    | { readonly kind: "Unit" }
    /** The position of the node as `FILE:LINE:COLUMN`, a str. Only before `mono`, which knows where it is inlined. */
    | { readonly kind: "SourcePosition" }
    | { readonly kind: "Local"; readonly local: CoreLocal }
    /** A named function as a value. */
    | { readonly kind: "FnValue"; readonly callee: C }
    /** A direct call. A read of a module-level constant is one without arguments: constants are pure. */
    | {
      readonly kind: "Call";
      readonly callee: C;
      readonly args: readonly CoreExpr<T, C>[];
      /** The callee is known only for this instance: see `Call` of ARC IR. Set by `mono`. */
      readonly isLate?: true;
    }
    | {
      readonly kind: "CallValue";
      readonly fn: CoreExpr<T, C>;
      readonly args: readonly CoreExpr<T, C>[];
    }
    | { readonly kind: "Prim"; readonly op: PrimOp; readonly args: readonly CoreExpr<T, C>[] }
    | {
      readonly kind: "Intrinsic";
      readonly name: IntrinsicName;
      /** The type arguments: the values of `T` in the intrinsic's signature. */
      readonly typeArgs: readonly T[];
      readonly args: readonly CoreExpr<T, C>[];
    }
    /** Calls `thunk`, a closure without parameters: its result in `Ok`, or the message of its panic in `Err`. */
    | { readonly kind: "Catch"; readonly thunk: CoreExpr<T, C> }
    /** Gives up `value` before the end of its scope. Only after `mono`. */
    | { readonly kind: "DropValue"; readonly value: CoreExpr<T, C> }
    /** A struct or tuple (`variant` absent) or a variant of a sum; args in field order. */
    | {
      readonly kind: "Construct";
      readonly variant?: number;
      readonly args: readonly CoreExpr<T, C>[];
    }
    /** A list of these elements. */
    | { readonly kind: "ListLit"; readonly elements: readonly CoreExpr<T, C>[] }
    /** Field of a struct or tuple. */
    | { readonly kind: "Field"; readonly object: CoreExpr<T, C>; readonly index: number }
    /** Payload field of a sum known to be at `variant`. */
    | {
      readonly kind: "Payload";
      readonly object: CoreExpr<T, C>;
      readonly variant: number;
      readonly index: number;
    }
    /** Conversion without effect between a newtype and its inner type (both directions). */
    | { readonly kind: "Retype"; readonly value: CoreExpr<T, C> }
    | {
      readonly kind: "Block";
      readonly statements: readonly CoreStmt<T, C>[];
      readonly result: CoreExpr<T, C>;
    }
    /** Without an else, `else` is Unit. `&&` and `||` arrive as `If`. */
    | {
      readonly kind: "If";
      readonly condition: CoreExpr<T, C>;
      readonly then: CoreExpr<T, C>;
      readonly else: CoreExpr<T, C>;
    }
    | { readonly kind: "Match"; readonly match: CoreMatch<T, C> }
    /** Runs until a `Break`; its value is the break's value (Unit when absent). */
    | { readonly kind: "Loop"; readonly label: CoreLabel; readonly body: CoreExpr<T, C> }
    /** Its value is the body's, or that of a `Break` to the label. */
    | { readonly kind: "Labeled"; readonly label: CoreLabel; readonly body: CoreExpr<T, C> }
    | { readonly kind: "Break"; readonly label: CoreLabel; readonly value?: CoreExpr<T, C> }
    /** Starts the next iteration of the `Loop` with this label. */
    | { readonly kind: "Continue"; readonly label: CoreLabel }
    | { readonly kind: "Return"; readonly value: CoreExpr<T, C> }
    /** Only before lambda lifting. */
    | { readonly kind: "Lambda"; readonly lambda: CoreLambda<T, C> }
    /** Only after lambda lifting (`mono`): a closure of `callee`, whose leading params are the captures. */
    | { readonly kind: "Closure"; readonly callee: C; readonly captures: readonly CoreLocal[] }
  );
export type CoreExprKind = CoreExpr<unknown, unknown>["kind"];
export type CoreExprOf<T, C, K extends CoreExprKind> = Extract<CoreExpr<T, C>, { kind: K }>;

export type CoreStmt<T, C> =
  | { readonly kind: "Let"; readonly local: CoreLocal; readonly value: CoreExpr<T, C> }
  | {
    readonly kind: "Assign";
    readonly local: CoreLocal;
    readonly value: CoreExpr<T, C>;
    readonly span: Span;
  }
  | { readonly kind: "Expr"; readonly value: CoreExpr<T, C> };

/**
 * A lambda shares the local table of the function around it: its params and inner lets are locals
 * of that table. `captures` are the outer locals it reads, copied when the lambda is evaluated;
 * inside the body the same local ids denote the copies.
 */
export interface CoreLambda<T, C> {
  readonly params: readonly CoreLocal[];
  readonly captures: readonly CoreLocal[];
  readonly result: T;
  readonly body: CoreExpr<T, C>;
}

/** A match on the value of a local. The arms' bodies stand once each; leaves of the tree refer to them. */
export interface CoreMatch<T, C> {
  /** Bound to a local before (its value is only read, at the paths of the tree). */
  readonly subject: CoreLocal;
  readonly arms: readonly CoreArm<T, C>[];
  readonly tree: Decision<T>;
}
export interface CoreArm<T, C> {
  /** Locals that each leaf leading here binds, in the order of `Leaf.bindings`. */
  readonly bindings: readonly CoreLocal[];
  /** Evaluated with the bindings in scope; when false the leaf's `otherwise` goes on. */
  readonly guard?: CoreExpr<T, C>;
  readonly body: CoreExpr<T, C>;
}

/** The path to a part of the subject. `type` is the type of the part. */
export type Occurrence<T> =
  & { readonly type: T }
  & (
    | { readonly kind: "subject" }
    | { readonly kind: "field"; readonly of: Occurrence<T>; readonly index: number }
    | {
      readonly kind: "payload";
      readonly of: Occurrence<T>;
      readonly variant: number;
      readonly index: number;
    }
    /** Element of a list whose length was tested before; counted from the end if `fromEnd` (0 is the last). */
    | {
      readonly kind: "element";
      readonly of: Occurrence<T>;
      readonly index: number;
      readonly fromEnd: boolean;
    }
    /** The elements `before .. length - after`: a new list. */
    | {
      readonly kind: "rest";
      readonly of: Occurrence<T>;
      readonly before: number;
      readonly after: number;
    }
    /** The inside of a newtype. */
    | { readonly kind: "inner"; readonly of: Occurrence<T> }
  );

/**
 * A decision tree; see Maranget, "Compiling Pattern Matching to Good Decision Trees". A node may have
 * several references (`countDecisions`).
 */
export type Decision<T> =
  | {
    readonly kind: "leaf";
    readonly arm: number;
    /** One per binding of the arm. */
    readonly bindings: readonly Occurrence<T>[];
    /** The tree to continue with when the arm's guard is false; present exactly when the arm has a guard. */
    readonly otherwise?: Decision<T>;
  }
  | {
    readonly kind: "variant";
    readonly at: Occurrence<T>;
    readonly cases: readonly { readonly variant: number; readonly next: Decision<T> }[];
    readonly default?: Decision<T>;
  }
  /** int, byte, char (code point), bool (0 and 1). `default` is absent only for complete bool and byte tests. */
  | {
    readonly kind: "int";
    readonly at: Occurrence<T>;
    readonly cases: readonly { readonly value: bigint; readonly next: Decision<T> }[];
    readonly default?: Decision<T>;
  }
  | {
    readonly kind: "str";
    readonly at: Occurrence<T>;
    readonly cases: readonly { readonly value: string; readonly next: Decision<T> }[];
    readonly default: Decision<T>;
  }
  | {
    readonly kind: "float";
    readonly at: Occurrence<T>;
    readonly value: number;
    readonly then: Decision<T>;
    readonly else: Decision<T>;
  }
  /** Inclusive bounds on int, byte or char; an absent bound is open. */
  | {
    readonly kind: "range";
    readonly at: Occurrence<T>;
    readonly low?: bigint;
    readonly high?: bigint;
    readonly then: Decision<T>;
    readonly else: Decision<T>;
  }
  /** List length: exactly `length`, or at least `length` when `orMore`. */
  | {
    readonly kind: "length";
    readonly at: Occurrence<T>;
    readonly length: number;
    readonly orMore: boolean;
    readonly then: Decision<T>;
    readonly else: Decision<T>;
  }
  /** Excluded by exhaustiveness. */
  | { readonly kind: "unreachable" };
