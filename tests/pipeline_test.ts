/** The pipeline on real programs: what passes report is what they did. */
import { assert, assertEquals } from "@std/assert";
import {
  type ArcFunction,
  type ArcProgram,
  lowerProgram,
  passNames,
  printFunction,
} from "../src/arc/mod.ts";
import type { PassRun } from "../src/arc/mod.ts";
import { checkFiles } from "../src/driver/check.ts";
import { monoMain } from "../src/driver/compile.ts";
import { createHost } from "../src/driver/host.ts";

/** Programs that between them give every pass something to change. */
const PROGRAMS = [
  "examples/json.ori",
  "examples/tree.ori",
  "examples/word_count.ori",
  "tests/programs/catch/nested.ori",
  "tests/programs/drop/panic_in_drop.ori",
  "tests/programs/drop/unwinding.ori",
  "tests/programs/drop/unwinding_order.ori",
  "tests/programs/int/precedence.ori",
  "tests/programs/recursion/mutual_tail_calls.ori",
];

function runsOf(path: string, afterPass: (run: PassRun) => void): void {
  const mono = monoMain(checkFiles([path], createHost()));
  assert(mono !== undefined);
  lowerProgram(mono, { afterPass });
}

/** The text of each function, by the function. */
class Texts {
  readonly #known = new Map<ArcFunction, string>();

  /** Notes the functions as they are now; returns those whose text is not what it was. */
  update(program: ArcProgram): ArcFunction[] {
    return program.fns.filter((fn) => {
      const text = printFunction(fn, program);
      const isChanged = this.#known.get(fn) !== text;
      this.#known.set(fn, text);
      return isChanged;
    });
  }
}

for (const path of PROGRAMS) {
  Deno.test(`passes report every function that they change: ${path}`, () => {
    const texts = new Texts();
    runsOf(path, ({ name, program, changed }) => {
      const reported = new Set(changed);
      const silent = texts.update(program).filter((fn) => !reported.has(fn));
      // The first pass finds the functions as they were lowered.
      if (name !== "orderBlocks") assertEquals(silent.map((fn) => fn.name), [], name);
    });
  });
}

Deno.test("every pass changes something in one of the programs", () => {
  const changing = new Set<string>();
  for (const path of PROGRAMS) {
    runsOf(path, ({ name, changed }) => {
      if (changed.length > 0) changing.add(name);
    });
  }
  assertEquals(passNames().filter((name) => !changing.has(name)), []);
});
