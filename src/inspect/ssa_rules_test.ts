import { assertEquals } from "@std/assert";
import { type ArcProgram, parseProgram } from "../arc/mod.ts";
import { SourceMap } from "../base/mod.ts";
import { type DebugEvent, Hub, listener } from "../events/mod.ts";
import { checkRules, tellRules } from "./ssa_rules.ts";

const LOOP = `fn count(%0 n: int borrowed) -> int {
  region 1 loop in 0
bb0 region 1 preheader:
  %1: int = Const 0
  Jump bb1(%1)
bb1(%2 i: int) region 1 header:
  %3: bool = Prim int_lt(%2, %0)
  Branch %3, bb2, bb3
bb2 region 1 latch:
  %4: int = Prim int_wrap_add(%2, %2)
  Jump bb1(%4)
bb3 region 1 exit:
  Return %2
}
`;

function broken(program: ArcProgram): string[] {
  return program.fns.flatMap((fn) =>
    checkRules(program, fn).flatMap(({ rule, ok, detail, region_id }) =>
      ok ? [] : [`${region_id} ${rule}: ${detail}`]
    )
  );
}

/** The loop, changed by `change`. */
function changed(change: (program: ArcProgram) => void): ArcProgram {
  const program = parseProgram(LOOP, "lowered");
  change(program);
  return program;
}

function jumpOf(program: ArcProgram, block: number) {
  const { terminator } = program.fns[0].blocks[block];
  if (terminator.kind !== "Jump") throw new Error("no jump");
  return terminator.target;
}

Deno.test("DBG-3: a loop in order breaks no rule", () => {
  assertEquals(broken(changed(() => {})), []);
});

Deno.test("DBG-3: a value that is missing on one edge of a loop is found", () => {
  assertEquals(broken(changed((program) => jumpOf(program, 2).args.pop())), [
    "loop#1/header header-phi-incomings: bb2 passes 0 values for 1",
  ]);
});

Deno.test("DBG-3: a back edge that leads elsewhere is found", () => {
  const program = changed((one) => {
    const target = jumpOf(one, 2);
    target.block = one.fns[0].blocks[3].id;
    target.args = [];
  });
  assertEquals(broken(program).map((line) => line.split(":")[0]), [
    "function critical-edges",
    "loop#1/header header-phi-incomings",
    "loop#1/header back-edge",
  ]);
});

Deno.test("DBG-3: a value of another type is found", () => {
  const program = changed((one) => {
    jumpOf(one, 2).args[0] = 3 as typeof one.fns[0]["params"][0]["var"];
  });
  assertEquals(broken(program), ["loop#1/header phi-types: %2: int gets %3: bool from bb2"]);
});

Deno.test("DBG-4: an operand that is not defined where it is used is found", () => {
  const program = changed((one) => {
    const [op] = one.fns[0].blocks[1].ops;
    if (op.kind === "Prim") op.args[1] = 4 as typeof one.fns[0]["params"][0]["var"];
  });
  assertEquals(broken(program), ["function pinned-operands: %4 has no value"]);
});

Deno.test("DBG-7, DBG-10: a broken rule is an error and counted", () => {
  const program = changed((one) => jumpOf(one, 2).args.pop());
  const told: DebugEvent[] = [];
  const sources = new SourceMap();
  sources.add("main.ori", "");
  const events = new Hub([listener({ ssa: "error" }, (event) => told.push(event))])
    .program(sources);
  tellRules(program, program.fns[0], events);
  assertEquals(told.map(({ level, fn, region_id, meta }) => ({ level, fn, region_id, meta })), [{
    level: "error",
    fn: "count",
    region_id: "loop#1/header",
    meta: { rule: "header-phi-incomings", ok: false, detail: "bb2 passes 0 values for 1" },
  }]);
  assertEquals(events.metrics.get("phi_pred_mismatch"), 1);
});

/** A call that may unwind, whose result is a condition at once. */
const INVOKE = `fn odd(%0 n: int borrowed) -> int {
bb0:
  Invoke %1: bool = Apply @even(ref %0) -> bb1, unwind bb4
bb1:
  Branch %1, bb2, bb3
bb2:
  Return %0
bb3:
  Return %0
bb4:
  Resume
}
fn even(%0 n: int borrowed) -> bool {
bb0:
  %1: int = Const 0
  %2: bool = Prim int_eq(%0, %1)
  Return %2
}
`;

Deno.test("DBG-4: the result of a call that may unwind has a value where the call returns, and nowhere else", () => {
  assertEquals(broken(parseProgram(INVOKE, "lowered")), []);
  const swapped = INVOKE.replace("-> bb1, unwind bb4", "-> bb4, unwind bb1");
  assertEquals(broken(parseProgram(swapped, "lowered")), [
    "function pinned-operands: %1 has no value",
  ]);
});
