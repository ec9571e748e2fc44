/**
 * Line tables for debuggers, profilers and backtraces: a subprogram per function, a lexical block per loop and join, a location
 * per distinct position. The number of a region is the discriminator of its locations, so that an address leads to `loop#3`
 * of a function. A call without a location inside of a function that has a subprogram would make clang drop everything, so
 * builders put one on every call.
 */
import type { FileId, SourceMap, Span } from "../base/mod.ts";
import { type ArcBlock, type ArcFunction, type RegionId, regionOf } from "../arc/mod.ts";
import { escapeBytes, type Module } from "./module.ts";

/** What a location is in: a function, or a loop or join of it. */
export interface DebugScope {
  readonly node: string;
  readonly file: FileId;
  /** The number of the region; 0 for the function itself. */
  readonly region: number;
}

/** A function's scope, and the suffix of its definition. */
export interface Subprogram extends DebugScope {
  readonly suffix: string;
}

/** LLVM keeps columns in 16 bits. */
const MAX_COLUMN = 65_535;

export class DebugInfo {
  readonly #files = new Map<FileId, string>();
  readonly #locations = new Map<string, string>();
  readonly #unit: string;
  readonly #type: string;

  /** `directory`: what relative paths of sources start from. */
  constructor(
    readonly module: Module,
    readonly sources: SourceMap,
    readonly directory: string,
    mainFile: FileId,
  ) {
    this.#unit = module.metadata(
      `distinct !DICompileUnit(language: DW_LANG_C, file: ${this.#file(mainFile)}, ` +
        `producer: "ori", isOptimized: false, runtimeVersion: 0, emissionKind: LineTablesOnly)`,
    );
    this.#type = this.module.metadata("!DISubroutineType(types: !{})");
  }

  /** The locations of `fn`, whose symbol is `symbol`. */
  function(fn: ArcFunction, symbol: string): FunctionLocations {
    return new FunctionLocations(this, this.subprogram(fn.name, symbol, fn.span), fn);
  }

  /** The scope of the function `name`. */
  subprogram(name: string, symbol: string, span: Span): Subprogram {
    const { line } = this.sources.file(span.file).position(span.start);
    const file = this.#file(span.file);
    const node = this.module.metadata(
      `distinct !DISubprogram(name: "${escapeBytes(name).text}", ` +
        `linkageName: "${
          escapeBytes(symbol).text
        }", scope: ${file}, file: ${file}, line: ${line}, ` +
        `type: ${this.#type}, scopeLine: ${line}, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition, ` +
        `unit: ${this.#unit})`,
    );
    return { node, file: span.file, region: 0, suffix: ` !dbg ${node}` };
  }

  /** The scope of the loop or join number `region`, which begins at `span`, in that of the region around it. */
  region(outer: DebugScope, region: number, span: Span): DebugScope {
    const { line, column } = this.#position(span);
    const node = this.module.metadata(
      `distinct !DILexicalBlock(scope: ${outer.node}, file: ${this.#file(span.file)}, ` +
        `line: ${line}, column: ${column})`,
    );
    return { node, file: span.file, region };
  }

  /** `, !dbg !N` for the start of a span. */
  location(scope: DebugScope, span: Span): string {
    const { line, column } = this.#position(span);
    const holder = this.#holder(scope, span.file);
    const node = this.#location(`!DILocation(line: ${line}, column: ${column}, scope: ${holder})`);
    return `, !dbg ${node}`;
  }

  /** The scope that has the file of a position, which is another one where a body was inlined, and the number of the region. */
  #holder({ node, file, region }: DebugScope, at: FileId): string {
    if (region === 0 && file === at) return node;
    return this.#location(
      `!DILexicalBlockFile(scope: ${node}, file: ${this.#file(at)}, discriminator: ${region})`,
    );
  }

  #location(text: string): string {
    let node = this.#locations.get(text);
    if (node === undefined) this.#locations.set(text, node = this.module.metadata(text));
    return node;
  }

  /** A column that LLVM cannot hold is 0, which means unknown, as clang has it. */
  #position({ file, start }: Span): { readonly line: number; readonly column: number } {
    const { line, column } = this.sources.file(file).position(start);
    return { line, column: column > MAX_COLUMN ? 0 : column };
  }

  /** The named metadata of the module. */
  print(): readonly string[] {
    const version = this.module.metadata(`!{i32 2, !"Debug Info Version", i32 3}`);
    const dwarf = this.module.metadata(`!{i32 7, !"Dwarf Version", i32 4}`);
    return [
      `!llvm.dbg.cu = !{${this.#unit}}`,
      `!llvm.module.flags = !{${version}, ${dwarf}}`,
    ];
  }

  #file(id: FileId): string {
    const known = this.#files.get(id);
    if (known !== undefined) return known;
    const { path } = this.sources.file(id);
    const node = this.module.metadata(
      `!DIFile(filename: "${escapeBytes(path).text}", directory: "${
        escapeBytes(this.directory).text
      }")`,
    );
    this.#files.set(id, node);
    return node;
  }
}

/** The locations of one function: those of a block are in its region. */
export class FunctionLocations {
  readonly #scopes = new Map<RegionId, DebugScope>();

  constructor(
    readonly debugInfo: DebugInfo,
    readonly subprogram: Subprogram,
    readonly fn: ArcFunction,
  ) {}

  /** `, !dbg !N` for the start of a span, in the code of `block`. */
  of({ region }: ArcBlock, span: Span): string {
    return this.debugInfo.location(this.#scope(region), span);
  }

  #scope(id: RegionId): DebugScope {
    const known = this.#scopes.get(id);
    if (known !== undefined) return known;
    const region = regionOf(this.fn, id);
    if (region?.parent === undefined) return this.subprogram;
    const found = this.debugInfo.region(this.#scope(region.parent), id, region.span);
    this.#scopes.set(id, found);
    return found;
  }
}
