/** The table of types once all are made, and the structure by which types are interned. */
import { assertNever, InternalError } from "../base/mod.ts";
import { holdsReference } from "./holds_reference.ts";
import type { MonoField, MonoType, MonoTypeId, MonoTypes } from "./program.ts";

/** The types of a program, open for structural types of later stages. */
export class FinishedTypes implements MonoTypes {
  readonly #counted: (boolean | undefined)[] = [];

  constructor(
    readonly all: MonoType[],
    private readonly structural: Map<string, MonoTypeId>,
  ) {}

  get(id: MonoTypeId): MonoType {
    const type = this.all[id];
    if (type === undefined) throw new InternalError(`no type ${id}`, { stage: "mono" });
    return type;
  }

  intern(type: MonoType): MonoTypeId {
    const key = structuralKey(type);
    const known = this.structural.get(key);
    if (known !== undefined) return known;
    const id = (this.all.push(type) - 1) as MonoTypeId;
    this.structural.set(key, id);
    return id;
  }

  isCounted(id: MonoTypeId): boolean {
    const known = this.#counted[id];
    if (known !== undefined) return known;
    const counted = holdsReference(this.get(id), (part) => this.isCounted(part));
    this.#counted[id] = counted;
    return counted;
  }
}

/** Only tuples are interned: other structs are told apart by their types. */
function tupleKey(fields: readonly MonoField[]): string {
  if (fields.some(({ name }, i) => name !== String(i))) {
    throw new InternalError("a struct that is no tuple has no structural key", { stage: "mono" });
  }
  return `(${fields.map((field) => field.type).join(",")})`;
}

/** The key of a type by its structure, under which equal types are one. */
export function structuralKey(type: MonoType): string {
  switch (type.kind) {
    case "scalar":
      return type.scalar;
    case "unit":
    case "never":
    case "str":
      return type.kind;
    case "list":
      return `[${type.element}]`;
    case "fn":
      return `(${type.params.join(",")})->${type.result}`;
    case "struct":
      return tupleKey(type.fields);
    case "env":
      return `env(${type.captures.join(",")})`;
    case "token":
      return `token(${type.of})`;
    case "builder":
      return `builder(${type.of})`;
    case "sum":
      return sumKey(type);
    default:
      return assertNever(type, "mono");
  }
}

/** Key for sums created after monomorphization: they are inline, and equal if their names are. */
function sumKey({ name, variants }: Extract<MonoType, { kind: "sum" }>): string {
  const payloads = variants.map(({ fields }) => fields.map((field) => field.type).join(","));
  return `sum ${name}{${payloads.join("|")}}`;
}
