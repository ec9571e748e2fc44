/** `ori build --emit=plan`: the shape of the plan, its order, and that nothing but the program decides about it. */
import { assert, assertEquals } from "@std/assert";
import { MemoryHost } from "../src/base/mod.ts";
import {
  type Checked,
  checkFiles,
  type Compiled,
  compileMain,
  emitStage,
} from "../src/driver/mod.ts";
import { makePlan, printPlan } from "../src/plan/mod.ts";
import { listPrograms } from "./support/program_case.ts";
import { compileProgram } from "./support/run_program.ts";

/** The program in memory whose first file is `main.ori`. */
function checkAll(files: Readonly<Record<string, string>>): Checked {
  return checkFiles(["main.ori"], new MemoryHost(files, (url) => Deno.readTextFileSync(url)));
}

/** The text of the plan of the program. */
function planOf(files: Readonly<Record<string, string>>): string {
  const text = emitStage(checkAll(files), "plan", { verify: true, release: false });
  if (text === undefined) throw new Error("the program does not compile");
  return text;
}

function compileText(text: string): Compiled {
  const compiled = compileMain(checkAll({ "main.ori": text }), { verify: true });
  if (compiled === undefined) throw new Error("the program does not compile");
  return compiled;
}

const MUTUAL = `type Foo = { n: int }
impl Foo {
    @a (self, by: int) -> int =
        if by <= 0 then self.n else 1 + self.b(by: by - 1) * self.b(by: by - 2);
    @b (self, by: int) -> int =
        if by <= 0 then 1 else 2 + self.a(by: by - 2) * self.a(by: by - 1);
}
@main () -> void = {
    let text = "some text that is rather long";
    let n = Foo { n: text.length() }.a(by: 9);
    print(msg: \`{n}\` + text.slice(start: 1, end: 3))
}
`;

Deno.test("PLAN-4: the plan has exactly the shape of the contract", () => {
  assertEquals(
    planOf({ "main.ori": MUTUAL }),
    `{"units":[
{"scc":["Foo.a/1","Foo.b/1"],"order":0},
{"scc":["int.to_str/0"],"order":1},
{"scc":["str.add/1"],"order":2},
{"scc":["str.length/0"],"order":3},
{"scc":["Main.main/0"],"order":4}
],"plugins":["int.to_str/0","runtime.print/1","str.concat/1","str.len/0","str.slice/2"]}
`,
  );
});

const TWIN = `pub @value (n: int) -> int = if n < 2 then n else value(n: n - 1) + value(n: n - 2);
pub @id<T> (x: T, n: int) -> T = if n < 2 then x else id(x: id(x: x, n: n - 1), n: n - 2);
`;

Deno.test("PLAN-4: names tell modules, instances and lambdas apart", () => {
  const text = planOf({
    "main.ori": `use "./left" { value as left, id };
use "./right" { value as right };
@main () -> void = {
    let fs = for i in 0..3 yield (n: int) -> n + i;
    print(msg: \`{left(n: 5)} {right(n: 5)} {id(x: 1, n: 3)} {id(x: "a", n: 3)} {fs[1](1)}\`)
}
`,
    "left.ori": TWIN,
    "right.ori": TWIN,
  });
  const { units } = JSON.parse(text);
  const names: string[] = units.flatMap(({ scc }: { scc: string[] }) => scc);
  assertEquals(names.filter((name) => /^(?:Left|Right|Main)/.test(name)).toSorted(), [
    "Left.id<int>/2",
    "Left.id<str>/2",
    "Left.value/1",
    "Main.main.lambda0.wrapper/1",
    "Main.main.lambda0/1",
    "Main.main/0",
    "Right.value/1",
  ]);
});

Deno.test("PLAN-3: functions that will be inlined or joined stand in the plan as they are written", () => {
  const text = planOf({
    "main.ori": `@even (n: int) -> bool = if n == 0 then true else odd(n: n - 1);
@odd (n: int) -> bool = if n == 0 then false else even(n: n - 1);
@twice (n: int) -> int = n * 2;
@main () -> void = if even(n: twice(n: 5)) then print(msg: "even");
`,
  });
  assertEquals(
    text,
    `{"units":[
{"scc":["Main.even/1","Main.odd/1"],"order":0},
{"scc":["Main.twice/1"],"order":1},
{"scc":["Main.main/0"],"order":2}
],"plugins":["runtime.print/1"]}
`,
  );
});

Deno.test("PLAN-4: bodies that are joined, as they call each other last, have a name of their own", () => {
  const numbers = Array.from({ length: 9 }, (_, k) => k);
  const members = numbers.map((k) =>
    `@f${k} (n: int, t: str) -> str = if n <= 0 then t + "${k}" else f${
      (k + 1) % 9
    }(n: n - 1, t: t);\n`
  );
  const calls = numbers.map((k) => `print(msg: f${k}(n: args.len(), t: ""));\n`);
  const { arc, names } = compileText(`${members.join("")}@main (args: [str]) -> void = {
    ${calls.join("")}
}
`);
  assertEquals(arc.fns.map(names).filter((name) => name.includes("joined")), ["Main.f0.joined/2"]);
});

Deno.test("PLAN-5: files that are imported in another order give the same bytes", () => {
  const body = `@main () -> void = print(msg: \`{left(n: 5)} {right(n: 5)} {id(x: 1, n: 3)}\`);\n`;
  const left = `use "./left" { value as left, id };\n`;
  const right = `use "./right" { value as right };\n`;
  const twins = { "left.ori": TWIN, "right.ori": TWIN };
  assertEquals(
    planOf({ "main.ori": left + right + body, ...twins }),
    planOf({ "main.ori": right + left + body, ...twins }),
  );
});

const SAMPLE = listPrograms("tests/programs").filter((_, i) => i % 30 === 0);

Deno.test("PLAN-3, PLAN-5: in the plans of programs callees come first, all functions once, and runs agree", () => {
  assert(SAMPLE.length > 15);
  for (const path of SAMPLE) {
    const { arc, names } = compileProgram(path);
    const plan = makePlan(arc, names);
    const orderOf = new Map(plan.units.flatMap(({ scc }, order) => scc.map((fn) => [fn, order])));
    assertEquals(orderOf.size, arc.fns.length, path);
    for (const [fn, { requires, provides }] of plan.needs.fns.entries()) {
      const own = orderOf.get(arc.fns[fn].id);
      for (const callee of [...requires.fns, ...provides]) {
        const order = orderOf.get(callee);
        assert(order !== undefined && own !== undefined && order <= own, path);
      }
    }
    const again = compileProgram(path);
    const text = printPlan(arc, plan, names);
    assertEquals(printPlan(again.arc, makePlan(again.arc, again.names), again.names), text, path);
    const printed = JSON.parse(text).units.flatMap(({ scc }: { scc: string[] }) => scc);
    assertEquals(new Set(printed).size, arc.fns.length, `names of ${path}`);
  }
});
