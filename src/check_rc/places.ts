/** Names of instructions and places in reports. */
import type { ArcBlock, ArcFunction, ArcProgram, Call, Op, Terminator, VarId } from "../arc/mod.ts";
import type { SourceMap, Span } from "../base/mod.ts";
import type { Step } from "./ledger.ts";

/** A variable by its name in the source where it has one; a capture by the name it has in the lambda. */
export function nameVar(v: VarId, fn: ArcFunction, program: ArcProgram): string {
  const name = fn.varNames[v];
  if (name !== undefined) return `\`${name}\` (%${v})`;
  const capture = captureName(v, fn, program);
  return capture === undefined ? `%${v}` : `capture \`${capture}\` (%${v})`;
}

/** The name of the capture that `v` is in a wrapper: that of the lambda's parameter for it. */
function captureName(v: VarId, { kind, blocks }: ArcFunction, program: ArcProgram) {
  if (kind.kind !== "wrapper") return undefined;
  for (const { ops } of blocks) {
    for (const op of ops) {
      if (op.kind !== "EnvGet" || op.dst !== v) continue;
      const body = program.fns[kind.body];
      const param = body.params[op.index];
      return param === undefined ? undefined : body.varNames[param.var];
    }
  }
  return undefined;
}

/** The instruction at `index` of `block`: the terminator comes after the ops. */
export function stepAt(block: ArcBlock, index: number): Step {
  return block.ops[index] ?? block.terminator;
}

/** Names an instruction, without its operands. */
export function nameStep(step: Step, program: ArcProgram): string {
  if (step.kind === "Invoke") return `Invoke ${nameCall(step.call, program)}`;
  if (step.kind === "Call") return nameCall(step.call, program);
  return step.kind;
}

function nameCall(call: Call, program: ArcProgram): string {
  switch (call.kind) {
    case "Apply":
      return `Apply @${program.fns[call.fn].name}`;
    case "ApplyIndirect":
      return call.kind;
    case "Intrinsic":
      return `${call.kind} ${call.name}`;
    case "CheckedPrim":
      return `${call.kind} ${call.op}`;
    case "DropCheck":
      return call.kind;
  }
}

/** The span of an instruction where it has one. */
export function spanOf(step: Op | Terminator): Span | undefined {
  if (step.kind === "Call" || step.kind === "Invoke") return step.call.span;
  return "span" in step ? step.span : undefined;
}

/** The span of the instruction at `index`, or of the nearest one before it in its block that has one. */
export function nearestSpan(fn: ArcFunction, block: ArcBlock, index: number): Span {
  for (let i = index; i >= 0; i--) {
    const span = spanOf(stepAt(block, i));
    if (span !== undefined) return span;
  }
  return fn.span;
}

/** Position, function, block and instruction, for a report. */
export function describePlace(
  { fn, block, index }: {
    readonly fn: ArcFunction;
    readonly block: ArcBlock;
    readonly index: number;
  },
  program: ArcProgram,
  sources: SourceMap,
): string {
  const position = sources.describe(nearestSpan(fn, block, index));
  const step = nameStep(stepAt(block, index), program);
  return `${position} in ${fn.name}, bb${block.id} op ${index}: ${step}`;
}
