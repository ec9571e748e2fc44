/** The tree of scopes of each function with what happens in each (seeds DBG-1, DBG-13), for `ori regions`. */
import {
  type ArcBlock,
  type ArcFunction,
  type ArcProgram,
  type BlockRole,
  type Call,
  computeLiveness,
  type CountedProgram,
  type Op,
  type Region,
  type RegionId,
  successors,
  variableName,
  type VarId,
} from "../arc/mod.ts";
import type { SourceMap, Span } from "../base/mod.ts";
import type { AotRegion, ResolveChoose } from "../events/mod.ts";
import { type FunctionNames, makePlan, pluginName } from "../plan/mod.ts";
import { allocationOf } from "./allocations.ts";
import { callOf, Origins } from "./names.ts";
import { needsOfRegions, type RegionNeeds } from "./needs.ts";
import { type Phi, phisOf } from "./phis.ts";

/** A value at the boundary of a region. */
export interface EnvEntry {
  readonly id: number;
  readonly name?: string;
  readonly type: string;
  /** What defines it. */
  readonly origin: string;
}

/** Something that a region calls. */
export interface CallSeen {
  readonly kind: "UserMethod" | "Global" | "Plugin" | "Closure";
  /** `Type.method/arity`; empty for a closure, which may be any. */
  readonly signature: string;
  /** Whether the callee is known from the source, not only for this instance (seeds DBG-14); back ends do not ask. */
  readonly certain: boolean;
  readonly at: string;
}

/** A decision about a callee that was lowered into a region. */
export interface Rewrite extends Omit<ResolveChoose, "lowered"> {
  readonly at: string;
}

/** An operation of counting that is left, or a place that allocates. */
export interface Cost {
  readonly op: string;
  /** The variable that is counted, or the type that is allocated. */
  readonly what: string;
  readonly at: string;
}

export interface RegionReport extends AotRegion {
  /** `function`, `loop#1`, `join#2`: with `/header` and so on it is the `region_id` of events. */
  readonly region_id: string;
  readonly at: string;
  /** The first and the last line in the source. */
  readonly lines: readonly [number, number];
  readonly blocks: readonly { readonly bb: number; readonly role: BlockRole | "" }[];
  /** The values that the region needs from outside, and those that are needed after it. */
  readonly env: { readonly entry: readonly EnvEntry[]; readonly exit: readonly EnvEntry[] };
  readonly calls_seen: readonly CallSeen[];
  readonly phis: readonly Phi[];
  readonly rewrite_log: readonly Rewrite[];
  readonly counts: readonly Cost[];
  readonly allocations: readonly Cost[];
  readonly regions: readonly RegionReport[];
}

export interface FunctionReport {
  /** The symbol, as in events and ARC text. */
  readonly fn: string;
  /** `Type.method/arity`. */
  readonly name: string;
  readonly file: string;
  /** The component of the call graph that it is in, callees first. */
  readonly unit: number;
  readonly calls: readonly string[];
  readonly root: RegionReport;
}

export interface ProgramReport {
  readonly schemaVersion: 1;
  readonly functions: readonly FunctionReport[];
  /** Functions that passes removed, with the decisions in them. */
  readonly removed: readonly { readonly fn: string; readonly rewrite_log: readonly Rewrite[] }[];
}

/** A decision with its place, as the hub told it. */
export interface PlacedChoice {
  readonly fn: string;
  readonly region_id: string;
  readonly choice: Rewrite;
}

export interface DescribeOptions {
  readonly sources: SourceMap;
  readonly names: FunctionNames;
  readonly choices: readonly PlacedChoice[];
  /** The functions that passes removed and that are wanted. */
  readonly removed: readonly string[];
  readonly isWanted: (fn: ArcFunction) => boolean;
}

