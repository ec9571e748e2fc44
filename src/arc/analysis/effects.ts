/**
 * What ops do beside computing their results, from the tables of `operations` and the one here: passes ask it which ops may be
 * removed, moved or copied, and never the names of ops.
 */
import { assertNever } from "../../base/mod.ts";
import type { MonoTypes } from "../../mono/mod.ts";
import {
  ANY_EFFECT,
  type Effects,
  intrinsicInfo,
  isRemovable,
  isRemovableButForUserCode,
  primInfo,
  PURE,
} from "../../operations/mod.ts";
import type { ArcFunction, Call, Op, OpKind } from "../ir/ir.ts";
import { eachOperand } from "../ir/visit.ts";
import { DropReach, isDropping } from "./drop_types.ts";

/** The ops whose effects depend on nothing but their kind. */
type PlainKind = Exclude<OpKind, "Call" | "Prim">;

const OP_EFFECTS: { readonly [Kind in PlainKind]: Effects } = {
  Const: PURE,
  Copy: PURE,
  Construct: ["allocates"],
  MakeList: ["allocates"],
  PartialApply: ["allocates"],
  Project: ["reads"],
  EnvGet: ["reads"],
  Unpack: ["reads", "writes"],
  Tag: ["reads"],
  RcInc: ["writes"],
  RcDec: ["writes", "user_code"],
  Reset: ["writes", "user_code"],
  Reuse: ["writes", "allocates"],
  Extend: PURE,
  Finish: PURE,
  ScopeStart: PURE,
  LocalRead: PURE,
  ScopeEnd: ["user_code"],
  DropValue: ["writes", "user_code"],
  ShareValue: PURE,
  MoveValue: PURE,
  Catch: ["reads", "writes", "allocates", "world", "user_code"],
  TakePanic: ["reads", "writes", "allocates"],
};
/** The kinds that may be removed when their results are not used, whatever their types. */
const REMOVABLE_KINDS: ReadonlySet<OpKind> = new Set(
  (Object.keys(OP_EFFECTS) as PlainKind[]).filter((kind) => isRemovable(OP_EFFECTS[kind])),
);
const DROP_CHECK: Effects = ["reads", "writes", "unwinds"];

/**
 * The effects of `op` in `fn`. One that runs user code only by releasing operands does not have that effect where their
 * types have no destructor.
 */
export function effectsOf(op: Op, fn: ArcFunction, types: MonoTypes): Effects {
  const effects = effectsOfKind(op);
  if (!effects.includes("user_code") || !isRelease(op) || releasesDropping(op, fn, types)) {
    return effects;
  }
  return effects.filter((effect) => effect !== "user_code");
}

function effectsOfKind(op: Op): Effects {
  switch (op.kind) {
    case "Call":
      return effectsOfCall(op.call);
    case "Prim":
      return primInfo(op.op).effects;
    default:
      return OP_EFFECTS[op.kind];
  }
}

/** The effects of a call. One of a function may do anything: `findUnwinding` knows more about it. */
export function effectsOfCall(call: Call): Effects {
  switch (call.kind) {
    case "Apply":
    case "ApplyIndirect":
      return ANY_EFFECT;
    case "Intrinsic":
      return intrinsicInfo(call.name).effects;
    case "CheckedPrim":
      return primInfo(call.op).effects;
    case "DropCheck":
      return DROP_CHECK;
    default:
      return assertNever(call, "arc");
  }
}

/** Whether the user code that `op` runs is the destructors of what it consumes, and no other. */
function isRelease(op: Op): boolean {
  return op.kind === "Call" ? op.call.kind === "Intrinsic" : RELEASES.has(op.kind);
}

const RELEASES: ReadonlySet<OpKind> = new Set(["RcDec", "Reset", "DropValue"]);

function releasesDropping(op: Op, fn: ArcFunction, types: MonoTypes): boolean {
  const reach = new DropReach(types, (type) => isDropping(types, type), true);
  let found = false;
  eachOperand(op, (v, mark) => {
    if (mark === "owned" && reach.reaches(fn.varTypes[v])) found = true;
  });
  return found;
}

/**
 * Whether the op neither panics nor does anything that is observable but by its results. A value with a destructor is
 * observed when it is released, even if nothing else uses it.
 */
export function hasNoEffect(op: Op, fn: ArcFunction, types: MonoTypes): boolean {
  if (op.kind === "Construct" && isDropping(types, fn.varTypes[op.dst])) return false;
  if (REMOVABLE_KINDS.has(op.kind)) return true;
  const effects = effectsOfKind(op);
  if (isRemovable(effects)) return true;
  // Most other ops are needed whatever the types say: those are looked at last.
  return isRemovableButForUserCode(effects) && isRemovable(effectsOf(op, fn, types));
}
