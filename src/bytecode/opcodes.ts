/**
 * The instruction set: every opcode with its operands, one 32-bit word each after the opcode word.
 *
 * A register holds one value at a time, in two files with one numbering: scalars (and enums) as
 * doubles in the scalar file, references in the reference file. An int beyond 2^53 - 1 is a NaN in
 * the scalar file and a BigInt in the reference file. Operand letters:
 *
 *     d  destination register        r  source register       i  immediate
 *     k  constant index              f  function id           t  type id
 *     p  index into PRIM_NAMES       n  index into INTRINSIC_NAMES
 *     j  jump offset, from the start of the instruction
 *     w  tagged register: number * 4 + class (see REF, INT, NUM)
 *     *  count, then that many tagged registers
 *     #  count, then that many jump offsets
 */
import { type IntrinsicName, INTRINSICS, type PrimOp, PRIMS } from "../operations/mod.ts";

/** Classes of a tagged register: a reference, an int (perhaps a BigInt), any other scalar. */
export const REF = 0;
export const INT = 1;
export const NUM = 2;
export type RegisterClass = typeof REF | typeof INT | typeof NUM;

const TABLE = [
  ["MOVE_S", "dr"],
  ["MOVE_R", "dr"],
  ["LOAD_I", "di"],
  ["LOAD_K", "dk"],
  ["LOAD_STR", "dk"],
  ["JUMP", "j"],
  ["JUMP_TRUE", "rj"],
  ["JUMP_FALSE", "rj"],
  // Fused comparisons; also for bytes, chars and bools.
  ["JEQ", "rrj"],
  ["JNE", "rrj"],
  ["JLT", "rrj"],
  ["JLE", "rrj"],
  ["JEQ_I", "rij"],
  ["JNE_I", "rij"],
  ["JLT_I", "rij"],
  ["JLE_I", "rij"],
  ["JGT_I", "rij"],
  ["JGE_I", "rij"],
  /** Compares with an int constant that is no immediate. */
  ["JEQ_K", "rkj"],
  // Floats: the negations differ from the opposite comparisons on NaN.
  ["JF_LT", "rrj"],
  ["JF_LE", "rrj"],
  ["JF_NLT", "rrj"],
  ["JF_NLE", "rrj"],
  /** Subject, lowest value, default target, then targets of the values from there on. */
  ["SWITCH", "rij#"],
  /** The immediate is the register window: where the callee's frame starts. */
  ["CALL", "dif*"],
  /** A call with one argument, a scalar. */
  ["CALL_1", "dif*"],
  /** Destination, window, closure, arguments. */
  ["CALL_CLOSURE", "dir*"],
  ["RET_S", "r"],
  ["RET_R", "r"],
  ["RESUME", ""],
  ["UNREACHABLE", ""],
  ["ADD", "drr"],
  ["SUB", "drr"],
  ["MUL", "drr"],
  ["ADD_I", "dri"],
  ["SUB_I", "dri"],
  ["MUL_I", "dri"],
  ["REM_I", "dri"],
  ["WRAP_ADD", "drr"],
  ["WRAP_ADD_I", "dri"],
  ["DIV", "drr"],
  ["REM", "drr"],
  ["EQ", "drr"],
  ["NE", "drr"],
  ["LT", "drr"],
  ["LE", "drr"],
  ["EQ_I", "dri"],
  ["LT_I", "dri"],
  ["LE_I", "dri"],
  ["NOT", "dr"],
  ["AND", "drr"],
  ["OR", "drr"],
  ["XOR", "drr"],
  ["F_ADD", "drr"],
  ["F_SUB", "drr"],
  ["F_MUL", "drr"],
  ["F_DIV", "drr"],
  ["F_EQ", "drr"],
  ["F_NE", "drr"],
  ["F_LT", "drr"],
  ["F_LE", "drr"],
  ["INT_TO_FLOAT", "dr"],
  /** Any other primitive. */
  ["PRIM1", "dpr"],
  ["PRIM2", "dprr"],
  /** Destination, type, fields: a struct. */
  ["MAKE", "dt*"],
  /** Destination, type, tag, fields: an inline sum. */
  ["MAKE_SUM", "dti*"],
  /** Destination, type, tag, fields: a boxed sum. */
  ["NEW", "dti*"],
  ["GET_S", "dri"],
  ["GET_R", "dri"],
  ["CELL_GET_S", "dri"],
  ["CELL_GET_R", "dri"],
  ["TAG", "dr"],
  ["CELL_TAG", "dr"],
  /** Source, index of the first field, destinations. */
  ["UNPACK", "ri*"],
  ["UNPACK_CELL", "r*"],
  ["INC", "r"],
  ["DEC", "r"],
  ["INC_VALUE", "rt"],
  ["DEC_VALUE", "rt"],
  ["RESET", "dr"],
  /** Destination, token, type, tag, fields. */
  ["REUSE", "drti*"],
  /** Destination, type, wrapper, captures. */
  ["CLOSURE", "dtf*"],
  ["LIST", "dt*"],
  ["LIST_LEN", "dr"],
  ["STR_LEN", "dr"],
  // Intrinsics: destination, intrinsic, list type or -1, arguments. Those with a fast path have
  // opcodes of their own and the same operands.
  ["INTRINSIC", "dnt*"],
  ["LIST_GET_S", "dnt*"],
  ["LIST_GET_R", "dnt*"],
  ["LIST_PUSH", "dnt*"],
  ["LIST_SET", "dnt*"],
  ["LIST_MOVE", "dnt*"],
  /** Token, cell, destinations. */
  ["UNPACK_RESET", "dr*"],
  ["NO_TOKEN", "d"],
  /** A builder without a cell, or the content of an empty field. */
  ["LOAD_EMPTY", "d"],
  /** Destination, builder, cell, its empty field. */
  ["EXTEND", "drri"],
  /** Destination, builder, value. */
  ["FINISH", "drr"],
  /** Ends the panic that came to this handler: its message. */
  ["TAKE_PANIC", "d"],
  /** Raises the panic that a drop in the release before ended with; the destination is void. */
  ["DROP_CHECK", "d"],
  /** Takes a step of a run that has a limit; `countSteps` puts it into code, and no blob has it. */
  ["STEP", ""],
] as const;

export type OpcodeName = (typeof TABLE)[number][0];

/** The operands of each opcode: the meaning of the words after it. */
export const OPERANDS: readonly string[] = TABLE.map(([, operands]) => operands);
/** Names by opcode. */
export const OPCODE_NAMES: readonly OpcodeName[] = TABLE.map(([name]) => name);
/** Opcodes by name. */
export const OPCODES = Object.fromEntries(
  OPCODE_NAMES.map((name, opcode) => [name, opcode]),
) as Readonly<Record<OpcodeName, number>>;

/** Primitives by their number in bytecode. */
export const PRIM_NAMES = Object.keys(PRIMS) as readonly PrimOp[];
/** Intrinsics by their number in bytecode. */
export const INTRINSIC_NAMES = Object.keys(INTRINSICS) as readonly IntrinsicName[];

/** Number of words of the instruction at `pc`, opcode included. */
export function instructionLength(code: ArrayLike<number>, pc: number): number {
  const operands = OPERANDS[code[pc]];
  const fixed = operands.length;
  const last = operands[fixed - 1];
  return last === "*" || last === "#" ? 1 + fixed + code[pc + fixed] : 1 + fixed;
}
