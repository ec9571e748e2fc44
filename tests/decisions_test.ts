/** What the hub tells of callees, loops and joins, and operators (seeds DBG-1 to DBG-4, DBG-9 to DBG-11, DBG-15). */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseProgram, printProgram } from "../src/arc/mod.ts";
import { checkFiles, compileMain, createHost, emitStage } from "../src/driver/mod.ts";
import type {
  DebugEvent,
  OpApply,
  ResolveChoose,
  ResolveTry,
  SsaPhi,
  SsaVerify,
} from "../src/events/mod.ts";
import { eventsOf, listeningHub, only } from "./support/debug_events.ts";
import { checkSources } from "./support/snapshot.ts";

/** `REGION METHOD: CHOSEN, REASON` of the choices of `method` in functions of the program. */
function choices(source: string, method: string): string[] {
  return only(eventsOf(source, ["resolve"]), "resolve.choose").flatMap((event) => {
    const meta = event.meta as ResolveChoose;
    if (meta.method !== method || !event.at?.startsWith("main.ori")) return [];
    const certain = meta.certain ? "" : ", not certain";
    return [`${event.fn} ${event.region_id}: ${meta.chosen}, ${meta.reason}${certain}`];
  });
}

const SHAPES = `trait Shape { @area (self) -> int; }
type Circle = { r: int }
type Square = { s: int }
impl Circle: Shape { @area (self) -> int = self.r * 3; }
impl Square: Shape { @area (self) -> int = self.s * self.s; }
`;

Deno.test("DBG-9: a method of a type, and one of a trait with the impl that it is", () => {
  const source = `${SHAPES}
impl Circle { @grow (self, by: int) -> Circle = Circle { r: self.r + by }; }
@main (args: [str]) -> void = {
    let $n = if args.is_empty() then Circle { r: 1 }.grow(by: 2).area() else Square { s: 3 }.area();
    print(msg: str(n))
}
`;
  assertEquals(choices(source, "grow"), ["main join#1/then: Circle.grow/1, unique"]);
  assertEquals(choices(source, "area"), [
    "main join#1/then: Shape.area/0, unique",
    "main join#1/then: Circle.area/0, impl",
    "main join#1/else: Shape.area/0, unique",
    "main join#1/else: Square.area/0, impl",
  ]);
  const [tried] = only(eventsOf(source, ["resolve"]), "resolve.try").map(({ meta }) =>
    meta as ResolveTry
  ).filter(({ method }) => method === "grow");
  assertEquals(tried, {
    recv_cls: "Circle",
    method: "grow",
    arity: 1,
    candidates: ["Circle.grow/1"],
    unique: true,
  });
});

Deno.test("DBG-9, DBG-14: in a generic function the callee is certain once the instance is known", () => {
  const source = `${SHAPES}
@total<T: Shape> (xs: [T]) -> int = { let sum = 0; for x in xs do sum += x.area(); sum }
@main () -> void =
    print(msg: str(total(xs: [Circle { r: 1 }]) + total(xs: [Square { s: 1 }])));
`;
  assertEquals(choices(source, "area"), [
    "total<Circle> loop#1/body: Shape.area/0, bound, not certain",
    "total<Circle> loop#1/body: Circle.area/0, impl",
    "total<Square> loop#1/body: Shape.area/0, bound, not certain",
    "total<Square> loop#1/body: Square.area/0, impl",
  ]);
});

Deno.test("DBG-9: inherent methods go before those of traits, and extensions are candidates", () => {
  const source = `${SHAPES}
impl Circle { @area (self) -> int = 0; }
extend int { @twice (self) -> int = self * 2; }
@main () -> void = {
    print(msg: str(Circle { r: 1 }.area()));
    print(msg: str(4.twice()));
}
`;
  assertEquals(choices(source, "area"), ["main function: Circle.area/0, inherent-first"]);
  assertEquals(choices(source, "twice"), ["main function: int.twice/0, unique"]);
  const area = only(eventsOf(source, ["resolve"]), "resolve.choose")
    .map(({ meta }) => meta as ResolveChoose).find(({ method }) => method === "area");
  assertEquals(area?.candidates, ["Circle.area/0", "Shape.area/0"]);
  assertEquals(area?.unique, false);
});

