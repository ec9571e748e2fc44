/** The rules of the IR that a program breaks. */
import { InternalError } from "../../base/mod.ts";
import type { ArcFunction, BlockId } from "../ir/ir.ts";

/** Where in a function a rule is broken. */
export interface VerifyPlace {
  readonly fn: ArcFunction;
  readonly block?: BlockId;
  /** Index of the op; the terminator is one past the last. */
  readonly op?: number;
}

interface Finding extends VerifyPlace {
  readonly rule: string;
}

/** How many findings one error lists. */
const MOST_LISTED = 100;

/** Collects findings; lists them by function, in the order in which these were verified, and by their place in it. */
export class Findings {
  readonly #found: Finding[] = [];

  /** `after` names the pass that has run. */
  constructor(readonly after: string) {}

  get count(): number {
    return this.#found.length;
  }

  add(place: VerifyPlace, rule: string): void {
    this.#found.push({ ...place, rule });
  }

  /** Throws one `InternalError` that lists all findings, if there are any. It points at the function of the first. */
  throwIfAny(): void {
    const [first, ...others] = this.#inOrder();
    if (first === undefined) return;
    const { fn } = first;
    const lines = [first, ...others].slice(0, MOST_LISTED).map(show);
    const more = others.length + 1 - MOST_LISTED;
    if (others.length > 0) lines.unshift(`${others.length + 1} findings`);
    if (more > 0) lines.push(`and ${more} more`);
    const message = `after ${this.after}: ${lines.join("\n  ")}`;
    throw new InternalError(message, { stage: "arc", fn: fn.name, span: fn.span });
  }

  #inOrder(): Finding[] {
    const fns = new Map<ArcFunction, number>();
    for (const { fn } of this.#found) if (!fns.has(fn)) fns.set(fn, fns.size);
    const position = ({ fn }: Finding): number => fns.get(fn) ?? 0;
    return this.#found.toSorted((a, b) =>
      position(a) - position(b) || (a.block ?? -1) - (b.block ?? -1) || (a.op ?? -1) - (b.op ?? -1)
    );
  }
}

function show({ fn, block, op, rule }: Finding): string {
  const place = (block === undefined ? "" : ` bb${block}`) + (op === undefined ? "" : ` op ${op}`);
  return `${fn.name}${place}: ${rule}`;
}
