/** Checks that a function holds nothing that its phase rules out: see `Phase`. */
import { assertNever } from "../../base/mod.ts";
import type { ArcFunction, OpKind, Phase, Terminator } from "../ir/ir.ts";
import type { Findings } from "./findings.ts";

const COUNTS: readonly OpKind[] = ["RcInc", "RcDec"];
const REUSE: readonly OpKind[] = ["Unpack", "Reset", "Reuse"];
const SCOPES: readonly OpKind[] = ["ScopeStart", "ScopeEnd"];

/** The ops that a function of each phase does not have. */
const RULED_OUT: Readonly<Record<Phase, ReadonlySet<OpKind>>> = {
  lowered: new Set([...COUNTS, ...REUSE, "TakePanic"]),
  owned: new Set([...COUNTS, "TakePanic", "LocalRead"]),
  counted: new Set([...SCOPES, "LocalRead"]),
};

export function verifyPhase(fn: ArcFunction, findings: Findings): void {
  const { phase } = fn;
  for (const { id, ops, terminator } of fn.blocks) {
    const add = (op: number, kind: string): void => {
      findings.add({ fn, block: id, op }, `${kind} in a function that is ${phase}`);
    };
    ops.forEach((op, index) => {
      if (RULED_OUT[phase].has(op.kind)) add(index, op.kind);
    });
    if (phase !== "counted" && unwinds(terminator)) add(ops.length, terminator.kind);
  }
  if (phase === "lowered") verifyNoMarks(fn, findings);
}

/** Marks on calls of functions are for `inferBorrow` to make. */
function verifyNoMarks(fn: ArcFunction, findings: Findings): void {
  for (const { id, ops } of fn.blocks) {
    ops.forEach((op, index) => {
      if (op.kind !== "Call" || op.call.kind !== "Apply" || op.call.ownership.length === 0) return;
      const rule = "a call of a function has marks before ownership is inferred";
      findings.add({ fn, block: id, op: index }, rule);
    });
  }
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
