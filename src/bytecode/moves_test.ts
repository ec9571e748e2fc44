import { assertEquals } from "@std/assert";
import { type Move, orderMoves } from "./moves.ts";

/** Runs `moves` at once and one by one, on registers that hold their own numbers. */
function check(pairs: readonly (readonly [to: number, from: number])[], length: number): void {
  const moves: Move[] = pairs.map(([to, from]) => ({ to, from, isRef: false }));
  const before = Array.from({ length: 12 }, (_, i) => i);
  const wanted = before.slice();
  for (const { to, from } of moves) wanted[to] = before[from];
  const got = before.slice();
  let scratch = 10;
  const ordered = orderMoves(moves, () => scratch++);
  for (const { to, from } of ordered) got[to] = got[from];
  assertEquals(got.slice(0, 10), wanted.slice(0, 10));
  assertEquals(ordered.length, length);
}

Deno.test("a chain of moves runs from its end", () => check([[1, 0], [2, 1], [3, 2]], 3));
Deno.test("a swap takes one scratch register", () => check([[0, 1], [1, 0]], 3));
Deno.test("two cycles and a fan-out", () => {
  check([[0, 1], [1, 2], [2, 0], [3, 4], [4, 3], [5, 0], [6, 0]], 9);
});
Deno.test("a move to itself is none", () => check([[4, 4]], 0));
