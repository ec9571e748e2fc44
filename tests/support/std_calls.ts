/** Calls of every public function and method of std, with values at the ends of their types. */
import { SourceMap } from "../../src/base/mod.ts";
import { Diagnostics } from "../../src/diagnostics/mod.ts";
import { allSources } from "../../src/std/mod.ts";
import { type FunctionItem, parse } from "../../src/syntax/mod.ts";
import {
  OTHER_CALLS,
  OUTSIDE,
  PARAMETERS,
  REACHED_BY_OTHERS,
  RECEIVERS,
  VALUES,
  WITHOUT_VALUES,
} from "./std_call_values.ts";

/** A call: `of` names the function, `text` is the expression, `shows` the expression of a str with its result. */
export interface StdCall {
  readonly of: string;
  readonly text: string;
  readonly shows: string;
}

/** How many combinations of arguments a function is called with, and how many values its method is called on. */
const MOST_ARGUMENTS = 8;
const MOST_RECEIVERS = 4;

/** What the calls of a function are made of; a type without values has none. */
function valuesOf(type: string): readonly string[] {
  const known = VALUES[type];
  if (known !== undefined) return known;
  const fn = /^\((.*)\) -> (.*)$/.exec(type);
  if (fn !== null) return lambdas(splitTypes(fn[1] ?? ""), fn[2] ?? "");
  const tuple = /^\((.*)\)$/.exec(type);
  if (tuple !== null) {
    return combine(splitTypes(tuple[1] ?? ""), (parts) => `(${parts.join(", ")})`);
  }
  const [, head, inner] = /^(\w+)<(.*)>$/.exec(type) ?? [];
  const [first = "", second = ""] = splitTypes(inner ?? "");
  switch (head) {
    case "Option":
      return [
        ...valuesOf(first).slice(0, 2).map((v) => `some(${v})`),
        `nothing(${valuesOf(first)[0]})`,
      ];
    case "Result":
      return valuesOf(first).length * valuesOf(second).length === 0 ? [] : [
        `good(value: ${valuesOf(first)[0]}, error: ${valuesOf(second)[0]})`,
        `bad(value: ${valuesOf(first)[0]}, error: ${valuesOf(second)[0]})`,
      ];
    default:
      return [];
  }
}

function lambdas(params: readonly string[], result: string): readonly string[] {
  const names = params.map((_, i) => `p${i}`);
  const same = params.indexOf(result);
  const results = same >= 0 ? [`p${same}`, ...valuesOf(result).slice(0, 1)] : valuesOf(result);
  return results.slice(0, 2).map((value) => `(${names.join(", ")}) -> ${value}`);
}

function combine(types: readonly string[], make: (parts: string[]) => string): readonly string[] {
  const all = types.map(valuesOf);
  if (all.some((values) => values.length === 0)) return [];
  const ordinary = all.map((values) => values[0] ?? "");
  const single = all.flatMap((values, i) => values.slice(1).map((v) => ordinary.with(i, v)));
  const last = Math.max(...all.map((values) => values.length), 0);
  const every = Array.from({ length: last }, (_, k) => all.map((v) => v[k % v.length] ?? ""));
  return [...new Set([ordinary, ...every, ...single].map(make))].slice(0, MOST_ARGUMENTS);
}

/** Splits at the commas that stand in no brackets. */
function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const [i, c] of [...text].entries()) {
    if ("([{<".includes(c)) depth++;
    if (")]}".includes(c) || c === ">" && text[i - 1] !== "-") depth--;
    if (c === "," && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else part += c;
  }
  return part.trim() === "" ? parts : [...parts, part.trim()];
}

