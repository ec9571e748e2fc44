/** How functions of the program are called: their LLVM signatures, and references to those of other modules. */
import type { ArcFunction, FnId } from "../arc/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import { type Context, functionOf, symbolName } from "./context.ts";
import { llvmBug } from "./module.ts";
import type { Types } from "./types.ts";

/** The way to return a result: LLVM's result type, and the parameter for one in memory. */
export interface Result {
  readonly type: string;
  readonly sret?: string;
}

export function resultOf(types: Types, type: MonoTypeId): Result {
  const { passing } = types.layout(type);
  if (passing === "none") return { type: "void" };
  if (passing === "value") return { type: types.value(type) };
  return { type: "void", sret: `ptr noalias nocapture sret(${types.memory(type)}) align 8` };
}

/** LLVM's type and attributes of a parameter; undefined for one without bits. */
export function paramOf(types: Types, type: MonoTypeId): string | undefined {
  const { passing, size, align } = types.layout(type);
  if (passing === "none") return undefined;
  if (passing === "value") return types.value(type);
  return `ptr noalias nocapture nonnull readonly align ${align} dereferenceable(${size})`;
}

/** The symbol of a function, which is declared where this module does not define it. */
export function referTo(context: Context, id: FnId): string {
  const fn = functionOf(context.program, id);
  const symbol = symbolName(fn);
  if (context.linkage.of(id) === undefined) {
    context.module.declare(symbol, declaration(context, fn, symbol));
  }
  return `@${symbol}`;
}

function declaration({ types, unwinds }: Context, fn: ArcFunction, symbol: string): string {
  const { type, sret } = resultOf(types, fn.result);
  const params = fn.params.flatMap((param) => {
    const type = fn.varTypes[param.var];
    if (type === undefined) throw llvmBug("a parameter without a type", fn.name);
    return paramOf(types, type) ?? [];
  });
  const all = sret === undefined ? params : [sret, ...params];
  const unwind = unwinds[fn.id] ? "" : " #3";
  return `declare hidden ${type} @${symbol}(${all.join(", ")})${unwind}`;
}
