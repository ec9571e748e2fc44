/** Runs a corpus of programs, one feature each, in every configuration: the matrix of supported features (seeds PAR-4). */
import type { FullHost } from "../base/mod.ts";
import {
  type Checked,
  checkFiles,
  type Compiled,
  compileMain,
  findSources,
  renderText,
} from "../driver/mod.ts";
import { observe, type Observed, type Way, WAYS } from "./observe.ts";
import { parseProgramCase, type ProgramCase } from "./program_case.ts";

/** The result of a program in one configuration. */
export type AuditCell =
  | { readonly way: string; readonly kind: "ok" }
  /** Not what the program says of itself, or it leaked. */
  | { readonly way: string; readonly kind: "wrong"; readonly difference: string }
  /** Recorded as not done yet, and it does fail. */
  | { readonly way: string; readonly kind: "gap"; readonly reason: string }
  /** Recorded as a gap, but it works: the record is to be removed. */
  | { readonly way: string; readonly kind: "closed gap"; readonly reason: string };

export interface AuditRow {
  readonly file: string;
  /** The first line of the program's comment. */
  readonly feature: string;
  readonly cells: readonly AuditCell[];
}

/** Every program under `paths`, in order. Throws `MissingExpectation` for one that does not say what it prints. */
export async function* audit(paths: readonly string[], host: FullHost): AsyncGenerator<AuditRow> {
  for (const file of findSources(paths, host)) {
    const checked = checkFiles([file], host);
    const text = textOf(checked);
    const program = text === undefined ? UNREADABLE : parseProgramCase(file, text);
    const compiled = compile(checked);
    const cells: AuditCell[] = [];
    for (const way of WAYS) cells.push(await cell(way, program, compiled, host));
    yield { file, feature: featureOf(text ?? ""), cells };
  }
}

/** The source that was asked for; undefined when it could not be read. */
function textOf({ entries: [scope], sources }: Checked): string | undefined {
  return scope && sources.file(scope.tree.span.file).text;
}

/** Stands for a program of which nothing is known; that it does not compile is what a row shows of it. */
const UNREADABLE = { args: [], stdin: "", expected: { stdout: "", stderr: "", exitCode: 0 } };

/** Whether a cell is as it should be. */
export function isGreen(cell: AuditCell): boolean {
  return cell.kind === "ok" || cell.kind === "gap";
}

function featureOf(text: string): string {
  return /^\/\/ (.*?)\.?$/m.exec(text)?.[1] ?? "";
}

/** The program, or why it does not compile. */
function compile(checked: Checked): Compiled | string {
  return compileMain(checked, { verify: true }) ??
    renderText(checked.diagnostics.all, checked.sources, { color: false });
}

async function cell(
  way: Way,
  program: Omit<ProgramCase, "path">,
  compiled: Compiled | string,
  host: FullHost,
): Promise<AuditCell> {
  const difference = typeof compiled === "string"
    ? `does not compile: ${compiled.split("\n")[0]}`
    : differenceOf(program, await observe(way, compiled, host, program));
  const reason = program.gaps?.get(way.engine.name);
  if (reason !== undefined) {
    return { way: way.name, kind: difference === undefined ? "closed gap" : "gap", reason };
  }
  if (difference === undefined) return { way: way.name, kind: "ok" };
  return { way: way.name, kind: "wrong", difference };
}

function differenceOf(
  { expected }: Pick<ProgramCase, "expected">,
  observed: Observed,
): string | undefined {
  for (const part of ["stdout", "stderr", "exitCode"] as const) {
    if (observed[part] === expected[part]) continue;
    return `${part} is ${JSON.stringify(observed[part])}, not ${JSON.stringify(expected[part])}`;
  }
  return undefined;
}
