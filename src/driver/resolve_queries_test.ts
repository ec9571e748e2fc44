import { assertEquals } from "@std/assert";
import { checkSources } from "../../tests/support/snapshot.ts";
import { explainMethod, functionNames, hasFunctionNamed } from "./resolve_queries.ts";

const checked = checkSources({
  "main.ori": `trait Shape { @area (self) -> int; }
type Foo = { base: int }
impl Foo: Shape { @area (self) -> int = 1; }
impl Foo {
    @area (self) -> int = 2;
    @add2 (self, a: int, b: int) -> int = a + b;
}
type Pair<T> = { a: T, b: T }
impl<T> Pair<T> { @first (self) -> T = self.a; }
@main () -> void = ();
`,
}, ["main.ori"]);

Deno.test("DBG-9: explain says what a method is, and whether the number of arguments fits", () => {
  assertEquals(explainMethod(checked, "Foo", "add2", 2), {
    recv_cls: "Foo",
    method: "add2",
    arity: 2,
    candidates: ["Foo.add2/2"],
    unique: true,
    chosen: "Foo.add2/2",
    reason: "unique",
    fits: true,
  });
  assertEquals(explainMethod(checked, "Foo", "add2", 1)?.fits, false);
  assertEquals(explainMethod(checked, "Foo", "area", 0)?.candidates, [
    "Foo.area/0",
    "Shape.area/0",
  ]);
  assertEquals(explainMethod(checked, "Foo", "area", 0)?.reason, "inherent-first");
  assertEquals(explainMethod(checked, "Pair", "first", 0)?.recv_cls, "Pair<T>");
  assertEquals(explainMethod(checked, "Foo", "missing", 0)?.reason, "none");
  assertEquals(explainMethod(checked, "Missing", "area", 0), undefined);
});

Deno.test("DBG-9: has and functions know the program and std", () => {
  for (const name of ["Foo.add2/2", "Foo.add2", "main", "main/0", "str.trim"]) {
    assertEquals([name, hasFunctionNamed(checked, name)], [name, true]);
  }
  assertEquals(hasFunctionNamed(checked, "Foo.add2/1"), false);
  assertEquals(hasFunctionNamed(checked, "add2"), false);
  assertEquals(functionNames(checked, "Foo."), ["Foo.add2/2", "Foo.area/0"]);
  assertEquals(functionNames(checked).length > 100, true);
});
