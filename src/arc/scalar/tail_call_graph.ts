/** Which functions of a cycle call which in tail position, and where jumps instead would make a cycle with several entries. */
import type { FnId } from "../ir/ir.ts";

/** The callees of each function in tail position. */
export type TailCallGraph = ReadonlyMap<FnId, ReadonlySet<FnId>>;

/**
 * Whether each cycle below `starts`, of which there may be several, has one entry. Merges functions into their only caller until
 * nothing is left to merge (T1 and T2 of M. S. Hecht, J. D. Ullman, "Flow Graph Reducibility", 1972).
 */
export function isReducible(graph: TailCallGraph, starts: readonly FnId[]): boolean {
  const callers = new Map<FnId, Set<FnId | undefined>>();
  for (const id of graph.keys()) callers.set(id, new Set());
  for (const id of starts) callers.get(id)?.add(undefined);
  for (const [from, callees] of graph) {
    for (const to of callees) if (to !== from) callers.get(to)?.add(from);
  }
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const [id, froms] of callers) {
      if (froms.size > 1) continue;
      const [into] = froms;
      callers.delete(id);
      for (const [other, others] of callers) {
        if (others.delete(id) && other !== into) others.add(into);
      }
      isChanged = true;
    }
  }
  return callers.size === 0;
}

/** The edges that go back to a function on the way from one of `starts`, those to the function itself aside. */
export function backEdges(graph: TailCallGraph, starts: readonly FnId[]): TailCallGraph {
  const back = new Map<FnId, Set<FnId>>();
  const isOpen = new Map<FnId, boolean>();
  const visit = (id: FnId): void => {
    isOpen.set(id, true);
    const found = new Set<FnId>();
    back.set(id, found);
    for (const to of graph.get(id) ?? []) {
      const state = isOpen.get(to);
      if (state === undefined) visit(to);
      else if (state && to !== id) found.add(to);
    }
    isOpen.set(id, false);
  };
  for (const id of starts) if (!isOpen.has(id)) visit(id);
  return back;
}
