/** For tests: monomorphic programs from text. Not part of the compiler. */
import { MemoryHost, SourceMap } from "../base/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import { loadProgram, plainSettings } from "../modules/mod.ts";
import { checkFunction, declareProgram } from "../types/mod.ts";
import { monomorphize } from "./monomorphize.ts";
import type { MonoFn, MonoProgram, MonoType } from "./program.ts";
import { printMono } from "./print_mono.ts";

const SETTINGS = plainSettings({ os: "linux", arch: "x86_64" }, false);

export interface Made {
  readonly program: MonoProgram | undefined;
  readonly diagnostics: Diagnostics;
}

/** The program of `@main` in `text`. */
export function make(text: string): Made {
  const sources = new SourceMap();
  const diagnostics = new Diagnostics();
  const host = new MemoryHost({ "main.ori": text }, (url) => Deno.readTextFileSync(url));
  const graph = loadProgram(["main.ori"], host, sources, diagnostics, SETTINGS);
  const program = declareProgram(graph, diagnostics);
  const scope = program.modules[graph.entries[0] ?? -1];
  const main = scope?.functions.find((fn) => fn.name === "main");
  const bodyOf = (fn: Parameters<typeof checkFunction>[1]) =>
    checkFunction(program, fn, diagnostics);
  if (main !== undefined) bodyOf(main);
  if (diagnostics.hasErrors) throw new Error(JSON.stringify(diagnostics.all));
  const made = monomorphize({ program, sources, main, tests: [], bodyOf }, diagnostics);
  return { program: made, diagnostics };
}

/** The program of `@main` in `text`, which must have one. */
export function programOf(text: string): MonoProgram {
  const { program, diagnostics } = make(text);
  if (program === undefined) throw new Error(JSON.stringify(diagnostics.all));
  return program;
}

/** Symbols of the user's functions, sorted. */
export function symbolsOf(text: string): string[] {
  return programOf(text).fns.filter((fn) => !fn.isStd).map((fn) => fn.symbol).sort();
}

/** The Core of the function with this symbol. */
export function coreOf(text: string, symbol: string): string {
  const program = programOf(text);
  const fn = fnNamed(program, symbol);
  const fns = program.fns.map((other) => ({ ...other, isStd: other !== fn }));
  return printMono({ ...program, fns }).trimEnd();
}

export function fnNamed(program: MonoProgram, symbol: string): MonoFn {
  const fn = program.fns.find((candidate) => candidate.symbol === symbol);
  if (fn === undefined) {
    throw new Error(`no ${symbol} among ${program.fns.map((f) => f.symbol).join(", ")}`);
  }
  return fn;
}

/** The type of this name. */
export function typeNamed(program: MonoProgram, name: string): MonoType {
  const type = program.types.all.find((candidate) => candidate.name === name);
  if (type === undefined) {
    throw new Error(`no ${name} among ${program.types.all.map((t) => t.name).join(", ")}`);
  }
  return type;
}
