/**
 * The regions of a function: its loops, and the joins of paths that parted.
 *
 * - The region of a *loop* is a natural loop. Its blocks are `header`, `latch` (which jumps to the header) and `body`.
 * - The region of a *join* starts behind a *split*, a block that a block where paths meet has as its immediate dominator; the last of
 *   these is the *join*. It holds what the split dominates and the join does not, as far as it lies in the same loop: `then` what the
 *   first successor of the split dominates, `else` the rest. An arm that several cases of a match lead to lies in `else`.
 * - The function is the region of all other blocks.
 *
 * Regions lie within each other as loops and dominators do, so they form a tree. Two roles are told of blocks next to a loop:
 * `preheader` is the one block from which it is entered, `exit` one that it leaves to, or where such ways meet; of the outermost loop that is
 * left. Where a block has several roles, `header` and `join` come before `latch`, then `preheader`, then `exit`.
 *
 * A region keeps its id and its span with its header or join, which say in the IR what they are. One that no pass has declared has the
 * span of the region around.
 */
import type { ArcFunction, BlockId, BlockRole, Region, RegionId } from "../ir/ir.ts";
import { predecessors, reversePostorder, successorAt, successors } from "../ir/visit.ts";
import { immediateDominators } from "./dominators.ts";
import { type Loop, LoopForest } from "./loop_forest.ts";

export interface RegionTree {
  /** Ordered by id; the function first. */
  readonly regions: readonly Region[];
  /** The region and the role of each block, by block. */
  readonly places: readonly Place[];
}

export interface Place {
  readonly region: Region;
  /** Absent in the region of the function. */
  readonly role: BlockRole | undefined;
}

/** Requires: every block is reached; `order` is the reverse postorder. */
export function regionTree(
  fn: ArcFunction,
  order: readonly BlockId[] = reversePostorder(fn),
): RegionTree {
  const meets = findMeets(fn);
  if (meets === undefined) {
    const place: Place = { region: fn.regions[0], role: undefined };
    return { regions: [fn.regions[0]], places: fn.blocks.map(() => place) };
  }
  return new TreeBuilder(fn, order, meets).build();
}

/** 1 for each block in which several jumps meet; nothing if there is none. */
function findMeets(fn: ArcFunction): Uint8Array | undefined {
  const entries = new Uint8Array(fn.blocks.length);
  const meets = new Uint8Array(fn.blocks.length);
  let isAny = false;
  for (const { terminator } of fn.blocks) {
    // Blocks where edges meet are entered by jumps: other edges would be critical.
    if (terminator.kind !== "Jump") continue;
    const { block } = terminator.target;
    if (entries[block] === 1) {
      meets[block] = 1;
      isAny = true;
    }
    entries[block] = 1;
  }
  return isAny ? meets : undefined;
}

/** A region under construction. */
interface Node {
  readonly region: Region;
  readonly parent: Node | undefined;
  /** The role in `parent` of what this region stands for. */
  readonly side: BlockRole | undefined;
  /** The innermost loop: the region itself, or one around it. */
  readonly loop: Loop | undefined;
}

/** A place, with what is around its region. */
interface Spot extends Place {
  readonly node: Node;
}

function spotIn(node: Node, role: BlockRole | undefined): Spot {
  return { node, region: node.region, role };
}

class TreeBuilder {
  readonly #fn: ArcFunction;
  readonly #order: readonly BlockId[];
  readonly #idom: Int32Array;
  readonly #forest: LoopForest;
  /** The last block where paths from each split meet, by split; -1 for other blocks. */
  readonly #joins: Int32Array;
  /** The last of these that is declared in the IR. */
  readonly #declared: Int32Array;
  /** Where paths meet that parted in a loop which they left. */
  readonly #exitMeets: BlockId[] = [];
  /** The regions of the function that no header or join has claimed yet, by id. */
  readonly #free: (Region | undefined)[] = [];
  readonly #regions: Region[];
  #nextId: number;
  /** Where each block stands. */
  readonly #spots: Spot[];
  /** Where the blocks stand that a block dominates and that belong to no region of its own. */
  readonly #after: Spot[];
  /** The region of each split, by split, and of each loop, by header. */
  readonly #nodes: Node[];
  readonly #loopNodes: Node[] = [];

