/** Ops that go into blocks or leave them, so that indices stay as they were until all is decided. */
import type { ArcFunction, BlockId, Op } from "./ir.ts";

/** What goes in front of an op. */
interface Slot {
  readonly first: Op[];
  readonly then: Op[];
}

export class Splices {
  readonly #slots = new Map<BlockId, Map<number, Slot>>();
  readonly #removed = new Set<Op>();

  /** Puts `op` in front of op `index`, behind what came there by `insertFirst`. */
  insertFirst(block: BlockId, index: number, op: Op): void {
    this.#slot(block, index).first.push(op);
  }

  /** Puts `op` in front of op `index`, behind what came there before. */
  insert(block: BlockId, index: number, op: Op): void {
    this.#slot(block, index).then.push(op);
  }

  remove(op: Op): void {
    this.#removed.add(op);
  }

  #slot(block: BlockId, index: number): Slot {
    let slots = this.#slots.get(block);
    if (slots === undefined) this.#slots.set(block, slots = new Map());
    let slot = slots.get(index);
    if (slot === undefined) slots.set(index, slot = { first: [], then: [] });
    return slot;
  }

  apply(fn: ArcFunction): void {
    for (const block of fn.blocks) {
      const slots = this.#slots.get(block.id);
      if (slots === undefined && !block.ops.some((op) => this.#removed.has(op))) continue;
      const ops: Op[] = [];
      for (let i = 0; i <= block.ops.length; i++) {
        const slot = slots?.get(i);
        if (slot !== undefined) ops.push(...slot.first, ...slot.then);
        if (i < block.ops.length) ops.push(block.ops[i]);
      }
      block.ops = ops.filter((op) => !this.#removed.has(op));
    }
  }
}
