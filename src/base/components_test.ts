import { assertEquals } from "@std/assert";
import { components } from "./components.ts";

Deno.test("components: those led to come first, members ascend", () => {
  assertEquals(components([]), []);
  assertEquals(components([[0]]), [[0]]);
  assertEquals(components([[1], [2], [0, 3], [], [3, 4]]), [[3], [0, 1, 2], [4]]);
  assertEquals(components([[1], [0], [1, 3], [2, 2]]), [[0, 1], [2, 3]]);
});

Deno.test("components: a long path and a long cycle need no stack", () => {
  const length = 100_000;
  const path = Array.from({ length }, (_, i) => i + 1 < length ? [i + 1] : []);
  assertEquals(components(path).length, length);
  assertEquals(components(path.map((to) => to.length > 0 ? to : [0])).length, 1);
});
