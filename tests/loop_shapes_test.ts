/** Tail recursion counts and allocates exactly what a loop written by hand does, on every engine that traces counts. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { CapturedIo, compileMain, createHost, engineNamed } from "../src/driver/mod.ts";
import { checkText } from "./support/blobs.ts";
import { Workspace } from "./support/cli.ts";
import { ACCUMULATORS, type LoopProgram, loopProgram } from "./support/loop_shapes.ts";

/** What a run prints, and how often it allocates and counts up. */
interface Run {
  readonly output: string;
  readonly allocations: number;
  readonly increments: number;
}

function summarize(output: string, trace: string): Run {
  const count = (events: RegExp) => trace.split("\n").filter((line) => events.test(line)).length;
  return {
    output,
    allocations: count(/^\[RC\] (alloc|resize)/),
    increments: count(/^\[RC\] inc/),
  };
}

type Runner = (fn: string) => Promise<Run>;

async function assertEqualRuns({ shapes }: LoopProgram, run: Runner): Promise<void> {
  const [recursive, looping]: Record<string, Run>[] = [{}, {}];
  for (const shape of shapes) {
    recursive[shape.name] = await run(shape.recursive);
    looping[shape.name] = await run(shape.looping);
  }
  assertEquals(recursive, looping);
  assert(Object.values(looping).some((one) => one.allocations > 1), "nothing was allocated");
}

for (const [name, accumulator] of Object.entries(ACCUMULATORS)) {
  const program = loopProgram(accumulator);

  Deno.test(`recursion over a ${name} counts as a loop does: vm`, async () => {
    const compiled = compileMain(checkText(program.text), { verify: true });
    assert(compiled !== undefined);
    await assertEqualRuns(program, async (fn) => {
      const io = new CapturedIo("", { ORI_TRACE_RC: "1", ORI_CHECK_LEAKS: "1" });
      const context = { host: createHost(), io, args: [fn], release: false };
      await engineNamed("vm").run(compiled, context);
      return summarize(io.stdout(), io.stderr());
    });
  });

  Deno.test(`recursion over a ${name} counts as a loop does: native`, async () => {
    await Workspace.with({ "main.ori": program.text }, async (w) => {
      const built = await w.ori(["build", "main.ori", "--release", "-o", "main"]);
      assertEquals(built, { code: 0, stdout: "", stderr: "" });
      await assertEqualRuns(program, async (fn) => {
        const env = { ORI_TRACE_RC: "1" };
        const { code, stdout, stderr } = await w.run(join(w.path, "main"), [fn], { env });
        assertEquals(code, 0, stderr);
        return summarize(stdout, stderr);
      });
    });
  });
}
