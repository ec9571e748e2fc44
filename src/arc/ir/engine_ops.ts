/** The ops that engines run: those that a pass replaces are gone. */
import { InternalError } from "../../base/mod.ts";
import type { ArcBlock, Op } from "./ir.ts";

/** An op of a function that all passes have run on. */
export type EngineOp = Exclude<Op, { readonly kind: "ScopeStart" | "ScopeEnd" | "Catch" }>;

/** The ops of `block`. Throws `InternalError` on one that a pass should have replaced. */
export function engineOps({ ops }: ArcBlock): readonly EngineOp[] {
  return ops.map((op) => {
    if (op.kind === "ScopeStart" || op.kind === "ScopeEnd" || op.kind === "Catch") {
      throw new InternalError(`${op.kind} reached an engine`, { stage: "arc", span: op.span });
    }
    return op;
  });
}
