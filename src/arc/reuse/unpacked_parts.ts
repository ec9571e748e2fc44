/** Parts that several `Unpack`s define, in different blocks, until each definition has a name of its own. */
import type { ArcFunction, BlockId, Op, VarId } from "../ir/ir.ts";
import { newVar } from "../ir/new_var.ts";
import { removeTrivialParams } from "../scalar/remove_trivial_params.ts";
import { type Definitions, repairSsa } from "../ir/repair_ssa.ts";
import type { Splices } from "../ir/splices.ts";
import type { UseLists } from "../analysis/use_lists.ts";

type Unpack = Extract<Op, { kind: "Unpack" }>;

/** The field `field` of what `op` takes apart. */
interface PartDefinition {
  readonly block: BlockId;
  readonly op: Unpack;
  readonly field: number;
}

export class UnpackedParts {
  readonly #fn: ArcFunction;
  readonly #uses: UseLists;
  readonly #splices: Splices;
  readonly #parts = new Map<VarId, PartDefinition[]>();

  constructor(fn: ArcFunction, uses: UseLists, splices: Splices) {
    this.#fn = fn;
    this.#uses = uses;
    this.#splices = splices;
  }

  get isEmpty(): boolean {
    return this.#parts.size === 0;
  }

  /** From now on only unpacking defines `part`. */
  declare(part: VarId): void {
    this.#uses.undefine(part);
    this.#parts.set(part, []);
  }

  /** Puts `op`, whose results are declared parts, in front of op `index` of `block`; at most one for each block. */
  unpack(op: Unpack, block: BlockId, index: number): void {
    this.#splices.insertFirst(block, index, op);
    this.#uses.add(op.src, { block, index, mark: "owned", op });
    op.dsts.forEach((part, field) => {
      this.#uses.define(part, { block, from: index });
      this.#parts.get(part)?.push({ block, op, field });
    });
  }

  /** Writes all splices and makes SSA of what they left. */
  finish(): void {
    const definitions = this.#nameApart();
    this.#splices.apply(this.#fn);
    if (definitions.size === 0) return;
    repairSsa(this.#fn, definitions);
    removeTrivialParams(this.#fn);
  }

  /** Gives each definition a name; by what name blocks further on know those that they use. */
  #nameApart(): Definitions {
    const { varTypes, varNames } = this.#fn;
    const definitions: Definitions = new Map();
    for (const [part, [first, ...others]] of this.#parts) {
      if (others.length === 0) continue;
      const names = new Map([[first.block, part]]);
      for (const { block, op, field } of others) {
        const name = newVar(this.#fn, varTypes[part], varNames[part]);
        op.dsts[field] = name;
        names.set(block, name);
      }
      this.#uses.replace(part, (use) => names.get(use.block));
      if (this.#uses.of(part).some(({ block }) => block !== first.block)) {
        definitions.set(part, names);
      }
    }
    return definitions;
  }
}
