import { assertEquals, assertThrows } from "@std/assert";
import type { TypeDescriptor } from "../bytecode/mod.ts";
import { BlobError } from "./blob_error.ts";
import type { NativeLayout } from "./model.ts";
import { decodeType, encodeType } from "./type_registry.ts";

const PAIR: TypeDescriptor = {
  kind: "struct",
  name: "Pair",
  isCounted: false,
  fields: [{ name: "a", type: 0 }, { name: "b", type: 0 }],
};
const LAYOUT: NativeLayout = {
  form: "struct",
  size: 16,
  hasTag: false,
  some: 0,
  offsets: [[0, 8]],
};
const COUNT = 1;

Deno.test("types: what is encoded comes back, with its layout", () => {
  assertEquals(decodeType(encodeType(PAIR, LAYOUT), COUNT), [PAIR, LAYOUT]);
});

Deno.test("types: a layout has an offset for each field, and the form of its type", () => {
  const layouts: readonly NativeLayout[] = [
    { ...LAYOUT, offsets: [[0]] },
    { ...LAYOUT, offsets: [[0, 8], [0]] },
    { ...LAYOUT, form: "plain" },
    { ...LAYOUT, form: "str", offsets: [] },
    { ...LAYOUT, form: "niche", offsets: [] },
  ];
  for (const layout of layouts) {
    assertThrows(() => decodeType(encodeType(PAIR, layout), COUNT), BlobError, "layout of Pair");
  }
});

Deno.test("types: a field has a name and a type", () => {
  const [name, kind, isCounted, , layout] = encodeType(PAIR, LAYOUT) as [
    string,
    number,
    boolean,
    unknown,
    unknown,
  ];
  for (const fields of [["a"], ["a", 0, "b"], [0, "a"], ["a", COUNT]]) {
    const value = [name, kind, isCounted, fields, layout] as Parameters<typeof decodeType>[0];
    assertThrows(() => decodeType(value, COUNT), BlobError);
  }
});
