/**
 * Makes SSA again of a function in which some variables have several definitions: each use gets the definition that
 * reaches it, and blocks where different ones meet get a parameter (Braun et al. 2013, on a finished graph).
 */
import { InternalError } from "../../base/mod.ts";
import type { ArcBlock, ArcFunction, BlockId, JumpTarget, VarId } from "./ir.ts";
import { eachJumpTarget, mapOperands, mapTerminatorOperands, reversePostorder } from "./visit.ts";

/**
 * What stands for a variable at the end of each block that defines it: the variable itself where it was defined first,
 * in the others one that is visible there.
 */
export type Definitions = Map<VarId, Map<BlockId, VarId>>;

/** An edge by which a block is entered. */
interface Entry {
  readonly from: BlockId;
  /** Absent for the edges of an `Invoke`. */
  readonly target: JumpTarget;
}

/** Requires: no `Invoke`. Parameters that turn out trivial are left to `removeTrivialParams`. */
export function repairSsa(fn: ArcFunction, definitions: Definitions): void {
  const repair = new Repair(fn, definitions);
  for (const id of reversePostorder(fn)) repair.rewriteUses(fn.blocks[id]);
  repair.finish();
}

class Repair {
  readonly #entries: Entry[][];
  /** Values at the start of blocks, by variable. */
  readonly #atStart = new Map<VarId, Map<BlockId, VarId>>();
  /** What the jumps to blocks with new parameters have yet to pass, in the order of the parameters. */
  readonly #missing: { readonly v: VarId; readonly entry: Entry }[] = [];

  constructor(readonly fn: ArcFunction, readonly definitions: Definitions) {
    this.#entries = fn.blocks.map(() => []);
    for (const from of reversePostorder(fn)) {
      eachJumpTarget(fn.blocks[from].terminator, (target) => {
        this.#entries[target.block].push({ from, target });
      });
    }
  }

  rewriteUses(block: ArcBlock): void {
    const use = (v: VarId): VarId => {
      const known = this.definitions.get(v);
      return known === undefined || known.get(block.id) === v ? v : this.#start(v, block.id);
    };
    for (const op of block.ops) mapOperands(op, use);
    mapTerminatorOperands(block.terminator, use);
  }

  /** Adds the arguments for new parameters; last, as they need no rewriting. */
  finish(): void {
    for (let at = 0; at < this.#missing.length; at++) {
      const { v, entry } = this.#missing[at];
      const here = this.#defined(v, entry.from);
      entry.target.args.push(here ?? this.#start(v, entry.from));
    }
  }

  /** What stands for `v` at the end of `block`, if `block` defines it. */
  #defined(v: VarId, block: BlockId): VarId | undefined {
    const known = this.definitions.get(v);
    if (known === undefined) return v;
    const here = known.get(block);
    if (here === undefined || here === v) return here;
    return this.definitions.has(here) ? this.#start(here, block) : here;
  }

  /** What stands for `v` at the start of `start`. */
  #start(v: VarId, start: BlockId): VarId {
    let values = this.#atStart.get(v);
    if (values === undefined) this.#atStart.set(v, values = new Map());
    const passed: BlockId[] = [];
    let value: VarId | undefined;
    for (let block = start; value === undefined;) {
      value = values.get(block);
      if (value !== undefined) break;
      passed.push(block);
      const entries = this.#entries[block];
      if (entries.length !== 1) value = this.#addParam(v, block);
      else {
        block = entries[0].from;
        value = this.#defined(v, block);
      }
    }
    for (const block of passed) values.set(block, value);
    return value;
  }

  #addParam(v: VarId, block: BlockId): VarId {
    const { fn } = this;
    const entries = this.#entries[block];
    if (entries.length === 0) {
      const message = `%${v} is used where no definition reaches`;
      throw new InternalError(message, { stage: "arc", fn: fn.name, span: fn.span });
    }
    const param = fn.varTypes.length as VarId;
    fn.varTypes.push(fn.varTypes[v]);
    fn.varNames.push(fn.varNames[v]);
    fn.blocks[block].params.push(param);
    for (const entry of entries) this.#missing.push({ v, entry });
    return param;
  }
}
