import type { ArcProgram, FnId } from "../ir/ir.ts";
import { eachCall } from "./unwinding.ts";

interface Visit {
  readonly fn: FnId;
  readonly callees: readonly FnId[];
  at: number;
}

/** Strongly connected components of the graph of direct calls, callees first. */
export function callGraphSccs(program: ArcProgram): readonly (readonly FnId[])[] {
  return components(program.fns.map((fn) => {
    const all = new Set<FnId>();
    eachCall(fn, (call) => {
      if (call.kind === "Apply") all.add(call.fn);
    });
    return [...all];
  }));
}

/**
 * Strongly connected components of a graph, given by what each function leads to; those led to come first (Tarjan 1972, with
 * a stack of its own).
 */
export function components(callees: readonly (readonly FnId[])[]): FnId[][] {
  const index = new Int32Array(callees.length).fill(-1);
  const low = new Int32Array(callees.length);
  const isOpen = new Uint8Array(callees.length);
  const open: FnId[] = [];
  const sccs: FnId[][] = [];
  let counter = 0;
  const visits: Visit[] = [];
  const enter = (fn: FnId): void => {
    index[fn] = low[fn] = counter++;
    isOpen[fn] = 1;
    open.push(fn);
    visits.push({ fn, callees: callees[fn], at: 0 });
  };
  for (let id = 0 as FnId; id < callees.length; id++) {
    if (index[id] < 0) enter(id);
    for (let top = visits.at(-1); top !== undefined; top = visits.at(-1)) {
      const next = top.callees[top.at++];
      if (next === undefined) {
        visits.pop();
        const caller = visits.at(-1);
        if (caller !== undefined) low[caller.fn] = Math.min(low[caller.fn], low[top.fn]);
        if (low[top.fn] === index[top.fn]) sccs.push(closeScc(top.fn, open, isOpen));
      } else if (index[next] < 0) {
        enter(next);
      } else if (isOpen[next] === 1) {
        low[top.fn] = Math.min(low[top.fn], index[next]);
      }
    }
  }
  return sccs;
}

function closeScc(root: FnId, open: FnId[], isOpen: Uint8Array): FnId[] {
  const members = open.splice(open.lastIndexOf(root));
  for (const fn of members) isOpen[fn] = 0;
  return members.sort((a, b) => a - b);
}
