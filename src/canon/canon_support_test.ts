/** For tests: the Core of functions of a program in memory. Not part of the compiler. */
import { MemoryHost, SourceMap } from "../base/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import { loadProgram, plainSettings } from "../modules/mod.ts";
import { checkFunction, checkModule, declareProgram, type FnDef, showType } from "../types/mod.ts";
import { canonFunction } from "./function.ts";
import type { CanonFn } from "./generic.ts";
import { type CorePrinter, printCore } from "./print.ts";
import type { CanonCallee } from "./generic.ts";
import type { Type } from "../types/mod.ts";

const SETTINGS = plainSettings({ os: "linux", arch: "x86_64" }, false);

const PRINTER: CorePrinter<Type, CanonCallee> = { type: showType, callee: showCallee };

function showCallee(callee: CanonCallee): string {
  switch (callee.kind) {
    case "fn":
      return callee.fn.name;
    case "trait":
      return `${showType(callee.self)}:${callee.method.name}`;
    case "memo":
      return `${callee.fn.name}.memo`;
    case "object":
      return `${showType(callee.to)} of ${showType(callee.from)}`;
    case "default":
      return `${showCallee(callee.of)}.default_${callee.fn.params[callee.param]?.name}`;
  }
}

/** The Core of function `name` of the program `text`, which must have no errors. */
export function canonOf(text: string, name: string): CanonFn {
  const sources = new SourceMap();
  const diagnostics = new Diagnostics();
  const host = new MemoryHost({ "main.ori": text }, (url) => Deno.readTextFileSync(url));
  const graph = loadProgram(["main.ori"], host, sources, diagnostics, SETTINGS);
  const program = declareProgram(graph, diagnostics);
  const main = program.modules[graph.entries[0] ?? -1];
  if (main !== undefined) checkModule(program, main, diagnostics);
  program.selfChanges.settle(program, diagnostics);
  const fn: FnDef | undefined = main?.functions.find((candidate) => candidate.name === name);
  if (fn === undefined) throw new Error(`no function ${name}`);
  const body = checkFunction(program, fn, diagnostics);
  if (diagnostics.hasErrors) throw new Error(JSON.stringify(diagnostics.all));
  return canonFunction(program, body, sources);
}

/** The text of `canonOf`, without the line break at its end. */
export function coreOf(text: string, name = "f"): string {
  return printCore(canonOf(text, name), PRINTER).trimEnd();
}
