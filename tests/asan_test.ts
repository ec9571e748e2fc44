/** A part of `deno task asan` for every run of the tests: the programs with closures, and that a wrong count is found. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Op } from "../src/arc/mod.ts";
import { checkFiles, compileMain, createHost } from "../src/driver/mod.ts";
import { findDifference } from "../tasks/asan.ts";
import { listPrograms, parseProgramCase } from "./support/program_case.ts";
import { startAll } from "./support/run_program.ts";
import { runSanitized, sanitizedResult } from "./support/sanitized_run.ts";

Deno.test("programs with closures run clean under AddressSanitizer", async () => {
  const programs = listPrograms("tests/programs/closure")
    .map((path) => parseProgramCase(path, Deno.readTextFileSync(path)));
  const runs = startAll(programs, navigator.hardwareConcurrency, async (program) => {
    return findDifference(program, await runSanitized(program));
  });
  assertEquals((await Promise.all(runs)).filter((difference) => difference !== undefined), []);
});

Deno.test("AddressSanitizer finds a release too many", async () => {
  const path = "tests/programs/closure/test_closure_capture_list.ori";
  const compiled = compileMain(checkFiles([path], createHost()), { verify: false });
  if (compiled === undefined) throw new Error("the program does not compile");
  for (const fn of compiled.arc.fns) {
    for (const block of fn.blocks) {
      const twice = (op: Op): Op[] => op.kind === "RcDec" ? [op, op] : [op];
      block.ops = block.ops.flatMap(twice);
    }
  }
  const program = parseProgramCase(path, Deno.readTextFileSync(path));
  const result = await sanitizedResult(compiled, program);
  assertStringIncludes(findDifference(program, result) ?? "", "AddressSanitizer");
});
