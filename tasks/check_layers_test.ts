import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { checkLayers, CIRCLES, IMPORTS, readSources, ROOMS } from "./check_layers.ts";
import { findCircles } from "./circles.ts";
import { findImports, scan } from "./scan.ts";

function violationsOf(path: string, text: string): string[] {
  return checkLayers([{ path, text }]).map((violation) => violation.text);
}

function importsOf(text: string): string[] {
  return findImports(scan(text)).map((found) => found.specifier);
}

Deno.test("allowed imports pass", () => {
  assertEquals(violationsOf("src/vm/run.ts", 'import { x } from "../layout/mod.ts";'), []);
  assertEquals(violationsOf("src/vm/run.ts", 'import { x } from "./frames.ts";'), []);
  assertEquals(violationsOf("src/vm/heap/str.ts", 'import { x } from "../../base/mod.ts";'), []);
  assertEquals(
    violationsOf("src/cli/args.ts", 'import { parseArgs } from "@std/cli/parse-args";'),
    [],
  );
  assertEquals(
    violationsOf("src/modules/loader.ts", 'import { prelude } from "../std/mod.ts";'),
    [],
  );
});

Deno.test("an import against the table is reported with its line", () => {
  const text = 'import { a } from "./a.ts";\nimport type { Expr } from "../syntax/mod.ts";\n';
  assertEquals(checkLayers([{ path: "src/llvm/emit.ts", text }]), [{
    path: "src/llvm/emit.ts",
    line: 2,
    text: "src/llvm may not import src/syntax (only: base, events, operations, mono, layout, arc)",
  }]);
});

Deno.test("re-exports, dynamic and bare imports count", () => {
  for (
    const statement of [
      'export { a } from "../vm/mod.ts";',
      'export * from "../vm/mod.ts";',
      'export * as vm from "../vm/mod.ts";',
      'export type { A } from "../vm/mod.ts";',
      'import "../vm/mod.ts";',
      'const vm = await import("../vm/mod.ts");',
      'import vm, { type B as C } from "../vm/mod.ts"',
      'import * as vm from "../vm/mod.ts"',
    ]
  ) assertEquals(violationsOf("src/llvm/emit.ts", statement).length, 1, statement);
});

Deno.test("another folder is imported through its mod.ts, by tests too", () => {
  const text = 'import { Ir } from "../arc/ir/ir.ts";';
  assertEquals(violationsOf("src/llvm/emit.ts", text), [
    "import src/arc through its mod.ts, not src/arc/ir/ir.ts",
  ]);
  assertEquals(violationsOf("src/llvm/emit_test.ts", text).length, 1);
});

Deno.test("tests may import any folder and the harness, other files may not", () => {
  const harness = 'import { run } from "../../tests/support/run.ts";';
  assertEquals(violationsOf("src/vm/vm_test.ts", harness), []);
  assertEquals(violationsOf("src/vm/vm_test.ts", 'import { x } from "../driver/mod.ts";'), []);
  assertEquals(violationsOf("src/vm/vm.ts", harness), ["src may not import tests/support/run.ts"]);
  assertEquals(violationsOf("src/vm/vm.ts", 'import "../../tasks/bench.ts";').length, 1);
});

Deno.test("Deno is used in driver/host.ts, lsp, cli and tests only", () => {
  const text = "const t = `${Deno.cwd()}`;";
  for (
    const path of ["src/driver/host.ts", "src/cli/cli.ts", "src/lsp/server.ts", "src/vm/a_test.ts"]
  ) {
    assertEquals(violationsOf(path, text), []);
  }
  assertEquals(violationsOf("src/driver/driver.ts", text).length, 1);
  assertEquals(violationsOf("src/vm/vm.ts", text).length, 1);
  assertEquals(violationsOf("src/vm/vm.ts", '// Deno.cwd()\nconst s = "Deno.cwd()";'), []);
});

Deno.test("main.ts calls the command line and nothing else", () => {
  assertEquals(violationsOf("main.ts", 'import { main } from "./src/cli/mod.ts";'), []);
  assertEquals(violationsOf("main.ts", 'import { x } from "./src/driver/mod.ts";').length, 1);
});

Deno.test("an unknown folder is reported", () => {
  assertStringIncludes(
    violationsOf("src/utils/a.ts", "")[0] ?? "",
    "src/utils is not in the table",
  );
});

Deno.test("a cycle of folders is reported once", () => {
  const found = checkLayers([
    { path: "src/syntax/a.ts", text: 'import "../types/mod.ts";' },
    { path: "src/types/b.ts", text: 'import "../syntax/mod.ts";' },
  ]).map((violation) => violation.text);
  const cycles = found.filter((text) => text.startsWith("folders import each other"));
  assertEquals(cycles, ["folders import each other: syntax → types → syntax"]);
});

Deno.test("the table itself has no cycle and names only its own folders", () => {
  const order = [...IMPORTS.keys()];
  for (const [folder, imports] of IMPORTS) {
    for (const target of imports) {
      assert(IMPORTS.has(target), `${folder} imports unknown ${target}`);
      assert(order.indexOf(target) < order.indexOf(folder), `${folder} imports ${target} below it`);
    }
  }
  assertEquals(IMPORTS.get("driver")?.includes("format"), false);
});

