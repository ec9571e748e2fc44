/** Types whose values would need infinite space: a struct that directly contains itself. */
import { assertNever, components } from "../../base/mod.ts";
import { containsItself } from "../messages/errors_declare.ts";
import type { Type, TypeDef, TypeParam } from "../model/model.ts";
import { prune } from "../model/type.ts";
import type { DeclareState } from "./declare_state.ts";

/**
 * Reports each type that reaches itself through structs, newtypes and tuples alone. Sums, lists and functions are
 * indirections: what they hold is counted.
 *
 * Searches the graph of definitions, not of instances, of which generic types may have more than fit in memory: a value
 * of `def<args>` holds inline what one of `def` holds, and the arguments for those parameters that lie inline in it.
 */
export function checkContainment(state: DeclareState): void {
  const graph = new InlineGraph();
  for (const { def } of state.pendingTypes) graph.add(def);
  graph.complete();
  const componentOf = graph.componentOf();
  for (const { item, def } of state.pendingTypes) {
    const returns = (to: TypeDef) => componentOf.get(to) === componentOf.get(def);
    const field = graph.fieldsOf(def).findIndex(({ holds }) => [...holds].some(returns));
    if (field < 0) continue;
    const span = item.body.kind === "struct" ? item.body.fields[field]?.span : undefined;
    state.report(containsItself(def, span ?? item.name.span));
  }
}

/** What lies inline in one field of a struct, or in a newtype. */
interface InlineField {
  readonly holds: Set<TypeDef>;
  /** Composite types in it that were visited: aliases share their parts. */
  readonly visited: Set<Type>;
}

/** A type that lies inline in a field. */
interface Found {
  readonly field: InlineField;
  readonly type: Type;
}

const NO_FIELDS: readonly InlineField[] = [];

class InlineGraph {
  readonly #fields = new Map<TypeDef, readonly InlineField[]>();
  /** Parameters that lie inline in the type that they belong to. */
  readonly #inline = new Set<TypeParam>();
  /** Arguments for parameters of which it is not known that they lie inline. */
  readonly #waiting = new Map<TypeParam, Found[]>();
  readonly #found: Found[] = [];

  /** Adds a definition, once; `complete` adds what it holds. */
  add(def: TypeDef): void {
    if (this.#fields.has(def)) return;
    const types = fieldTypes(def);
    const fields = types.map(() => ({ holds: new Set<TypeDef>(), visited: new Set<Type>() }));
    this.#fields.set(def, fields);
    fields.forEach((field, i) => this.#found.push({ field, type: types[i] as Type }));
  }

  /** Follows every type found, until nothing more lies inline. */
  complete(): void {
    for (let next = this.#found.pop(); next !== undefined; next = this.#found.pop()) {
      this.#visit(next);
    }
  }

  fieldsOf(def: TypeDef): readonly InlineField[] {
    return this.#fields.get(def) ?? NO_FIELDS;
  }

  /** The strongly connected component of each definition, by number. */
  componentOf(): ReadonlyMap<TypeDef, number> {
    const defs = [...this.#fields.keys()];
    const indexOf = new Map(defs.map((def, i) => [def, i]));
    const targets = defs.map((def) =>
      this.fieldsOf(def).flatMap(({ holds }) => [...holds].map((to) => indexOf.get(to) as number))
    );
    return new Map(
      components(targets).flatMap((ids, component) =>
        ids.map((id) => [defs[id] as TypeDef, component] as const)
      ),
    );
  }

  #visit({ field, type }: Found): void {
    const t = prune(type);
    if (t.kind === "param") this.#setInline(t.param);
    if (t.kind !== "tuple" && t.kind !== "con" || field.visited.has(t)) return;
    field.visited.add(t);
    if (t.kind === "tuple") {
      for (const element of t.elements) this.#found.push({ field, type: element });
      return;
    }
    field.holds.add(t.def);
    this.add(t.def);
    t.def.params.forEach((param, i) => {
      const arg = t.args[i];
      if (arg !== undefined) this.#visitIfInline(param, { field, type: arg });
    });
  }

  #visitIfInline(param: TypeParam, arg: Found): void {
    if (this.#inline.has(param)) {
      this.#found.push(arg);
      return;
    }
    const waiting = this.#waiting.get(param);
    if (waiting === undefined) this.#waiting.set(param, [arg]);
    else waiting.push(arg);
  }

  #setInline(param: TypeParam): void {
    if (this.#inline.has(param)) return;
    this.#inline.add(param);
    for (const arg of this.#waiting.get(param) ?? []) this.#found.push(arg);
    this.#waiting.delete(param);
  }
}

/** The types of what lies inline in a value of `def`. */
function fieldTypes(def: TypeDef): readonly Type[] {
  switch (def.body.kind) {
    case "struct":
      return def.body.fields.map((field) => field.type);
    case "newtype":
      return [def.body.inner];
    case "sum":
    case "builtin":
    case "opaque":
      return [];
    default:
      return assertNever(def.body, "types");
  }
}
