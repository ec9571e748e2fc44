/** What taking lists and texts apart allocates: owners of shared buffers, and copies of small parts. */
import { assertEquals } from "@std/assert";
import { type Shape, withProgram } from "./support/allocations.ts";

/** What a round allocates: `v` is a list of a thousand, or a text of as many bytes. */
const TAKEN_APART: Readonly<Record<string, Shape & { readonly blocks: number }>> = {
  // Owners of buffers of 1000, 499, 249 and 124 elements, those three copies, and 63, 62 ... 1 elements.
  "a list, by its rests": {
    items: "@sum (xs: [int]) -> int = match xs { [] -> 0, [h, ..t] -> h + sum(xs: t) };",
    start: "for n in 0..1000 yield n",
    round: "v[0] = sum(xs: v) % 7",
    blocks: 4 + 3 + 63,
  },
  // Owners of buffers of 1000, 499, 249, 124, 61, 30 and 14 elements, those six copies, and 7, 6 ... 1 elements.
  "a list of lists, by its rests": {
    items: "@size (xs: [[int]]) -> int = match xs { [] -> 0, [h, ..t] -> h.len() + size(xs: t) };",
    start: "for n in 0..1000 yield [n]",
    round: "v[0][0] = size(xs: v) % 7",
    blocks: 7 + 6 + 7,
  },
  // Owners of buffers of 1000, 499 and 249 bytes, two copies, and 127, 126 ... 24 bytes; less lie inline.
  "a text, by what is behind its first byte": {
    items: "@size (s: str) -> int = " +
      "if s.is_empty() then 0 else 1 + size(s: s.slice(start: 1, end: s.len()));",
    start: '("x" + str(args.len() % 10)).repeat(count: 500)',
    round: 'if size(s: v) != 1000 then v = ""',
    blocks: 3 + 2 + 104,
  },
  // The elements that are left are copied when the slice changes: an owner and a buffer.
  "a list, of which a part changes": {
    start: "for n in 0..1000 yield n",
    round: "{ let part = v.skip(count: 1); part[0] = i; part[1] = i; v[0] = part[0] }",
    blocks: 2,
  },
  "a list, of which parts of a part are read": {
    start: "for n in 0..1000 yield n",
    round:
      "{ let $part = v.skip(count: 1).take(count: 700); v[0] = part.skip(count: 1)[i] + part.take(count: 600)[i] }",
    blocks: 1,
  },
};

for (const [name, shape] of Object.entries(TAKEN_APART)) {
  Deno.test(`${name}, is taken apart without a copy per part`, async () => {
    await withProgram(shape, async (allocations) => {
      const [few, many] = [await allocations(2), await allocations(3)];
      const blocks = shape.blocks * (3 * 3 - 2 * 2);
      assertEquals({ vm: many.vm - few.vm, aot: many.aot - few.aot }, { vm: blocks, aot: blocks });
    });
  });
}
