/** The type table of a program read from text. */
import { InternalError } from "../../base/mod.ts";
import {
  holdsReference,
  type MonoField,
  type MonoType,
  type MonoTypeId,
  type MonoTypes,
} from "../../mono/mod.ts";
import type { Scalar } from "../../operations/mod.ts";
import type { TextCursor } from "./text_cursor.ts";

const SCALARS: readonly string[] = ["int", "float", "bool", "char", "byte"];

/** Types by name; a name may be used before its definition. */
export class ParsedTypes implements MonoTypes {
  readonly #all: (MonoType | undefined)[] = [];
  readonly #ids = new Map<string, MonoTypeId>();
  readonly #counted = new Map<MonoTypeId, boolean>();

  get all(): readonly MonoType[] {
    return this.#all.map((type, id) => type ?? this.#missing(id));
  }

  get(id: MonoTypeId): MonoType {
    return this.#all[id] ?? this.#missing(id);
  }

  #missing(id: number): never {
    const name = [...this.#ids].find(([, known]) => known === id)?.[0] ?? String(id);
    throw new InternalError(`ARC text: type ${name} is not defined`, { stage: "arc" });
  }

  /** Index of the type called `name`. */
  id(name: string): MonoTypeId {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.#all.length as MonoTypeId;
    this.#all.push(builtinType(name));
    this.#ids.set(name, id);
    return id;
  }

  define(name: string, type: MonoType): void {
    this.#all[this.id(name)] = type;
  }

  intern(type: MonoType): MonoTypeId {
    const id = this.id(type.name);
    this.#all[id] ??= type;
    return id;
  }

  isCounted(id: MonoTypeId): boolean {
    const known = this.#counted.get(id);
    if (known !== undefined) return known;
    const isCounted = holdsReference(this.get(id), (part) => this.isCounted(part));
    this.#counted.set(id, isCounted);
    return isCounted;
  }
}

/** Scalars, `void`, `Never` and `str` need no definition. */
function builtinType(name: string): MonoType | undefined {
  if (SCALARS.includes(name)) return { kind: "scalar", scalar: name as Scalar, name };
  if (name === "void") return { kind: "unit", name };
  if (name === "Never") return { kind: "never", name };
  if (name === "str") return { kind: "str", name };
  return undefined;
}

/** Reads `NAME = DEFINITION` after the word `type`. */
export function parseType(c: TextCursor, types: ParsedTypes): void {
  const written = c.name();
  c.expect("=");
  types.define(written, parseDefinition(c, types, written.replace(/#\d+$/, "")));
}

function parseDefinition(c: TextCursor, types: ParsedTypes, name: string): MonoType {
  const typeList = () => c.list("(", ")", () => types.id(c.name()));
  const word = c.take();
  switch (word) {
    case "scalar":
      return { kind: "scalar", scalar: c.take() as Scalar, name };
    case "unit":
    case "never":
    case "str":
      return { kind: word, name };
    case "list":
      return { kind: "list", element: types.id(c.name()), name };
    case "fn": {
      const params = typeList();
      c.expect("->");
      return { kind: "fn", params, result: types.id(c.name()), name };
    }
    case "env":
      return { kind: "env", captures: typeList(), name };
    case "token":
    case "builder":
      return { kind: word, of: types.id(c.name()), name };
    case "struct":
      return { kind: "struct", fields: parseFields(c, types), name };
    case "dropping":
      c.expect("sum");
      return { ...parseSum(c, types, name, true), drops: true };
    case "boxed":
      c.expect("sum");
      return parseSum(c, types, name, true);
    case "sum":
      return parseSum(c, types, name, false);
    default:
      throw c.error(`no kind of type: ${word}`);
  }
}

function parseSum(
  c: TextCursor,
  types: ParsedTypes,
  name: string,
  isBoxed: boolean,
): MonoType & { readonly kind: "sum" } {
  const variants = c.list("{", "}", () => ({ name: c.name(), fields: parseFields(c, types) }));
  return { kind: "sum", variants, isBoxed, name };
}

function parseFields(c: TextCursor, types: ParsedTypes): MonoField[] {
  return c.list("{", "}", () => {
    const name = c.name();
    c.expect(":");
    return { name, type: types.id(c.name()) };
  });
}
