import { assertEquals } from "@std/assert";
import { type FnId, parseProgram, type RegionId } from "../arc/mod.ts";
import { findNeeds, makePlan, pluginName, printPlan } from "./mod.ts";

const PROGRAM = `type \`() -> int\` = fn () -> int
type \`env()\` = env ()
type Loud = dropping sum { Loud { name: str } }
drop Loud by @Loud.drop
fn Loud.drop(%0 self: Loud borrowed) -> void {
bb0:
  %1: str = Project %0#0.0
  %2: void = Intrinsic print(ref %1)
  Return %2
}
fn one() -> int {
bb0:
  %0: int = Const 1
  Return %0
}
fn one$wrapper(%0 env: \`env()\` borrowed) -> int wraps @one {
bb0:
  %1: int = Apply @one()
  Return %1
}
fn release(%0: Loud owned) -> void {
bb0:
  RcDec %0
  %1: void = Const unit
  Return %1
}
fn odd(%0 n: int borrowed) -> int {
bb0:
  %1: int = Apply @even(ref %0)
  Return %1
}
fn even(%0 n: int borrowed) -> int {
bb0:
  %1: int = Apply @odd(ref %0)
  Return %1
}
fn main(%0 count: int borrowed) -> int {
  region 1 loop in 0
  region 2 join in 1
bb0:
  %1: int = Const 0
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%1)
bb2(%2: int) region 1 header:
  %3: bool = Prim int_lt(%2, %0)
  Branch %3, bb3, bb4
bb3 region 1 body:
  %4: \`() -> int\` = PartialApply @one$wrapper()
  %5: int = ApplyIndirect(ref %4)
  Branch %3, bb5, bb6
bb4 region 1 exit:
  %8: int = Apply @one()
  Return %8
bb5 region 2 then:
  %6: int = Apply @odd(ref %2)
  Jump bb7(%6)
bb6 region 2 else:
  %7: str = Const "x"
  %9: int = Intrinsic str_len(ref %7)
  Jump bb7(%9)
bb7(%10: int) region 2 join:
  Jump bb8(%10)
bb8(%11: int) region 1 latch:
  Jump bb2(%11)
}
main @main
`;

function needsOf(name: string) {
  const program = parseProgram(PROGRAM);
  const needs = findNeeds(program);
  const nameOf = (id: FnId) => program.fns[id].name;
  const fn = program.fns.find((candidate) => candidate.name === name);
  if (fn === undefined) throw new Error(`no function ${name}`);
  const show = ({ requires, provides }: typeof needs.fns[0] | undefined = needs.fns[fn.id]) => ({
    requires: [...requires.fns].map(nameOf).concat([...requires.plugins]).sort(),
    provides: [...provides].map(nameOf).sort(),
  });
  const { regions } = needs.fns[fn.id];
  return { whole: show(), region: (id: number) => regions.get(id as RegionId), show, needs };
}

Deno.test("PLAN-1: a region records what its own blocks call and the closures that they make", () => {
  const { region, show } = needsOf("main");
  const shown = (id: number) => {
    const found = region(id);
    return found && show({ ...found, regions: new Map() });
  };
  assertEquals(shown(0), undefined);
  assertEquals(shown(1), { requires: ["one"], provides: ["one$wrapper"] });
  assertEquals(shown(2), { requires: ["odd", "str_len"], provides: [] });
});

Deno.test("PLAN-2: the needs of regions fold into their function", () => {
  const { whole } = needsOf("main");
  assertEquals(whole, { requires: ["odd", "one", "str_len"], provides: ["one$wrapper"] });
});

Deno.test("PLAN-2: what functions require of each other is provided, so a program requires only the runtime", () => {
  const { needs } = needsOf("main");
  assertEquals([...needs.requires.fns], []);
  assertEquals([...needs.requires.plugins].sort(), ["print", "str_len"]);
  assertEquals(needs.provides.size, needs.fns.length);
});

Deno.test("PLAN-1: a function that releases a value requires the impl of Drop of its type", () => {
  assertEquals(needsOf("release").whole.requires, ["Loud.drop"]);
  assertEquals(needsOf("odd").whole.requires, ["even"]);
});

const names = (fn: { readonly name: string }) => `${fn.name}/0`;

Deno.test("PLAN-3: units are the components of the graph of calls and closures, callees first", () => {
  const program = parseProgram(PROGRAM);
  const { units } = makePlan(program, names);
  assertEquals(units.map(({ scc }) => scc.map((id) => program.fns[id].name)), [
    ["Loud.drop"],
    ["even", "odd"],
    ["one"],
    ["one$wrapper"],
    ["main"],
    ["release"],
  ]);
  for (const [order, { callees }] of units.entries()) {
    for (const callee of callees) assertEquals(callee < order, true);
  }
});

Deno.test("PLAN-5: the order of functions in the program does not matter", () => {
  const blocks = PROGRAM.split(/(?=^fn |^main )/m);
  const [head = "", ...rest] = blocks;
  const [main = "", ...fns] = rest.toReversed();
  const reordered = parseProgram([head, ...fns, main].join(""));
  assertEquals(
    printPlan(reordered, makePlan(reordered, names), names),
    printPlan(parseProgram(PROGRAM), makePlan(parseProgram(PROGRAM), names), names),
  );
});

Deno.test("PLAN-4: functions of the runtime are named for the type that they work on", () => {
  assertEquals(pluginName("str_slice"), "str.slice/2");
  assertEquals(pluginName("list_push"), "list.push/1");
  assertEquals(pluginName("int_to_str"), "int.to_str/0");
  assertEquals(pluginName("list_new"), "runtime.list_new/1");
  assertEquals(pluginName("print"), "runtime.print/1");
});
