/**
 * Checks the invariants of ARC IR. A broken one is a bug of ori: `InternalError` names the function, the block,
 * the op and the rule.
 *
 * - names: no two functions have the same one
 * - blocks: id is index, all are reached, targets exist, jump arguments match parameters in number and type
 * - SSA: each variable is defined once, and each use is dominated by its definition
 * - types: operands and results fit the op (`verify_types.ts`)
 * - builders: nothing sees a value that is half built (`verify_builders.ts`)
 * - edges: none is critical; `normal` and `unwind` of an Invoke have it (or other Invokes, for `unwind`) as
 *   their only predecessors; `Resume` stands in blocks reached by unwind edges, and only there; a handler
 *   (`TakePanic` first) has one unwind edge instead, and `TakePanic` stands nowhere else
 * - phase: what the phase of the function rules out is not there (`verify_phase.ts`); once it is owned, each call has a mark for
 *   every argument; once it is counted, the counts balance (`verify_balance.ts`)
 */
import { immediateDominators } from "../analysis/dominators.ts";
import type { ArcBlock, ArcFunction, ArcProgram, BlockId, VarId } from "../ir/ir.ts";
import { findUnwinding, isHandler } from "../analysis/unwinding.ts";
import { broken, type VerifyPlace } from "./broken.ts";
import { verifyBalance } from "./verify_balance.ts";
import { verifyBuilders } from "./verify_builders.ts";
import { verifyPhase } from "./verify_phase.ts";
import { verifyTypes } from "./verify_types.ts";
import {
  eachOperand,
  eachResult,
  eachTerminatorOperand,
  predecessors,
  reversePostorder,
  successors,
} from "../ir/visit.ts";

/** Verifies every function by the rules of its phase; `after` names the last pass. */
export function verifyProgram(program: ArcProgram, after = "all passes"): void {
  verifyNames(program, after);
  verifyFunctions(program, program.fns, after);
}

/** Verifies `fns`, functions of `program`. */
export function verifyFunctions(
  program: ArcProgram,
  fns: readonly ArcFunction[],
  after: string,
): void {
  const isCounted = fns.some((fn) => fn.phase === "counted");
  const unwinding = isCounted ? findUnwinding(program) : undefined;
  for (const fn of fns) {
    verifyFunction(fn, after);
    verifyPhase(fn, after);
    verifyTypes(fn, program, after, fn.phase !== "lowered");
    verifyBuilders(fn, program.types, after);
    if (fn.phase === "counted" && unwinding !== undefined) {
      verifyBalance(fn, program.types, unwinding, after);
    }
  }
}

function verifyNames({ fns }: ArcProgram, after: string): void {
  const known = new Set<string>();
  for (const fn of fns) {
    if (known.has(fn.name)) throw broken({ fn, after }, "another function has this name");
    known.add(fn.name);
  }
}

function verifyFunction(fn: ArcFunction, after: string): void {
  verifyBlocks(fn, after);
  const order = reversePostorder(fn);
  if (order.length !== fn.blocks.length) {
    const reached = new Set(order);
    const lost = fn.blocks.find((block) => !reached.has(block.id));
    throw broken({ fn, after, ...(lost && { block: lost.id }) }, "the block is never reached");
  }
  verifyEdges(fn, after);
  verifyDominance(fn, order, after);
}

function verifyBlocks(fn: ArcFunction, after: string): void {
  fn.blocks.forEach((block, index) => {
    if (block.id !== index) throw broken({ fn, after, block: block.id }, "id is not the index");
    for (const next of successors(block.terminator)) {
      if (fn.blocks[next] === undefined) {
        throw broken({ fn, after, block: block.id }, `no block bb${next}`);
      }
      if (next === 0) throw broken({ fn, after, block: block.id }, "a jump to the entry");
    }
    if (fn.regions[block.region] === undefined) {
      throw broken({ fn, after, block: block.id }, `no region ${block.region}`);
    }
  });
}

