/**
 * Fills cells again that come free, instead of freeing them and allocating others.
 *
 *     before                                   after
 *       (%h, %t) = Unpack %list#1                (%h, %t) = Unpack %list#1, reset %c
 *       %u = Apply @map(own %t)                  %u = Apply @map(own %t)
 *       %new = Construct #1(%h, %u)              %new = Reuse %c#1(%h, %u)
 *
 * A cell comes free where an owned boxed sum is unpacked, and where one is no longer needed: there it becomes a token by
 * `Reset`. Each `Construct` of a cell of the same type takes the newest token that every way to it brings along. Where ways
 * meet that bring different tokens, the token is a parameter. None is carried into a loop. What is not taken on a way is
 * freed there, as `insertRc` sees a token as an owned value.
 *
 * After A. Reinking, N. Xie, L. de Moura, D. Leijen, "Perceus" (2021), and A. Lorenzen, D. Leijen, "Reference Counting with
 * Frame Limited Reuse" (2022); as there, a function holds on to no more cells than it took apart itself.
 *
 * Requires:    final ownership; blocks in reverse postorder; no critical edges; no RC operation.
 * Establishes: nothing new.
 */
import { InternalError } from "../base/mod.ts";
import type { MonoTypeId, MonoTypes } from "../mono/mod.ts";
import type { Cells } from "./cells.ts";
import type { ArcBlock, ArcFunction, BlockId, Op, VarId } from "./ir.ts";
import { computeLiveness, type Liveness } from "./liveness.ts";
import { DropReach, isDropping } from "./drop_types.ts";
import { type Standings, standingsOf } from "./ownership.ts";
import { type Proof, provenVariants } from "./proven_variants.ts";
import { Splices } from "./splices.ts";
import { eachOperand, eachTerminatorOperand, predecessors } from "./visit.ts";

export function reuseCells(fn: ArcFunction, types: MonoTypes, cells: Cells): void {
  const made = fn.blocks.some(({ ops }) => ops.some((op) => cells.madeBy(op, fn) !== undefined));
  if (made) new Reuser(fn, types, cells).run();
}

/** A cell that comes free, and perhaps nobody wants it. */
type Source =
  & { readonly type: MonoTypeId; token?: VarId }
  & (
    | { readonly kind: "unpacked"; readonly op: Extract<Op, { kind: "Unpack" }> }
    /** `value` is not needed from op `index` of `block` on. */
    | {
      readonly kind: "dead";
      readonly value: VarId;
      readonly block: BlockId;
      readonly index: number;
    }
    /** One for each way into `block`. */
    | {
      readonly kind: "joined";
      readonly block: BlockId;
      readonly inputs: readonly (readonly [BlockId, Source])[];
    }
  );

/** Older tokens are forgotten. */
const MOST_KEPT = 16;

class Reuser {
  readonly #fn: ArcFunction;
  readonly #types: MonoTypes;
  readonly #cells: Cells;
  readonly #standings: Standings;
  readonly #liveness: Liveness;
  /** What runs code of the user when it is released keeps its `RcDec`. */
  readonly #drops: DropReach;
  readonly #preds: readonly (readonly BlockId[])[];
  readonly #proofs: ReadonlyMap<BlockId, Proof>;
  readonly #splices = new Splices();
  /** What is free at the end of each block, newest last. */
  readonly #atEnd: Source[][] = [];

  constructor(fn: ArcFunction, types: MonoTypes, cells: Cells) {
    this.#fn = fn;
    this.#types = types;
    this.#cells = cells;
    this.#standings = standingsOf(fn, types);
    this.#drops = new DropReach(types, (type) => isDropping(types, type), true);
    this.#liveness = computeLiveness(fn, (v) => this.#owner(v));
    this.#preds = predecessors(fn);
    this.#proofs = provenVariants(fn, types);
  }

  run(): void {
    for (const block of this.#fn.blocks) {
      const free = this.#freeOnEntry(block);
      this.#visit(block, free);
      this.#atEnd[block.id] = free.slice(-MOST_KEPT);
    }
    this.#splices.apply(this.#fn);
  }

