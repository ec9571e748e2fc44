import { assertEquals, assertThrows } from "@std/assert";
import { median, renderTable } from "./bench.ts";

Deno.test("the median sorts by value", () => {
  assertEquals(median([10, 9, 100]), 10);
  assertEquals(median([4, 1, 3, 2]), 2.5);
  assertThrows(() => median([]), RangeError);
});

Deno.test("the table holds times and their ratio", () => {
  assertEquals(
    renderTable([{ name: "fib", against: "C -O2", ori: 12, other: 10 }]).split("\n").at(-1),
    "| fib | C -O2 | 10.0 | 12.0 | 1.20 |",
  );
});
