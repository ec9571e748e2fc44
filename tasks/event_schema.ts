/**
 * Writes docs/events.schema.json, the JSON schema of the lines of a debug log, from the types in src/events/event.ts.
 *
 *     deno run -A tasks/event_schema.ts [--check]
 */
import { runPageTask, updatePage } from "./page.ts";

const SOURCE = "src/events/event.ts";
const PAGE = "docs/events.schema.json";

/** A JSON schema, as far as types of events need one. */
export type Schema = { readonly [key: string]: unknown };

/** A type as `deno doc --json` has it. */
interface DocType {
  readonly kind: string;
  readonly repr?: string;
  readonly value?: unknown;
}

interface DocProperty {
  readonly name: string;
  readonly optional?: boolean;
  readonly tsType?: DocType;
  readonly jsDoc?: { readonly doc?: string };
}

interface DocInterface {
  readonly properties: readonly DocProperty[];
  readonly extends?: readonly DocType[];
}

/** The declarations of a file by name: interfaces and aliases of types. */
class Declarations {
  readonly #interfaces = new Map<string, DocInterface>();
  readonly #aliases = new Map<string, DocType>();
  readonly #constants = new Map<string, DocType>();
  /** The schemas of the interfaces that others refer to. */
  readonly definitions = new Map<string, Schema>();

  constructor(doc: { readonly nodes: Record<string, { readonly symbols: readonly DocSymbol[] }> }) {
    for (const { symbols } of Object.values(doc.nodes)) {
      for (const { name, declarations } of symbols) {
        for (const { kind, def } of declarations) {
          if (kind === "interface") this.#interfaces.set(name, def as unknown as DocInterface);
          else if (kind === "typeAlias" && def.tsType) this.#aliases.set(name, def.tsType);
          else if (kind === "variable" && def.tsType) this.#constants.set(name, def.tsType);
        }
      }
    }
  }

  /** The properties of an interface, those that it inherits first. */
  properties(name: string): readonly DocProperty[] {
    const found = this.#interfaces.get(name);
    if (found === undefined) throw new Error(`no interface ${name} in ${SOURCE}`);
    const inherited = (found.extends ?? []).flatMap((base) => this.properties(nameOf(base)));
    return [...inherited, ...found.properties];
  }

  objectSchema(name: string, extra: Record<string, Schema> = {}): Schema {
    const own = this.properties(name);
    const properties: Record<string, Schema> = { ...extra };
    for (const property of own) {
      if (property.tsType === undefined) continue;
      const doc = property.jsDoc?.doc;
      properties[property.name] = {
        ...this.schemaOf(property.tsType),
        ...(doc === undefined ? {} : { description: doc.replaceAll("\n", " ") }),
      };
    }
    const required = own.filter(({ optional }) => !optional).map((property) => property.name);
    return {
      type: "object",
      properties,
      required: [...Object.keys(extra), ...required],
      additionalProperties: false,
    };
  }

  schemaOf(type: DocType): Schema {
    switch (type.kind) {
      case "keyword":
        return { type: String(type.value) };
      case "literal": {
        const { kind, ...rest } = type.value as { kind: string } & Record<string, unknown>;
        return { const: rest[kind] };
      }
      case "union":
        return this.#union(type.value as readonly DocType[]);
      case "array":
        return { type: "array", items: this.schemaOf(type.value as DocType) };
      case "typeOperator":
        return this.schemaOf((type.value as { tsType: DocType }).tsType);
      case "indexedAccess":
        return this.#elementOf(type);
      case "typeRef":
        return this.#reference(type);
      default:
        throw new Error(`no schema for a type of kind ${type.kind}: ${type.repr}`);
    }
  }

  /** A reference to the schema of an interface, which may refer to itself. */
  #definition(name: string): Schema {
    if (!this.definitions.has(name)) {
      this.definitions.set(name, {});
      this.definitions.set(name, this.objectSchema(name));
    }
    return { $ref: `#/$defs/${name}` };
  }

  #union(parts: readonly DocType[]): Schema {
    const all = parts.map((part) => this.schemaOf(part));
    return all.every((part) => "const" in part)
      ? { enum: all.map((part) => part.const) }
      : { anyOf: all };
  }

  /** `typeof LEVELS[number]`: one of the elements of a constant. */
  #elementOf(type: DocType): Schema {
    const { objType } = type.value as { objType: DocType };
    const constant = this.#constants.get(String(objType.value ?? objType.repr));
    if (constant?.kind !== "array") throw new Error(`no constant behind ${JSON.stringify(type)}`);
    return this.schemaOf(constant.value as DocType);
  }

  #reference(type: DocType): Schema {
    const { typeName, typeParams } = type.value as {
      typeName: string;
      typeParams?: readonly DocType[];
    };
    const [first, second] = typeParams ?? [];
    if (typeName === "Readonly" && first !== undefined) return this.schemaOf(first);
    if (typeName === "Record" && second !== undefined) {
      return { type: "object", additionalProperties: this.schemaOf(second) };
    }
    const alias = this.#aliases.get(typeName);
    return alias === undefined ? this.#definition(typeName) : this.schemaOf(alias);
  }
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly {
    readonly kind: string;
    readonly def: { readonly tsType?: DocType };
  }[];
}

function nameOf(type: DocType): string {
  return (type.value as { typeName?: string }).typeName ?? type.repr ?? "";
}

/** The schema of a line: the header, or an event of one of the kinds. */
export async function makeSchema(): Promise<Schema> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", SOURCE],
    stderr: "inherit",
  }).output();
  if (code !== 0) throw new Error(`deno doc ${SOURCE} failed`);
  const types = new Declarations(JSON.parse(new TextDecoder().decode(stdout)));
  const events = types.properties("EventMeta").map(({ name, tsType }) => {
    const [cat, ...kind] = name.split(".");
    return types.objectSchema("EventHead", {
      cat: { const: cat },
      kind: { const: kind.join(".") },
      meta: types.schemaOf(tsType as DocType),
    });
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A line of a debug log of ori",
    oneOf: [types.objectSchema("LogHeader"), ...events],
    $defs: Object.fromEntries(types.definitions),
  };
}

export async function renderSchema(): Promise<string> {
  return JSON.stringify(await makeSchema(), null, 2) + "\n";
}

if (import.meta.main) {
  const text = await renderSchema();
  runPageTask(PAGE, "event_schema", (isCheck) => updatePage(PAGE, text, isCheck));
}
