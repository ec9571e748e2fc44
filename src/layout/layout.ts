/**
 * Sizes, offsets and forms of every monomorphic type, for native code (8-byte pointers) and
 * WebAssembly (4-byte pointers). Nobody else computes a size or an offset.
 *
 * Invariant of all forms: the value whose bits are all zero is a *hole*: releasing it does nothing.
 * `list_take` leaves one behind, and a panic may leave it there.
 */
import { assertNever, InternalError } from "../base/mod.ts";
import type { MonoField, MonoType, MonoTypeId, MonoTypes } from "../mono/mod.ts";
import type { Scalar } from "../operations/mod.ts";

/** The way to pass a value in a call: not at all, in registers, or as the address of its bytes. */
export type Passing = "none" | "value" | "pointer";

/** A part of a larger value, at a byte offset from its start. */
export interface FieldLayout {
  readonly type: MonoTypeId;
  readonly offset: number;
}

/** A counted record behind a pointer: the cell of a boxed sum, or an env. */
export interface CellLayout {
  /** Bytes of the payload; for a sum the same in all variants, so that any may reuse the cell of any other. */
  readonly size: number;
  /** An 8-byte tag at offset 0, needed when several variants have a cell. */
  readonly hasTag: boolean;
  /** Fields by variant; an env has one "variant", its captures. Offsets from the start of the cell. */
  readonly variants: readonly (readonly FieldLayout[])[];
}

/** The representation of a type. */
export type Form =
  /** No bits: unit, Never, and structs of nothing else. */
  | { readonly kind: "none" }
  | { readonly kind: "scalar"; readonly scalar: Scalar }
  | { readonly kind: "str" }
  /** `stride`: bytes from one element to the next, at least 1. */
  | { readonly kind: "list"; readonly element: MonoTypeId; readonly stride: number }
  | { readonly kind: "fn" }
  /** Fields inline. Also a sum with a single variant, which needs no tag. */
  | { readonly kind: "struct"; readonly fields: readonly FieldLayout[] }
  /** A sum without payloads: the tag, in one byte up to 256 variants, else in eight. */
  | { readonly kind: "enum" }
  /** Variant `none` is all zero bits; variant `some` is its one field, which never is. */
  | {
    readonly kind: "niche";
    readonly some: number;
    readonly none: number;
    readonly field: MonoTypeId;
  }
  /** An 8-byte tag at offset 0, then the payload of the variant. */
  | { readonly kind: "sum"; readonly variants: readonly (readonly FieldLayout[])[] }
  /** A pointer to a counted cell; a variant without bits is the odd constant `nullaryBits`. */
  | { readonly kind: "boxed" }
  /** A pointer to the record of the captures; null without captures. */
  | { readonly kind: "env" }
  /** A pointer to an emptied cell of the type `cell`, or null. */
  | { readonly kind: "token"; readonly cell: MonoTypeId }
  /** Two pointers: to the first cell, of type `cell`, and to the empty field of the last one. Both null before the first cell. */
  | { readonly kind: "builder"; readonly cell: MonoTypeId };

export interface TypeLayout {
  readonly size: number;
  readonly align: number;
  readonly form: Form;
  readonly passing: Passing;
  /** Whether releasing a value may do anything. */
  readonly isCounted: boolean;
}

/** Values wider than this go by pointer. */
const MAX_IN_REGISTERS = 16;
/** Bytes of a tag in front of a payload, inline or in a cell. */
export const TAG_SIZE = 8;

/** The pointer that stands for variant `variant` of a boxed sum when it has no payload. */
export function nullaryBits(variant: number): number {
  return variant * 2 + 1;
}

/** The layouts of all types of a table, also of those interned later. Computed on demand, then kept. */
export class Layouts {
  readonly #known: (TypeLayout | undefined)[] = [];
  readonly #cells = new Map<MonoTypeId, CellLayout>();
  readonly #open = new Set<MonoTypeId>();

  constructor(readonly types: MonoTypes, readonly pointerSize: 4 | 8) {}

