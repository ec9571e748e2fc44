/** For tests: a program in memory, checked. Not part of the compiler. */
import { MemoryHost, SourceMap } from "../base/mod.ts";
import { type Diagnostic, Diagnostics } from "../diagnostics/mod.ts";
import { loadProgram, plainSettings } from "../modules/mod.ts";
import { declareProgram } from "./declarations/declare.ts";
import { checkFunction, checkModule } from "./inference/check.ts";
import type { ModuleScope, TypedBody } from "./model/model.ts";
import type { Program } from "./model/program.ts";

const SETTINGS = plainSettings({ os: "linux", arch: "x86_64" }, false);

export interface Checked {
  readonly program: Program;
  readonly main: ModuleScope;
  readonly diagnostics: readonly Diagnostic[];
  /** The text that a diagnostic points at. */
  readonly textAt: (diagnostic: Diagnostic) => string;
  /** The checked body of a function of the main module. */
  readonly body: (name: string) => TypedBody;
}

/** Checks `main.ori`, whose text is `text`, and what it imports of `more`. */
export function checkText(
  text: string,
  more: Readonly<Record<string, string>> = {},
): Checked {
  const sources = new SourceMap();
  const diagnostics = new Diagnostics();
  const host = new MemoryHost({ ...more, "main.ori": text }, (url) => Deno.readTextFileSync(url));
  const graph = loadProgram(["main.ori"], host, sources, diagnostics, SETTINGS);
  const program = declareProgram(graph, diagnostics);
  const main = program.modules[graph.entries[0] ?? -1];
  if (main === undefined) throw new Error("main.ori did not load");
  checkModule(program, main, diagnostics);
  program.selfChanges.settle(program, diagnostics);
  return {
    program,
    main,
    diagnostics: diagnostics.all,
    textAt: ({ primary }) =>
      primary === undefined
        ? ""
        : sources.file(primary.span.file).text.slice(primary.span.start, primary.span.end),
    body: (name) => {
      const fn = main.functions.find((candidate) => candidate.name === name);
      if (fn === undefined) throw new Error(`no function ${name}`);
      return checkFunction(program, fn, diagnostics);
    },
  };
}

/** ``CODE `text it points at` `` of each diagnostic. */
export function codesOf(checked: Checked): string[] {
  return checked.diagnostics.map((found) => `${found.code} ${checked.textAt(found)}`);
}
