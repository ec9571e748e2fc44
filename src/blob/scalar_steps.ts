/** Instructions on scalars: what they take and make, and whether they raise panics. */
import { type OpcodeName, PRIM_NAMES } from "../bytecode/mod.ts";
import { primInfo, type PrimOp, type Scalar } from "../operations/mod.ts";
import { ensure } from "./blob_error.ts";
import type { FrameChecker } from "./frame_checker.ts";
import { ANY_INT, BOOL, scalarRange } from "./program_types.ts";
import { FLOAT, FREE, intValue, Value } from "./register_state.ts";

/** Checks the current instruction and brings the state behind it; whether the next one follows. */
export type Step = (c: FrameChecker) => boolean;

/**
 * Result, then operands: `i` an int, `f` a float, `b` a bool, `-` an immediate; without a result for jumps. `!` at the end:
 * it may panic.
 */
const SCALAR_FORMS: Partial<Record<OpcodeName, string>> = {
  ADD: "iii!",
  SUB: "iii!",
  MUL: "iii!",
  ADD_I: "ii-!",
  SUB_I: "ii-!",
  MUL_I: "ii-!",
  REM_I: "ii-!",
  DIV: "iii!",
  REM: "iii!",
  WRAP_ADD: "iii",
  WRAP_ADD_I: "ii-",
  EQ: "bii",
  NE: "bii",
  LT: "bii",
  LE: "bii",
  EQ_I: "bi-",
  LT_I: "bi-",
  LE_I: "bi-",
  NOT: "bb",
  AND: "iii",
  OR: "iii",
  XOR: "iii",
  F_ADD: "fff",
  F_SUB: "fff",
  F_MUL: "fff",
  F_DIV: "fff",
  F_EQ: "bff",
  F_NE: "bff",
  F_LT: "bff",
  F_LE: "bff",
  INT_TO_FLOAT: "fi",
};

/** Operands of jumps; the last operand is where they go. */
const JUMP_FORMS: Partial<Record<OpcodeName, string>> = {
  JLT: "ii",
  JLE: "ii",
  JLT_I: "i-",
  JLE_I: "i-",
  JGT_I: "i-",
  JGE_I: "i-",
  JF_LT: "ff",
  JF_LE: "ff",
  JF_NLT: "ff",
  JF_NLE: "ff",
  JUMP_TRUE: "b",
  JUMP_FALSE: "b",
  JEQ: "ii",
  JNE: "ii",
  JEQ_K: "i-",
};

const FLOAT_VALUE = (): Value => new Value(FLOAT, 0, 0, FREE, undefined);

function scalarValue(scalar: Scalar): Value {
  const range = scalarRange(scalar);
  return range === undefined ? FLOAT_VALUE() : intValue(range);
}

function operand(c: FrameChecker, index: number, letter: string | undefined): void {
  if (letter === "i") c.int(index);
  else if (letter === "f") c.float(index);
  else if (letter === "b") c.bool(index);
}

/** Whether the line table has the instruction: a panic needs its position, and an operation that cannot raise one has none. */
function mayPanicHere(c: FrameChecker): void {
  if (c.hasLine()) c.mayPanic();
}

function scalarStep(form: string): Step {
  const [result, ...letters] = form;
  const made = result === "i" ? ANY_INT : BOOL;
  return (c) => {
    letters.forEach((letter, i) => operand(c, i + 1, letter));
    if (form.endsWith("!")) mayPanicHere(c);
    c.define(0, result === "f" ? FLOAT_VALUE() : intValue(made));
    return true;
  };
}

function jumpStep(form: string): Step {
  return (c) => {
    for (let i = 0; i < form.length; i++) operand(c, i, form[i]);
    c.goTo(c.pc + c.word(form.length));
    return true;
  };
}

/** Operands behind the number of the primitive. */
function primStep(count: number): Step {
  return (c) => {
    const name = PRIM_NAMES[c.word(1)] as PrimOp;
    const { params, result, panics } = primInfo(name);
    ensure(params.length === count, "gives a primitive other operands");
    params.forEach((param: Scalar, i: number) => {
      const range = scalarRange(param);
      if (range === undefined) c.float(2 + i);
      else c.int(2 + i, range);
    });
    if (panics.length > 0) mayPanicHere(c);
    c.define(0, scalarValue(result));
    return true;
  };
}

function steps(
  forms: Partial<Record<OpcodeName, string>>,
  make: (form: string) => Step,
): [OpcodeName, Step][] {
  return Object.entries(forms).map(([name, form]) => [name as OpcodeName, make(form)]);
}

/** A jump on a comparison with a value of its own: it may tell a variant from the others. */
function equalStep(isEqual: boolean): Step {
  return (c) => {
    const subject = c.int(0);
    return isEqual ? c.goToIf(2, subject, c.word(1)) : c.goToUnless(2, subject, c.word(1));
  };
}

function switchStep(c: FrameChecker): boolean {
  const subject = c.int(0);
  const [low, fallback, count] = [c.word(1), c.word(2), c.word(3)];
  const targetOf = (value: number): number => {
    const isListed = value >= low && value < low + count;
    return c.pc + (isListed ? c.word(4 + value - low) : fallback);
  };
  const of = subject.tagOf;
  if (of === undefined) {
    const targets = new Set([c.pc + fallback]);
    for (let i = 0; i < count; i++) targets.add(targetOf(low + i));
    for (const target of targets) c.goTo(target);
    return false;
  }
  const variants = new Map<number, number[]>();
  for (const variant of c.variantsOf(of)) {
    const target = targetOf(variant);
    const known = variants.get(target);
    if (known === undefined) variants.set(target, [variant]);
    else known.push(variant);
  }
  for (const [target, those] of variants) c.goTo(target, { of, variants: those });
  return false;
}

export const SCALAR_STEPS: readonly (readonly [OpcodeName, Step])[] = [
  ...steps(SCALAR_FORMS, scalarStep),
  ...steps(JUMP_FORMS, jumpStep),
  ["PRIM1", primStep(1)],
  ["PRIM2", primStep(2)],
  ["JEQ_I", equalStep(true)],
  ["JNE_I", equalStep(false)],
  ["SWITCH", switchStep],
  ["JUMP", (c) => {
    c.goTo(c.pc + c.word(0));
    return false;
  }],
  ["LOAD_I", (c) => {
    c.define(0, intValue({ low: c.word(1), high: c.word(1) }));
    return true;
  }],
  ["LOAD_K", (c) => {
    const isFloat = c.chunk.constants[c.word(1)]?.kind === "float";
    c.define(0, isFloat ? FLOAT_VALUE() : intValue(ANY_INT));
    return true;
  }],
  ["MOVE_S", (c) => {
    const value = c.operand(1);
    ensure(value.type === FLOAT || c.isScalar(value), "moves a reference as a scalar");
    c.define(0, value);
    return true;
  }],
];