/** An expression of a str that shows `call`, a value of type `type`. */
function shown(call: string, type: string): string {
  if (type === "void" || type === "Never") return `{ ${call}; "done" }`;
  if (
    /^(Mapped|Filtered|Taken|Skipped|\w+While|Stepped|Enumerated|Zipped|Chained|Flattened|Cycled|Inspected|Reversed|Repeated|\w*Iter)\b/
      .test(type)
  ) {
    return `(${call}).take(count: 3).collect().debug()`;
  }
  if (type.startsWith("Heap<")) return `(${call}).to_sorted_list().debug()`;
  if (type === "TextBuilder") return `(${call}).to_str().debug()`;
  if (/^Result<Regex\b/.test(type)) return `(${call}).is_ok().debug()`;
  return type === "Sha256" ? `(${call}).finish().debug()` : `(${call}).debug()`;
}

export interface StdCalls {
  /** In the order of the sources. */
  readonly calls: readonly StdCall[];
  /** The functions that nothing calls. */
  readonly uncalled: readonly string[];
}

/** The calls of all functions. */
export async function stdCalls(): Promise<StdCalls> {
  const calls: StdCall[] = Object.entries(OTHER_CALLS).flatMap(([of, texts]) =>
    texts.map((text) => ({ of, text, shows: `(${text}).debug()` }))
  );
  const functions = new Set<string>();
  for (const { name, url } of allSources()) {
    const file = new SourceMap().add(name, await Deno.readTextFile(url));
    const module = name.replace(/^std\/|\.ori$/g, "");
    if (OUTSIDE.includes(module) || WITHOUT_VALUES.includes(module)) continue;
    const text = (span: { readonly start: number; readonly end: number }) =>
      file.text.slice(span.start, span.end);
    const add = (fn: FunctionItem, place: Place): void => {
      if (fn.attributes.some(({ name }) => name.text === "constant")) return;
      functions.add(place.of);
      if (!Object.hasOwn(OTHER_CALLS, place.of) && !isReached(place.of)) {
        calls.push(...callsOf(fn, text, place));
      }
    };
    for (const item of parse(file, new Diagnostics()).items) {
      if (item.kind === "Function" && item.isPublic) {
        add(item, { of: `${module}:${item.name.text}`, self: undefined });
      } else if (item.kind === "Impl" && item.type !== undefined) {
        const self = concrete(text(item.type.span));
        for (const method of item.methods) {
          const of = `${module}:${self}.${method.name.text}`;
          add(method, { of, self, receivers: valuesOf(self) });
        }
      } else if (item.kind === "Trait") {
        const receivers = RECEIVERS[item.name.text] ?? [];
        for (const method of item.methods.filter(({ hasBody }) => hasBody)) {
          const of = `${module}:${item.name.text}.${method.name.text}`;
          add(method, { of, self: "[int]", receivers });
        }
      }
    }
  }
  const called = new Set(calls.map(({ of }) => of));
  return {
    calls,
    uncalled: [...functions].filter((of) => !called.has(of) && !isReached(of)).sort(),
  };
}

/** Functions of modules have names of their own in the program, as several modules use one. */
function aliasOf(of: string): string {
  const [module = "", name = ""] = of.split(":");
  return module.startsWith("prelude/") ? name : `${module.replaceAll("/", "_")}_${name}`;
}

/** The imports that calls of `functions` need. */
function importsOf(functions: readonly string[]): string {
  return functions.filter((of) => !of.startsWith("prelude/") && !of.includes(".")).map((of) => {
    const [module = "", name = ""] = of.split(":");
    return `use std.${module.replaceAll("/", ".")} { ${name} as ${aliasOf(of)} };\n`;
  }).join("");
}

function isReached(of: string): boolean {
  return REACHED_BY_OTHERS.some((pattern) => pattern.test(of));
}

function concrete(type: string): string {
  return type.replace(/\bSelf\.Item\b/g, "int")
    .replace(/\b[A-Z]\b/g, (name) => PARAMETERS[name] ?? name);
}

interface Place {
  readonly of: string;
  /** The type that has the method. */
  readonly self: string | undefined;
  readonly receivers?: readonly string[];
}

