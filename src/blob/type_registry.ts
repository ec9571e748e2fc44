/**
 * The types of a program in MessagePack: `[name, kind, is counted, parts, layout]` each.
 *
 *     scalar  its name                     fn      [result, params...]
 *     list    element                      struct  [field name, field type, ...]
 *     builder cell                     token   cell
 *     env     [captures...]                sum     [is boxed, [variant name, field name, field type, ...], ...]
 *
 * A layout is `[form, size, has tag, some, [offsets...], ...]`, cut after what it needs.
 */
import type { ValueType } from "@std/msgpack";
import { assertNever } from "../base/mod.ts";
import type { FieldDescriptor, TypeDescriptor } from "../bytecode/mod.ts";
import { BlobError } from "./blob_error.ts";
import { NATIVE_FORMS, type NativeForm, type NativeLayout } from "./model.ts";
import {
  ANY_COUNT,
  readEach,
  readFlag,
  readIndex,
  readList,
  readNothing,
  readText,
} from "./read_value.ts";

type Kind = TypeDescriptor["kind"];
type Scalar = Extract<TypeDescriptor, { kind: "scalar" }>["scalar"];

/** Kinds by their number in a blob: complete by its type. */
const KIND_NUMBERS: Readonly<Record<Kind, number>> = {
  scalar: 0,
  unit: 1,
  never: 2,
  str: 3,
  list: 4,
  fn: 5,
  struct: 6,
  sum: 7,
  env: 8,
  token: 9,
  builder: 10,
};
const KINDS = Object.keys(KIND_NUMBERS) as readonly Kind[];

const SCALARS: Readonly<Record<Scalar, true>> = {
  int: true,
  float: true,
  bool: true,
  char: true,
  byte: true,
};

export function encodeType(type: TypeDescriptor, layout: NativeLayout): ValueType {
  return [
    type.name,
    KIND_NUMBERS[type.kind],
    type.isCounted,
    encodeParts(type),
    encodeLayout(layout),
  ];
}

function encodeParts(type: TypeDescriptor): ValueType {
  switch (type.kind) {
    case "scalar":
      return type.scalar;
    case "unit":
    case "never":
    case "str":
      return null;
    case "list":
      return type.element;
    case "token":
    case "builder":
      return type.of;
    case "fn":
      return [type.result, ...type.params];
    case "struct":
      return encodeFields(type.fields);
    case "sum":
      // In place of the flag, what drops has its function: it is boxed always.
      return [
        type.drop ?? type.isBoxed,
        ...type.variants.map((v) => [v.name, ...encodeFields(v.fields)]),
      ];
    case "env":
      return [...type.captures];
    default:
      assertNever(type, "blob");
  }
}

function encodeFields(fields: readonly FieldDescriptor[]): ValueType[] {
  return fields.flatMap((field) => [field.name, field.type]);
}

function encodeLayout({ form, size, hasTag, some, offsets }: NativeLayout): ValueType {
  const head = [NATIVE_FORMS.indexOf(form), size];
  if (offsets.length === 0 && !hasTag && some === 0) return head;
  return [...head, hasTag, some, ...offsets.map((row) => [...row])];
}

/** The type that was encoded as `value`, one of `count`; throws `BlobError`. */
export function decodeType(value: ValueType, count: number): [TypeDescriptor, NativeLayout] {
  const [name, kind, isCounted, parts, layout] = readList(value);
  const common = { name: readText(name), isCounted: readFlag(isCounted) };
  const known = KINDS[readIndex(kind, KINDS.length)] as Kind;
  const type = { ...common, ...decodeParts(known, parts, count) };
  const native = decodeLayout(layout);
  if (!fits(native, type)) throw new BlobError(`the layout of ${type.name} is of another type`);
  return [type, native];
}

type Parts<T = TypeDescriptor> = T extends TypeDescriptor ? Omit<T, "name" | "isCounted"> : never;

function decodeParts(kind: Kind, value: ValueType | undefined, count: number): Parts {
  const typeOf = (v: ValueType | undefined) => readIndex(v, count);
  switch (kind) {
    case "scalar":
      return { kind, scalar: readScalar(value) };
    case "unit":
    case "never":
    case "str":
      readNothing(value);
      return { kind };
    case "list":
      return { kind, element: typeOf(value) };
    case "token":
    case "builder":
      return { kind, of: typeOf(value) };
    case "fn": {
      const [result, ...params] = readEach(value, typeOf);
      if (result === undefined) throw new BlobError("a function type has no result");
      return { kind, params, result };
    }
    case "struct":
      return { kind, fields: decodeFields(readList(value), count) };
    case "sum": {
      const [isBoxed, ...variants] = readList(value);
      return {
        kind,
        variants: variants.map((v) => {
          const [name, ...fields] = readList(v);
          return { name: readText(name), fields: decodeFields(fields, count) };
        }),
        ...(typeof isBoxed === "number"
          ? { isBoxed: true, drop: readIndex(isBoxed, ANY_COUNT) }
          : { isBoxed: readFlag(isBoxed) }),
      };
    }
    case "env":
      return { kind, captures: readEach(value, typeOf) };
    default:
      assertNever(kind, "blob");
  }
}

function readScalar(value: ValueType | undefined): Scalar {
  const name = readText(value);
  if (!Object.hasOwn(SCALARS, name)) throw new BlobError("a scalar type is unknown");
  return name as Scalar;
}

function decodeFields(row: readonly ValueType[], count: number): FieldDescriptor[] {
  if (row.length % 2 !== 0) throw new BlobError("a field has no type");
  const fields: FieldDescriptor[] = [];
  for (let i = 0; i < row.length; i += 2) {
    fields.push({ name: readText(row[i]), type: readIndex(row[i + 1], count) });
  }
  return fields;
}

function decodeLayout(value: ValueType | undefined): NativeLayout {
  const [form, size, hasTag = false, some = 0, ...offsets] = readList(value);
  return {
    form: NATIVE_FORMS[readIndex(form, NATIVE_FORMS.length)] as NativeForm,
    size: readIndex(size, ANY_COUNT),
    hasTag: readFlag(hasTag),
    some: readIndex(some, ANY_COUNT),
    offsets: offsets.map((row) => readEach(row, (v) => readIndex(v, ANY_COUNT))),
  };
}

/** Whether there is an offset for each field that the form has. */
function fits({ form, some, offsets }: NativeLayout, type: TypeDescriptor): boolean {
  const counts = fieldCounts(type);
  switch (form) {
    case "plain":
      return offsets.length === 0;
    case "str":
    case "list":
    case "fn":
      return type.kind === form && offsets.length === 0;
    case "niche":
      return type.kind === "sum" && counts[some] === 1;
    case "struct":
    case "sum":
    case "boxed":
    case "env":
      return offsets.length === counts.length &&
        offsets.every((row, variant) => row.length === counts[variant]);
    default:
      assertNever(form, "blob");
  }
}

function fieldCounts(type: TypeDescriptor): readonly number[] {
  switch (type.kind) {
    case "struct":
      return [type.fields.length];
    case "sum":
      return type.variants.map((v) => v.fields.length);
    case "env":
      return [type.captures.length];
    case "scalar":
    case "unit":
    case "never":
    case "str":
    case "list":
    case "fn":
    case "token":
    case "builder":
      return [];
    default:
      assertNever(type, "blob");
  }
}
