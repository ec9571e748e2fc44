/**
 * Packs the components of a plan into units, which are compiled by themselves.
 *
 * - A program of up to `single` steps is one unit: starting more compilers takes longer than they save.
 * - Functions of a module of the user belong together; those of std go with the one module that calls them, or together where several
 *   do. Modules follow each other by path, functions of a module callees first.
 * - Along this order a unit ends with its module if it has `least` steps, inside of a module where it has `wanted` steps and the hash of
 *   the name of a function says so, at the latest at `most`. As hashes of names decide, an edit moves the ends of a unit or two, not of all
 *   that follow.
 */
import type { ArcFunction, ArcProgram, FnId } from "../arc/mod.ts";
import { UniqueNames } from "../base/mod.ts";
import { type FunctionNames, makePlan, type Plan } from "./plan.ts";

/** A part of the program that is compiled by itself. */
export interface BuildUnit {
  /** The module that most of it comes from, with a number where that has several: `main.ori`, `main.ori$2`, `std`. Unique. */
  readonly name: string;
  readonly fns: readonly FnId[];
  /** Functions of other units that are small enough to be inlined here. */
  readonly imports: readonly FnId[];
  /** Functions that other units refer to. */
  readonly exported: ReadonlySet<FnId>;
}

/** Sizes in steps: ops and terminators. */
export interface UnitSizes {
  readonly single: number;
  readonly least: number;
  readonly wanted: number;
  readonly most: number;
  /** The largest function whose body other units get; 0 for none. */
  readonly imported: number;
}

/** What was measured to be best for 10,000 lines; docs/build.md. A step is some 280 bytes of LLVM text. */
export const UNIT_SIZES: UnitSizes = {
  single: 4000,
  least: 800,
  wanted: 2000,
  most: 3500,
  imported: 40,
};

/** Through how many calls bodies are imported: what is inlined may call what can be inlined. */
const IMPORT_DEPTH = 2;

/** One in so many functions may end a unit. */
const END_RATE = 4;

export interface PackOptions {
  readonly sizes: UnitSizes;
  readonly names: FunctionNames;
  /** The path of the module of the user that a function is in; undefined for one of std. */
  readonly moduleOf: (fn: ArcFunction) => string | undefined;
  /** All functions are referred to from outside: the table of names that traces need. */
  readonly exportsAll: boolean;
}

/** The units of a program, in an order that depends on names alone; one where the program is small. */
export function packUnits(program: ArcProgram, options: PackOptions): BuildUnit[] {
  const { sizes, names } = options;
  const sizeOf = program.fns.map(functionSize);
  const total = sizeOf.reduce((sum, size) => sum + size, 0);
  if (total <= sizes.single) return [wholeProgram(program)];
  const plan = makePlan(program, names);
  const chunks = chunksOf(program, plan, sizeOf, options);
  const unitOf: number[] = [];
  for (const [index, { fns }] of chunks.entries()) for (const fn of fns) unitOf[fn] = index;
  const isImported = (fn: FnId) => sizeOf[fn] <= sizes.imported;
  const units = chunks.map(({ fns }, unit) => {
    const isOther = (fn: FnId) => unitOf[fn] !== unit;
    return { fns, isOther, imports: importsOf(plan, fns, (fn) => isOther(fn) && isImported(fn)) };
  });
  const exported = new Set<FnId>(program.drops.values());
  for (const { fns, imports, isOther } of units) {
    for (const fn of [...fns, ...imports]) {
      for (const callee of referencesOf(plan, fn)) if (isOther(callee)) exported.add(callee);
    }
  }
  for (const fn of calledFromOutside(program, options)) exported.add(fn);
  return units.map(({ fns, imports }, unit) => ({ ...chunks[unit], fns, imports, exported }));
}

function wholeProgram({ fns }: ArcProgram): BuildUnit {
  return { name: "program", fns: fns.map((fn) => fn.id), imports: [], exported: new Set() };
}

/** The number of ops and terminators of a function. */
function functionSize({ blocks }: ArcFunction): number {
  return blocks.reduce((sum, { ops }) => sum + ops.length + 1, 0);
}

function referencesOf(plan: Plan, fn: FnId): readonly FnId[] {
  const { requires, provides } = plan.needs.fns[fn];
  return [...requires.fns, ...provides];
}

