/** Watches functions while a program runs, on demand (seeds DBG-12). A probe sees the values of the run and changes none. */
import type { ArcBlock, ArcFunction, Op, VarId } from "../arc/mod.ts";
import type { Span } from "../base/mod.ts";
import type { Value } from "../vm/mod.ts";

export interface Probe {
  /** A call of `fn`; later calls of the methods below with the same `frame` are about it. */
  called(frame: object, fn: ArcFunction, args: readonly Value[]): void;
  /** The parameters of a block, in order, have these values. */
  entered(frame: object, fn: ArcFunction, block: ArcBlock, values: readonly Value[]): void;
  /** A closure, perhaps a method of a trait object, is called and is `callee`. */
  reached(fn: ArcFunction, block: ArcBlock, callee: ArcFunction, span: Span): void;
  /** An operation or function of the runtime panics. */
  panicked(fn: ArcFunction, block: ArcBlock, operation: string, message: string, span: Span): void;
  /** An op or a call gave `value` to `v`. */
  defined(frame: object, fn: ArcFunction, step: Op, v: VarId, value: Value): void;
  /** The function returns `v`. */
  returned(frame: object, fn: ArcFunction, v: VarId): void;
  /** The function is left by a panic. */
  unwound(frame: object): void;
}
