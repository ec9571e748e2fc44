/** Runs a corpus of programs, one feature each, in every way there is: the matrix of what works where (seeds PAR-4). */
import type { FullHost } from "../base/mod.ts";
import { checkFiles, type Compiled, compileMain, findSources, renderText } from "../driver/mod.ts";
import { observe, type Observed, type Way, WAYS } from "./observe.ts";
import { parseProgramCase, type ProgramCase } from "./program_case.ts";

/** How a program ended in one way of running it. */
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

/** Every program under `paths`, in order; those without an expectation are an error. */
export async function* audit(paths: readonly string[], host: FullHost): AsyncGenerator<AuditRow> {
  for (const file of findSources(paths, host)) {
    const read = host.readText(file);
    if (read.kind !== "text") throw new Error(`${file} cannot be read`);
    const program = parseProgramCase(file, read.text);
    const compiled = compile(file, host);
    const cells: AuditCell[] = [];
    for (const way of WAYS) cells.push(await cell(way, program, compiled, host));
    yield { file, feature: featureOf(read.text), cells };
  }
}

/** Whether a cell is as it should be. */
export function isGreen(cell: AuditCell): boolean {
  return cell.kind === "ok" || cell.kind === "gap";
}

function featureOf(text: string): string {
  return /^\/\/ (.*?)\.?$/m.exec(text)?.[1] ?? "";
}

/** The program, or why it does not compile. */
function compile(file: string, host: FullHost): Compiled | string {
  const checked = checkFiles([file], host);
  return compileMain(checked, { verify: true }) ??
    renderText(checked.diagnostics.all, checked.sources, { color: false });
}

async function cell(
  way: Way,
  program: ProgramCase,
  compiled: Compiled | string,
  host: FullHost,
): Promise<AuditCell> {
  const difference = typeof compiled === "string"
    ? `does not compile: ${compiled.split("\n")[0]}`
    : differenceOf(program, await observe(way, compiled, host));
  const reason = program.gaps?.get(way.engine.name);
  if (reason !== undefined) {
    return { way: way.name, kind: difference === undefined ? "closed gap" : "gap", reason };
  }
  if (difference === undefined) return { way: way.name, kind: "ok" };
  return { way: way.name, kind: "wrong", difference };
}

function differenceOf({ expected }: ProgramCase, observed: Observed): string | undefined {
  for (const part of ["stdout", "stderr", "exitCode"] as const) {
    if (observed[part] === expected[part]) continue;
    return `${part} is ${JSON.stringify(observed[part])}, not ${JSON.stringify(expected[part])}`;
  }
  return undefined;
}
