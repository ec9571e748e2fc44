/** Executes one instruction completely, where the fast paths of the loop do not. */
import {
  instructionLength,
  INTRINSIC_NAMES,
  OPCODE_NAMES,
  type OpcodeName,
  PRIM_NAMES,
} from "../bytecode/mod.ts";
import { primInfo, type PrimOp } from "../operations/mod.ts";
import { extendBuilder, finishBuilder } from "./cell_builders.ts";
import { NO_TOKEN } from "./heap.ts";
import { INTRINSIC_FUNCTIONS } from "./intrinsics.ts";
import { type Machine, RESULT } from "./machine.ts";
import { PRIM_FUNCTIONS } from "./prims.ts";
import { Cell, type Scalar, Str, UNCOUNTED, type Value } from "./value.ts";

/** Executes the instruction at `m.pc` and gives the next pc. */
type Handler = (m: Machine) => number;

/** Executes the current instruction of `m` and advances. */
export function stepSlowly(m: Machine): void {
  const handler = HANDLERS[m.image.code[m.pc]];
  if (handler === undefined) throw m.bug(`no slow path for ${OPCODE_NAMES[m.image.code[m.pc]]}`);
  try {
    m.pc = handler(m);
  } catch (error) {
    throw m.located(error);
  }
}

function next(m: Machine): number {
  return m.pc + instructionLength(m.image.code, m.pc);
}

/** A handler that always continues with the next instruction. */
function plain(run: (m: Machine) => void): Handler {
  return (m) => {
    run(m);
    return next(m);
  };
}

// --- primitives and intrinsics: operands are decoded here, the functions know values alone ---

/** A float register may hold NaN, which marks a BigInt in an int register. */
type Operand = (m: Machine, register: number) => Scalar;

const operandOf = {
  float: (m, register) => m.scalars[register],
  other: (m, register) => m.int(register),
  none: () => 0,
} satisfies Record<string, Operand>;

function operand(op: PrimOp, index: number): Operand {
  const type = primInfo(op).params[index];
  if (type === undefined) return operandOf.none;
  return type === "float" ? operandOf.float : operandOf.other;
}

/**
 * Stores the result of a primitive or intrinsic in operand 0, or raises the panic that it is. The instruction has `length`
 * words.
 */
function finish(m: Machine, result: Value | string, length: number): number {
  if (typeof result === "number") m.scalars[m.register(0)] = result;
  else if (typeof result === "string") return m.raise(result);
  else m.setLargeOrRef(m.register(0), result);
  return m.pc + length;
}

/** A primitive whose operands are instruction operands `first` and the one behind it. */
function prim(op: PrimOp, first = 1): Handler {
  const run = PRIM_FUNCTIONS[op];
  const [left, right] = [operand(op, 0), operand(op, 1)];
  return (m) => {
    const result = run(left(m, m.register(first)), right(m, m.register(first + 1)));
    return finish(m, result, instructionLength(m.image.code, m.pc));
  };
}

/** A primitive on an int and an immediate. */
function primWithImmediate(op: PrimOp): Handler {
  const run = PRIM_FUNCTIONS[op];
  return (m) => finish(m, run(m.int(m.register(1)), m.immediate(2)), 4);
}

/** By number, for the opcodes that name their primitive. */
const PRIMS = PRIM_NAMES.map((op) => prim(op, 2));
const INTRINSICS = INTRINSIC_NAMES.map((name) => INTRINSIC_FUNCTIONS[name]);

/** Operands: destination, intrinsic, list type, number of arguments, arguments. */
function runIntrinsic(m: Machine): number {
  const { code } = m.image;
  const at = m.pc + 4;
  const count = code[at];
  const result = INTRINSICS[code[m.pc + 2]](
    m.world,
    code[m.pc + 3],
    count > 0 ? m.tagged(code[at + 1]) : undefined,
    count > 1 ? m.tagged(code[at + 2]) : undefined,
    count > 2 ? m.tagged(code[at + 3]) : undefined,
    count > 3 ? m.tagged(code[at + 4]) : undefined,
  );
  return finish(m, result, 5 + count);
}

/** Raises the panic of a drop, if the release before ended with one. */
function checkDrop(m: Machine): number {
  if (m.world.takeDropPanic() !== undefined) return m.startUnwinding();
  m.scalars[m.register(0)] = 0;
  return next(m);
}

/** A fused comparison of ints. */
function jump(holds: (a: number | bigint, b: number | bigint) => boolean): Handler {
  return (m) => {
    const taken = holds(m.int(m.register(0)), m.int(m.register(1)));
    return taken ? m.pc + m.immediate(2) : next(m);
  };
}

