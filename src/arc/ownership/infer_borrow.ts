/**
 * Decides which parameters a function owns, and marks the arguments of all calls.
 *
 *     before                                   after
 *       @f(%xs: [int], %ys: [int])               @f(%xs: [int] owned, %ys: [int] borrowed)
 *         %1 = Intrinsic list_len(%ys)             %1 = Intrinsic list_len(%ys)
 *         %2 = Intrinsic list_push(%xs, %1)        %2 = Intrinsic list_push(%xs, %1)
 *
 * A parameter starts borrowed and becomes owned when the body consumes it: passes it to an owned
 * parameter or a jump, stores or returns it. A part of it (a chain of `Project`) that is consumed makes it
 * owned when taking it apart then saves work: a payload in any case, a field when it is updated, rebuilt
 * into the same type, or carried into a loop. So is a parameter whose cell can be filled again: a boxed sum that is
 * matched before a cell of the same type is made. Sums and structs that are boxed for their size alone count as inline
 * ones: the end of locals depends on what functions keep, and the order of drops on the source alone. Marks only ever go
 * from borrowed to owned, so the rounds over a strongly connected component of the call graph end. `Drop.drop` borrows
 * its value, whose last reference is with the release that calls it. Lambdas are treated as named functions are (seeds CL-5).
 *
 * After S. Ullrich, L. de Moura, "Counting Immutable Beans" (2019); it differs in the rule for parts.
 *
 * Requires:    SSA without RC operations; wrappers marked by lowering.
 * Establishes: final ownership of parameters; one mark per argument on every call.
 */
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { ArgMark } from "../../operations/mod.ts";
import type { Analyses } from "../analysis/analyses.ts";
import { callGraphSccs } from "../analysis/call_graph.ts";
import { CellMakers, cellsOf } from "../analysis/cells.ts";
import { isDropping } from "../analysis/drop_types.ts";
import { loopForest } from "../analysis/loop_forest.ts";
import type { ArcFunction, ArcProgram, Call, FnId, VarId } from "../ir/ir.ts";
import { eachCall } from "../analysis/unwinding.ts";
import { eachJumpTarget } from "../ir/visit.ts";

export type OwnReason =
  | { readonly kind: "given by the engine" }
  | { readonly kind: "fixed convention of closures" }
  | { readonly kind: "passed to owned parameter"; readonly callee: string; readonly index: number }
  | { readonly kind: "dropped" }
  | { readonly kind: "stored" }
  | { readonly kind: "returned" }
  | { readonly kind: "joined with other values" }
  | { readonly kind: "handed on" }
  | { readonly kind: "taken apart and built anew" };

/** Why each owned parameter is owned; by function, then by parameter. */
export type OwnReasons = ReadonlyMap<FnId, ReadonlyMap<VarId, OwnReason>>;

/** How a variable comes from a parameter. */
interface Origin {
  readonly param: VarId;
  /** The innermost step: the parameter itself, a field, or the payload of a sum. */
  readonly step: "whole" | "field" | "payload";
}

interface BorrowState {
  readonly program: ArcProgram;
  readonly analyses: Analyses;
  /** Functions that release functions call: their parameters stay borrowed. */
  readonly drops: ReadonlySet<FnId>;
  readonly reasons: Map<FnId, Map<VarId, OwnReason>>;
}

/** Receives the name of each lambda whose captures are owned for want of a contract, and how many they are. */
export type MissingContractListener = (name: string, captures: number) => void;

/** Infers ownership in `program` and returns it in the next phase, with the reasons of what is owned. */
export function inferBorrow(
  program: ArcProgram<"lowered">,
  analyses: Analyses,
  onMissing: MissingContractListener = () => {},
): { readonly program: ArcProgram<"owned">; readonly reasons: OwnReasons } {
  const state = startState(program, analyses);
  markAll(state);
  ownCapturesWithoutContract(program, state.reasons, onMissing);
  for (const fn of program.fns) eachCall(fn, (call) => annotate(call, program));
  const fns = program.fns.map((fn): ArcFunction<"owned"> => ({ ...fn, phase: "owned" }));
  return { program: { ...program, fns }, reasons: state.reasons };
}

/** The parameters that functions keep, by what they do as they are written: a mark for each. */
export function keptParams(
  program: ArcProgram<"lowered">,
  analyses: Analyses,
): (fn: FnId) => readonly ArgMark[] {
  const state = startState(program, analyses);
  const before = program.fns.map(({ params }) => params.map((param) => param.ownership));
  markAll(state);
  const kept = program.fns.map(({ params }) => params.map((param) => param.ownership));
  for (const { id, params } of program.fns) {
    params.forEach((param, i) => param.ownership = before[id][i]);
  }
  return (fn) => kept[fn];
}

