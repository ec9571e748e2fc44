/**
 * Checks types and ownership of bytecode by running each function on abstract registers along every path: every operand
 * is of the type that its instruction or callee takes, a field is read where its variant is known, each reference is
 * given up once, and none is left where the frame is left. Requires code that `verifyCode` found whole.
 *
 * Not known before the program runs: that an index is inside, that a text is UTF-8, that a path is taken at all. The VM
 * checks those.
 */
import { InternalError } from "../base/mod.ts";
import {
  type BytecodeProgram,
  type Chunk,
  instructionLength,
  INTRINSIC_NAMES,
  OPCODE_NAMES,
  type OpcodeName,
  OPCODES,
  PRIM_NAMES,
} from "../bytecode/mod.ts";
import { intrinsicInfo, primPanics, unwinds } from "../operations/mod.ts";
import { BlobError } from "./blob_error.ts";
import { CALL_STEPS } from "./call_steps.ts";
import { findBlocks } from "./code_blocks.ts";
import { FrameChecker } from "./frame_checker.ts";
import type { ProgramTypes } from "./program_types.ts";
import { REFERENCE_STEPS } from "./reference_steps.ts";
import { captureEntry, enter, FREE, LENT } from "./register_state.ts";
import { SCALAR_STEPS, type Step } from "./scalar_steps.ts";

const BY_NAME: ReadonlyMap<OpcodeName, Step> = new Map([
  ...SCALAR_STEPS,
  ...REFERENCE_STEPS,
  ...CALL_STEPS,
]);
const STEPS = OPCODE_NAMES.map((name) => BY_NAME.get(name));

/** Throws `BlobError` where a chunk breaks a rule; `targets` are the places that each chunk jumps to. */
export function verifyFlow(
  program: BytecodeProgram,
  types: ProgramTypes,
  targets: readonly (readonly number[])[],
): void {
  const facts = { chunks: program.chunks, types, unwinds: findUnwinding(program.chunks) };
  program.chunks.forEach((chunk, fn) => {
    let checker: FrameChecker | undefined;
    try {
      checker = new FrameChecker(facts, chunk, findBlocks(chunk, targets[fn] ?? []));
      checkFrame(checker);
    } catch (error) {
      if (!(error instanceof BlobError)) throw error;
      const opcode = checker &&
        `${OPCODE_NAMES[chunk.code[checker.pc] ?? -1]} at ${checker.pc} of `;
      throw new BlobError(`${opcode ?? ""}${chunk.name} ${error.message}`);
    }
  });
}

function checkFrame(c: FrameChecker): void {
  const { order, blocks } = c.flow;
  const position = new Int32Array(blocks.length);
  order.forEach((block, i) => position[block] = i);
  enterFunction(c);
  for (let i = 0; i < order.length;) {
    const block = order[i] ?? 0;
    if (!c.isDue[block]) {
      i++;
      continue;
    }
    c.isDue[block] = false;
    checkBlock(c, block);
    // A jump back may have changed the entry of a block that was checked.
    i = (blocks[block]?.next ?? []).reduce(
      (least, next) => c.isDue[next] ? Math.min(least, position[next] ?? 0) : least,
      i + 1,
    );
  }
}

/** The parameters are set, and owned or lent. */
function enterFunction(c: FrameChecker): void {
  const { state, chunk, types } = c;
  state.clear();
  chunk.params.forEach(({ type, isOwned }, register) => {
    const isCounted = types.isCounted(type);
    const count = isCounted ? (isOwned ? 1 : 0) : FREE;
    state.set(register, c.valueOf(type, count, count === 0 ? LENT : undefined));
  });
  const live = c.flow.blocks[0]?.live ?? new Int32Array();
  c.entries[0] = captureEntry(state, live);
  c.isDue[0] = true;
}

function checkBlock(c: FrameChecker, index: number): void {
  const block = c.flow.blocks[index];
  const entry = c.entries[index];
  if (block === undefined || entry === undefined) return;
  enter(c.state, entry, block.live);
  const { code } = c.chunk;
  let goesOn = true;
  for (c.pc = block.start; goesOn && c.pc < block.end;) {
    const step = STEPS[code[c.pc] ?? -1];
    if (step === undefined) throw new InternalError("no step", { stage: "blob" });
    goesOn = step(c);
    if (goesOn) c.pc += instructionLength(code, c.pc);
  }
  if (goesOn) c.goTo(block.end);
}

/** By function: whether it has a panic that no handler of it takes. */
function findUnwinding(chunks: readonly Chunk[]): boolean[] {
  const unwinding = chunks.map(() => false);
  const callers: number[][] = chunks.map(() => []);
  const queue: number[] = [];
  const mark = (fn: number): void => {
    if (unwinding[fn]) return;
    unwinding[fn] = true;
    queue.push(fn);
  };
  chunks.forEach((chunk, fn) => {
    const caught = caughtIn(chunk);
    const { code } = chunk;
    for (let pc = 0; pc < code.length; pc += instructionLength(code, pc)) {
      if (caught.has(pc)) continue;
      const name = OPCODE_NAMES[code[pc] ?? -1];
      if (name === "CALL" || name === "CALL_1") callers[code[pc + 3] ?? -1]?.push(fn);
      else if (name !== undefined && raises(code, pc, name)) mark(fn);
    }
  });
  for (let fn = queue.pop(); fn !== undefined; fn = queue.pop()) callers[fn]?.forEach(mark);
  return unwinding;
}

/** The instructions of which a handler takes the panic. */
function caughtIn({ code, unwind }: Chunk): ReadonlySet<number> {
  const caught = new Set<number>();
  for (let i = 0; i < unwind.length; i += 2) {
    if (code[unwind[i + 1] ?? -1] === OPCODES.TAKE_PANIC) caught.add(unwind[i] ?? -1);
  }
  return caught;
}

/** Primitives that may panic; those that cannot overflow where they stand have no line. */
const RAISING: ReadonlySet<OpcodeName | undefined> = new Set<OpcodeName>([
  "ADD",
  "SUB",
  "MUL",
  "DIV",
  "REM",
  "ADD_I",
  "SUB_I",
  "MUL_I",
  "REM_I",
]);

function raises(code: Int32Array, pc: number, name: OpcodeName): boolean {
  if (name === "CALL_CLOSURE" || name === "DROP_CHECK" || RAISING.has(name)) return true;
  if (name === "PRIM1" || name === "PRIM2") {
    const prim = PRIM_NAMES[code[pc + 2] ?? -1];
    return prim !== undefined && primPanics(prim);
  }
  const isIntrinsic = name === "INTRINSIC" || name.startsWith("LIST_") && name !== "LIST_LEN";
  const intrinsic = isIntrinsic ? INTRINSIC_NAMES[code[pc + 2] ?? -1] : undefined;
  return intrinsic !== undefined && unwinds(intrinsicInfo(intrinsic).effects);
}
