/**
 * Scope ends that some paths reach with the local and others after it was handed on. Along the paths that still have it, it
 * goes where its scope ends, as with the drop flags of Rust. Here the flag and the value are one variable:
 *
 *     before                              after
 *       bb1:                                bb1:
 *         %2 = Apply @keep(own %1)            %2 = Apply @keep(own %1)
 *         Jump bb3                            %5 = Construct #0()
 *       bb2:                                  Jump bb3(%5)
 *         Jump bb3                          bb2:
 *       bb3:                                  %6 = Construct #1(%1)
 *         %3 = ScopeEnd %1 from %0            Jump bb3(%6)
 *                                           bb3(%4: kept<Res>):
 *                                             %3 = DropValue %4
 *
 * `kept<T>` is an inline sum, which engines represent and release like any other: for what is a pointer, it is that
 * pointer or null. Only blocks on the way from where such paths meet to the scope end get a parameter.
 */
import { InternalError, type Span } from "../../base/mod.ts";
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { ArcFunction, BlockId, JumpTarget, Op, VarId } from "../ir/ir.ts";
import { newVar } from "../ir/new_var.ts";
import { predecessors } from "../ir/visit.ts";

/** Whether a local still has its value: on all paths to a point, on none, or on some. */
export type Holding = "held" | "gone" | "either";

/** A value of a local: the variable, and the `ScopeStart` of the local. */
export interface Scoped {
  readonly value: VarId;
  readonly start: VarId;
}

/** Tells what a local has at the end of a block. */
export type HoldingAtEnd = (local: Scoped, block: BlockId) => Holding;

const GONE = 0;
const KEPT = 1;

export class ConditionalEnds {
  readonly #preds: readonly (readonly BlockId[])[];
  /** By local and block: what stands for the local there, or nothing. */
  readonly #atStart = new Map<string, Map<BlockId, VarId>>();
  /** What comes last in blocks once all scope ends are settled. */
  readonly #added: { readonly block: BlockId; readonly op: Op }[] = [];

  constructor(
    readonly fn: ArcFunction,
    readonly types: MonoTypes,
    readonly holdingAtEnd: HoldingAtEnd,
  ) {
    this.#preds = predecessors(fn);
  }

  /** A variable that holds what is left of `local` at the start of `block`, for a scope end at `span`. */
  keptAt(local: Scoped, block: BlockId, span: Span): VarId {
    const values = this.#valuesOf(local);
    const missing: { readonly param: VarId; readonly block: BlockId }[] = [];
    const found = this.#find(local, block, values, missing);
    for (let next = missing.pop(); next !== undefined; next = missing.pop()) {
      for (const pred of this.#preds[next.block]) {
        this.#targetOf(pred).args.push(this.#atEnd(local, pred, span, values, missing));
      }
    }
    return found;
  }

  /** Writes what the paths bring along. */
  finish(): void {
    for (const { block, op } of this.#added) this.fn.blocks[block].ops.push(op);
  }

  #valuesOf({ value, start }: Scoped): Map<BlockId, VarId> {
    const key = `${value} ${start}`;
    let values = this.#atStart.get(key);
    if (values === undefined) this.#atStart.set(key, values = new Map());
    return values;
  }

  #find(
    local: Scoped,
    start: BlockId,
    values: Map<BlockId, VarId>,
    missing: { readonly param: VarId; readonly block: BlockId }[],
  ): VarId {
    const passed: BlockId[] = [];
    let value = values.get(start);
    for (let block = start; value === undefined;) {
      passed.push(block);
      const preds = this.#preds[block];
      if (preds.length === 1) {
        block = preds[0];
        value = values.get(block);
      } else {
        value = this.#fresh(local.value);
        this.fn.blocks[block].params.push(value);
        missing.push({ param: value, block });
      }
    }
    for (const block of passed) values.set(block, value);
    return value;
  }

  #atEnd(
    local: Scoped,
    block: BlockId,
    span: Span,
    values: Map<BlockId, VarId>,
    missing: { readonly param: VarId; readonly block: BlockId }[],
  ): VarId {
    const holding = this.holdingAtEnd(local, block);
    if (holding === "either") return this.#find(local, block, values, missing);
    const { value } = local;
    const dst = this.#fresh(value);
    const content = holding === "held"
      ? { variant: KEPT, args: [value] }
      : { variant: GONE, args: [] };
    this.#added.push({ block, op: { kind: "Construct", dst, ...content, span } });
    return dst;
  }

  #targetOf(pred: BlockId): JumpTarget {
    const { terminator } = this.fn.blocks[pred];
    if (terminator.kind === "Jump") return terminator.target;
    const { name, span } = this.fn;
    const message = `bb${pred} meets others without a jump`;
    throw new InternalError(message, { stage: "arc", fn: name, span });
  }

  #fresh(of: VarId): VarId {
    const { fn } = this;
    return newVar(fn, keptType(this.types, fn.varTypes[of]), fn.varNames[of]);
  }
}

/** The type of a value that may have been handed on. */
function keptType(types: MonoTypes, of: MonoTypeId): MonoTypeId {
  return types.intern({
    kind: "sum",
    name: `kept<${types.get(of).name}>`,
    variants: [
      { name: "Gone", fields: [] },
      { name: "Kept", fields: [{ name: "value", type: of }] },
    ],
    isBoxed: false,
  });
}
