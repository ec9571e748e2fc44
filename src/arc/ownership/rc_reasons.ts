/**
 * Why `insertRc` placed each RcInc and RcDec, for `ori why-rc` (VER-2). The reason is taken down where the decision is made, and
 * only for the spans that are asked for: other compilations pay one test per operation placed.
 */
import { assertNever, type Span } from "../../base/mod.ts";
import { describeReason, type OwnReasons } from "./infer_borrow.ts";
import type {
  ArcBlock,
  ArcFunction,
  ArcProgram,
  BlockId,
  Call,
  Op,
  Terminator,
  VarId,
} from "../ir/ir.ts";
import type { Standings } from "../analysis/ownership.ts";
import { eachOperand, eachTerminatorOperand, successors } from "../ir/visit.ts";

/** An op, or what ends a block. */
export type Step = Op | Terminator;

/** Step `step` uses a variable as its operand `index`. */
export interface Use {
  readonly step: Step;
  readonly index: number;
}

export type RcReason =
  /** RcInc: the use consumes a reference, and another one is needed later; `span` is where, if the step has a place. */
  | { readonly kind: "used again"; readonly use: Use; readonly span: Span | undefined }
  /** RcInc: one step uses the variable several times. */
  | { readonly kind: "used twice"; readonly use: Use }
  /** RcInc: the use consumes a reference of what is only lent or looked into. */
  | { readonly kind: "borrowed"; readonly use: Use; readonly owner: VarId | undefined }
  /** RcInc: a part that is needed after its owner is given away. */
  | { readonly kind: "outlives its owner"; readonly owner: VarId | undefined }
  /** RcDec: nobody needs the result. */
  | { readonly kind: "result unused" }
  /** RcDec: the step before was the last to look at it. */
  | { readonly kind: "last look"; readonly step: Step }
  /** RcDec: its last use was to take a part out, which has a reference of its own now. */
  | { readonly kind: "part taken" }
  /** RcDec: on this path, or in this function, nothing needs it. */
  | { readonly kind: "not needed here" }
  /** RcDec: the call unwinds while it is owned. */
  | { readonly kind: "unwinding"; readonly call: Call };

/** Receives reasons; asked first whether a span is of interest. */
export interface RcReasonListener {
  wants(span: Span): boolean;
  note(op: CountOp, reason: RcReason, block: ArcBlock): void;
}
export type CountOp = Op & { readonly kind: "RcInc" | "RcDec" };

/** The use of `v` in `step` that consumes it, or else its first one. */
export function useOf(step: Step, v: VarId): Use {
  let index = 0;
  let found = -1;
  let isOwned = false;
  eachUse(step, (operand, mark) => {
    if (operand === v && (found < 0 || (!isOwned && mark === "owned"))) {
      found = index;
      isOwned = mark === "owned";
    }
    index++;
  });
  return { step, index: Math.max(found, 0) };
}

function eachUse(step: Step, visit: (v: VarId, mark: "owned" | "borrowed") => void): void {
  if (isTerminator(step)) eachTerminatorOperand(step, visit);
  else eachOperand(step, visit);
}

const TERMINATORS: ReadonlySet<string> = new Set<Terminator["kind"]>([
  "Jump",
  "Branch",
  "Switch",
  "Invoke",
  "Return",
  "Resume",
  "Unreachable",
]);

function isTerminator(step: Step): step is Terminator {
  return TERMINATORS.has(step.kind);
}

/** Where a search for the next use starts: the rest of a block, and the blocks of the function. */
export interface SearchStart {
  /** The step behind which the search starts. */
  readonly step: Step;
  /** Ops from the step or from behind it, the last one first. */
  readonly later: readonly Op[];
  readonly terminator: Terminator;
  readonly blockOf: (
    id: BlockId,
  ) => { readonly ops: readonly Op[]; readonly terminator: Terminator };
}