function jumpWithImmediate(holds: (a: number | bigint, b: number) => boolean): Handler {
  return (m) => {
    const taken = holds(m.int(m.register(0)), m.immediate(1));
    return taken ? m.pc + m.immediate(2) : next(m);
  };
}

function isEqual(a: number | bigint, b: number | bigint): boolean {
  return a <= b && a >= b;
}

/** Makes room for the call at `m.pc`, which is then executed again; too deep a recursion is a panic. */
function growForCall(m: Machine): number {
  const isClosure = m.image.code[m.pc] === CALL_CLOSURE;
  const fn = isClosure ? m.cell(m.register(2)).tag : m.immediate(2);
  const top = m.fp + m.immediate(1) + m.image.frameSizes[fn];
  let hasRoom = m.sp < m.frames.length || m.growFrames();
  while (hasRoom && top > m.scalars.length) hasRoom = m.growRegisters();
  return hasRoom ? m.pc : m.raiseStackOverflow();
}

const CALL_CLOSURE = OPCODE_NAMES.indexOf("CALL_CLOSURE");

/** The outermost frame halts the machine and leaves the result in `RESULT`. */
function returnScalar(m: Machine): number {
  const from = m.register(0);
  const [value, large] = [m.scalars[from], m.refs[from]];
  const { to, pc } = leave(m);
  m.scalars[to] = value;
  if (value !== value) m.refs[to] = large;
  return pc;
}

function returnRef(m: Machine): number {
  const value = m.refs[m.register(0)];
  const { to, pc } = leave(m);
  m.refs[to] = value;
  return pc;
}

function leave(m: Machine): { to: number; pc: number } {
  if (m.sp === m.floor) {
    m.world.isHalted = true;
    return { to: RESULT, pc: m.pc };
  }
  m.pc = m.frames[--m.sp];
  m.fp -= m.immediate(1);
  return { to: m.register(0), pc: next(m) };
}

function make(m: Machine): void {
  m.refs[m.register(0)] = m.list(2);
}

function makeSum(m: Machine): void {
  const fields = m.list(3);
  fields.unshift(m.immediate(2));
  m.refs[m.register(0)] = fields;
}

/** A nullary variant is no block, unless its type drops. */
function makeCell(m: Machine): void {
  const [type, tag] = [m.immediate(1), m.immediate(2)];
  const items = m.list(3);
  m.refs[m.register(0)] = items.length === 0 && !m.heap.drops(type)
    ? new Cell(UNCOUNTED, type, tag, items)
    : m.heap.cell(type, tag, items);
}

function reuse(m: Machine): void {
  const items = m.list(4);
  const token = m.cell(m.register(1));
  m.refs[m.register(0)] = m.heap.reuse(token, m.immediate(2), m.immediate(3), items);
}

function makeClosure(m: Machine): void {
  const [type, fn] = [m.immediate(1), m.immediate(2)];
  const captures = m.list(3);
  m.refs[m.register(0)] = captures.length === 0
    ? new Cell(UNCOUNTED, type, fn, captures)
    : m.heap.cell(type, fn, captures);
}

function getScalar(items: (m: Machine, register: number) => readonly Value[]): Handler {
  return plain((m) => {
    const value = items(m, m.register(1))[m.immediate(2)];
    if (typeof value !== "bigint") throw m.bug("no int in a field");
    m.setInt(m.register(0), value);
  });
}

function aggregate(m: Machine, register: number): Value[] {
  const value = m.refs[register];
  if (!Array.isArray(value)) throw m.bug("no aggregate in a register");
  return value;
}

function unpackTo(m: Machine, countAt: number, values: readonly Value[]): void {
  const count = m.immediate(countAt);
  for (let i = 0; i < count; i++) m.setTagged(m.immediate(countAt + 1 + i), values[i]);
}

function unpack(m: Machine): void {
  unpackTo(m, 2, aggregate(m, m.register(0)).slice(m.immediate(1)));
}

function unpackCell(m: Machine): void {
  unpackTo(m, 1, m.heap.unpack(m.cell(m.register(0))));
}

function unpackForReuse(m: Machine): void {
  const { items, token } = m.heap.unpackForReuse(m.cell(m.register(1)));
  m.refs[m.register(0)] = token;
  unpackTo(m, 2, items);
}

function loadNoToken(m: Machine): void {
  m.refs[m.register(0)] = NO_TOKEN;
}

function block(m: Machine, register: number): Cell | Str {
  const value = m.refs[register];
  if (value instanceof Cell || value instanceof Str) return value;
  throw m.bug("no counted block in a register");
}

function reset(m: Machine): void {
  const cell = m.cell(m.register(1));
  const token = cell.count < 0 ? NO_TOKEN : m.heap.reset(cell);
  m.refs[m.register(0)] = token;
}