  constructor(
    fn: ArcFunction,
    order: readonly BlockId[],
    meets: Uint8Array,
  ) {
    this.#fn = fn;
    this.#order = order;
    const preds = predecessors(fn);
    this.#idom = immediateDominators(fn, preds);
    this.#forest = LoopForest.of(fn, order, { preds, idom: this.#idom });
    this.#spots = new Array(fn.blocks.length);
    this.#after = new Array(fn.blocks.length);
    this.#nodes = new Array(fn.blocks.length);
    this.#joins = new Int32Array(fn.blocks.length).fill(-1);
    this.#declared = new Int32Array(fn.blocks.length).fill(-1);
    this.#regions = [fn.regions[0]];
    for (const region of fn.regions) this.#free[region.id] = region;
    this.#nextId = this.#free.length;
    for (const id of this.#order) if (meets[id] === 1) this.#noteJoin(id);
  }

  #noteJoin(id: BlockId): void {
    const forest = this.#forest;
    if (forest.isHeader(id) || this.#isLatch(id)) return;
    const split = this.#idom[id];
    if (forest.around(id) !== forest.around(split as BlockId)) {
      this.#exitMeets.push(id);
      return;
    }
    this.#joins[split] = id;
    if (this.#fn.blocks[id].role === "join") this.#declared[split] = id;
  }

  #isLatch(id: BlockId): boolean {
    const { terminator } = this.#fn.blocks[id];
    return terminator.kind === "Jump" && this.#forest.isHeader(terminator.target.block) &&
      this.#forest.around(id)?.header === terminator.target.block;
  }

  build(): RegionTree {
    for (const id of this.#order) this.#place(id);
    if (this.#forest.loops.length > 0) {
      this.#placePreheaders();
      this.#placeExits();
    }
    this.#regions.sort((a, b) => a.id - b.id);
    return { regions: this.#regions, places: this.#spots };
  }

  /** Visits dominators before what they dominate. */
  #place(id: BlockId): void {
    const split = this.#idom[id] as BlockId;
    const isJoin = id !== split && this.#joins[split] === id;
    const spot = isJoin ? this.#after[split] : this.#leaveLoops(this.#start(id, split), id);
    this.#after[id] = spot;
    this.#spots[id] = isJoin ? spotIn(this.#nodes[split], "join") : spot;
    const loop = this.#forest.around(id);
    if (loop?.header === id) {
      const node = this.#open("loop", id, spot, loop);
      this.#loopNodes[id] = node;
      this.#spots[id] = spotIn(node, "header");
      this.#after[id] = spotIn(node, "body");
    } else if (loop !== undefined && !isJoin && this.#isLatch(id)) {
      this.#spots[id] = spotIn(this.#loopNodes[loop.header], "latch");
    }
    if (this.#joins[id] < 0) return;
    const anchor = this.#declared[id] < 0 ? this.#joins[id] : this.#declared[id];
    this.#nodes[id] = this.#open("join", anchor as BlockId, this.#after[id], loop);
  }

  /** Where a block stands that is no join, its loop aside. */
  #start(id: BlockId, dominator: BlockId): Spot {
    if (id === dominator) {
      const [region] = this.#fn.regions;
      return spotIn({ region, parent: undefined, side: undefined, loop: undefined }, undefined);
    }
    if (this.#joins[dominator] < 0) return this.#after[dominator];
    const first = successorAt(this.#fn.blocks[dominator].terminator, 0);
    return spotIn(this.#nodes[dominator], first === id ? "then" : "else");
  }

  /** Goes out of the regions in loops that the block is not in. */
  #leaveLoops(spot: Spot, id: BlockId): Spot {
    const loop = this.#forest.around(id);
    let { node, role } = spot;
    while (!this.#forest.isWithin(loop, node.loop) && node.parent !== undefined) {
      role = node.side;
      node = node.parent;
    }
    return node === spot.node ? spot : spotIn(node, role);
  }

  /** A region at `spot`: the one that the block `anchor` declares, or a new one. */
  #open(kind: "loop" | "join", anchor: BlockId, spot: Spot, loop: Loop | undefined): Node {
    const { region: id, role } = this.#fn.blocks[anchor];
    const parent = spot.node.region;
    const declares = role === (kind === "loop" ? "header" : "join");
    const declared = declares ? this.#free[id] : undefined;
    const region = declared?.kind !== kind
      ? { id: this.#nextId++ as RegionId, kind, parent: parent.id, span: parent.span }
      : declared.parent === parent.id
      ? declared
      : { ...declared, parent: parent.id };
    this.#free[region.id] = undefined;
    this.#regions.push(region);
    return { region, parent: spot.node, side: spot.role, loop };
  }

  #placePreheaders(): void {
    for (const loop of this.#forest.loops) {
      const { header, preheader } = loop;
      if (preheader === undefined || this.#isFixed(preheader)) continue;
      this.#spots[preheader] = spotIn(this.#loopNodes[header], "preheader");
    }
  }

  /** Whether a block has a role that comes before those next to a loop. */
  #isFixed(id: BlockId): boolean {
    const { role } = this.#spots[id];
    return role === "header" || role === "join" || role === "latch" || role === "preheader";
  }

  #placeExits(): void {
    const depths = new Map<BlockId, number>();
    for (const id of this.#exitMeets) this.#placeExit(id, this.#idom[id] as BlockId, depths);
    for (const id of this.#order) {
      if (this.#forest.around(id) === undefined) continue;
      const { terminator } = this.#fn.blocks[id];
      const next = terminator.kind === "Invoke" ? [terminator.normal] : successors(terminator);
      for (const to of next) this.#placeExit(to, id, depths);
    }
  }

  /** Makes `to` an exit of the outermost loop that a way from `from` leaves, if it leaves one; `depths` are those of the loops left so far. */
  #placeExit(to: BlockId, from: BlockId, depths: Map<BlockId, number>): void {
    const left = this.#outermostLeft(from, to);
    if (left === undefined || this.#isFixed(to)) return;
    if ((depths.get(to) ?? left.depth) < left.depth) return;
    depths.set(to, left.depth);
    this.#spots[to] = spotIn(this.#loopNodes[left.header], "exit");
  }

  /** The outermost of the loops around `from` that `to` is not in. */
  #outermostLeft(from: BlockId, to: BlockId): Loop | undefined {
    let left: Loop | undefined;
    let at = this.#forest.around(from);
    for (; at !== undefined && !this.#forest.contains(at, to); at = at.parent) left = at;
    return left;
  }
}
