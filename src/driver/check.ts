/** The front half: files to a checked program. */
import { type Host, SourceMap } from "../base/mod.ts";
import type { Events, Hub } from "../events/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import {
  type BuildSettings,
  loadProgram,
  type ParsedFiles,
  type UnreadFile,
} from "../modules/mod.ts";
import { machineSettings } from "./host.ts";
import {
  type CheckMemory,
  checkModule,
  declareProgram,
  type ModuleScope,
  type Program,
} from "../types/mod.ts";

/** Files with what was found in them. */
export interface Checked {
  readonly sources: SourceMap;
  readonly diagnostics: Diagnostics;
  readonly program: Program;
  /** The modules of the files that were asked for, in that order. */
  readonly entries: readonly ModuleScope[];
  /** Files that were asked for or imported and could not be read. */
  readonly unread: readonly UnreadFile[];
  /** A module and all it imports, directly or not. */
  readonly modulesBelow: (scope: ModuleScope) => readonly ModuleScope[];
  /** The hub as the stages see it; absent when it is off. */
  readonly events?: Events | undefined;
}

/** What a process keeps of a program that it checks again and again, by content. */
export interface Memory {
  readonly parsed: ParsedFiles;
  readonly checks: CheckMemory;
}

/**
 * Loads `paths` and all they import and checks every function of the modules that are not std's. The stages tell `hub` what they
 * decide, here and later. Conditional code is that of a debug build for this machine, unless `settings` say otherwise. With
 * a `memory`, only what its program has changed in is parsed and checked, with the same result.
 */
export function checkFiles(
  paths: readonly string[],
  host: Host,
  hub?: Hub,
  settings: BuildSettings = machineSettings(),
  memory?: Memory,
): Checked {
  const sources = new SourceMap();
  const events = hub?.program(sources);
  const diagnostics = new Diagnostics();
  const graph = loadProgram(paths, host, sources, diagnostics, settings, memory?.parsed);
  const isCut = graph.modules.some(({ tree }) => tree.isCut);
  // The items that a cut file lacks would be reported as unknown wherever they are used.
  const program = declareProgram(graph, isCut ? new Diagnostics() : diagnostics, events);
  if (!isCut) checkBodies(program, sources, diagnostics, memory);
  program.selfChanges.settle(program, diagnostics);
  const entries = graph.entries.flatMap((id) => program.modules[id] ?? []);
  return { sources, diagnostics, program, entries, unread: graph.unread, modulesBelow, events };

  function modulesBelow(scope: ModuleScope): readonly ModuleScope[] {
    const found = new Set<ModuleScope>();
    const visit = (id: ModuleScope["id"]) => {
      const module = program.modules[id];
      if (module === undefined || found.has(module)) return;
      found.add(module);
      for (const target of graph.modules[id]?.imports.values() ?? []) {
        if (target.kind === "module") visit(target.module);
      }
    };
    visit(scope.id);
    return [...found];
  }
}

function checkBodies(
  program: Program,
  sources: SourceMap,
  diagnostics: Diagnostics,
  memory: Memory | undefined,
): void {
  if (memory !== undefined) return memory.checks.check(program, sources, diagnostics);
  for (const scope of program.modules) {
    if (!scope.isStd) checkModule(program, scope, diagnostics);
  }
}
