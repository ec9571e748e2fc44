/** Why the RC operations of one source line are there (seeds VER-2). */
import {
  type ArcFunction,
  describeRcReason,
  type Op,
  type OwnReasons,
  type RcReason,
  variableName,
} from "../arc/mod.ts";
import type { SourceMap, Span } from "../base/mod.ts";
import type { Checked } from "./check.ts";
import { compileMain, type CompileOptions } from "./compile.ts";

/** An RcInc or RcDec that is left in the program that engines take. */
export interface RcExplanation {
  readonly kind: "RcInc" | "RcDec";
  readonly fn: string;
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
  const reasons = new Map<Op, RcReason>();
  let ownReasons: OwnReasons = new Map();
  const compiled = compileMain(checked, {
    ...options,
    rcReasons: {
      wants: (span) => isAt(span, at, sources),
      note: (op, reason) => reasons.set(op, reason),
      own: (found) => ownReasons = found,
    },
  });
  if (compiled === undefined) return undefined;
  const program = compiled.arc;
  const describe = (span: Span) => sources.describe(span);
  return program.fns.flatMap((fn) =>
    [...rcOpsAt(fn, at, sources)].map((op): RcExplanation => {
      const context = { program, fn, ownReasons, describe };
      const reason = reasons.get(op);
      return {
        kind: op.kind,
        fn: fn.name,
        position: describe(op.span),
        variable: variableName(context, op.target),
        reason: reason === undefined
          ? "a later pass placed it, in place of others"
          : describeRcReason(reason, op.target, context),
      };
    })
  );
}

function* rcOpsAt(fn: ArcFunction, at: SourceLine, sources: SourceMap) {
  for (const { ops } of fn.blocks) {
    for (const op of ops) {
      const isCount = op.kind === "RcInc" || op.kind === "RcDec";
      if (isCount && isAt(op.span, at, sources)) yield op;
    }
  }
}

function isAt(span: Span, { path, line }: SourceLine, sources: SourceMap): boolean {
  const file = sources.file(span.file);
  return file.path === path && file.position(span.start).line === line;
}
