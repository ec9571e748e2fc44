/** LLVM's types for Ori's: as values in registers, and as parts of aggregates and memory. */
import { assertNever, UniqueNames } from "../base/mod.ts";
import {
  type FieldLayout,
  Layouts,
  type TypeLayout,
  typeName,
  VALUE_TYPES,
} from "../layout/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import type { Scalar } from "../operations/mod.ts";
import type { MemoryTags } from "./memory_tags.ts";
import { FN_TYPE, LIST_TYPE, llvmBug, type Module, STR_TYPE } from "./module.ts";

/** A scalar inside an aggregate: where it lies in memory and how `extractvalue` reaches it. */
export interface Leaf {
  readonly offset: number;
  readonly type: LeafType;
  readonly path: readonly number[];
}
export type LeafType = "i8" | "i32" | "i64" | "double" | "ptr";

/** A type without bits has no LLVM type; asking for one is a bug of the caller. */
export class Types {
  readonly #memory = new Map<MonoTypeId, string>();
  readonly #leaves = new Map<MonoTypeId, readonly Leaf[]>();
  readonly #padded = new Map<MonoTypeId, boolean>();
  readonly #stored = new Map<MonoTypeId, ReadonlyMap<FieldLayout, number>>();
  readonly #words = new Map<MonoTypeId, readonly LeafType[]>();
  /** Types of one name in several modules, or named as a type of values, are told apart by a number. */
  readonly #names = new UniqueNames(Object.values(VALUE_TYPES));

  constructor(
    readonly layouts: Layouts,
    readonly module: Module,
    readonly tags: MemoryTags,
  ) {}

  layout(id: MonoTypeId): TypeLayout {
    return this.layouts.of(id);
  }

  /** Whether values of the type have no bits: no parameter, no storage, no instruction. */
  isEmpty(id: MonoTypeId): boolean {
    return this.layout(id).size === 0;
  }

  /** The type of a value in a register. */
  value(id: MonoTypeId): string {
    return this.isBool(id) ? "i1" : this.memory(id);
  }

  isBool(id: MonoTypeId): boolean {
    const { form } = this.layout(id);
    return form.kind === "scalar" && form.scalar === "bool";
  }

  /** The type of a value in memory and inside aggregates: `value`, but a bool is a byte. */
  memory(id: MonoTypeId): string {
    const known = this.#memory.get(id);
    if (known !== undefined) return known;
    const type = this.#computeMemory(id);
    this.#memory.set(id, type);
    return type;
  }

  /** Fields that have bits, in order; the position here is the index in LLVM's struct. */
  storedFields(id: MonoTypeId): readonly FieldLayout[] {
    return [...this.#storedPlaces(id).keys()];
  }

  /** The index of a field that has bits in LLVM's struct. */
  storedPlace(id: MonoTypeId, field: FieldLayout): number {
    const place = this.#storedPlaces(id).get(field);
    if (place === undefined) throw llvmBug(`${this.layouts.types.get(id).name} lacks a field`);
    return place;
  }

  #storedPlaces(id: MonoTypeId): ReadonlyMap<FieldLayout, number> {
    const known = this.#stored.get(id);
    if (known !== undefined) return known;
    const stored = this.layouts.fields(id).filter((field) => !this.isEmpty(field.type));
    const places = new Map(stored.map((field, place) => [field, place]));
    this.#stored.set(id, places);
    return places;
  }

  /** Types of the 8-byte words of an inline sum's payload: exact where all variants agree, else `i64`. */
  words(id: MonoTypeId): readonly LeafType[] {
    const known = this.#words.get(id);
    if (known !== undefined) return known;
    const { form, size } = this.layout(id);
    if (form.kind !== "sum") throw llvmBug(`${this.layouts.types.get(id).name} has no words`);
    const found: (LeafType | undefined)[] = new Array(size / 8 - 1).fill(undefined);
    for (const fields of form.variants) {
      for (const field of fields) {
        for (const leaf of this.leaves(field.type)) {
          const offset = field.offset + leaf.offset - 8;
          const word = offset >> 3;
          const exact = isWide(leaf.type) ? leaf.type : "i64";
          const other = found[word];
          found[word] = other === undefined || other === exact ? exact : "i64";
        }
      }
    }
    const words = found.map((word) => word ?? "i64");
    this.#words.set(id, words);
    return words;
  }

