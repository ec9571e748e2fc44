/** Emission of terminators. */
import { assertNever } from "../base/mod.ts";
import type { JumpTarget, Terminator } from "../arc/mod.ts";
import type { FunctionEmitter } from "./function.ts";
import { emitCall } from "./ops.ts";

/** Writes the end of a block. */
export function emitTerminator(e: FunctionEmitter, t: Terminator): void {
  const { b } = e;
  switch (t.kind) {
    case "Jump":
      return e.jump(t.target);
    case "Branch": {
      const edges = new Edges(e);
      const [then, otherwise] = [edges.label(t.then), edges.label(t.else)];
      b.branch(e.bits(t.condition), then, otherwise);
      return edges.write();
    }
    case "Switch":
      return emitSwitch(e, t);
    case "Invoke":
      e.bind(t.dst, emitCall(e, t.call, t.dst, t.unwind));
      return e.jump({ block: t.normal, args: [] });
    case "Return":
      return emitReturn(e, t);
    case "Resume":
      return e.resume();
    case "Unreachable":
      return b.line("unreachable");
    default:
      assertNever(t, "llvm");
  }
}

function emitSwitch(e: FunctionEmitter, t: Terminator & { kind: "Switch" }): void {
  const edges = new Edges(e);
  const type = e.context.types.value(e.typeOf(t.subject));
  const cases = t.cases.map((c) => `${type} ${c.value}, label %${edges.label(c.target)}`);
  const otherwise = t.default === undefined ? e.b.fresh("none") : edges.label(t.default);
  e.b.line(`switch ${type} ${e.bits(t.subject)}, label %${otherwise} [ ${cases.join(" ")} ]`);
  edges.write();
  if (t.default !== undefined) return;
  e.b.start(otherwise);
  e.b.line("unreachable");
}

function emitReturn(e: FunctionEmitter, t: Terminator & { kind: "Return" }): void {
  const { types } = e.context;
  const type = e.fn.result;
  switch (types.layout(type).passing) {
    case "none":
      return e.b.line("ret void");
    case "value":
      return e.b.line(`ret ${types.value(type)} ${e.bits(t.value)}`);
    case "pointer":
      e.b.store(type, e.bits(t.value), "%result");
      return e.b.line("ret void");
  }
}

/**
 * The edges of one terminator. An edge that carries arguments gets a block of its own, as a phi cannot
 * tell two edges from one block apart.
 */
class Edges {
  readonly #own: { readonly label: string; readonly target: JumpTarget }[] = [];

  constructor(readonly e: FunctionEmitter) {}

  label(target: JumpTarget): string {
    if (target.args.length === 0) {
      this.e.recordEdge(target);
      return `b${target.block}`;
    }
    const label = this.e.b.fresh("edge");
    this.#own.push({ label, target });
    return label;
  }

  write(): void {
    for (const { label, target } of this.#own) {
      this.e.b.start(label);
      this.e.jump(target);
    }
  }
}
