/** Which operations take memory. */
import type { ArcFunction, ArcProgram, Op, Terminator } from "../arc/mod.ts";
import type { Span } from "../base/mod.ts";
import type { MonoType } from "../mono/mod.ts";
import { intrinsicInfo } from "../operations/mod.ts";

export interface Allocation {
  readonly op: string;
  readonly type: string;
  readonly span: Span;
}

/** What `step` allocates, or may allocate; undefined where it never does. */
export function allocationOf(
  { types }: ArcProgram,
  fn: ArcFunction,
  step: Op | Terminator,
): Allocation | undefined {
  switch (step.kind) {
    case "Construct":
    case "Reuse": {
      const type = types.get(fn.varTypes[step.dst]);
      if (!isCell(type, step.variant)) return undefined;
      return { op: step.kind, type: type.name, span: step.span };
    }
    case "MakeList":
      if (step.elements.length === 0) return undefined;
      return { op: step.kind, type: types.get(fn.varTypes[step.dst]).name, span: step.span };
    case "PartialApply":
      if (step.captures.length === 0) return undefined;
      return { op: step.kind, type: types.get(fn.varTypes[step.dst]).name, span: step.span };
    case "Call":
    case "Invoke": {
      const { call } = step;
      if (call.kind !== "Intrinsic") return undefined;
      if (!intrinsicInfo(call.name).effects.includes("allocates")) return undefined;
      return { op: call.name, type: types.get(fn.varTypes[step.dst]).name, span: call.span };
    }
    default:
      return undefined;
  }
}

/** Whether a variant of the type lies in a cell of its own: nullary ones are constants. */
function isCell(type: MonoType, variant: number | undefined): boolean {
  if (type.kind !== "sum" || !type.isBoxed || variant === undefined) return false;
  return type.drops === true || (type.variants[variant]?.fields.length ?? 0) > 0;
}
