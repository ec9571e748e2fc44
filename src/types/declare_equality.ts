/** `where T.Item == U`: an associated type of a bound is stated instead of a parameter of its own. */
import type * as ast from "../syntax/mod.ts";
import type { Generics } from "./declare_generics.ts";
import type { Type, TypeParam } from "./model.ts";
import { instantiateRef } from "./traits.ts";
import { substitute, type Substitution } from "./type.ts";

/**
 * Enters `left == right` where both are names of types and one of them is a hidden parameter of
 * `generics`: that one then stands for the other everywhere. False when it is not such a constraint.
 */
export function typeEquality(generics: Generics, condition: ast.Expr): boolean {
  if (condition.kind !== "Binary" || condition.op !== "==") return false;
  const left = namedType(generics, condition.left);
  const right = namedType(generics, condition.right);
  if (left === undefined || right === undefined) return false;
  return replaceHidden(generics, left, right) || replaceHidden(generics, right, left);
}

function namedType(generics: Generics, expr: ast.Expr): Type | undefined {
  const name = pathOf(expr);
  return name === undefined ? undefined : generics.scope.names.get(name);
}

function pathOf(expr: ast.Expr): string | undefined {
  switch (expr.kind) {
    case "Ident":
      return expr.name;
    case "SelfType":
      return "Self";
    case "Field": {
      const object = pathOf(expr.object);
      return object === undefined ? undefined : `${object}.${expr.field.text}`;
    }
    default:
      return undefined;
  }
}

function replaceHidden(generics: Generics, hidden: Type, by: Type): boolean {
  if (hidden.kind !== "param" || hidden.param.projection === undefined) return false;
  const at = generics.params.indexOf(hidden.param);
  if (at < 0) return false;
  if (by !== hidden) generics.params.splice(at, 1);
  const map: Substitution = new Map([[hidden.param, by]]);
  for (const param of generics.params) restate(param, map);
  for (const [name, type] of generics.scope.names) {
    generics.scope.names.set(name, substitute(type, map));
  }
  return true;
}

function restate(param: TypeParam, map: Substitution): void {
  param.bounds = param.bounds.map((bound) => instantiateRef(bound, map));
}
