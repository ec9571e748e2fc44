/** The ops that mark where locals come into scope and go out of it. */
import type { Call, Op } from "./ir.ts";

/** `scope_end` as an op. */
export type ScopeEnd = Op & {
  readonly kind: "Call";
  readonly call: Call & { readonly kind: "Intrinsic" };
};

export function isScopeEnd(op: Op): op is ScopeEnd {
  return op.kind === "Call" && op.call.kind === "Intrinsic" && op.call.name === "scope_end";
}

export function isScopeStart(op: Op): boolean {
  return op.kind === "Call" && op.call.kind === "Intrinsic" && op.call.name === "scope_start";
}
