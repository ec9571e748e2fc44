/** Resolves a callee for concrete types: to a function, or to a method that `mono` writes itself. */
import { InternalError, type Span } from "../base/mod.ts";
import { calleeTypeArgs, type CanonCallee } from "../canon/mod.ts";
import {
  type Callee,
  findImpl,
  type FnDef,
  isStatefulHandler,
  objectTrait,
  operationOf,
  type Program,
  showType,
  type Substitution,
  type TraitDef,
  type Type,
} from "../types/mod.ts";
import type { TypeTable } from "./type_table.ts";

/** A function to make, with concrete type arguments. */
export type Target =
  | { readonly kind: "fn"; readonly fn: FnDef; readonly typeArgs: readonly Type[] }
  | {
    readonly kind: "default";
    readonly fn: FnDef;
    readonly param: number;
    readonly typeArgs: readonly Type[];
  }
  /** The function that `recurse` with `memo` makes of `fn`. */
  | { readonly kind: "memo"; readonly fn: FnDef; readonly typeArgs: readonly Type[] }
  /** What the engines call in the place of `@main`. */
  | { readonly kind: "entry"; readonly fn: FnDef; readonly typeArgs: readonly Type[] }
  /** Makes an object of type `to` of a value of type `from`. */
  | { readonly kind: "object"; readonly from: Type; readonly to: Type }
  /** A method of a derived impl, or of the structure of a tuple. */
  | {
    readonly kind: "derived";
    readonly trait: TraitDef;
    readonly method: FnDef;
    readonly self: Type;
    /** The types of the handlers that callers pass to an operation of a stateful handler, which has its own. */
    readonly handlers?: readonly Type[];
  };

/** Everything needed to resolve callees. */
export interface ResolveContext {
  readonly program: Program;
  readonly types: TypeTable;
}

/** The function that `callee` means where its type parameters stand for `map`. */
export function resolveCallee(
  cx: ResolveContext,
  callee: CanonCallee,
  map: Substitution,
  span: Span,
): Target {
  const concrete = (types: readonly Type[]) => types.map((type) => cx.types.concrete(type, map));
  switch (callee.kind) {
    case "fn":
      return { kind: "fn", fn: callee.fn, typeArgs: concrete(callee.typeArgs) };
    case "default": {
      const { fn, param } = callee;
      return { kind: "default", fn, param, typeArgs: concrete(calleeTypeArgs(callee.of)) };
    }
    case "memo":
      return { kind: "memo", fn: callee.fn, typeArgs: concrete(callee.typeArgs) };
    case "object": {
      const [from, to] = concrete([callee.from, callee.to]) as [Type, Type];
      return { kind: "object", from, to };
    }
    case "trait":
      return resolveTraitCall(cx, callee, concrete, span);
  }
}

/** Whether a derive writes the method: it has no default. */
function isDerived(method: FnDef): boolean {
  return method.item.kind !== "Function" || method.item.body === undefined;
}

function resolveTraitCall(
  cx: ResolveContext,
  callee: Callee & { readonly kind: "trait" },
  concrete: (types: readonly Type[]) => readonly Type[],
  span: Span,
): Target {
  const { trait, method } = callee;
  const [self] = concrete([callee.self]) as [Type];
  const known = trait.args.slice(0, trait.args.length - trait.trait.associatedCount);
  const own = concrete(callee.typeArgs);
  const derived = { kind: "derived", trait: trait.trait, method, self } as const;
  if (isStatefulHandler(self)) {
    return operationOf(trait.trait, method, self) === undefined
      ? { kind: "fn", fn: method, typeArgs: [self, ...concrete(trait.args), ...own] }
      : { ...derived, handlers: own };
  }
  const found = findImpl(cx.program, trait.trait, self, concrete(known));
  switch (found.kind) {
    case "structural":
      return isDerived(method) ? derived : { kind: "fn", fn: method, typeArgs: [self, ...own] };
    case "impl": {
      const fn = found.impl.methods.get(method.name);
      if (fn !== undefined) {
        const implArgs = found.typeArgs.map((type) => cx.types.concrete(type));
        return { kind: "fn", fn, typeArgs: [...implArgs, ...own] };
      }
      if (objectTrait(self) !== undefined && found.impl.isDerived) return derived;
      if (found.impl.isDerived && isDerived(method)) return derived;
      const traitArgs = found.traitArgs.map((type) => cx.types.concrete(type));
      return { kind: "fn", fn: method, typeArgs: [self, ...traitArgs, ...own] };
    }
    case "bound":
    case "error":
    case "unknown":
    case "missing":
      throw new InternalError(
        `${trait.trait.name}.${method.name} of ${showType(self)}: ${found.kind}`,
        { stage: "mono", span },
      );
  }
}