Deno.test("DBG-9, DBG-15: equality, text and conversions are rewritten to methods", () => {
  const source = `#derive(Eq)
type P = { x: int }
type M = { x: int }
impl M: Eq { @equals (self, other: M) -> bool = self.x == other.x; }
impl M: As<int> { @as (self) -> int = self.x; }
@main () -> void = {
    let $p = P { x: 1 };
    if p == (P { x: 2 }) then print(msg: \`{p.x}\`);
    if (M { x: 1 }) != (M { x: 2 }) then print(msg: str(M { x: 4 } as int));
}
`;
  assertEquals(
    choices(source, "equals").filter((line) => line.startsWith("main")),
    [
      "main function: Eq.equals/1, rewrite-equality",
      "main function: P.equals/1, derived",
      "main function: Eq.equals/1, rewrite-equality",
      "main function: M.equals/1, impl",
    ].map((line, i) => line.replace("function", i < 2 ? "function" : "join#1/join")),
  );
  assertEquals(choices(source, "to_str").slice(0, 2), [
    "main join#1/then: Printable.to_str/0, rewrite-text",
    "main join#1/then: int.to_str/0, impl",
  ]);
  // The branch of a negated condition has its sides the other way round.
  assertEquals(choices(source, "as"), [
    "main join#2/else: As.as/0, conversion",
    "main join#2/else: M.as/0, impl",
  ]);
});

Deno.test("DBG-9, DBG-14: what a trait object calls is not certain", () => {
  const source = `${SHAPES}
@main () -> void = {
    let $shapes: [Shape] = [Circle { r: 1 }, Square { s: 2 }];
    for s in shapes do print(msg: str(s.area()));
}
`;
  assertEquals(choices(source, "object"), [
    "main function: Shape of Circle, trait-object",
    "main function: Shape of Square, trait-object",
  ]);
  assertEquals(choices(source, "area").filter((line) => line.startsWith("main")), [
    "main loop#1/body: Shape.area/0, unique, not certain",
    "main loop#1/body: Shape.area/0, derived, not certain",
  ]);
});

Deno.test("DBG-9: no candidate, several traits, and a field that is called", () => {
  const source = `type F = { run: (int) -> int }
trait A { @go (self) -> int; }
trait B { @go (self) -> int; }
impl F: A { @go (self) -> int = 1; }
impl F: B { @go (self) -> int = 2; }
@main () -> void = {
    let $f = F { run: x -> x + 1 };
    print(msg: str(f.run(1)));
    f.go();
    f.missing()
}
`;
  assertEquals(choices(source, "run"), ["main/0 function: , field"]);
  assertEquals(choices(source, "go"), ["main/0 function: A.go/0, ambiguous"]);
  assertEquals(choices(source, "missing"), ["main/0 function: , none"]);
});

Deno.test("DBG-7, DBG-9: a receiver without a type yet is counted and its later type told", () => {
  const source = `@main () -> void = {
    let $double = x -> x.abs();
    let $n: int = double(-3);
    print(msg: str(n))
}
`;
  const events = eventsOf(source, ["resolve"]);
  const open = only(events, "resolve.try").map(({ meta }) => meta as ResolveTry)
    .filter(({ inferred_cls }) => inferred_cls !== undefined);
  assertEquals(open.map(({ method, inferred_cls }) => [method, inferred_cls]), [["abs", "int"]]);
});

Deno.test("DBG-9: functions that passes remove, and how many are left", () => {
  const source = `@double (x: int) -> int = x * 2;
@main (args: [str]) -> void = print(msg: str(double(x: args.len())));
`;
  const events = eventsOf(source, ["resolve"]);
  const made = only(events, "resolve.materialize.func").map(({ meta }) => meta);
  assertEquals(made.filter((meta) => "name" in meta && meta.name === "double"), [
    { name: "double", present_before: true, present_after: false },
  ]);
  const [index] = only(events, "resolve.module.index");
  const left = made.filter((meta) => "present_after" in meta && meta.present_after).length;
  assertEquals(index.meta, { function_count: left });
});

const BRANCHES = `@collatz (start: int) -> int = {
    let n = start;
    let steps = 0;
    while n != 1 do {
        n = if n % 2 == 0 then n div 2 else n * 3 + 1;
        steps += 1
    };
    steps
}
@main (args: [str]) -> void = print(msg: str(collatz(start: args.len() + 27)));
`;

Deno.test("DBG-1, DBG-2, DBG-10: block parameters of loops and joins with their region and origins", () => {
  const phis = only(eventsOf(BRANCHES, ["ssa"]), "ssa.phi").filter(({ at }) =>
    at?.startsWith("main.ori")
  );
  const told = phis.map(({ region_id, meta }) => {
    const { name, preds, decided_type, decided_origin } = meta as SsaPhi;
    const from = preds.map(({ origin }) => origin).join(", ");
    return `${region_id} ${name ?? ""}: ${decided_type} from ${from} = ${decided_origin}`;
  });
  assertEquals(told, [
    "loop#1/header n: int from param, phi = merge(param,phi)",
    "loop#1/header steps: int from Const, Call int_add = merge(Const,Call int_add)",
    "join#3/join n: int from Call int_floor_div, Call int_add = merge(Call int_floor_div,Call int_add)",
  ]);
});

Deno.test("DBG-10: at level trace the parameters are told after each pass", () => {
  const passes = only(eventsOf(BRANCHES, ["ssa"], "trace"), "ssa.phi")
    .map(({ meta }) => (meta as SsaPhi).pass);
  assertEquals(passes.includes("removeTrivialParams"), true);
  assertEquals(passes.includes("insertRc"), true);
  assertEquals(passes.at(-1), undefined);
});

