/** Writes the plan for the cells of a function into it: tokens, the parameters that carry them, `Reset` and `Reuse`. */
import { InternalError } from "../../base/mod.ts";
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { CellPlan, Source } from "./cell_sources.ts";
import type { ArcFunction, BlockId, FnId, Op, VarId } from "../ir/ir.ts";
import { Splices } from "../ir/splices.ts";

/** The types of the tokens that each function is given. */
export type Grants = (fn: FnId) => readonly MonoTypeId[];

/** `plan` is absent for a function that has no use for cells itself, but calls one that is given some. */
export function fillCells(
  fn: ArcFunction,
  types: MonoTypes,
  plan: CellPlan | undefined,
  grants: Grants,
): void {
  new Filler(fn, types, grants).run(plan);
}

class Filler {
  readonly #fn: ArcFunction;
  readonly #types: MonoTypes;
  readonly #grants: Grants;
  readonly #splices = new Splices();
  readonly #tokens = new Map<Source, VarId>();
  readonly #given: readonly VarId[];

  constructor(fn: ArcFunction, types: MonoTypes, grants: Grants) {
    this.#fn = fn;
    this.#types = types;
    this.#grants = grants;
    this.#given = grants(fn.id).map((type) => this.#fresh(type));
  }

  run(plan: CellPlan | undefined): void {
    for (const token of this.#given) this.#fn.params.push({ var: token, ownership: "owned" });
    for (const block of this.#fn.blocks) {
      block.ops.forEach((op, index) => {
        const source = plan?.filled.get(op);
        if (op.kind === "Construct" && source !== undefined) {
          const { kind: _made, ...rest } = op;
          block.ops[index] = { ...rest, kind: "Reuse", token: this.#token(source) };
        } else if (op.kind === "Call" && op.call.kind === "Apply") {
          const { args, ownership, fn } = op.call;
          const handed = [...plan?.handed.get(op) ?? []];
          for (const type of this.#grants(fn)) {
            args.push(this.#tokenFor(type, handed, block.id, index));
            ownership.push("owned");
          }
        }
      });
    }
    this.#splices.apply(this.#fn);
  }

  /** The first token of the type among `handed`, which loses it, or an empty one. */
  #tokenFor(type: MonoTypeId, handed: Source[], block: BlockId, index: number): VarId {
    const at = handed.findIndex((source) => source.type === type);
    if (at < 0) return this.#noToken(type, block, index);
    return this.#token(handed.splice(at, 1)[0]);
  }

  /** The token of a source, which is made when first asked for. */
  #token(source: Source): VarId {
    const known = this.#tokens.get(source);
    if (known !== undefined) return known;
    const token = source.kind === "given" ? this.#given[source.index] : this.#fresh(source.type);
    this.#tokens.set(source, token);
    switch (source.kind) {
      case "given":
        break;
      case "unpacked":
        source.op.token = token;
        break;
      case "dead": {
        const reset: Op = { kind: "Reset", token, src: source.value };
        this.#splices.insert(source.block, source.index, reset);
        break;
      }
      case "joined":
        this.#fn.blocks[source.block].params.push(token);
        for (const [pred, input] of source.inputs) this.#passOn(pred, input, source.type);
    }
    return token;
  }

  #passOn(pred: BlockId, input: Source | undefined, type: MonoTypeId): void {
    const { terminator, ops } = this.#fn.blocks[pred];
    if (terminator.kind !== "Jump") {
      throw new InternalError(`bb${pred} meets others without a jump`, { stage: "arc" });
    }
    const token = input === undefined ? this.#noToken(type, pred, ops.length) : this.#token(input);
    terminator.target.args.push(token);
  }

  #noToken(type: MonoTypeId, block: BlockId, index: number): VarId {
    const dst = this.#fresh(type);
    this.#splices.insert(block, index, { kind: "Const", dst, value: { kind: "token" } });
    return dst;
  }

  #fresh(of: MonoTypeId): VarId {
    const name = `token<${this.#types.get(of).name}>`;
    this.#fn.varTypes.push(this.#types.intern({ kind: "token", of, name }));
    this.#fn.varNames.push(undefined);
    return this.#fn.varTypes.length - 1 as VarId;
  }
}
