/**
 * Building and taking apart values of structs and sums in registers, and cells in memory. The payload of an
 * inline sum is a row of 8-byte words that all variants share, so a field is packed into and
 * taken out of words; with a single shape of payload (`Option<str>`) that is free of conversions.
 */
import { assertNever } from "../base/mod.ts";
import { nullaryBits, TAG_SIZE } from "../layout/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import type { Builder } from "./builder.ts";
import { llvmBug } from "./module.ts";
import { isWide, type LeafType } from "./types.ts";

/** A value, or undefined where the type has no bits. */
export type Value = string | undefined;

/** A struct or inline sum of its fields. */
export function buildAggregate(
  b: Builder,
  type: MonoTypeId,
  variant: number,
  fields: readonly Value[],
): Value {
  const { form } = b.types.layout(type);
  switch (form.kind) {
    case "none":
      return undefined;
    case "struct":
      return buildStruct(b, type, fields);
    case "enum":
      return String(variant);
    case "niche":
      if (variant === form.some) return fields[0];
      return b.types.memory(type) === "ptr" ? "null" : "zeroinitializer";
    case "sum":
      return buildSum(b, type, variant, fields);
    case "scalar":
    case "str":
    case "list":
    case "fn":
    case "boxed":
    case "env":
    case "token":
    case "builder":
      throw llvmBug(`a value of form ${form.kind} is not built of fields`);
    default:
      return assertNever(form, "llvm");
  }
}

function buildStruct(b: Builder, type: MonoTypeId, fields: readonly Value[]): string {
  const aggregate = b.types.memory(type);
  let value = "poison";
  let index = 0;
  b.types.layouts.fields(type).forEach((field, position) => {
    if (b.types.isEmpty(field.type)) return;
    const part = b.toMemory(field.type, present(fields[position]));
    value = b.insert(aggregate, value, b.types.memory(field.type), part, [index++]);
  });
  return value;
}

function buildSum(b: Builder, type: MonoTypeId, variant: number, fields: readonly Value[]): string {
  const aggregate = b.types.memory(type);
  const wordTypes = b.types.words(type);
  let value = b.insert(aggregate, "poison", "i64", String(variant), [0]);
  const words: (string | undefined)[] = [];
  b.types.layouts.fields(type, variant).forEach((field, position) => {
    if (b.types.isEmpty(field.type)) return;
    const memory = b.types.memory(field.type);
    const part = b.toMemory(field.type, present(fields[position]));
    for (const leaf of b.types.leaves(field.type)) {
      const offset = field.offset + leaf.offset - TAG_SIZE;
      const word = offset >> 3;
      const scalar = b.extract(memory, part, leaf.path);
      const wordType = wordTypes[word] ?? "i64";
      words[word] = packWord(b, words[word], wordType, leaf.type, scalar, (offset & 7) * 8);
    }
  });
  words.forEach((word, index) => {
    if (word === undefined) return;
    value = b.insert(aggregate, value, wordTypes[index] ?? "i64", word, [index + 1]);
  });
  return value;
}

function packWord(
  b: Builder,
  word: string | undefined,
  wordType: LeafType,
  leafType: LeafType,
  leaf: string,
  shift: number,
): string {
  if (isWide(leafType)) return convertWord(b, leafType, wordType, leaf);
  const wide = b.def(`zext ${leafType} ${leaf} to i64`);
  const shifted = shift === 0 ? wide : b.def(`shl i64 ${wide}, ${shift}`);
  return word === undefined ? shifted : b.def(`or i64 ${word}, ${shifted}`);
}

function unpackWord(
  b: Builder,
  wordType: LeafType,
  word: string,
  leafType: LeafType,
  shift: number,
): string {
  if (isWide(leafType)) return convertWord(b, wordType, leafType, word);
  const shifted = shift === 0 ? word : b.def(`lshr i64 ${word}, ${shift}`);
  return b.def(`trunc i64 ${shifted} to ${leafType}`);
}

/** Between types of 8 bytes; unequal ones have i64 on one side. */
function convertWord(b: Builder, from: LeafType, to: LeafType, value: string): string {
  if (from === to) return value;
  if (from === "ptr") return b.def(`ptrtoint ptr ${value} to ${to}`);
  if (to === "ptr") return b.def(`inttoptr ${from} ${value} to ptr`);
  return b.def(`bitcast ${from} ${value} to ${to}`);
}

/** Field `index` of a struct or, for variant `variant`, of an inline sum. */
export function projectAggregate(
  b: Builder,
  type: MonoTypeId,
  value: Value,
  variant: number,
  index: number,
): Value {
  const field = b.types.layouts.field(type, index, variant);
  if (b.types.isEmpty(field.type)) return undefined;
  const { form } = b.types.layout(type);
  switch (form.kind) {
    case "struct": {
      const position = b.types.storedPlace(type, field);
      const part = b.extract(b.types.memory(type), present(value), [position]);
      return b.fromMemory(field.type, part);
    }
    case "niche":
      return value;
    case "sum":
      return projectSum(b, type, present(value), field.type, field.offset);
    case "boxed":
    case "env":
      return b.load(field.type, b.at(present(value), field.offset));
    case "none":
    case "scalar":
    case "str":
    case "list":
    case "fn":
    case "enum":
    case "token":
    case "builder":
      throw llvmBug(`a value of form ${form.kind} has no field ${index}`);
    default:
      return assertNever(form, "llvm");
  }
}

