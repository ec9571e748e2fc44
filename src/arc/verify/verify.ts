/**
 * Checks the invariants of ARC IR. A broken one is a bug of ori: one `InternalError` lists all that are found, in order, with the
 * function, the block, the op and the rule.
 *
 * - names: no two functions have the same one
 * - blocks: id is index, all are reached, targets exist, jump arguments match parameters in number and type
 * - SSA: each variable is defined once, and each use is dominated by its definition
 * - types: operands and results fit the op, those of an intrinsic its signature (`verify_types.ts`)
 * - builders: nothing sees a value that is half built (`verify_builders.ts`)
 * - edges: none is critical; `normal` and `unwind` of an Invoke have it (or other Invokes, for `unwind`) as
 *   their only predecessors; `Resume` stands in blocks reached by unwind edges, and only there; a handler
 *   (`TakePanic` first) has one unwind edge instead, and `TakePanic` stands nowhere else
 * - loops and regions: each loop has a preheader and a latch; regions and roles are those of the flow (`verify_regions.ts`)
 * - phase: what the phase of the function rules out is not there (`verify_phase.ts`); once it is owned, each call has a mark for
 *   every argument; once it is counted, the counts balance (`verify_balance.ts`)
 */
import { immediateDominators } from "../analysis/dominators.ts";
import type { ArcBlock, ArcFunction, ArcProgram, BlockId, VarId } from "../ir/ir.ts";
import { eachCall, findUnwinding, isHandler } from "../analysis/unwinding.ts";
import { Findings, type VerifyPlace } from "./findings.ts";
import { verifyBalance } from "./verify_balance.ts";
import { verifyBuilders } from "./verify_builders.ts";
import { verifyRegions } from "./verify_regions.ts";
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

/** Verifies every function by the rules of its phase; `after` names the last pass. Throws one error with all findings. */
export function verifyProgram(program: ArcProgram, after = "all passes"): void {
  const findings = new Findings(after);
  verifyNames(program, findings);
  verifyEach(program, program.fns, findings);
  findings.throwIfAny();
}

/** Verifies `fns`, functions of `program`. Throws one error with all findings. */
export function verifyFunctions(
  program: ArcProgram,
  fns: readonly ArcFunction[],
  after: string,
): void {
  const findings = new Findings(after);
  verifyEach(program, fns, findings);
  findings.throwIfAny();
}

function verifyEach(
  program: ArcProgram,
  fns: readonly ArcFunction[],
  findings: Findings,
): void {
  const sound = fns.filter((fn) => {
    const before = findings.count;
    verifyFunction(fn, program, findings);
    return findings.count === before;
  });
  const counted = sound.filter((fn) => fn.phase === "counted");
  if (counted.length === 0 || !program.fns.every((fn) => isClosed(fn, program))) return;
  const unwinding = findUnwinding(program);
  for (const fn of counted) verifyBalance(fn, program.types, unwinding, findings);
}

/** Whether the functions that `fn` calls and the blocks that it unwinds to exist: unwinding cannot be found without. */
function isClosed(fn: ArcFunction, { fns }: ArcProgram): boolean {
  let isMissing = false;
  eachCall(fn, (call) => {
    if (call.kind === "Apply" && fns[call.fn] === undefined) isMissing = true;
  });
  return !isMissing &&
    fn.blocks.every(({ terminator: t }) =>
      t.kind !== "Invoke" || fn.blocks[t.unwind] !== undefined
    );
}

function verifyNames({ fns }: ArcProgram, findings: Findings): void {
  const known = new Set<string>();
  for (const fn of fns) {
    if (known.has(fn.name)) findings.add({ fn }, "another function has this name");
    known.add(fn.name);
  }
}

/** All checks but that of the balance. Later ones lean on earlier ones: none runs on a function whose graph is broken. */
function verifyFunction(fn: ArcFunction, program: ArcProgram, findings: Findings): void {
  const before = findings.count;
  verifyBlocks(fn, findings);
  if (findings.count > before) return;
  const order = reversePostorder(fn);
  verifyReached(fn, order, findings);
  if (findings.count > before) return;
  verifyEdges(fn, findings);
  verifyDominance(fn, order, findings);
  if (findings.count === before) verifyRegions(fn, findings);
  verifyPhase(fn, findings);
  verifyTypes(fn, program, findings);
  verifyBuilders(fn, program.types, findings);
}

