/** Wide constructs compile as deep ones do, and mean the same however wide they are. */
import { assert, assertEquals } from "@std/assert";
import { compileMain, createHost } from "../src/driver/mod.ts";
import { observe, WAYS } from "../src/testing/observe.ts";
import { checkSources } from "./support/snapshot.ts";
import { row, WIDE } from "./support/wide_programs.ts";

const host = createHost();

async function assertPrints(text: string, stdout: string, ways = WAYS): Promise<void> {
  const checked = checkSources({ "main.ori": text }, ["main.ori"]);
  const program = compileMain(checked, { verify: ways.length > 1 });
  assert(
    program !== undefined,
    checked.diagnostics.all.map((d) => `${d.code}: ${d.message}`).join("; "),
  );
  for (const way of ways) {
    const observed = await observe(way, program, host);
    assertEquals([observed.stderr, observed.stdout, observed.exitCode], ["", stdout, 0], way.name);
  }
}

/** Constructs whose code differs much from engine to engine. */
const BUILT: ReadonlySet<string> = new Set([
  "list with spreads",
  "map",
  "template",
  "tuple",
  "arms of lists",
  "arms of ranges",
  "list pattern",
  "struct with derived methods",
  "functions in a cycle of tail calls",
  "operands with ?",
  "operands of ??",
  "else ifs",
]);
const INTERPRETED = WAYS.filter(({ engine }) => engine.name !== "aot");

for (const [name, write] of Object.entries(WIDE)) {
  Deno.test(`wide: ${name} of 3,000 parts`, async () => {
    await assertPrints(...write(3_000), WAYS.slice(0, 1));
  });
  const ways = BUILT.has(name) ? WAYS : INTERPRETED;
  Deno.test(`wide: ${name} of 150 parts, by ${ways.map((way) => way.name).join(", ")}`, async () => {
    await assertPrints(...write(150), ways);
  });
}

/** Sizes at which release builds treat a function as large and as huge. */
for (
  const [name, parts] of [
    ["template", 150],
    ["template", 1_200],
    ["operands with ?", 100],
    ["operands with ?", 600],
    ["list of calls", 400],
    ["struct with derived methods", 700],
    ["functions", 1_500],
  ] as const
) {
  Deno.test(`wide: ${name} of ${parts} parts in release`, async () => {
    await assertPrints(...WIDE[name](parts), WAYS.slice(-1));
  });
}

/** A literal whose parts say when they are made and dropped, left by `?` at part `stop`. */
function leaving(literal: string): string {
  return `type Loud = { n: int, text: str }\n` +
    `impl Loud: Drop { @drop (self) -> void = print(msg: \`drop {self.n}\`); }\n` +
    `@make (n: int, stop: int) -> Option<Loud> = if n == stop then None else ` +
    `{ print(msg: \`make {n}\`); Some(Loud { n, text: "a text of more than 23 bytes" }) };\n` +
    `@show (l: Loud) -> str = l.text;\n` +
    `@run (stop: int) -> Option<int> = { let made = ${literal}; print(msg: "whole"); Some(made.len()) };\n` +
    `@main () -> void = { print(msg: \`{run(stop: -1) ?? -1}\`); print(msg: \`{run(stop: 100) ?? -1}\`) }\n`;
}

/** What such a program prints on every engine must be this. */
async function printedBy(text: string): Promise<string> {
  const checked = checkSources({ "main.ori": text }, ["main.ori"]);
  const program = compileMain(checked, { verify: true });
  assert(
    program !== undefined,
    checked.diagnostics.all.map((d) => `${d.code}: ${d.message}`).join("; "),
  );
  const all = await Promise.all(WAYS.map((way) => observe(way, program, host)));
  const [first] = all;
  assert(first !== undefined);
  for (const one of all) {
    assertEquals([one.stderr, one.stdout, one.exitCode], ["", first.stdout, 0], one.way);
  }
  return first.stdout;
}

for (
  const [name, literal, isKept] of [
    ["list", `[${row(150, (i) => `...[make(n: ${i}, stop:)?]`)}]`, true],
    ["map", `{ ${row(150, (i) => `${i}: make(n: ${i}, stop:)?`)} }`, true],
    ["template", `\`${row(150, (i) => `{show(l: make(n: ${i}, stop:)?)}`, "")}\``, false],
  ] as const
) {
  Deno.test(`wide: a ${name} that is left in the middle drops what was made, in every way of running`, async () => {
    const lines = (await printedBy(leaving(literal))).trimEnd().split("\n");
    const at = (line: string) => lines.flatMap((one, i) => one === line ? [i] : []);
    for (let i = 0; i < 150; i++) {
      assertEquals(at(`make ${i}`).length, i < 100 ? 2 : 1, `make ${i}`);
      assertEquals(at(`drop ${i}`).length, i < 100 ? 2 : 1, `drop ${i}`);
    }
    const made = lines.filter((line) => line.startsWith("make "));
    assertEquals(made, [...Array(150).keys(), ...Array(100).keys()].map((i) => `make ${i}`));
    // A text does not hold what it was made of.
    const last = lines.slice(lines.lastIndexOf("make 99") + 1, -1);
    assertEquals(last.length, isKept ? 100 : 1);
    if (isKept) assertEquals(last, Array.from({ length: 100 }, (_, i) => `drop ${99 - i}`));
    assertEquals(lines.at(-1), "-1");
  });
}