function verifyEdges(fn: ArcFunction, after: string): void {
  const preds = predecessors(fn);
  const isUnwind = new Uint8Array(fn.blocks.length);
  for (const { terminator } of fn.blocks) {
    if (terminator.kind === "Invoke") isUnwind[terminator.unwind] = 1;
  }
  for (const block of fn.blocks) {
    const place = { fn, after, block: block.id, op: block.ops.length };
    const next = successors(block.terminator);
    if (block.terminator.kind === "Invoke" && block.terminator.normal === block.terminator.unwind) {
      throw broken(place, `bb${block.terminator.unwind} as normal and as unwind successor`);
    }
    for (const target of next) {
      const isOwnUnwind = block.terminator.kind === "Invoke" && target === block.terminator.unwind;
      if (isUnwind[target] === 1 && !isOwnUnwind) {
        throw broken(place, `an ordinary edge to the unwind block bb${target}`);
      }
      if (next.length > 1 && !isOwnUnwind && preds[target].length > 1) {
        throw broken(place, `the edge to bb${target} is critical`);
      }
    }
    const isResume = block.terminator.kind === "Resume";
    if (isHandler(block)) {
      if (isUnwind[block.id] === 1 && preds[block.id].length === 1 && !isResume) continue;
      throw broken(place, "a handler without an unwind edge of its own");
    }
    if (isResume !== (isUnwind[block.id] === 1)) {
      throw broken(place, isResume ? "Resume without an unwind edge" : "unwinds without Resume");
    }
  }
}

function verifyDominance(fn: ArcFunction, order: readonly BlockId[], after: string): void {
  const idom = immediateDominators(fn, order);
  const children: BlockId[][] = fn.blocks.map(() => []);
  for (const block of order) if (block !== 0) children[idom[block]].push(block);
  const isDefined = new Uint8Array(fn.varTypes.length);
  const isVisible = new Uint8Array(fn.varTypes.length);
  const define = (v: VarId, place: VerifyPlace, scope: VarId[]): void => {
    if (fn.varTypes[v] === undefined) throw broken(place, `%${v} has no type`);
    if (isDefined[v] === 1) throw broken(place, `%${v} is defined twice`);
    isDefined[v] = 1;
    isVisible[v] = 1;
    scope.push(v);
  };
  // Results of Invokes become visible on entry of their normal block.
  const arrivals = new Map<BlockId, VarId>();
  for (const { terminator: t } of fn.blocks) {
    if (t.kind === "Invoke") arrivals.set(t.normal, t.dst);
  }
  const enter = (block: ArcBlock): VarId[] => {
    const scope: VarId[] = [];
    const start = { fn, after, block: block.id };
    if (block.id === 0) { for (const param of fn.params) define(param.var, start, scope); }
    const arrival = arrivals.get(block.id);
    if (arrival !== undefined) define(arrival, start, scope);
    for (const param of block.params) define(param, start, scope);
    block.ops.forEach((op, index) => {
      const place = { ...start, op: index };
      eachOperand(op, (v) => requireVisible(v, isVisible, place));
      eachResult(op, (v) => define(v, place, scope));
    });
    const end = { ...start, op: block.ops.length };
    eachTerminatorOperand(block.terminator, (v) => requireVisible(v, isVisible, end));
    return scope;
  };
  const stack: { readonly scope: VarId[]; readonly next: BlockId[] }[] = [];
  stack.push({ scope: enter(fn.blocks[0]), next: [...children[0]] });
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.next.pop();
    if (next !== undefined) {
      stack.push({ scope: enter(fn.blocks[next]), next: [...children[next]] });
    } else {
      for (const v of top.scope) isVisible[v] = 0;
      stack.pop();
    }
  }
}

function requireVisible(v: VarId, isVisible: Uint8Array, place: VerifyPlace): void {
  if (isVisible[v] !== 1) throw broken(place, `%${v} is used where its definition is not known`);
}
