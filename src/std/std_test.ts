import { assertEquals } from "@std/assert";
import { SourceMap } from "../base/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import { parse } from "../syntax/mod.ts";
import { preludeSources, STD_MODULES, type StdSource, stdSource } from "./mod.ts";

const SOURCES: readonly StdSource[] = [
  ...preludeSources(),
  ...STD_MODULES.flatMap((name) => stdSource([name]) ?? []),
];

/** The tree without the ids of nodes, which are given in the order of parsing. */
function shape(text: string, name: string, defersBodies: boolean): string {
  const diagnostics = new Diagnostics();
  const { items } = parse(new SourceMap().add(name, text), diagnostics, { defersBodies });
  const json = JSON.stringify(items, (key, value) => {
    if (key === "id") return undefined;
    return typeof value === "bigint" ? `${value}` : value;
  });
  assertEquals(diagnostics.all, []);
  return json;
}

for (const { name, url } of SOURCES) {
  Deno.test(`${name} reads the same with deferred bodies`, () => {
    const text = Deno.readTextFileSync(url);
    assertEquals(shape(text, name, true), shape(text, name, false));
  });
}
