/** State of instruction selection for one function. */
import type { Span } from "../base/mod.ts";
import { InternalError } from "../base/mod.ts";
import type { ArcFunction, BlockId, Op, VarId } from "../arc/mod.ts";
import { classOf } from "./describe.ts";
import type { Instruction, Operand } from "./instruction.ts";
import { type OpcodeName, OPCODES, REF, type RegisterClass } from "./opcodes.ts";
import type { Constant, TypeDescriptor } from "./program.ts";

/** Number of uses of a variable and, for a comparison that only a branch uses, the op that defines it. */
export type PrimOperation = Extract<Op, { kind: "Prim" }>;

export class Selection {
  readonly constants: Constant[] = [];
  readonly immediates = new Map<VarId, number>();
  /** Prims whose one use is the branch that ends their block. */
  readonly fused = new Map<VarId, PrimOperation>();
  code: Instruction[] = [];
  readonly #constantIndex = new Map<string, number>();

  constructor(readonly fn: ArcFunction, readonly types: readonly TypeDescriptor[]) {}

  typeOf(v: VarId): TypeDescriptor {
    return this.types[this.fn.varTypes[v]];
  }

  classOf(v: VarId): RegisterClass {
    return classOf(this.typeOf(v));
  }

  isRef(v: VarId): boolean {
    return this.classOf(v) === REF;
  }

  /** Index of a constant in the pool; equal constants share one. */
  constant(constant: Constant): number {
    const bits = constant.kind === "float" && Object.is(constant.value, -0) ? "-0" : constant.value;
    const key = `${constant.kind} ${bits}`;
    let index = this.#constantIndex.get(key);
    if (index === undefined) {
      index = this.constants.push(constant) - 1;
      this.#constantIndex.set(key, index);
    }
    return index;
  }

  emit(name: OpcodeName, operands: readonly Operand[], span?: Span, handler?: BlockId): void {
    this.code.push({ opcode: OPCODES[name], operands, span, handler });
  }

  fail(message: string, span?: Span): never {
    const place = { stage: "bytecode", fn: this.fn.name };
    throw new InternalError(message, span === undefined ? place : { ...place, span });
  }
}

export function def(v: VarId): Operand {
  return { kind: "def", var: v, isTagged: false };
}
export function use(v: VarId): Operand {
  return { kind: "use", var: v, isTagged: false };
}
/** A counted list of tagged registers that are read. */
export function uses(vars: readonly VarId[]): Operand[] {
  return [vars.length, ...vars.map((v): Operand => ({ kind: "use", var: v, isTagged: true }))];
}
/** A counted list of tagged registers that are written. */
export function defs(vars: readonly VarId[]): Operand[] {
  return [vars.length, ...vars.map((v): Operand => ({ kind: "def", var: v, isTagged: true }))];
}
