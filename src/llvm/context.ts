/** State shared by the emission of all functions of a program. */
import type { Events } from "../events/mod.ts";
import { invariant, type SourceMap, type Span } from "../base/mod.ts";
import { functionSymbol, partialSymbol } from "../layout/mod.ts";
import type { ArcFunction, ArcProgram, FnId, LetsOutStdPanics } from "../arc/mod.ts";
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
  /** Whether a call of a function can unwind, by `FnId`. */
  readonly unwinds: readonly boolean[];
  /** Whether a call may let out a panic of std: then it states its own position for it. */
  readonly letsOutStdPanics: LetsOutStdPanics;
  /** Whether functions say which they are, for backtraces: needs the program's blob. */
  readonly marksFunctions: boolean;
  /** Extra attributes of every function: `sanitize_address `, or nothing. */
  readonly attributes: string;
  readonly linkage: Linkage;
  /** Is told what functions become; absent when the hub is off. */
  readonly events: Events | undefined;
}

/** Who else refers to what a module defines. */
export interface Linkage {
  /** Of a function of the program, as LLVM writes it; undefined for one that another module defines. */
  of(fn: FnId): "internal" | "hidden" | "available_externally hidden" | undefined;
  /** Whether other modules define the same functions and records of types: the linker keeps one of each. */
  readonly sharesGlue: boolean;
}

/** The module is the whole program. */
export const WHOLE_PROGRAM: Linkage = { of: () => "internal", sharesGlue: false };

/** The function with an id. */
export function functionOf(program: ArcProgram, id: FnId): ArcFunction {
  const fn = program.fns[id];
  invariant(fn !== undefined, { stage: "llvm" }, `no function ${id}`);
  return fn;
}

/** The symbol of a function: `@_ori_NAME`, of the wrapper of closures `@_ori_partial_N`. */
export function symbolOf(program: ArcProgram, id: FnId): string {
  return `@${symbolName(functionOf(program, id))}`;
}

/** The same without the `@`. */
export function symbolName(fn: ArcFunction): string {
  return fn.kind.kind === "wrapper" ? partialSymbol(fn.name) : functionSymbol(fn.name);
}

/** `ORI_IN_STD` of the runtime: begins the position of code of std. */
const IN_STD = "\u0001";

/** The static text `FILE:LINE:COL` of the start of a span, as the runtime takes it. */
export function positionText({ module, sources, program }: Context, span: Span): string {
  const mark = program.stdFiles.has(span.file) ? IN_STD : "";
  return module.text(mark + sources.describe(span));
}
