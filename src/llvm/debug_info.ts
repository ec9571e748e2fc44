/**
 * Line tables for debuggers and backtraces: a subprogram per function, a location per distinct
 * position. A call without a location inside of a function that has a subprogram would make clang
 * drop everything, so builders put one on every call.
 */
import type { FileId, SourceMap, Span } from "../base/mod.ts";
import { escapeBytes, type Module } from "./module.ts";

/** A function's scope, and the suffix of its definition. */
export interface Subprogram {
  readonly node: string;
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
    return { node, suffix: ` !dbg ${node}` };
  }

  /** `, !dbg !N` for the start of a span. A column that LLVM cannot hold is 0, which means unknown, as clang has it. */
  location(scope: Subprogram, span: Span): string {
    const position = this.sources.file(span.file).position(span.start);
    const { line } = position;
    const column = position.column > MAX_COLUMN ? 0 : position.column;
    const key = `${scope.node} ${line} ${column}`;
    let node = this.#locations.get(key);
    if (node === undefined) {
      node = this.module.metadata(
        `!DILocation(line: ${line}, column: ${column}, scope: ${scope.node})`,
      );
      this.#locations.set(key, node);
    }
    return `, !dbg ${node}`;
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
