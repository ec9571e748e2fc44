/**
 * The shape of the IR, in one place: operands, results and successors. Each switch is exhaustive, so
 * that a new kind of op fails to compile until every question about it has an answer.
 */
import { assertNever, InternalError } from "../../base/mod.ts";
import type { ArgMark } from "../../operations/mod.ts";
import type {
  ArcBlock,
  ArcFunction,
  BlockId,
  Call,
  JumpTarget,
  Op,
  Terminator,
  VarId,
} from "./ir.ts";

/** Called with a variable and whether the use consumes it. */
export type OperandVisitor = (v: VarId, mark: ArgMark) => void;

/**
 * The mark of argument `index`. A list that was never filled counts as all borrowed, the conservative
 * answer (seeds RC-4); the verifier rejects such a call.
 */
export function argMark(call: Call, index: number): ArgMark {
  return call.ownership[index] ?? "borrowed";
}

/** Visits the operands of `op` in order. */
export function eachOperand(op: Op, visit: OperandVisitor): void {
  switch (op.kind) {
    case "Const":
    case "ScopeStart":
    case "TakePanic":
      return;
    case "Copy":
    case "Project":
    case "Tag":
    case "ShareValue":
      return visit(op.src, "borrowed");
    case "EnvGet":
      return visit(op.env, "borrowed");
    case "Prim":
      return visitAll(op.args, "borrowed", visit);
    case "Call":
      return eachArg(op.call, visit);
    case "Construct":
      return visitAll(op.args, "owned", visit);
    case "MakeList":
      return visitAll(op.elements, "owned", visit);
    case "PartialApply":
      return visitAll(op.captures, "owned", visit);
    case "Unpack":
    case "Reset":
    case "MoveValue":
      return visit(op.src, "owned");
    case "RcInc":
      return visit(op.target, "borrowed");
    case "RcDec":
      return visit(op.target, "owned");
    case "Reuse":
      visit(op.token, "owned");
      return visitAll(op.args, "owned", visit);
    case "Extend":
      visit(op.builder, "owned");
      return visit(op.cell, "owned");
    case "Finish":
      visit(op.builder, "owned");
      return visit(op.value, "owned");
    case "LocalRead":
      return visit(op.value, "borrowed");
    case "ScopeEnd":
      visit(op.value, "borrowed");
      return visit(op.start, "borrowed");
    case "DropValue":
      return visit(op.value, "owned");
    case "Catch":
      return visit(op.thunk, "borrowed");
    default:
      assertNever(op, "arc");
  }
}

/** Visits the arguments of a call with their marks. */
export function eachArg(call: Call, visit: OperandVisitor): void {
  const { args } = call;
  for (let i = 0; i < args.length; i++) visit(args[i], argMark(call, i));
}

function visitAll(vars: readonly VarId[], mark: ArgMark, visit: OperandVisitor): void {
  for (const v of vars) visit(v, mark);
}

/** Visits the operands of a terminator, jump arguments included. */
export function eachTerminatorOperand(t: Terminator, visit: OperandVisitor): void {
  switch (t.kind) {
    case "Jump":
    case "Resume":
    case "Unreachable":
      break;
    case "Branch":
      visit(t.condition, "borrowed");
      break;
    case "Switch":
      visit(t.subject, "borrowed");
      break;
    case "Invoke":
      return eachArg(t.call, visit);
    case "Return":
      return visit(t.value, "owned");
    default:
      assertNever(t, "arc");
  }
  eachJumpTarget(t, ({ args }) => {
    if (args.length > 0) visitAll(args, "owned", visit);
  });
}

/** Visits the variables that `op` defines. */
export function eachResult(op: Op, visit: (v: VarId) => void): void {
  switch (op.kind) {
    case "RcInc":
    case "RcDec":
      return;
    case "Unpack":
      for (const dst of op.dsts) visit(dst);
      if (op.token !== undefined) visit(op.token);
      return;
    case "Reset":
      return visit(op.token);
    case "Const":
    case "Copy":
    case "Prim":
    case "Call":
    case "Construct":
    case "MakeList":
    case "PartialApply":
    case "Project":
    case "EnvGet":
    case "Tag":
    case "Reuse":
    case "Extend":
    case "Finish":
    case "ScopeStart":
    case "ScopeEnd":
    case "LocalRead":
    case "DropValue":
    case "ShareValue":
    case "MoveValue":
    case "Catch":
    case "TakePanic":
      return visit(op.dst);
    default:
      assertNever(op, "arc");
  }
}

