/** Limits of types: nesting, parts of type arguments. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Diagnostic } from "../diagnostics/mod.ts";
import { MAX_INLINE_PARTS } from "./box_large_types.ts";
import { make, programOf, symbolsOf } from "./mono_support_test.ts";
import type { MonoTypeId } from "./program.ts";

interface Found {
  readonly code: string;
  readonly message: string;
  readonly at: string;
}

/** The one diagnostic about `text`, which gives no program. */
function problem(text: string): Found & { readonly diagnostic: Diagnostic } {
  const { program, diagnostics } = make(text);
  assertEquals(program, undefined);
  assertEquals(diagnostics.all.length, 1);
  const diagnostic = diagnostics.all[0] as Diagnostic;
  const { code, message = "", primary } = diagnostic;
  const at = primary === undefined ? "" : text.slice(primary.span.start, primary.span.end);
  return { code, message, at, diagnostic };
}

function expectProblem(text: string, expected: Found): void {
  const { code, message, at } = problem(text);
  assertEquals({ code, message, at }, expected);
}

const DEPTH = "this instantiation goes past a limit: types nest at most 320 deep";
const PARTS = "this instantiation goes past a limit: type arguments have at most 65536 parts";

/** Statements that make `a0` to `a(levels)`, each of two of the one before. */
function pairs(levels: number, level = (below: string) => `(${below}, ${below})`): string {
  const lines = ["let a0 = 1;"];
  for (let i = 1; i <= levels; i++) lines.push(`let a${i} = ${level(`a${i - 1}`)};`);
  return lines.join("\n");
}

const main = (body: string) => `@main () -> void = {\n${body}\n}\n`;
/** A generic function that calls itself with `larger` for `x`. */
const growing = (larger: string) =>
  `@grow<T: Debug> (x: T, n: int) -> str = if n == 0 then x.debug() else grow(x: ${larger}, n: n - 1);\n` +
  "@main () -> void = print(msg: grow(x: 1, n: 3));";

Deno.test("a type that doubles at each call passes the limit of parts", () => {
  const text = growing("(x, x)");
  expectProblem(text, { code: "E2060", message: PARTS, at: "grow(x: (x, x), n: n - 1)" });
  const { primary, notes } = problem(text).diagnostic;
  assertStringIncludes(primary?.text ?? "", "needs grow<((((");
  assertEquals(notes?.length, 6);
  assert([primary?.text ?? "", ...notes ?? []].every((line) => line.length < 120));
  expectProblem(growing("[(x, x)]"), {
    code: "E2060",
    message: PARTS,
    at: "grow(x: [(x, x)], n: n - 1)",
  });
});

Deno.test("a type that gets deeper at each call passes the limit of depth", () => {
  expectProblem(growing("[x]"), { code: "E2060", message: DEPTH, at: "grow(x: [x], n: n - 1)" });
  const arrows = "@f<T> (v: T, n: int) -> int = if n == 0 then 0 else f(v: () -> v, n: n - 1);\n" +
    "@main () -> void = print(msg: `{f(v: 1, n: 3)}`);";
  expectProblem(arrows, { code: "E2060", message: DEPTH, at: "f(v: () -> v, n: n - 1)" });
});

Deno.test("type arguments of many parts are no endless instantiation, but pass the limit", () => {
  const text = (levels: number) => main(`${pairs(levels)}\nprint(msg: a${levels}.debug())`);
  programOf(text(12));
  expectProblem(text(40), { code: "E2060", message: PARTS, at: "a40.debug()" });
});

Deno.test("60 curried arrows and 100 nested lists are no endless instantiation", () => {
  const lambda = Array.from({ length: 60 }, (_, i) => `(x${i}: int) -> `).join("");
  const apply = `@apply (f: ${"(int) -> ".repeat(60)}int) -> int = f${"(1)".repeat(60)};\n`;
  programOf(apply + main(`print(msg: \`{apply(f: ${lambda}x0 + x59)}\`)`));
  programOf(main(`let a = ${"[".repeat(100)}1${"]".repeat(100)}; print(msg: a.debug())`));
});

Deno.test("pairs of pairs, structs and variants of them take as many cells as levels", () => {
  const struct = "type P<T> = { l: T, r: T }\n";
  const make = (below: string) => `P { l: ${below}, r: ${below} }`;
  const some = (below: string) => `Some((${below}, ${below}))`;
  const fns = (below: string) => `(n: int) -> (${below}, ${below})`;
  for (const text of [pairs(40), pairs(40, make), pairs(40, some), pairs(40, fns)]) {
    const { types } = programOf(struct + main(text));
    for (const id of types.all.keys()) {
      const type = types.get(id as MonoTypeId);
      if (type.kind === "struct") assert(type.fields.length <= MAX_INLINE_PARTS);
    }
    assert(types.all.length < 400);
  }
});

Deno.test("names of types do not double", () => {
  const { types } = programOf(main(pairs(40, (below) => `[(${below}, ${below})]`)));
  assert(types.all.every((type) => type.name.length < 2_100));
  assert(types.all.some((type) => type.name.includes("...")));
});

Deno.test("symbols stay unique where the text of their types is cut", () => {
  const wide = (last: string) => `(${"1, ".repeat(200)}${last})`;
  const text = "@id<T> (x: T) -> T = x;\n" +
    main(`let a = id(x: ${wide("1")}); let b = id(x: ${wide('"s"')});`);
  const symbols = symbolsOf(text).filter((symbol) => symbol.startsWith("id<"));
  const cut = `id<(${"int, ".repeat(159)}...)>`;
  assertEquals(symbols, [cut, `${cut}$2`]);
});
