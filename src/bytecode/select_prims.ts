/** Primitives to instructions: opcodes of their own where they are common, immediates, fused branches. */
import type { BlockId, JumpTarget, VarId } from "../arc/mod.ts";
import type { PrimOp } from "../operations/mod.ts";
import type { Span } from "../base/mod.ts";
import { def, type PrimOperation, type Selection, use } from "./context.ts";
import type { Operand } from "./instruction.ts";
import { type OpcodeName, PRIM_NAMES } from "./opcodes.ts";

/** Opcode of a two-operand primitive. `swap`: its operands change places. */
interface Binary {
  readonly opcode: OpcodeName;
  readonly swap?: true;
}

/** Comparisons of ints also serve bytes, chars and bools: these are never NaN. */
const BINARY: Partial<Record<PrimOp, Binary>> = {
  int_add: { opcode: "ADD" },
  int_sub: { opcode: "SUB" },
  int_mul: { opcode: "MUL" },
  int_wrap_add: { opcode: "WRAP_ADD" },
  int_div: { opcode: "DIV" },
  int_rem: { opcode: "REM" },
  int_and: { opcode: "AND" },
  int_or: { opcode: "OR" },
  int_xor: { opcode: "XOR" },
  float_add: { opcode: "F_ADD" },
  float_sub: { opcode: "F_SUB" },
  float_mul: { opcode: "F_MUL" },
  float_div: { opcode: "F_DIV" },
  float_eq: { opcode: "F_EQ" },
  float_ne: { opcode: "F_NE" },
  float_lt: { opcode: "F_LT" },
  float_le: { opcode: "F_LE" },
  float_gt: { opcode: "F_LT", swap: true },
  float_ge: { opcode: "F_LE", swap: true },
  ...comparisons("int"),
  ...comparisons("char"),
  ...comparisons("byte"),
  int_when: { opcode: "MUL" }, // a bool is 0 or 1
  bool_eq: { opcode: "EQ" },
  bool_ne: { opcode: "NE" },
};

function comparisons(type: "int" | "char" | "byte"): Partial<Record<PrimOp, Binary>> {
  return {
    [`${type}_eq`]: { opcode: "EQ" },
    [`${type}_ne`]: { opcode: "NE" },
    [`${type}_lt`]: { opcode: "LT" },
    [`${type}_le`]: { opcode: "LE" },
    [`${type}_gt`]: { opcode: "LT", swap: true },
    [`${type}_ge`]: { opcode: "LE", swap: true },
  };
}

/** The form with an immediate as right operand. */
const RIGHT_IMMEDIATE: Partial<Record<OpcodeName, OpcodeName>> = {
  ADD: "ADD_I",
  SUB: "SUB_I",
  MUL: "MUL_I",
  REM: "REM_I",
  WRAP_ADD: "WRAP_ADD_I",
  EQ: "EQ_I",
  LT: "LT_I",
  LE: "LE_I",
};
/** The form with an immediate that was the left operand. */
const LEFT_IMMEDIATE: Partial<Record<OpcodeName, OpcodeName>> = {
  ADD: "ADD_I",
  WRAP_ADD: "WRAP_ADD_I",
  MUL: "MUL_I",
  EQ: "EQ_I",
};

/** Same bits in the scalar file before and after. */
const MOVES: ReadonlySet<PrimOp> = new Set<PrimOp>([
  "byte_to_int",
  "char_to_int",
  "byte_to_char",
  "bool_to_int",
]);

/** `dst = op(args)`, checked or not. */
export function selectPrim(
  s: Selection,
  dst: VarId,
  op: PrimOp,
  args: readonly VarId[],
  span?: Span,
  handler?: BlockId,
): void {
  const [a, b] = args;
  if (b === undefined) return selectUnary(s, dst, op, a, span, handler);
  const binary = BINARY[op];
  if (binary === undefined) {
    return s.emit("PRIM2", [def(dst), PRIM_NAMES.indexOf(op), use(a), use(b)], span, handler);
  }
  const { opcode, operands } = chooseForm(s, binary, a, b);
  s.emit(opcode, [def(dst), ...operands], span, handler);
}

function selectUnary(
  s: Selection,
  dst: VarId,
  op: PrimOp,
  a: VarId,
  span: Span | undefined,
  handler: BlockId | undefined,
): void {
  if (MOVES.has(op)) return s.emit("MOVE_S", [def(dst), use(a)]);
  if (op === "bool_not") return s.emit("NOT", [def(dst), use(a)]);
  if (op === "int_to_float") return s.emit("INT_TO_FLOAT", [def(dst), use(a)]);
  s.emit("PRIM1", [def(dst), PRIM_NAMES.indexOf(op), use(a)], span, handler);
}

interface Form {
  readonly opcode: OpcodeName;
  readonly operands: readonly Operand[];
}

