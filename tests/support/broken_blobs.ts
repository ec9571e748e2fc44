/** Blobs of which one thing is wrong that a decoder checks, behind a digest that fits. */
import { decode, type ValueType } from "@std/msgpack";
import { joinBytes } from "../../src/base/mod.ts";
import { sealBlob } from "../../src/blob/mod.ts";
import {
  encodeKey,
  encodeLengths,
  HEAD_BYTES,
  locateParts,
  MAGIC,
  type PartName,
  PARTS,
  VERSION_OFFSET,
} from "../../src/blob/format.ts";
import { pack } from "../../src/blob/message_pack.ts";
import { blobOf, TYPES } from "./blobs.ts";

export interface BrokenBlob {
  readonly name: string;
  /** What the decoder in TypeScript says. */
  readonly rule: string;
  /** Where it says it; undefined for what stands in front of the parts. */
  readonly part: PartName | undefined;
  readonly bytes: Uint8Array;
}

/** Values of MessagePack that can be changed. */
type List = ValueType[];

const SOUND = blobOf(TYPES);

/** `SOUND` with another value of `part`, as bytes. */
function withBytes(part: PartName, changed: Uint8Array): Uint8Array {
  const ranges = locateParts(SOUND);
  if (ranges === undefined) throw new Error("the blob is not sound");
  const values = PARTS.map((name) =>
    name === part ? changed : SOUND.subarray(ranges[name].start, ranges[name].end)
  );
  return sealBlob(joinBytes([
    SOUND.subarray(0, MAGIC.length + 16),
    encodeLengths(values.map(({ length }) => length)),
    ...PARTS.flatMap((name, i) => [encodeKey(name), values[i] ?? new Uint8Array()]),
  ]));
}

/** `SOUND` with `part` changed by `edit`. */
function withPart(part: PartName, edit: (value: List) => ValueType): Uint8Array {
  const ranges = locateParts(SOUND);
  if (ranges === undefined) throw new Error("the blob is not sound");
  const value = decode(SOUND.subarray(ranges[part].start, ranges[part].end));
  return withBytes(part, pack(edit(value as List)));
}

/** The list with the element at `at` changed. */
function at(list: ValueType, index: number, edit: (value: ValueType) => ValueType): ValueType {
  return (list as List).map((one, i) => i === index ? edit(one) : one);
}

/** The first type of a kind (`src/blob/type_registry.ts`), changed. */
function withType(kind: number, edit: (type: List) => ValueType): Uint8Array {
  return withPart("type_registry", (types) => {
    const index = types.findIndex((type) => (type as List)[1] === kind);
    if (index < 0) throw new Error(`no type of kind ${kind}`);
    return at(types, index, (type) => edit(type as List));
  });
}

/** The node that is the first item of the first module, and the shapes, changed. */
function withTree(edit: (node: List, shapes: string[]) => ValueType): Uint8Array {
  return withPart("ast", ([shapes, texts, modules]) => {
    const names = [...shapes as string[]];
    const changed = at(
      modules as List,
      0,
      (module) => at(module, 1, (items) => at(items, 0, (node) => edit(node as List, names))),
    );
    return [names, texts ?? [], changed];
  });
}

/** A new shape for the first node, with these values. */
function withShape(shape: string, values: readonly ValueType[]): Uint8Array {
  return withTree((_, shapes) => [shapes.push(shape) - 1, ...values]);
}

function changedByte(index: number, value: number): Uint8Array {
  const bytes = SOUND.slice();
  bytes[index] = value;
  return bytes;
}

const REST = new Uint8Array([0xc1]);
const [SCALAR, STR, FN, STRUCT, SUM] = [0, 3, 5, 6, 7];

function broken(part: PartName, name: string, rule: string, bytes: Uint8Array): BrokenBlob {
  return { name, rule, part, bytes };
}

const HEADS: readonly BrokenBlob[] = [
  {
    name: "another first byte",
    rule: "it does not begin like a program",
    part: undefined,
    bytes: changedByte(0, 0x80),
  },
  {
    name: "another version",
    rule: "its schema version is",
    part: undefined,
    bytes: changedByte(VERSION_OFFSET, 99),
  },
  {
    name: "a changed byte",
    rule: "its digest does not match its bytes",
    part: undefined,
    bytes: changedByte(SOUND.length - 1, (SOUND.at(-1) ?? 0) ^ 1),
  },
  {
    name: "a length too large",
    rule: "the parts do not fit together",
    part: undefined,
    bytes: sealBlob(changedByte(HEAD_BYTES - 1, 1)),
  },
  {
    name: "bytes behind the last part",
    rule: "the parts do not fit together",
    part: undefined,
    bytes: sealBlob(joinBytes([SOUND, REST])),
  },
  {
    name: "another key",
    rule: "the parts do not fit together",
    part: undefined,
    bytes: sealBlob(changedByte(HEAD_BYTES + 1, 0x20)),
  },
];

