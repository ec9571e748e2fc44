/** Tells the hub about one program, while the passes of `arc` run and when they have. */
import {
  type ArcFunction,
  type ArcProgram,
  type CountedProgram,
  type Op,
  type PassRun,
  regionId,
} from "../arc/mod.ts";
import type { Span } from "../base/mod.ts";
import type { Events } from "../events/mod.ts";
import type { FunctionNames } from "../plan/mod.ts";
import { callOf } from "./names.ts";
import { tellNeeds } from "./needs.ts";
import { tellOperators } from "./operators.ts";
import { tellPhis } from "./phis.ts";
import { tellRules } from "./ssa_rules.ts";

/** The pass after which blocks have their regions. */
const PLACING = "orderBlocks";

export class Inspector {
  readonly #events: Events;
  /** The spans of operations that have none in the IR, which lowering fills in. */
  readonly spans = new Map<Op, Span>();
  readonly #tracesPhis: boolean;
  /** The functions as they were lowered, once that is known. */
  #lowered: ReadonlySet<string> | undefined;

  private constructor(events: Events) {
    this.#events = events;
    this.#tracesPhis = events.wants("ssa", "trace");
  }

  /** Undefined where nobody wants to know. */
  static of(events: Events | undefined): Inspector | undefined {
    if (events === undefined) return undefined;
    const { resolve, ssa, op, aot } = events;
    return resolve || ssa || op || aot ? new Inspector(events) : undefined;
  }

  afterPass({ name, path, program, changed }: PassRun): void {
    if (this.#lowered === undefined && name === PLACING) this.#tellLowered(program);
    if (!this.#tracesPhis) return;
    const pass = [...path, name].join("/");
    for (const fn of changed) tellPhis(program, fn, this.#events, pass);
  }

  #tellLowered(program: ArcProgram): void {
    this.#lowered = new Set(program.fns.map(({ name }) => name));
    const events = this.#events;
    for (const fn of program.fns) {
      if (events.resolve || events.op) tellDecisions(fn, events, this.spans);
      if (events.op) tellOperators(program, fn, events, this.spans);
    }
    this.spans.clear();
  }

  /** Tells the program that engines take. */
  finish(program: CountedProgram, names: FunctionNames): void {
    const events = this.#events;
    if (events.resolve) this.#tellFunctions(program);
    if (events.aot) tellNeeds(program, names, events);
    if (!events.ssa) return;
    for (const fn of program.fns) {
      tellPhis(program, fn, events);
      tellRules(program, fn, events);
    }
  }

  /** Which functions were removed, and which were made by passes. */
  #tellFunctions({ fns }: CountedProgram): void {
    const before = this.#lowered ?? new Set();
    const after = new Set(fns.map(({ name }) => name));
    const place = { fn: "", region_id: "" };
    for (const name of new Set([...before, ...after])) {
      this.#events.emit("resolve.materialize.func", { ...place, fn: name }, {
        name,
        present_before: before.has(name),
        present_after: after.has(name),
      });
    }
    this.#events.emit("resolve.module.index", place, { function_count: after.size });
  }
}

/** Tells the decisions about the calls of `fn`, which was just lowered, with their regions. */
function tellDecisions(fn: ArcFunction, events: Events, spans: ReadonlyMap<Op, Span>): void {
  if (fn.kind.kind === "wrapper") return; // its call has the span of what makes the closure
  const { decisions } = events;
  decisions.enterFunction();
  for (const block of fn.blocks) {
    const region = regionId(fn, block);
    for (const op of block.ops) {
      const span = callOf(op)?.span ?? ("span" in op ? op.span : spans.get(op));
      if (span !== undefined) decisions.tellAt(events, span, fn.name, region);
    }
    const call = callOf(block.terminator);
    if (call !== undefined) decisions.tellAt(events, call.span, fn.name, region);
  }
}
