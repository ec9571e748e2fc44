/** A monomorphic function under construction. */
import type { UniqueNames } from "../base/mod.ts";
import type { CoreLabel, CoreLocal, CoreLocalDef } from "../canon/mod.ts";
import type { MonoTypeId } from "./program.ts";

interface OpenLocal extends CoreLocalDef<MonoTypeId> {
  isMutable: boolean;
}

export class FunctionBuilder {
  readonly locals: OpenLocal[] = [];
  #labelCount = 0;
  #lambdaCount = 0;

  constructor(
    readonly name: string,
    readonly symbol: string,
    readonly isStd: boolean,
    readonly isFree: boolean,
    readonly symbols: UniqueNames,
  ) {}

  addLocal({ name, isDeclared, isOperand }: CoreLocalDef<unknown>, type: MonoTypeId): CoreLocal {
    const role = isDeclared ? { isDeclared } : isOperand ? { isOperand } : {};
    this.locals.push({ name, type, isMutable: false, ...role });
    return (this.locals.length - 1) as CoreLocal;
  }

  markMutable(local: CoreLocal): void {
    (this.locals[local] as OpenLocal).isMutable = true;
  }

  freshLabel(): CoreLabel {
    return this.#labelCount++ as CoreLabel;
  }

  /** A builder for a lambda inside this function: `outer.lambda0`. */
  lambda(): FunctionBuilder {
    const suffix = `.lambda${this.#lambdaCount++}`;
    const symbol = this.symbols.claim(this.symbol + suffix);
    return new FunctionBuilder(this.name + suffix, symbol, this.isStd, this.isFree, this.symbols);
  }
}
