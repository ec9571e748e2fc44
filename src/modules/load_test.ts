import { assertEquals, assertStringIncludes } from "@std/assert";
import { MemoryHost, SourceMap } from "../base/mod.ts";
import { type Diagnostic, Diagnostics } from "../diagnostics/mod.ts";
import type { ModuleGraph } from "./graph.ts";
import { loadProgram } from "./load.ts";
import { plainSettings } from "./settings.ts";

const SETTINGS = plainSettings({ os: "linux", arch: "x86_64" }, false);

interface Loaded {
  readonly graph: ModuleGraph;
  readonly diagnostics: readonly Diagnostic[];
  readonly describe: (d: Diagnostic) => string;
}

function load(files: Record<string, string>, ...entries: string[]): Loaded {
  const sources = new SourceMap();
  const diagnostics = new Diagnostics();
  const host = new MemoryHost(files, (url) => url.pathname.endsWith("none.ori") ? undefined : "");
  const graph = loadProgram(entries, host, sources, diagnostics, SETTINGS);
  return {
    graph,
    diagnostics: diagnostics.all,
    describe: ({ code, primary, message }) =>
      `${code} ${primary === undefined ? "" : sources.describe(primary.span)} ${message}`,
  };
}

function userModules({ graph }: Loaded): string[] {
  return graph.modules.filter((module) => !module.isStd).map((module) => module.name);
}

Deno.test("dependencies come before what imports them, each once", () => {
  const loaded = load(
    {
      "app/main.ori": 'use "./a" { f };\nuse "../lib/b" { g };\n@main () -> void = ();',
      "app/a.ori": 'use "../lib/b" { g };\npub @f () -> int = 1;',
      "lib/b.ori": "pub @g () -> int = 2;",
    },
    "app/main.ori",
  );
  assertEquals(loaded.diagnostics, []);
  assertEquals(userModules(loaded), ["lib/b.ori", "app/a.ori", "app/main.ori"]);
  assertEquals(loaded.graph.entries.length, 1);
  assertEquals(loaded.graph.modules.every((module, i) => module.id === i), true);
});

Deno.test("the prelude comes first under names that no machine changes", () => {
  const { graph } = load({ "main.ori": "" }, "main.ori");
  assertEquals(graph.modules[0]?.name, "std/prelude/core.ori");
  assertEquals(graph.modules.at(-1)?.name, "main.ori");
  assertEquals(graph.modules.filter((module) => module.isPrelude).length > 10, true);
});

Deno.test("x.ori is taken before x/mod.ori, and mod.ori where that is missing", () => {
  const files = {
    "main.ori": 'use "./x" { a };\nuse "./y" { b };',
    "x.ori": "",
    "x/mod.ori": "",
    "y/mod.ori": "",
  };
  assertEquals(userModules(load(files, "main.ori")), ["x.ori", "y/mod.ori", "main.ori"]);
});

Deno.test("std modules are loaded by their dotted names", () => {
  const loaded = load(
    { "main.ori": "use std.math { gcd };\nuse std.prelude { len };" },
    "main.ori",
  );
  assertEquals(loaded.diagnostics, []);
  const main = loaded.graph.modules.at(-1);
  const kinds = [...(main?.imports.values() ?? [])].map((target) => target.kind);
  assertEquals(kinds, ["module", "prelude"]);
});

Deno.test("a cycle is reported once, with the files of the cycle", () => {
  const loaded = load(
    { "a.ori": 'use "./b" { g };', "b.ori": 'use "./c" { h };', "c.ori": 'use "./a" { f };' },
    "a.ori",
  );
  assertEquals(loaded.diagnostics.map(loaded.describe), [
    "E2065 c.ori:1:5 cyclic import: a.ori -> b.ori -> c.ori -> a.ori",
  ]);
});

Deno.test("a module that is not there suggests one that is", () => {
  const loaded = load(
    { "main.ori": 'use "./shapse" { f };\nuse std.maht { g };', "shapes.ori": "" },
    "main.ori",
  );
  assertEquals(loaded.diagnostics.map((d) => [d.code, d.help]), [
    ["E2063", "did you mean `./shapes`?"],
    ["E2063", "did you mean `std.math`?"],
  ]);
});

Deno.test("files that cannot be read are diagnostics, not exceptions", () => {
  const loaded = load({ "dir/a.ori": "", "bad.ori": "@f () \uFFFD" }, "dir", "none.ori", "bad.ori");
  assertEquals(loaded.diagnostics.map((d) => d.code), ["E6001", "E6001", "E0016"]);
  assertStringIncludes(loaded.diagnostics[0]?.message ?? "", "is a directory");
  assertStringIncludes(loaded.diagnostics[1]?.message ?? "", "no such file");
  assertStringIncludes(loaded.describe(loaded.diagnostics[2] as Diagnostic), "bad.ori:1:7");
  assertEquals(loaded.graph.entries, []);
});
