/** Construction, inspection and printing of types. Types are immutable but for the links of variables. */
import { assertNever, type Id } from "../../base/mod.ts";
import type { Type, TypeDef, TypeParam, TypeVar } from "./model.ts";

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

/** `type` with parameters replaced; parameters not in `map` stay. Shares what does not change. */
export function substitute(type: Type, map: Substitution): Type {
  if (map.size === 0) return type;
  const t = prune(type);
  switch (t.kind) {
    case "con": {
      const args = substituteAll(t.args, map);
      return args === t.args ? t : conType(t.def, args);
    }
    case "tuple": {
      const elements = substituteAll(t.elements, map);
      return elements === t.elements ? t : { kind: "tuple", elements };
    }
    case "fn": {
      const params = substituteAll(t.params, map);
      const result = substitute(t.result, map);
      return params === t.params && result === t.result ? t : fnType(params, result);
    }
    case "param":
      return map.get(t.param) ?? t;
    case "var":
    case "error":
      return t;
    default:
      return assertNever(t, "types");
  }
}

/** `substitute` on each; the same array when nothing changes. */
export function substituteAll(types: readonly Type[], map: Substitution): readonly Type[] {
  let changed: Type[] | undefined;
  for (let i = 0; i < types.length; i++) {
    const before = types[i] as Type;
    const after = substitute(before, map);
    if (after !== before && changed === undefined) changed = types.slice(0, i);
    changed?.push(after);
  }
  return changed ?? types;
}

/** Calls `visit` on `type` and all types inside it, pruned, outermost first. */
export function eachType(type: Type, visit: (type: Type) => void): void {
  const t = prune(type);
  visit(t);
  switch (t.kind) {
    case "con":
      for (const arg of t.args) eachType(arg, visit);
      return;
    case "tuple":
      for (const element of t.elements) eachType(element, visit);
      return;
    case "fn":
      for (const param of t.params) eachType(param, visit);
      eachType(t.result, visit);
      return;
    case "param":
    case "var":
    case "error":
      return;
    default:
      assertNever(t, "types");
  }
}

/** Whether `test` holds for `type` or a type inside it; stops at the first. */
export function someType(type: Type, test: (type: Type) => boolean): boolean {
  const t = prune(type);
  if (test(t)) return true;
  switch (t.kind) {
    case "con":
      return t.args.some((arg) => someType(arg, test));
    case "tuple":
      return t.elements.some((element) => someType(element, test));
    case "fn":
      return t.params.some((param) => someType(param, test)) || someType(t.result, test);
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
  const a = prune(left);
  const b = prune(right);
  if (a === b) return true;
  switch (a.kind) {
    case "con":
      return b.kind === "con" && a.def === b.def && equalAll(a.args, b.args);
    case "tuple":
      return b.kind === "tuple" && equalAll(a.elements, b.elements);
    case "fn":
      return b.kind === "fn" && equalAll(a.params, b.params) && equalTypes(a.result, b.result);
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

function equalAll(left: readonly Type[], right: readonly Type[]): boolean {
  return left.length === right.length &&
    left.every((type, i) => equalTypes(type, right[i] as Type));
}

/** Whether `type` is the builtin `name`. */
export function isBuiltin(type: Type, name: string): boolean {
  const t = prune(type);
  return t.kind === "con" && t.def.body.kind === "builtin" && t.def.body.name === name;
}
