/** The front half: files to a checked program. */
import { type Host, SourceMap } from "../base/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import { loadProgram } from "../modules/mod.ts";
import { checkModule, declareProgram, type ModuleScope, type Program } from "../types/mod.ts";

/** Files with what was found in them. */
export interface Checked {
  readonly sources: SourceMap;
  readonly diagnostics: Diagnostics;
  readonly program: Program;
  /** The modules of the files that were asked for, in that order. */
  readonly entries: readonly ModuleScope[];
}

/** Loads `paths` and all they import and checks every function of the modules that are not std's. */
export function checkFiles(paths: readonly string[], host: Host): Checked {
  const sources = new SourceMap();
  const diagnostics = new Diagnostics();
  const graph = loadProgram(paths, host, sources, diagnostics);
  const program = declareProgram(graph, diagnostics);
  for (const scope of program.modules) {
    if (!scope.isStd) checkModule(program, scope, diagnostics);
  }
  const entries = graph.entries.flatMap((id) => program.modules[id] ?? []);
  return { sources, diagnostics, program, entries };
}
