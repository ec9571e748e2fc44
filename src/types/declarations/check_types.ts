/** Types whose values would need infinite space: a struct that directly contains itself. */
import { assertNever } from "../../base/mod.ts";
import { containsItself } from "../messages/errors_declare.ts";
import type { Type, TypeDef } from "../model/model.ts";
import { prune, substitute, substitutionOf } from "../model/type.ts";
import type { DeclareState, PendingType } from "./declare_state.ts";

/**
 * Reports each type that reaches itself through structs, newtypes and tuples alone. Sums, lists and
 * functions are indirections: what they hold is counted.
 */
export function checkContainment(state: DeclareState): void {
  const finite = new Set<TypeDef>();
  for (const pending of state.pendingTypes) checkType(state, pending, finite);
}

function checkType(state: DeclareState, { item, def }: PendingType, finite: Set<TypeDef>): void {
  for (const [i, type] of inlineParts(def, []).entries()) {
    if (!reaches(type, def, { path: new Set([def]), finite, done: new Set() })) continue;
    const span = item.body.kind === "struct" ? item.body.fields[i]?.span : undefined;
    state.report(containsItself(def, span ?? item.name.span));
    return;
  }
  if (def.params.length === 0) finite.add(def);
}

interface Search {
  /** The types that are being searched. */
  readonly path: Set<TypeDef>;
  /** Types that do not hold themselves. */
  readonly finite: ReadonlySet<TypeDef>;
  /** Types without parameters in which the goal was not found. */
  readonly done: Set<TypeDef>;
}

/** Whether a value of `type` holds one of `goal` inline. */
function reaches(type: Type, goal: TypeDef, search: Search): boolean {
  const { path, finite, done } = search;
  const t = prune(type);
  if (t.kind === "tuple") return t.elements.some((part) => reaches(part, goal, search));
  if (t.kind !== "con") return false;
  if (t.def === goal) return true;
  if (path.has(t.def) || finite.has(t.def) || done.has(t.def)) return false;
  path.add(t.def);
  // A generic type on the path hides its other instances: what is not found below it may be found elsewhere.
  const inner = t.args.length === 0 ? search : { path, finite, done: new Set<TypeDef>() };
  const found = inlineParts(t.def, t.args).some((part) => reaches(part, goal, inner));
  path.delete(t.def);
  if (t.args.length === 0) done.add(t.def);
  return found;
}

/** The types that lie inline in a value of `def`. */
function inlineParts(def: TypeDef, args: readonly Type[]): Type[] {
  const map = substitutionOf(def.params, args);
  switch (def.body.kind) {
    case "struct":
      return def.body.fields.map((field) => substitute(field.type, map));
    case "newtype":
      return [substitute(def.body.inner, map)];
    case "sum":
    case "builtin":
    case "opaque":
      return [];
    default:
      return assertNever(def.body, "types");
  }
}
