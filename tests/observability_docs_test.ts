/** The worked example of docs/observability.md, "why is this loop slow", holds: before and after. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { MemoryHost } from "../src/base/mod.ts";
import {
  CapturedIo,
  engineNamed,
  explainRc,
  explainRegions,
  type RegionReport,
} from "../src/driver/mod.ts";
import { compileMain, createHost } from "../src/driver/mod.ts";
import { readStd } from "./support/snapshot.ts";

const DOCS = Deno.readTextFileSync("docs/observability.md");
const [, SLOW, MENDED] = [...DOCS.matchAll(/^```ori\n(.*?)^```$/gms)].map(([, text]) => text);

function explain(text: string, fn: string) {
  const host = new MemoryHost({ "slow.ori": text }, readStd);
  const { checked, report } = explainRegions("slow.ori", host, { verify: true, fn });
  const [found] = report?.functions ?? [];
  assert(found !== undefined);
  return { checked, root: found.root };
}

function all(region: RegionReport): RegionReport[] {
  return [region, ...region.regions.flatMap(all)];
}

/** What a turn of the loop of `longest` counts and allocates. */
function costsOfLoop(text: string): string[] {
  const { root } = explain(text, "longest");
  const loop = all(root).find(({ region_id }) => region_id.startsWith("loop#"));
  assert(loop !== undefined);
  return all(loop).flatMap(({ counts, allocations }) => [...counts, ...allocations])
    .map(({ op, what, at }) => `${op} ${what} at ${at}`);
}

async function output(text: string): Promise<string> {
  const { checked } = explain(text, "longest");
  const program = compileMain(checked, { verify: false });
  assert(program !== undefined);
  const io = new CapturedIo();
  await engineNamed("vm").run(program, { host: createHost(), io, args: [], release: false });
  return io.stdout();
}

Deno.test("the slow loop counts and its callee allocates, as the page shows", () => {
  const costs = costsOfLoop(SLOW);
  for (const line of ["RcInc prefix at slow.ori:8:21", "RcDec text at slow.ori:5:2"]) {
    assertEquals([line, costs.includes(line)], [line, true]);
    assertStringIncludes(DOCS, line);
  }
  const { checked, root } = explain(SLOW, "label");
  const made = all(root).flatMap(({ allocations }) => allocations.map(({ op }) => op));
  assertEquals(made.filter((op) => op === "str_concat").length, 4);
  assertEquals(made.filter((op) => op === "int_to_str").length, 1);
  const [why] = explainRc(checked, { path: "slow.ori", line: 8 }, { verify: false }) ?? [];
  assertStringIncludes(
    why.reason,
    "argument 2 of `label` is owned (passed to owned parameter 0 of str_concat)",
  );
});

Deno.test("the mended loop costs nothing and gives the same", async () => {
  assertEquals(costsOfLoop(MENDED), []);
  assertEquals(await output(MENDED), await output(SLOW));
});
