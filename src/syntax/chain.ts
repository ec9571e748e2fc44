/**
 * Chains built by loops, `a + b + c ..`, `x.f().g() ..`, `x |> f |> g ..`: one that is longer than `MAX_LINKS` becomes a `Chain` of
 * parts, so that no tree is as deep as a chain is long.
 */
import type { Expr } from "./ast.ts";
import type { Parser } from "./parser.ts";

/** How many links stand inside each other. */
export const MAX_LINKS = 64;

/** A chain that is being parsed, and the height of its tree. */
export class ChainBuilder {
  readonly #p: Parser;
  readonly #parts: Expr[] = [];
  #links = 0;
  /** Of the present part, and of the highest part before. */
  #height: number;
  #highest = 0;

  /** The first operand has been parsed. */
  constructor(p: Parser) {
    this.#p = p;
    this.#height = p.deepest;
  }

  /** What the next link is applied to: `left`, or its value where the chain is cut. */
  operand(left: Expr): Expr {
    if (this.#links < MAX_LINKS || !isValue(left)) return left;
    this.#parts.push(left);
    this.#links = 0;
    this.#highest = Math.max(this.#highest, this.#height);
    this.#height = this.#p.depth;
    return { id: this.#p.id(), span: left.span, kind: "Held", of: left.id };
  }

  /** Adds a link whose own operands are `deepest` deep; false, after E1009, where the tree is too high. */
  addLink(deepest: number): boolean {
    this.#links++;
    this.#height = Math.max(this.#height, deepest) + 1;
    return this.#p.checkHeight(this.#height);
  }

  /** The chain, whose text begins at `start`, when `last` is what the last link gave. Sets `deepest` to its height. */
  finish(last: Expr, start: number): Expr {
    const p = this.#p;
    p.deepest = Math.max(this.#height, this.#highest + 1);
    if (this.#parts.length === 0) return last;
    const parts = last.kind === "Held" ? this.#parts : [...this.#parts, last];
    return { id: p.id(), span: p.spanFrom(start), kind: "Chain", parts };
  }
}

/** Whether the value of `expr` is all that matters of it: it is neither a place nor the name of something. */
function isValue({ kind }: Expr): boolean {
  return kind === "Binary" || kind === "MethodCall" || kind === "Call" || kind === "Pipe" ||
    kind === "Try" || kind === "Cast";
}
