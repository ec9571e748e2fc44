/** A slice of `deno task fuzz`, the same on every run: seeds PAR-1, BL-14. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { readPlan } from "../tasks/fuzz.ts";
import { fuzzBlobs } from "./fuzz/blobs.ts";
import { faultOf } from "./fuzz/faults.ts";
import { fileOf, generateProgram } from "./fuzz/program.ts";
import { fuzzPrograms } from "./fuzz/programs.ts";
import { fuzzSources } from "./fuzz/sources.ts";
import { parseRow } from "./fuzz/rows.ts";
import { matches, parseType, substitute, typeText } from "./fuzz/types.ts";

/** The fixed seed of the slices. */
const SEED = 20_261_121;
const PROGRAMS = 40;
const SOURCES = 1_000;
const BLOBS = 2_000;

Deno.test(`PAR-1: ${PROGRAMS} generated programs do the same on every engine and leak nothing`, async () => {
  const found = fuzzPrograms({ seed: SEED, goesOn: (n) => n < PROGRAMS, shrinks: false });
  for (let next = await found.next();; next = await found.next()) {
    if (next.done) return assertEquals(next.value, PROGRAMS);
    const { seed, fault, text } = next.value;
    throw new Error(`seed ${seed}: ${fault.kind}: ${fault.text}\n${text}`);
  }
});

Deno.test(`${SOURCES} mutated sources give nothing but diagnostics`, async () => {
  const found = fuzzSources({ seed: SEED, goesOn: (n) => n < SOURCES });
  for (let next = await found.next();; next = await found.next()) {
    if (next.done) return assertEquals(next.value, SOURCES);
    const { seed, fault, text } = next.value;
    throw new Error(`seed ${seed}: ${fault.kind}: ${fault.text}\n${text}`);
  }
});

Deno.test(`BL-14: ${BLOBS} mutated blobs are decoded or refused, in TypeScript and in C`, async () => {
  const found = fuzzBlobs({ seed: SEED, goesOn: (n) => n < BLOBS });
  for (let next = await found.next();; next = await found.next()) {
    if (next.done) return assertEquals(next.value, BLOBS);
    const { seed, fault, text } = next.value;
    throw new Error(`seed ${seed}: ${fault.kind}: ${fault.text}\n${text}`);
  }
});

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
    mode: "sources",
    seed: 3,
    seconds: 9,
    count: 5,
  });
  assertEquals(readPlan(["--mode=other"]), "no mode other: programs, sources, blobs");
  assertEquals(readPlan(["--seed=x"]), "--seed, --seconds and --count take whole numbers");
  assertEquals(readPlan(["more"]), "unknown argument more");
});
