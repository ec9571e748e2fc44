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
    if (!reaches(type, def, new Set([def]), finite)) continue;
    const span = item.body.kind === "struct" ? item.body.fields[i]?.span : undefined;
    state.report(containsItself(def, span ?? item.name.span));
    return;
  }
  if (def.params.length === 0) finite.add(def);
}

function reaches(
  type: Type,
  goal: TypeDef,
  path: Set<TypeDef>,
  finite: ReadonlySet<TypeDef>,
): boolean {
  const t = prune(type);
  if (t.kind === "tuple") return t.elements.some((part) => reaches(part, goal, path, finite));
  if (t.kind !== "con") return false;
  if (t.def === goal) return true;
  if (path.has(t.def) || finite.has(t.def)) return false;
  path.add(t.def);
  const found = inlineParts(t.def, t.args).some((part) => reaches(part, goal, path, finite));
  path.delete(t.def);
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
