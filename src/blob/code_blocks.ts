/**
 * The code of a function as blocks, with the registers that each needs. A block starts where something jumps to, and has
 * jumps out of its middle; a call leaves it for its handler.
 */
import { instructionLength, OPCODES, OPERANDS } from "../bytecode/mod.ts";
import { ensure } from "./blob_error.ts";
import type { Chunk } from "../bytecode/mod.ts";

/** Instructions after which the next one does not follow. */
export const ENDS: ReadonlySet<number | undefined> = new Set<number>([
  OPCODES.JUMP,
  OPCODES.RET_S,
  OPCODES.RET_R,
  OPCODES.RESUME,
  OPCODES.UNREACHABLE,
  OPCODES.SWITCH,
]);

/** Instructions whose list of registers is written. */
const UNPACKS: ReadonlySet<number | undefined> = new Set<number>([
  OPCODES.UNPACK,
  OPCODES.UNPACK_CELL,
  OPCODES.UNPACK_RESET,
]);

export interface Block {
  /** pcs of the first instruction, and behind the last one. */
  readonly start: number;
  readonly end: number;
  /** Blocks that can follow, by index. */
  readonly next: readonly number[];
  /** The registers whose values are read later, ascending. */
  live: Int32Array;
}

export interface Flow {
  readonly blocks: readonly Block[];
  /** Index of the block that starts at a pc. */
  readonly at: ReadonlyMap<number, number>;
  /** pc of the handler of the instruction at a pc. */
  readonly handlers: ReadonlyMap<number, number>;
  /** Blocks that can be reached, each after one that leads to it: reverse postorder. */
  readonly order: readonly number[];
}

/** Requires a chunk of whole instructions; `targets` are the pcs of all jumps and handlers. */
export function findBlocks(chunk: Chunk, targets: Iterable<number>): Flow {
  const starts = [...new Set([0, ...targets])].sort((a, b) => a - b);
  const at = new Map(starts.map((pc, index) => [pc, index]));
  const handlers = new Map<number, number>();
  for (let i = 0; i < chunk.unwind.length; i += 2) {
    handlers.set(chunk.unwind[i] ?? -1, chunk.unwind[i + 1] ?? -1);
  }
  const blocks = starts.map((start, index): Block => {
    const end = starts[index + 1] ?? chunk.code.length;
    const next = new Set<number>();
    let last = -1;
    for (let pc = start; pc < end; pc += instructionLength(chunk.code, pc)) {
      last = chunk.code[pc] ?? -1;
      const handler = handlers.get(pc);
      if (handler !== undefined) next.add(at.get(handler) ?? 0);
      eachTarget(chunk.code, pc, (target) => next.add(at.get(target) ?? 0));
    }
    if (!ENDS.has(last)) next.add(index + 1);
    return { start, end, next: [...next], live: new Int32Array() };
  });
  const order = reversePostorder(blocks);
  findLive(chunk, blocks, at, handlers, order);
  return { blocks, at, handlers, order };
}

/** Calls `visit` with the pc of each jump of the instruction at `pc`. */
export function eachTarget(code: Int32Array, pc: number, visit: (target: number) => void): void {
  const operands = OPERANDS[code[pc] ?? -1] ?? "";
  for (let i = 0, at = pc + 1; i < operands.length; i++) {
    const word = code[at++] ?? 0;
    if (operands[i] === "j") visit(pc + word);
    else if (operands[i] === "#") {
      for (let k = 0; k < word; k++) visit(pc + (code[at++] ?? 0));
    } else if (operands[i] === "*") at += word;
  }
}

function reversePostorder(blocks: readonly Block[]): number[] {
  const order: number[] = [];
  const seen = new Set([0]);
  const open = [{ block: 0, at: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const next = blocks[top.block]?.next[top.at++];
    if (next === undefined) {
      order.push(top.block);
      open.pop();
    } else if (!seen.has(next)) {
      seen.add(next);
      open.push({ block: next, at: 0 });
    }
  }
  return order.reverse();
}

/** Words of the bit sets of live registers: 256 MB. */
const MAX_LIVE_WORDS = 2 ** 26;

/** Sets `live` of every block in `order`. */
function findLive(
  chunk: Chunk,
  blocks: readonly Block[],
  at: ReadonlyMap<number, number>,
  handlers: ReadonlyMap<number, number>,
  order: readonly number[],
): void {
  const words = (chunk.registerCount + 31) >> 5;
  ensure(words * blocks.length < MAX_LIVE_WORDS, "is too large to be checked");
  const liveIn = blocks.map(() => new Uint32Array(words));
  const none = new Uint32Array(words);
  const liveAt = (pc: number): Uint32Array => liveIn[at.get(pc) ?? 0] ?? none;
  const pcs: number[] = [];
  for (let changed = true; changed;) {
    changed = false;
    for (let i = order.length - 1; i >= 0; i--) {
      const index = order[i] ?? 0;
      const { start, end } = blocks[index] as Block;
      pcs.length = 0;
      for (let pc = start; pc < end; pc += instructionLength(chunk.code, pc)) pcs.push(pc);
      const last = chunk.code[pcs.at(-1) ?? -1];
      const live = ENDS.has(last) ? new Uint32Array(words) : (liveIn[index + 1] ?? none).slice();
      for (let pc = pcs.pop(); pc !== undefined; pc = pcs.pop()) {
        eachRegister(chunk.code, pc, (register, isWritten) => {
          if (isWritten) live[register >> 5] &= ~(1 << (register & 31));
        });
        const handler = handlers.get(pc);
        if (handler !== undefined) add(live, liveAt(handler));
        eachTarget(chunk.code, pc, (target) => add(live, liveAt(target)));
        eachRegister(chunk.code, pc, (register, isWritten) => {
          if (!isWritten) live[register >> 5] |= 1 << (register & 31);
        });
      }
      if (add(liveIn[index] ?? none, live)) changed = true;
    }
  }
  for (const index of order) {
    const block = blocks[index];
    if (block !== undefined) block.live = membersOf(liveIn[index] ?? none);
  }
}

/** Calls `visit` with each register operand of the instruction at `pc`. */
function eachRegister(
  code: Int32Array,
  pc: number,
  visit: (register: number, isWritten: boolean) => void,
): void {
  const opcode = code[pc];
  const operands = OPERANDS[opcode ?? -1] ?? "";
  for (let i = 0, at = pc + 1; i < operands.length; i++) {
    const word = code[at++] ?? 0;
    if (operands[i] === "d") visit(word, true);
    else if (operands[i] === "r") visit(word, false);
    else if (operands[i] === "#") at += word;
    else if (operands[i] === "*") {
      for (let k = 0; k < word; k++) visit((code[at++] ?? 0) >> 2, UNPACKS.has(opcode));
    }
  }
}

/** Adds `more` to `set`; whether any was new. */
function add(set: Uint32Array, more: Uint32Array): boolean {
  let changed = false;
  for (let i = 0; i < set.length; i++) {
    const before = set[i] ?? 0;
    set[i] = before | (more[i] ?? 0);
    if (set[i] !== before) changed = true;
  }
  return changed;
}

function membersOf(set: Uint32Array): Int32Array {
  const members: number[] = [];
  for (let word = 0; word < set.length; word++) {
    for (let bits = set[word] ?? 0; bits !== 0; bits &= bits - 1) {
      members.push(word * 32 + 31 - Math.clz32(bits & -bits));
    }
  }
  return Int32Array.from(members);
}
