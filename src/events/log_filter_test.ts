import { assertEquals } from "@std/assert";
import { SourceMap } from "../base/mod.ts";
import { Hub } from "./hub.ts";
import { LogFilter } from "./log_filter.ts";
import { LogPrinter } from "./outputs.ts";

function logged(filter: string): { readonly lines: string[]; readonly problems: string[] } {
  const lines: string[] = [];
  const problems: string[] = [];
  const parsed = new LogFilter(filter, (text) => problems.push(text));
  const events = new Hub([new LogPrinter(parsed, (line) => lines.push(line))])
    .program(new SourceMap());
  events.message("ori_arc", "debug", "pass finished", { pass: "insertRc" });
  events.message("ori_arc", "trace", "ownership", { fn: "main" });
  events.message("ori_types", "error", "lost", {});
  return { lines, problems };
}

Deno.test("ORI_LOG chooses by target and level", () => {
  assertEquals(logged("ori_arc=debug").lines, ["DEBUG ori_arc: pass finished pass=insertRc"]);
  assertEquals(logged("ori_arc=trace,ori_types=warn").lines, [
    "DEBUG ori_arc: pass finished pass=insertRc",
    "TRACE ori_arc: ownership fn=main",
    "ERROR ori_types: lost",
  ]);
  assertEquals(logged("error").lines, ["ERROR ori_types: lost"]);
});

Deno.test("a level that does not exist is reported", () => {
  assertEquals(logged("ori_arc=loud"), {
    lines: [],
    problems: ["ORI_LOG: `ori_arc=loud` has no level of error, warn, info, debug, trace"],
  });
  assertEquals(logged("ori_arc=").problems.length, 1);
  assertEquals(logged("ori_arc=debug=trace").problems.length, 1);
  assertEquals(logged("error,,").problems.length, 2);
});

Deno.test("a target that does not exist is reported", () => {
  assertEquals(logged("ori_ark=debug").problems, [
    "ORI_LOG: `ori_ark=debug` has no target of ori, ori_types, ori_arc, ori_llvm, ori_vm, ori_wasm",
  ]);
});
