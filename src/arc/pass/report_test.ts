import { assertEquals } from "@std/assert";
import type { ArcFunction } from "../ir/ir.ts";
import { parseProgram } from "../ir/parse.ts";
import { onEachFunction } from "./pass.ts";
import { PassReport } from "./report.ts";
import { runSteps } from "./run_steps.ts";
import { rounds, then } from "./steps.ts";

Deno.test("runs at one place are added up, and those of steps go to their group", () => {
  const text = "fn NAME(%0: int borrowed) -> int {\nbb0:\n Return %0\n}\n";
  const program = parseProgram(
    ["a", "b"].map((name) => text.replace("NAME", name)).join(""),
    "lowered",
  );
  let left = 3;
  const grow = onEachFunction("grow", "lowered", (fn: ArcFunction) => {
    if (left-- <= 0) return false;
    fn.varTypes.push(fn.result);
    const dst = fn.varTypes.length - 1 as ArcFunction["params"][0]["var"];
    fn.blocks[0].ops.push({ kind: "Const", dst, value: { kind: "int", value: 1n } });
    return true;
  });
  const keep = onEachFunction("keep", "lowered", () => false);
  const report = new PassReport([
    { name: "rounds", path: [] },
    { name: "grow", path: ["rounds"] },
    { name: "keep", path: ["rounds"] },
    { name: "keep", path: [] },
    { name: "never", path: [] },
    { name: "keep", path: [] },
  ]);
  runSteps(program, [keep, rounds("rounds", 9, [then(grow, [keep])])], {
    verify: true,
    afterPass: (run) => report.note(run),
  });
  const table = report.text().replaceAll(/ +\d+\.\d\d$/gm, "").replaceAll(/ +/g, " ");
  assertEquals(
    table,
    `pass runs functions changed blocks ops ms
rounds 1 2 2 0 +3
 grow 3 5 3 0 +3
 keep 2 3 0 0 0
keep 1 2 0 0 0
never 0 0 0 0 0
`,
  );
});

Deno.test("what the first run changes is no growth: there is no size before it", () => {
  const program = parseProgram("fn a(%0: int borrowed) -> int {\nbb0:\n Return %0\n}\n", "lowered");
  const report = new PassReport([{ name: "keep", path: [] }]);
  runSteps(program, [onEachFunction("keep", "lowered", () => false)], {
    afterPass: (run) => report.note(run),
  });
  assertEquals(/^keep +1 +1 +0 +0 +0 /m.test(report.text()), true);
});