/** Operands of `op`, in order. */
export function operands(op: Op): VarId[] {
  const all: VarId[] = [];
  eachOperand(op, (v) => all.push(v));
  return all;
}

/** Variables defined by `op`. */
export function results(op: Op): VarId[] {
  const all: VarId[] = [];
  eachResult(op, (v) => all.push(v));
  return all;
}

/** Replaces every operand of `op`. */
export function mapOperands(op: Op, map: (v: VarId) => VarId): void {
  switch (op.kind) {
    case "Const":
    case "ScopeStart":
    case "TakePanic":
      return;
    case "Copy":
    case "Project":
    case "Tag":
    case "ShareValue":
    case "MoveValue":
    case "Unpack":
    case "Reset":
      op.src = map(op.src);
      return;
    case "EnvGet":
      op.env = map(op.env);
      return;
    case "Prim":
    case "Construct":
      return mapAll(op.args, map);
    case "Call":
      return mapAll(op.call.args, map);
    case "MakeList":
      return mapAll(op.elements, map);
    case "PartialApply":
      return mapAll(op.captures, map);
    case "RcInc":
    case "RcDec":
      op.target = map(op.target);
      return;
    case "Reuse":
      op.token = map(op.token);
      return mapAll(op.args, map);
    case "Extend":
      op.builder = map(op.builder);
      op.cell = map(op.cell);
      return;
    case "Finish":
      op.builder = map(op.builder);
      op.value = map(op.value);
      return;
    case "LocalRead":
      op.value = map(op.value);
      return;
    case "ScopeEnd":
      op.value = map(op.value);
      op.start = map(op.start);
      return;
    case "DropValue":
      op.value = map(op.value);
      return;
    case "Catch":
      op.thunk = map(op.thunk);
      return;
    default:
      assertNever(op, "arc");
  }
}

/** Replaces every operand of a terminator, jump arguments included. */
export function mapTerminatorOperands(t: Terminator, map: (v: VarId) => VarId): void {
  switch (t.kind) {
    case "Branch":
      t.condition = map(t.condition);
      break;
    case "Switch":
      t.subject = map(t.subject);
      break;
    case "Invoke":
      mapAll(t.call.args, map);
      break;
    case "Return":
      t.value = map(t.value);
      break;
    case "Jump":
    case "Resume":
    case "Unreachable":
      break;
    default:
      assertNever(t, "arc");
  }
  eachJumpTarget(t, (target) => mapAll(target.args, map));
}

function mapAll(vars: VarId[], map: (v: VarId) => VarId): void {
  for (let i = 0; i < vars.length; i++) vars[i] = map(vars[i]);
}

/** Visits the targets that take arguments (an Invoke's successors take none). */
export function eachJumpTarget(t: Terminator, visit: (target: JumpTarget) => void): void {
  switch (t.kind) {
    case "Jump":
      return visit(t.target);
    case "Branch":
      visit(t.then);
      return visit(t.else);
    case "Switch":
      for (const { target } of t.cases) visit(target);
      if (t.default !== undefined) visit(t.default);
      return;
    case "Invoke":
    case "Return":
    case "Resume":
    case "Unreachable":
      return;
    default:
      assertNever(t, "arc");
  }
}

/** Successor blocks, in order; the unwind block of an Invoke comes last. */
export function successors(t: Terminator): BlockId[] {
  const all: BlockId[] = [];
  const count = successorCount(t);
  for (let i = 0; i < count; i++) all.push(successorAt(t, i));
  return all;
}

/** Number of successors; with `successorAt` for walks that must not allocate. */
export function successorCount(t: Terminator): number {
  switch (t.kind) {
    case "Jump":
      return 1;
    case "Branch":
    case "Invoke":
      return 2;
    case "Switch":
      return t.cases.length + (t.default === undefined ? 0 : 1);
    case "Return":
    case "Resume":
    case "Unreachable":
      return 0;
    default:
      return assertNever(t, "arc");
  }
}

