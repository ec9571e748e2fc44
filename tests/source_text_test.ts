/** Source text by clause 6 of the specification: line ends of every kind, and characters that are never printed. */
import { assert, assertEquals } from "@std/assert";
import { hiddenOffsets } from "../src/base/mod.ts";
import { renderJson, renderText } from "../src/diagnostics/mod.ts";
import { compileMain } from "../src/driver/mod.ts";
import { printProgram } from "../src/arc/mod.ts";
import { createRandom, pick } from "./support/mutate.ts";
import { listPrograms } from "./support/program_case.ts";
import { checkSources } from "./support/snapshot.ts";

/** What the compiler makes of one file: its diagnostics, and the program that engines run. */
function compiled(text: string): { readonly found: string; readonly arc: string } {
  const checked = checkSources({ "main.ori": text }, ["main.ori"]);
  const program = compileMain(checked, { verify: false });
  return {
    found: renderText(checked.diagnostics.all, checked.sources, { color: false }),
    arc: program === undefined ? "" : printProgram(program.arc),
  };
}

const EXAMPLES = listPrograms("examples").map((path) => Deno.readTextFileSync(path));
const PROGRAMS = listPrograms("tests/programs")
  .map((path) => Deno.readTextFileSync(path))
  .filter((text) => !text.includes("\r"));

Deno.test("programs are the same with every kind of line end, and so are their diagnostics", () => {
  const sample = [...EXAMPLES, ...PROGRAMS.filter((_, i) => i % 40 === 0)];
  assert(sample.length > 20, `${sample.length} programs`);
  for (const text of sample) {
    const expected = compiled(text);
    for (const end of ["\r\n", "\r"]) assertEquals(compiled(text.replaceAll("\n", end)), expected);
  }
});

const HOSTILE = [
  "\u202e",
  "\u2066",
  "\u200b",
  "\u200d",
  "\u00ad",
  "\ufeff",
  "\0",
  "\x1b",
  "\u009b",
];

Deno.test("hidden characters anywhere are reported and never printed", () => {
  const random = createRandom(7);
  for (let run = 0; run < 100; run++) {
    let text = pick(random, EXAMPLES);
    for (let i = 0; i < 3; i++) {
      const at = Math.floor(random() * text.length);
      text = text.slice(0, at) + pick(random, HOSTILE) + text.slice(at);
    }
    const { diagnostics, sources } = checkSources({ "main.ori": text }, ["main.ori"]);
    assert(diagnostics.all.length > 0, JSON.stringify(text));
    const shown = renderText(diagnostics.all, sources, { color: false });
    assertEquals(hiddenOffsets(shown), [], shown);
    assertEquals(hiddenOffsets(renderJson(diagnostics.all, sources)), []);
  }
});

Deno.test("a deprecated number form does not hide the syntax error after it", () => {
  const { diagnostics } = checkSources(
    { "main.ori": "@main () -> void = { let x = 1 007; print(msg: `{x}`); }\n" },
    ["main.ori"],
  );
  assertEquals(diagnostics.all.map(({ code }) => code), ["W1006", "E1016"]);
});