function startState(program: ArcProgram, analyses: Analyses): BorrowState {
  return { program, analyses, drops: new Set(program.drops.values()), reasons: new Map() };
}

function markAll(state: BorrowState): void {
  const { program, analyses } = state;
  for (const fn of program.fns) {
    startMarks(state, fn);
    ownRebuilt(state, fn);
  }
  for (const scc of analyses.ofProgram(callGraphSccs)) {
    for (let changed = true; changed;) {
      changed = false;
      for (const id of scc) if (visitFunction(state, program.fns[id])) changed = true;
    }
  }
}

/**
 * The safe answer for a capturing lambda that inference did not visit (seeds RC-12): it owns all its captures, so that
 * its wrapper takes a reference of each. That cannot happen as long as every function is in the call graph.
 */
export function ownCapturesWithoutContract(
  program: ArcProgram,
  contracts: OwnReasons,
  onMissing: MissingContractListener,
): void {
  for (const { id, name, kind, params } of program.fns) {
    if (kind.kind !== "lambda" || kind.captures === 0 || contracts.has(id)) continue;
    for (const param of params.slice(0, kind.captures)) param.ownership = "owned";
    onMissing(name, kind.captures);
  }
}

function startMarks(state: BorrowState, fn: ArcFunction): void {
  const reasons = new Map<VarId, OwnReason>();
  state.reasons.set(fn.id, reasons);
  const { types, main } = state.program;
  fn.params.forEach((param, index) => {
    const isCounted = types.isCounted(fn.varTypes[param.var]);
    let reason: OwnReason | undefined;
    if (fn.kind.kind === "wrapper") {
      if (index > 0) reason = { kind: "fixed convention of closures" };
    } else if (main?.fn === fn.id && isCounted) {
      reason = { kind: "given by the engine" };
    }
    param.ownership = reason === undefined ? "borrowed" : "owned";
    if (reason !== undefined) reasons.set(param.var, reason);
  });
}

/** Whether the marks of `fn` are those of a convention, whatever its body does. */
function isFixed({ drops }: BorrowState, fn: ArcFunction): boolean {
  return fn.kind.kind === "wrapper" || drops.has(fn.id);
}

/** Owns the parameters whose cells, or cells inside, can serve for what `fn` makes. */
function ownRebuilt(state: BorrowState, fn: ArcFunction): void {
  const { program, analyses, reasons } = state;
  const cells = analyses.ofTypes(cellsOf);
  const candidates = fn.params.filter((param) =>
    param.ownership === "borrowed" && program.types.isCounted(fn.varTypes[param.var])
  );
  if (isFixed(state, fn) || candidates.length === 0) return;
  const makers = new CellMakers(fn, analyses);
  if (makers.isEmpty) return;
  const origins = originsOf(fn, candidates.map((param) => param.var), program.types);
  const known = reasons.get(fn.id) as Map<VarId, OwnReason>;
  for (const block of fn.blocks) {
    block.ops.forEach((op, index) => {
      if (op.kind !== "Project" || op.variant === undefined) return;
      const origin = origins.get(op.src);
      const type = fn.varTypes[op.src];
      if (origin === undefined || origin.step === "field" || known.has(origin.param)) return;
      if (largeForm(program.types, type) !== undefined) return;
      if (!cells.isCell(type, op.variant) || !makers.isMadeAfter(type, block.id, index)) return;
      known.set(origin.param, { kind: "taken apart and built anew" });
    });
  }
  for (const param of candidates) if (known.has(param.var)) param.ownership = "owned";
}

/** Marks more parameters of `fn` owned; returns whether any changed. */
function visitFunction(state: BorrowState, fn: ArcFunction): boolean {
  if (isFixed(state, fn)) return false;
  const { types } = state.program;
  const candidates = fn.params.filter((param) =>
    param.ownership === "borrowed" && types.isCounted(fn.varTypes[param.var])
  );
  if (candidates.length === 0) return false;
  const origins = originsOf(fn, candidates.map((param) => param.var), types);
  const reasons = state.reasons.get(fn.id) as Map<VarId, OwnReason>;
  let changed = false;
  eachConsumption(state, fn, (v, reason, takesFields) => {
    const origin = origins.get(v);
    if (origin === undefined || reasons.has(origin.param)) return;
    if (origin.step === "field" && !takesFields(fn.varTypes[origin.param])) return;
    reasons.set(origin.param, reason);
    changed = true;
  });
  for (const param of candidates) if (reasons.has(param.var)) param.ownership = "owned";
  return changed;
}

