/** The names of functions in plans and reports: `Type.method/arity`, `Module.function/arity`. */
import type { ArcFunction } from "../arc/mod.ts";
import { InternalError, type SourceMap } from "../base/mod.ts";
import type { MonoFn, MonoProgram } from "../mono/mod.ts";
import type { FunctionNames } from "../plan/mod.ts";

/** What later stages end the symbol of a function with that they make for it: the wrapper of its closures, a body joined with others. */
const MADE = /(?:\$(wrapper)|\.(joined(?:\$\d+)?))$/;

/** Gives the name of a symbol; undefined for one that the program does not have. */
export type SymbolNames = (symbol: string) => string | undefined;

/** The names of functions, each of which has one. */
export function planNames(nameOf: SymbolNames): FunctionNames {
  return ({ name }: ArcFunction) => {
    const found = nameOf(name);
    if (found !== undefined) return found;
    throw new InternalError("a function without a name", { stage: "driver", fn: name });
  };
}

/**
 * The names of the functions that `mono` became. A name says what the sources say and nothing about the order of files: the number
 * that makes a symbol unique is not in it. Functions of equal names have the path of their module in front.
 */
export function symbolNames(mono: MonoProgram, sources: SourceMap): SymbolNames {
  const rows = mono.fns.map((fn) => {
    const { path } = sources.file(fn.span.file);
    const name = sourceName(fn, path);
    return { fn, path, name, arity: arityOf(fn) };
  });
  const known = new Map<string, { readonly name: string; readonly arity: number }>();
  const counts = countBy(rows.map(({ name, arity }) => `${name}/${arity}`));
  const taken = new Map<string, number>();
  for (const { fn, path, name, arity } of rows) {
    const isAlone = counts.get(`${name}/${arity}`) === 1;
    const wanted = isAlone ? name : `${path}:${name}`;
    const number = (taken.get(`${wanted}/${arity}`) ?? 0) + 1;
    taken.set(`${wanted}/${arity}`, number);
    const unique = number === 1 ? wanted : `${wanted}$${number}`;
    known.set(fn.symbol, { name: unique, arity });
  }
  return (symbol) => {
    const own = known.get(symbol);
    if (own !== undefined) return `${own.name}/${own.arity}`;
    const [ending = "", wrapper, joined] = MADE.exec(symbol) ?? [];
    const source = known.get(symbol.slice(0, symbol.length - ending.length));
    if (source === undefined || ending === "") return undefined;
    return `${source.name}.${wrapper ?? joined}/${source.arity}`;
  };
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function sourceName({ symbol, isFree, isStd }: MonoFn, path: string): string {
  const name = symbol.replaceAll(/\$\d+/g, "");
  return isFree && !isStd ? `${moduleName(path)}.${name}` : name;
}

/** `Main` for `src/main.ori`. */
function moduleName(path: string): string {
  const stem = (path.split("/").at(-1) ?? path).replace(/\.ori$/, "");
  return stem.charAt(0).toUpperCase() + stem.slice(1);
}

/** The number of arguments, neither captures nor the receiver among them. */
function arityOf({ params, locals, captureCount }: MonoFn): number {
  const [first] = params;
  const isMethod = captureCount === undefined && first !== undefined &&
    locals[first].name === "self";
  return params.length - (captureCount ?? 0) - (isMethod ? 1 : 0);
}
