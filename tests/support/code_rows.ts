/** Parts of functions for tests of the verifier: rows of instructions that are sound. */
import type { CompiledProgram, TypeDescriptor } from "../../src/blob/mod.ts";
import {
  type FunctionText,
  int,
  intrinsic,
  program,
  ref,
  type Row,
  type,
  TYPES,
} from "./assemble.ts";

export interface SoundCase {
  readonly name: string;
  readonly made: CompiledProgram;
}

export interface BrokenCase extends SoundCase {
  /** A part of what the decoder says. */
  readonly rule: string;
}

/** A function of `rows` that gives void then; `after` them come handlers. */
export function main(
  rows: readonly Row[],
  rest: Partial<FunctionText> = {},
  after: readonly Row[] = [],
): FunctionText {
  return { code: [...rows, ["LOAD_I", 3, 0], ["RET_S", 3], ...after], ...rest };
}

/** A program of `text` that breaks `rule`. */
export function bad(
  rule: string,
  name: string,
  text: FunctionText,
  more: readonly FunctionText[] = [],
  types: readonly TypeDescriptor[] = TYPES,
): BrokenCase {
  return { rule, name, made: program(text, more, types) };
}

/** `TYPES` with another one at the place of `name`. */
export function withType(name: string, changed: object): TypeDescriptor[] {
  return TYPES.map((each) => each.name === name ? { ...each, ...changed } as TypeDescriptor : each);
}

/** Constants with one text. */
export const TEXT = { constants: [{ kind: "str", value: "text" }] } as const;
/** A literal in register 0. */
export const LITERAL: Row = ["LOAD_STR", 0, 0];
/** A text that the frame owns in register 0. */
export const OWNED: readonly Row[] = [
  ["LOAD_I", 0, 1],
  ["INTRINSIC", 0, intrinsic("int_to_str"), -1, [int(0)]],
];
/** A leaf in `register`. */
export const leaf = (register: number): Row => ["NEW", register, type("Tree"), 0, []];
/** A node over a leaf in register 0. */
export const NODE: readonly Row[] = [
  leaf(0),
  ["LOAD_I", 1, 5],
  ["NEW", 0, type("Tree"), 1, [ref(0), int(1)]],
];
/** `Some` of a text in register 0. */
export const SOME: readonly Row[] = [
  ...OWNED,
  ["MAKE_SUM", 0, type("Option<str>"), 1, [ref(0)]],
];
/** A cell with an empty field in register 1, an empty builder in register 0. */
export const OPEN_CELL: readonly Row[] = [
  ["LOAD_EMPTY", 0],
  ["LOAD_EMPTY", 1],
  ["LOAD_I", 2, 1],
  ["NEW", 1, type("Tree"), 1, [ref(1), int(2)]],
];
/** A builder with one cell in register 0. */
export const BUILDER: readonly Row[] = [...OPEN_CELL, ["EXTEND", 0, 0, 1, 0]];
