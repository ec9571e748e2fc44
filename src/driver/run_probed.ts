/** Runs a program and tells the hub what one function does (seeds DBG-12): `--debug-fn`, `--debug-expr`. */
import type { ArcBlock, ArcFunction, ArcProgram, Op, VarId } from "../arc/mod.ts";
import { eachOperand, regionId } from "../arc/mod.ts";
import type { Span } from "../base/mod.ts";
import { type Probe, runProgramChecked } from "../check_rc/mod.ts";
import type { Events, ExprNode } from "../events/mod.ts";
import type { Value } from "../vm/mod.ts";
import type { Compiled, Outcome, RunOptions } from "./engine.ts";
import { isInstanceOf } from "./is_instance_of.ts";
import { programOutcome } from "./limit_failure.ts";
import { showValue } from "./show_value.ts";
import { backtraceMode, vmIo } from "./vm_engine.ts";

export interface Watch {
  /** The function whose calls, block parameters and panics are told. */
  readonly fn?: string | undefined;
  /** The function whose expressions are told with their values. */
  readonly expr?: string | undefined;
}

/** Whether the program has a function that `name` means. */
export function hasFunction({ arc }: Compiled, name: string): boolean {
  return arc.fns.some((fn) => isInstanceOf(fn.name, name));
}

/**
 * Runs the program on the interpreter of ARC IR, which gives the results of every engine, as blocks and variables are there what
 * they are in events.
 */
export function runProbed(
  { arc, sources }: Compiled,
  events: Events,
  { io, args, limits, policy }: Pick<RunOptions, "io" | "args" | "limits" | "policy">,
  watch: Watch,
): Outcome {
  const backtrace = backtraceMode(io);
  const probe = new HubProbe(arc, events, watch);
  const options = { backtrace, probe, limits };
  return programOutcome(runProgramChecked(arc, sources, vmIo(io, args, policy), options));
}

/** What the variables of a call hold, and what gave it to them. */
interface Call {
  /** As texts: a block may be freed before the call ends. */
  readonly values: Map<VarId, string>;
  readonly steps: Map<VarId, Op>;
}

/** Nodes of a tree of expressions that are told. */
const MAX_NODES = 200;

class HubProbe implements Probe {
  readonly #program: ArcProgram;
  readonly #events: Events;
  readonly #watched: ReadonlySet<ArcFunction>;
  readonly #traced: ReadonlySet<ArcFunction>;
  readonly #calls = new Map<object, Call>();

  constructor(program: ArcProgram, events: Events, { fn, expr }: Watch) {
    this.#program = program;
    this.#events = events;
    const named = (name: string | undefined) =>
      new Set(program.fns.filter((one) => name !== undefined && isInstanceOf(one.name, name)));
    this.#watched = named(fn);
    this.#traced = named(expr);
  }

  called(frame: object, fn: ArcFunction, args: readonly Value[]): void {
    if (!this.#traced.has(fn)) return;
    const values = new Map(fn.params.map(({ var: v }, i) => [v, this.#show(fn, v, args[i])]));
    this.#calls.set(frame, { values, steps: new Map() });
  }

  entered(frame: object, fn: ArcFunction, block: ArcBlock, values: readonly Value[]): void {
    const call = this.#calls.get(frame);
    if (call !== undefined) {
      block.params.forEach((v, i) => call.values.set(v, this.#show(fn, v, values[i])));
    }
    if (!this.#watched.has(fn) || !this.#events.ssa || block.role !== "header") return;
    block.params.forEach((v, i) => {
      const name = fn.varNames[v];
      this.#events.emit("ssa.value", this.#place(fn, block), {
        dst: v,
        ...(name === undefined ? {} : { name }),
        type: this.#program.types.get(fn.varTypes[v]).name,
        value: this.#show(fn, v, values[i]),
      });
    });
  }

  reached(fn: ArcFunction, block: ArcBlock, callee: ArcFunction, span: Span): void {
    if (!this.#watched.has(fn) || !this.#events.resolve) return;
    const { kind } = callee;
    const body = kind.kind === "wrapper" ? this.#program.fns[kind.body] : callee;
    this.#events.emit("resolve.reach", this.#place(fn, block, span), { callee: body.name });
  }

  panicked(fn: ArcFunction, block: ArcBlock, op: string, message: string, span: Span): void {
    if (!this.#watched.has(fn) || !this.#events.op) return;
    this.#events.emit("op.panic", this.#place(fn, block, span), { op, message });
  }

  defined(frame: object, fn: ArcFunction, step: Op, v: VarId, value: Value): void {
    const call = this.#calls.get(frame);
    if (call === undefined) return;
    call.values.set(v, this.#show(fn, v, value));
    call.steps.set(v, step);
  }

  returned(frame: object, fn: ArcFunction, v: VarId): void {
    const call = this.#calls.get(frame);
    if (call === undefined) return;
    this.#calls.delete(frame);
    if (!this.#events.op) return;
    const tree = new TreeMaker(this.#program, fn, call);
    this.#events.emit("op.tree", { fn: fn.name, region_id: "function", span: fn.span }, {
      tree: tree.node(v),
      params: fn.params.map(({ var: param }) => tree.leaf(param)),
    });
  }

  unwound(frame: object): void {
    this.#calls.delete(frame);
  }

  #place(fn: ArcFunction, block: ArcBlock, span: Span = fn.span) {
    return { fn: fn.name, region_id: regionId(fn, block), span };
  }

  #show(fn: ArcFunction, v: VarId, value: Value): string {
    return showValue(this.#program.types, fn.varTypes[v], value);
  }
}

/** Makes the tree of the expressions that a result came from: block parameters are leaves. */
class TreeMaker {
  #left = MAX_NODES;

  constructor(
    readonly program: ArcProgram,
    readonly fn: ArcFunction,
    readonly call: Call,
  ) {}

  node(v: VarId): ExprNode {
    const step = this.call.steps.get(v);
    if (step === undefined || --this.#left < 0) return this.leaf(v);
    const of: ExprNode[] = [];
    eachOperand(step, (operand) => of.push(this.node(operand)));
    return { ...this.leaf(v), expr: this.#exprOf(step), ...(of.length === 0 ? {} : { of }) };
  }

  leaf(v: VarId): ExprNode {
    const name = this.fn.varNames[v];
    const value = this.call.values.get(v) ?? "?";
    return { expr: name ?? `%${v}`, ...(name === undefined ? {} : { name }), value };
  }

  #exprOf(step: Op): string {
    switch (step.kind) {
      case "Prim":
        return step.op;
      case "Call":
        return callName(this.program, step);
      default:
        return step.kind;
    }
  }
}

function callName({ fns }: ArcProgram, { call }: Extract<Op, { kind: "Call" }>): string {
  switch (call.kind) {
    case "Apply":
      return fns[call.fn].name;
    case "Intrinsic":
      return call.name;
    case "CheckedPrim":
      return call.op;
    default:
      return call.kind;
  }
}
