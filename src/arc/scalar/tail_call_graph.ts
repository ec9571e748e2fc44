/** Graphs of tail calls, and how jumps in their place keep each cycle to one entry. */
import type { FnId } from "../ir/ir.ts";

/** The callees of each function in tail position. */
export type TailCallGraph = ReadonlyMap<FnId, ReadonlySet<FnId>>;

/** Copies of functions; the first one is the start. */
export interface Copies {
  /** The function that each copy is one of. */
  readonly fns: readonly FnId[];
  /** Where the tail calls of each copy go, by callee. */
  readonly next: readonly ReadonlyMap<FnId, number>[];
}

/** Copies that are only entered by `head`. */
interface Group {
  readonly head: number;
  readonly members: number[];
}

/**
 * Copies of the functions below `start`, in which each cycle has one entry: where one has several, the smallest part that several
 * others enter is copied for each of them (J. Cocke, R. E. Miller, "Some Analysis Techniques for Optimizing Computer Programs", 1969).
 * Nothing if that would add more than `budget` to the sizes.
 */
export function copyUntilReducible(
  graph: TailCallGraph,
  start: FnId,
  sizes: ReadonlyMap<FnId, number>,
  budget: number,
): Copies | undefined {
  const fns = [start, ...[...graph.keys()].filter((id) => id !== start)];
  const copyOf = new Map(fns.map((id, copy) => [id, copy]));
  const next = fns.map((id) =>
    new Map([...graph.get(id) ?? []].map((to) => [to, copyOf.get(to) ?? 0]))
  );
  const sizeOf = ({ members }: Group): number =>
    members.reduce((sum, copy) => sum + (sizes.get(fns[copy]) ?? 0), 0);
  let groups: Group[] = fns.map((_, copy) => ({ head: copy, members: [copy] }));
  for (;;) {
    groups = mergeGroups(groups, next);
    if (groups.length === 1) return { fns, next };
    const entered = groups.filter(({ head }) => head !== 0);
    const smallest = entered.reduce((a, b) => sizeOf(b) < sizeOf(a) ? b : a);
    const [, ...others] = enteringGroups(smallest, groups, next);
    budget -= others.length * sizeOf(smallest);
    if (budget < 0) return undefined;
    for (const from of others) groups.push(copyGroup(smallest, from, fns, next));
  }
}

/** Merges groups into the only other one that enters them, until there is none; that of the start stays. */
function mergeGroups(groups: readonly Group[], next: readonly Map<FnId, number>[]): Group[] {
  const left = [...groups];
  for (let at = 0; at < left.length;) {
    const group = left[at];
    const [into, ...others] = group.head === 0 ? [] : enteringGroups(group, left, next);
    if (into === undefined || others.length > 0) at++;
    else {
      into.members.push(...group.members);
      left.splice(at, 1);
      at = 0;
    }
  }
  return left;
}

function enteringGroups(
  group: Group,
  groups: readonly Group[],
  next: readonly ReadonlyMap<FnId, number>[],
): readonly Group[] {
  return groups.filter((other) =>
    other !== group && other.members.some((copy) => [...next[copy].values()].includes(group.head))
  );
}

/** A copy of `group` that takes the edges which come from `from`. */
function copyGroup(group: Group, from: Group, fns: FnId[], next: Map<FnId, number>[]): Group {
  const copies = new Map(group.members.map((copy, i) => [copy, fns.length + i]));
  for (const copy of group.members) {
    fns.push(fns[copy]);
    next.push(new Map([...next[copy]].map(([to, at]) => [to, copies.get(at) ?? at])));
  }
  const head = copies.get(group.head) ?? group.head;
  for (const copy of from.members) {
    for (const [to, at] of next[copy]) if (at === group.head) next[copy].set(to, head);
  }
  return { head, members: [...copies.values()] };
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
