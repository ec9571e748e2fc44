/**
 * Releases what is left of a value that a part is taken of: the other parts go where the part is read, if it is handed on in any
 * case, or else where it is handed on.
 *
 *     before                                after
 *       %2 = Project %1#0.0                   %2 = Project %1#0.0
 *       ...                                   %6 = DropValue %1     # %2 has a reference of its own
 *       %3 = MoveValue %2                     ...
 *       %4 = Apply @keep(%3)                  %3 = MoveValue %2
 *       %5 = ScopeEnd %1 from %0              ...
 *
 * So a pattern of which one name is handed on takes the value apart where it matches, and the field of a struct where it is read.
 * Nothing is to do where all parts that may run a `drop` are consumed.
 */
import { InternalError } from "../../base/mod.ts";
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { ArgMark } from "../../operations/mod.ts";
import type { DropReach } from "../analysis/drop_types.ts";
import { hasNoEffect } from "../analysis/effects.ts";
import { newVar } from "../ir/new_var.ts";
import type { ArcBlock, ArcFunction, BlockId, Op, VarId } from "../ir/ir.ts";
import type { ScopeEnd } from "../ir/scope_marks.ts";
import { eachOperand, eachResult, eachTerminatorOperand, successors } from "../ir/visit.ts";

/** `part`, a part of what the local `whole` holds, is handed on by `move`. */
export interface TakenPart {
  readonly whole: VarId;
  readonly part: VarId;
  readonly move: Op;
}

interface Knowledge {
  readonly reach: DropReach;
  /** The marks of what an op may keep, with calls of functions as they are written. */
  readonly argsOf: (
    op: Op,
  ) => { readonly args: readonly VarId[]; readonly marks: readonly ArgMark[] };
  readonly ends: ReadonlyMap<VarId, ScopeEnd>;
}

/** Writes the releases into `fn`. */
export function releaseOtherParts(
  fn: ArcFunction,
  taken: readonly TakenPart[],
  { reach, ends, argsOf }: Knowledge,
): void {
  const places = new Places(fn, reach.types, argsOf);
  for (const [whole, parts] of byWhole(taken)) {
    const moves = new Set(parts.map(({ move }) => move));
    const left = parts.filter((part) => hasOthers(fn, part, places, reach));
    const reads = new Set(left.map((part) => places.readOf(part, moves)));
    const [read, ...others] = reads;
    const points = read === undefined || others.length > 0 ? left.map(({ move }) => move) : [read];
    const { dst, span } = ends.get(whole) as ScopeEnd;
    for (const point of points) {
      const release = { kind: "DropValue", value: whole, span } as const;
      places.insertAfter(point, { ...release, dst: newVar(fn, fn.varTypes[dst]) });
    }
  }
}

function byWhole(taken: readonly TakenPart[]): ReadonlyMap<VarId, readonly TakenPart[]> {
  return Map.groupBy(taken, ({ whole }) => whole);
}

/** Whether `whole` has fields that may run a `drop` and are not consumed together with the part. */
function hasOthers(
  fn: ArcFunction,
  part: TakenPart,
  places: Places,
  reach: DropReach,
): boolean {
  const type = reach.types.get(fn.varTypes[part.whole]);
  if (type.kind !== "struct" && type.kind !== "sum") return true;
  const { fields, variant } = places.consumedWith(part);
  const isLeft = (field: { readonly type: MonoTypeId }, index: number): boolean =>
    !fields.has(index) && reach.reaches(field.type);
  if (type.kind === "struct") return type.fields.some(isLeft);
  return type.variants.some((one, i) => (variant ?? i) === i && one.fields.some(isLeft));
}

/** The ops of a function by what they define, and the blocks that they stand in. */
class Places {
  readonly #fn: ArcFunction;
  readonly #types: MonoTypes;
  readonly #argsOf: Knowledge["argsOf"];
  readonly #makers = new Map<VarId, Op>();
  readonly #blocks = new Map<Op, ArcBlock>();

  constructor(fn: ArcFunction, types: MonoTypes, argsOf: Knowledge["argsOf"]) {
    this.#fn = fn;
    this.#types = types;
    this.#argsOf = argsOf;
    for (const block of fn.blocks) {
      for (const op of block.ops) {
        this.#blocks.set(op, block);
        eachResult(op, (v) => this.#makers.set(v, op));
      }
    }
  }

  insertAfter(op: Op, added: Op): void {
    const { ops } = this.#blockOf(op);
    ops.splice(ops.indexOf(op) + 1, 0, added);
  }

  /** The fields of the whole that the block of the move consumes as such, and the variant they are of. */
  consumedWith({ whole, move }: TakenPart): { fields: ReadonlySet<number>; variant?: number } {
    const fields = new Set<number>();
    let variant: number | undefined;
    const { ops, terminator } = this.#blockOf(move);
    const note = (v: VarId, mark: ArgMark): void => {
      const read = this.#makers.get(v);
      if (mark !== "owned" || read?.kind !== "Project" || read.src !== whole) return;
      fields.add(read.field);
      variant = read.variant;
    };
    for (const op of ops) {
      const { args, marks } = this.#argsOf(op);
      args.forEach((arg, i) => note(arg, marks[i]));
      if (op.kind === "ShareValue" || op.kind === "MoveValue") note(op.src, "owned");
    }
    eachTerminatorOperand(terminator, note);
    return variant === undefined ? { fields } : { fields, variant };
  }

  /**
   * The last op of those that read the whole for a pattern, or the one that reads a field, if from there on one of `moves` comes
   * in any case and the whole is not read before it; otherwise the move of the part.
   */
  readOf({ whole, part, move }: TakenPart, moves: ReadonlySet<Op>): Op {
    const read = this.#makers.get(part);
    if (read === undefined) return move;
    const block = this.#blockOf(read);
    let at = block.ops.indexOf(read);
    const isQuiet = (op: Op): boolean => hasNoEffect(op, this.#fn, this.#types);
    for (let i = at + 1; i < block.ops.length && isQuiet(block.ops[i]); i++) {
      if (uses(block.ops[i], whole)) at = i;
    }
    return this.#leadsTo(moves, whole, block, at + 1) ? block.ops[at] : move;
  }

  /** Whether all ways from op `from` of `block` come to one of `moves`, with no end of the scope and no read before it. */
  #leadsTo(moves: ReadonlySet<Op>, whole: VarId, block: ArcBlock, from: number): boolean {
    const seen = new Set<BlockId>();
    const queue = [{ block, from }];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      const met = at.block.ops.slice(at.from).find((op) => moves.has(op) || uses(op, whole));
      if (met !== undefined) {
        if (moves.has(met)) continue;
        return false;
      }
      const { terminator } = at.block;
      let isUsed = false;
      eachTerminatorOperand(terminator, (v) => isUsed ||= v === whole);
      if (isUsed) return false;
      for (const id of successors(terminator)) {
        if (!seen.has(id)) queue.push({ block: this.#fn.blocks[id], from: 0 });
        seen.add(id);
      }
    }
    return true;
  }

  #blockOf(op: Op): ArcBlock {
    const block = this.#blocks.get(op);
    if (block !== undefined) return block;
    const { name, span } = this.#fn;
    throw new InternalError(`${op.kind} stands in no block`, { stage: "arc", fn: name, span });
  }
}

/** Also the end of its scope is a use. */
function uses(op: Op, v: VarId): boolean {
  let found = false;
  eachOperand(op, (operand) => found ||= operand === v);
  return found;
}
