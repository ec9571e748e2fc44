/** A slice of `deno task mutate:compiler`, and that its list is sound: every edit applies, every area has its faults. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { chooseMutants, readChoice } from "../tasks/mutate_compiler.ts";
import { MUTANTS } from "./mutants/all.ts";
import { applyMutant, areaOf, type Mutant, test } from "./mutants/mutant.ts";
import { BrokenMutant, withTree } from "./mutants/run_mutants.ts";

/** Each has some faults. */
const AREAS =
  "syntax modules types canon mono arc bytecode vm check_rc layout llvm blob runtime std operations driver testing cli"
    .split(" ");
const LEAST = 150;
/** The share of faults that nothing may notice. */
const MOST_EQUIVALENT = 0.05;
/** How many faults each run of the tests tries, all of them by tests that take a second. */
const SAMPLE = 3;
const QUICK = /^(?:src\/(?:arc|base|blob|bytecode|layout|operations|syntax)|tests\/passes)\//;

Deno.test("mutants: every edit applies, to a place that there is once", () => {
  const texts = new Map<string, string>();
  const textOf = (file: string): string => {
    const known = texts.get(file);
    if (known !== undefined) return known;
    const text = Deno.readTextFileSync(file);
    texts.set(file, text);
    return text;
  };
  for (const mutant of MUTANTS) applyMutant(mutant, textOf(mutant.file));
});

Deno.test("mutants: each has a name, tests that exist, and is known to be equivalent at most rarely", () => {
  assert(MUTANTS.length >= LEAST, `${MUTANTS.length}`);
  assertEquals(new Set(MUTANTS.map(({ name }) => name)).size, MUTANTS.length);
  assertEquals(AREAS.filter((area) => !MUTANTS.some((mutant) => areaOf(mutant) === area)), []);
  const places = MUTANTS.flatMap(({ killers }) => killers.map(({ path }) => path));
  for (const path of new Set(places)) assert(Deno.statSync(path) !== undefined, path);
  assertEquals(MUTANTS.filter(({ killers }) => killers.length === 0), []);
  const equivalent = MUTANTS.filter((mutant) => mutant.equivalent !== undefined);
  assert(equivalent.length <= MOST_EQUIVALENT * MUTANTS.length, `${equivalent.length}`);
});

const TEXT = "const a = 1;\nconst b = 1;\n";
const EDIT: Mutant = {
  name: "base: a",
  file: "a.ts",
  find: "a = 1",
  replace: "a = 2",
  killers: [],
};

Deno.test("mutants: an edit that no longer applies, or not to one place, is an error", () => {
  assertEquals(applyMutant(EDIT, TEXT), "const a = 2;\nconst b = 1;\n");
  for (const find of ["c = 1", "= 1"]) assertThrows(() => applyMutant({ ...EDIT, find }, TEXT));
  assertThrows(() => applyMutant({ ...EDIT, replace: EDIT.find }, TEXT));
});

/** A fault of `joinBytes`. */
const FAULT: Mutant = {
  name: "base: one piece is dropped",
  file: "src/base/bytes.ts",
  find: "pieces.length === 1",
  replace: "pieces.length > 1",
  killers: [test("src/base/bytes_test.ts")],
};

Deno.test("mutants: what is noticed, what is not, and what shows nothing; the tree itself stays as it is", async () => {
  const before = Deno.readTextFileSync(FAULT.file);
  await withTree(async (tree) => {
    assertEquals((await tree.try(FAULT)).kind, "killed");
    const harmless = { ...FAULT, replace: "pieces.length === 1 && true" };
    assertEquals((await tree.try(harmless)).kind, "survived");
    await assertRejects(() => tree.try({ ...FAULT, replace: ")" }), BrokenMutant, "no program");
    const killers = [test("src/base/bytes_test.ts", "no test has this in its name")];
    await assertRejects(() => tree.try({ ...harmless, killers }), BrokenMutant, "runs no test");
  });
  assertEquals(Deno.readTextFileSync(FAULT.file), before);
});

Deno.test(`mutants: ${SAMPLE} of them are killed`, async () => {
  const quick = chooseMutants({ seed: 20_261_130, sample: MUTANTS.length })
    .filter((mutant) =>
      mutant.equivalent === undefined && mutant.killers.every(({ path }) => QUICK.test(path))
    );
  await withTree(async (tree) => {
    for (const mutant of quick.slice(0, SAMPLE)) {
      assertEquals((await tree.try(mutant)).kind, "killed", mutant.name);
    }
  });
});

Deno.test("mutants: the options of the task choose, the same for the same seed", () => {
  assertEquals(readChoice(["--sample=2", "--seed=7", "--only=arc"]), {
    only: "arc",
    sample: 2,
    seed: 7,
  });
  assertEquals(readChoice(["--sample=x"]), "--sample and --seed take whole numbers");
  assert(String(readChoice(["--only=other"])).startsWith("no area other: "));
  assertEquals(readChoice(["more"]), "unknown argument more");
  const chosen = chooseMutants({ only: "arc", sample: 5, seed: 3 });
  assertEquals(chosen.map(areaOf), Array(5).fill("arc"));
  assertEquals(chooseMutants({ only: "arc", sample: 5, seed: 3 }), chosen);
});
