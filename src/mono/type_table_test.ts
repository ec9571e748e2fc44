import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { InternalError } from "../base/mod.ts";
import { conType, fnType, INT, listType, paramType, STR, tupleType } from "../types/mod.ts";
import type { Type, TypeDef, TypeParam } from "../types/mod.ts";
import { chooseBoxed } from "./boxing.ts";
import type { MonoType, MonoTypeId } from "./program.ts";
import { TypeTable } from "./type_table.ts";

function table(): TypeTable {
  return new TypeTable({
    onLimit() {
      throw new Error("endless");
    },
    builtinType(name) {
      throw new Error(name);
    },
    reveal() {
      throw new Error("opaque");
    },
    drops: () => false,
    onDrops() {},
  });
}

const T = { id: 9, name: "T", bounds: [] } as unknown as TypeParam;

Deno.test("concrete gives one object per type", () => {
  const types = table();
  const a = types.concrete(listType(paramType(T)), new Map([[T, tupleType([INT, STR])]]));
  const b = types.concrete(listType(tupleType([INT, STR])));
  assertStrictEquals(a, b);
  assertEquals(types.key([a]) === types.key([types.concrete(listType(INT))]), false);
});

Deno.test("a type parameter that nothing decides is an unresolved type variable (CL-2)", () => {
  assertThrows(() => table().concrete(listType(paramType(T))), Error, "unresolved type variable T");
});

Deno.test("an inference variable that nothing decides is an unresolved type variable (CL-2)", () => {
  const open = { kind: "var", id: 1, link: undefined } as unknown as Type;
  assertThrows(() => table().concrete(fnType([open], INT)), Error, "unresolved type variable _");
});

Deno.test("structural types are interned, also by later stages", () => {
  const types = table();
  const pair = types.monoOf(types.concrete(tupleType([listType(INT), INT])));
  const int = types.monoOf(types.concrete(INT));
  const list = types.monoOf(types.concrete(listType(INT)));
  const done = types.finish();
  const fields = [{ name: "0", type: list }, { name: "1", type: int }];
  assertEquals(done.intern({ kind: "struct", name: "([int], int)", fields }), pair);
  const named = [{ name: "x", type: int }];
  assertThrows(() => done.intern({ kind: "struct", name: "(odd", fields: named }), InternalError);
  const env = done.intern({ kind: "env", name: "env", captures: [list] });
  assertEquals(done.intern({ kind: "env", name: "env", captures: [list] }), env);
  assertEquals([done.isCounted(pair), done.isCounted(int), done.isCounted(env)], [
    true,
    false,
    true,
  ]);
});

Deno.test("a newtype of a list of itself is that list", () => {
  const def = {
    id: 50,
    name: "Tree",
    module: 0,
    params: [],
    isPublic: false,
    span: { file: 0, start: 0, end: 0 },
    body: { kind: "newtype", inner: INT },
  } as unknown as TypeDef;
  def.body = { kind: "newtype", inner: listType(conType(def)) };
  const types = table();
  const id = types.monoOf(types.concrete(conType(def)));
  const type = types.finish().get(id);
  assertEquals(type.kind === "list" ? type.element : undefined, id);
});

Deno.test("function types are told apart by parameters and result", () => {
  const types = table();
  const a = types.monoOf(types.concrete(fnType([INT], STR)));
  const b = types.monoOf(types.concrete(fnType([STR], INT)));
  assertEquals(a === b, false);
});

Deno.test("chooseBoxed breaks every cycle", () => {
  const sum = (name: string, ...parts: number[]): MonoType => ({
    kind: "sum",
    name,
    isBoxed: false,
    variants: [{
      name: "V",
      fields: parts.map((type, i) => ({ name: String(i), type: type as MonoTypeId })),
    }],
  });
  assertEquals([...chooseBoxed([sum("A", 1), sum("B", 0)])], [0]);
  assertEquals([...chooseBoxed([sum("Option<B>", 1), sum("B", 0)])], [1]);
  assertEquals([...chooseBoxed([sum("A", 0, 1), sum("B", 0, 2), sum("C", 1, 2)])].sort(), [
    0,
    1,
    2,
  ]);
  assertEquals([...chooseBoxed([sum("A", 1), sum("B")])], []);
});
