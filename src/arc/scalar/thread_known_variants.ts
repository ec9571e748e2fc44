/**
 * Sends a jump straight to the case that it will take: where a block argument is a known variant or constant and the
 * blocks on the way only ask which one it is, the ops on the way are copied and the question is left out.
 *
 *     before                              after
 *       bb1:                                bb1:
 *         %1 = Construct #1(%x)               %1 = Construct #1(%x)
 *         Jump bb3(%1)                        Jump bb6        # empty, later merged
 *       bb2:                                bb2:
 *         %2 = Construct #0()                 %2 = Construct #0()
 *         Jump bb3(%2)                        Jump bb7
 *       bb3(%3):                            bb4(%7):          # %7 from bb6: %1
 *         %4 = Tag %3                         %5 = Project %7#1.0
 *         Switch %4 { 1: bb4, 0: bb5 }        ...
 *       bb4:                                bb5:
 *         %5 = Project %3#1.0                 ...
 *         ...
 *
 * Only short ways are taken, never through the header of a loop, so loops keep their one entry; and never through
 * a block that this round changed: the next round sees those.
 *
 * Requires:    blocks in reverse postorder, no critical edge; no ownership, no RC operation.
 * Establishes: SSA, no critical edge; blocks in reverse postorder.
 */
import { LoopForest } from "../analysis/loop_forest.ts";
import type {
  ArcBlock,
  ArcFunction,
  BlockId,
  JumpTarget,
  Op,
  Terminator,
  VarId,
} from "../ir/ir.ts";
import { type Definitions, repairSsa } from "../ir/repair_ssa.ts";
import { orderBlocks } from "./order_blocks.ts";
import { splitCriticalEdges } from "../ir/split_edges.ts";
import { eachJumpTarget, eachResult, mapOperands, renameResults } from "../ir/visit.ts";

/** How much is copied for one jump, and how long its way may be. */
const MAX_OPS = 8;
const MAX_BLOCKS = 10;
/** How much one round copies in a function, and as a share of the ops it has. */
const BASE_GROWTH = 32;
const GROWTH_SHARE = 4;

/** One round over the function; returns whether anything changed. */
export function threadKnownVariants(fn: ArcFunction): boolean {
  const threading = new Threading(fn);
  const isChanged = threading.run();
  if (isChanged) {
    repairSsa(fn, threading.definitions);
    splitCriticalEdges(fn);
    orderBlocks(fn);
  }
  return isChanged;
}

/** What is known of a value: the variant of a sum, or the number that a switch or branch on it sees. */
type Fact = { readonly kind: "variant" | "number"; readonly value: bigint };

/** A way from a jump to the target that it will reach. */
interface Way {
  /** The ops to copy, with the blocks they stand in. */
  readonly blocks: readonly ArcBlock[];
  readonly target: JumpTarget;
}

class Threading {
  readonly definitions: Definitions = new Map();
  readonly #facts: Map<VarId, Fact>;
  /** Made when a way is looked for; no way that is copied leads through a header, so these stay the same. */
  #loops: LoopForest | undefined;
  /** Blocks there were at the start. */
  readonly #count: number;
  #budget: number;

  constructor(readonly fn: ArcFunction) {
    this.#facts = knownFacts(fn);
    this.#count = fn.blocks.length;
    const size = fn.blocks.reduce((sum, block) => sum + block.ops.length, 0);
    this.#budget = BASE_GROWTH + size / GROWTH_SHARE;
  }

