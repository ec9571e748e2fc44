import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InternalError } from "../../base/mod.ts";
import type { ArcFunction } from "../ir/ir.ts";
import { parseProgram } from "../ir/parse.ts";
import { onEachFunction, type Pass } from "./pass.ts";
import { runSteps } from "./run_steps.ts";
import { onlyWhere, orElse, prepared, rounds, type Step, then } from "./steps.ts";

type Lowered = Pass<"lowered">;

const NAMES = ["a", "b", "c"];

function program() {
  const fns = NAMES.map((name) => `fn ${name}(%0: int borrowed) -> int {\nbb0:\n Return %0\n}\n`);
  return parseProgram(fns.join(""), "lowered");
}

/** The runs of `steps` on functions `a`, `b` and `c`: which pass looked at which function. */
function runsOf(make: (pass: typeof counting) => readonly Step<"lowered">[]): string[] {
  const seen: string[] = [];
  const counting = (name: string, changes: Readonly<Record<string, number>> = {}): Lowered => {
    const left = new Map(Object.entries(changes));
    return onEachFunction(name, "lowered", (fn) => {
      seen.push(`${name} ${fn.name}`);
      const more = left.get(fn.name) ?? 0;
      left.set(fn.name, more - 1);
      return more > 0;
    });
  };
  runSteps(program(), make(counting), { verify: true });
  return seen;
}
declare function counting(name: string, changes?: Readonly<Record<string, number>>): Lowered;

Deno.test("passes run in order, each on all functions", () => {
  assertEquals(runsOf((pass) => [pass("p"), pass("q")]), [
    "p a",
    "p b",
    "p c",
    "q a",
    "q b",
    "q c",
  ]);
});

Deno.test("then: the rest runs on what the first changed", () => {
  const seen = runsOf((pass) => [then(pass("p", { a: 1, c: 1 }), [pass("q"), pass("r")])]);
  assertEquals(seen, ["p a", "p b", "p c", "q a", "q c", "r a", "r c"]);
});

Deno.test("then: nothing follows when nothing changed", () => {
  assertEquals(runsOf((pass) => [then(pass("p"), [pass("q")])]), ["p a", "p b", "p c"]);
});

Deno.test("rounds end for each function when it no longer changes, or at the limit", () => {
  const seen = runsOf((pass) => [rounds("group", 3, [pass("p", { a: 1, b: 9 })])]);
  assertEquals(seen, ["p a", "p b", "p c", "p a", "p b", "p b"]);
});

Deno.test("orElse: the second runs on what none of the first changed", () => {
  const seen = runsOf((pass) => [
    orElse([pass("p", { a: 1 }), pass("q", { b: 1 })], [pass("r")]),
  ]);
  assertEquals(seen, ["p a", "p b", "p c", "q a", "q b", "q c", "r c"]);
});

Deno.test("prepared: changes of the preparation are no reason for a round", () => {
  const seen = runsOf((pass) => [
    rounds("group", 9, [prepared([pass("p", { a: 9, b: 9, c: 9 })], pass("q", { a: 1 }))]),
  ]);
  assertEquals(seen, ["p a", "p b", "p c", "q a", "q b", "q c", "p a", "q a"]);
});

Deno.test("onlyWhere: other functions are left out", () => {
  const isA = (fn: ArcFunction) => fn.name === "a";
  assertEquals(runsOf((pass) => [onlyWhere("group", isA, [pass("p")]), pass("q")])[0], "p a");
  assertEquals(runsOf((pass) => [onlyWhere("group", isA, [pass("p")])]), ["p a"]);
});

Deno.test("every pass is reported with the groups around it, then the group", () => {
  const reports: string[] = [];
  const change = onEachFunction("p", "lowered", () => true);
  const keep = onEachFunction("q", "lowered", () => false);
  const steps = [rounds("outer", 2, [then(change, [rounds("inner", 1, [keep])])])];
  runSteps(program(), steps, {
    afterPass({ path, name, looked, changed }) {
      reports.push(`${[...path, name].join("/")} ${looked} ${changed.length}`);
    },
  });
  const round = ["outer/p 3 3", "outer/inner/q 3 0", "outer/inner 3 0"];
  assertEquals(reports, [...round, ...round, "outer 3 3"]);
});

Deno.test("a pass that breaks a function inside of rounds is found and named", () => {
  const breaking = onEachFunction("breaking", "lowered", (fn) => {
    if (fn.name === "b") return false;
    fn.blocks[0].ops = [{ kind: "RcDec", target: fn.params[0].var, span: fn.span }];
    return true;
  });
  const steps = [rounds("group", 2, [breaking])];
  const error = assertThrows(() => runSteps(program(), steps, { verify: true }), InternalError);
  assertStringIncludes(error.message, "after breaking: 2 findings\n  a bb0 op 0: RcDec");
  assertStringIncludes(error.message, "\n  c bb0 op 0: RcDec");
});

Deno.test("a pass does not run on functions of another phase", () => {
  const pass = onEachFunction("p", "lowered", () => false);
  const counted = parseProgram("fn f(%0: int borrowed) -> int {\nbb0:\n Return %0\n}\n");
  // deno-lint-ignore no-explicit-any -- the types rule it out, so they have to be left behind
  const error = assertThrows(() => runSteps(counted as any, [pass], {}), InternalError);
  assertStringIncludes(error.message, "p takes functions that are lowered; f is counted");
});