Deno.test("DBG-3, DBG-4, DBG-10: the rules of every loop and join are told, also where they hold", () => {
  const rules = only(eventsOf(BRANCHES, ["ssa"]), "ssa.verify").filter(({ fn }) =>
    fn === "collatz"
  );
  assertEquals(rules.map(({ region_id, meta }) => `${region_id} ${(meta as SsaVerify).rule}`), [
    "function critical-edges",
    "function pinned-operands",
    "loop#1/header header-phi-incomings",
    "loop#1/header back-edge",
    "loop#1/header phi-types",
    "join#3/join join-incomings",
    "join#3/join phi-types",
  ]);
  assertEquals(rules.filter(({ meta }) => !(meta as SsaVerify).ok), []);
});

for (const { name } of Deno.readDirSync("examples")) {
  Deno.test(`no rule of loops and joins is broken in examples/${name}`, () => {
    const events: DebugEvent[] = [];
    const hub = listeningHub(events, ["ssa"]);
    const checked = checkFiles([`examples/${name}`], createHost(), hub);
    assertEquals(compileMain(checked, { verify: false }) === undefined, false);
    const rules = only(events, "ssa.verify");
    assertEquals(rules.length > 0, true);
    assertEquals(rules.filter(({ meta }) => !(meta as SsaVerify).ok), []);
  });
}

Deno.test("DBG-11: operators with their types, what they became and what they guard", () => {
  const source = `#derive(Eq)
type P = { x: int }
@main (args: [str]) -> void = {
    let $n = args.len();
    let $f = float(n) * 2.5;
    if (P { x: n }) == (P { x: n / 2 }) && f < 3.0 then print(msg: \`{n + 1}\`);
    for i in 0..n do print(msg: str(i));
}
`;
  const told = only(eventsOf(source, ["op"]), "op.apply")
    .filter(({ fn, at }) => fn === "main" && at?.startsWith("main.ori"))
    .map(({ meta }) => {
      const { op, lhs_type, rhs_type, result_type, adopted, fallback, guard } = meta as OpApply;
      const more = fallback ?? guard ?? "";
      return `${op} ${lhs_type} ${rhs_type} -> ${result_type}: ${adopted} ${more}`.trim();
    });
  for (
    const line of [
      "float_mul float float -> float: float",
      "int_div int int -> int: checked division by zero, integer overflow in division",
      "== P P -> bool: call Eq.equals/1",
      "float_lt float float -> bool: float",
      "to_str int  -> str: call Printable.to_str/0",
      "int_add int int -> int: checked integer overflow in addition",
      "int_wrap_add int int -> int: wrapping",
      "int_lt int int -> bool: plain",
    ]
  ) assertEquals([line, told.includes(line)], [line, true], told.join("\n"));
});

Deno.test("DBG-14: the text of ARC says which callees are known only for the instance", () => {
  const source = `${SHAPES}
@total<T: Shape> (xs: [T]) -> int = {
    let sum = 0;
    for x in xs do { sum += x.area(); if sum > 100 then panic(msg: "large") };
    sum
}
@main () -> void = print(msg: str(total(xs: [Circle { r: 1 }])));
`;
  const text = emitStage(checkSources({ "main.ori": source }, ["main.ori"]), "arc@orderBlocks", {
    verify: true,
    release: false,
  }) ?? "";
  assertStringIncludes(text, "= Apply late @Circle.area(");
  assertStringIncludes(text, "= Apply @total<Circle>(");
  assertEquals(printProgram(parseProgram(text, "lowered"), {}), text);
});

Deno.test("DBG-6, DBG-10: in phase llvm, what became a phi, and which functions of the runtime are called", () => {
  const events: DebugEvent[] = [];
  const source = BRANCHES.replace("steps += 1", "steps += 1; print(msg: str(steps))");
  const hub = listeningHub(events, ["ssa", "aot"]);
  const checked = checkSources({ "main.ori": source }, ["main.ori"], hub);
  const text = emitStage(checked, "llvm", { verify: true, release: false }) ?? "";
  const own = events.filter(({ fn, phase }) => fn === "collatz" && phase === "llvm");
  const lowered = own.filter(({ kind }) => kind === "lowered");
  assertEquals(lowered.map(({ region_id, meta }) => [region_id, "as" in meta && meta.as]), [
    ["loop#1/header", "phi"],
    ["loop#1/header", "phi"],
    ["join#3/join", "phi"],
  ]);
  for (const { meta } of lowered) {
    if ("dst" in meta && "type" in meta) {
      assertStringIncludes(text, `%v${meta.dst} = phi ${meta.type} `);
    }
  }
  const helpers = own.flatMap(({ meta }) => "count" in meta ? [meta] : []);
  assertEquals(helpers.find(({ name }) => name === "ori_print"), { name: "ori_print", count: 1 });
});