  /** Size, alignment and form of a type. */
  of(id: MonoTypeId): TypeLayout {
    const known = this.#known[id];
    if (known !== undefined) return known;
    const type = this.types.get(id);
    if (this.#open.has(id)) throw bug(`type ${type.name} contains itself inline`);
    this.#open.add(id);
    const { size, align, form } = this.#compute(type);
    this.#open.delete(id);
    const passing = size === 0 ? "none" : size > MAX_IN_REGISTERS ? "pointer" : "value";
    const layout = { size, align, form, passing, isCounted: this.types.isCounted(id) } as const;
    this.#known[id] = layout;
    return layout;
  }

  /** The cell that a boxed sum or an env points to. */
  cell(id: MonoTypeId): CellLayout {
    const known = this.#cells.get(id);
    if (known !== undefined) return known;
    const cell = this.#computeCell(this.types.get(id));
    this.#cells.set(id, cell);
    return cell;
  }

  /**
   * Fields of a struct, of variant `variant` of a sum, or the captures of an env; offsets count
   * from the start of the value, for boxed sums and envs from the start of the cell.
   */
  fields(id: MonoTypeId, variant = 0): readonly FieldLayout[] {
    const form = this.of(id).form;
    switch (form.kind) {
      case "struct":
        return form.fields;
      case "sum":
        return at(form.variants, variant);
      case "boxed":
      case "env":
        return at(this.cell(id).variants, variant);
      case "niche":
        return variant === form.some
          ? [{ type: form.field, offset: 0 }]
          : this.#emptyFields(id, variant);
      case "none":
      case "enum":
        return this.#emptyFields(id, variant);
      case "scalar":
      case "str":
      case "list":
      case "fn":
      case "token":
      case "builder":
        throw bug(`${this.types.get(id).name} has no fields`);
      default:
        return assertNever(form, "layout");
    }
  }

  /** The field `field` among `fields(id, variant)`. */
  field(id: MonoTypeId, field: number, variant = 0): FieldLayout {
    const found = this.fields(id, variant)[field];
    if (found === undefined) throw bug(`${this.types.get(id).name}: no field ${variant}.${field}`);
    return found;
  }

  /** The counted ones among `fields(id, variant)`: what a drop of the value releases. */
  countedParts(id: MonoTypeId, variant = 0): readonly FieldLayout[] {
    return this.fields(id, variant).filter((field) => this.of(field.type).isCounted);
  }

  /** Number of variants of a sum; 1 for all else. */
  variantCount(id: MonoTypeId): number {
    const type = this.types.get(id);
    return type.kind === "sum" ? type.variants.length : 1;
  }

  /** Whether values of the type have an impl of `Drop`: each is a cell. */
  drops(id: MonoTypeId): boolean {
    const type = this.types.get(id);
    return type.kind === "sum" && type.drops === true;
  }

  /** Whether variant `variant` of a boxed sum is a constant, without a cell. */
  isNullary(id: MonoTypeId, variant: number): boolean {
    if (this.drops(id)) return false;
    return this.fields(id, variant).every((field) => this.of(field.type).size === 0);
  }

  #compute(type: MonoType): { size: number; align: number; form: Form } {
    switch (type.kind) {
      case "unit":
      case "never":
        return { size: 0, align: 1, form: { kind: "none" } };
      case "scalar": {
        const size = scalarSize(type.scalar);
        return { size, align: size, form: { kind: "scalar", scalar: type.scalar } };
      }
      case "str":
        return { size: 24, align: 8, form: { kind: "str" } };
      case "list":
        return { size: 24, align: 8, form: this.#listForm(type.element) };
      case "fn":
        return { size: 2 * this.pointerSize, align: this.pointerSize, form: { kind: "fn" } };
      case "struct":
        return this.#struct(type.fields);
      case "sum":
        return this.#sum(type);
      case "env":
        return { size: this.pointerSize, align: this.pointerSize, form: { kind: "env" } };
      case "token": {
        const form: Form = { kind: "token", cell: type.of };
        return { size: this.pointerSize, align: this.pointerSize, form };
      }
      case "builder": {
        const form: Form = { kind: "builder", cell: type.of };
        return { size: 2 * this.pointerSize, align: this.pointerSize, form };
      }
      default:
        return assertNever(type, "layout");
    }
  }

  /**
   * The element's size is asked for when the list is first used, not here: `type T = { kids: [T] }`
   * is finite.
   */
  #listForm(element: MonoTypeId): Form {
    const strideOf = () => Math.max(1, this.of(element).size);
    return {
      kind: "list",
      element,
      get stride() {
        return strideOf();
      },
    };
  }

