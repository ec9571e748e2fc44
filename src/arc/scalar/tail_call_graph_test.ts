import { assertEquals } from "@std/assert";
import type { FnId } from "../ir/ir.ts";
import { backEdges, copyUntilReducible, type TailCallGraph } from "./tail_call_graph.ts";

/** The callees of 0, 1, 2, ... */
function graphOf(...callees: readonly (readonly number[])[]): TailCallGraph {
  return new Map(callees.map((to, from) => [from as FnId, new Set(to as readonly FnId[])]));
}

const ring = graphOf([1], [2], [0]);
const states = graphOf([1, 2], [2, 0], [1]);

/** The functions whose copies are made from `start`, each of size 1, besides one of each. */
function copiesOf(graph: TailCallGraph, start: number, budget = 10): readonly number[] | undefined {
  const sizes = new Map([...graph.keys()].map((id) => [id, 1]));
  const copies = copyUntilReducible(graph, start as FnId, sizes, budget);
  return copies?.fns.slice(graph.size);
}

Deno.test("a ring, loops within a loop and calls of oneself have one entry: nothing is copied", () => {
  assertEquals(copiesOf(ring, 0), []);
  assertEquals(copiesOf(ring, 1), []);
  assertEquals(copiesOf(graphOf([0, 1], [0, 2], [1, 2]), 0), []);
});

Deno.test("of functions that call each other and are both called by a third, one is copied", () => {
  assertEquals(copiesOf(states, 0), [1]);
  assertEquals(copiesOf(states, 1), []);
});

Deno.test("each copy has its own edges, and those from outside are told apart", () => {
  const sizes = new Map([[0 as FnId, 1], [1 as FnId, 1], [2 as FnId, 1]]);
  const { fns = [], next = [] } = copyUntilReducible(states, 0 as FnId, sizes, 10) ?? {};
  const edges = next.flatMap((to, from) =>
    [...to.values()].map((at) => `${fns[from]}:${from} to ${fns[at]}:${at}`)
  );
  assertEquals(edges, [
    "0:0 to 1:1",
    "0:0 to 2:2",
    "1:1 to 2:2",
    "1:1 to 0:0",
    "2:2 to 1:3",
    "1:3 to 2:2",
    "1:3 to 0:0",
  ]);
});

Deno.test("copies that would be too large are not made", () => {
  const all = graphOf([1, 2, 3, 4], [0, 2, 3, 4], [0, 1, 3, 4], [0, 1, 2, 4], [0, 1, 2, 3]);
  assertEquals(copiesOf(all, 0), undefined);
  assertEquals(copiesOf(states, 0, 0), undefined);
});

Deno.test("the edges back are those to a function on the way there", () => {
  const edges = (graph: TailCallGraph, starts: readonly number[]) =>
    [...backEdges(graph, starts as readonly FnId[])]
      .flatMap(([from, to]) => [...to].map((one) => `${from} to ${one}`));
  assertEquals(edges(ring, [0]), ["2 to 0"]);
  assertEquals(edges(ring, [1, 0]), ["0 to 1"]);
  assertEquals(edges(states, [0]), ["1 to 0", "2 to 1"]);
  assertEquals(edges(graphOf([0, 1], [1]), [0]), []);
});
