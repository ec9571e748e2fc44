/**
 * Every public function of std is called with values at the ends of their types: it answers or panics at once, alike on
 * every engine, and a panic is at the call.
 */
import { assertEquals } from "@std/assert";
import type { Compiled } from "../src/driver/mod.ts";
import {
  type CaseRun,
  compileCases,
  runNatively,
  runOnCheckRc,
  runOnVm,
} from "./support/case_runs.ts";
import { callProgram, type StdCall, stdCalls } from "./support/std_calls.ts";

/** What a call may take: it is far from what any of them needs. */
const LIMITS = { steps: 300_000, bytes: 256 << 20 };
/** Seconds of a native call, on a machine with other work. */
const SECONDS = 30;
/** Calls of one program. */
const BATCH = 1250;

const { calls, uncalled } = await stdCalls();

Deno.test("every public function of std is called", () => {
  assertEquals(uncalled, []);
  const isTooShort = calls.length < 4000;
  assertEquals(isTooShort, false, `${calls.length} calls`);
});

/** What a run must not be: `end` of calls that neither passed nor panicked at the call. */
function wrongEnds(
  batch: readonly StdCall[],
  lineOf: (i: number) => number,
  runs: readonly CaseRun[],
) {
  return runs.flatMap(({ end }, i) => {
    const isRight = end === "passed" || end === "panic: out of memory" ||
      end.startsWith("panic: ") && new RegExp(` at \\S*main.ori:${lineOf(i)}:\\d+$`).test(end);
    return isRight ? [] : [`${batch[i].shows}: ${end}`];
  });
}

function differences(
  batch: readonly StdCall[],
  expected: readonly CaseRun[],
  runs: readonly CaseRun[],
) {
  return runs.flatMap((run, i) =>
    run.stdout === expected[i].stdout && run.end === expected[i].end ? [] : [
      `${batch[i].shows}: ${run.end} ${run.stdout}, not ${expected[i].end} ${expected[i].stdout}`,
    ]
  );
}

for (let start = 0; start < calls.length; start += BATCH) {
  const batch = calls.slice(start, start + BATCH);
  const { text, lineOf } = callProgram(batch);
  // One build for each batch: clang takes most of the time.
  const isRelease = start / BATCH % 2 === 1;
  let program: Compiled;
  let expected: readonly CaseRun[] = [];
  Deno.test(`calls of std from ${batch[0].of} on`, async (t) => {
    program = await compileCases(text);
    await t.step("end at once on the VM", () => {
      expected = runOnVm(program, LIMITS);
      assertEquals(wrongEnds(batch, lineOf, expected), []);
    });
    await t.step("are alike on check-rc", () => {
      assertEquals(differences(batch, expected, runOnCheckRc(program, LIMITS)), []);
    });
    await t.step(`are alike natively, ${isRelease ? "release" : "debug"}`, async () => {
      const runs = await runNatively(program, isRelease, SECONDS);
      assertEquals(differences(batch, expected, runs), []);
    });
  });
}
