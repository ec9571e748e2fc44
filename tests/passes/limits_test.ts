/** Limits and guards of passes: what is just inside of one is done, what is just outside stays. */
import { assert, assertEquals } from "@std/assert";
import { printFunction } from "../../src/arc/mod.ts";
import { runPass } from "../support/run_pass.ts";

/** The text of function `name` after a pass. */
function after(pass: string, text: string, name: string): string {
  const program = runPass(pass, text);
  const fn = program.fns.find((one) => one.name === name);
  assert(fn !== undefined, name);
  return printFunction(fn, program);
}

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `  ${line(i)}\n`).join("");

/** `count` additions, from `%first` on; the last one is `%{first + count - 1}`. */
const additions = (count: number, first: number) =>
  lines(count, (i) => `%${first + i}: int = Prim int_wrap_add(%0, %${Math.max(0, first + i - 1)})`);

function countCalls(text: string): number {
  return text.match(/ Apply @/g)?.length ?? 0;
}

Deno.test("limits: a function of 12 steps is inlined, one of 13 is not", () => {
  // The return is a step too.
  for (const [steps, calls] of [[11, 0], [12, 1]] as const) {
    const text = `fn callee(%0: int borrowed) -> int {\nbb0:\n${additions(steps, 1)}` +
      `  Return %${steps}\n}\n` +
      "fn caller(%0: int borrowed) -> int {\nbb0:\n  %1: int = Apply @callee(%0)\n  Return %1\n}\n";
    assertEquals(countCalls(after("inlineCalls", text, "caller")), calls, `${steps}`);
  }
});

Deno.test("limits: a caller of 4,000 steps grows, a larger one does not", () => {
  for (const [steps, calls] of [[3_990, 0], [4_010, 1]] as const) {
    const text = "fn callee(%0: int borrowed) -> int {\nbb0:\n" +
      "  %1: int = Prim int_wrap_mul(%0, %0)\n  Return %1\n}\n" +
      `fn caller(%0: int borrowed) -> int {\nbb0:\n${additions(steps, 1)}` +
      `  %${steps + 1}: int = Apply @callee(%${steps})\n  Return %${steps + 1}\n}\n`;
    assertEquals(countCalls(after("inlineCalls", text, "caller")), calls, `${steps}`);
  }
});

Deno.test("limits: a record of 8 fields is split, one of 9 is not", () => {
  for (const [fields, isSplit] of [[8, true], [9, false]] as const) {
    const names = Array.from({ length: fields }, (_, i) => `f${i}: int`).join(", ");
    const values = Array.from({ length: fields }, () => "%0").join(", ");
    const text = `type Wide = struct { ${names} }\n` +
      "fn f(%0: int borrowed) -> int {\nbb0:\n" +
      `  %1: Wide = Construct(${values})\n  Jump bb1(%1)\n` +
      `bb1(%2: Wide):\n  %3: int = Project %2.${fields - 1}\n  Return %3\n}\n`;
    assertEquals(!after("explodeParams", text, "f").includes(": Wide):"), isSplit, `${fields}`);
  }
});

Deno.test("limits: 16 steps behind a recursive call are copied into the loop that builds, 17 are not", () => {
  for (const [steps, calls] of [[15, 0], [16, 1]] as const) {
    // The cell itself is copied too.
    const text = "type L = boxed sum { Nil {}, Cons { head: int, tail: L } }\n" +
      "fn f(%0: int borrowed) -> L {\nbb0:\n  %1: L = Apply @f(%0)\n  Jump bb1(%1)\n" +
      `bb1(%2: L):\n${additions(steps, 3).replace("%0, %2)", "%0, %0)")}` +
      `  %${steps + 3}: L = Construct #1(%${steps + 2}, %2)\n  Return %${steps + 3}\n}\n`;
    assertEquals(countCalls(after("loopTailCalls", text, "f")), calls, `${steps}`);
  }
});

Deno.test("limits: functions that call each other last are copied into each other up to 300 steps", () => {
  for (const [steps, isCopied] of [[100, true], [200, false]] as const) {
    const member = (name: string, other: string) =>
      `fn ${name}(%0: int borrowed) -> int {\nbb0:\n${additions(steps, 1)}` +
      `  %${steps + 1}: int = Apply @${other}(%${steps})\n  Return %${steps + 1}\n}\n`;
    const text = member("one", "two") + member("two", "one") +
      "fn main() -> int {\nbb0:\n  %0: int = Const 1\n  %1: int = Apply @one(%0)\n" +
      "  %2: int = Apply @two(%1)\n  %3: int = Prim int_wrap_add(%1, %2)\n  Return %3\n}\n" +
      "main @main\n";
    const program = runPass("joinTailCalls", text);
    const names = program.fns.map(({ name }) => name);
    assertEquals(names.some((name) => name.includes("joined")), !isCopied, names.join(" "));
  }
});

const CELLS = "type C = boxed sum { Nil {}, Cell { n: int } }\ntype [C] = list C\n";
const row = (count: number, part: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(", ");

/** A function that takes `count` cells apart, and goes on with `rest`; variables from `2 * count` on are free. */
const emptying = (name: string, count: number, result: string, rest: string) =>
  `fn ${name}(${row(count, (i) => `%${i}: C owned`)}) -> ${result} {\nbb0:\n` +
  lines(count, (i) => `(%${count + i}: int) = Unpack %${i}#1`) + rest + "}\n";

/** Steps that make `count` cells from `%from` on and return them in a list. */
const making = (count: number, from: number, value: string) =>
  lines(count, (i) => `%${from + i}: C = Construct #1(${value})`) +
  `  %${from + count}: [C] = MakeList(${row(count, (i) => `%${from + i}`)})\n` +
  `  Return %${from + count}\n`;

Deno.test("limits: a function is given four cells at most, however many it makes and a caller has", () => {
  for (const [cells, tokens] of [[1, 1], [4, 4], [5, 4], [9, 4]] as const) {
    const text = `${CELLS}fn make(%0: int borrowed) -> [C] {\nbb0:\n${making(cells, 1, "%0")}}\n` +
      emptying(
        "caller",
        cells,
        "[C]",
        `  %${2 * cells}: [C] = Apply @make(ref %${cells})\n  Return %${2 * cells}\n`,
      );
    const make = after("reuseCells", text, "make").split("\n").find((line) =>
      line.startsWith("fn")
    );
    assertEquals(make?.match(/token<C>/g)?.length ?? 0, tokens, `${cells}: ${make}`);
  }
});

Deno.test("limits: functions that the engine calls are given no cells", () => {
  const entry = "fn main() -> int {\nbb0:\n  %0: int = Const 1\n  %1: C = Construct #1(%0)\n" +
    "  %2: int = Tag %1\n  Return %2\n}\n";
  const caller = emptying("caller", 1, "int", "  %2: int = Apply @main()\n  Return %2\n");
  const head = (text: string) => after("reuseCells", text, "main").split("\n")[0];
  assertEquals(head(`${CELLS}${entry}${caller}main @main\n`), "fn main() -> int {");
  assert(
    head(`${CELLS}${entry}${caller}`).includes("token<C>"),
    "without an engine it is given one",
  );
});

Deno.test("limits: of the cells that a block leaves free the last 16 are kept", () => {
  for (const [cells, reused] of [[16, 16], [20, 16]] as const) {
    const rest = `  Jump bb1\nbb1:\n${making(cells, 2 * cells, `%${cells}`)}`;
    const text = after("reuseCells", CELLS + emptying("f", cells, "[C]", rest), "f");
    assertEquals(text.match(/ Reuse /g)?.length ?? 0, reused, `${cells}`);
  }
});
