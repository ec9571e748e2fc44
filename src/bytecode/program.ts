/**
 * A compiled program for the VM: plain data throughout (no class instances, no functions), so that
 * it can be stored in the blob of a native binary (seeds BL-4).
 */
import type { Scalar } from "../operations/mod.ts";

/** The closed set of constants (seeds BL-6). Small ints, bools and void are immediates. */
export type Constant =
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "str"; readonly value: string };

/** One function. */
export interface Chunk {
  readonly name: string;
  /** Words as `opcodes.ts` lays them out; jumps are relative. */
  readonly code: Int32Array;
  readonly constants: readonly Constant[];
  /** Registers of a frame; parameters are the first ones. */
  readonly registerCount: number;
  readonly params: readonly { readonly type: number; readonly isOwned: boolean }[];
  readonly result: number;
  /** Flat quadruples: pc, file index, line, column; ascending pcs. For what can panic or count. */
  readonly lines: readonly number[];
  /** Flat triples: pc, region, role, which hold up to the next pc; see `regions.ts`. */
  readonly regions: readonly number[];
  /** Flat pairs: pc of a call, pc of its unwind handler; ascending. */
  readonly unwind: readonly number[];
  /** For wrappers of closures: the type of the env. -1 for all else. */
  readonly env: number;
  /** For wrappers of closures: the names of the captures, in the order of the env; else empty. */
  readonly captures: readonly string[];
}

export interface FieldDescriptor {
  readonly name: string;
  readonly type: number;
}

/** A monomorphic type, by its number. */
export type TypeDescriptor =
  & { readonly name: string; readonly isCounted: boolean }
  & (
    | { readonly kind: "scalar"; readonly scalar: Scalar }
    | { readonly kind: "unit" }
    | { readonly kind: "never" }
    | { readonly kind: "str" }
    | { readonly kind: "list"; readonly element: number }
    | { readonly kind: "fn"; readonly params: readonly number[]; readonly result: number }
    | { readonly kind: "struct"; readonly fields: readonly FieldDescriptor[] }
    | {
      readonly kind: "sum";
      readonly variants: readonly {
        readonly name: string;
        readonly fields: readonly FieldDescriptor[];
      }[];
      readonly isBoxed: boolean;
      /** Each value is a cell; the function takes it, borrowed, when its count was one. */
      readonly drop?: number;
    }
    | { readonly kind: "env"; readonly captures: readonly number[] }
    /** An emptied cell of type `of`, or `NO_TOKEN`. */
    | { readonly kind: "token"; readonly of: number }
    /** `[first cell, last cell, number of the empty field of the last cell]`, or undefined before the first cell. */
    | { readonly kind: "builder"; readonly of: number }
  );

export interface BytecodeProgram {
  /** Indexed by function id. */
  readonly chunks: readonly Chunk[];
  readonly types: readonly TypeDescriptor[];
  /** Paths that line tables refer to. */
  readonly files: readonly string[];
  /** For each of `files`, whether it is of std: a panic there is reported at the call in the program. */
  readonly isStdFile: readonly boolean[];
  readonly main?: {
    readonly fn: number;
    readonly takesArgs: boolean;
    readonly returnsInt: boolean;
  };
  readonly tests: readonly { readonly fn: number; readonly name: string }[];
}

/** A sum without any payload, which is its tag as a scalar. */
export function isEnum(type: TypeDescriptor): boolean {
  return type.kind === "sum" && !type.isBoxed && type.variants.every((v) => v.fields.length === 0);
}
