/** Describes a compiled program for `ori inspect`. */
import type { Chunk, CompiledProgram, TypeDescriptor } from "../blob/mod.ts";
import { SCHEMA_VERSION } from "../blob/mod.ts";
import type { Embedded } from "./embedded.ts";

/** Plain data; sizes in bytes. */
export interface ProgramDescription {
  readonly schemaVersion: 1;
  readonly compiler: string;
  readonly blobVersion: number;
  /** Size of the binary that holds the program; null for an `.oric` file. */
  readonly binaryBytes: number | null;
  /** Size of the code that reads a program, the same in every binary; null when it cannot be seen. */
  readonly decoderBytes: number | null;
  readonly blobBytes: number;
  readonly parts: Readonly<Record<string, number>>;
  readonly main: string | null;
  readonly tests: readonly string[];
  readonly functions: readonly FunctionDescription[];
  readonly types: readonly TypeDescription[];
  /** Items of the syntax tree that are there, by file. */
  readonly modules: readonly { readonly file: string; readonly items: number }[];
}

export interface FunctionDescription {
  readonly name: string;
  /** `FILE:LINE:COL` */
  readonly place: string;
  readonly isTool: boolean;
  readonly params: readonly { readonly type: string; readonly ownership: "owned" | "borrowed" }[];
  readonly result: string;
  readonly captures: readonly string[];
  readonly codeBytes: number;
  readonly constants: number;
  readonly registers: number;
}

export interface TypeDescription {
  readonly name: string;
  readonly kind: TypeDescriptor["kind"];
  readonly isCounted: boolean;
  /** Size of a native value: of one element for lists, of the cell for boxed sums and envs. */
  readonly bytes: number;
}

/** Describes the program that was found. */
export function describeEmbedded(
  { program, sizes, blobBytes, binary }: Extract<Embedded, { kind: "program" }>,
): ProgramDescription {
  const { bytecode, compiler, layouts, modules } = program;
  const { main, tests, chunks, files, types } = bytecode;
  return {
    schemaVersion: 1,
    compiler,
    blobVersion: SCHEMA_VERSION,
    binaryBytes: binary?.bytes ?? null,
    decoderBytes: binary?.decoderBytes ?? null,
    blobBytes,
    parts: sizes,
    main: main === undefined ? null : chunks[main.fn].name,
    tests: tests.map((test) => test.name),
    functions: chunks.map((chunk, fn) => describeFunction(program, chunk, fn)),
    types: types.map(({ name, kind, isCounted }, id) => ({
      name,
      kind,
      isCounted,
      bytes: layouts[id].size,
    })),
    modules: modules.map(({ file, items }) => ({ file: files[file], items: items.length })),
  };
}

const WORD_BYTES = 4;

function describeFunction(
  { bytecode: { types, files }, functions }: CompiledProgram,
  chunk: Chunk,
  fn: number,
): FunctionDescription {
  const { isTool, file, line, column } = functions[fn];
  return {
    name: chunk.name,
    place: `${files[file]}:${line}:${column}`,
    isTool,
    params: chunk.params.map(({ type, isOwned }) => ({
      type: types[type].name,
      ownership: isOwned ? "owned" : "borrowed",
    })),
    result: types[chunk.result].name,
    captures: chunk.captures,
    codeBytes: chunk.code.length * WORD_BYTES,
    constants: chunk.constants.length,
    registers: chunk.registerCount,
  };
}
