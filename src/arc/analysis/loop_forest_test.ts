import { assertEquals } from "@std/assert";
import { parseProgram } from "../ir/parse.ts";
import type { BlockId } from "../ir/ir.ts";
import { LoopForest } from "./loop_forest.ts";

/** A function whose blocks end as written, one a line; conditions are its parameter. */
function forestOf(...ends: readonly string[]): LoopForest {
  const blocks = ends.map((end, id) => `bb${id}:\n  ${end}\n`).join("");
  const text = `type bool = scalar bool\nfn f(%0: bool borrowed) -> bool {\n${blocks}}\n`;
  return LoopForest.of(parseProgram(text).fns[0]);
}

function summary(forest: LoopForest) {
  return forest.loops.map((loop) => ({
    header: loop.header as number,
    latches: [...loop.latches] as number[],
    preheader: loop.preheader as number | undefined,
    parent: loop.parent?.header as number | undefined,
    depth: loop.depth,
    blocks: [...forest.blocksOf(loop)] as number[],
    exits: [...forest.exitsOf(loop)] as number[],
  }));
}

Deno.test("a function without a back edge has no loops", () => {
  const forest = forestOf("Branch %0, bb1, bb2", "Jump bb3", "Jump bb3", "Return %0");
  assertEquals(summary(forest), []);
  assertEquals(forest.around(3 as BlockId), undefined);
  assertEquals(forest.isHeader(3 as BlockId), false);
});

Deno.test("a loop has header, latch, preheader, blocks and exits", () => {
  const forest = forestOf("Jump bb1", "Branch %0, bb2, bb3", "Jump bb1", "Return %0");
  assertEquals(summary(forest), [{
    header: 1,
    latches: [2],
    preheader: 0,
    parent: undefined,
    depth: 1,
    blocks: [1, 2],
    exits: [3],
  }]);
  assertEquals(forest.isHeader(1 as BlockId), true);
  assertEquals(forest.isHeader(2 as BlockId), false);
});

Deno.test("a block that jumps to itself is a loop", () => {
  const [loop] = summary(forestOf("Jump bb1", "Jump bb1"));
  assertEquals([loop.header, loop.latches, loop.blocks, loop.exits], [1, [1], [1], []]);
});

Deno.test("jumps back to one header are latches of one loop", () => {
  const [loop, ...others] = summary(
    forestOf("Jump bb1", "Branch %0, bb2, bb3", "Jump bb1", "Jump bb1"),
  );
  assertEquals([loop.latches, loop.blocks, others], [[2, 3], [1, 2, 3], []]);
});

Deno.test("an inner loop lies within the outer one and leaves both", () => {
  const forest = forestOf(
    "Jump bb1",
    "Jump bb2",
    "Branch %0, bb3, bb4",
    "Branch %0, bb5, bb6",
    "Jump bb1",
    "Jump bb2",
    "Return %0",
  );
  const [outer, inner] = summary(forest);
  assertEquals([outer.blocks, outer.exits, outer.depth], [[1, 2, 3, 4, 5], [6], 1]);
  assertEquals([inner.blocks, inner.exits, inner.parent], [[2, 3, 5], [4, 6], 1]);
  assertEquals([inner.preheader, inner.depth], [1, 2]);
  const [first, second] = forest.loops;
  assertEquals(forest.isWithin(second, first), true);
  assertEquals(forest.isWithin(first, second), false);
  assertEquals(forest.isWithin(first, undefined), true);
  assertEquals(forest.contains(first, 5 as BlockId), true);
  assertEquals(forest.contains(second, 4 as BlockId), false);
});

Deno.test("a header that two blocks enter, or a branch, has no preheader", () => {
  const two = forestOf("Branch %0, bb1, bb2", "Jump bb3", "Jump bb3", "Jump bb3");
  assertEquals(two.loops.map((loop) => loop.preheader), [undefined]);
  const branch = forestOf("Branch %0, bb1, bb2", "Jump bb1", "Return %0");
  assertEquals(branch.loops.map((loop) => loop.preheader), [undefined]);
});

Deno.test("blocks that nothing reaches belong to no loop", () => {
  const forest = forestOf("Jump bb1", "Jump bb1", "Jump bb1");
  const [loop] = summary(forest);
  assertEquals([loop.latches, loop.preheader, loop.blocks], [[1], 0, [1]]);
});

Deno.test("a cycle with two entries is no loop", () => {
  const forest = forestOf("Branch %0, bb1, bb2", "Jump bb2", "Jump bb1");
  assertEquals(summary(forest), []);
  assertEquals(forest.irreducible.length, 1);
});
