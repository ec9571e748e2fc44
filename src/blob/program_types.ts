/** The types of a program as the verifier of code asks for them. Making them checks the registry. */
import { assertNever } from "../base/mod.ts";
import { classOf, isEnum, type RegisterClass, type TypeDescriptor } from "../bytecode/mod.ts";
import { BlobError } from "./blob_error.ts";

/** A range of ints that a scalar other than a float is in; both ends belong to it. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** All ints of 64 bits. */
export const ANY_INT: Range = { low: -Infinity, high: Infinity };
export const BOOL: Range = { low: 0, high: 1 };
const SCALAR_RANGES = {
  int: ANY_INT,
  bool: BOOL,
  byte: { low: 0, high: 255 },
  char: { low: 0, high: 0x10ffff },
} as const;

/** The range of a scalar type; undefined for `float`. */
export function scalarRange(scalar: keyof typeof SCALAR_RANGES | "float"): Range | undefined {
  return scalar === "float" ? undefined : SCALAR_RANGES[scalar];
}

export class ProgramTypes {
  /** By type: the first type of the same structure. Tuples and structs have no names when they run. */
  readonly #structures: number[] = [];
  readonly #structs = new Map<string, number>();
  /** By type: whether its inline parts are known to end. */
  readonly #isFinite: ("open" | "yes")[] = [];
  readonly #counted: boolean[] = [];
  readonly #tokens = new Map<number, number>();
  readonly #builders = new Map<number, number>();
  /** The type of texts; undefined if the program has none. */
  readonly str: number | undefined;

  /** Throws `BlobError` for types that contain themselves, or whose facts do not follow from their structure. */
  constructor(readonly all: readonly TypeDescriptor[]) {
    for (const [id, type] of all.entries()) {
      this.#visit(id);
      if (type.isCounted !== this.#counted[id]) {
        throw new BlobError(`${type.name} is counted where its parts are not, or the reverse`);
      }
      if (type.kind !== "token" && type.kind !== "builder") continue;
      this.#requireCell(type.of, type.name);
      (type.kind === "token" ? this.#tokens : this.#builders).set(type.of, id);
    }
    const str = all.findIndex((type) => type.kind === "str");
    this.str = str < 0 ? undefined : str;
  }

  get(id: number): TypeDescriptor {
    const type = this.all[id];
    if (type === undefined) throw new BlobError("a type is not in the registry");
    return type;
  }

  isCounted(id: number): boolean {
    return this.get(id).isCounted;
  }

  classOf(id: number): RegisterClass {
    return classOf(this.get(id));
  }

  /** Whether values of both types are the same in the VM. */
  isSame(a: number, b: number): boolean {
    return a === b || this.#structures[a] === this.#structures[b];
  }

  /** The type of the parts; undefined if the program has no such tuple. */
  tupleOf(parts: readonly number[]): number | undefined {
    return this.#structs.get(this.#keyOf(parts));
  }

  /** The type of tokens for cells of type `id`. */
  tokenOf(id: number): number | undefined {
    return this.#tokens.get(id);
  }

  /** The type of builders of cells of type `id`. */
  builderOf(id: number): number | undefined {
    return this.#builders.get(id);
  }

  /** The ints that a value of type `id` may be; undefined for floats and references. */
  rangeOf(id: number): Range | undefined {
    const type = this.get(id);
    switch (type.kind) {
      case "scalar":
        return scalarRange(type.scalar);
      case "unit":
        return { low: 0, high: 0 };
      case "sum":
        return isEnum(type) ? { low: 0, high: type.variants.length - 1 } : undefined;
      case "never":
      case "str":
      case "list":
      case "fn":
      case "struct":
      case "env":
      case "token":
      case "builder":
        return undefined;
      default:
        assertNever(type, "blob");
    }
  }

  /** The fields of a struct, or of a variant of a sum; undefined where there are none of that kind. */
  fieldsOf(id: number, variant: number): readonly number[] | undefined {
    const type = this.get(id);
    if (type.kind === "struct") return type.fields.map((field) => field.type);
    return type.kind === "sum"
      ? type.variants[variant]?.fields.map((field) => field.type)
      : undefined;
  }

  #requireCell(id: number, name: string): void {
    const type = this.get(id);
    if (type.kind !== "sum" || !type.isBoxed) throw new BlobError(`${name} is of no cell`);
  }

  /** Numbers the structure of type `id` after those of its inline parts, and finds whether one of them is counted. */
  #visit(id: number): void {
    if (this.#isFinite[id] === "yes") return;
    if (this.#isFinite[id] === "open") throw new BlobError(`${this.get(id).name} contains itself`);
    this.#isFinite[id] = "open";
    const type = this.get(id);
    const parts = inlineParts(type);
    for (const part of parts) this.#visit(part);
    this.#counted[id] = holdsReference(type) || parts.some((part) => this.#counted[part]);
    this.#structures[id] = id;
    if (type.kind === "struct") {
      const key = this.#keyOf(parts);
      const known = this.#structs.get(key);
      if (known === undefined) this.#structs.set(key, id);
      else this.#structures[id] = known;
    }
    this.#isFinite[id] = "yes";
  }

  #keyOf(parts: readonly number[]): string {
    return parts.map((part) => this.#structures[part]).join(" ");
  }
}

/** The types whose values lie inside a value of `type`. */
function inlineParts(type: TypeDescriptor): readonly number[] {
  if (type.kind === "struct") return type.fields.map((field) => field.type);
  if (type.kind !== "sum" || type.isBoxed) return [];
  return type.variants.flatMap((variant) => variant.fields.map((field) => field.type));
}

/** Whether a value of `type` is a counted reference itself. */
function holdsReference(type: TypeDescriptor): boolean {
  switch (type.kind) {
    case "scalar":
    case "unit":
    case "never":
    case "struct":
      return false;
    case "sum":
      return type.isBoxed;
    case "str":
    case "list":
    case "fn":
    case "env":
    case "token":
    case "builder":
      return true;
    default:
      assertNever(type, "blob");
  }
}