Deno.test("imports in strings, comments, templates and regular expressions do not count", () => {
  assertEquals(importsOf('const s = \'import "a"\'; /* import "b" */ // import "c"'), []);
  assertEquals(importsOf('const t = `import "a" ${f({ b: `import "c"` })} import "d"`;'), []);
  assertEquals(importsOf('const r = /["`/]/; import "e"'), ["e"]);
  assertEquals(importsOf('const q = (a + b) / 2; const z = "/"; import "f";'), ["f"]);
  assertEquals(importsOf('`${`${1}`}`; import { x } from "g";'), ["g"]);
  assertEquals(importsOf('const u = `${ /`/ }`; x.import("h"); const m = import.meta.url;'), []);
  assertEquals(importsOf('export type A = { from: "i" }; export { b }; export const c = "j";'), []);
  assertEquals(importsOf('const v = { a: "k" }; export { v }\nimport "l"'), ["l"]);
});

Deno.test("rooms of a folder import those of their row", () => {
  const from = (path: string, specifier: string) =>
    violationsOf(path, `import type { x } from "${specifier}";`);
  assertEquals(from("src/arc/scalar/a.ts", "../ir/visit.ts"), []);
  assertEquals(from("src/arc/scalar/a.ts", "./b.ts"), []);
  assertEquals(from("src/arc/scalar/a.ts", "../../mono/mod.ts"), []);
  assertEquals(from("src/arc/pipeline.ts", "./scalar/a.ts"), []);
  assertEquals(from("src/arc/scalar/a_test.ts", "../verify/verify.ts"), []);
  assertEquals(from("src/arc/scalar/a.ts", "../ownership/b.ts"), [
    "src/arc/scalar may not import src/arc/ownership (only: ir, analysis)",
  ]);
  assertEquals(from("src/arc/ir/a.ts", "../analysis/b.ts"), [
    "src/arc/ir may not import src/arc/analysis (only: nothing)",
  ]);
  assertEquals(from("src/arc/scalar/a.ts", "../pipeline.ts"), [
    "src/arc/scalar may not import src/arc/pipeline.ts, which is above it",
  ]);
  assertEquals(violationsOf("src/arc/helpers/a.ts", ""), [
    "room src/arc/helpers is not in the table",
  ]);
  assertEquals(violationsOf("src/vm/heap/a.ts", ""), []);
});

Deno.test("rooms import upwards only, and only rooms of their folder", () => {
  for (const [folder, rooms] of ROOMS) {
    assert(IMPORTS.has(folder), folder);
    const order = [...rooms.keys()];
    for (const [room, imports] of rooms) {
      for (const target of imports) {
        const at = order.indexOf(target);
        assert(at >= 0 && at < order.indexOf(room), `${folder}/${room} imports ${target}`);
      }
    }
  }
});

Deno.test("imports of types alone are distinguished", () => {
  const cases: readonly [string, boolean][] = [
    ['import type { A } from "a";', true],
    ['import type A from "a";', true],
    ['import type * as a from "a";', true],
    ['import { type A, type B } from "a";', true],
    ['import { type A, b } from "a";', false],
    ['import { a, type B } from "a";', false],
    ['import { type } from "a";', false],
    ['import {} from "a";', false],
    ['import a, { type B } from "a";', false],
    ['import type from "a";', false],
    ['import type, { A } from "a";', false],
    ['import "a";', false],
    ['const a = import("a");', false],
    ['export type { A } from "a";', true],
    ['export type * from "a";', true],
    ['export { type A } from "a";', true],
    ['export * from "a";', false],
    ['export { a } from "a";', false],
  ];
  for (const [text, isTypeOnly] of cases) {
    assertEquals(findImports(scan(text)).map((found) => found.isTypeOnly), [isTypeOnly], text);
  }
});

Deno.test("circles: strongly connected files, the largest first", () => {
  const circlesOf = (edges: Record<string, string[]>) =>
    findCircles(new Map(Object.entries(edges)));
  assertEquals(circlesOf({ a: ["b"], b: ["c"], c: [] }), []);
  assertEquals(circlesOf({ a: ["a"] }), []);
  assertEquals(circlesOf({ a: ["b"], b: ["a", "c"], c: ["d"], d: ["e"], e: ["c"] }), [
    ["c", "d", "e"],
    ["a", "b"],
  ]);
  assertEquals(circlesOf({ a: ["b", "c"], b: ["d"], c: ["d"], d: ["a"], x: ["a"] }), [
    ["a", "b", "c", "d"],
  ]);
});

Deno.test("a circle of files is reported above the limit of its folder", () => {
  const circle = (folder: string, keyword: string) =>
    checkLayers([
      { path: `src/${folder}/a.ts`, text: `${keyword} { b } from "./b.ts";` },
      { path: `src/${folder}/b.ts`, text: 'export { a } from "./a.ts";' },
    ]).map((violation) => violation.text);
  assertEquals(circle("vm", "import"), [
    "2 files of src/vm import each other in a circle (limit: 1): src/vm/a.ts, src/vm/b.ts",
  ]);
  assertEquals(circle("vm", "import type"), []);
  assertEquals(CIRCLES.has("vm"), false);
  assertEquals(circle("syntax", "import"), []);
});

Deno.test("the sources obey the table", () => {
  assertEquals(checkLayers(readSources(fromFileUrl(new URL("../", import.meta.url)))), []);
});
