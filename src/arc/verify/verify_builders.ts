/**
 * Checks that nothing sees a value that is only half built:
 * - what is `empty` and no builder is stored, once, in a field of a cell that is made
 * - such a cell has one use: an `Extend` that says which field it is
 * - a builder has one owner: it is never counted up
 */
import type { MonoTypes } from "../../mono/mod.ts";
import type { ArcBlock, ArcFunction, BlockId, Op, VarId } from "../ir/ir.ts";
import type { Findings } from "./findings.ts";
import { eachOperand, eachTerminatorOperand } from "../ir/visit.ts";

/** The field of a cell that is to be filled. */
interface EmptyField {
  readonly variant: number | undefined;
  readonly field: number;
}

export function verifyBuilders(fn: ArcFunction, types: MonoTypes, findings: Findings): void {
  if (!fn.blocks.some(({ ops }) => ops.some(isAboutBuilders))) return;
  const checker = new BuilderChecker(fn, types, findings);
  for (const block of fn.blocks) checker.collectEmpties(block);
  for (const block of fn.blocks) checker.collectCells(block);
  for (const block of fn.blocks) checker.check(block);
}

function isAboutBuilders(op: Op): boolean {
  return op.kind === "Extend" || op.kind === "Finish" || isEmpty(op);
}

function isEmpty(op: Op): boolean {
  return op.kind === "Const" && op.value.kind === "empty";
}

class BuilderChecker {
  readonly #empties = new Set<VarId>();
  readonly #open = new Map<VarId, EmptyField>();
  readonly #extended = new Set<VarId>();

  constructor(
    readonly fn: ArcFunction,
    readonly types: MonoTypes,
    readonly findings: Findings,
  ) {}

  collectEmpties({ ops }: ArcBlock): void {
    for (const op of ops) {
      if (op.kind === "Const" && isEmpty(op) && !this.#isBuilder(op.dst)) this.#empties.add(op.dst);
    }
  }

  /** Finds the cells that are made with an empty field. */
  collectCells({ id, ops }: ArcBlock): void {
    ops.forEach((op, at) => {
      if (op.kind !== "Construct" && op.kind !== "Reuse") return;
      const field = op.args.findIndex((arg) => this.#empties.has(arg));
      if (field < 0) return;
      if (op.args.some((arg, i) => i > field && this.#empties.has(arg))) {
        this.#add("a cell with two empty fields", id, at);
      }
      this.#open.set(op.dst, { variant: op.variant, field });
    });
  }

  check({ id, ops, terminator }: ArcBlock): void {
    ops.forEach((op, at) => {
      if (op.kind === "Extend") this.#checkExtend(op, id, at);
      if (op.kind === "RcInc" && this.#isBuilder(op.target)) {
        this.#add(`a second reference of the builder %${op.target}`, id, at);
      }
      const isMaker = op.kind === "Construct" || op.kind === "Reuse";
      eachOperand(op, (v) => {
        if (!isMaker && this.#empties.has(v)) this.#add(`%${v} is empty`, id, at);
        if (op.kind !== "Extend" && this.#open.has(v)) {
          this.#add(`%${v} has an empty field`, id, at);
        }
      });
    });
    eachTerminatorOperand(terminator, (v) => {
      if (!this.#empties.has(v) && !this.#open.has(v)) return;
      this.#add(`%${v} is empty, or a part of it`, id, ops.length);
    });
  }

  #checkExtend(op: Extract<Op, { kind: "Extend" }>, block: BlockId, at: number): void {
    const open = this.#open.get(op.cell);
    if (open?.variant !== op.variant || open.field !== op.field) {
      const what = `field #${op.variant}.${op.field} of %${op.cell}`;
      this.#add(`${what} is not empty`, block, at);
    }
    if (this.#extended.has(op.cell)) this.#add(`%${op.cell} is added twice`, block, at);
    this.#extended.add(op.cell);
  }

  #isBuilder(v: VarId): boolean {
    return this.types.get(this.fn.varTypes[v]).kind === "builder";
  }

  #add(rule: string, block: BlockId, op: number): void {
    this.findings.add({ fn: this.fn, block, op }, rule);
  }
}