function chooseForm(s: Selection, binary: Binary, first: VarId, second: VarId): Form {
  const [a, b] = binary.swap ? [second, first] : [first, second];
  const rightForm = RIGHT_IMMEDIATE[binary.opcode];
  const rightValue = s.immediates.get(b);
  if (rightForm !== undefined && rightValue !== undefined) {
    return { opcode: rightForm, operands: [use(a), rightValue] };
  }
  const leftForm = LEFT_IMMEDIATE[binary.opcode];
  const leftValue = s.immediates.get(a);
  if (leftForm !== undefined && leftValue !== undefined) {
    return { opcode: leftForm, operands: [use(b), leftValue] };
  }
  return { opcode: binary.opcode, operands: [use(a), use(b)] };
}

/** Jumps that take the edge when the comparison holds, and when it does not. */
interface FusedJump {
  readonly holds: OpcodeName;
  readonly fails: OpcodeName;
}
interface FusedForms {
  readonly registers: FusedJump;
  /** `not (a < b)` is `b <= a`: the jump on failure takes its operands in the other order. */
  readonly swapsOnFail?: true;
  readonly rightImmediate?: FusedJump;
  readonly leftImmediate?: FusedJump;
}
const EQUAL_IMMEDIATE: FusedJump = { holds: "JEQ_I", fails: "JNE_I" };
const UNEQUAL_IMMEDIATE: FusedJump = { holds: "JNE_I", fails: "JEQ_I" };

const JUMPS: Partial<Record<OpcodeName, FusedForms>> = {
  EQ: {
    registers: { holds: "JEQ", fails: "JNE" },
    rightImmediate: EQUAL_IMMEDIATE,
    leftImmediate: EQUAL_IMMEDIATE,
  },
  NE: {
    registers: { holds: "JNE", fails: "JEQ" },
    rightImmediate: UNEQUAL_IMMEDIATE,
    leftImmediate: UNEQUAL_IMMEDIATE,
  },
  LT: {
    registers: { holds: "JLT", fails: "JLE" },
    swapsOnFail: true,
    rightImmediate: { holds: "JLT_I", fails: "JGE_I" },
    leftImmediate: { holds: "JGT_I", fails: "JLE_I" },
  },
  LE: {
    registers: { holds: "JLE", fails: "JLT" },
    swapsOnFail: true,
    rightImmediate: { holds: "JLE_I", fails: "JGT_I" },
    leftImmediate: { holds: "JGE_I", fails: "JLT_I" },
  },
  F_LT: { registers: { holds: "JF_LT", fails: "JF_NLT" } },
  F_LE: { registers: { holds: "JF_LE", fails: "JF_NLE" } },
};

/** Whether a branch on the result of `op` can be one instruction with it. */
export function isFusible(op: PrimOp): boolean {
  const binary = BINARY[op];
  if (binary === undefined) return op === "bool_not";
  return JUMPS[binary.opcode] !== undefined;
}

/** `if condition then ... else ...`, `else` being the block that follows in the code when possible. */
export function selectFusedBranch(
  s: Selection,
  condition: PrimOperation,
  then: JumpTarget,
  otherwise: JumpTarget,
  following: BlockId | undefined,
): void {
  const [a, b] = condition.args;
  if (condition.op === "bool_not") return selectBoolBranch(s, a, otherwise, then, following);
  const binary = BINARY[condition.op];
  if (binary === undefined) s.fail(`${condition.op} cannot be fused`);
  const form = fusedForm(s, binary, a, b);
  const invert = then.block === following;
  s.emit(invert ? form.jumps.fails : form.jumps.holds, [
    ...(invert ? form.failOperands : form.operands),
    { kind: "edge", target: invert ? otherwise : then },
  ]);
  s.emit("JUMP", [{ kind: "edge", target: invert ? then : otherwise }]);
}

interface FusedForm {
  readonly jumps: FusedJump;
  readonly operands: readonly Operand[];
  readonly failOperands: readonly Operand[];
}

function fusedForm(s: Selection, binary: Binary, first: VarId, second: VarId): FusedForm {
  const [a, b] = binary.swap ? [second, first] : [first, second];
  const forms = JUMPS[binary.opcode];
  if (forms === undefined) s.fail(`no jump for ${binary.opcode}`);
  const right = s.immediates.get(b);
  if (forms.rightImmediate !== undefined && right !== undefined) {
    const operands = [use(a), right];
    return { jumps: forms.rightImmediate, operands, failOperands: operands };
  }
  const left = s.immediates.get(a);
  if (forms.leftImmediate !== undefined && left !== undefined) {
    const operands = [use(b), left];
    return { jumps: forms.leftImmediate, operands, failOperands: operands };
  }
  const operands = [use(a), use(b)];
  const failOperands = forms.swapsOnFail ? [use(b), use(a)] : operands;
  return { jumps: forms.registers, operands, failOperands };
}

/** A branch on a bool in a register. */
export function selectBoolBranch(
  s: Selection,
  condition: VarId,
  then: JumpTarget,
  otherwise: JumpTarget,
  following: BlockId | undefined,
): void {
  const invert = then.block === following;
  s.emit(invert ? "JUMP_FALSE" : "JUMP_TRUE", [
    use(condition),
    { kind: "edge", target: invert ? otherwise : then },
  ]);
  s.emit("JUMP", [{ kind: "edge", target: invert ? then : otherwise }]);
}
