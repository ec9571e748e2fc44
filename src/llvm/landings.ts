/** Where panics arrive in one function: a landing pad for each way in which calls are left by one. */
import type { BlockId } from "../arc/mod.ts";
import type { Builder } from "./builder.ts";

const EXCEPTION = "{ ptr, i32 }";

/** The unwind destination of a call: the ARC block that cleans up, or out of the function. */
export type Unwind = BlockId | undefined;

/** How a panic leaves a call. */
export interface Exit {
  readonly unwind: Unwind;
  /** The position of the call, for panics of std: a static text. */
  readonly position?: string;
}

/** The landing pads of one function. */
export class Landings {
  readonly #exits = new Map<string, Exit>();
  #slot: string | undefined;

  /** `isHandler`: whether an unwind block ends the panic. */
  constructor(readonly b: Builder, readonly isHandler: (block: BlockId) => boolean) {}

  /** Whether there is any, so that the function needs a personality. */
  get areNeeded(): boolean {
    return this.#exits.size > 0;
  }

  /** The label of the landing pad for `exit`: in front of its unwind block, or one that only states the position. */
  labelOf(exit: Exit): string {
    const { unwind, position } = exit;
    const before = unwind === undefined ? "leave" : `land${unwind}`;
    const label = position === undefined ? before : `${before}.${position.slice(1)}`;
    this.#exits.set(label, exit);
    return label;
  }

  /** Goes on unwinding. */
  resume(): void {
    this.b.line(`resume ${EXCEPTION} ${this.#loadException()}`);
  }

  /** The exception object, in the handler that its landing pad leads to. */
  caughtObject(): string {
    return this.b.extract(EXCEPTION, this.#loadException(), [0]);
  }

  /** Writes every landing pad that was asked for. */
  write(): void {
    for (const [label, exit] of this.#exits) {
      this.b.start(label);
      if (exit.unwind === undefined) this.#writeLeaving(exit);
      else this.#writeEntry(exit.unwind, exit.position);
    }
  }

  /** A pad that only states the position. The unwinder does not enter it, as there is nothing to clean up. */
  #writeLeaving({ position }: Exit): void {
    const exception = this.b.def(`landingpad ${EXCEPTION} catch ptr ${position}`);
    this.#keep();
    this.b.line(`resume ${EXCEPTION} ${exception}`);
  }

  #writeEntry(block: BlockId, position: string | undefined): void {
    const stated = position === undefined ? "" : `catch ptr ${position}`;
    const clauses = this.isHandler(block) ? `${stated} catch ptr null` : `cleanup ${stated}`;
    const exception = this.b.def(`landingpad ${EXCEPTION} ${clauses}`.trimEnd());
    if (position !== undefined) this.#keep();
    this.b.line(`store ${EXCEPTION} ${exception}, ptr ${this.#exception()}, align 8`);
    this.b.jump(`b${block}`);
  }

  /**
   * LLVM removes a pad that does nothing but resume, as one may that releases what turns out to be a constant, and the
   * position with it. Assembly, though empty, is something to do.
   */
  #keep(): void {
    this.b.call('void asm sideeffect "", ""()');
  }

  #loadException(): string {
    return this.b.def(`load ${EXCEPTION}, ptr ${this.#exception()}, align 8`);
  }

  #exception(): string {
    return this.#slot ??= this.b.slot(EXCEPTION);
  }
}
