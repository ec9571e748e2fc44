/**
 * Runs each `.arc` file here: the line `pass NAME`, a program, `==>`, and what the pass makes of it. With
 * `ORI_UPDATE=1` the second half is written anew.
 */
import { assert, assertEquals } from "@std/assert";
import { parseProgram, printProgram, verifyProgram } from "../../src/arc/mod.ts";
import { passes } from "../../src/arc/pipeline.ts";
import { findDropPanics } from "../../src/arc/analysis/drop_panics.ts";
import { mutateCounts } from "../support/mutate_counts.ts";

const folder = new URL(".", import.meta.url);
const names = [...Deno.readDirSync(folder)].map((entry) => entry.name)
  .filter((name) => name.endsWith(".arc")).sort();

for (const name of names) {
  const file = new URL(name, folder);
  const text = Deno.readTextFileSync(file);
  const [head, after] = text.split("\n==>\n");
  const pass = passes.find((one) => head.includes(`pass ${one.name}\n`));
  const before = head.replace(/^pass \w+$/m, "");

  Deno.test(`${name}: ${pass?.name}`, () => {
    assert(pass !== undefined, "the file names no pass");
    const program = parseProgram(before);
    const { unwinding, types: dropPanics } = findDropPanics(program);
    pass.run({ program, options: {}, unwinding, dropPanics });
    const printed = printProgram(program);
    if (Deno.env.get("ORI_UPDATE") === "1") {
      Deno.writeTextFileSync(file, `${head}\n==>\n${printed}`);
    } else assertEquals(printed, after);
    verifyProgram(program, pass.name);
  });

  Deno.test(`${name}: the text is read back as it was printed`, () => {
    for (const part of [before, after]) {
      const printed = printProgram(parseProgram(part), { spans: true });
      assertEquals(printProgram(parseProgram(printed), { spans: true }), printed);
    }
  });

  if (pass?.name !== "insertRc") continue;
  Deno.test(`${name}: every mutation of a count is rejected`, () => {
    const { tried, survivors } = mutateCounts(parseProgram(after));
    assert(tried > 0);
    assertEquals(survivors, []);
  });
}
