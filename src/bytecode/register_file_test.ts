import { assertEquals } from "@std/assert";
import { RegisterFile } from "./register_file.ts";

/** Gives each range the first free register, in order. */
function place(ranges: readonly (readonly number[])[]): readonly number[] {
  const file = new RegisterFile(1_000, ranges.length);
  return ranges.map((range) => {
    file.advance(range[0]);
    const register = file.firstFree(range);
    file.add(register, range);
    return register;
  });
}

Deno.test("RegisterFile: a range takes the first register that is free for all of it", () => {
  assertEquals(place([[1, 9], [3, 5], [4, 4]]), [0, 1, 2]);
  assertEquals(place([[1, 5], [5, 5], [6, 9]]), [0, 1, 0]);
  assertEquals(place([[1, 9], [2, 3], [4, 9], [10, 12]]), [0, 1, 1, 0]);
});

Deno.test("RegisterFile: a range fits into a hole, unless it ends after it", () => {
  const holed = [1, 3, 10, 12, 20, 22];
  assertEquals(place([holed, [4, 9]]), [0, 0]);
  assertEquals(place([holed, [4, 10]]), [0, 1]);
  assertEquals(place([holed, [5, 6, 13, 19], [7, 8], [11, 11]]), [0, 0, 0, 1]);
  assertEquals(place([holed, [4, 5, 21, 23]]), [0, 1]);
});

Deno.test("RegisterFile: two ranges with holes share a register where they alternate", () => {
  const even = [2, 3, 6, 7, 10, 11];
  assertEquals(place([even, [4, 5, 8, 9, 12, 13], [14, 15]]), [0, 0, 0]);
  assertEquals(place([even, [4, 5, 8, 9, 11, 13]]), [0, 1]);
});