const BY_NAME: Partial<Record<OpcodeName, Handler>> = {
  JEQ: jump(isEqual),
  JNE: jump((a, b) => !isEqual(a, b)),
  JLT: jump((a, b) => a < b),
  JLE: jump((a, b) => a <= b),
  JLT_I: jumpWithImmediate((a, b) => a < b),
  JLE_I: jumpWithImmediate((a, b) => a <= b),
  JGT_I: jumpWithImmediate((a, b) => a > b),
  JGE_I: jumpWithImmediate((a, b) => a >= b),
  JEQ_K: (m) => {
    const index = m.immediate(1);
    const small = m.image.scalarConstants[index];
    const constant = small === small ? small : m.image.refConstants[index];
    return m.int(m.register(0)) === constant ? m.pc + m.immediate(2) : next(m);
  },
  CALL: growForCall,
  CALL_1: growForCall,
  CALL_CLOSURE: growForCall,
  RET_S: returnScalar,
  RET_R: returnRef,
  RESUME: (m) => m.resume(),
  UNREACHABLE: (m) => {
    throw m.bug("Unreachable was reached");
  },
  ADD: prim("int_add"),
  SUB: prim("int_sub"),
  MUL: prim("int_mul"),
  DIV: prim("int_div"),
  REM: prim("int_rem"),
  ADD_I: primWithImmediate("int_add"),
  SUB_I: primWithImmediate("int_sub"),
  MUL_I: primWithImmediate("int_mul"),
  REM_I: primWithImmediate("int_rem"),
  WRAP_ADD: prim("int_wrap_add"),
  WRAP_ADD_I: primWithImmediate("int_wrap_add"),
  EQ: prim("int_eq"),
  NE: prim("int_ne"),
  LT: prim("int_lt"),
  LE: prim("int_le"),
  LT_I: primWithImmediate("int_lt"),
  LE_I: primWithImmediate("int_le"),
  AND: prim("int_and"),
  OR: prim("int_or"),
  XOR: prim("int_xor"),
  INT_TO_FLOAT: prim("int_to_float"),
  F_EQ: prim("float_eq"),
  F_NE: prim("float_ne"),
  F_LT: prim("float_lt"),
  F_LE: prim("float_le"),
  PRIM1: (m) => PRIMS[m.immediate(1)](m),
  PRIM2: (m) => PRIMS[m.immediate(1)](m),
  MAKE: plain(make),
  MAKE_SUM: plain(makeSum),
  NEW: plain(makeCell),
  GET_S: getScalar(aggregate),
  CELL_GET_S: getScalar((m, register) => m.cell(register).items),
  CELL_TAG: plain((m) => m.scalars[m.register(0)] = m.cell(m.register(1)).tag),
  UNPACK: plain(unpack),
  UNPACK_CELL: plain(unpackCell),
  UNPACK_RESET: plain(unpackForReuse),
  NO_TOKEN: plain(loadNoToken),
  INC: plain((m) => m.heap.retain(block(m, m.register(0)))),
  DEC: plain((m) => m.heap.release(block(m, m.register(0)))),
  INC_VALUE: plain((m) => m.heap.retainValue(m.immediate(1), m.refs[m.register(0)])),
  DEC_VALUE: plain((m) => m.heap.releaseValue(m.immediate(1), m.refs[m.register(0)])),
  RESET: plain(reset),
  REUSE: plain(reuse),
  LOAD_EMPTY: plain((m) => m.refs[m.register(0)] = undefined),
  EXTEND: plain((m) => {
    const builder = m.refs[m.register(1)];
    m.refs[m.register(0)] = extendBuilder(builder, m.cell(m.register(2)), m.immediate(3));
  }),
  FINISH: plain((m) => {
    m.refs[m.register(0)] = finishBuilder(m.refs[m.register(1)], m.refs[m.register(2)]);
  }),
  CLOSURE: plain(makeClosure),
  LIST: plain((m) => m.refs[m.register(0)] = m.heap.list(m.immediate(1), m.list(2))),
  STR_LEN: plain((m) => m.scalars[m.register(0)] = m.str(m.register(1)).size),
  TAKE_PANIC: plain((m) => m.refs[m.register(0)] = m.world.takePanic()),
  DROP_CHECK: checkDrop,
  STEP: plain((m) => m.world.steps?.step()),
  INTRINSIC: runIntrinsic,
  LIST_LEN: plain((m) => m.scalars[m.register(0)] = m.cell(m.register(1)).length),
  LIST_GET_S: runIntrinsic,
  LIST_GET_R: runIntrinsic,
  LIST_PUSH: runIntrinsic,
  LIST_SET: runIntrinsic,
};

const HANDLERS: readonly (Handler | undefined)[] = OPCODE_NAMES.map((name) => BY_NAME[name]);
