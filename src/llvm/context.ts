/** What the emission of every function of one program shares. */
import { invariant, type SourceMap, type Span } from "../base/mod.ts";
import { mangle } from "../layout/mod.ts";
import type { ArcFunction, ArcProgram, Call, FnId } from "../arc/mod.ts";
import { intrinsicInfo } from "../arc/mod.ts";
import type { DebugInfo } from "./debug_info.ts";
import type { Glue } from "./glue.ts";
import type { Module } from "./module.ts";
import type { Types } from "./types.ts";

export interface Context {
  readonly program: ArcProgram;
  readonly sources: SourceMap;
  readonly module: Module;
  readonly types: Types;
  readonly glue: Glue;
  /** Absent in release builds. */
  readonly debugInfo: DebugInfo | undefined;
  /** By `FnId`: whether a call of it can unwind. */
  readonly unwinds: readonly boolean[];
  /** Extra attributes of every function: `sanitize_address `, or nothing. */
  readonly attributes: string;
}

/** The function with an id. */
export function functionOf(program: ArcProgram, id: FnId): ArcFunction {
  const fn = program.fns[id];
  invariant(fn !== undefined, { stage: "llvm" }, `no function ${id}`);
  return fn;
}

/** The symbol of a function: `@_ori_NAME`. */
export function symbolOf(program: ArcProgram, id: FnId): string {
  return `@${mangle(functionOf(program, id).name)}`;
}

/** The static text `FILE:LINE:COL` of the start of a span. */
export function positionText(context: Context, span: Span): string {
  return context.module.text(context.sources.describe(span));
}

/** By `FnId`, whether the function can unwind: it panics itself, calls a closure, or calls one that can. */
export function findUnwinding(program: ArcProgram): readonly boolean[] {
  const unwinds: boolean[] = program.fns.map(() => false);
  const callers = new Map<FnId, FnId[]>();
  const pending: FnId[] = [];
  const mark = (fn: FnId) => {
    if (unwinds[fn]) return;
    unwinds[fn] = true;
    pending.push(fn);
  };
  for (const fn of program.fns) {
    for (const call of eachCall(fn)) {
      if (call.kind !== "Apply") {
        if (callUnwinds(call)) mark(fn.id);
        continue;
      }
      const known = callers.get(call.fn);
      if (known === undefined) callers.set(call.fn, [fn.id]);
      else known.push(fn.id);
    }
  }
  for (let fn = pending.pop(); fn !== undefined; fn = pending.pop()) {
    callers.get(fn)?.forEach(mark);
  }
  return unwinds;
}

/** Whether a call other than `Apply` can unwind. */
function callUnwinds(call: Call & { kind: Exclude<Call["kind"], "Apply"> }): boolean {
  return call.kind === "Intrinsic" ? intrinsicInfo(call.name).panics : true;
}

function* eachCall(fn: ArcFunction): Generator<Call> {
  for (const block of fn.blocks) {
    for (const op of block.ops) if (op.kind === "Call") yield op.call;
    if (block.terminator.kind === "Invoke") yield block.terminator.call;
  }
}
