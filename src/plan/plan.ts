/** The plan of a build (seeds PLAN-3, PLAN-4): the parts of a program that compile by themselves, callees first. */
import type { ArcFunction, ArcProgram, FnId } from "../arc/mod.ts";
import { components } from "../base/mod.ts";
import { type IntrinsicName, INTRINSICS } from "../operations/mod.ts";
import { findNeeds, type ProgramNeeds } from "./requirements.ts";

/** Functions that call each other in a circle, or a single one. */
export interface PlanUnit {
  readonly scc: readonly FnId[];
  /** Units whose functions these call, or make closures of. In the order of the plan; the unit itself is not among them. */
  readonly callees: readonly number[];
}

export interface Plan {
  /** Callees first. Their order depends on names and calls alone, not on the numbers of functions. */
  readonly units: readonly PlanUnit[];
  readonly needs: ProgramNeeds;
}

/** Gives each function a name of its own that says the same in every build of the program: `Type.method/arity`. */
export type FunctionNames = (fn: ArcFunction) => string;

/** The plan of `program`. */
export function makePlan(program: ArcProgram, names: FunctionNames): Plan {
  const needs = findNeeds(program);
  const rows = program.fns.map((fn) => ({ id: fn.id, name: names(fn) }));
  rows.sort((a, b) => compareTexts(a.name, b.name));
  const rankOf: number[] = [];
  for (const [rank, { id }] of rows.entries()) rankOf[id] = rank;
  const ranksOf = (ids: Iterable<FnId>) => Array.from(ids, (id) => rankOf[id]);
  // Components come in the order in which the numbers of the graph are walked, so these are ranks of names.
  const graph = rows.map(({ id }) => {
    const { requires, provides } = needs.fns[id];
    const callees = new Set([...ranksOf(requires.fns), ...ranksOf(provides)]);
    return [...callees].sort((a, b) => a - b) as FnId[];
  });
  const sccs = components(graph);
  const unitOf: number[] = [];
  for (const [unit, ranks] of sccs.entries()) for (const rank of ranks) unitOf[rank] = unit;
  const units = sccs.map((ranks, unit) => {
    const callees = new Set(ranks.flatMap((rank) => graph[rank].map((callee) => unitOf[callee])));
    callees.delete(unit);
    return { scc: ranks.map((rank) => rows[rank].id), callees: [...callees].sort((a, b) => a - b) };
  });
  return { units, needs };
}

/** The text of `plan.json`, exactly as seeds PLAN-4 has it, a unit per line. */
export function printPlan(program: ArcProgram, plan: Plan, names: FunctionNames): string {
  const units = plan.units.map(({ scc }, order) =>
    JSON.stringify({ scc: scc.map((id) => names(program.fns[id])), order })
  );
  const plugins = [...plan.needs.requires.plugins].map(pluginName).sort(compareTexts);
  return `{"units":[\n${units.join(",\n")}\n],"plugins":${JSON.stringify(plugins)}}\n`;
}

/** The name of a function of the runtime: `str.slice/2` where it works on a value of the type, else `runtime.print/1`. */
export function pluginName(name: IntrinsicName): string {
  const { params } = INTRINSICS[name].signature;
  const [first] = params;
  const type = first === undefined ? undefined : first.type;
  const owner = type === undefined ? undefined : type.kind === "scalar" ? type.scalar : type.kind;
  return owner !== undefined && name.startsWith(`${owner}_`)
    ? `${owner}.${name.slice(owner.length + 1)}/${params.length - 1}`
    : `runtime.${name}/${params.length}`;
}

/** By code units, as nothing that depends on the machine. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
