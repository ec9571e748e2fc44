/**
 * What each region of a function takes from elsewhere and what it makes (seeds PLAN-1), folded from regions to functions and from
 * functions to the program (PLAN-2).
 */
import {
  type ArcBlock,
  type ArcFunction,
  type ArcProgram,
  type Call,
  DropReach,
  eachOperand,
  eachResult,
  eachTerminatorOperand,
  type FnId,
  type RegionId,
  type VarId,
} from "../arc/mod.ts";
import type { IntrinsicName } from "../operations/mod.ts";

/** Functions of the program and of the runtime. */
export interface References {
  readonly fns: ReadonlySet<FnId>;
  readonly plugins: ReadonlySet<IntrinsicName>;
}

/** A scope: a region, a function, or the program. */
export interface Needs {
  /** What is called, and what the release of a value may call. */
  readonly requires: References;
  /** Functions that closures made here point to; of the program, all functions. */
  readonly provides: ReadonlySet<FnId>;
}

export interface FunctionNeeds extends Needs {
  /** What the blocks of each region need themselves, without the regions in it; regions that need nothing are left out. */
  readonly regions: ReadonlyMap<RegionId, Needs>;
}

export interface ProgramNeeds extends Needs {
  /** By `FnId`. */
  readonly fns: readonly FunctionNeeds[];
}

/** The needs of every region and function of `program`, and what the program as a whole takes from the runtime. */
export function findNeeds(program: ArcProgram): ProgramNeeds {
  const dropsOf = dropsByType(program);
  const fns = program.fns.map((fn) => functionNeeds(fn, dropsOf));
  const total = new MutableNeeds();
  for (const [id, needs] of fns.entries()) {
    total.fold({ ...needs, provides: new Set([...needs.provides, id as FnId]) });
  }
  total.settle();
  return { requires: total.requires, provides: total.provides, fns };
}

class MutableNeeds implements Needs {
  readonly requires = { fns: new Set<FnId>(), plugins: new Set<IntrinsicName>() };
  readonly provides = new Set<FnId>();

  get isEmpty(): boolean {
    const { fns, plugins } = this.requires;
    return fns.size + plugins.size + this.provides.size === 0;
  }

  /** Adds those of the same scope. */
  add(own: Needs | undefined): void {
    if (own === undefined) return;
    for (const fn of own.requires.fns) this.requires.fns.add(fn);
    for (const plugin of own.requires.plugins) this.requires.plugins.add(plugin);
    for (const fn of own.provides) this.provides.add(fn);
  }

  /** Adds those of a scope inside: what it requires and does not make itself. */
  fold({ requires, provides }: Needs): void {
    for (const fn of requires.fns) if (!provides.has(fn)) this.requires.fns.add(fn);
    for (const plugin of requires.plugins) this.requires.plugins.add(plugin);
    for (const fn of provides) this.provides.add(fn);
  }

  /** Removes what one part of this scope requires and another provides. */
  settle(): void {
    for (const fn of this.provides) this.requires.fns.delete(fn);
  }
}

type DropsOf = (fn: ArcFunction, v: VarId) => readonly FnId[];

/** Tells which impls of `Drop` the release of a variable may run; what closures hold counts where they are made. */
function dropsByType(program: ArcProgram): DropsOf | undefined {
  const { types, drops } = program;
  if (drops.size === 0) return undefined;
  const reaches = [...drops].map(([dropping, fn]) => {
    const reach = new DropReach(types, (type) => type === dropping, false);
    return { fn, reach };
  });
  return ({ varTypes }, v) =>
    reaches.flatMap(({ fn, reach }) => reach.reaches(varTypes[v]) ? [fn] : []);
}

function functionNeeds(fn: ArcFunction, dropsOf: DropsOf | undefined): FunctionNeeds {
  const regions = new Map<RegionId, MutableNeeds>();
  for (const block of fn.blocks) {
    const here = regions.get(block.region) ?? new MutableNeeds();
    noteBlock(here, block);
    if (dropsOf !== undefined) noteDrops(here, fn, block, dropsOf);
    if (!here.isEmpty) regions.set(block.region, here);
  }
  return { ...foldRegions(fn, regions), regions };
}

/** The needs of the function: those of its outermost region, into which each region inside is folded. */
function foldRegions(fn: ArcFunction, regions: ReadonlyMap<RegionId, Needs>): Needs {
  const inside = new Map<RegionId, RegionId[]>();
  for (const { id, parent } of fn.regions) {
    if (parent === undefined) continue;
    const siblings = inside.get(parent);
    if (siblings === undefined) inside.set(parent, [id]);
    else siblings.push(id);
  }
  const folded = (id: RegionId): MutableNeeds => {
    const needs = new MutableNeeds();
    needs.add(regions.get(id));
    for (const child of inside.get(id) ?? []) needs.fold(folded(child));
    return needs;
  };
  return folded(fn.regions[0].id);
}

function noteBlock({ requires, provides }: MutableNeeds, { ops, terminator }: ArcBlock): void {
  const note = (call: Call) => {
    if (call.kind === "Apply") requires.fns.add(call.fn);
    else if (call.kind === "Intrinsic") requires.plugins.add(call.name);
  };
  for (const op of ops) {
    if (op.kind === "Call") note(op.call);
    else if (op.kind === "PartialApply") provides.add(op.fn);
  }
  if (terminator.kind === "Invoke") note(terminator.call);
}

/** A block that holds a value needs the impls of `Drop` that its release may run. */
function noteDrops(
  { requires }: MutableNeeds,
  fn: ArcFunction,
  { params, ops, terminator }: ArcBlock,
  dropsOf: DropsOf,
): void {
  const note = (v: VarId) => {
    for (const drop of dropsOf(fn, v)) requires.fns.add(drop);
  };
  params.forEach(note);
  for (const op of ops) {
    eachOperand(op, note);
    eachResult(op, note);
  }
  eachTerminatorOperand(terminator, note);
}