  /** The scalars of a value in memory order. */
  leaves(id: MonoTypeId): readonly Leaf[] {
    const known = this.#leaves.get(id);
    if (known !== undefined) return known;
    const leaves = this.#computeLeaves(id);
    this.#leaves.set(id, leaves);
    return leaves;
  }

  /** Whether bytes between the scalars of an aggregate mean nothing. */
  isPadded(id: MonoTypeId): boolean {
    const known = this.#padded.get(id);
    if (known !== undefined) return known;
    const used = this.leaves(id).reduce((sum, leaf) => sum + leafSize(leaf.type), 0);
    const isPadded = used !== this.layout(id).size;
    this.#padded.set(id, isPadded);
    return isPadded;
  }

  #computeMemory(id: MonoTypeId): string {
    const { form, size } = this.layout(id);
    const { name } = this.layouts.types.get(id);
    switch (form.kind) {
      case "none":
        throw llvmBug(`type ${name} has no bits`);
      case "scalar":
        return scalarType(form.scalar);
      case "str":
        return STR_TYPE;
      case "list":
        return LIST_TYPE;
      case "fn":
        return FN_TYPE;
      case "struct": {
        const parts = this.storedFields(id).map((field) => this.memory(field.type));
        return this.#define(name, `{ ${parts.join(", ")} }`);
      }
      case "enum":
        return size === 1 ? "i8" : "i64";
      case "niche":
        return this.memory(form.field);
      case "sum":
        return this.#define(name, `{ ${["i64", ...this.words(id)].join(", ")} }`);
      case "boxed":
      case "env":
      case "token":
        return "ptr";
      case "builder":
        return "{ ptr, ptr }";
      default:
        return assertNever(form, "llvm");
    }
  }

  #define(name: string, body: string): string {
    return this.module.defineType(this.#names.claim(typeName(name)), body);
  }

  #computeLeaves(id: MonoTypeId): readonly Leaf[] {
    const { form, size } = this.layout(id);
    switch (form.kind) {
      case "none":
        return [];
      case "scalar":
        return [{ offset: 0, type: scalarType(form.scalar), path: [] }];
      case "str":
      case "list":
        return row(["i64", "i64", "ptr"]);
      case "fn":
      case "builder":
        return row(["ptr", "ptr"]);
      case "struct":
        return this.storedFields(id).flatMap((field, index) =>
          this.leaves(field.type).map((leaf) => ({
            offset: field.offset + leaf.offset,
            type: leaf.type,
            path: [index, ...leaf.path],
          }))
        );
      case "enum":
        return [{ offset: 0, type: size === 1 ? "i8" : "i64", path: [] }];
      case "niche":
        return this.leaves(form.field);
      case "sum":
        return row(["i64", ...this.words(id)]);
      case "boxed":
      case "env":
      case "token":
        return [{ offset: 0, type: "ptr", path: [] }];
      default:
        return assertNever(form, "llvm");
    }
  }
}

/** Whether a scalar fills a word of 8 bytes. */
export function isWide(type: LeafType): boolean {
  return type === "i64" || type === "double" || type === "ptr";
}

function leafSize(type: LeafType): number {
  return type === "i8" ? 1 : type === "i32" ? 4 : 8;
}

function row(types: readonly LeafType[]): readonly Leaf[] {
  return types.map((type, index) => ({ offset: index * 8, type, path: [index] }));
}

function scalarType(scalar: Scalar): LeafType {
  switch (scalar) {
    case "int":
      return "i64";
    case "float":
      return "double";
    case "char":
      return "i32";
    case "bool":
    case "byte":
      return "i8";
    default:
      return assertNever(scalar, "llvm");
  }
}
