import { assertEquals } from "@std/assert";
import type { FnId } from "../ir/ir.ts";
import { backEdges, isReducible, type TailCallGraph } from "./tail_call_graph.ts";

/** The callees of 0, 1, 2, ... */
function graphOf(...callees: readonly (readonly number[])[]): TailCallGraph {
  return new Map(callees.map((to, from) => [from as FnId, new Set(to as readonly FnId[])]));
}

const ring = graphOf([1], [2], [0]);
const states = graphOf([1, 2], [2, 0], [1]);

Deno.test("a ring is entered by its first function; by two it has two entries", () => {
  assertEquals(isReducible(ring, [0 as FnId]), true);
  assertEquals(isReducible(ring, [0 as FnId, 1 as FnId]), false);
});

Deno.test("functions that call each other and are both called by a third have two entries", () => {
  assertEquals(isReducible(states, [0 as FnId]), false);
  assertEquals(isReducible(states, [1 as FnId]), true);
});

Deno.test("loops within a loop, and calls of oneself, have one entry", () => {
  assertEquals(isReducible(graphOf([0, 1], [0, 2], [1, 2]), [0 as FnId]), true);
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
