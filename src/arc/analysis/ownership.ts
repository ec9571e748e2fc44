/**
 * What each variable of a function means for counting, from the ops that define them and the marks of parameters.
 * Shared by `unpackAggregates`, `insertRc` and `verify`.
 */
import type { MonoTypes } from "../../mono/mod.ts";
import { intrinsicInfo } from "../../operations/mod.ts";
import type { ArcFunction, Call, Op, VarId } from "../ir/ir.ts";
import { eachCall } from "./unwinding.ts";
import { eachArg, eachResult } from "../ir/visit.ts";

export type Standing =
  /** No counted reference inside. */
  | "uncounted"
  /** Defined with one reference that must be consumed. */
  | "owned"
  /**
   * Of a counted type, but holding no reference: literals, empty lists, nullary variants, closures
   * without captures, inline aggregates of such. May be used and consumed at will.
   */
  | "immortal"
  /** A borrowed parameter: alive as long as the function runs. */
  | "lent"
  /** Looks into another variable. */
  | "view";

/** The standing of every variable. */
export interface Standings {
  of(v: VarId): Standing;
  /** What a view looks into. */
  source(view: VarId): VarId;
  /** The owned variable that keeps `v` alive: itself, or what a view finally looks into. */
  owner(v: VarId): VarId | undefined;
  /** States that `v`, a view so far, owns its reference from now on. */
  setOwned(v: VarId): void;
}

/** Requires definitions before uses in the order of blocks, as `orderBlocks` leaves them. */
export function standingsOf(fn: ArcFunction, types: MonoTypes): Standings {
  const all = new Array<Standing>(fn.varTypes.length).fill("uncounted");
  const sources = new Map<VarId, VarId>();
  const isCounted = (v: VarId): boolean => types.isCounted(fn.varTypes[v]);
  const setView = (dst: VarId, src: VarId): void => {
    if (!isCounted(dst)) return;
    all[dst] = all[src] === "immortal" ? "immortal" : "view";
    sources.set(dst, src);
  };
  for (const { var: v, ownership } of fn.params) {
    if (types.get(fn.varTypes[v]).kind === "env") all[v] = "lent";
    else if (isCounted(v)) all[v] = ownership === "owned" ? "owned" : "lent";
  }
  for (const block of fn.blocks) {
    for (const param of block.params) if (isCounted(param)) all[param] = "owned";
    for (const op of block.ops) {
      const viewed = viewedBy(op);
      if (viewed !== undefined) {
        eachResult(op, (dst) => setView(dst, viewed));
        continue;
      }
      const standing = isImmortal(op, all, fn, types) ? "immortal" : "owned";
      eachResult(op, (dst) => {
        if (isCounted(dst)) all[dst] = standing;
      });
    }
    const t = block.terminator;
    if (t.kind !== "Invoke" || !isCounted(t.dst)) continue;
    if (isView(t.call)) setView(t.dst, t.call.args[0]);
    else all[t.dst] = "owned";
  }
  return makeStandings(all, sources);
}

function makeStandings(all: Standing[], sources: ReadonlyMap<VarId, VarId>): Standings {
  return {
    of: (v) => all[v],
    source: (view) => sources.get(view) as VarId,
    owner(v) {
      let at = v;
      while (all[at] === "view") at = sources.get(at) as VarId;
      return all[at] === "owned" ? at : undefined;
    },
    setOwned: (v) => all[v] = "owned",
  };
}

function viewedBy(op: Op): VarId | undefined {
  switch (op.kind) {
    case "Copy":
    case "Project":
      return op.src;
    case "EnvGet":
      return op.env;
    case "Call":
      return isView(op.call) ? op.call.args[0] : undefined;
    default:
      return undefined;
  }
}

/**
 * The arguments that calls only borrow, and everything that is the same value through `Copy`: the caller
 * keeps them, they may be shared (seeds RC-3, RC-7). Ops and terminators go through one helper (RC-6).
 */
export function borrowedArguments(fn: ArcFunction): Set<VarId> {
  const borrowed = new Set<VarId>();
  eachCall(fn, (call) => addBorrowedArguments(call, borrowed));
  const copies = fn.blocks.flatMap((block) => block.ops.filter((op) => op.kind === "Copy"));
  for (let size = -1; size !== borrowed.size;) {
    size = borrowed.size;
    for (const { dst, src } of copies) {
      if (borrowed.has(dst)) borrowed.add(src);
      else if (borrowed.has(src)) borrowed.add(dst);
    }
  }
  return borrowed;
}

function addBorrowedArguments(call: Call, borrowed: Set<VarId>): void {
  eachArg(call, (v, mark) => {
    if (mark === "borrowed") borrowed.add(v);
  });
}

/** Whether the result of a call is a view into its first argument. */
export function isView(call: Call): boolean {
  return call.kind === "Intrinsic" && intrinsicInfo(call.name).result === "borrowed";
}

function isImmortal(
  op: Op,
  all: readonly Standing[],
  fn: ArcFunction,
  types: MonoTypes,
): boolean {
  switch (op.kind) {
    case "Const":
      return true;
    case "MakeList":
      return op.elements.length === 0;
    case "PartialApply":
      return op.captures.length === 0;
    case "Construct": {
      const type = types.get(fn.varTypes[op.dst]);
      if (type.kind === "sum" && (type.drops || type.isBoxed && op.args.length > 0)) return false;
      return op.args.every((arg) => all[arg] === "immortal" || all[arg] === "uncounted");
    }
    case "Unpack":
      return all[op.src] === "immortal";
    default:
      return false;
  }
}