function projectSum(
  b: Builder,
  type: MonoTypeId,
  value: string,
  fieldType: MonoTypeId,
  fieldOffset: number,
): string {
  const aggregate = b.types.memory(type);
  const memory = b.types.memory(fieldType);
  const wordTypes = b.types.words(type);
  let part = "poison";
  for (const leaf of b.types.leaves(fieldType)) {
    const offset = fieldOffset + leaf.offset - TAG_SIZE;
    const index = offset >> 3;
    const word = b.extract(aggregate, value, [index + 1]);
    const scalar = unpackWord(b, wordTypes[index] ?? "i64", word, leaf.type, (offset & 7) * 8);
    part = b.insert(memory, part, leaf.type, scalar, leaf.path);
  }
  return b.fromMemory(fieldType, part);
}

/** The number of the variant of a sum, as an i64. */
export function tagOf(b: Builder, type: MonoTypeId, value: Value): string {
  const { form, size } = b.types.layout(type);
  switch (form.kind) {
    case "none":
    case "struct":
      return "0";
    case "enum":
      return size === 1 ? b.def(`zext i8 ${present(value)} to i64`) : present(value);
    case "niche": {
      const isNone = isZero(b, form.field, present(value));
      return b.def(`select i1 ${isNone}, i64 ${form.none}, i64 ${form.some}`);
    }
    case "sum":
      return b.extract(b.types.memory(type), present(value), [0]);
    case "boxed":
      return boxedTag(b, type, present(value));
    case "scalar":
    case "str":
    case "list":
    case "fn":
    case "env":
    case "token":
    case "builder":
      throw llvmBug(`a value of form ${form.kind} has no tag`);
    default:
      return assertNever(form, "llvm");
  }
}

function isZero(b: Builder, type: MonoTypeId, value: string): string {
  const memory = b.types.memory(type);
  const pointer = memory === "ptr" ? value : b.extract(memory, value, [0]);
  return b.def(`icmp eq ptr ${pointer}, null`);
}

/** Compares without a load where only one variant has a cell. */
function boxedTag(b: Builder, type: MonoTypeId, value: string): string {
  const { layouts } = b.types;
  const variants = [...Array(layouts.variantCount(type)).keys()];
  const withCell = variants.filter((variant) => !layouts.isNullary(type, variant));
  if (withCell.length === variants.length) return cellTag(b, type, value, withCell);
  const bits = b.def(`ptrtoint ptr ${value} to i64`);
  const odd = b.def(`trunc i64 ${bits} to i1`);
  const constant = b.def(`lshr i64 ${bits}, 1`);
  if (!layouts.cell(type).hasTag) {
    return b.def(`select i1 ${odd}, i64 ${constant}, i64 ${withCell[0] ?? 0}`);
  }
  const from = b.block;
  const load = b.fresh("tag.cell");
  const done = b.fresh("tag.done");
  b.branch(odd, done, load);
  b.start(load);
  const tag = b.def(`load i64, ptr ${value}, align 8`);
  b.jump(done);
  b.start(done);
  return b.def(`phi i64 [ ${constant}, %${from} ], [ ${tag}, %${load} ]`);
}

function cellTag(b: Builder, type: MonoTypeId, value: string, withCell: readonly number[]): string {
  if (!b.types.layouts.cell(type).hasTag) return String(withCell[0] ?? 0);
  return b.def(`load i64, ptr ${value}, align 8`);
}

/** Whether a boxed value is a cell: neither a constant nor a hole. */
export function isCell(b: Builder, type: MonoTypeId, value: string): string {
  const { layouts } = b.types;
  const isThere = b.def(`icmp ne ptr ${value}, null`);
  const variants = [...Array(layouts.variantCount(type)).keys()];
  if (!variants.some((variant) => layouts.isNullary(type, variant))) return isThere;
  const bits = b.def(`ptrtoint ptr ${value} to i64`);
  const odd = b.def(`trunc i64 ${bits} to i1`);
  return b.def(`select i1 ${odd}, i1 false, i1 ${isThere}`);
}

/** The constant of a variant of a boxed sum that has no cell. */
export function nullaryValue(variant: number): string {
  return `inttoptr (i64 ${nullaryBits(variant)} to ptr)`;
}

/** Writes tag and fields into a cell or env record. */
export function fillCell(
  b: Builder,
  type: MonoTypeId,
  variant: number,
  cell: string,
  fields: readonly Value[],
): void {
  const { layouts } = b.types;
  if (layouts.cell(type).hasTag) b.line(`store i64 ${variant}, ptr ${cell}, align 8`);
  layouts.fields(type, variant).forEach((field, index) => {
    if (b.types.isEmpty(field.type)) return;
    b.store(field.type, present(fields[index]), b.at(cell, field.offset));
  });
}

/** A value that must have bits. */
export function present(value: Value): string {
  if (value === undefined) throw llvmBug("a value without bits is used");
  return value;
}
