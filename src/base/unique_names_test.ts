import { assertEquals } from "@std/assert";
import { UniqueNames } from "./mod.ts";

Deno.test("UniqueNames: a name that is taken gets a number", () => {
  const names = new UniqueNames(["list"]);
  const asked = ["area", "list", "area", "area", "list", "AREA", "toString", "__proto__"];
  assertEquals(asked.map((name) => names.claim(name)), [
    "area",
    "list$2",
    "area$2",
    "area$3",
    "list$3",
    "AREA",
    "toString",
    "__proto__",
  ]);
});

Deno.test("UniqueNames: a numbered name that was claimed as it is is not given out again", () => {
  const names = new UniqueNames();
  const asked = ["f$2", "f", "f", "f$2", "f"];
  const given = asked.map((name) => names.claim(name));
  assertEquals(given, ["f$2", "f", "f$3", "f$2$2", "f$4"]);
  assertEquals(new Set(given).size, asked.length);
});

Deno.test("UniqueNames: many equal names are numbered without a search for each", () => {
  const names = new UniqueNames();
  const given = new Set(Array.from({ length: 100_000 }, () => names.claim("f")));
  assertEquals(given.size, 100_000);
});
