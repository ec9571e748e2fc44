/** The ops that engines run: those that a pass replaces are gone. */
import { InternalError } from "../../base/mod.ts";
import type { ArcBlock, Op } from "./ir.ts";

/** An op of a function that all passes have run on. */
export type EngineOp = Exclude<Op, { readonly kind: Replaced }>;

type Replaced = "ScopeStart" | "ScopeEnd" | "LocalRead" | "Catch";

/** The ops of `block`. Throws `InternalError` on one that a pass should have replaced. */
export function engineOps({ ops }: ArcBlock): readonly EngineOp[] {
  return ops.map((op) => {
    if (isReplaced(op)) {
      throw new InternalError(`${op.kind} reached an engine`, { stage: "arc", span: op.span });
    }
    return op;
  });
}

function isReplaced(op: Op): op is Extract<Op, { readonly kind: Replaced }> {
  return ["ScopeStart", "ScopeEnd", "LocalRead", "Catch"].includes(op.kind);
}
