/** Checks that a function holds nothing that its phase rules out: see `Phase`. */
import { assertNever } from "../../base/mod.ts";
import { eachCall } from "../analysis/unwinding.ts";
import type { ArcFunction, OpKind, Phase, Terminator } from "../ir/ir.ts";
import { broken } from "./broken.ts";

const COUNTS: readonly OpKind[] = ["RcInc", "RcDec"];
const REUSE: readonly OpKind[] = ["Unpack", "Reset", "Reuse"];
const SCOPES: readonly OpKind[] = ["ScopeStart", "ScopeEnd"];

/** The ops that a function of each phase does not have. */
const RULED_OUT: Readonly<Record<Phase, ReadonlySet<OpKind>>> = {
  lowered: new Set([...COUNTS, ...REUSE, "TakePanic"]),
  owned: new Set([...COUNTS, "TakePanic"]),
  counted: new Set(SCOPES),
};

export function verifyPhase(fn: ArcFunction, after: string): void {
  const { phase } = fn;
  for (const { id, ops, terminator } of fn.blocks) {
    ops.forEach((op, index) => {
      if (RULED_OUT[phase].has(op.kind)) {
        throw broken(
          { fn, after, block: id, op: index },
          `${op.kind} in a function that is ${phase}`,
        );
      }
    });
    if (phase !== "counted" && unwinds(terminator)) {
      const place = { fn, after, block: id, op: ops.length };
      throw broken(place, `${terminator.kind} in a function that is ${phase}`);
    }
  }
  if (phase === "lowered") verifyNoMarks(fn, after);
}

/** Marks on calls of functions are for `inferBorrow` to make. */
function verifyNoMarks(fn: ArcFunction, after: string): void {
  eachCall(fn, (call) => {
    if (call.kind !== "Apply" || call.ownership.length === 0) return;
    throw broken({ fn, after }, "a call of a function has marks before ownership is inferred");
  });
}

function unwinds(t: Terminator): boolean {
  switch (t.kind) {
    case "Invoke":
    case "Resume":
      return true;
    case "Jump":
    case "Branch":
    case "Switch":
    case "Return":
    case "Unreachable":
      return false;
    default:
      return assertNever(t, "arc");
  }
}
