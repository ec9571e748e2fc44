/** Core before monomorphization: over the checker's types, with type parameters and trait calls. */
import type { Callee, FnDef, ObjectMaker, Type } from "../types/mod.ts";
import type {
  CoreArm,
  CoreExpr,
  CoreExprKind,
  CoreExprOf,
  CoreFn,
  CoreMatch,
  CoreStmt,
  Decision,
  Occurrence,
} from "./core.ts";

/** The callee of a call, before monomorphization. */
export type CanonCallee =
  | Callee
  /** The default of parameter `param` of `fn`, with the type arguments of the call `of`. */
  | ObjectMaker
  /** The function that `recurse` with `memo` makes of `fn`: takes and gives the results known so far. */
  | { readonly kind: "memo"; readonly fn: FnDef; readonly typeArgs: readonly Type[] }
  | { readonly kind: "default"; readonly of: Callee; readonly fn: FnDef; readonly param: number };

export type CanonExpr = CoreExpr<Type, CanonCallee>;
export type CanonExprOf<K extends CoreExprKind> = CoreExprOf<Type, CanonCallee, K>;
export type CanonStmt = CoreStmt<Type, CanonCallee>;
export type CanonFn = CoreFn<Type, CanonCallee>;
export type CanonMatch = CoreMatch<Type, CanonCallee>;
export type CanonArm = CoreArm<Type, CanonCallee>;
export type CanonDecision = Decision<Type>;
export type CanonOccurrence = Occurrence<Type>;
