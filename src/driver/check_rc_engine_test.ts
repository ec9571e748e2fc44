import { assertEquals } from "@std/assert";
import { parseProgram } from "../arc/mod.ts";
import { SourceMap } from "../base/mod.ts";
import { CapturedIo } from "./captured_io.ts";
import { checkRcEngine } from "./check_rc_engine.ts";
import { createHost } from "./host.ts";

/** Main and a test that both forget to release; another test is sound. */
const FAULTY = `
type [int] = list int
fn forgets() -> void {
bb0:
  %0: int = Const 1
  %1 xs: [int] = MakeList(%0)
  %2: void = Const unit
  Return %2
}
fn sound() -> void {
bb0:
  %0: void = Const unit
  Return %0
}
main @forgets
test @forgets "forgets"
test @sound "sound"
`;

const sources = new SourceMap();
sources.add("x.ori", "");
const program = {
  arc: parseProgram(FAULTY),
  sources,
  modules: [],
  names: ({ name }: { readonly name: string }) => name,
};
const host = createHost();

Deno.test("a violation ends the program with exit code 3 and a report", async () => {
  const io = new CapturedIo();
  const outcome = await checkRcEngine.run(program, { host, io, args: [], release: false });
  assertEquals(outcome, { exitCode: 3 });
  assertEquals(
    io.stderr(),
    "ori: RC violation: count is one too high\n" +
      "  `xs` (%1) still owns 1 reference when its function returns\n" +
      "  at x.ori:1:1 in forgets, bb0 op 3: Return\n",
  );
});

Deno.test("a test that violates a rule is broken, the next one runs all the same", async () => {
  const [first, second] = await checkRcEngine.runTests(program, { host, release: false });
  assertEquals(first.kind, "broken");
  assertEquals(second, { kind: "passed" });
});
