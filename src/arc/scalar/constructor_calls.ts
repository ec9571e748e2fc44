/**
 * Finds the calls of a function to itself whose result only goes into a new cell, or a chain of them, that is returned.
 *
 *     bb1:                                  the call of bb1 is one, with the cells %4 and %6:
 *       %3 = Apply @f(%t)                   nothing sees them before they are whole, and what
 *       %4 = Construct #1(%b, %3)           happens after the call may as well happen before it
 *       Jump bb2(%4)
 *     bb2(%5):
 *       %6 = Construct #1(%a, %5)
 *       Return %6
 *
 * From such a call on there is one way, to the end: each use of its result stands there.
 */
import type { MonoTypes } from "../../mono/mod.ts";
import type { ArcBlock, ArcFunction, BlockId, Call, JumpTarget, Op, VarId } from "../ir/ir.ts";
import { newVar } from "../ir/new_var.ts";
import { hasNoEffect } from "../analysis/effects.ts";
import { eachResult, mapOperands, operands, renameResults } from "../ir/visit.ts";

/** A cell around the result of a call: `field` is where the result, or the cell before, goes. */
export interface Link {
  readonly op: Extract<Op, { kind: "Construct" }>;
  readonly variant: number;
  readonly field: number;
}

/** A call whose result is returned in a chain of cells. */
export interface ConstructorCall {
  readonly block: ArcBlock;
  /** Index of the call in its block. */
  readonly at: number;
  readonly call: Call;
  /** What else stands between the call and the end. */
  readonly others: readonly Op[];
  /** The innermost cell first; at least one. */
  readonly links: readonly Link[];
}

/** How many ops of blocks that others come to as well are copied for one call. */
const MOST_COPIED = 16;

/** The call in `block`, if there is one; ops that other ways share are copied. */
export function findConstructorCall(
  fn: ArcFunction,
  types: MonoTypes,
  block: ArcBlock,
): ConstructorCall | undefined {
  const at = block.ops.findLastIndex((op) => !canMove(op, fn, types));
  const op = block.ops[at];
  if (op?.kind !== "Call" || op.call.kind !== "Apply" || op.call.fn !== fn.id) return undefined;
  const varCount = fn.varTypes.length;
  const chain = new Chain(fn, types, op.dst);
  if (chain.follow(block, at + 1) && chain.links.length > 0) {
    return { block, at, call: op.call, others: chain.others, links: chain.links };
  }
  fn.varTypes.length = varCount;
  fn.varNames.length = varCount;
  return undefined;
}

/**
 * Whether the op may as well happen before a call that it does not depend on. An intrinsic that owns an argument changes it in
 * place where nobody needs it any more: that would be lost before a call that needs it too.
 */
function canMove(op: Op, fn: ArcFunction, types: MonoTypes): boolean {
  if (!hasNoEffect(op, fn, types)) return false;
  return op.kind !== "Call" || op.call.ownership.every((mark) => mark === "borrowed");
}

class Chain {
  readonly others: Op[] = [];
  readonly links: Link[] = [];
  readonly #fn: ArcFunction;
  readonly #types: MonoTypes;
  /** The result of the call, or the last cell. */
  #value: VarId;
  /** What went into a cell: nothing else may use it. */
  readonly #taken = new Set<VarId>();
  /** What the variables of blocks that are followed into stand for. */
  readonly #names = new Map<VarId, VarId>();
  #copied = 0;

  constructor(fn: ArcFunction, types: MonoTypes, result: VarId) {
    this.#fn = fn;
    this.#types = types;
    this.#value = result;
  }

  /** Whether the way from op `start` of `first` only builds cells around the value and returns it. */
  follow(first: ArcBlock, start: number): boolean {
    if (!first.ops.slice(start).every((op) => this.#add(op))) return false;
    const seen = new Set<BlockId>([first.id]);
    for (let { terminator: t } = first;;) {
      if (t.kind === "Return") return this.#name(t.value) === this.#value;
      if (t.kind !== "Jump" || seen.has(t.target.block)) return false;
      seen.add(t.target.block);
      const block = this.#enter(t.target);
      if (!block.ops.every((op) => this.#addCopy(op))) return false;
      t = block.terminator;
    }
  }

  #enter({ block, args }: JumpTarget): ArcBlock {
    const next = this.#fn.blocks[block];
    const values = args.map((arg) => this.#name(arg));
    next.params.forEach((param, i) => this.#names.set(param, values[i]));
    return next;
  }

  #name(v: VarId): VarId {
    return this.#names.get(v) ?? v;
  }

  #addCopy(op: Op): boolean {
    if (++this.#copied > MOST_COPIED || !canMove(op, this.#fn, this.#types)) return false;
    const { varTypes, varNames } = this.#fn;
    eachResult(op, (v) => this.#names.set(v, newVar(this.#fn, varTypes[v], varNames[v])));
    const copy = renameResults(op, (v) => this.#name(v));
    mapOperands(copy, (v) => this.#name(v));
    return this.#add(copy);
  }

  #add(op: Op): boolean {
    const used = operands(op);
    if (used.some((v) => this.#taken.has(v))) return false;
    if (!used.includes(this.#value)) {
      this.others.push(op);
      return true;
    }
    const isCell = op.kind === "Construct" && this.#fn.varTypes[op.dst] === this.#fn.result;
    if (!isCell || op.variant === undefined) return false;
    const field = op.args.indexOf(this.#value);
    if (field !== op.args.lastIndexOf(this.#value)) return false;
    this.links.push({ op, variant: op.variant, field });
    this.#taken.add(this.#value);
    this.#value = op.dst;
    return true;
  }
}
