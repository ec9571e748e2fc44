/**
 * The quick profiles of the VM and of LLVM with the hub off and on (seeds DBG-16, acceptance of sections 6 and 7): the tests of all
 * examples pass, with the same report.
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Workspace } from "./support/cli.ts";

const EXAMPLES = fromFileUrl(new URL("../examples", import.meta.url));

for (const [engine, phase] of [["vm", "builder"], ["aot", "llvm"]] as const) {
  Deno.test(`DBG-16: the tests of the examples pass on ${engine} with the hub off and on`, async () => {
    await Workspace.with({}, async (w) => {
      const run = (env: Readonly<Record<string, string>>) =>
        w.ori(["test", EXAMPLES, `--engine=${engine}`], { env });
      const off = await run({});
      assertEquals([off.code, off.stderr], [0, ""]);
      assertMatch(off.stdout, /^[1-9]\d* passed, 0 failed/);
      const on = await run({ ORI_DEBUG_ENABLE: "1", ORI_DEBUG_SINK: "log.jsonl" });
      assertEquals(on, off);
      const log = await Deno.readTextFile(`${w.path}/log.jsonl`);
      assertStringIncludes(log, `"phase":"${phase}"`);
      const lines = log.trimEnd().split("\n").map((line) => JSON.parse(line));
      // Every decision says in which region, but for that about a function as a whole.
      const placed = lines.filter(({ fn, kind }) => fn !== "" && kind !== "materialize.func");
      assert(placed.length > 1000);
      const without = placed.filter(({ region_id }) => region_id === "");
      assertEquals(without, []);
    });
  });
}
