/**
 * Chains of operations as Core. Walks over Core recurse per level, so a chain as long as a user's literal is made in
 * links of bounded depth.
 */
import type { Span } from "../base/mod.ts";
import * as b from "./build.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";

/** How many operations of a chain stand inside each other. */
const MAX_NESTED = 64;

/**
 * How many parts of a literal are made at once. Values that are alive together, and texts that are each made of the one before, take LLVM
 * time that is not linear in their number.
 */
export const MAX_PIECE = 64;

/** `items` in their order, cut into pieces. */
export function inPieces<Item>(items: readonly Item[]): readonly (readonly [Item, ...Item[]])[] {
  const pieces: (readonly [Item, ...Item[]])[] = [];
  for (let at = 0; at < items.length; at += MAX_PIECE) {
    const [first, ...rest] = items.slice(at, at + MAX_PIECE);
    pieces.push([first, ...rest]);
  }
  return pieces;
}

/** Puts a value into a local by a statement; gives a read of it. */
export type Hold = (value: CanonExpr, statements: CanonStmt[]) => CanonExpr;

/**
 * `step(step(first, items[0]), items[1])` and so on; a value in between is held where the chain is long. `step` is called in
 * order, and evaluation keeps that order.
 */
export function foldLeft<Item>(
  first: CanonExpr,
  items: readonly Item[],
  step: (sofar: CanonExpr, item: Item) => CanonExpr,
  { hold, span }: { readonly hold: Hold; readonly span: Span },
): CanonExpr {
  const statements: CanonStmt[] = [];
  let result = first;
  items.forEach((item, i) => {
    if (i > 0 && i % MAX_NESTED === 0) result = hold(result, statements);
    result = step(result, item);
  });
  return b.block(statements, result, span);
}

/** `join(items[0], join(items[1], ... last))` for an associative `join`: long chains as a tree, in the same order. */
export function nestRight(
  items: readonly [CanonExpr, ...CanonExpr[]],
  join: (left: CanonExpr, rest: CanonExpr) => CanonExpr,
): CanonExpr {
  if (items.length <= MAX_NESTED) return items.reduceRight((rest, item) => join(item, rest));
  const links: CanonExpr[] = [];
  for (let at = 0; at < items.length; at += MAX_NESTED) {
    const link = items.slice(at, at + MAX_NESTED);
    links.push(link.reduceRight((rest, item) => join(item, rest)));
  }
  return nestRight(links as [CanonExpr, ...CanonExpr[]], join);
}
