/** The content of a blob: all that is needed to run, name and compare a program without its source. */
import type { BytecodeProgram } from "../bytecode/mod.ts";

/** A program as native binaries carry it (seeds BL-4). Tables about functions and types go by their ids. */
export interface CompiledProgram {
  /** Version of the ori that made it. */
  readonly compiler: string;
  readonly bytecode: BytecodeProgram;
  /** One entry per chunk. */
  readonly functions: readonly FunctionFacts[];
  /** One entry per type. */
  readonly layouts: readonly NativeLayout[];
  readonly modules: readonly ModuleTree[];
}

export interface FunctionFacts {
  /** Whether it is a handler that the compiler made, not code of a source: the wrapper of a closure. */
  readonly isTool: boolean;
  /** The position of the declaration; `file` is an index into `bytecode.files`. */
  readonly file: number;
  readonly line: number;
  readonly column: number;
}

/** The layout of a native value, as far as finding the counted blocks in it needs. Sizes and offsets in bytes. */
export interface NativeLayout {
  readonly form: NativeForm;
  /** Size of a value; for lists that of an element, for boxed sums and envs that of the cell. */
  readonly size: number;
  /** Sums with several cells have a tag of 8 bytes in front. */
  readonly hasTag: boolean;
  /** The variant that a niche is when it is not all zero bits. */
  readonly some: number;
  /** Offsets of the fields, by variant; structs and envs have one. */
  readonly offsets: readonly (readonly number[])[];
}

/** Forms of native values, by their number in a blob. `plain` holds no counted block. */
export const NATIVE_FORMS = [
  "plain",
  "str",
  "list",
  "fn",
  "struct",
  "sum",
  "niche",
  "boxed",
  "env",
] as const;
export type NativeForm = typeof NATIVE_FORMS[number];

/** The part of a source file's syntax tree that the program reaches. */
export interface ModuleTree {
  /** Index into `bytecode.files`. */
  readonly file: number;
  /** Nodes of `syntax/ast.ts`. */
  readonly items: readonly object[];
}
