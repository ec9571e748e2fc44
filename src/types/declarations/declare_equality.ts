/** `where T.Item == U`: an associated type of a bound is stated instead of a parameter of its own. */
import { Diagnostics } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import type { Type, TypeParam } from "../model/model.ts";
import { substitute, type Substitution } from "../model/type.ts";
import { instantiateRef } from "../traits/traits.ts";
import type { Generics } from "./declare_generics.ts";
import type { DeclareState } from "./declare_state.ts";
import { resolveType } from "./resolve_types.ts";

/**
 * Enters `left == right` where both are names of types and one of them is a hidden parameter of
 * `generics`: that one then stands for the other everywhere. False when it is not such a constraint.
 */
export function typeEquality(
  state: DeclareState,
  generics: Generics,
  condition: ast.Expr,
): boolean {
  if (condition.kind !== "Binary" || condition.op !== "==") return false;
  const left = typeMeant(state, generics, condition.left);
  const right = typeMeant(state, generics, condition.right);
  if (left === undefined || right === undefined) return false;
  return replaceHidden(generics, left, right) || replaceHidden(generics, right, left);
}

/** The type that an expression reads like; undefined when it is none. */
function typeMeant(state: DeclareState, generics: Generics, expr: ast.Expr): Type | undefined {
  const written = typeExprOf(expr);
  if (written === undefined) return undefined;
  const diagnostics = new Diagnostics();
  const type = resolveType(state, generics.scope, written, diagnostics);
  return diagnostics.hasErrors ? undefined : type;
}

function typeExprOf(expr: ast.Expr): ast.TypeExpr | undefined {
  const { span } = expr;
  switch (expr.kind) {
    case "Paren":
      return typeExprOf(expr.inner);
    case "Tuple": {
      const elements = expr.elements.map(typeExprOf);
      if (elements.some((element) => element === undefined)) return undefined;
      return { kind: "Tuple", elements: elements as ast.TypeExpr[], span };
    }
    default: {
      const names = pathOf(expr);
      return names && { kind: "Path", path: { names, span }, args: [], span };
    }
  }
}

function pathOf(expr: ast.Expr): ast.Name[] | undefined {
  switch (expr.kind) {
    case "Ident":
      return [{ text: expr.name, span: expr.span }];
    case "SelfType":
      return [{ text: "Self", span: expr.span }];
    case "Field": {
      const object = pathOf(expr.object);
      return object && [...object, expr.field];
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
  for (const one of generics.origins) one.type = substitute(one.type, map);
  for (const [name, type] of generics.scope.names) {
    generics.scope.names.set(name, substitute(type, map));
  }
  return true;
}

function restate(param: TypeParam, map: Substitution): void {
  param.bounds = param.bounds.map((bound) => instantiateRef(bound, map));
}