  /** The owned boxed sum that a use keeps alive. */
  #owner(v: VarId): VarId | undefined {
    const owner = this.#standings.owner(v);
    return owner !== undefined && this.#cells.isBoxed(this.#fn.varTypes[owner]) ? owner : undefined;
  }

  #freeOnEntry(block: ArcBlock): Source[] {
    const preds = this.#preds[block.id];
    const [pred, ...others] = preds;
    const live = new Set(this.#liveness.liveIn[block.id]);
    const params = block.id === 0 ? this.#fn.params.map((param) => param.var) : block.params;
    const free = this.#broughtTo(block.id, preds);
    const dead = params.filter((v) => this.#owner(v) === v && !this.#isNeeded(block, v));
    if (pred !== undefined && others.length === 0) {
      for (const v of this.#liveness.liveOut(pred)) if (!live.has(v)) dead.push(v);
    }
    const proof = this.#proofs.get(block.id);
    for (const value of dead) {
      const type = this.#fn.varTypes[value];
      if (this.#drops.reaches(type)) continue;
      if (proof?.of === value && !this.#cells.isCell(type, proof.variant)) continue;
      free.push({ kind: "dead", type, value, block: block.id, index: 0 });
    }
    return free;
  }

  /** Whether a parameter of `block`, or a view into it, is used. */
  #isNeeded(block: ArcBlock, param: VarId): boolean {
    if (this.#liveness.liveOut(block.id).has(param)) return true;
    let found = false;
    const visit = (operand: VarId): void => {
      if (this.#owner(operand) === param) found = true;
    };
    for (const op of block.ops) eachOperand(op, visit);
    eachTerminatorOperand(block.terminator, visit);
    return found;
  }

  #broughtTo(block: BlockId, preds: readonly BlockId[]): Source[] {
    if (preds.some((pred) => pred >= block)) return [];
    const [first, ...others] = preds;
    if (first === undefined) return [];
    if (others.length === 0) return [...this.#atEnd[first]];
    const common = this.#atEnd[first].filter((source) =>
      others.every((pred) => this.#atEnd[pred].includes(source))
    );
    const left = preds.map((pred) =>
      this.#atEnd[pred].filter((source) => !common.includes(source))
    );
    const joined = [...new Set(left[0].map(({ type }) => type))].flatMap((type) => {
      const rows = left.map((sources) => sources.filter((source) => source.type === type));
      const count = Math.min(...rows.map((row) => row.length));
      return Array.from({ length: count }, (_, i): Source => {
        const inputs = preds.map((pred, p) => [pred, rows[p][i]] as const);
        return { kind: "joined", type, block, inputs };
      });
    });
    return [...common, ...joined];
  }

  #visit(block: ArcBlock, free: Source[]): void {
    const ends = this.#endsIn(block);
    block.ops.forEach((op, index) => {
      const type = this.#cells.madeBy(op, this.#fn);
      if (type !== undefined && op.kind === "Construct") {
        const at = free.findLastIndex((source) => source.type === type);
        if (at >= 0) {
          const [source] = free.splice(at, 1);
          const { kind: _made, ...rest } = op;
          block.ops[index] = { ...rest, kind: "Reuse", token: this.#take(source) };
        }
      }
      if (op.kind === "Unpack" && this.#cells.isCell(this.#fn.varTypes[op.src], op.variant ?? 0)) {
        free.push({ kind: "unpacked", type: this.#fn.varTypes[op.src], op });
      }
      for (const value of ends.get(index) ?? []) {
        const type = this.#fn.varTypes[value];
        if (this.#drops.reaches(type)) continue;
        free.push({ kind: "dead", type, value, block: block.id, index: index + 1 });
      }
    });
  }

  /** The values that ops of `block` look at last and do not consume, by op. */
  #endsIn(block: ArcBlock): ReadonlyMap<number, readonly VarId[]> {
    const live = this.#liveness.liveOut(block.id);
    const seen = new Set(live);
    eachTerminatorOperand(block.terminator, (v) => {
      const owner = this.#owner(v);
      if (owner !== undefined) seen.add(owner);
    });
    const ends = new Map<number, VarId[]>();
    for (let i = block.ops.length - 1; i >= 0; i--) {
      const consumed = new Set<VarId>();
      const last: VarId[] = [];
      eachOperand(block.ops[i], (v, mark) => {
        const owner = this.#owner(v);
        if (owner === undefined) return;
        if (mark === "owned") consumed.add(owner);
        if (!seen.has(owner)) last.push(owner);
        seen.add(owner);
      });
      const dead = last.filter((v) => !consumed.has(v));
      if (dead.length > 0) ends.set(i, dead);
    }
    return ends;
  }

  /** The token of a source, which is made only now. */
  #take(source: Source): VarId {
    if (source.token !== undefined) return source.token;
    const token = source.token = this.#fresh(source.type);
    switch (source.kind) {
      case "unpacked":
        source.op.token = token;
        break;
      case "dead":
        this.#splices.insert(source.block, source.index, {
          kind: "Reset",
          token,
          src: source.value,
        });
        break;
      case "joined":
        this.#fn.blocks[source.block].params.push(token);
        for (const [pred, input] of source.inputs) this.#passOn(pred, this.#take(input));
    }
    return token;
  }

  #passOn(pred: BlockId, token: VarId): void {
    const { terminator } = this.#fn.blocks[pred];
    if (terminator.kind !== "Jump") {
      throw new InternalError(`bb${pred} meets others without a jump`, { stage: "arc" });
    }
    terminator.target.args.push(token);
  }

  #fresh(of: MonoTypeId): VarId {
    const name = `token<${this.#types.get(of).name}>`;
    this.#fn.varTypes.push(this.#types.intern({ kind: "token", of, name }));
    this.#fn.varNames.push(undefined);
    return this.#fn.varTypes.length - 1 as VarId;
  }
}