function calledFromOutside(program: ArcProgram, { exportsAll }: PackOptions): readonly FnId[] {
  if (exportsAll) return program.fns.map((fn) => fn.id);
  const tests = program.tests.map((test) => test.fn);
  return program.main === undefined ? tests : [program.main.fn, ...tests];
}

/** Functions that can be inlined into `fns`, and those that can be inlined into these. */
function importsOf(plan: Plan, fns: readonly FnId[], isImported: (fn: FnId) => boolean): FnId[] {
  const found = new Set<FnId>();
  let callers = fns;
  for (let depth = 0; depth < IMPORT_DEPTH; depth++) {
    const callees = callers.flatMap((fn) => [...plan.needs.fns[fn].requires.fns]);
    callers = callees.filter((fn) => isImported(fn) && !found.has(fn));
    for (const fn of callers) found.add(fn);
  }
  return [...found];
}

// --- Groups ---

/** The group of functions of std that several modules need. */
const STD = "std";

/** By unit of the plan, the module that it goes with. */
function groupsOf(program: ArcProgram, plan: Plan, { moduleOf }: PackOptions): readonly string[] {
  const own = plan.units.map(({ scc }) =>
    scc.map((fn) => moduleOf(program.fns[fn])).find((module) => module !== undefined)
  );
  const groups = [...own];
  // Callers come later in the plan, so they have their group when it is the turn of what they call.
  for (let unit = plan.units.length - 1; unit >= 0; unit--) {
    const group = groups[unit] ??= STD;
    for (const callee of plan.units[unit].callees) {
      if (own[callee] !== undefined) continue;
      const known = groups[callee];
      groups[callee] = known === undefined || known === group ? group : STD;
    }
  }
  return groups.map((group) => group ?? STD);
}

// --- Chunks ---

interface Chunk {
  readonly name: string;
  readonly fns: readonly FnId[];
}

function chunksOf(
  program: ArcProgram,
  plan: Plan,
  sizeOf: readonly number[],
  options: PackOptions,
): readonly Chunk[] {
  const groups = groupsOf(program, plan, options);
  const order = plan.units.map((_, unit) => unit);
  // Sorting keeps the order of the plan inside of a group.
  order.sort((a, b) => groups[a] < groups[b] ? -1 : groups[a] > groups[b] ? 1 : a - b);
  const cutter = new Cutter(options.sizes);
  for (const [at, unit] of order.entries()) {
    const { scc } = plan.units[unit];
    const size = scc.reduce((sum, fn) => sum + sizeOf[fn], 0);
    const next = order[at + 1];
    const isGroupEnd = next === undefined || groups[next] !== groups[unit];
    const mayEnd = hashOf(options.names(program.fns[scc[0]])) % END_RATE === 0;
    cutter.add({ fns: scc, size, group: groups[unit], isGroupEnd, mayEnd });
  }
  return cutter.finish();
}

interface Piece {
  readonly fns: readonly FnId[];
  readonly size: number;
  readonly group: string;
  /** Whether it is the last of its group. */
  readonly isGroupEnd: boolean;
  /** Whether a unit that is large enough ends after it. */
  readonly mayEnd: boolean;
}

/** Cuts a sequence of components into chunks. */
class Cutter {
  readonly #chunks: Chunk[] = [];
  readonly #names = new UniqueNames();
  #open: Piece[] = [];
  #size = 0;

  constructor(readonly sizes: UnitSizes) {}

  add(piece: Piece): void {
    if (this.#size > 0 && this.#size + piece.size > this.sizes.most) this.#close();
    this.#open.push(piece);
    this.#size += piece.size;
    const { least, wanted } = this.sizes;
    const isEnd = piece.isGroupEnd && this.#size >= least || piece.mayEnd && this.#size >= wanted;
    if (isEnd) this.#close();
  }

  finish(): readonly Chunk[] {
    this.#close();
    return this.#chunks;
  }

  #close(): void {
    const [first] = this.#open;
    const last = this.#open.at(-1);
    if (first === undefined || last === undefined) return;
    const wanted = first.group === last.group ? first.group : `${first.group}..${last.group}`;
    const fns = this.#open.flatMap((piece) => piece.fns);
    this.#chunks.push({ name: this.#names.claim(wanted), fns });
    this.#open = [];
    this.#size = 0;
  }
}

/** FNV-1a over the code units of a text: the same on every machine. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash;
}