/** The nearest step from `start` on that uses `v` or looks into it. */
export function nextUse(v: VarId, standings: Standings, start: SearchStart): Step | undefined {
  const uses = (step: Step): boolean => {
    let found = false;
    if (step.kind === "RcInc" || step.kind === "RcDec") return false;
    eachUse(step, (operand) => found ||= operand === v || standings.owner(operand) === v);
    return found;
  };
  const isStart = (step: Step): boolean =>
    step === start.step ||
    (step.kind === "Invoke" && start.step.kind === "Call" && step.call === start.step.call);
  const inRest = start.later.findLast((op) => !isStart(op) && uses(op));
  if (inRest !== undefined) return inRest;
  if (!isStart(start.terminator) && uses(start.terminator)) return start.terminator;
  const queue = successors(start.terminator);
  const seen = new Set(queue);
  for (const id of queue) {
    const { ops, terminator } = start.blockOf(id);
    const step = ops.find(uses) ?? (uses(terminator) ? terminator : undefined);
    if (step !== undefined) return step;
    for (const next of successors(terminator)) {
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return undefined;
}

/** The place of a step, where it has one. */
export function stepSpan(step: Step): Span | undefined {
  if (step.kind === "Call" || step.kind === "Invoke") return step.call.span;
  return "span" in step ? step.span : undefined;
}

/** What texts about a function are made from. */
export interface ReasonContext {
  readonly program: ArcProgram;
  readonly fn: ArcFunction;
  readonly ownReasons: OwnReasons;
  /** `FILE:LINE:COL`. */
  readonly describe: (span: Span) => string;
}

/** The variable's name in the source, or what it is. */
export function variableName(
  { fn, program }: Pick<ReasonContext, "fn" | "program">,
  v: VarId,
): string {
  return fn.varNames[v] ?? `a value of type ${program.types.get(fn.varTypes[v]).name}`;
}

/** The reason in one sentence without its period; `v` is what is counted. */
export function describeRcReason(reason: RcReason, v: VarId, context: ReasonContext): string {
  const name = `\`${variableName(context, v)}\``;
  switch (reason.kind) {
    case "used again": {
      const at = reason.span === undefined ? "later" : `at ${context.describe(reason.span)}`;
      return `${describeUse(reason.use, context)}, and ${name} is used again ${at}`;
    }
    case "used twice":
      return `${describeUse(reason.use, context)}, and the same operation uses ${name} once more`;
    case "borrowed": {
      const from = reason.owner === undefined
        ? "is only borrowed here"
        : `is a part of \`${variableName(context, reason.owner)}\`, which keeps its own reference`;
      return `${describeUse(reason.use, context)}, and ${name} ${from}`;
    }
    case "outlives its owner": {
      const owner = reason.owner === undefined
        ? "what it is a part of"
        : `\`${variableName(context, reason.owner)}\``;
      return `${name} is used after ${owner} is given away`;
    }
    case "result unused":
      return `nothing uses ${name}`;
    case "last look":
      return `${
        describeStep(reason.step, context)
      } only borrows ${name}, and nothing uses it later`;
    case "part taken":
      return `a part of ${name} has a reference of its own now, and nothing else of it is used later`;
    case "not needed here":
      return `${name} is owned, and nothing uses it on this path`;
    case "unwinding":
      return `${describeCall(reason.call, context)} may panic while ${name} is owned`;
    default:
      return assertNever(reason, "arc");
  }
}

function describeUse({ step, index }: Use, context: ReasonContext): string {
  switch (step.kind) {
    case "Call":
    case "Invoke":
      return `argument ${argumentNumber(step.call, index)} of ${
        describeCall(step.call, context)
      } is owned${ownedBecause(step.call, index, context)}`;
    case "Construct":
    case "Reuse":
    case "Finish":
      return `it is stored in a ${context.program.types.get(context.fn.varTypes[step.dst]).name}`;
    case "MakeList":
      return "it is stored in a list";
    case "PartialApply":
      return "it is captured by a closure";
    case "DropValue":
      return "it is dropped";
    case "Return":
      return "it is returned";
    case "Jump":
    case "Branch":
    case "Switch":
      return "it is carried along a jump";
    default:
      return `${step.kind} consumes it`;
  }
}

/** Counted from 1; the closure of an indirect call is no argument. */
function argumentNumber(call: Call, index: number): number {
  return call.kind === "ApplyIndirect" ? index : index + 1;
}

function ownedBecause(call: Call, index: number, { program, ownReasons }: ReasonContext): string {
  if (call.kind === "ApplyIndirect") return " (fixed convention of closures)";
  if (call.kind !== "Apply") return "";
  const param = program.fns[call.fn]?.params[index];
  const reason = param === undefined ? undefined : ownReasons.get(call.fn)?.get(param.var);
  return reason === undefined ? "" : ` (${describeReason(reason)})`;
}

function describeStep(step: Step, context: ReasonContext): string {
  return step.kind === "Call" || step.kind === "Invoke"
    ? describeCall(step.call, context)
    : step.kind;
}

function describeCall(call: Call, { program }: ReasonContext): string {
  switch (call.kind) {
    case "Apply":
      return `\`${program.fns[call.fn]?.name}\``;
    case "ApplyIndirect":
      return "the call of a closure";
    case "Intrinsic":
      return `\`${call.name}\``;
    case "CheckedPrim":
      return `\`${call.op}\``;
    case "DropCheck":
      return "the panic of a `drop`";
    default:
      return assertNever(call, "arc");
  }
}
