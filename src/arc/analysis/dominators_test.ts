import { assertEquals } from "@std/assert";
import { createRandom } from "../../../tests/support/mutate.ts";
import type { ArcFunction, BlockId } from "../ir/ir.ts";
import { parseProgram } from "../ir/parse.ts";
import { reversePostorder, successors } from "../ir/visit.ts";
import { Dominators, immediateDominators } from "./dominators.ts";

function functionOf(ends: readonly string[]): ArcFunction {
  const blocks = ends.map((end, id) => `bb${id}:\n  ${end}\n`).join("");
  return parseProgram(
    `type bool = scalar bool\nfn f(%0: bool borrowed) -> bool {\n${blocks}}\n`,
  ).fns[0] as ArcFunction;
}

/** The blocks that the entry reaches without passing `avoided`. */
function reachedWithout(fn: ArcFunction, avoided: BlockId): ReadonlySet<BlockId> {
  const reached = new Set<BlockId>();
  const queue = avoided === 0 ? [] : [0 as BlockId];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    for (const next of successors(fn.blocks[at].terminator)) if (next !== avoided) queue.push(next);
  }
  return reached;
}

/** A flow of `count` blocks with random edges, also backwards. */
function randomFlow(seed: number, count: number): ArcFunction {
  const random = createRandom(seed);
  const block = () => `bb${1 + Math.floor(random() * (count - 1))}`;
  return functionOf(Array.from({ length: count }, (_, id) => {
    if (id > 0 && random() < 0.1) return "Return %0";
    return random() < 0.4 ? `Jump ${block()}` : `Branch %0, ${block()}, ${block()}`;
  }));
}

Deno.test("dominators are the blocks without which another one is not reached", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const fn = randomFlow(seed, 2 + seed % 12);
    const order = reversePostorder(fn);
    const idom = immediateDominators(fn);
    const dominators = new Dominators(fn);
    for (const above of order) {
      const without = reachedWithout(fn, above);
      const below = order.filter((block) => !without.has(block));
      assertEquals(order.filter((b) => dominators.dominates(above, b)), below, `seed ${seed}`);
      for (const block of below) {
        if (block !== above) assertEquals(without.has(idom[block] as BlockId), false);
      }
    }
  }
});

Deno.test("a join of paths of all lengths is dominated by where they part", () => {
  const count = 2_000;
  const ends = Array.from({ length: count }, (_, id) => `Branch %0, bb${id + 1}, bb${count}`);
  const fn = functionOf([...ends, "Return %0"]);
  const idom = immediateDominators(fn);
  assertEquals([...idom], [0, ...Array(count - 1).keys(), 0]);
});
