/** The words of events and reports about ARC IR. */
import type { ArcFunction, ArcProgram, Call, Op, Terminator, VarId } from "../arc/mod.ts";
import { eachResult } from "../arc/mod.ts";
import { assertNever } from "../base/mod.ts";

/** What is called: the symbol of a function, the name of an intrinsic or primitive, `closure`, `drop check`. */
export function calleeName(program: ArcProgram, call: Call): string {
  switch (call.kind) {
    case "Apply":
      return program.fns[call.fn]?.name ?? `function ${call.fn}`;
    case "ApplyIndirect":
      return "closure";
    case "Intrinsic":
      return call.name;
    case "CheckedPrim":
      return call.op;
    case "DropCheck":
      return "drop check";
    default:
      return assertNever(call, "inspect");
  }
}

/** What defines each variable of a function. */
export class Origins {
  readonly #program: ArcProgram;
  readonly #fn: ArcFunction;
  readonly #defs = new Map<VarId, string>();

  constructor(program: ArcProgram, fn: ArcFunction) {
    this.#program = program;
    this.#fn = fn;
    for (const { var: v } of fn.params) this.#defs.set(v, "param");
    for (const { params, ops, terminator } of fn.blocks) {
      for (const v of params) this.#defs.set(v, "phi");
      for (const op of ops) eachResult(op, (v) => this.#defs.set(v, this.#ofOp(op, v)));
      if (terminator.kind === "Invoke") this.#defs.set(terminator.dst, this.#ofCall(terminator));
    }
  }

  of(v: VarId): string {
    return this.#defs.get(v) ?? "undefined";
  }

  #ofOp(op: Op, v: VarId): string {
    switch (op.kind) {
      case "Const":
        return "Const";
      case "Call":
        return this.#ofCall(op);
      case "Prim":
        return `Prim ${op.op}`;
      case "Construct":
      case "Reuse":
      case "MakeList":
        return `${op.kind} ${this.#type(v)}`;
      default:
        return op.kind;
    }
  }

  #ofCall({ call }: { readonly call: Call }): string {
    return `Call ${calleeName(this.#program, call)}`;
  }

  #type(v: VarId): string {
    return this.#program.types.get(this.#fn.varTypes[v]).name;
  }
}

/** The call that an op or the end of a block makes, if it does. */
export function callOf(step: Op | Terminator): Call | undefined {
  return step.kind === "Call" || step.kind === "Invoke" ? step.call : undefined;
}
