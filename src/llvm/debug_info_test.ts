import { assertEquals, assertMatch } from "@std/assert";
import { SourceMap } from "../base/mod.ts";
import { DebugInfo } from "./debug_info.ts";
import { Module } from "./module.ts";

/** What the module says of the position at column `column` of a long line. */
function locationAt(column: number): string | undefined {
  const sources = new SourceMap();
  const file = sources.add("main.ori", "x".repeat(70_000)).id;
  const module = new Module();
  const info = new DebugInfo(module, sources, ".", file);
  const scope = info.subprogram("main", "_ori_main", { file, start: 0, end: 1 });
  const suffix = info.location(scope, { file, start: column - 1, end: column });
  assertMatch(suffix, /^, !dbg !\d+$/);
  return /!DILocation\((.*), scope/.exec(module.print(info.print()))?.[1];
}

Deno.test("DebugInfo: a column that LLVM cannot hold is unknown", () => {
  assertEquals(locationAt(1), "line: 1, column: 1");
  assertEquals(locationAt(65_535), "line: 1, column: 65535");
  assertEquals(locationAt(65_536), "line: 1, column: 0");
});
