/**
 * Turns calls of a function to itself in tail position into jumps, so that such recursion needs no
 * stack, on any engine.
 *
 *     before                              after
 *       fn f(%0: int) -> int {              fn f(%0: int) -> int {
 *       bb0:                                bb0:
 *         ...                                 Jump bb3(%0)
 *       bb1:                                bb3(%9: int):
 *         %5 = Apply @f(%4)                   ...          # with %9 for %0
 *         Jump bb2(%5)                      bb1:
 *       bb2(%6: int):                         Jump bb3(%4)
 *         Return %6
 *
 * So are calls whose result only goes into a cell that is returned (`constructor_calls.ts`): the cell is made before, with an
 * empty field that is filled later. A builder holds what is made so far; each way out finishes it.
 *
 *       bb1:                                bb3(%9: int, %10: builder<L>):
 *         %5 = Apply @f(%4)                   ...
 *         %6 = Construct #1(%9, %5)         bb1:
 *         Return %6                           %11: L = Const empty
 *                                             %6 = Construct #1(%9, %11)
 *       bb4:                                  %12 = Extend %10 by %6#1.1
 *         Return %8                           Jump bb3(%4, %12)
 *                                           bb4:
 *                                             %13 = Finish %10 with %8
 *                                             Return %13
 *
 * Types whose release runs code of the user are left alone: it could tell.
 *
 * After D. Leijen, A. Lorenzen, "Tail Recursion Modulo Context" (2023).
 *
 * Requires:    no ownership and no RC operation; nothing jumps to the entry.
 * Establishes: no call of a function to itself in tail position; blocks in reverse postorder.
 */
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { Analyses } from "../analysis/analyses.ts";
import { type ConstructorCall, findConstructorCall } from "./constructor_calls.ts";
import { DropReach, isDropping } from "../analysis/drop_types.ts";
import type { ArcFunction, ArcProgram, BlockId, Op, Terminator, VarId } from "../ir/ir.ts";
import { declareRegion } from "../ir/declare_region.ts";
import { newVar } from "../ir/new_var.ts";
import { orderBlocks } from "./order_blocks.ts";
import { simplifyLoops } from "./simplify_loops.ts";
import { jumpInstead, tailCallOf } from "./tail_calls.ts";
import { mapOperands, mapTerminatorOperands } from "../ir/visit.ts";

/** The types that a builder may hold. */
class BuildableTypes {
  readonly #types: MonoTypes;
  readonly #drops: DropReach;

  constructor({ types, drops }: ArcProgram) {
    this.#types = types;
    this.#drops = new DropReach(types, (id) => isDropping(types, id), drops.size > 0);
  }

  has(id: MonoTypeId): boolean {
    const type = this.#types.get(id);
    return type.kind === "sum" && type.isBoxed && !this.#drops.reaches(id);
  }
}

function buildableTypes(program: ArcProgram): BuildableTypes {
  return new BuildableTypes(program);
}

/** Returns whether anything changed. */
export function loopTailCalls(fn: ArcFunction, analyses: Analyses): boolean {
  const { types } = analyses;
  const buildable = analyses.ofTypes(buildableTypes);
  const sites = fn.blocks.flatMap((block) => {
    const site = tailCallOf(fn, block, types);
    return site?.call.fn === fn.id ? [site] : [];
  });
  const calls = buildable.has(fn.result) ? constructorCalls(fn, types) : [];
  if (sites.length + calls.length === 0) return false;
  const header = fn.blocks.length as BlockId;
  for (const site of sites) jumpInstead(site, header);
  const builder = calls.length > 0 ? addBuilder(fn, types, header, calls) : undefined;
  splitEntry(fn, header, builder);
  simplifyLoops(fn);
  orderBlocks(fn);
  return true;
}

function constructorCalls(fn: ArcFunction, types: MonoTypes): readonly ConstructorCall[] {
  return fn.blocks.flatMap((block) => findConstructorCall(fn, types, block) ?? []);
}

/** Lets jumps and ways out carry a builder, which is what this gives. */
function addBuilder(
  fn: ArcFunction,
  types: MonoTypes,
  header: BlockId,
  calls: readonly ConstructorCall[],
): VarId {
  const name = `builder<${types.get(fn.result).name}>`;
  const builder = newVar(fn, types.intern({ kind: "builder", of: fn.result, name }));
  for (const { terminator } of fn.blocks) {
    if (terminator.kind === "Jump" && terminator.target.block === header) {
      terminator.target.args.push(builder);
    }
  }
  for (const call of calls) buildCells(fn, header, builder, call);
  for (const { ops, terminator } of fn.blocks) {
    if (terminator.kind !== "Return") continue;
    const dst = newVar(fn, fn.result);
    ops.push({ kind: "Finish", dst, builder, value: terminator.value });
    terminator.value = dst;
  }
  return builder;
}

/** Makes the cells around the result of a call, the outermost first, and jumps to `header` for what goes into the last. */
function buildCells(
  fn: ArcFunction,
  header: BlockId,
  builder: VarId,
  { block, at, call, others, links }: ConstructorCall,
): void {
  block.ops = [...block.ops.slice(0, at), ...others];
  for (const { op, variant, field } of links.toReversed()) {
    const empty = newVar(fn, fn.result);
    const dst = newVar(fn, fn.varTypes[builder]);
    block.ops.push(
      { kind: "Const", dst: empty, value: { kind: "empty" } },
      { ...op, args: op.args.with(field, empty) },
      { kind: "Extend", dst, builder, cell: op.dst, variant, field },
    );
    builder = dst;
  }
  block.terminator = { kind: "Jump", target: { block: header, args: [...call.args, builder] } };
}

/** Moves the entry's content into the block `id`, which takes the parameters and `builder`; the entry jumps there. */
function splitEntry(fn: ArcFunction, id: BlockId, builder: VarId | undefined): void {
  const old = fn.blocks[0];
  const renamed = new Map<VarId, VarId>();
  for (const { var: v } of fn.params) {
    renamed.set(v, newVar(fn, fn.varTypes[v], fn.varNames[v]));
  }
  const map = (v: VarId): VarId => renamed.get(v) ?? v;
  for (const { ops, terminator } of fn.blocks) {
    for (const op of ops) mapOperands(op, map);
    mapTerminatorOperands(terminator, map);
  }
  const params = [...renamed.values()];
  const args = [...renamed.keys()];
  const ops: Op[] = [];
  if (builder !== undefined) {
    const start = newVar(fn, fn.varTypes[builder]);
    params.push(builder);
    args.push(start);
    ops.push({ kind: "Const", dst: start, value: { kind: "empty" } });
  }
  fn.blocks.push({ ...old, id, params, ...declareRegion(fn, "loop", fn.span) });
  const terminator: Terminator = { kind: "Jump", target: { block: id, args } };
  fn.blocks[0] = { id: old.id, params: [], ops, terminator, region: old.region };
}
