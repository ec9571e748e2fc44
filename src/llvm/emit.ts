/**
 * ARC IR to the text of LLVM modules, for clang 16 and newer: the functions of the program, the glue and type records they need, and
 * `main`. A program is one module, or several that are linked.
 */
import type { SourceMap } from "../base/mod.ts";
import { Layouts, requireDifferentNumbers } from "../layout/mod.ts";
import {
  type CountedProgram,
  findStdPanics,
  findUnwinding,
  type FnId,
  type LetsOutStdPanics,
} from "../arc/mod.ts";
import type { Events } from "../events/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import { type Context, functionOf, type Linkage, WHOLE_PROGRAM } from "./context.ts";
import { DebugInfo } from "./debug_info.ts";
import { emitFunction } from "./function.ts";
import { Glue, type UserDrop } from "./glue.ts";
import { MemoryTags } from "./memory_tags.ts";
import { Module } from "./module.ts";
import { referTo } from "./signature.ts";
import { emitEntry, type StartOptions } from "./start.ts";
import { tellCaptures } from "./tell_captures.ts";
import { Types } from "./types.ts";

/** Options that concern the code of functions. */
export interface CodeOptions {
  /** `debug`: line tables, no forced inlining, for -O0. `release`: for -O2. */
  readonly mode: "debug" | "release";
  /** Each count reports itself while the program runs with ORI_TRACE_RC=1. */
  readonly tracesRc: boolean;
  /** AddressSanitizer instruments the code. */
  readonly sanitizesAddress: boolean;
  /** Functions say which they are, for backtraces: needs the program's blob. */
  readonly marksFunctions: boolean;
  /** The folder that relative paths of sources start from, for debug info. */
  readonly directory: string;
  readonly events?: Events | undefined;
}

export type EmitOptions = Omit<CodeOptions, "marksFunctions"> & StartOptions;

/** The functions of one module of several. */
export interface ModuleParts {
  /** Stands in the object for its source. */
  readonly name: string;
  /** Functions that this module defines. */
  readonly fns: readonly FnId[];
  /** Functions of other modules whose bodies may be inlined here. */
  readonly imports: readonly FnId[];
  /** Functions that other modules refer to. */
  readonly exported: ReadonlySet<FnId>;
}

/** The LLVM text of `program` as one module. Deterministic: equal input gives equal bytes. */
export function emitLlvm(
  program: CountedProgram,
  sources: SourceMap,
  options: EmitOptions,
): string {
  const marksFunctions = options.blob !== undefined;
  const emitter = new ModuleEmitter(program, sources, { ...options, marksFunctions });
  return emitter.whole(options);
}

/** Emits the modules of a program one by one; they share what is known of types and functions. */
export class ModuleEmitter {
  readonly #layouts: Layouts;
  readonly #unwinds: readonly boolean[];
  readonly #letsOutStdPanics: LetsOutStdPanics;

  constructor(
    readonly program: CountedProgram,
    readonly sources: SourceMap,
    readonly options: CodeOptions,
  ) {
    if (options.marksFunctions) requireDifferentNumbers(program.fns.map((fn) => fn.name));
    this.#layouts = new Layouts(program.types, 8);
    this.#unwinds = findUnwinding(program);
    this.#letsOutStdPanics = findStdPanics(program);
    if (options.events?.log) tellCaptures(program, options.events);
  }

  /** The whole program in one module. */
  whole(start: StartOptions): string {
    const { main, tests, fns } = this.program;
    const first = main?.fn ?? tests[0]?.fn ?? fns[0]?.id;
    const context = this.#context(WHOLE_PROGRAM, first);
    for (const fn of fns) emitFunction(context, fn);
    emitEntry(context, start);
    return print(context);
  }

  /** A module with some of the functions. */
  part({ name, fns, imports, exported }: ModuleParts): string {
    const defined = new Map<FnId, ReturnType<Linkage["of"]>>();
    for (const fn of imports) defined.set(fn, "available_externally hidden");
    for (const fn of fns) defined.set(fn, exported.has(fn) ? "hidden" : "internal");
    const linkage: Linkage = { of: (fn) => defined.get(fn), sharesGlue: true };
    const context = this.#context(linkage, fns[0], name);
    for (const fn of [...fns, ...imports]) emitFunction(context, functionOf(this.program, fn));
    return print(context);
  }

  /** The module with the start of a program whose functions are all in others. */
  start(name: string, options: StartOptions): string {
    const context = this.#context({ of: () => undefined, sharesGlue: true }, undefined, name);
    emitEntry(context, options);
    return print(context);
  }

  /** `first`: a function in the file that debug info names; undefined for a module without debug info. */
  #context(linkage: Linkage, first: FnId | undefined, name?: string): Context {
    const { program, sources, options } = this;
    const module = new Module(name);
    const tags = new MemoryTags(module, options.mode === "release");
    const types = new Types(this.#layouts, module, tags);
    const attributes = attributesOf(options);
    const drops = new Map<MonoTypeId, UserDrop>();
    const glue = new Glue(module, types, {
      drops,
      inlines: options.mode === "release",
      traces: options.tracesRc,
      isShared: linkage.sharesGlue,
      attributes,
    });
    const context: Context = {
      program,
      sources,
      module,
      types,
      glue,
      debugInfo: this.#debugInfo(module, first),
      unwinds: this.#unwinds,
      letsOutStdPanics: this.#letsOutStdPanics,
      marksFunctions: options.marksFunctions,
      attributes,
      linkage,
      events: options.events,
    };
    for (const [type, fn] of program.drops) {
      drops.set(type, { refer: () => referTo(context, fn), unwinds: this.#unwinds[fn] });
    }
    return context;
  }

  #debugInfo(module: Module, first: FnId | undefined): DebugInfo | undefined {
    const { mode, directory } = this.options;
    if (mode === "release" || first === undefined) return undefined;
    const { file } = functionOf(this.program, first).span;
    return new DebugInfo(module, this.sources, directory, file);
  }
}

function print({ module, debugInfo }: Context): string {
  return module.print(debugInfo?.print() ?? []);
}

/** Attributes of every function. Call stacks of traces need the tables of functions that do not unwind, too. */
function attributesOf(options: CodeOptions): string {
  return (options.sanitizesAddress ? "sanitize_address " : "") +
    (options.tracesRc ? "uwtable " : "");
}
