import { assertEquals } from "@std/assert";
import { boxLargeTypes, MAX_INLINE_PARTS } from "./box_large_types.ts";
import type { MonoField, MonoType, MonoTypeId } from "./program.ts";

const INT: MonoType = { kind: "scalar", name: "int", scalar: "int" };
const UNIT: MonoType = { kind: "unit", name: "void" };

const fieldsOf = (types: readonly number[]): MonoField[] =>
  types.map((type, i) => ({ name: String(i), type: type as MonoTypeId }));
const struct = (...types: number[]): MonoType => ({
  kind: "struct",
  name: "s",
  fields: fieldsOf(types),
});
const sum = (isBoxed: boolean, ...variants: number[][]): MonoType => ({
  kind: "sum",
  name: "sum",
  variants: variants.map((types) => ({ name: "V", fields: fieldsOf(types) })),
  isBoxed,
});
const times = (count: number, type: number): number[] => Array(count).fill(type);

/** The ids of the types that are boxed for their size, each with what it was. */
function boxed(all: MonoType[], inline: readonly number[] = []): readonly [number, string][] {
  boxLargeTypes(all, new Set(inline as MonoTypeId[]));
  return all.flatMap((type, id) =>
    type.kind === "sum" && type.large !== undefined && type.isBoxed ? [[id, type.large]] : []
  );
}

Deno.test("a struct of 64 parts lies inline, one of 65 is a cell with one variant", () => {
  const all = [
    INT,
    struct(...times(MAX_INLINE_PARTS, 0)),
    struct(...times(MAX_INLINE_PARTS + 1, 0)),
  ];
  const { fields } = all[2] as Extract<MonoType, { kind: "struct" }>;
  assertEquals(boxed(all), [[2, "struct"]]);
  assertEquals(all[2], {
    kind: "sum",
    name: "s",
    variants: [{ name: "s", fields }],
    isBoxed: true,
    large: "struct",
  });
});

Deno.test("a part that is boxed is one part, wherever it stands in the table", () => {
  // 3 holds 2 and comes before it; 4 holds both.
  const all = [
    INT,
    struct(2, 2, 0),
    struct(...times(65, 0)),
    struct(...times(62, 0)),
    struct(1, 3),
  ];
  assertEquals(boxed(all), [[2, "struct"], [4, "struct"]]);
});

Deno.test("the largest variant counts; a boxed sum is one part, and so are lists and texts", () => {
  const list: MonoType = { kind: "list", name: "[int]", element: 0 as MonoTypeId };
  const half = times(32, 0);
  const all = [
    INT,
    sum(false, half, half),
    sum(false, half, [...half, ...half, 0], []),
    sum(true, [...half, ...half, 0]),
    list,
    struct(...times(30, 4), 3, 1),
    struct(...times(31, 4), 3, 1, 1),
  ];
  assertEquals(boxed(all), [[2, "sum"], [6, "struct"]]);
});

Deno.test("what has no bits does not count; what intrinsics give stays inline", () => {
  const all = [INT, UNIT, struct(...times(64, 0), ...times(9, 1)), struct(0, 2), struct(0, 0, 2)];
  assertEquals(boxed(all, [3]), [[4, "struct"]]);
});
