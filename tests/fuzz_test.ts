/** A slice of each generator of `deno task fuzz`, the same on every run. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { readPlan } from "../tasks/fuzz.ts";
import { fuzzExits } from "./fuzz/exits.ts";
import { faultOf } from "./fuzz/faults.ts";
import { GENERATORS } from "./fuzz/generators.ts";
import { fileOf, generateProgram } from "./fuzz/program.ts";
import { parseRow } from "./fuzz/rows.ts";
import { matches, parseType, substitute, typeText } from "./fuzz/types.ts";

/** The fixed seed of the slices. */
const SEED = 20_261_121;

for (const [name, { what, slice, run }] of Object.entries(GENERATORS)) {
  Deno.test(`fuzz ${name}: ${slice} ${what}`, async () => {
    const found = run({ seed: SEED, goesOn: (n) => n < slice, shrinks: false });
    for (let next = await found.next();; next = await found.next()) {
      if (next.done) return assertEquals(next.value, slice);
      const { seed, fault, text } = next.value;
      throw new Error(`seed ${seed}: ${fault.kind}: ${fault.text}\n${text}`);
    }
  });
}

Deno.test("a seed gives the same program again, another seed another", () => {
  const text = (seed: number) => fileOf([generateProgram(seed)]);
  assertEquals(text(7), text(7));
  assertNotEquals(text(7), text(8));
});

Deno.test("a fault is seen: an error, a panic that nobody catches", async () => {
  const refused = await faultOf("@main () -> void = unknown();");
  assertEquals(refused?.kind, "refused: E2003");
  const panicking = await faultOf('@main () -> void = panic(msg: "oh");');
  assertEquals(panicking?.kind, "exit code 1");
  assertEquals(await faultOf('@main () -> void = print(msg: "fine");'), undefined);
});

Deno.test("exits: the model judges most of the programs", async () => {
  const verdicts = { judged: 0, unjudged: 0 };
  const found = fuzzExits({ seed: SEED, goesOn: (n) => n < 10 }, verdicts);
  assertEquals((await found.next()).done, true);
  assert(verdicts.judged >= 9, JSON.stringify(verdicts));
});

Deno.test("exits: programs that were refused or ran in another order than that of the model", async () => {
  for (const seed of [74_000_162, 74_000_186]) {
    const found = fuzzExits({ seed, goesOn: (n) => n < 1 });
    assertEquals(await found.next(), { done: true, value: 1 });
  }
});

Deno.test("a row gives its type by what its open names stand for", () => {
  const row = parseRow("2x Option<$U> <- «Option<$T>».map(transform: «($T) -> $U»)");
  assertEquals(row.weight, 2);
  const bindings = new Map();
  assert(matches(row.result, parseType("Option<{str: [int]}>"), bindings));
  const made = row.parts.filter((part) => typeof part !== "string")
    .map((part) => typeText(substitute(part, bindings, () => parseType("(int, str)"))));
  assertEquals(made, ["Option<(int, str)>", "((int, str)) -> {str: [int]}"]);
  assert(!matches(row.result, parseType("[int]"), new Map()));
});

Deno.test("the options of the task are checked", () => {
  assertEquals(readPlan(["--seed=3", "--count=5", "--mode=sources", "--seconds=9"]), {
    modes: ["sources"],
    seed: 3,
    seconds: 9,
    count: 5,
  });
  const modes = Object.keys(GENERATORS);
  assertEquals(readPlan(["--hours=2", "--seed=3"]), {
    modes,
    seed: 3,
    seconds: Math.ceil(7200 / modes.length),
    count: 1_000_000_000,
  });
  assertEquals(readPlan(["--mode=other"]), `no mode other: ${modes.join(", ")}`);
  assertEquals(readPlan(["--seed=x"]), "--seed, --seconds and --count take whole numbers");
  assertEquals(readPlan(["--hours=x"]), "--hours takes a number");
  assertEquals(readPlan(["--hours=1", "--seconds=3"]), "--hours and --seconds exclude each other");
  assertEquals(readPlan(["more"]), "unknown argument more");
});