  #struct(fields: readonly MonoField[]): { size: number; align: number; form: Form } {
    const placed = this.#place(fields.map((field) => field.type), 0);
    if (placed.size === 0) return { size: 0, align: 1, form: { kind: "none" } };
    return {
      size: placed.size,
      align: placed.align,
      form: { kind: "struct", fields: placed.fields },
    };
  }

  #sum(type: MonoType & { kind: "sum" }): { size: number; align: number; form: Form } {
    const { pointerSize } = this;
    if (type.isBoxed) return { size: pointerSize, align: pointerSize, form: { kind: "boxed" } };
    const [first] = type.variants;
    if (first === undefined) return { size: 0, align: 1, form: { kind: "none" } };
    if (type.variants.length === 1) return this.#struct(first.fields);
    const niche = this.#niche(type);
    if (niche !== undefined) return niche;
    const placed = type.variants.map((variant) =>
      this.#place(variant.fields.map((field) => field.type), TAG_SIZE)
    );
    const end = Math.max(...placed.map((payload) => payload.end));
    if (end === TAG_SIZE) {
      const size = type.variants.length <= 256 ? 1 : 8;
      return { size, align: size, form: { kind: "enum" } };
    }
    const size = roundUp(end, TAG_SIZE);
    return {
      size,
      align: 8,
      form: { kind: "sum", variants: placed.map((payload) => payload.fields) },
    };
  }

  #niche(
    type: MonoType & { kind: "sum" },
  ): { size: number; align: number; form: Form } | undefined {
    if (type.variants.length !== 2) return undefined;
    const none = type.variants.findIndex((variant) => variant.fields.length === 0);
    const some = 1 - none;
    const [field, ...others] = type.variants[some]?.fields ?? [];
    if (none < 0 || field === undefined || others.length > 0) return undefined;
    const { size, align, form } = this.of(field.type);
    if (form.kind !== "fn" && form.kind !== "boxed") return undefined;
    return { size, align, form: { kind: "niche", some, none, field: field.type } };
  }

  #computeCell(type: MonoType): CellLayout {
    if (type.kind === "env") {
      const placed = this.#place(type.captures, 0);
      return { size: placed.size, hasTag: false, variants: [placed.fields] };
    }
    if (type.kind !== "sum") throw bug(`${type.name} has no cell`);
    const variants = type.variants.map((variant) => variant.fields.map((field) => field.type));
    const withCell = variants.filter((fields) =>
      type.drops || fields.some((field) => this.of(field).size > 0)
    );
    const hasTag = withCell.length > 1;
    const placed = variants.map((fields) => this.#place(fields, hasTag ? TAG_SIZE : 0));
    const size = roundUp(Math.max(1, ...placed.map((payload) => payload.end)), 8);
    return { size, hasTag, variants: placed.map((payload) => payload.fields) };
  }

  #place(types: readonly MonoTypeId[], start: number): Placed {
    const fields: FieldLayout[] = [];
    let end = start;
    let align = 1;
    for (const type of types) {
      const layout = this.of(type);
      const offset = roundUp(end, layout.align);
      fields.push({ type, offset });
      end = offset + layout.size;
      align = Math.max(align, layout.align);
    }
    return { fields, end, align, size: roundUp(end, align) };
  }

  #emptyFields(id: MonoTypeId, variant: number): readonly FieldLayout[] {
    const type = this.types.get(id);
    if (type.kind === "struct") return bitless(type.fields);
    if (type.kind === "sum") return bitless(at(type.variants, variant).fields);
    throw bug(`${type.name} has no fields`);
  }
}

interface Placed {
  readonly fields: readonly FieldLayout[];
  /** Behind the last field, not rounded. */
  readonly end: number;
  readonly align: number;
  readonly size: number;
}

function scalarSize(scalar: Scalar): number {
  switch (scalar) {
    case "int":
    case "float":
      return 8;
    case "char":
      return 4;
    case "bool":
    case "byte":
      return 1;
    default:
      return assertNever(scalar, "layout");
  }
}

function bitless(fields: readonly MonoField[]): FieldLayout[] {
  return fields.map((field) => ({ type: field.type, offset: 0 }));
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw bug(`no variant ${index} of ${items.length}`);
  return item;
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

function bug(message: string): InternalError {
  return new InternalError(message, { stage: "layout" });
}