/** Numbers of more than 32 bits, and a row that ends in the middle. */
const LONG = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
const CUT = new Uint8Array([2, 2]);

/** One blob for each check of the decoder in TypeScript, several where it is used for several things. */
export const BROKEN_BLOBS: readonly BrokenBlob[] = [
  ...HEADS,
  broken("compiler", "bytes of no kind", "a part is not MessagePack", withBytes("compiler", REST)),
  broken("compiler", "no text", "a text is missing", withPart("compiler", () => 1)),
  broken("files", "no list", "a list is missing", withPart("files", () => 1)),
  broken(
    "files",
    "a file of three values",
    "a file has more than path and flag",
    withPart("files", (files) => at(files, 0, (file) => [...file as List, 1])),
  ),
  broken(
    "files",
    "a file without a flag",
    "a flag is missing",
    withPart("files", (files) => at(files, 0, (file) => at(file, 1, () => 1))),
  ),
  broken(
    "is_tool",
    "a flag too many",
    "tables of functions differ in length",
    withPart("is_tool", (flags) => [...flags, true]),
  ),
  broken(
    "is_tool",
    "no flag",
    "a flag is missing",
    withPart("is_tool", (flags) => at(flags, 0, () => 0)),
  ),
  broken(
    "chunks",
    "a parameter less",
    "does not fit its parameters",
    withPart("ownership", (all) => all.map((one) => [...one as List, true])),
  ),
  broken(
    "line_table",
    "no bytes",
    "a row of bytes is missing",
    withPart("line_table", (tables) => at(tables, 0, () => 1)),
  ),
  broken(
    "chunks",
    "a packed number too long",
    "a packed number is cut or too long",
    withPart("line_table", (tables) => at(tables, 0, () => LONG)),
  ),
  broken(
    "chunks",
    "a table that is cut",
    "a packed table is cut",
    withPart("line_table", (tables) => at(tables, 0, () => CUT)),
  ),
  broken(
    "chunks",
    "a constant that is a list",
    "a constant is of no kind",
    withPart("chunks", (chunks) => at(chunks, 0, (chunk) => at(chunk, 1, () => [[]]))),
  ),
  broken(
    "chunks",
    "a result of no type",
    "a number is missing or out of range",
    withPart("chunks", (chunks) => at(chunks, 0, (chunk) => at(chunk, 4, () => 100_000))),
  ),
  broken(
    "places",
    "a place in no file",
    "a number is missing or out of range",
    withPart("places", (places) => at(places, 0, (place) => at(place, 0, () => 1000))),
  ),
  broken(
    "type_registry",
    "a str with parts",
    "a value where there is none",
    withType(STR, (type) => at(type, 3, () => 1)),
  ),
  broken(
    "type_registry",
    "a layout of another type",
    "is of another type",
    withType(STRUCT, (type) => at(type, 4, (layout) => (layout as List).slice(0, -1))),
  ),
  broken(
    "type_registry",
    "a function without a result",
    "a function type has no result",
    withType(FN, (type) => at(type, 3, () => [])),
  ),
  broken(
    "type_registry",
    "an unknown scalar",
    "a scalar type is unknown",
    withType(SCALAR, (type) => at(type, 3, () => "toString")),
  ),
  broken(
    "type_registry",
    "a field without a type",
    "a field has no type",
    withType(STRUCT, (type) => at(type, 3, (fields) => (fields as List).slice(0, -1))),
  ),
  broken(
    "type_registry",
    "an unknown kind",
    "a number is missing or out of range",
    withType(STR, (type) => at(type, 1, () => 11)),
  ),
  broken(
    "type_registry",
    "a variant without a name",
    "a text is missing",
    withType(
      SUM,
      (type) => at(type, 3, (parts) => at(parts, 1, (variant) => at(variant, 0, () => 1))),
    ),
  ),
  broken(
    "entry",
    "a main that is no function",
    "a number is missing or out of range",
    withPart("entry", (entry) => at(entry, 0, (main) => at(main, 0, () => 100_000))),
  ),
  broken(
    "ast",
    "lists in lists without end",
    "it is nested too deep",
    withBytes("ast", new Uint8Array(1_000_000).fill(0x91)),
  ),
  broken("ast", "a key of every object", "a key that no node has", withShape("$__proto__", [0])),
  broken("ast", "a span before its file", "a span before its file", withShape("@span", [-1, 1])),
  broken(
    "ast",
    "values without a key",
    "a node with more values than keys",
    withShape("#n", [1, 2]),
  ),
  broken("ast", "no number", "a number is missing", withShape("#n", ["1"])),
  broken("ast", "a value of no kind", "a value of no kind", withShape("&n", [1])),
  broken("ast", "an int without digits", "an int has no digits", withShape("!n", ["0x"])),
];
