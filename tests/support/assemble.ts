/** Bytecode by hand, for tests of what checks it: types by name, instructions as rows of words. */
import type { BytecodeProgram, Chunk, TypeDescriptor } from "../../src/blob/mod.ts";
import { type CompiledProgram, encodeBlob } from "../../src/blob/mod.ts";
import {
  INT,
  INTRINSIC_NAMES,
  NUM,
  type OpcodeName,
  OPCODES,
  PRIM_NAMES,
  REF,
} from "../../src/bytecode/mod.ts";
import type { Constant } from "../../src/bytecode/mod.ts";
import type { IntrinsicName, PrimOp } from "../../src/operations/mod.ts";

const scalar = (name: "int" | "float" | "bool" | "byte" | "char"): TypeDescriptor => ({
  name,
  isCounted: false,
  kind: "scalar",
  scalar: name,
});
const counted = (name: string) => ({ name, isCounted: true });
const field = (type: number, name = "0") => ({ name, type });

/** The types of every program that is assembled, by name. */
export const TYPES = [
  scalar("int"),
  scalar("float"),
  scalar("bool"),
  scalar("byte"),
  { name: "void", isCounted: false, kind: "unit" },
  { name: "Never", isCounted: false, kind: "never" },
  { ...counted("str"), kind: "str" },
  { ...counted("[str]"), kind: "list", element: 6 },
  { ...counted("() -> str"), kind: "fn", params: [], result: 6 },
  { ...counted("(str, int)"), kind: "struct", fields: [field(6), field(0, "1")] },
  {
    ...counted("Option<str>"),
    kind: "sum",
    isBoxed: false,
    variants: [{ name: "None", fields: [] }, { name: "Some", fields: [field(6)] }],
  },
  {
    ...counted("Tree"),
    kind: "sum",
    isBoxed: true,
    variants: [{ name: "Leaf", fields: [] }, {
      name: "Node",
      fields: [field(11, "left"), field(0, "value")],
    }],
  },
  { ...counted("env(str)"), kind: "env", captures: [6] },
  { ...counted("token<Tree>"), kind: "token", of: 11 },
  { ...counted("builder<Tree>"), kind: "builder", of: 11 },
  {
    name: "Color",
    isCounted: false,
    kind: "sum",
    isBoxed: false,
    variants: [{ name: "Red", fields: [] }, { name: "Green", fields: [] }],
  },
  { ...counted("[int]"), kind: "list", element: 0 },
  {
    ...counted("Res"),
    kind: "sum",
    isBoxed: true,
    drop: 2,
    variants: [{ name: "Res", fields: [field(0, "n")] }],
  },
  scalar("char"),
  { ...counted("token<Res>"), kind: "token", of: 17 },
] as const satisfies readonly TypeDescriptor[];

export type TypeName = (typeof TYPES)[number]["name"];

/** The number of a type. */
export function type(name: string): number {
  const id = TYPES.findIndex((each) => each.name === name);
  if (id < 0) throw new Error(`no type ${name}`);
  return id;
}

/** Tagged registers. */
export const ref = (register: number): number => 4 * register + REF;
export const int = (register: number): number => 4 * register + INT;
export const num = (register: number): number => 4 * register + NUM;
export const prim = (name: PrimOp): number => PRIM_NAMES.indexOf(name);
export const intrinsic = (name: IntrinsicName): number => INTRINSIC_NAMES.indexOf(name);

/** Where a jump goes: the instruction of that number. */
export interface To {
  readonly to: number;
}
export const to = (instruction: number): To => ({ to: instruction });

/** An instruction: its name, then its operands; a list is a row of its own, its count is added. */
export type Row = readonly [OpcodeName, ...(number | To | readonly (number | To)[])[]];

export interface FunctionText {
  readonly params?: readonly (readonly ["owned" | "borrowed", string])[];
  readonly result?: string;
  readonly code: readonly Row[];
  readonly registers?: number;
  /** Instructions with a position, by number; all if left out. */
  readonly lines?: readonly number[];
  /** Call and handler, by numbers of instructions. */
  readonly unwind?: readonly (readonly [number, number])[];
  readonly constants?: readonly Constant[];
  readonly env?: string;
  readonly captures?: readonly string[];
}

export function assemble(name: string, text: FunctionText): Chunk {
  const pcs: number[] = [];
  let pc = 0;
  for (const row of text.code) {
    pcs.push(pc);
    pc += 1 + row.slice(1).reduce<number>((n, w) => n + (Array.isArray(w) ? 1 + w.length : 1), 0);
  }
  pcs.push(pc);
  const words = text.code.flatMap(([opcode, ...operands], i) => {
    const word = (w: number | To) => typeof w === "number" ? w : (pcs[w.to] ?? -1) - (pcs[i] ?? 0);
    return [
      OPCODES[opcode],
      ...operands.flatMap((o) =>
        typeof o === "number" || "to" in o ? [word(o)] : [o.length, ...o.map(word)]
      ),
    ];
  });
  const pcOf = (index: number) => pcs[index] ?? -1;
  return {
    name,
    code: Int32Array.from(words),
    constants: text.constants ?? [],
    registerCount: text.registers ?? 4,
    params: (text.params ?? []).map(([mark, id]) => ({
      type: type(id),
      isOwned: mark === "owned",
    })),
    result: type(text.result ?? "void"),
    lines: (text.lines ?? text.code.map((_, i) => i)).flatMap((i) => [pcOf(i), 0, 1, 1]),
    regions: [],
    unwind: (text.unwind ?? []).flatMap(([call, handler]) => [pcOf(call), pcOf(handler)]),
    env: text.env === undefined ? -1 : type(text.env),
    captures: text.captures ?? [],
  };
}

/** Functions that every program has: a closure's wrapper and the `drop` of `Res`. */
const WRAPPER = assemble("wrapper", {
  params: [["borrowed", "env(str)"]],
  result: "str",
  env: "env(str)",
  captures: ["text"],
  code: [["CELL_GET_R", 0, 0, 0], ["INC", 0], ["RET_R", 0]],
});
const DROP = assemble("drop", {
  params: [["borrowed", "Res"]],
  code: [["LOAD_I", 1, 0], ["RET_S", 1]],
});
/** Numbers of the functions of an assembled program. */
export const FUNCTIONS = { main: 0, wrapper: 1, drop: 2 } as const;

/** A program with `main` as its only function besides those of `FUNCTIONS`, and `more` behind them. */
export function program(
  main: FunctionText,
  more: readonly FunctionText[] = [],
  types: readonly TypeDescriptor[] = TYPES,
): CompiledProgram {
  const chunks = [
    assemble("main", main),
    WRAPPER,
    DROP,
    ...more.map((text, i) => assemble(`f${i}`, text)),
  ];
  const takesArgs = (main.params ?? []).length > 0;
  const isInt = main.result === "int";
  return compiled({
    chunks,
    types,
    files: ["main.ori"],
    isStdFile: [false],
    main: { fn: 0, takesArgs, returnsInt: isInt },
    tests: [],
  });
}

/** `bytecode` with facts that fit. */
export function compiled(bytecode: BytecodeProgram): CompiledProgram {
  return {
    compiler: "test",
    bytecode,
    functions: bytecode.chunks.map(() => ({ isTool: false, file: 0, line: 1, column: 1 })),
    layouts: bytecode.types.map(() => ({
      form: "plain",
      size: 0,
      hasTag: false,
      some: 0,
      offsets: [],
    })),
    modules: [],
  };
}

export function blob(made: CompiledProgram): Uint8Array {
  return encodeBlob(made);
}
