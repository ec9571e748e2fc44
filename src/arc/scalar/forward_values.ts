/**
 * Uses what is known of a value instead of asking for it again.
 *
 *     before                              after
 *       %1 = Construct(%a, %b)              %1 = Construct(%a, %b)
 *       %2 = Project %1.0                   (%2 is %a)
 *       %3 = PartialApply @w(%a)            %3 = PartialApply @w(%a)
 *       %4 = ApplyIndirect(%3, %b)          %4 = Apply @f(%a, %b)     # w wraps f
 *       %5 = Project %x.1                   %5 = Project %x.1
 *       %6 = Project %x.1  # same block     (%6 is %5)
 *       %7 = Copy %5                        (%7 is %5)
 *
 * A part of a value with an impl of `Drop` is asked for: a local that is read once more is not handed on before. So is a part with
 * one inside, where the value was handed on since it was made: it is a part of what it was handed on to.
 *
 * Requires:    blocks in reverse postorder; no RC operation.
 * Establishes: no `Copy`; a closure made in the function is called directly.
 */
import { Aliases } from "../ir/aliases.ts";
import { type DropReach, isDropping } from "../analysis/drop_types.ts";
import type { ArcFunction, ArcProgram, Call, Op, VarId } from "../ir/ir.ts";
import { mapOperands, mapTerminatorOperands } from "../ir/visit.ts";

type Construct = Extract<Op, { kind: "Construct" }>;
type PartialApply = Extract<Op, { kind: "PartialApply" }>;

/** `reach` knows the types that hold a value with an impl of `Drop`. Returns whether anything changed. */
export function forwardValues(fn: ArcFunction, program: ArcProgram, reach: DropReach): boolean {
  const aliases = new Aliases();
  const made = new Map<VarId, Construct | PartialApply>();
  /** What was made and then handed on, or shared. */
  const moved = new Map<VarId, Construct>();
  /** Parts read so far in the block, by source and place. */
  const projected = new Map<string, VarId>();
  const map = (v: VarId): VarId => aliases.find(v);
  let isDirected = false;
  for (const block of fn.blocks) {
    if (projected.size > 0) projected.clear();
    const kept: Op[] = [];
    for (const op of block.ops) {
      mapOperands(op, map);
      if (op.kind === "Copy") {
        aliases.set(op.dst, op.src);
        continue;
      }
      if (op.kind === "Project") {
        const known = movedPart(op, moved, fn, reach) ?? knownPart(op, made, projected);
        if (known !== undefined) {
          aliases.set(op.dst, known);
          continue;
        }
      }
      if (op.kind === "MoveValue" || op.kind === "ShareValue") {
        const source = made.get(op.src) ?? moved.get(op.src);
        if (source?.kind === "Construct") moved.set(op.dst, source);
      }
      const isMade = op.kind === "Construct" && !isDropping(program.types, fn.varTypes[op.dst]);
      if (isMade || op.kind === "PartialApply") made.set(op.dst, op);
      const call = op.kind === "Call" ? direct(op.call, made, program) : undefined;
      if (call !== undefined) isDirected = true;
      kept.push(op.kind === "Call" && call !== undefined ? { ...op, call } : op);
    }
    block.ops = kept;
    mapTerminatorOperands(block.terminator, map);
  }
  return isDirected || !aliases.isEmpty;
}

function movedPart(
  { src, variant, field, dst }: Extract<Op, { kind: "Project" }>,
  moved: ReadonlyMap<VarId, Construct>,
  fn: ArcFunction,
  reach: DropReach,
): VarId | undefined {
  const source = moved.get(src);
  if (source === undefined || source.variant !== variant) return undefined;
  return reach.reaches(fn.varTypes[dst]) ? undefined : source.args[field];
}

function knownPart(
  op: Extract<Op, { kind: "Project" }>,
  made: ReadonlyMap<VarId, Construct | PartialApply>,
  projected: Map<string, VarId>,
): VarId | undefined {
  const source = made.get(op.src);
  if (source?.kind === "Construct" && source.variant === op.variant) return source.args[op.field];
  const key = `${op.src}#${op.variant ?? ""}.${op.field}`;
  const known = projected.get(key);
  if (known === undefined) projected.set(key, op.dst);
  return known;
}

/** The direct call that an indirect one of a closure made in the function is, if `call` is one. */
function direct(
  call: Call,
  made: ReadonlyMap<VarId, Construct | PartialApply>,
  program: ArcProgram,
): Call | undefined {
  if (call.kind !== "ApplyIndirect") return undefined;
  const closure = made.get(call.args[0]);
  if (closure?.kind !== "PartialApply") return undefined;
  const wrapper = program.fns[closure.fn].kind;
  if (wrapper.kind !== "wrapper") return undefined;
  const args = [...closure.captures, ...call.args.slice(1)];
  return { kind: "Apply", fn: wrapper.body, isLate: true, args, ownership: [], span: call.span };
}
