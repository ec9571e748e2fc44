/** The ops that mark where locals come into scope and go out of it. */
import type { Op } from "./ir.ts";

export type ScopeEnd = Extract<Op, { kind: "ScopeEnd" }>;

export function isScopeEnd(op: Op): op is ScopeEnd {
  return op.kind === "ScopeEnd";
}

export function isScopeStart(op: Op): boolean {
  return op.kind === "ScopeStart";
}
