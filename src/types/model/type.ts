/** Construction, inspection and printing of types. Types are immutable but for the links of variables. */
import { assertNever, type Id } from "../../base/mod.ts";
import type { Type, TypeDef, TypeParam, TypeVar } from "./model.ts";
import { PairMemo, WalkMemo } from "./walk_memo.ts";

/** The type of an erroneous expression or annotation; it unifies with everything. */
export const ERROR_TYPE: Type = { kind: "error" };

const NO_ARGS: readonly Type[] = [];

/** `def<args>`. The same object each time when there are no arguments. */
export function conType(def: TypeDef, args: readonly Type[] = NO_ARGS): Type {
  if (args.length > 0) return { kind: "con", def, args };
  return def.asType ??= { kind: "con", def, args: NO_ARGS };
}

/** The type of `def` applied to its own parameters: `Pair<A, B>` inside the definition of `Pair`. */
export function selfConType(def: TypeDef): Type {
  return conType(def, def.params.map(paramType));
}

/** A type parameter as a type; the same object each time. */
export function paramType(param: TypeParam): Type {
  return param.asType ??= { kind: "param", param };
}

/** `(params) -> result`. */
export function fnType(params: readonly Type[], result: Type): Type {
  return { kind: "fn", params, result };
}

/** A fresh inference variable. */
export function makeTypeVar(id: number, isIntLiteral = false): TypeVar {
  return { kind: "var", id: id as Id<"TypeVar">, isIntLiteral };
}

/** Follows the links of a variable to what it stands for; compresses the path. */
export function prune(type: Type): Type {
  if (type.kind !== "var" || type.link === undefined) return type;
  let end: Type = type.link;
  while (end.kind === "var" && end.link !== undefined) end = end.link;
  for (let at: Type = type; at.kind === "var" && at.link !== undefined && at.link !== end;) {
    const next: Type = at.link;
    at.link = end;
    at = next;
  }
  return end;
}

/** The type for each type parameter. */
export type Substitution = ReadonlyMap<TypeParam, Type>;

/** The substitution of `params` by `args`, position by position. */
export function substitutionOf(
  params: readonly TypeParam[],
  args: readonly Type[],
): Map<TypeParam, Type> {
  const result = new Map<TypeParam, Type>();
  params.forEach((param, i) => {
    const arg = args[i];
    if (arg !== undefined) result.set(param, arg);
  });
  return result;
}

/** `type` with parameters replaced; parameters not in `map` stay. Shares what does not change, and what is shared. */
export function substitute(type: Type, map: Substitution): Type {
  return map.size === 0 ? type : substituteIn(type, map, new WalkMemo());
}

/** `substitute` on each; the same array when nothing changes. */
export function substituteAll(types: readonly Type[], map: Substitution): readonly Type[] {
  if (map.size === 0) return types;
  const memo = new WalkMemo<Type>();
  return mapShared(types, (type) => substituteIn(type, map, memo));
}

function substituteIn(type: Type, map: Substitution, memo: WalkMemo<Type>): Type {
  const t = prune(type);
  if (t.kind === "param") return map.get(t.param) ?? t;
  return mapParts(t, (part) => substituteIn(part, map, memo), memo);
}

/**
 * The pruned type `t` with `change` applied to the types that it is made of; `t` itself when it has none, or none
 * changes. `memo` holds the results of the walk so far.
 */
export function mapParts(t: Type, change: (part: Type) => Type, memo: WalkMemo<Type>): Type {
  if (partCount(t) === 0) return t;
  const known = memo.get(t);
  if (known !== undefined) return known;
  const result = changeParts(t, change);
  memo.set(t, result);
  return result;
}

function changeParts(t: Type, change: (part: Type) => Type): Type {
  switch (t.kind) {
    case "con": {
      const args = mapShared(t.args, change);
      return args === t.args ? t : conType(t.def, args);
    }
    case "tuple": {
      const elements = mapShared(t.elements, change);
      return elements === t.elements ? t : { kind: "tuple", elements };
    }
    case "fn": {
      const params = mapShared(t.params, change);
      const result = change(t.result);
      return params === t.params && result === t.result ? t : fnType(params, result);
    }
    case "param":
    case "var":
    case "error":
      return t;
    default:
      return assertNever(t, "types");
  }
}

