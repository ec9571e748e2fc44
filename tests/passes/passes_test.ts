/**
 * Runs each `.arc` file here: the line `pass NAME`, a program of the phase that the pass requires, `==>`, and the program after
 * the pass. `NAME` is a pass or a group of the pipeline. With `ORI_UPDATE=1` the second half is written anew.
 */
import { assert, assertEquals } from "@std/assert";
import { type ArcProgram, parseProgram, passNames, printProgram } from "../../src/arc/mod.ts";
import { passPlaces } from "../../src/arc/pipeline.ts";
import { mutateCounts } from "../support/mutate_counts.ts";
import { runPass } from "../support/run_pass.ts";

const folder = new URL(".", import.meta.url);
const names = [...Deno.readDirSync(folder)].map((entry) => entry.name)
  .filter((name) => name.endsWith(".arc")).sort();

/** The passes that some file is about. */
const tested = new Set<string>();

for (const name of names) {
  const file = new URL(name, folder);
  const text = Deno.readTextFileSync(file);
  const [head, after] = text.split("\n==>\n");
  const pass = /^pass (\w+)$/m.exec(head)?.[1] ?? "no pass";
  tested.add(pass);
  const before = head.replace(/^pass \w+$/m, "");

  Deno.test(`${name}: ${pass}`, () => {
    assert(passNames().includes(pass), `no pass ${pass}`);
    const printed = printProgram(runPass(pass, before));
    if (Deno.env.get("ORI_UPDATE") === "1") {
      Deno.writeTextFileSync(file, `${head}\n==>\n${printed}`);
    } else assertEquals(printed, after);
  });

  Deno.test(`${name}: the text is read back as it was printed`, () => {
    const phase = /^phase (lowered|owned)$/m.exec(after)?.[1] as "lowered" | "owned" | undefined;
    const read = (text: string): ArcProgram => parseProgram(text, phase ?? "counted");
    const printed = printProgram(read(after), { spans: true });
    assertEquals(printProgram(read(printed), { spans: true }), printed);
  });

  if (pass !== "insertRc") continue;
  Deno.test(`${name}: every mutation of a count is rejected`, () => {
    const { tried, survivors } = mutateCounts(parseProgram(after));
    assert(tried > 0);
    assertEquals(survivors, []);
  });
}

Deno.test("every pass of the pipeline has a file here", () => {
  const groups = new Set(passPlaces().flatMap(({ path }) => path));
  const missing = passNames().filter((name) => !groups.has(name) && !tested.has(name));
  assertEquals(missing, []);
});

Deno.test("every pass has a file of its name that opens with its contract", () => {
  const groups = new Set(passPlaces().flatMap(({ path }) => path));
  for (const name of passNames().filter((name) => !groups.has(name))) {
    const file = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) + ".ts";
    const room = ["scalar", "ownership", "reuse"].find((room) =>
      [...Deno.readDirSync(new URL(`${room}/`, ARC))].some((entry) => entry.name === file)
    );
    assert(room !== undefined, `${name}: no file ${file}`);
    const text = Deno.readTextFileSync(new URL(`${room}/${file}`, ARC));
    const [comment] = /^\/\*\*[^]*?\*\//.exec(text) ?? [""];
    for (const part of [/^ \* {5}before +after$/m, /^ \* Requires: /m, /^ \* Establishes: /m]) {
      assert(part.test(comment), `${file}: no ${part}`);
    }
  }
});

const ARC = new URL("../../src/arc/", import.meta.url);
