/**
 * Fills cells again that come free, instead of freeing them and allocating others.
 *
 *     before                                   after
 *       (%h, %t) = Unpack %list#1                (%h, %t) = Unpack %list#1, reset %c
 *       %u = Apply @map(own %t)                  %u = Apply @map(own %t)
 *       %new = Construct #1(%h, %u)              %new = Reuse %c#1(%h, %u)
 *
 * `planCells` decides for one function. A function that makes more cells than it takes apart gets parameters for the tokens
 * that callers have to spare; a caller that has none passes an empty one. What it wants is found out callees first, what
 * it is given callers first. A token that is not taken on a way is freed there, as `insertRc` sees it as an owned value.
 *
 * After A. Reinking, N. Xie, L. de Moura, D. Leijen, "Perceus" (2021), and A. Lorenzen, D. Leijen, "Reference Counting with
 * Frame Limited Reuse" (2022). As there, a frame holds on to no more cells than it took apart or was given, which
 * is a fixed number.
 *
 * Requires:    final ownership; blocks in reverse postorder; no critical edges; no RC operation.
 * Establishes: nothing new.
 */
import type { MonoTypeId } from "../../mono/mod.ts";
import type { Analyses } from "../analysis/analyses.ts";
import { callGraphSccs } from "../analysis/call_graph.ts";
import type { CellPlan, Want } from "./cell_sources.ts";
import { cellsOf } from "../analysis/cells.ts";
import { typesThatDrop } from "../analysis/drop_types.ts";
import { fillCells } from "./fill_cells.ts";
import type { ArcFunction, ArcProgram, FnId, Op, Phase } from "../ir/ir.ts";
import { planCells, type PlanContext } from "./plan_cells.ts";

/** Tokens that one function is given at most. */
const MOST_GIVEN = 4;

const NOTHING: readonly never[] = [];

/** Returns the functions that may have changed. */
export function reuseCells<P extends Phase>(
  program: ArcProgram<P>,
  analyses: Analyses,
): readonly ArcFunction<P>[] {
  const plans = new Reuser(program, analyses);
  return program.fns.filter((fn) => plans.fill(fn));
}

class Reuser {
  readonly #program: ArcProgram;
  readonly #context: PlanContext;
  /** Functions that something else than a call in the program enters. */
  readonly #entries: ReadonlySet<FnId>;
  readonly #wants = new Map<FnId, readonly Want[]>();
  readonly #plans = new Map<FnId, CellPlan>();
  readonly #given = new Map<FnId, readonly MonoTypeId[]>();

  constructor(program: ArcProgram, analyses: Analyses) {
    const { types, main, tests, drops } = program;
    this.#program = program;
    this.#entries = new Set([
      ...main === undefined ? [] : [main.fn],
      ...tests.map(({ fn }) => fn),
      ...drops.values(),
    ]);
    this.#context = {
      types,
      analyses,
      cells: analyses.ofTypes(cellsOf),
      drops: analyses.ofTypes(typesThatDrop),
      wantsOf: (fn) => this.#wants.get(fn) ?? NOTHING,
    };
    const sccs = analyses.ofProgram(callGraphSccs);
    for (const scc of sccs) this.#findWants(scc);
    for (const scc of sccs.toReversed()) this.#grant(scc);
  }

  /** Writes the plan for `fn` into it; returns whether there was anything to do. */
  fill(fn: ArcFunction): boolean {
    const plan = this.#plans.get(fn.id);
    if (plan === undefined && !callsAny(fn, this.#given)) return false;
    fillCells(fn, this.#context.types, plan, (callee) => this.#given.get(callee) ?? NOTHING);
    return true;
  }

  /** Plans each function by itself; calls within `scc` get nothing yet. */
  #findWants(scc: readonly FnId[]): void {
    for (const id of scc) this.#plan(id);
    for (const id of scc) {
      const wants = this.#plans.get(id)?.wants;
      const canBeGiven = this.#program.fns[id].kind.kind === "plain" && !this.#entries.has(id);
      if (wants !== undefined && canBeGiven) this.#wants.set(id, atMost(MOST_GIVEN, wants));
    }
  }

  /** Plans `scc` again with what its callers give, until its members give each other no more. */
  #grant(scc: readonly FnId[]): void {
    const wanting = scc.filter((id) => this.#wants.has(id));
    const isRecursive = wanting.length > 0 &&
      scc.some((id) => callsAny(this.#program.fns[id], new Set(wanting)));
    for (let changed = true; changed;) {
      changed = false;
      for (const id of scc) {
        if (isRecursive || this.#given.has(id)) this.#plan(id);
        if (this.#giveFrom(this.#plans.get(id)) && isRecursive) changed = true;
      }
    }
  }

  #plan(id: FnId): void {
    const given = this.#given.get(id) ?? NOTHING;
    const plan = planCells(this.#program.fns[id], this.#context, given);
    if (plan !== undefined) this.#plans.set(id, plan);
  }

  /** Notes what calls hand over; whether some callee gets more than before. */
  #giveFrom(plan: CellPlan | undefined): boolean {
    let changed = false;
    for (const [op, sources] of plan?.handed ?? NOTHING) {
      const callee = calleeOf(op);
      if (callee === undefined) continue;
      const known = this.#given.get(callee) ?? NOTHING;
      const given = [...known];
      for (const type of new Set(sources.map((source) => source.type))) {
        const isOfType = (other: MonoTypeId): boolean => other === type;
        const count = sources.filter((source) => source.type === type).length;
        while (given.filter(isOfType).length < count) given.push(type);
      }
      if (given.length === known.length) continue;
      this.#given.set(callee, given);
      changed = true;
    }
    return changed;
  }
}

function calleeOf(op: Op): FnId | undefined {
  return op.kind === "Call" && op.call.kind === "Apply" ? op.call.fn : undefined;
}

function callsAny(fn: ArcFunction, callees: { has(fn: FnId): boolean }): boolean {
  return fn.blocks.some(({ ops }) =>
    ops.some((op) => {
      const callee = calleeOf(op);
      return callee !== undefined && callees.has(callee);
    })
  );
}

/** The first `limit` cells of `wants`. */
function atMost(limit: number, wants: readonly Want[]): readonly Want[] {
  let left = limit;
  return wants.flatMap((want): readonly Want[] => {
    const most = Math.min(want.most, left);
    left -= most;
    return most === 0 ? [] : [{ type: want.type, most, least: Math.min(want.least, most) }];
  });
}