/** `change` on each; the same array when nothing changes. */
function mapShared(types: readonly Type[], change: (type: Type) => Type): readonly Type[] {
  let changed: Type[] | undefined;
  for (let i = 0; i < types.length; i++) {
    const before = types[i] as Type;
    const after = change(before);
    if (after !== before && changed === undefined) changed = types.slice(0, i);
    changed?.push(after);
  }
  return changed ?? types;
}

/** The number of types that the pruned type `t` is directly made of. */
function partCount(t: Type): number {
  switch (t.kind) {
    case "con":
      return t.args.length;
    case "tuple":
      return t.elements.length;
    case "fn":
      return t.params.length + 1;
    case "param":
    case "var":
    case "error":
      return 0;
    default:
      return assertNever(t, "types");
  }
}

/** Calls `visit` on `type` and all types inside it, pruned, outermost first. A part that is shared may come once only. */
export function eachType(type: Type, visit: (type: Type) => void): void {
  someType(type, (part) => {
    visit(part);
    return false;
  });
}

/** Whether `test` holds for `type` or a type inside it; stops at the first. */
export function someType(type: Type, test: (type: Type) => boolean): boolean {
  return someIn(type, test, new WalkMemo());
}

function someIn(type: Type, test: (type: Type) => boolean, memo: WalkMemo<false>): boolean {
  const t = prune(type);
  if (memo.get(t) !== undefined) return false;
  if (test(t)) return true;
  if (partCount(t) === 0) return false;
  const inside = (part: Type) => someIn(part, test, memo);
  if (someOfParts(t, inside)) return true;
  memo.set(t, false);
  return false;
}

function someOfParts(t: Type, inside: (part: Type) => boolean): boolean {
  switch (t.kind) {
    case "con":
      return t.args.some(inside);
    case "tuple":
      return t.elements.some(inside);
    case "fn":
      return t.params.some(inside) || inside(t.result);
    case "param":
    case "var":
    case "error":
      return false;
    default:
      return assertNever(t, "types");
  }
}

/** Whether an unsolved inference variable is left in `type`. */
export function hasVars(type: Type): boolean {
  return someType(type, (t) => t.kind === "var");
}

/** Whether `type` holds a part that was already reported as wrong. */
export function hasErrorType(type: Type): boolean {
  return someType(type, (t) => t.kind === "error");
}

/** Structural equality of pruned types. Unsolved variables equal only themselves. */
export function equalTypes(left: Type, right: Type): boolean {
  return equalIn(left, right, new PairMemo());
}

function equalIn(left: Type, right: Type, memo: PairMemo<true>): boolean {
  const a = prune(left);
  const b = prune(right);
  if (a === b || memo.get(a, b)) return true;
  const isEqual = equalParts(a, b, memo);
  if (isEqual && partCount(a) > 0) memo.set(a, b, true);
  return isEqual;
}

function equalParts(a: Type, b: Type, memo: PairMemo<true>): boolean {
  switch (a.kind) {
    case "con":
      return b.kind === "con" && a.def === b.def && equalAll(a.args, b.args, memo);
    case "tuple":
      return b.kind === "tuple" && equalAll(a.elements, b.elements, memo);
    case "fn":
      return b.kind === "fn" && equalAll(a.params, b.params, memo) &&
        equalIn(a.result, b.result, memo);
    case "param":
      return b.kind === "param" && a.param === b.param;
    case "var":
      return false;
    case "error":
      return b.kind === "error";
    default:
      return assertNever(a, "types");
  }
}

function equalAll(left: readonly Type[], right: readonly Type[], memo: PairMemo<true>): boolean {
  return left.length === right.length &&
    left.every((type, i) => equalIn(type, right[i] as Type, memo));
}

/** Whether `type` is the builtin `name`. */
export function isBuiltin(type: Type, name: string): boolean {
  const t = prune(type);
  return t.kind === "con" && t.def.body.kind === "builtin" && t.def.body.name === name;
}
