/** `--emit=KIND`: the text of a stage, after the very passes that production runs (seeds VER-4). */
import { InternalError, type SourceMap } from "../base/mod.ts";
import { lowerToSsa, passNames, printProgram, reportPasses } from "../arc/mod.ts";
import { disassemble, emitBytecode } from "../bytecode/mod.ts";
import { type MonoProgram, printMono } from "../mono/mod.ts";
import { makePlan, printPlan } from "../plan/mod.ts";
import { nativeIr } from "./build_native.ts";
import type { Checked } from "./check.ts";
import { compileMain, type CompileOptions, monoMain } from "./compile.ts";
import type { Compiled } from "./engine.ts";
import { planNames, symbolNames } from "./plan_names.ts";

/** The stages that can be shown; `passes` is a table of the passes that lead to `arc`. */
export const EMIT_KINDS = ["ast", "core", "passes", "arc", "bytecode", "plan", "llvm"] as const;
/** `arc@PASS` is the program after a pass of the ARC stage. */
export type EmitKind = typeof EMIT_KINDS[number] | `arc@${string}`;

/** How a kind names the program after a pass, and the passes that there are. */
export const EMIT_AFTER: { readonly prefix: "arc@"; readonly names: readonly string[] } = {
  prefix: "arc@",
  names: passNames(),
};

export function isEmitKind(kind: string): kind is EmitKind {
  return EMIT_KINDS.some((k) => k === kind) || passOf(kind) !== undefined;
}

/** The pass that `arc@PASS` names, if there is such a pass. */
function passOf(kind: string): string | undefined {
  const { prefix, names } = EMIT_AFTER;
  return names.find((name) => kind === prefix + name);
}

/** The text of stage `kind` of the program; undefined when errors keep it from being made. */
export function emitStage(
  checked: Checked,
  kind: EmitKind,
  options: CompileOptions & { readonly release: boolean },
): string | undefined {
  switch (kind) {
    case "ast":
      return printTree(checked);
    case "core": {
      const mono = monoMain(checked);
      return mono && printMono(mono);
    }
    case "arc":
    case "bytecode":
    case "llvm": {
      const compiled = compileMain(checked, options);
      return compiled && emitEngineInput(compiled, kind, options.release);
    }
    case "plan": {
      const mono = monoMain(checked);
      return mono && emitPlan(mono, checked.sources);
    }
    case "passes": {
      const passes = reportPasses();
      const compiled = compileMain(checked, { ...options, afterPass: (run) => passes.note(run) });
      return compiled && passes.text();
    }
    default:
      return emitArcAfter(checked, kind, options);
  }
}

/** The program after the last run of a pass that had a function to look at. */
function emitArcAfter(
  checked: Checked,
  kind: `arc@${string}`,
  options: CompileOptions,
): string | undefined {
  const pass = passOf(kind);
  if (pass === undefined) throw new InternalError(`no pass for ${kind}`, { stage: "driver" });
  let text: string | undefined;
  compileMain(checked, {
    ...options,
    afterPass({ name, program, looked }) {
      if (name === pass && (looked > 0 || text === undefined)) text = printProgram(program);
    },
  });
  return text;
}

/** The plan of the program as it is written: before calls are inlined and functions that call each other are joined. */
function emitPlan(mono: MonoProgram, sources: SourceMap): string {
  const program = lowerToSsa(mono);
  const names = planNames(symbolNames(mono, sources));
  return printPlan(program, makePlan(program, names), names);
}

function emitEngineInput(
  program: Compiled,
  kind: "arc" | "bytecode" | "llvm",
  release: boolean,
): string {
  const { arc, sources } = program;
  switch (kind) {
    case "arc":
      return printProgram(arc);
    case "bytecode":
      return disassemble(emitBytecode(arc, sources));
    case "llvm":
      return nativeIr(program, { release, sanitize: false, isTestHarness: false });
  }
}

/** The syntax tree of the first file as JSON; spans as `[start, end]`. */
function printTree(checked: Checked): string | undefined {
  const [scope] = checked.entries;
  if (scope === undefined) return undefined;
  const show = (key: string, value: unknown) => {
    if (typeof value === "bigint") return value.toString();
    if (key === "span" || key.endsWith("Span")) {
      const { start, end } = value as { start: number; end: number };
      return [start, end];
    }
    return value;
  };
  return JSON.stringify({ emit: "ast", ...scope.tree }, show, 2) + "\n";
}

/** The text of a stage as a file holds it: its first line says where it comes from, so that ori may replace it. */
export function markStage(text: string, kind: EmitKind): string {
  if (kind === "ast" || kind === "plan") return text; // JSON has no comments; its first field says it
  return `${kind === "llvm" ? ";" : "#"} Written by \`ori build --emit=${kind}\`.\n${text}`;
}

const MARK =
  /^(?:[;#] Written by `ori build --emit=[a-zA-Z@]+`\.\n|\{\n {2}"emit": "ast",\n|\{"units":\[\n|<!DOCTYPE html>\n<!-- Written by `ori regions`\. -->\n)/;

/** Whether a file holds what `markStage` gave, or a page of `ori regions`. */
export function isMarkedStage(bytes: Uint8Array): boolean {
  return MARK.test(new TextDecoder().decode(bytes.subarray(0, LONGEST_MARK)));
}

const LONGEST_MARK = 96;
