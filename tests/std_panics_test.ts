/** Panics that are raised in functions of std are at the call in the program, on every engine. */
import { assertEquals } from "@std/assert";
import { compileCases, runNatively, runOnCheckRc, runOnVm } from "./support/case_runs.ts";
import {
  DEEPER_CALLS,
  PANICKING_CALLS,
  panickingFunctions,
  panicProgram,
} from "./support/std_panics.ts";

const LIMITS = { steps: 1_000_000 };

Deno.test("every function of std that panics is called by these tests", async () => {
  assertEquals(Object.keys(PANICKING_CALLS).sort(), await panickingFunctions());
});

Deno.test("a panic of std is at the call in the program, on every engine", async () => {
  const calls = [...Object.values(PANICKING_CALLS).flat(), ...DEEPER_CALLS];
  const { text, lineOf } = panicProgram(calls);
  const program = await compileCases(text);
  const runs = {
    vm: runOnVm(program, LIMITS),
    "check-rc": runOnCheckRc(program, LIMITS),
    debug: await runNatively(program, false, 20),
    release: await runNatively(program, true, 20),
  };
  const wrong = Object.entries(runs).flatMap(([engine, ends]) =>
    ends.flatMap(({ end }, i) => {
      const isAtCall = new RegExp(`^panic: .* at \\S*main.ori:${lineOf(i)}:\\d+$`).test(end);
      return isAtCall && end === runs.vm[i].end ? [] : [`${engine}: ${calls[i]}: ${end}`];
    })
  );
  assertEquals(wrong, []);
});
