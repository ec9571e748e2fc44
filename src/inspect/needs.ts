/** What each region requires and provides, by name, folded over the regions within (seeds DBG-13, PLAN-1, PLAN-2). */
import type { ArcFunction, ArcProgram, RegionId } from "../arc/mod.ts";
import type { AotRegion, Events } from "../events/mod.ts";
import { findNeeds, type FunctionNames, type Needs, pluginName } from "../plan/mod.ts";

/** The needs of the regions of one function. */
export type RegionNeeds = ReadonlyMap<RegionId, AotRegion>;

/** By `FnId`; regions that need nothing are there as well. */
export function needsOfRegions(
  program: ArcProgram,
  names: FunctionNames,
): readonly RegionNeeds[] {
  const { fns } = findNeeds(program);
  return program.fns.map((fn) => new Folder(program, names, fns[fn.id].regions).fold(fn));
}

class Folder {
  readonly #program: ArcProgram;
  readonly #names: FunctionNames;
  readonly #local: ReadonlyMap<RegionId, Needs>;

  constructor(program: ArcProgram, names: FunctionNames, local: ReadonlyMap<RegionId, Needs>) {
    this.#program = program;
    this.#names = names;
    this.#local = local;
  }

  /** Regions come after those around them, so the last are folded first. */
  fold(fn: ArcFunction): RegionNeeds {
    const found = new Map<RegionId, AotRegion>();
    const inside = new Map<RegionId, AotRegion[]>();
    for (const { id, parent } of innermostFirst(fn)) {
      const needs = this.#of(this.#local.get(id), inside.get(id) ?? []);
      found.set(id, needs);
      if (parent === undefined) continue;
      const siblings = inside.get(parent);
      if (siblings === undefined) inside.set(parent, [needs]);
      else siblings.push(needs);
    }
    return found;
  }

  #of(own: Needs | undefined, children: readonly AotRegion[]): AotRegion {
    const requires_local = sorted([
      ...Array.from(own?.requires.fns ?? [], (id) => this.#names(this.#program.fns[id])),
      ...Array.from(own?.requires.plugins ?? [], pluginName),
    ]);
    const provides_local = sorted(
      Array.from(own?.provides ?? [], (id) => this.#names(this.#program.fns[id])),
    );
    const requires = children.flatMap((child) =>
      child.requires.filter((name) => !child.provides.includes(name))
    );
    const provides = children.flatMap((child) => child.provides);
    return {
      requires_local,
      provides_local,
      requires: sorted([...requires_local, ...requires]),
      provides: sorted([...provides_local, ...provides]),
    };
  }
}

/** The regions of `fn`, each after those within it. */
function innermostFirst({ regions }: ArcFunction) {
  const parents = new Map(regions.map(({ id, parent }) => [id, parent]));
  const depth = (id: RegionId): number => {
    const parent = parents.get(id);
    return parent === undefined ? 0 : depth(parent) + 1;
  };
  return regions.toSorted((a, b) => depth(b.id) - depth(a.id));
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** Tells the needs of every region of the program. */
export function tellNeeds(program: ArcProgram, names: FunctionNames, events: Events): void {
  const all = needsOfRegions(program, names);
  for (const fn of program.fns) {
    for (const { id, kind, span } of fn.regions) {
      const needs = all[fn.id].get(id);
      if (needs === undefined) continue;
      const region_id = kind === "function" ? "function" : `${kind}#${id}`;
      events.emit("aot.region", { fn: fn.name, region_id, span }, needs);
    }
  }
}
