/** Why the RC operations of one source line are there (seeds VER-2). */
import { type ArcFunction, regionId, variableName } from "../arc/mod.ts";
import type { SourceMap, Span } from "../base/mod.ts";
import { Hub, listener, type Output } from "../events/mod.ts";
import type { Checked } from "./check.ts";
import { compileMain, type CompileOptions } from "./compile.ts";

/** An RcInc or RcDec that is left in the program that engines take. */
export interface RcExplanation {
  readonly kind: "RcInc" | "RcDec";
  readonly fn: string;
  /** `Type.method/arity`, as in plan.json. */
  readonly name: string;
  /** The region of `fn` that it is in: `loop#1/body`. */
  readonly region_id: string;
  /** `FILE:LINE:COL`. */
  readonly position: string;
  /** The variable's name, or its type. */
  readonly variable: string;
  readonly reason: string;
}

/** A source line; `path` as in positions. */
export interface SourceLine {
  readonly path: string;
  readonly line: number;
}

/** The RC operations at `at`, by function and position; undefined when errors keep the program from being compiled. */
export function explainRc(
  checked: Checked,
  at: SourceLine,
  options: CompileOptions,
): readonly RcExplanation[] | undefined {
  const { sources } = checked;
  const reasons = new Map<unknown, string>();
  const hub = (checked.events?.hub ?? new Hub([])).with(reasonsAt(at, sources, reasons));
  const events = hub.program(sources, checked.events?.decisions);
  const compiled = compileMain(checked, { ...options, events });
  if (compiled === undefined) return undefined;
  const program = compiled.arc;
  return program.fns.flatMap((fn) =>
    [...rcOpsAt(fn, at, sources)].map(({ op, block }): RcExplanation => ({
      kind: op.kind,
      fn: fn.name,
      name: compiled.names(fn),
      region_id: regionId(fn, block),
      position: sources.describe(op.span),
      variable: variableName({ program, fn }, op.target),
      reason: reasons.get(op) ?? "a later pass placed it, in place of others",
    }))
  );
}

/** Collects into `reasons` why the operations at a line are placed. */
function reasonsAt(at: SourceLine, sources: SourceMap, reasons: Map<unknown, string>): Output {
  return {
    ...listener({ rc: "debug" }, (event, op) => {
      if (event.cat === "rc" && event.kind === "place") reasons.set(op, event.meta.reason);
    }),
    wantsSpan: (span) => isAt(span, at, sources),
  };
}

function* rcOpsAt(fn: ArcFunction, at: SourceLine, sources: SourceMap) {
  for (const block of fn.blocks) {
    for (const op of block.ops) {
      const isCount = op.kind === "RcInc" || op.kind === "RcDec";
      if (isCount && isAt(op.span, at, sources)) yield { op, block };
    }
  }
}

function isAt(span: Span, { path, line }: SourceLine, sources: SourceMap): boolean {
  const file = sources.file(span.file);
  return file.path === path && file.position(span.start).line === line;
}