/** Describes the functions of `program` that are wanted. */
export function describeRegions(
  program: CountedProgram,
  { sources, names, choices, removed, isWanted }: DescribeOptions,
): ProgramReport {
  const needs = needsOfRegions(program, names);
  const { units } = makePlan(program, names);
  const unitOf = new Map(units.flatMap(({ scc }, unit) => scc.map((fn) => [fn, unit] as const)));
  const choicesOf = groupByFunction(choices);
  return {
    schemaVersion: 1,
    functions: program.fns.filter(isWanted).map((fn) => {
      const describer = new Describer(program, fn, {
        sources,
        names,
        needs: needs[fn.id],
        choices: choicesOf.get(fn.name) ?? [],
      });
      const root = describer.describe(fn.regions[0]);
      return {
        fn: fn.name,
        name: names(fn),
        file: sources.file(fn.span.file).path,
        unit: unitOf.get(fn.id) ?? 0,
        calls: [...calleesOf(program, fn)],
        root,
      };
    }),
    removed: removed.map((fn) => ({
      fn,
      rewrite_log: (choicesOf.get(fn) ?? []).map(({ choice }) => choice),
    })),
  };
}

function groupByFunction(choices: readonly PlacedChoice[]): Map<string, PlacedChoice[]> {
  const groups = new Map<string, PlacedChoice[]>();
  for (const choice of choices) {
    const known = groups.get(choice.fn);
    if (known === undefined) groups.set(choice.fn, [choice]);
    else known.push(choice);
  }
  return groups;
}

function calleesOf(program: ArcProgram, fn: ArcFunction): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { ops, terminator } of fn.blocks) {
    for (const step of [...ops, terminator]) {
      const call = callOf(step);
      if (call?.kind === "Apply") found.add(program.fns[call.fn].name);
      if (step.kind === "PartialApply") found.add(program.fns[step.fn].name);
    }
  }
  return found;
}

interface Knowledge {
  readonly sources: SourceMap;
  readonly names: FunctionNames;
  readonly needs: RegionNeeds;
  readonly choices: readonly PlacedChoice[];
}

/** Describes the regions of one function. */
class Describer {
  readonly #program: CountedProgram;
  readonly #fn: ArcFunction;
  readonly #known: Knowledge;
  readonly #liveIn: readonly (readonly VarId[])[];
  readonly #origins: Origins;
  readonly #phis: readonly Phi[];
  readonly #parents: ReadonlyMap<RegionId, RegionId | undefined>;

  constructor(program: CountedProgram, fn: ArcFunction, known: Knowledge) {
    this.#program = program;
    this.#fn = fn;
    this.#known = known;
    this.#liveIn = computeLiveness(fn, (v) => v).liveIn;
    this.#origins = new Origins(program, fn);
    this.#phis = phisOf(program, fn);
    this.#parents = new Map(fn.regions.map(({ id, parent }) => [id, parent]));
  }

