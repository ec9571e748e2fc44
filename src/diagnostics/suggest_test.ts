import { assertEquals } from "@std/assert";
import { suggest } from "./suggest.ts";

Deno.test("the nearest name within a third of its length", () => {
  const names = ["width", "height", "length", "print", "x"];
  assertEquals(suggest("widht", names), "width");
  assertEquals(suggest("lenght", names), "length");
  assertEquals(suggest("prin", names), "print");
  assertEquals(suggest("banana", names), undefined);
  assertEquals(suggest("y", names), undefined);
  assertEquals(suggest("width", ["width"]), undefined);
});