/** What a type that is boxed for its size would be inline. */
function largeForm(types: MonoTypes, id: MonoTypeId): "struct" | "sum" | undefined {
  const type = types.get(id);
  return type.kind === "sum" ? type.large : undefined;
}

/** A value with an impl of `Drop` stays whole: a part of it that is consumed takes a reference of its own. */
function originsOf(
  fn: ArcFunction,
  params: readonly VarId[],
  types: MonoTypes,
): Map<VarId, Origin> {
  const origins = new Map<VarId, Origin>();
  for (const param of params) origins.set(param, { param, step: "whole" });
  for (const block of fn.blocks) {
    for (const op of block.ops) {
      if (op.kind !== "Project") continue;
      const origin = origins.get(op.src);
      if (origin === undefined || isDropping(types, fn.varTypes[op.src])) continue;
      const isPayload = origin.step === "payload" ||
        op.variant !== undefined && largeForm(types, fn.varTypes[op.src]) !== "struct";
      origins.set(op.dst, { param: origin.param, step: isPayload ? "payload" : "field" });
    }
  }
  return origins;
}

/**
 * `takesFields` tells whether consuming a field of a parameter of the given type is reason enough to
 * own the whole parameter.
 */
type ConsumptionVisitor = (
  v: VarId,
  reason: OwnReason,
  takesFields: (type: ArcFunction["result"]) => boolean,
) => void;

const always = (): boolean => true;
const never = (): boolean => false;

function eachConsumption(state: BorrowState, fn: ArcFunction, visit: ConsumptionVisitor): void {
  const stored: OwnReason = { kind: "stored" };
  const joined: OwnReason = { kind: "joined with other values" };
  for (const block of fn.blocks) {
    for (const op of block.ops) {
      if (op.kind === "Call") visitCall(op.call, state.program, visit);
      else if (op.kind === "Construct") {
        const made = fn.varTypes[op.dst];
        for (const arg of op.args) visit(arg, stored, (type) => type === made);
      } else if (op.kind === "MakeList") {
        for (const element of op.elements) visit(element, stored, never);
      } else if (op.kind === "PartialApply") {
        for (const capture of op.captures) visit(capture, stored, never);
      } else if (op.kind === "Finish") {
        visit(op.value, stored, never);
      } else if (op.kind === "MoveValue") {
        visit(op.src, { kind: "handed on" }, always);
      } else if (op.kind === "DropValue") {
        visit(op.value, { kind: "dropped" }, always);
      }
    }
    const t = block.terminator;
    if (t.kind === "Return") visit(t.value, { kind: "returned" }, never);
    eachJumpTarget(t, (target) => {
      const entersLoop = (): boolean =>
        state.analyses.ofFunction(fn, loopForest).isHeader(target.block);
      for (const arg of target.args) visit(arg, joined, entersLoop);
    });
  }
}

function visitCall(call: Call, program: ArcProgram, visit: ConsumptionVisitor): void {
  const marks = call.kind === "Apply"
    ? program.fns[call.fn].params.map((param) => param.ownership)
    : call.ownership;
  const callee = call.kind === "Apply"
    ? program.fns[call.fn].name
    : call.kind === "Intrinsic"
    ? call.name
    : call.kind;
  call.args.forEach((arg, index) => {
    if (marks[index] !== "owned") return;
    visit(arg, { kind: "passed to owned parameter", callee, index }, always);
  });
}

function annotate(call: Call, program: ArcProgram): void {
  if (call.kind === "Apply") {
    call.ownership = program.fns[call.fn].params.map((param): ArgMark => param.ownership);
  }
}

/** One line per function with its decisions, for `ORI_LOG=ori_arc=trace`. */
export function describeOwnership(fn: ArcFunction, reasons: OwnReasons, types: MonoTypes): string {
  const parts = fn.params.map((param) => {
    const reason = reasons.get(fn.id)?.get(param.var);
    const name = fn.varNames[param.var] ?? `%${param.var}`;
    const why = reason === undefined ? "" : ` (${describeReason(reason)})`;
    return `${name}: ${types.get(fn.varTypes[param.var]).name} ${param.ownership}${why}`;
  });
  return parts.join(", ");
}

/** The reason in words. */
export function describeReason(reason: OwnReason): string {
  return reason.kind === "passed to owned parameter"
    ? `passed to owned parameter ${reason.index} of ${reason.callee}`
    : reason.kind;
}
