/** State of rewriting the Core of one function for concrete types: its locals, labels and types. */
import { InternalError, type Span } from "../base/mod.ts";
import type { CanonFn, CoreLabel, CoreLocal } from "../canon/mod.ts";
import type { Substitution, Type } from "../types/mod.ts";
import type { FunctionBuilder } from "./function_builder.ts";
import type { Monomorphizer } from "./monomorphizer.ts";
import type { MonoTypeId } from "./program.ts";

/** The function being read, for what it is read, and the function being written. */
export class Frame {
  readonly #locals: (CoreLocal | undefined)[] = [];
  readonly #labels: (CoreLabel | undefined)[] = [];
  readonly #types = new Map<Type, MonoTypeId>();
  /** Set once a `Return` became a jump to `returnLabel`. */
  returns = false;

  constructor(
    readonly mono: Monomorphizer,
    readonly out: FunctionBuilder,
    readonly source: CanonFn,
    readonly map: Substitution,
    readonly inlined?: {
      /** The call that is expanded: the position of all nodes. */
      readonly span: Span;
      readonly depth: number;
      /** The label that `Return` breaks to; absent inside lambdas. */
      readonly returnLabel?: CoreLabel;
    },
  ) {}

  type(type: Type): MonoTypeId {
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const { types } = this.mono;
    const id = types.monoOf(types.concrete(type, this.map));
    this.#types.set(type, id);
    return id;
  }

  span(span: Span): Span {
    return this.inlined?.span ?? span;
  }

  define(local: CoreLocal): CoreLocal {
    const def = this.source.locals[local];
    if (def === undefined) throw this.bug(`no local ${local}`, this.source.span);
    return this.#locals[local] = this.out.addLocal(def, this.type(def.type));
  }

  use(local: CoreLocal, span: Span): CoreLocal {
    const found = this.#locals[local];
    if (found !== undefined) return found;
    const name = this.source.locals[local]?.name;
    throw this.bug(`local ${name}.${local} is used before its definition`, span);
  }

  label(label: CoreLabel): CoreLabel {
    return this.#labels[label] ??= this.out.freshLabel();
  }

  bug(message: string, span: Span): InternalError {
    return new InternalError(message, { stage: "mono", fn: this.out.symbol, span });
  }
}
