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
  readonly members: readonly number[];
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
  const { entering, entered } = edgesBetween(groups, next);
  const left = new Set(groups);
  const merged = new Map(groups.map((group): [Group, Group[]] => [group, []]));
  const queue = [...groups];
  for (let group = queue.pop(); group !== undefined; group = queue.pop()) {
    const from = entering.get(group) ?? new Set();
    const [into] = from;
    if (group.head === 0 || from.size !== 1 || into === undefined || !left.delete(group)) continue;
    merged.get(into)?.push(group);
    const followers = entered.get(into) ?? new Set();
    followers.delete(group);
    for (const follower of entered.get(group) ?? []) {
      const others = entering.get(follower) ?? new Set();
      others.delete(group);
      queue.push(follower);
      if (follower === into) continue;
      others.add(into);
      followers.add(follower);
    }
  }
  return groups.filter((group) => left.has(group)).map((group) => withMerged(group, merged));
}

/** `group` with the members of all that were merged into it. */
function withMerged(group: Group, merged: ReadonlyMap<Group, readonly Group[]>): Group {
  const members: number[] = [];
  const queue = [group];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const member of next.members) members.push(member);
    for (const one of merged.get(next) ?? []) queue.push(one);
  }
  return { head: group.head, members };
}

/** For each group the others that enter it, and that it enters. */
function edgesBetween(groups: readonly Group[], next: readonly Map<FnId, number>[]): {
  readonly entering: ReadonlyMap<Group, Set<Group>>;
  readonly entered: ReadonlyMap<Group, Set<Group>>;
} {
  const byHead = new Map(groups.map((group) => [group.head, group]));
  const entering = new Map(groups.map((group) => [group, new Set<Group>()]));
  const entered = new Map(groups.map((group) => [group, new Set<Group>()]));
  for (const group of groups) {
    for (const copy of group.members) {
      for (const head of next[copy].values()) {
        const to = byHead.get(head);
        if (to === undefined || to === group) continue;
        entering.get(to)?.add(group);
        entered.get(group)?.add(to);
      }
    }
  }
  return { entering, entered };
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
  const visits: { readonly id: FnId; readonly callees: readonly FnId[]; at: number }[] = [];
  const enter = (id: FnId): void => {
    if (isOpen.has(id)) return;
    isOpen.set(id, true);
    back.set(id, new Set());
    visits.push({ id, callees: [...graph.get(id) ?? []], at: 0 });
  };
  for (const start of starts) {
    enter(start);
    for (let top = visits.at(-1); top !== undefined; top = visits.at(-1)) {
      const to = top.callees[top.at++];
      if (to === undefined) {
        isOpen.set(top.id, false);
        visits.pop();
      } else if (isOpen.get(to) === true) {
        if (to !== top.id) back.get(top.id)?.add(to);
      } else enter(to);
    }
  }
  return back;
}
