/**
 * The dispatch loop: the fast path of each opcode. A case that breaks leaves its instruction to
 * `stepSlowly`: large ints, panics, frames that do not fit, rare opcodes.
 *
 * Case labels are literals because V8 builds jump tables from literals only; a test compares each with
 * the name beside it. The loop is fast because it accesses an array once per operand, keeps its state in
 * locals, and calls nothing.
 */
import { type Cell, type Str, UNCOUNTED, type Value } from "./value.ts";
import type { Machine } from "./machine.ts";
import { stepSlowly } from "./slow.ts";

/** Runs until the machine halts. */
export function run(m: Machine): void {
  while (!m.world.isHalted) {
    m.hasGrown = false;
    runLoop(m);
  }
}

/** Runs until the machine halts or its register files are others: here they are constants. */
function runLoop(m: Machine): void {
  const { code, entries, frameSizes, scalarConstants, refConstants } = m.image;
  const { world } = m;
  const { isTracing } = world.heap;
  const maxInt = Number.MAX_SAFE_INTEGER;
  const num = m.scalars;
  const ref = m.refs;
  const { frames, floor } = m;
  let { pc, fp, sp } = m;
  for (;;) {
    switch (code[pc]) {
      case 0: { // MOVE_S
        const value = num[fp + code[pc + 2]];
        num[fp + code[pc + 1]] = value;
        if (value !== value) ref[fp + code[pc + 1]] = ref[fp + code[pc + 2]];
        pc += 3;
        continue;
      }
      case 1: // MOVE_R
        ref[fp + code[pc + 1]] = ref[fp + code[pc + 2]];
        pc += 3;
        continue;
      case 2: // LOAD_I
        num[fp + code[pc + 1]] = code[pc + 2];
        pc += 3;
        continue;
      case 3: { // LOAD_K
        const value = scalarConstants[code[pc + 2]];
        num[fp + code[pc + 1]] = value;
        if (value !== value) ref[fp + code[pc + 1]] = refConstants[code[pc + 2]];
        pc += 3;
        continue;
      }
      case 4: // LOAD_STR
        ref[fp + code[pc + 1]] = refConstants[code[pc + 2]];
        pc += 3;
        continue;
      case 5: // JUMP
        pc += code[pc + 1];
        continue;
      case 6: // JUMP_TRUE
        pc += num[fp + code[pc + 1]] === 1 ? code[pc + 2] : 3;
        continue;
      case 7: // JUMP_FALSE
        pc += num[fp + code[pc + 1]] === 0 ? code[pc + 2] : 3;
        continue;
      case 8: { // JEQ
        const a = num[fp + code[pc + 1]];
        const b = num[fp + code[pc + 2]];
        if (a === b) pc += code[pc + 3];
        else if (a === a || b === b) pc += 4;
        else break;
        continue;
      }
      case 9: { // JNE
        const a = num[fp + code[pc + 1]];
        const b = num[fp + code[pc + 2]];
        if (a === b) pc += 4;
        else if (a === a || b === b) pc += code[pc + 3];
        else break;
        continue;
      }
      case 10: { // JLT
        const a = num[fp + code[pc + 1]];
        const b = num[fp + code[pc + 2]];
        if (a < b) pc += code[pc + 3];
        else if (a >= b) pc += 4;
        else break;
        continue;
      }
      case 11: { // JLE
        const a = num[fp + code[pc + 1]];
        const b = num[fp + code[pc + 2]];
        if (a <= b) pc += code[pc + 3];
        else if (a > b) pc += 4;
        else break;
        continue;
      }
      case 12: // JEQ_I
        pc += num[fp + code[pc + 1]] === code[pc + 2] ? code[pc + 3] : 4;
        continue;
      case 13: // JNE_I
        pc += num[fp + code[pc + 1]] !== code[pc + 2] ? code[pc + 3] : 4;
        continue;
      case 14: { // JLT_I
        const a = num[fp + code[pc + 1]];
        if (a < code[pc + 2]) pc += code[pc + 3];
        else if (a === a) pc += 4;
        else break;
        continue;
      }
      case 15: { // JLE_I
        const a = num[fp + code[pc + 1]];
        if (a <= code[pc + 2]) pc += code[pc + 3];
        else if (a === a) pc += 4;
        else break;
        continue;
      }
      case 16: { // JGT_I
        const a = num[fp + code[pc + 1]];
        if (a > code[pc + 2]) pc += code[pc + 3];
        else if (a === a) pc += 4;
        else break;
        continue;
      }
      case 17: { // JGE_I
        const a = num[fp + code[pc + 1]];
        if (a >= code[pc + 2]) pc += code[pc + 3];
        else if (a === a) pc += 4;
        else break;
        continue;
      }
      case 19: // JF_LT
        pc += num[fp + code[pc + 1]] < num[fp + code[pc + 2]] ? code[pc + 3] : 4;
        continue;
      case 20: // JF_LE
        pc += num[fp + code[pc + 1]] <= num[fp + code[pc + 2]] ? code[pc + 3] : 4;
        continue;
      case 21: // JF_NLT
        pc += num[fp + code[pc + 1]] < num[fp + code[pc + 2]] ? 4 : code[pc + 3];
        continue;
      case 22: // JF_NLE
        pc += num[fp + code[pc + 1]] <= num[fp + code[pc + 2]] ? 4 : code[pc + 3];
        continue;
      case 23: { // SWITCH
        const index = num[fp + code[pc + 1]] - code[pc + 2];
        pc += index >= 0 && index < code[pc + 4] ? code[pc + 5 + index] : code[pc + 3];
        continue;
      }
      case 24: // CALL
      case 26: { // CALL_CLOSURE: the closure is the first parameter
        const window = fp + code[pc + 2];
        let fn = code[pc + 3];
        let to = window;
        let closure: Cell | undefined;
        if (code[pc] === 26) {
          closure = ref[fp + fn] as Cell;
          if (closure.count === 0) break;
          fn = closure.tag;
          to++;
        }
        if (window + frameSizes[fn] > num.length || sp >= frames.length) break;
        if (closure !== undefined) ref[window] = closure;
        const end = pc + 5 + code[pc + 4];
        for (let at = pc + 5; at < end; at++, to++) {
          const from = fp + (code[at] >> 2);
          if ((code[at] & 3) === 0) ref[to] = ref[from];
          else {
            const value = num[from];
            num[to] = value;
            if (value !== value) ref[to] = ref[from];
          }
        }
        frames[sp++] = pc;
        fp = window;
        pc = entries[fn];
        continue;
      }
      case 25: { // CALL_1
        const window = fp + code[pc + 2];
        const fn = code[pc + 3];
        if (window + frameSizes[fn] > num.length || sp >= frames.length) break;
        const from = fp + (code[pc + 5] >> 2);
        const value = num[from];
        num[window] = value;
        if (value !== value) ref[window] = ref[from];
        frames[sp++] = pc;
        fp = window;
        pc = entries[fn];
        continue;
      }
      case 27: { // RET_S
        const value = num[fp + code[pc + 1]];
        if (value !== value || sp === floor) break;
        pc = frames[--sp];
        fp -= code[pc + 2];
        num[fp + code[pc + 1]] = value;
        pc += 5 + code[pc + 4];
        continue;
      }
      case 28: { // RET_R
        if (sp === floor) break;
        const value = ref[fp + code[pc + 1]];
        pc = frames[--sp];
        fp -= code[pc + 2];
        ref[fp + code[pc + 1]] = value;
        pc += 5 + code[pc + 4];
        continue;
      }
      case 31: // ADD
      case 38: { // WRAP_ADD: the same sum, until it is large
        const value = num[fp + code[pc + 2]] + num[fp + code[pc + 3]];
        if (!(value >= -maxInt && value <= maxInt)) break;
        num[fp + code[pc + 1]] = value;
        pc += 4;
        continue;
      }
      case 32: { // SUB
        const value = num[fp + code[pc + 2]] - num[fp + code[pc + 3]];
        if (!(value >= -maxInt && value <= maxInt)) break;
        num[fp + code[pc + 1]] = value;
        pc += 4;
        continue;
      }
      case 33: { // MUL
        // Adding 0 makes 0 of -0.
        const value = num[fp + code[pc + 2]] * num[fp + code[pc + 3]] + 0;
        if (!(value >= -maxInt && value <= maxInt)) break;
        num[fp + code[pc + 1]] = value;
        pc += 4;
        continue;
      }
      case 36: { // MUL_I
        const value = num[fp + code[pc + 2]] * code[pc + 3] + 0;
        if (!(value >= -maxInt && value <= maxInt)) break;
        num[fp + code[pc + 1]] = value;
        pc += 4;
        continue;
      }
      case 34: // ADD_I
      case 39: { // WRAP_ADD_I
        const value = num[fp + code[pc + 2]] + code[pc + 3];
        if (!(value >= -maxInt && value <= maxInt)) break;
        num[fp + code[pc + 1]] = value;
        pc += 4;
        continue;
      }
      case 35: { // SUB_I
        const value = num[fp + code[pc + 2]] - code[pc + 3];
        if (!(value >= -maxInt && value <= maxInt)) break;
        num[fp + code[pc + 1]] = value;
        pc += 4;
        continue;
      }
      case 40: { // DIV
        // The rounded quotient of two ints up to 2^53 never reaches the next integer.
        const value = Math.trunc(num[fp + code[pc + 2]] / num[fp + code[pc + 3]]) + 0;
        if (!(value >= -maxInt && value <= maxInt)) break;
        num[fp + code[pc + 1]] = value;
        pc += 4;
        continue;
      }
      case 41: { // REM
        // Exact, and faster than the remainder of doubles.
        const a = num[fp + code[pc + 2]];
        const b = num[fp + code[pc + 3]];
        const value = a - Math.trunc(a / b) * b;
        if (value !== value) break;
        num[fp + code[pc + 1]] = value;
        pc += 4;
        continue;
      }
      case 37: { // REM_I
        const a = num[fp + code[pc + 2]];
        const value = a - Math.trunc(a / code[pc + 3]) * code[pc + 3];
        if (value !== value) break;
        num[fp + code[pc + 1]] = value;
        pc += 4;
        continue;
      }
      case 42: { // EQ
        const a = num[fp + code[pc + 2]];
        const b = num[fp + code[pc + 3]];
        if (a !== a && b !== b) break;
        num[fp + code[pc + 1]] = a === b ? 1 : 0;
        pc += 4;
        continue;
      }
      case 44: { // LT
        const a = num[fp + code[pc + 2]];
        const b = num[fp + code[pc + 3]];
        if (a !== a || b !== b) break;
        num[fp + code[pc + 1]] = a < b ? 1 : 0;
        pc += 4;
        continue;
      }
      case 45: { // LE
        const a = num[fp + code[pc + 2]];
        const b = num[fp + code[pc + 3]];
        if (a !== a || b !== b) break;
        num[fp + code[pc + 1]] = a <= b ? 1 : 0;
        pc += 4;
        continue;
      }
      case 46: // EQ_I
        num[fp + code[pc + 1]] = num[fp + code[pc + 2]] === code[pc + 3] ? 1 : 0;
        pc += 4;
        continue;
      case 47: { // LT_I
        const a = num[fp + code[pc + 2]];
        if (a !== a) break;
        num[fp + code[pc + 1]] = a < code[pc + 3] ? 1 : 0;
        pc += 4;
        continue;
      }
      case 49: // NOT
        num[fp + code[pc + 1]] = 1 - num[fp + code[pc + 2]];
        pc += 3;
        continue;
      case 50: { // AND
        const a = num[fp + code[pc + 2]];
        const b = num[fp + code[pc + 3]];
        if ((a | 0) !== a || (b | 0) !== b) break;
        num[fp + code[pc + 1]] = a & b;
        pc += 4;
        continue;
      }
      case 51: { // OR
        const a = num[fp + code[pc + 2]];
        const b = num[fp + code[pc + 3]];
        if ((a | 0) !== a || (b | 0) !== b) break;
        num[fp + code[pc + 1]] = a | b;
        pc += 4;
        continue;
      }
      case 52: { // XOR
        const a = num[fp + code[pc + 2]];
        const b = num[fp + code[pc + 3]];
        if ((a | 0) !== a || (b | 0) !== b) break;
        num[fp + code[pc + 1]] = a ^ b;
        pc += 4;
        continue;
      }
      case 53: // F_ADD
        num[fp + code[pc + 1]] = num[fp + code[pc + 2]] + num[fp + code[pc + 3]];
        pc += 4;
        continue;
      case 54: // F_SUB
        num[fp + code[pc + 1]] = num[fp + code[pc + 2]] - num[fp + code[pc + 3]];
        pc += 4;
        continue;
      case 55: // F_MUL
        num[fp + code[pc + 1]] = num[fp + code[pc + 2]] * num[fp + code[pc + 3]];
        pc += 4;
        continue;
      case 56: // F_DIV
        num[fp + code[pc + 1]] = num[fp + code[pc + 2]] / num[fp + code[pc + 3]];
        pc += 4;
        continue;
      case 61: { // INT_TO_FLOAT
        const value = num[fp + code[pc + 2]];
        if (value !== value) break;
        num[fp + code[pc + 1]] = value;
        pc += 3;
        continue;
      }
      case 67: { // GET_S
        const value = (ref[fp + code[pc + 2]] as Value[])[code[pc + 3]];
        if (typeof value !== "number") break;
        num[fp + code[pc + 1]] = value;
        pc += 4;
        continue;
      }
      case 68: // GET_R
        ref[fp + code[pc + 1]] = (ref[fp + code[pc + 2]] as Value[])[code[pc + 3]];
        pc += 4;
        continue;
      case 69: { // CELL_GET_S
        const value = (ref[fp + code[pc + 2]] as Cell).items[code[pc + 3]];
        if (typeof value !== "number") break;
        num[fp + code[pc + 1]] = value;
        pc += 4;
        continue;
      }
      case 70: // CELL_GET_R
        ref[fp + code[pc + 1]] = (ref[fp + code[pc + 2]] as Cell).items[code[pc + 3]];
        pc += 4;
        continue;
      case 71: // TAG
        num[fp + code[pc + 1]] = (ref[fp + code[pc + 2]] as number[])[0];
        pc += 3;
        continue;
      case 72: { // CELL_TAG
        const cell = ref[fp + code[pc + 2]] as Cell;
        if (cell.count === 0) break;
        num[fp + code[pc + 1]] = cell.tag;
        pc += 3;
        continue;
      }
      case 75: { // INC
        const block = ref[fp + code[pc + 1]] as Cell | Str;
        const { count } = block;
        if (isTracing) break;
        if (count > 0) block.count = count + 1;
        else if (count !== UNCOUNTED) break;
        pc += 2;
        continue;
      }
      case 76: { // DEC
        const block = ref[fp + code[pc + 1]] as Cell | Str;
        const { count } = block;
        if (count === 1 || isTracing) break;
        if (count > 0) block.count = count - 1;
        else if (count !== UNCOUNTED) break;
        pc += 2;
        continue;
      }
      case 83: { // LIST_LEN
        const { length } = (ref[fp + code[pc + 2]] as Cell).items;
        if (length === 0) break; // a slice
        num[fp + code[pc + 1]] = length;
        pc += 3;
        continue;
      }
      case 86: { // LIST_GET_S
        const { items } = ref[fp + (code[pc + 5] >> 2)] as Cell;
        const index = num[fp + (code[pc + 6] >> 2)];
        if (!(index >= 0 && index < items.length)) break;
        const value = items[index];
        if (typeof value !== "number") break;
        num[fp + code[pc + 1]] = value;
        pc += 7;
        continue;
      }
      case 87: { // LIST_GET_R
        const { items } = ref[fp + (code[pc + 5] >> 2)] as Cell;
        const index = num[fp + (code[pc + 6] >> 2)];
        if (!(index >= 0 && index < items.length)) break;
        const value = items[index];
        if (value === undefined) break; // a hole
        ref[fp + code[pc + 1]] = value;
        pc += 7;
        continue;
      }
      case 88: { // LIST_PUSH
        const list = ref[fp + (code[pc + 5] >> 2)] as Cell;
        if (list.count !== 1) break;
        const from = fp + (code[pc + 6] >> 2);
        if ((code[pc + 6] & 3) === 0) list.items.push(ref[from]);
        else {
          const value = num[from];
          if (value !== value) break;
          list.items.push(value);
        }
        ref[fp + code[pc + 1]] = list;
        pc += 7;
        continue;
      }
      case 89: { // LIST_SET
        const list = ref[fp + (code[pc + 5] >> 2)] as Cell;
        const index = num[fp + (code[pc + 6] >> 2)];
        const value = num[fp + (code[pc + 7] >> 2)];
        const isScalar = (code[pc + 7] & 3) !== 0;
        const isInside = index >= 0 && index < list.items.length;
        if (list.count !== 1 || !isScalar || value !== value || !isInside) break;
        list.items[index] = value;
        ref[fp + code[pc + 1]] = list;
        pc += 8;
        continue;
      }
      case 90: { // LIST_MOVE
        const from = ref[fp + (code[pc + 5] >> 2)] as Cell;
        const to = ref[fp + (code[pc + 7] >> 2)] as Cell;
        const at = num[fp + (code[pc + 6] >> 2)];
        const slot = num[fp + (code[pc + 8] >> 2)];
        const isInside = at >= 0 && at < from.items.length && slot >= 0 && slot < to.items.length;
        if (from.count !== 1 || to.count !== 1 || !isInside) break;
        const value = from.items[at];
        if (typeof value !== "number") from.items[at] = undefined;
        to.items[slot] = value;
        pc += 9;
        continue;
      }
    }
    m.pc = pc;
    m.fp = fp;
    m.sp = sp;
    stepSlowly(m);
    if (world.isHalted || m.hasGrown) return;
    pc = m.pc;
    fp = m.fp;
    sp = m.sp;
  }
}
