import { assert, assertEquals } from "@std/assert";
import type { FileId } from "../../base/mod.ts";
import type { MonoCoreExpr, MonoFn, MonoFnId } from "../../mono/mod.ts";
import { lowerProgram } from "../mod.ts";
import type { CoreLabel, CoreLocal } from "../../canon/mod.ts";
import { lowerToSsa } from "./lower.ts";
import { ParsedTypes } from "../ir/parse_types.ts";
import { SPAN } from "../../../tests/support/arc.ts";

const types = new ParsedTypes();
const INT = types.id("int");
const BOOL = types.id("bool");
const VOID = types.id("void");

function int(value: number): MonoCoreExpr {
  return { kind: "Int", value: BigInt(value), type: INT, span: SPAN };
}
function local(index: number): MonoCoreExpr {
  return { kind: "Local", local: index as CoreLocal, type: INT, span: SPAN };
}
function less(left: MonoCoreExpr, right: MonoCoreExpr): MonoCoreExpr {
  return { kind: "Prim", op: "int_lt", args: [left, right], type: BOOL, span: SPAN };
}
function next(value: MonoCoreExpr): MonoCoreExpr {
  return { kind: "Prim", op: "int_wrap_add", args: [value, int(1)], type: INT, span: SPAN };
}
function choose(c: MonoCoreExpr, a: MonoCoreExpr, b: MonoCoreExpr, type = INT): MonoCoreExpr {
  return { kind: "If", condition: c, then: a, else: b, type, span: SPAN };
}
const UNIT: MonoCoreExpr = { kind: "Unit", type: VOID, span: SPAN };

function assign(index: number, value: MonoCoreExpr): MonoCoreExpr {
  const statement = { kind: "Assign", local: index as CoreLocal, value, span: SPAN } as const;
  return { kind: "Block", statements: [statement], result: UNIT, type: VOID, span: SPAN };
}

/** `f(a: int) -> int` with a mutable local `x` that starts as `a`. */
function program(body: MonoCoreExpr) {
  const fn: MonoFn = {
    id: 0 as MonoFnId,
    name: "f",
    symbol: "f",
    span: SPAN,
    params: [0 as CoreLocal],
    result: INT,
    locals: [
      { name: "a", type: INT, isMutable: false },
      { name: "x", type: INT, isMutable: true },
    ],
    body: {
      kind: "Block",
      statements: [{ kind: "Let", local: 1 as CoreLocal, value: local(0) }],
      result: body,
      type: INT,
      span: SPAN,
    },
    captureCount: undefined,
    isStd: false,
    isFree: true,
  };
  return {
    types,
    fns: [fn],
    tests: [],
    drops: new Map(),
    stdFiles: new Set<FileId>(),
    updates: [],
  };
}

/** `loop { if x < 10 then x = x + 1 else break x }` */
function counting(): MonoCoreExpr {
  const label = 0 as CoreLabel;
  const leave: MonoCoreExpr = { kind: "Break", label, value: local(1), type: VOID, span: SPAN };
  const turn = choose(less(local(1), int(10)), assign(1, next(local(1))), leave, VOID);
  return { kind: "Loop", label, body: turn, type: INT, span: SPAN };
}

Deno.test("a loop has preheader, header with two ways in, latch and exit (DBG-3)", () => {
  const [fn] = lowerProgram(program(counting()), { verify: true }).fns;
  const roles = fn.blocks.map((block) => block.role);
  for (const role of ["preheader", "header", "latch", "exit"]) {
    assertEquals(roles.filter((one) => one === role).length, 1, role);
  }
  const header = fn.blocks.find((block) => block.role === "header");
  assertEquals(header?.params.length, 1);
  const ways = fn.blocks.filter(({ terminator: t }) =>
    t.kind === "Jump" && t.target.block === header?.id
  );
  assertEquals(ways.map((block) => block.role).sort(), ["latch", "preheader"]);
  assertEquals(fn.regions.map((region) => region.kind), ["function", "loop"]);
});

Deno.test("a variable assigned in one branch is joined with its old value", () => {
  const body: MonoCoreExpr = {
    kind: "Block",
    statements: [{
      kind: "Expr",
      value: choose(less(local(0), int(3)), assign(1, int(7)), UNIT, VOID),
    }],
    result: local(1),
    type: INT,
    span: SPAN,
  };
  const [fn] = lowerProgram(program(body), { verify: true }).fns;
  const joins = fn.blocks.filter((block) => block.params.length > 0);
  assertEquals(joins.map((block) => block.role), ["join"]);
});

Deno.test("and, or become control flow", () => {
  const both = choose(
    less(local(0), int(3)),
    less(local(0), int(2)),
    { kind: "Bool", value: false, type: BOOL, span: SPAN },
    BOOL,
  );
  const [fn] = lowerProgram(program(choose(both, int(1), int(2))), { verify: true }).fns;
  const branches = fn.blocks.filter((block) => block.terminator.kind === "Branch");
  assertEquals(branches.length, 2);
  assertEquals(fn.blocks.flatMap((block) => block.params).length, 1);
});

const DEPTH = 2000;
/** Each wraps its operand in one level of Core; those of two levels say so. */
const WRAPS: Record<string, (inner: MonoCoreExpr) => MonoCoreExpr> = {
  prim: next,
  "if in then": (inner) => choose(less(local(1), int(1)), inner, int(2)),
  "if in else": (inner) => choose(less(local(1), int(1)), int(2), inner),
  "if in condition (2)": (inner) => choose(less(inner, int(1)), int(1), int(2)),
  block: (result) => ({ kind: "Block", statements: [], result, type: INT, span: SPAN }),
  call: (inner) => ({ kind: "Call", callee: 0 as MonoFnId, args: [inner], type: INT, span: SPAN }),
  "loop (2)": (inner) => ({
    kind: "Loop",
    label: 0 as CoreLabel,
    body: { kind: "Break", label: 0 as CoreLabel, value: inner, type: INT, span: SPAN },
    type: INT,
    span: SPAN,
  }),
};
for (const [name, wrap] of Object.entries(WRAPS)) {
  Deno.test(`${DEPTH} levels of ${name}`, () => {
    let body = local(1);
    const count = name.endsWith("(2)") ? DEPTH / 2 : DEPTH;
    for (let i = 0; i < count; i++) body = wrap(body);
    assert(lowerProgram(program(body), { verify: true }).fns[0].blocks.length > 0);
  });
}

Deno.test("10,000 branches in a row take time in proportion", () => {
  const measure = (count: number): number => {
    const turn = choose(less(local(1), int(1)), assign(1, next(local(1))), UNIT, VOID);
    const statements = Array.from(
      { length: count },
      () => ({ kind: "Expr", value: turn }) as const,
    );
    const body: MonoCoreExpr = {
      kind: "Block",
      statements,
      result: local(1),
      type: INT,
      span: SPAN,
    };
    // The least of three: other work on the machine only adds.
    const times = Array.from({ length: 3 }, () => {
      const start = performance.now();
      lowerProgram(program(body));
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  measure(1000); // warms up
  const small = measure(2000);
  const large = measure(20000);
  assert(large < 40 * small + 100, `${small} ms for 2,000, ${large} ms for 20,000`);
});

Deno.test("lowering without the passes leaves no RC operation", () => {
  const [fn] = lowerToSsa(program(counting())).fns;
  assert(fn.blocks.every((block) => block.ops.every((op) => !op.kind.startsWith("Rc"))));
});