/** Successor number `i`, which is below `successorCount`, in the order of `successors`. */
export function successorAt(t: Terminator, i: number): BlockId {
  if (t.kind === "Jump") return t.target.block;
  if (t.kind === "Branch") return i === 0 ? t.then.block : t.else.block;
  if (t.kind === "Invoke") return i === 0 ? t.normal : t.unwind;
  const target = t.kind === "Switch" ? t.cases[i]?.target ?? t.default : undefined;
  if (target === undefined) throw new InternalError(`no successor ${i}`, { stage: "arc" });
  return target.block;
}

/** Blocks reachable from the entry, each before its successors but for back edges. */
export function reversePostorder(fn: { readonly blocks: readonly ArcBlock[] }): BlockId[] {
  const seen = new Uint8Array(fn.blocks.length);
  const postorder: BlockId[] = [];
  const path: BlockId[] = [0 as BlockId];
  /** Successors of the blocks of the path that were not visited yet: the last first, so that the order reads like the source. */
  const left: number[] = [successorCount(fn.blocks[0].terminator)];
  seen[0] = 1;
  while (path.length > 0) {
    const top = path.length - 1;
    if (left[top] === 0) {
      postorder.push(path[top]);
      path.pop();
      left.pop();
      continue;
    }
    const next = successorAt(fn.blocks[path[top]].terminator, --left[top]);
    if (seen[next] === 1) continue;
    seen[next] = 1;
    path.push(next);
    left.push(successorCount(fn.blocks[next].terminator));
  }
  return postorder.reverse();
}

/** Predecessors of each block, one entry per edge. */
export function predecessors(fn: ArcFunction): BlockId[][] {
  const all: BlockId[][] = fn.blocks.map(() => []);
  for (const { id, terminator } of fn.blocks) {
    const count = successorCount(terminator);
    for (let i = 0; i < count; i++) all[successorAt(terminator, i)].push(id);
  }
  return all;
}

/** A copy of `op` that shares no operand list with it, with its results renamed. */
export function renameResults(op: Op, map: (v: VarId) => VarId): Op {
  switch (op.kind) {
    case "Const":
    case "Copy":
    case "Project":
    case "EnvGet":
    case "Tag":
    case "Extend":
    case "Finish":
    case "ScopeStart":
    case "ScopeEnd":
    case "LocalRead":
    case "DropValue":
    case "ShareValue":
    case "MoveValue":
    case "Catch":
    case "TakePanic":
      return { ...op, dst: map(op.dst) };
    case "Prim":
    case "Construct":
    case "Reuse":
      return { ...op, dst: map(op.dst), args: [...op.args] };
    case "Call":
      return { ...op, dst: map(op.dst), call: copyCall(op.call) };
    case "MakeList":
      return { ...op, dst: map(op.dst), elements: [...op.elements] };
    case "PartialApply":
      return { ...op, dst: map(op.dst), captures: [...op.captures] };
    case "Unpack":
      return op.token === undefined
        ? { ...op, dsts: op.dsts.map(map) }
        : { ...op, dsts: op.dsts.map(map), token: map(op.token) };
    case "Reset":
      return { ...op, token: map(op.token) };
    case "RcInc":
    case "RcDec":
      return { ...op };
    default:
      return assertNever(op, "arc");
  }
}

/** A copy of `t` that shares no jump target and no operand list with it. */
export function copyTerminatorShape(t: Terminator): Terminator {
  const copyTarget = ({ block, args }: JumpTarget): JumpTarget => ({ block, args: [...args] });
  switch (t.kind) {
    case "Jump":
      return { ...t, target: copyTarget(t.target) };
    case "Branch":
      return { ...t, then: copyTarget(t.then), else: copyTarget(t.else) };
    case "Switch": {
      const cases = t.cases.map(({ value, target }) => ({ value, target: copyTarget(target) }));
      if (t.default === undefined) return { ...t, cases };
      return { ...t, cases, default: copyTarget(t.default) };
    }
    case "Invoke":
      return { ...t, call: copyCall(t.call) };
    case "Return":
    case "Resume":
    case "Unreachable":
      return { ...t };
    default:
      return assertNever(t, "arc");
  }
}

function copyCall(call: Call): Call {
  return { ...call, args: [...call.args], ownership: [...call.ownership] };
}
