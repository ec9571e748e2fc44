/**
 * Lets a match of a value whose variant is known, because a match around it told, go straight to its case.
 *
 *     before                                   after
 *       bb0:                                     bb0:
 *         %1 = Tag %0                              %1 = Tag %0
 *         Switch %1 { 0: bb1, 1: bb2 }             Switch %1 { 0: bb1, 1: bb2 }
 *       bb1:                                     bb1:
 *         %2 = Tag %0                              %2 = Tag %0
 *         Switch %2 { 0: bb3, 1: bb4 }             Jump bb3
 *
 * Fields that are read twice from the same value are the same value. So no block stays that would read the fields of
 * two variants of one value, which no later pass has to think of.
 *
 * Requires:    blocks in reverse postorder, no critical edge; no ownership, no RC operation.
 * Establishes: blocks in reverse postorder.
 */
import type { Analyses } from "../analysis/analyses.ts";
import { immediateDominators } from "../analysis/dominators.ts";
import type { ArcBlock, ArcFunction, BlockId, Op, Terminator, VarId } from "../ir/ir.ts";
import { type Proof, provenVariants } from "../analysis/proven_variants.ts";
import { reversePostorder } from "../ir/visit.ts";
import { orderBlocks } from "./order_blocks.ts";

/** Returns whether anything changed. */
export function decideProven(fn: ArcFunction, analyses: Analyses): boolean {
  const proofs = analyses.ofFunction(fn, provenVariants);
  if (proofs.size === 0) return false;
  const values = new Values(fn);
  if (!values.isAskedTwice(fn)) return false;
  const isChanged = new Decider(fn, proofs, values).run();
  if (isChanged) orderBlocks(fn);
  return isChanged;
}

/** Which variables are the same value, and which one a tag is of. */
class Values {
  readonly #same = new Map<VarId, VarId>();
  readonly #tagged = new Map<VarId, VarId>();

  constructor(fn: ArcFunction) {
    const read = new Map<string, VarId>();
    for (const { ops } of fn.blocks) {
      for (const op of ops) {
        if (op.kind === "Tag") this.#tagged.set(op.dst, op.src);
        else if (op.kind === "Project") this.#noteRead(op, read);
      }
    }
  }

  #noteRead(op: Extract<Op, { kind: "Project" }>, read: Map<string, VarId>): void {
    const key = `${this.of(op.src)}#${op.variant ?? ""}.${op.field}`;
    const first = read.get(key);
    if (first === undefined) read.set(key, op.dst);
    else this.#same.set(op.dst, first);
  }

  /** The first variable that is the value of `v`. */
  of(v: VarId): VarId {
    return this.#same.get(v) ?? v;
  }

  /** The value whose variant `t` asks for. */
  asked(t: Terminator): VarId | undefined {
    const tagged = t.kind === "Switch" ? this.#tagged.get(t.subject) : undefined;
    return tagged === undefined ? undefined : this.of(tagged);
  }

  /** Whether two blocks ask for the variant of the same value. */
  isAskedTwice(fn: ArcFunction): boolean {
    const seen = new Set<VarId>();
    return fn.blocks.some(({ terminator }) => {
      const asked = this.asked(terminator);
      if (asked === undefined) return false;
      const isKnown = seen.has(asked);
      seen.add(asked);
      return isKnown;
    });
  }
}

class Decider {
  readonly #fn: ArcFunction;
  readonly #proofs: ReadonlyMap<BlockId, Proof>;
  readonly #values: Values;
  /** What is known on the way from the entry to the present block. */
  readonly #known = new Map<VarId, number>();
  #isChanged = false;

  constructor(fn: ArcFunction, proofs: ReadonlyMap<BlockId, Proof>, values: Values) {
    this.#fn = fn;
    this.#proofs = proofs;
    this.#values = values;
  }

  /** Walks the dominator tree: what a block proves holds in those below it. */
  run(): boolean {
    const order = reversePostorder(this.#fn);
    const idom = immediateDominators(this.#fn);
    const children: BlockId[][] = this.#fn.blocks.map(() => []);
    for (const block of order) if (block !== 0) children[idom[block]].push(block);
    const stack: (() => void)[] = [];
    const enter = (id: BlockId): void => {
      const learned = this.#learn(id);
      this.#decide(this.#fn.blocks[id]);
      stack.push(() => {
        if (learned !== undefined) this.#known.delete(learned);
      });
      for (const child of children[id]) stack.push(() => enter(child));
    };
    enter(0 as BlockId);
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) next();
    return this.#isChanged;
  }

  /** Notes what is proven on entry of a block; the value that was not known before. */
  #learn(id: BlockId): VarId | undefined {
    const proof = this.#proofs.get(id);
    if (proof === undefined) return undefined;
    const value = this.#values.of(proof.of);
    if (this.#known.has(value)) return undefined;
    this.#known.set(value, proof.variant);
    return value;
  }

  #decide(block: ArcBlock): void {
    const { terminator: t } = block;
    const asked = this.#values.asked(t);
    const variant = asked === undefined ? undefined : this.#known.get(asked);
    if (t.kind !== "Switch" || variant === undefined) return;
    const target = t.cases.find(({ value }) => value === BigInt(variant))?.target ?? t.default;
    if (target === undefined) return;
    block.terminator = { kind: "Jump", target };
    this.#isChanged = true;
  }
}
