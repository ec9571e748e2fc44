import { assertEquals } from "@std/assert";
import { BUILTIN_DEFS, INT, listType, STR } from "./builtin.ts";
import type { Type, TypeDef, TypeParam } from "./model.ts";
import { showTogether, showType } from "./show_type.ts";
import { conType, fnType, paramType } from "./type.ts";

let nextId = 100;

function struct(name: string, origin: string, params: readonly TypeParam[] = []): TypeDef {
  const { module, span } = BUILTIN_DEFS.int;
  return {
    id: nextId++ as TypeDef["id"],
    name,
    module,
    origin,
    params,
    isPublic: true,
    span,
    body: { kind: "struct", fields: [] },
  };
}

function param(name: string): TypeParam {
  return { id: nextId++ as TypeParam["id"], name, bounds: [] };
}

function assertShown(types: readonly Type[], expected: readonly string[]): void {
  assertEquals(showTogether(...types), expected);
}

Deno.test("showTogether: types of different names are shown as ever", () => {
  const point = conType(struct("Point", "shapes"));
  const types = [INT, listType(point), fnType([point, STR], point)];
  assertShown(types, ["int", "[Point]", "(Point, str) -> Point"]);
  assertShown(types, types.map(showType));
});

Deno.test("showTogether: types of one name have their modules in front", () => {
  const [a, b] = [conType(struct("Point", "a")), conType(struct("Point", "b"))];
  assertShown([a, b], ["a.Point", "b.Point"]);
  assertShown([listType(a), fnType([STR], b)], ["[a.Point]", "(str) -> b.Point"]);
  assertShown([a, a], ["Point", "Point"]);
  assertShown([conType(struct("str", "main")), STR], ["main.str", "std.str"]);
});

Deno.test("showTogether: only as much of a path as tells modules apart", () => {
  const at = (origin: string) => conType(struct("Point", origin));
  assertShown([at("x/a"), at("y/a")], ["x/a.Point", "y/a.Point"]);
  assertShown([at("x/y/a"), at("b")], ["a.Point", "b.Point"]);
  assertShown([at("a"), at("x/a"), at("x/b")], ["a.Point", "x/a.Point", "b.Point"]);
  assertShown([at("std.io"), at("std")], ["std.io.Point", "std.Point"]);
});

Deno.test("showTogether: a type parameter that is shadowed is the outer one", () => {
  const [outer, inner] = [paramType(param("T")), paramType(param("T"))];
  assertShown([inner, outer], ["T", "outer T"]);
  assertShown([outer, outer], ["T", "T"]);
  const box = struct("Box", "a", [param("T")]);
  assertShown([conType(box, [outer]), inner], ["Box<outer T>", "T"]);
});
