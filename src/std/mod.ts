/** The Ori sources that come with the compiler: which there are and where they lie. */

/** Files of the prelude: every public name of them is in scope everywhere. */
export const PRELUDE = [
  "core",
  "operators",
  "option",
  "result",
  "ordering",
  "int",
  "int_bits",
  "float",
  "float_power",
  "bool",
  "char",
  "char_classes",
  "char_tables",
  "byte",
  "str",
  "str_parts",
  "list",
  "list_parts",
  "sort",
  "range",
  "map",
  "set",
  "iter",
  "tuple",
  "error",
  "handler",
  "format",
  "duration",
  "size",
  "assert",
] as const;

/** Modules that programs import, under their names without `std.`. */
export const STD_MODULES = [
  "args",
  "collections",
  "collections/counting",
  "collections/deque",
  "collections/heap",
  "collections/sorted",
  "csv",
  "doubles",
  "env",
  "fs",
  "hash",
  "io",
  "json",
  "json/convert",
  "json/read",
  "json/value",
  "log",
  "math",
  "math/basic",
  "math/integer",
  "math/special",
  "math/trig",
  "path",
  "process",
  "random",
  "testing",
  "text",
  "text/builder",
  "text/layout",
  "text/regex",
  "text/width_tables",
  "time",
  "time/date",
  "time/instant",
  "world",
] as const;

/** A source of std. */
export interface StdSource {
  /** `std/math.ori`: the same on every machine, for positions in messages. */
  readonly name: string;
  readonly url: URL;
}

/** The prelude, in the order of loading. */
export function preludeSources(): readonly StdSource[] {
  return PRELUDE.map((file) => sourceOf(`prelude/${file}`));
}

/** The source of `std.<names>`, as `["math"]` or `["prelude", "core"]`. */
export function stdSource(names: readonly string[]): StdSource | undefined {
  const path = names.join("/");
  return stdPaths().includes(path) ? sourceOf(path) : undefined;
}

/** Every source of std. */
export function allSources(): readonly StdSource[] {
  return stdPaths().map(sourceOf);
}

/** Everything after `std.` that can be imported, dotted; for suggestions. */
export function stdModuleNames(): readonly string[] {
  return stdPaths().map((path) => path.replaceAll("/", "."));
}

function stdPaths(): readonly string[] {
  return [...STD_MODULES, ...PRELUDE.map((file) => `prelude/${file}`)];
}

function sourceOf(path: string): StdSource {
  return { name: `std/${path}.ori`, url: new URL(`./${path}.ori`, import.meta.url) };
}
