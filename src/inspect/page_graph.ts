/** The call graph for the page of regions: what its script draws. */
import type { FunctionReport, RegionReport } from "./regions.ts";

/** A function, with what it does in all its regions. */
export interface GraphNode {
  readonly fn: string;
  readonly name: string;
  readonly file: string;
  readonly at: string;
  /** The component of the call graph that it is in: functions that call each other share one. */
  readonly unit: number;
  /** The longest way down from it: 0 for a function that calls none of the others. Those of a unit share one. */
  readonly layer: number;
  readonly counts: number;
  readonly allocations: number;
  readonly decisions: number;
}

export interface CallGraph {
  readonly nodes: readonly GraphNode[];
  /** Callers and callees, by their index in `nodes`. */
  readonly edges: readonly (readonly [number, number])[];
}

/** The graph of `functions` and the calls among them. */
export function callGraphOf(functions: readonly FunctionReport[]): CallGraph {
  const indexOf = new Map(functions.map(({ fn }, index) => [fn, index]));
  const edges = functions.flatMap(({ calls }, from) =>
    calls.flatMap((callee) => {
      const to = indexOf.get(callee);
      return to === undefined ? [] : [[from, to] as const];
    })
  );
  const layers = layersOf(functions, edges);
  const nodes = functions.map(({ fn, name, file, unit, root }) => {
    const regions = regionsIn(root);
    const sum = (of: (region: RegionReport) => number) =>
      regions.reduce((total, region) => total + of(region), 0);
    return {
      fn,
      name,
      file,
      at: root.at,
      unit,
      layer: layers.get(unit) ?? 0,
      counts: sum(({ counts }) => counts.length),
      allocations: sum(({ allocations }) => allocations.length),
      decisions: sum(({ rewrite_log }) => rewrite_log.length),
    };
  });
  return { nodes, edges };
}

/** By unit. Units are numbered callees first, so the layers of callees are there when it is the turn of a caller. */
function layersOf(
  functions: readonly FunctionReport[],
  edges: CallGraph["edges"],
): ReadonlyMap<number, number> {
  const callees = new Map<number, Set<number>>();
  for (const [from, to] of edges) {
    const { unit } = functions[from];
    callees.set(unit, (callees.get(unit) ?? new Set()).add(functions[to].unit));
  }
  const layers = new Map<number, number>();
  const units = [...new Set(functions.map(({ unit }) => unit))].sort((a, b) => a - b);
  for (const unit of units) {
    const below = [...callees.get(unit) ?? []].filter((callee) => callee !== unit);
    layers.set(unit, Math.max(-1, ...below.map((callee) => layers.get(callee) ?? 0)) + 1);
  }
  return layers;
}

function regionsIn(region: RegionReport): readonly RegionReport[] {
  return [region, ...region.regions.flatMap(regionsIn)];
}
