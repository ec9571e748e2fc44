/**
 * The monomorphic program: functions of Core without type variables or trait calls, and the table
 * of the types they use. Engines and the ARC stage ask this table and never the checker.
 */
import type { FileId, Id, Span } from "../base/mod.ts";
import type { CoreExpr, CoreFn } from "../canon/mod.ts";
import type { Scalar } from "../operations/mod.ts";

/** Index into `MonoTypes`. Types are interned: equal ids if and only if equal types. */
export type MonoTypeId = Id<"MonoType">;
/** Index into `MonoProgram.fns`. */
export type MonoFnId = Id<"MonoFn">;

export type MonoCoreExpr = CoreExpr<MonoTypeId, MonoFnId>;

export type MonoType =
  & {
    /** Source notation: `int`, `[str]`, `Option<Node>`; for reports and debug info. */
    readonly name: string;
  }
  & (
    /** `Duration`, `Size` and newtypes over a scalar are that scalar (their methods are already resolved). */
    | { readonly kind: "scalar"; readonly scalar: Scalar }
    /** One value, no bits. Also the type of Never-typed places that are never reached. */
    | { readonly kind: "unit" }
    | { readonly kind: "never" }
    | { readonly kind: "str" }
    | { readonly kind: "list"; readonly element: MonoTypeId }
    | { readonly kind: "fn"; readonly params: readonly MonoTypeId[]; readonly result: MonoTypeId }
    /** Structs and tuples: fields inline. A large one is a boxed sum of one variant (`box_large_types.ts`), which Core does not show. */
    | { readonly kind: "struct"; readonly fields: readonly MonoField[] }
    | {
      readonly kind: "sum";
      readonly variants: readonly {
        readonly name: string;
        readonly fields: readonly MonoField[];
      }[];
      /** A pointer to a counted cell: it contains itself through its payloads, is large, or `drops`. Nullary variants have no cell unless it `drops`. */
      readonly isBoxed: boolean;
      /**
       * The type has an impl of `Drop`. Such a struct, newtype or sum is boxed, with a cell for each variant, so that
       * a value is one thing however often it is passed on. A struct or newtype is a sum of one variant.
       */
      readonly drops?: true;
      /** Boxed for its size alone. What a function keeps of it and what it only reads is decided as for an inline value. */
      readonly large?: "struct" | "sum";
    }
    /** The captures of a lambda; only the type of the env parameter of a wrapper. */
    | { readonly kind: "env"; readonly captures: readonly MonoTypeId[] }
    /** The cell of a value of the boxed sum `of`, emptied to be filled again, or nothing. */
    | { readonly kind: "token"; readonly of: MonoTypeId }
    /** A value of the boxed sum `of` that is built from the outside in: its first cell, and the empty field of its last one. */
    | { readonly kind: "builder"; readonly of: MonoTypeId }
  );
export interface MonoField {
  readonly name: string;
  readonly type: MonoTypeId;
}

/** The interned types of a program and what follows from their structure. */
export interface MonoTypes {
  readonly all: readonly MonoType[];
  get(id: MonoTypeId): MonoType;
  /** Interns a structural type made by a later stage (`env`, `token`, `builder`, `kept<T>`, result tuples of intrinsics). */
  intern(type: MonoType): MonoTypeId;
  /** Whether a value holds a counted reference anywhere inside: RcInc/RcDec mean something on it. */
  isCounted(id: MonoTypeId): boolean;
}

export interface MonoFn extends CoreFn<MonoTypeId, MonoFnId> {
  readonly id: MonoFnId;
  /** Unique in the program: the source name, with type arguments in source notation (`map<int, str>`). */
  readonly symbol: string;
  /** For a lambda, the number of leading params that are captures. The name of a lambda is `outer.lambda0`. */
  readonly captureCount: number | undefined;
  readonly isStd: boolean;
  /** Whether it belongs to no type or trait (a lambda: the function that it is in), so that its module tells it from others. */
  readonly isFree: boolean;
}

export interface MonoProgram {
  readonly types: MonoTypes;
  readonly fns: readonly MonoFn[];
  /** `@main`, absent when only tests were asked for. */
  readonly main?: {
    readonly fn: MonoFnId;
    readonly takesArgs: boolean;
    readonly returnsInt: boolean;
  };
  readonly tests: readonly { readonly fn: MonoFnId; readonly name: string; readonly span: Span }[];
  /** `Drop.drop` of each type that `drops`. */
  readonly drops: ReadonlyMap<MonoTypeId, MonoFnId>;
  /** The files of std: a panic that is raised there is reported at the call in the program. */
  readonly stdFiles: ReadonlySet<FileId>;
  readonly updates: readonly Update<MonoFnId>[];
}

/** Functions of std by which a value in a container is changed in place of a copy of it, for one type of container. */
export interface Update<Fn> {
  /** `(container, key)`: the value, if any. */
  readonly read: Fn;
  /** `(container, key, value)`: the container with the value at the key. */
  readonly write: Fn;
  /** `(container, key)`: `(container, value, hole)`, where the value is no longer in the container. */
  readonly take: Fn;
  /** `(container, hole, key, value)`: what `write` gives, of what `take` left. */
  readonly put: Fn;
}
