import { assert, assertEquals } from "@std/assert";
import { parseProgram } from "../arc/mod.ts";
import { type BuildUnit, type PackOptions, packUnits, UNIT_SIZES } from "./units.ts";

/** Functions of modules `a`, `b` and std, of some steps each; `callees` by name. */
interface Shape {
  readonly name: string;
  readonly steps: number;
  readonly callees?: readonly string[];
}

function programOf(shapes: readonly Shape[]) {
  const fns = shapes.map(({ name, steps, callees = [] }) => {
    const calls = callees.map((callee, i) => `  %${i}: int = Apply @${callee}()\n`);
    const rest = Array.from({ length: steps - calls.length - 1 }, (_, i) => i + calls.length);
    const ops = rest.map((v) => `  %${v}: int = Const ${v}\n`);
    return `fn ${name}() -> int {\nbb0:\n${calls.join("")}${ops.join("")}  Return %0\n}\n`;
  });
  return parseProgram(fns.join(""));
}

/** The module of `a.f` is `a.ori`, that of `std.f` is std. */
function pack(
  shapes: readonly Shape[],
  sizes: Partial<PackOptions["sizes"]> = {},
): { names: (unit: BuildUnit) => string[]; units: BuildUnit[] } {
  const program = programOf(shapes);
  const units = packUnits(program, {
    sizes: { single: 0, least: 5, wanted: 20, most: 40, imported: 0, ...sizes },
    names: ({ name }) => `${name}/0`,
    moduleOf: ({ name }) => name.startsWith("std.") ? undefined : `${name.split(".")[0]}.ori`,
    exportsAll: false,
  });
  return { units, names: ({ fns }) => fns.map((fn) => program.fns[fn].name) };
}

const f = (name: string, steps = 6, ...callees: string[]): Shape => ({ name, steps, callees });

Deno.test("a small program is one unit, in which nothing is exported", () => {
  const { units } = pack([f("a.f"), f("b.g", 6, "a.f")], { single: 12 });
  assertEquals(units.map(({ name, exported }) => [name, exported.size]), [["program", 0]]);
});

Deno.test("modules are units of their own where they are large enough, small ones share one", () => {
  const large = pack([f("a.f"), f("b.g"), f("c.h")]);
  assertEquals(large.units.map(({ name }) => name), ["a.ori", "b.ori", "c.ori"]);
  const small = pack([f("a.f", 3), f("b.g", 3), f("c.h", 6)]);
  assertEquals(small.units.map(({ name }) => name), ["a.ori..b.ori", "c.ori"]);
});

Deno.test("functions of std go with the one module that calls them, also through others", () => {
  const { units, names } = pack([
    f("std.leaf"),
    f("std.inner", 6, "std.leaf"),
    f("std.both"),
    f("a.f", 6, "std.inner", "std.both"),
    f("b.g", 6, "std.both"),
  ]);
  assertEquals(units.map((unit) => [unit.name, names(unit).toSorted()]), [
    ["a.ori", ["a.f", "std.inner", "std.leaf"]],
    ["b.ori", ["b.g"]],
    ["std", ["std.both"]],
  ]);
});

Deno.test("what other units call is exported; small bodies are imported, with what they call", () => {
  const shapes = [
    f("a.tiny", 2),
    f("a.small", 3, "a.tiny"),
    f("a.inside", 9),
    f("a.large", 9, "a.inside"),
    f("b.g", 6, "a.small", "a.large"),
  ];
  const { units, names } = pack(shapes, { imported: 3 });
  const [a, b] = units;
  const named = (fns: Iterable<BuildUnit["fns"][0]>) => names({ ...a, fns: [...fns] }).toSorted();
  assertEquals(named(a.exported), ["a.large", "a.small", "a.tiny"]);
  assertEquals(named(b.imports), ["a.small", "a.tiny"]);
  assertEquals(named(pack(shapes).units[1].imports), []);
});

Deno.test("every function is in one unit, and a large module is cut", () => {
  const shapes = Array.from({ length: 200 }, (_, i) => f(`a.f${i}`));
  const { units, names } = pack(shapes);
  assertEquals(units.flatMap(names).toSorted(), shapes.map(({ name }) => name).toSorted());
  assert(units.length >= 30 && units.length <= 60, `${units.length} units`);
  assertEquals(new Set(units.map(({ name }) => name)).size, units.length);
});

Deno.test("a function that is added changes a unit or two", () => {
  const shapes = Array.from({ length: 200 }, (_, i) => f(`a.f${i}`));
  const { units, names } = pack(shapes);
  const before = new Set(units.map((unit) => names(unit).join(" ")));
  for (const at of [0, 57, 133, 199]) {
    const edited = pack(shapes.toSpliced(at, 0, f(`a.f${at}b`)));
    const changed = edited.units.filter((unit) => !before.has(edited.names(unit).join(" ")));
    assert(changed.length >= 1 && changed.length <= 4, `${at}: ${changed.length} units changed`);
  }
});

Deno.test("the sizes are in order", () => {
  const { single, least, wanted, most } = UNIT_SIZES;
  assert(least < wanted && wanted < most && most <= single);
});
