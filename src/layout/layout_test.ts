import { assertEquals, assertThrows } from "@std/assert";
import { TestTypes } from "../../tests/support/mono_types.ts";
import { InternalError } from "../base/mod.ts";
import { Layouts } from "./mod.ts";

function table(pointerSize: 4 | 8 = 8) {
  const t = new TestTypes();
  return { t, layouts: new Layouts(t, pointerSize) };
}

Deno.test("layout: sizes of scalars, strs, lists, functions and what holds them", () => {
  const { t, layouts } = table();
  const sizeOf = (id: ReturnType<TestTypes["list"]>) => layouts.of(id).size;
  assertEquals([t.int, t.float, t.bool, t.byte, t.char, t.str].map(sizeOf), [8, 8, 1, 1, 4, 24]);
  assertEquals(sizeOf(t.list(t.int)), 24);
  assertEquals(sizeOf(t.fn([], t.int)), 16);
  assertEquals(sizeOf(t.option(t.str)), 32);
  assertEquals(sizeOf(t.tuple(t.str, t.int)), 32);
  assertEquals(sizeOf(t.unit), 0);
});

Deno.test("layout: fields are placed as C places them", () => {
  const { t, layouts } = table();
  const mixed = t.struct("Mixed", t.byte, t.int, t.unit, t.bool, t.char);
  assertEquals(layouts.fields(mixed).map((field) => field.offset), [0, 8, 16, 16, 20]);
  assertEquals(layouts.of(mixed).size, 24);
  assertEquals(layouts.of(mixed).align, 8);
});

Deno.test("layout: values of more than 16 bytes go by pointer", () => {
  const { t, layouts } = table();
  assertEquals(layouts.of(t.str).passing, "pointer");
  assertEquals(layouts.of(t.fn([], t.unit)).passing, "value");
  assertEquals(layouts.of(t.option(t.int)).passing, "value");
  assertEquals(layouts.of(t.tuple(t.int, t.int, t.bool)).passing, "pointer");
  assertEquals(layouts.of(t.struct("Nothing")).passing, "none");
});

Deno.test("layout: sums without payload are a tag, single variants have none", () => {
  const { t, layouts } = table();
  const color = t.sum("Color", { Red: [], Green: [] });
  assertEquals(layouts.of(color).form.kind, "enum");
  assertEquals(layouts.of(color).size, 1);
  const many = Object.fromEntries([...Array(300).keys()].map((n) => [`V${n}`, []]));
  assertEquals(layouts.of(t.sum("Many", many)).size, 8);
  const id = t.sum("Id", { Id: [t.int] });
  assertEquals(layouts.of(id).form.kind, "struct");
  assertEquals(layouts.of(id).size, 8);
});

Deno.test("layout: niches are taken where the payload is never zero", () => {
  const { t, layouts } = table();
  const chain = t.boxed("Chain", (self) => ({ Nil: [], Link: [t.int, self] }));
  assertEquals(layouts.of(t.option(chain)).form.kind, "niche");
  assertEquals(layouts.of(t.option(chain)).size, 8);
  assertEquals(layouts.of(t.option(t.fn([], t.int))).size, 16);
  // None of the inner option is zero already.
  assertEquals(layouts.of(t.option(t.option(chain))).form.kind, "sum");
  // The empty str is all zero bits.
  assertEquals(layouts.of(t.option(t.str)).form.kind, "sum");
  // A field beside the one that is never zero would be lost.
  const more = t.sum("More", { No: [], Yes: [chain, t.int] });
  assertEquals(layouts.of(more).form.kind, "sum");
});

Deno.test("layout: a cell has a tag only where several variants have cells", () => {
  const { t, layouts } = table();
  const chain = t.boxed("Chain", (self) => ({ Nil: [], Link: [t.int, self] }));
  assertEquals(layouts.cell(chain).hasTag, false);
  assertEquals(layouts.cell(chain).size, 16);
  assertEquals(layouts.isNullary(chain, 0), true);
  const expr = t.boxed("Expr", (self) => ({ Num: [t.float], Add: [self, self], Name: [t.str] }));
  assertEquals(layouts.cell(expr).hasTag, true);
  assertEquals(layouts.cell(expr).size, 32);
  assertEquals(layouts.fields(expr, 1).map((field) => field.offset), [8, 16]);
});

Deno.test("layout: drop shapes name the counted parts", () => {
  const { t, layouts } = table();
  const person = t.struct("Person", t.int, t.str, t.bool, t.list(t.int));
  assertEquals(layouts.countedParts(person), [
    { type: t.str, offset: 8 },
    { type: t.list(t.int), offset: 40 },
  ]);
  const env = t.env(t.int, t.str);
  assertEquals(layouts.cell(env).size, 32);
  assertEquals(layouts.countedParts(env), [{ type: t.str, offset: 8 }]);
});

Deno.test("layout: with pointers of 4 bytes", () => {
  const { t, layouts } = table(4);
  assertEquals(layouts.of(t.fn([], t.int)).size, 8);
  assertEquals(layouts.of(t.str).size, 24);
});

Deno.test("layout: a struct that contains itself inline is a bug of ours", () => {
  const { t, layouts } = table();
  const id = t.struct("Knot");
  t.all[id] = { name: "Knot", kind: "struct", fields: [{ name: "self", type: id }] };
  assertThrows(() => layouts.of(id), InternalError, "contains itself");
});
