import { assert, assertEquals } from "@std/assert";
import type { Span } from "../base/mod.ts";
import { INT } from "../types/mod.ts";
import { block, intLit, prim } from "./build.ts";
import { foldLeft, type Hold, nestRight } from "./chains.ts";
import type { CoreLocal } from "./core.ts";
import type { CanonExpr } from "./generic.ts";

const span = { file: 0, start: 0, end: 0 } as Span;
const add = (left: CanonExpr, right: CanonExpr) => prim("int_add", [left, right], span);
const numbers = (count: number) => Array.from({ length: count }, (_, i) => intLit(i + 1, span));

/** The integers of `expr` in the order in which they are evaluated, and how deep it is nested. */
function walk(expr: CanonExpr): { readonly order: readonly bigint[]; readonly depth: number } {
  const parts = expr.kind === "Prim"
    ? expr.args
    : expr.kind === "Block"
    ? [...expr.statements.flatMap((s) => s.kind === "Let" ? [s.value] : []), expr.result]
    : [];
  const walked = parts.map(walk);
  const own = expr.kind === "Int" ? [expr.value] : [];
  return {
    order: [...own, ...walked.flatMap(({ order }) => order)],
    depth: 1 + Math.max(0, ...walked.map(({ depth }) => depth)),
  };
}

function inOrder(count: number): readonly bigint[] {
  return numbers(count).map((n) => n.kind === "Int" ? n.value : -1n);
}

function fold(count: number): CanonExpr {
  let locals = 0;
  const hold: Hold = (value, statements) => {
    const local = locals++ as CoreLocal;
    statements.push({ kind: "Let", local, value });
    return { kind: "Local", local, type: INT, span };
  };
  const [first, ...rest] = numbers(count);
  assert(first !== undefined);
  return foldLeft(first, rest, add, { hold, span });
}

Deno.test("foldLeft: a short chain is nested, as it would be written", () => {
  const nested = numbers(65).reduce(add);
  assertEquals(fold(65), nested);
  assertEquals(fold(1), intLit(1, span));
  assertEquals(fold(66).kind, "Block");
});

Deno.test("foldLeft: a long chain keeps the order and is not deep", () => {
  for (const count of [66, 129, 130, 10_000]) {
    const { order, depth } = walk(fold(count));
    assertEquals(order, inOrder(count));
    assert(depth <= 70, `${count} are ${depth} deep`);
  }
});

Deno.test("nestRight: short chains are nested, long ones a tree in the same order", () => {
  const nest = (count: number) => {
    const [first, ...rest] = numbers(count);
    assert(first !== undefined);
    return nestRight([first, ...rest], add);
  };
  assertEquals(nest(64), numbers(64).reduceRight((rest, item) => add(item, rest)));
  for (const count of [1, 65, 129, 10_000]) {
    const { order, depth } = walk(block([], nest(count), span));
    assertEquals(order, inOrder(count));
    assert(depth <= 200, `${count} are ${depth} deep`);
  }
});
