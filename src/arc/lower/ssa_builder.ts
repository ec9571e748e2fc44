/**
 * Builds the blocks of one function directly in SSA form: Braun, Buchwald, Hack, Leißa, Mallon, Zwinkau,
 * "Simple and Efficient Construction of Static Single Assignment Form" (2013). It differs in that
 * trivial parameters are removed afterwards, in one pass (`removeTrivialParams`), so reading a variable is a
 * walk with a worklist and never recursion.
 */
import { InternalError, type Span } from "../../base/mod.ts";
import type { MonoFn, MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { CoreLocal } from "../../canon/mod.ts";
import type {
  ArcBlock,
  BlockId,
  BlockRole,
  JumpTarget,
  Literal,
  Op,
  Region,
  RegionId,
  Terminator,
  VarId,
} from "../ir/ir.ts";

/** A block under construction. */
export interface OpenBlock {
  readonly id: BlockId;
  readonly params: VarId[];
  readonly ops: Op[];
  terminator: Terminator | undefined;
  readonly region: RegionId;
  /** Set of headers and joins, which declare their regions. */
  role: BlockRole | undefined;
  readonly incoming: Edge[];
  /** Whether all incoming edges are known. */
  isSealed: boolean;
  /** Values of mutable locals at the end of the block so far; made when there is one. */
  values: Map<CoreLocal, VarId> | undefined;
  /** Parameters that wait for `seal`. */
  readonly waiting: PendingParam[];
}
interface Edge {
  readonly from: OpenBlock;
  /** Absent on the edges of Branch and Switch, whose targets have one predecessor and no parameters. */
  readonly target?: JumpTarget;
}
interface PendingParam {
  readonly block: OpenBlock;
  readonly local: CoreLocal;
  readonly index: number;
}
/** Where control ends up, and the value it brings. */
export interface End {
  readonly block: OpenBlock;
  readonly value: VarId | undefined;
}

function setValue(block: OpenBlock, local: CoreLocal, value: VarId): void {
  block.values ??= new Map();
  block.values.set(local, value);
}

/** Blocks, variables and regions of one function under construction. */
export class SsaBuilder {
  readonly varTypes: MonoTypeId[] = [];
  readonly varNames: (string | undefined)[] = [];
  readonly blocks: OpenBlock[] = [];
  readonly regions: Region[] = [];
  /** Where ops go; `undefined` while control cannot come here. */
  current: OpenBlock | undefined;
  #region: RegionId;
  readonly #constants: (VarId | undefined)[] = [];
  readonly #pending: PendingParam[] = [];

  constructor(readonly types: MonoTypes, readonly name: string, span: Span, readonly fn?: MonoFn) {
    this.#region = 0 as RegionId;
    this.regions.push({ id: this.#region, kind: "function", span });
    const entry = this.block();
    entry.isSealed = true;
    this.current = entry;
  }

  /** A fresh variable. */
  newVar(type: MonoTypeId, name?: string): VarId {
    this.varTypes.push(type);
    this.varNames.push(name);
    return this.varTypes.length - 1 as VarId;
  }

  /** A fresh, unsealed block in the region of now. */
  block(role?: BlockRole): OpenBlock {
    const block: OpenBlock = {
      id: this.blocks.length as BlockId,
      params: [],
      ops: [],
      terminator: undefined,
      region: this.#region,
      role,
      incoming: [],
      isSealed: false,
      values: undefined,
      waiting: [],
    };
    this.blocks.push(block);
    return block;
  }

  /** Opens a region (seeds DBG-2: enter_scope); gives the one around it, for `exitRegion`. */
  enterRegion(kind: "loop" | "join", span: Span): RegionId {
    const outer = this.#region;
    this.#region = this.regions.length as RegionId;
    this.regions.push({ id: this.#region, kind, parent: outer, span });
    return outer;
  }

  exitRegion(outer: RegionId): void {
    this.#region = outer;
  }

  emit(op: Op): void {
    this.here().ops.push(op);
  }

  /** Emits `make(dst)` for a fresh `dst` and returns it. */
  define(type: MonoTypeId, make: (dst: VarId) => Op): VarId {
    const dst = this.newVar(type);
    this.emit(make(dst));
    return dst;
  }

  constant(type: MonoTypeId, value: Literal): VarId {
    return this.define(type, (dst) => ({ kind: "Const", dst, value }));
  }

  /** The block that control is in. */
  here(): OpenBlock {
    if (this.current === undefined) throw this.error("code after the end of a block");
    return this.current;
  }

  /** Ends the block of now. */
  terminate(terminator: Terminator): void {
    this.here().terminator = terminator;
    this.current = undefined;
  }

  /** Ends `from` with a jump. */
  jump(from: OpenBlock, to: OpenBlock, args: VarId[]): void {
    const target: JumpTarget = { block: to.id, args };
    from.terminator = { kind: "Jump", target };
    to.incoming.push({ from, target });
  }

  /** A block with `from` as its only predecessor; the caller writes the terminator of `from`. */
  successorOf(from: OpenBlock): OpenBlock {
    const block = this.block();
    block.incoming.push({ from });
    block.isSealed = true;
    return block;
  }

  /** Ends the block of now with a two-way branch; gives the two new blocks. */
  branch(condition: VarId): { readonly then: OpenBlock; readonly else: OpenBlock } {
    const from = this.here();
    const then = this.successorOf(from);
    const other = this.successorOf(from);
    this.terminate({
      kind: "Branch",
      condition,
      then: { block: then.id, args: [] },
      else: { block: other.id, args: [] },
    });
    return { then, else: other };
  }

  /** Lets control go on from all of `blocks`: in the one there is, or in a new block. */
  continueFrom(blocks: readonly OpenBlock[]): void {
    if (blocks.length < 2) {
      this.current = blocks[0];
      return;
    }
    const join = this.block("join");
    for (const block of blocks) this.jump(block, join, []);
    this.seal(join);
    this.current = join;
  }

  /**
   * Joins `ends`: control goes on where they meet, with the value they bring. `type` is absent when the
   * value is not wanted.
   */
  join(ends: readonly End[], type: MonoTypeId | undefined): VarId | undefined {
    if (ends.length < 2 || type === undefined) {
      this.continueFrom(ends.map((end) => end.block));
      return ends.length === 1 ? ends[0].value : undefined;
    }
    const join = this.block("join");
    const result = this.newVar(type);
    join.params.push(result);
    for (const end of ends) {
      if (end.value === undefined) throw this.error("a joined path brings no value");
      this.jump(end.block, join, [end.value]);
    }
    this.seal(join);
    this.current = join;
    return result;
  }

  /** States that all incoming edges of `block` exist. */
  seal(block: OpenBlock): void {
    block.isSealed = true;
    for (const param of block.waiting) this.#pending.push(param);
    block.waiting.length = 0;
    this.#fillPending();
  }

  /** Sets the value of a local from here on. */
  write(local: CoreLocal, value: VarId): void {
    const def = this.fn?.locals[local];
    if (def !== undefined) this.varNames[value] ??= def.name;
    if (def?.isMutable) setValue(this.here(), local, value);
    else this.#constants[local] = value;
  }

  /** The value of a local here. */
  read(local: CoreLocal): VarId {
    const constant = this.#constants[local];
    if (constant !== undefined) return constant;
    const value = this.#valueAtEnd(this.here(), local);
    this.#fillPending();
    return value;
  }

  #valueAtEnd(start: OpenBlock, local: CoreLocal): VarId {
    const passed: OpenBlock[] = [];
    let block = start;
    let value = block.values?.get(local);
    while (value === undefined) {
      passed.push(block);
      if (block.isSealed && block.incoming.length === 1) {
        block = block.incoming[0].from;
        value = block.values?.get(local);
      } else {
        value = this.#addParam(block, local);
      }
    }
    for (const seen of passed) setValue(seen, local, value);
    return value;
  }

  #addParam(block: OpenBlock, local: CoreLocal): VarId {
    const def = this.fn?.locals[local];
    if (def === undefined || (block.isSealed && block.incoming.length === 0)) {
      throw this.error(`local ${def?.name ?? local} is read before it is set`);
    }
    const value = this.newVar(def.type, def.name);
    const param = { block, local, index: block.params.length };
    block.params.push(value);
    (block.isSealed ? this.#pending : block.waiting).push(param);
    return value;
  }

  #fillPending(): void {
    for (let param = this.#pending.pop(); param !== undefined; param = this.#pending.pop()) {
      for (const { from, target } of param.block.incoming) {
        if (target === undefined) throw this.error("a parameter on the target of a branch");
        target.args[param.index] = this.#valueAtEnd(from, param.local);
      }
    }
  }

  /** The finished blocks. */
  finish(): ArcBlock[] {
    return this.blocks.map((block) => {
      const { id, params, ops, region, role } = block;
      // Blocks that nothing reaches may lack an end; `orderBlocks` drops them.
      const terminator = block.terminator ?? { kind: "Unreachable" };
      return { id, params, ops, terminator, region, role };
    });
  }

  error(message: string): InternalError {
    const span = this.regions[0].span;
    return new InternalError(message, { stage: "arc", fn: this.name, span });
  }
}