  run(): boolean {
    let isChanged = false;
    for (let at = 0; at < this.#count; at++) {
      const block = this.fn.blocks[at];
      const decided = decidedTarget(block.terminator, (v) => this.#facts.get(v));
      if (decided !== undefined) {
        block.terminator = { kind: "Jump", target: decided };
        isChanged = true;
      }
      eachJumpTarget(block.terminator, (target) => {
        const way = this.#findWay(target);
        if (way === undefined) return;
        this.#copyWay(block, target, way);
        isChanged = true;
      });
    }
    return isChanged;
  }

  /** Whether a short way leads from `start` to a question: what most jumps fail, told without a look at values. */
  #leadsToQuestion(start: BlockId): boolean {
    let at = start;
    for (let passed = 0; passed < MAX_BLOCKS; passed++) {
      if (at >= this.#count) return false;
      const { terminator, ops } = this.fn.blocks[at];
      if (ops.length > 2 * MAX_OPS) return false;
      if (terminator.kind !== "Jump") {
        return terminator.kind === "Branch" || terminator.kind === "Switch";
      }
      at = terminator.target.block;
    }
    return false;
  }

  /** The way of a jump when the question at its end has a known answer. */
  #findWay(start: JumpTarget): Way | undefined {
    if (!this.#leadsToQuestion(start.block) || this.#isHeader(start.block)) return undefined;
    const blocks: ArcBlock[] = [];
    const values = new Map<VarId, VarId>();
    const facts = new Map<VarId, Fact>();
    let cost = 0;
    for (let at = start; blocks.length < MAX_BLOCKS;) {
      const block = this.fn.blocks[at.block];
      if (at.block >= this.#count || this.#isHeader(at.block)) return undefined;
      if (blocks.includes(block)) return undefined;
      blocks.push(block);
      const args = at.args.map((arg) => values.get(arg) ?? arg);
      block.params.forEach((param, i) => values.set(param, args[i]));
      const factOf = (v: VarId): Fact | undefined => {
        const source = values.get(v) ?? v;
        return facts.get(source) ?? this.#facts.get(source);
      };
      for (const op of block.ops) {
        if (!mayCopy(op)) return undefined;
        const fact = factOfOp(op, factOf);
        if (fact === undefined) cost++;
        else if ("dst" in op) facts.set(op.dst, fact);
      }
      if (cost > Math.min(MAX_OPS, this.#budget)) return undefined;
      const { terminator } = block;
      if (terminator.kind === "Jump") {
        at = terminator.target;
        continue;
      }
      const target = decidedTarget(terminator, factOf);
      if (target === undefined) return undefined;
      this.#budget -= cost;
      return { blocks, target };
    }
    return undefined;
  }

  #isHeader(block: BlockId): boolean {
    this.#loops ??= LoopForest.of(this.fn);
    return this.#loops.isHeader(block);
  }

  /** Copies the ops of `way` to a block of its own, which `target` then enters. */
  #copyWay(from: ArcBlock, target: JumpTarget, { blocks, target: end }: Way): void {
    const { fn } = this;
    const id = fn.blocks.length as BlockId;
    const values = new Map<VarId, VarId>();
    const valueOf = (v: VarId): VarId => values.get(v) ?? v;
    const ops: Op[] = [];
    let { args } = target;
    for (const block of blocks) {
      const passed = args.map(valueOf);
      block.params.forEach((param, i) => values.set(param, passed[i]));
      for (const op of block.ops) {
        const copy = renameResults(op, (v) => this.#freshLike(v));
        mapOperands(copy, valueOf);
        eachPair(op, copy, (original, fresh) => values.set(original, fresh));
        ops.push(copy);
      }
      if (block.terminator.kind === "Jump") args = block.terminator.target.args;
    }
    const jump = { block: end.block, args: end.args.map(valueOf) };
    fn.blocks.push({
      id,
      params: [],
      ops,
      terminator: { kind: "Jump", target: jump },
      region: from.region,
    });
    target.block = id;
    target.args = [];
    for (const block of blocks) this.#noteDefinitions(block, id, values);
  }

  /** Notes that the variables of `block` have, at the end of block `id`, the values it copied. */
  #noteDefinitions(block: ArcBlock, id: BlockId, values: ReadonlyMap<VarId, VarId>): void {
    const note = (v: VarId): void => {
      const value = values.get(v);
      if (value === undefined) return;
      const known = this.definitions.get(v);
      if (known !== undefined) known.set(id, value);
      else this.definitions.set(v, new Map([[block.id, v], [id, value]]));
    };
    block.params.forEach(note);
    for (const op of block.ops) eachResult(op, note);
  }

  #freshLike(v: VarId): VarId {
    const { fn } = this;
    const fresh = fn.varTypes.length as VarId;
    fn.varTypes.push(fn.varTypes[v]);
    fn.varNames.push(fn.varNames[v]);
    const fact = this.#facts.get(v);
    if (fact !== undefined) this.#facts.set(fresh, fact);
    return fresh;
  }
}

/** Calls `visit` with each result of `op` and the one that stands for it in `copy`. */
function eachPair(op: Op, copy: Op, visit: (original: VarId, fresh: VarId) => void): void {
  const fresh: VarId[] = [];
  eachResult(copy, (v) => fresh.push(v));
  let at = 0;
  eachResult(op, (v) => visit(v, fresh[at++]));
}

/** Calls are not copied: they may be inlined yet. */
function mayCopy(op: Op): boolean {
  return op.kind !== "Call" || op.call.kind === "CheckedPrim" || op.call.kind === "Intrinsic";
}

function knownFacts(fn: ArcFunction): Map<VarId, Fact> {
  const facts = new Map<VarId, Fact>();
  for (const { ops } of fn.blocks) {
    for (const op of ops) {
      const fact = factOfOp(op, (v) => facts.get(v));
      if (fact !== undefined && "dst" in op) facts.set(op.dst, fact);
    }
  }
  return facts;
}

/** What an op's result is known to be, given what is known of its operands. */
function factOfOp(op: Op, factOf: (v: VarId) => Fact | undefined): Fact | undefined {
  switch (op.kind) {
    case "Construct":
      return op.variant === undefined ? undefined : { kind: "variant", value: BigInt(op.variant) };
    case "Const":
      if (op.value.kind === "int") return { kind: "number", value: op.value.value };
      if (op.value.kind === "bool") return { kind: "number", value: op.value.value ? 1n : 0n };
      return undefined;
    case "Tag": {
      const fact = factOf(op.src);
      return fact?.kind === "variant" ? { kind: "number", value: fact.value } : undefined;
    }
    case "Prim": {
      const fact = op.op === "bool_not" ? factOf(op.args[0]) : undefined;
      return fact === undefined ? undefined : { kind: "number", value: 1n - fact.value };
    }
    default:
      return undefined;
  }
}

/** Where a terminator goes when what it asks for is known. */
function decidedTarget(
  t: Terminator,
  factOf: (v: VarId) => Fact | undefined,
): JumpTarget | undefined {
  if (t.kind === "Branch") {
    const fact = factOf(t.condition);
    return fact === undefined ? undefined : fact.value === 1n ? t.then : t.else;
  }
  if (t.kind !== "Switch") return undefined;
  const fact = factOf(t.subject);
  if (fact?.kind !== "number") return undefined;
  return t.cases.find(({ value }) => value === fact.value)?.target ?? t.default;
}
