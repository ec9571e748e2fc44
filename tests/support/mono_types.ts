/** A table of monomorphic types made by hand, for tests of what follows monomorphization. */
import {
  holdsReference,
  type MonoField,
  type MonoType,
  type MonoTypeId,
  type MonoTypes,
} from "../../src/mono/mod.ts";

/** As the real table, but types are interned by name and sums may be declared before their fields. */
export class TestTypes implements MonoTypes {
  readonly all: MonoType[] = [];
  readonly #byName = new Map<string, MonoTypeId>();

  readonly unit = this.intern({ name: "void", kind: "unit" });
  readonly never = this.intern({ name: "Never", kind: "never" });
  readonly int = this.intern({ name: "int", kind: "scalar", scalar: "int" });
  readonly float = this.intern({ name: "float", kind: "scalar", scalar: "float" });
  readonly bool = this.intern({ name: "bool", kind: "scalar", scalar: "bool" });
  readonly char = this.intern({ name: "char", kind: "scalar", scalar: "char" });
  readonly byte = this.intern({ name: "byte", kind: "scalar", scalar: "byte" });
  readonly str = this.intern({ name: "str", kind: "str" });

  get(id: MonoTypeId): MonoType {
    const type = this.all[id];
    if (type === undefined) throw new RangeError(`no type ${id}`);
    return type;
  }

  intern(type: MonoType): MonoTypeId {
    const known = this.#byName.get(type.name);
    if (known !== undefined) return known;
    const id = this.all.length as MonoTypeId;
    this.all.push(type);
    this.#byName.set(type.name, id);
    return id;
  }

  list(element: MonoTypeId): MonoTypeId {
    return this.intern({ name: `[${this.get(element).name}]`, kind: "list", element });
  }

  fn(params: readonly MonoTypeId[], result: MonoTypeId): MonoTypeId {
    const names = params.map((param) => this.get(param).name).join(", ");
    return this.intern({
      name: `(${names}) -> ${this.get(result).name}`,
      kind: "fn",
      params,
      result,
    });
  }

  env(...captures: MonoTypeId[]): MonoTypeId {
    const names = captures.map((capture) => this.get(capture).name).join(", ");
    return this.intern({ name: `env(${names})`, kind: "env", captures });
  }

  token(of: MonoTypeId): MonoTypeId {
    return this.intern({ name: `token<${this.get(of).name}>`, kind: "token", of });
  }

  struct(name: string, ...fields: MonoTypeId[]): MonoTypeId {
    return this.intern({ name, kind: "struct", fields: named(fields) });
  }

  tuple(...fields: MonoTypeId[]): MonoTypeId {
    return this.struct(`(${fields.map((field) => this.get(field).name).join(", ")})`, ...fields);
  }

  /** An inline sum; `variants` gives the payload of each. */
  sum(name: string, variants: Readonly<Record<string, readonly MonoTypeId[]>>): MonoTypeId {
    return this.intern({ name, kind: "sum", variants: variantsOf(variants), isBoxed: false });
  }

  option(some: MonoTypeId): MonoTypeId {
    return this.sum(`Option<${this.get(some).name}>`, { None: [], Some: [some] });
  }

  /** A sum that contains itself: `variants` receives its id. */
  boxed(
    name: string,
    variants: (self: MonoTypeId) => Readonly<Record<string, readonly MonoTypeId[]>>,
  ): MonoTypeId {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const id = this.intern({ name, kind: "sum", variants: [], isBoxed: true });
    this.all[id] = { name, kind: "sum", variants: variantsOf(variants(id)), isBoxed: true };
    return id;
  }

  isCounted(id: MonoTypeId): boolean {
    return holdsReference(this.get(id), (part) => this.isCounted(part));
  }
}

function named(types: readonly MonoTypeId[]): MonoField[] {
  return types.map((type, index) => ({ name: String(index), type }));
}

function variantsOf(variants: Readonly<Record<string, readonly MonoTypeId[]>>) {
  return Object.entries(variants).map(([name, types]) => ({ name, fields: named(types) }));
}