function callsOf(
  fn: FunctionItem,
  text: (span: { readonly start: number; readonly end: number }) => string,
  { of, self, receivers = [] }: Place,
): StdCall[] {
  const typeOf = (span: { readonly start: number; readonly end: number }) =>
    concrete(text(span)).replace(/\bSelf\b/g, self ?? "Self");
  const names = fn.params.map(({ span }) => /^\w+/.exec(text(span))?.[0] ?? "");
  const types = fn.params.map(({ type }) => type === undefined ? "self" : typeOf(type.span));
  const hasSelf = names[0] === "self";
  const result = fn.result === undefined ? "void" : typeOf(fn.result.span);
  const args = hasSelf ? types.slice(1) : types;
  const argNames = hasSelf ? names.slice(1) : names;
  const written = combine(
    args,
    (values) => values.map((v, i) => `${argNames[i]}: ${v}`).join(", "),
  );
  const of_ = (call: string): StdCall => ({ of, text: call, shows: shown(call, result) });
  const name = fn.name.text;
  if (!hasSelf) {
    // `[int].default()` is no expression.
    if (self !== undefined && !/^(?!void)\w/.test(self)) return [];
    const callee = self === undefined ? aliasOf(of) : `${self}.${name}`;
    return written.map((values) => of_(`${callee}(${values})`));
  }
  const [ordinary, ...ends] = receivers.slice(0, MOST_RECEIVERS);
  if (ordinary === undefined) return [];
  return [
    ...written.map((values) => of_(`(${ordinary}).${name}(${values})`)),
    ...ends.flatMap((end) =>
      [...new Set([written[0], written.at(-1), written.at(-2)])].flatMap((values) =>
        values === undefined ? [] : [of_(`(${end}).${name}(${values})`)]
      )
    ),
  ];
}

const HEAD = `use std.collections { BitSet, Counter, Deque, Heap, Reverse, SortedMap, SortedSet };
use std.csv { CsvError };
use std.hash { Sha256 };
use std.io { lines };
use std.json { ToJson, JsonError, JsonErrorKind, JsonValue, value_error };
use std.random { Random };
use std.text { Regex, RegexError, TextBuilder };
use std.time { Instant };

@n (value: int) -> int = if value == 12345 then 0 else value;
@d (nanoseconds: int) -> Duration = Duration.from_nanoseconds(ns: n(nanoseconds));
@none () -> [int] = [];
@empty () -> {int: int} = {};
@some<T> (value: T) -> Option<T> = if n(1) == 1 then Some(value) else None;
@nothing<T> (value: T) -> Option<T> = if n(1) == 1 then None else Some(value);

type Dice = {}

impl Dice: Random {
    @bits (self) -> int = n(-1);
}

@place () -> TraceEntry = TraceEntry { function: "f", file: "g", line: n(1), column: n(2) };
@spec (width: int, precision: int, of: Option<FormatType>) -> FormatSpec = FormatSpec {
    fill: Some('*'), align: Some(Center), sign: Some(Plus), width: Some(width), precision: Some(precision), format_type: of,
};
@good<T, E> (value: T, error: E) -> Result<T, E> = if n(1) == 1 then Ok(value) else Err(error);
@broken () -> Result<int, Error> = bad(value: 1, error: Error(msg: "e"));
@bad<T, E> (value: T, error: E) -> Result<T, E> = if n(1) == 1 then Err(error) else Ok(value);
`;

/** A program with a test for each call, which prints what it gives, and the line of call `i`. */
export function callProgram(
  calls: readonly StdCall[],
): { readonly text: string; lineOf(i: number): number } {
  const head = importsOf([...new Set(calls.map(({ of }) => of))]) + HEAD;
  const cases = calls.map(({ shows }, i) => `@case${i} tests _ () -> void = print(msg: ${shows});`);
  const first = head.split("\n").length;
  return { text: head + cases.join("\n") + "\n", lineOf: (i) => first + i };
}
