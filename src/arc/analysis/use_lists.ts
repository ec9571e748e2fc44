/** Where each variable of a function is defined and used, kept true by a pass that rewrites single uses. */
import type { ArgMark } from "../../operations/mod.ts";
import type { ArcBlock, ArcFunction, BlockId, Op, VarId } from "../ir/ir.ts";
import {
  eachOperand,
  eachResult,
  eachTerminatorOperand,
  mapOperands,
  mapTerminatorOperands,
} from "../ir/visit.ts";

/** A use by the op `index` of a block, or by its terminator, whose index is one past the last op. */
export interface Use {
  readonly block: BlockId;
  readonly index: number;
  readonly mark: ArgMark;
  /** Nothing for a use by the terminator. */
  readonly op: Op | undefined;
}

/** Known from before op `from` of the block on. */
export interface Definition {
  readonly block: BlockId;
  readonly from: number;
}

const NO_USES: readonly Use[] = [];
const NO_DEFINITIONS: readonly Definition[] = [];

export class UseLists {
  readonly #uses: (Use[] | undefined)[] = [];
  readonly #definitions: (Definition[] | undefined)[] = [];

  constructor(readonly fn: ArcFunction) {
    for (const { var: v } of fn.params) this.define(v, { block: 0 as BlockId, from: 0 });
    for (const block of fn.blocks) this.#addBlock(block);
  }

  #addBlock(block: ArcBlock): void {
    const { id } = block;
    for (const v of block.params) this.define(v, { block: id, from: 0 });
    block.ops.forEach((op, index) => {
      eachOperand(op, (v, mark) => this.add(v, { block: id, index, mark, op }));
      eachResult(op, (v) => this.define(v, { block: id, from: index + 1 }));
    });
    const index = block.ops.length;
    eachTerminatorOperand(
      block.terminator,
      (v, mark) => this.add(v, { block: id, index, mark, op: undefined }),
    );
  }

  of(v: VarId): readonly Use[] {
    return this.#uses[v] ?? NO_USES;
  }

  /** More than one, each in a block of its own, for what the pass has yet to bring into SSA form. */
  definitions(v: VarId): readonly Definition[] {
    return this.#definitions[v] ?? NO_DEFINITIONS;
  }

  define(v: VarId, at: Definition): void {
    const known = this.#definitions[v];
    if (known === undefined) this.#definitions[v] = [at];
    else known.push(at);
  }

  /** Forgets where `v` is defined. */
  undefine(v: VarId): void {
    this.#definitions[v] = undefined;
  }

  add(v: VarId, use: Use): void {
    const known = this.#uses[v];
    if (known === undefined) this.#uses[v] = [use];
    else known.push(use);
  }

  /** Drops the uses of `v` for which `isGone` holds, without a change to their ops. */
  remove(v: VarId, isGone: (use: Use) => boolean): void {
    this.#uses[v] = this.#uses[v]?.filter((use) => !isGone(use));
  }

  /** Each use of `v` for which `replacement` gives another variable becomes one of that. */
  replace(v: VarId, replacement: (use: Use) => VarId | undefined): void {
    const kept: Use[] = [];
    for (const use of this.of(v)) {
      const other = replacement(use);
      if (other === undefined || other === v) {
        kept.push(use);
        continue;
      }
      const map = (operand: VarId): VarId => operand === v ? other : operand;
      if (use.op !== undefined) mapOperands(use.op, map);
      else mapTerminatorOperands(this.fn.blocks[use.block].terminator, map);
      this.add(other, use);
    }
    this.#uses[v] = kept;
  }
}