  describe(region: Region): RegionReport {
    const { id, kind, span } = region;
    const region_id = kind === "function" ? "function" : `${kind}#${id}`;
    const own = this.#fn.blocks.filter((block) => block.region === id);
    const needs = this.#known.needs.get(id) ?? NO_NEEDS;
    const children = this.#fn.regions.filter(({ parent }) => parent === id);
    return {
      region_id,
      at: this.#known.sources.describe(span),
      lines: this.#lines(span),
      blocks: own.map(({ id: bb, role }) => ({ bb, role: role ?? "" })),
      env: this.#env(region),
      calls_seen: own.flatMap((block) => this.#calls(block)),
      phis: this.#phis.filter((phi) => phi.region_id.split("/")[0] === region_id),
      rewrite_log: this.#known.choices.flatMap((placed) =>
        placed.region_id.split("/")[0] === region_id ? [placed.choice] : []
      ),
      counts: own.flatMap((block) => this.#counts(block)),
      allocations: own.flatMap((block) => this.#allocations(block)),
      ...needs,
      regions: children.map((child) => this.describe(child)),
    };
  }

  #lines({ file, start, end }: Span): readonly [number, number] {
    const source = this.#known.sources.file(file);
    return [source.position(start).line, source.position(Math.max(start, end - 1)).line];
  }

  /** What flows into the region from outside, and what is needed where control has left it. */
  #env({ id }: Region): RegionReport["env"] {
    // What stands in front of a loop and behind it tells what goes in and comes out.
    const isBeside = ({ region, role }: ArcBlock) =>
      region === id && (role === "preheader" || role === "exit");
    const isInside = (block: ArcBlock) => this.#isWithin(block.region, id) && !isBeside(block);
    const inside = this.#fn.blocks.filter(isInside);
    const entry = new Set<VarId>();
    const exit = new Set<VarId>();
    const defined = new Set<VarId>();
    for (const block of inside) {
      for (const v of this.#liveIn[block.id]) entry.add(v);
      for (const v of block.params) defined.add(v);
      for (const op of block.ops) this.#resultsOf(op, defined);
      if (block.terminator.kind === "Invoke") defined.add(block.terminator.dst);
      for (const next of successors(block.terminator)) {
        const target = this.#fn.blocks[next];
        if (isInside(target)) continue;
        for (const v of this.#liveIn[next]) if (defined.has(v)) exit.add(v);
        for (const v of target.params) exit.add(v);
      }
    }
    if (id === this.#fn.regions[0].id) { for (const { var: v } of this.#fn.params) entry.add(v); }
    const sorted = (all: Iterable<VarId>) => [...all].sort((a, b) => a - b);
    return {
      entry: sorted(entry).filter((v) => !defined.has(v)).map((v) => this.#entry(v)),
      exit: sorted(exit).map((v) => this.#entry(v)),
    };
  }

  #resultsOf(op: Op, into: Set<VarId>): void {
    if (op.kind === "Unpack") { for (const v of op.dsts) into.add(v); }
    else if ("dst" in op) into.add(op.dst);
    if ("token" in op && (op.kind === "Unpack" || op.kind === "Reset") && op.token !== undefined) {
      into.add(op.token);
    }
  }

  #isWithin(inner: RegionId, outer: RegionId): boolean {
    let at: RegionId | undefined = inner;
    while (at !== undefined && at !== outer) at = this.#parents.get(at);
    return at === outer;
  }

  #entry(id: VarId): EnvEntry {
    const name = this.#fn.varNames[id];
    const type = this.#type(id);
    const origin = this.#origins.of(id);
    return name === undefined ? { id, type, origin } : { id, name, type, origin };
  }

  #type(v: VarId): string {
    return this.#program.types.get(this.#fn.varTypes[v]).name;
  }

  #calls({ ops, terminator }: ArcBlock): CallSeen[] {
    return [...ops, terminator].flatMap((step) => {
      const call = callOf(step);
      if (call === undefined || call.kind === "CheckedPrim" || call.kind === "DropCheck") return [];
      return [this.#callSeen(call)];
    });
  }

  #callSeen(call: Call): CallSeen {
    const at = this.#known.sources.describe(call.span);
    switch (call.kind) {
      case "Apply": {
        const callee = this.#program.fns[call.fn];
        const signature = this.#known.names(callee);
        // The symbol of a method begins with its type, that of a free function has no type in front.
        const isMethod = callee.name.replace(/<.*/, "").includes(".") &&
          !callee.name.includes(".lambda") && !callee.name.startsWith("std.");
        const certain = call.isLate === undefined;
        return { kind: isMethod ? "UserMethod" : "Global", signature, certain, at };
      }
      case "Intrinsic":
        return { kind: "Plugin", signature: pluginName(call.name), certain: true, at };
      default:
        return { kind: "Closure", signature: "", certain: false, at };
    }
  }

  #counts({ ops }: ArcBlock): Cost[] {
    return ops.flatMap((op) => {
      if (op.kind !== "RcInc" && op.kind !== "RcDec") return [];
      const what = variableName({ program: this.#program, fn: this.#fn }, op.target);
      return [{ op: op.kind, what, at: this.#known.sources.describe(op.span) }];
    });
  }

  #allocations({ ops, terminator }: ArcBlock): Cost[] {
    return [...ops, terminator].flatMap((step) => {
      const made = allocationOf(this.#program, this.#fn, step);
      if (made === undefined) return [];
      const { op, type, span } = made;
      return [{ op, what: type, at: this.#known.sources.describe(span) }];
    });
  }
}

const NO_NEEDS: AotRegion = {
  requires_local: [],
  provides_local: [],
  requires: [],
  provides: [],
};