/** Blocks and variables that are named exist. */
function verifyBlocks(fn: ArcFunction, findings: Findings): void {
  fn.blocks.forEach((block, index) => {
    const place = { fn, block: block.id };
    const add = (rule: string): void => findings.add(place, rule);
    if (block.id !== index) add("id is not the index");
    for (const next of successors(block.terminator)) {
      if (fn.blocks[next] === undefined) add(`no block bb${next}`);
      else if (next === 0) add("a jump to the entry");
    }
    const requireType = (v: VarId): void => {
      if (fn.varTypes[v] === undefined) add(`%${v} has no type`);
    };
    block.params.forEach(requireType);
    for (const op of block.ops) {
      eachOperand(op, requireType);
      eachResult(op, requireType);
    }
    eachTerminatorOperand(block.terminator, requireType);
    if (block.terminator.kind === "Invoke") requireType(block.terminator.dst);
  });
}

function verifyReached(fn: ArcFunction, order: readonly BlockId[], findings: Findings): void {
  const reached = new Set(order);
  for (const { id } of fn.blocks) {
    if (!reached.has(id)) findings.add({ fn, block: id }, "the block is never reached");
  }
}

function verifyEdges(fn: ArcFunction, findings: Findings): void {
  const preds = predecessors(fn);
  const isUnwind = new Uint8Array(fn.blocks.length);
  for (const { terminator } of fn.blocks) {
    if (terminator.kind === "Invoke") isUnwind[terminator.unwind] = 1;
  }
  for (const block of fn.blocks) {
    const { terminator: t } = block;
    const add = (rule: string): void => {
      findings.add({ fn, block: block.id, op: block.ops.length }, rule);
    };
    if (t.kind === "Invoke" && t.normal === t.unwind) {
      add(`bb${t.unwind} as normal and as unwind successor`);
      continue;
    }
    const next = successors(t);
    for (const target of next) {
      const isOwnUnwind = t.kind === "Invoke" && target === t.unwind;
      if (isOwnUnwind) continue;
      if (isUnwind[target] === 1) add(`an ordinary edge to the unwind block bb${target}`);
      else if (next.length > 1 && preds[target].length > 1) {
        add(`the edge to bb${target} is critical`);
      }
    }
    const isResume = t.kind === "Resume";
    if (isHandler(block)) {
      if (isUnwind[block.id] === 1 && preds[block.id].length === 1 && !isResume) continue;
      add("a handler without an unwind edge of its own");
    } else if (isResume !== (isUnwind[block.id] === 1)) {
      add(isResume ? "Resume without an unwind edge" : "unwinds without Resume");
    }
  }
}

function verifyDominance(fn: ArcFunction, order: readonly BlockId[], findings: Findings): void {
  const idom = immediateDominators(fn);
  const children: BlockId[][] = fn.blocks.map(() => []);
  for (const block of order) if (block !== 0) children[idom[block]].push(block);
  const isDefined = new Uint8Array(fn.varTypes.length);
  const isVisible = new Uint8Array(fn.varTypes.length);
  const define = (v: VarId, place: VerifyPlace, scope: VarId[]): void => {
    if (isDefined[v] === 1) findings.add(place, `%${v} is defined twice`);
    isDefined[v] = 1;
    isVisible[v] = 1;
    scope.push(v);
  };
  const use = (v: VarId, place: VerifyPlace): void => {
    if (isVisible[v] === 1) return;
    findings.add(place, `%${v} is used where its definition is not known`);
  };
  // Results of Invokes become visible on entry of their normal block.
  const arrivals = new Map<BlockId, VarId>();
  for (const { terminator: t } of fn.blocks) {
    if (t.kind === "Invoke") arrivals.set(t.normal, t.dst);
  }
  const enter = (block: ArcBlock): VarId[] => {
    const scope: VarId[] = [];
    const start = { fn, block: block.id };
    if (block.id === 0) { for (const param of fn.params) define(param.var, start, scope); }
    const arrival = arrivals.get(block.id);
    if (arrival !== undefined) define(arrival, start, scope);
    for (const param of block.params) define(param, start, scope);
    block.ops.forEach((op, index) => {
      const place = { ...start, op: index };
      eachOperand(op, (v) => use(v, place));
      eachResult(op, (v) => define(v, place, scope));
    });
    eachTerminatorOperand(block.terminator, (v) => use(v, { ...start, op: block.ops.length }));
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
