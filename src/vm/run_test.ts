import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { InternalError, SourceMap } from "../base/mod.ts";
import { emitBytecode } from "../bytecode/mod.ts";
import type { VarId } from "../arc/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import { type FnBuilder, HERE, ProgramBuilder } from "../../tests/support/arc_program.ts";
import { TestTypes } from "../../tests/support/mono_types.ts";
import { SILENT_WORLD } from "../../tests/support/silent_world.ts";
import { link } from "./link.ts";
import { runProgram, runTest, type VmOptions } from "./run.ts";

interface Run {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

const HEAP_TEXT = "a text of more than twenty-three bytes";
const OVERFLOW = "panic: integer overflow in addition at main.ori:1:1\n";

/** Runs a program with the leak check. */
function run(
  build: (p: ProgramBuilder, t: TestTypes) => FnBuilder,
  options: VmOptions & { readonly stdin?: string; readonly args?: readonly string[] } = {},
): Run {
  const p = new ProgramBuilder(new TestTypes());
  const main = build(p, p.types);
  const sources = new SourceMap();
  sources.add("main.ori", "main");
  const chunks = { out: "", err: "" };
  let input = options.stdin === undefined ? [] : [new TextEncoder().encode(options.stdin)];
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const io = {
    stdout: (bytes: Uint8Array) => void (chunks.out += decode(bytes)),
    stderr: (bytes: Uint8Array) => void (chunks.err += decode(bytes)),
    stdin: () => {
      const [first, ...rest] = input;
      input = rest;
      return first;
    },
    args: options.args ?? [],
    system: SILENT_WORLD,
  };
  const program = emitBytecode(p.program(main), sources);
  const { exitCode } = runProgram(program, io, { checkLeaks: true, ...options });
  return { ...chunks, code: exitCode };
}

function main(p: ProgramBuilder, body: (f: FnBuilder) => void): FnBuilder {
  const f = p.fn("main", [], p.types.unit);
  body(f);
  f.ret(f.unit());
  return f;
}

/** Output of a `main` with this body. */
function outputOf(body: (f: FnBuilder, t: TestTypes) => void): string {
  const { out, err, code } = run((p, t) => main(p, (f) => body(f, t)));
  assertEquals([err, code], ["", 0]);
  return out;
}

Deno.test("an int result is the exit code as a shell sees it", () => {
  for (const [value, code] of [[33n, 33], [-1n, 255], [2n ** 62n + 7n, 7]] as const) {
    const outcome = run((p, t) => {
      const f = p.fn("main", [], t.int);
      f.ret(f.int(value));
      return f;
    });
    assertEquals(outcome, { out: "", err: "", code });
  }
});

const INTS = [
  0n,
  1n,
  -1n,
  7n,
  -3n,
  2n ** 31n,
  2n ** 53n - 1n,
  2n ** 53n,
  -(2n ** 53n) - 1n,
  3037000500n,
  2n ** 62n + 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];

/** What int operations must give; undefined: a panic. */
const REFERENCE: Readonly<Record<string, (a: bigint, b: bigint) => bigint | undefined>> = {
  int_add: (a, b) => a + b,
  int_sub: (a, b) => a - b,
  int_mul: (a, b) => a * b,
  int_div: (a, b) => b === 0n ? undefined : a / b,
  int_rem: (a, b) => b === 0n || (b === -1n && a === -(2n ** 63n)) ? undefined : a % b,
  int_and: (a, b) => a & b,
  int_or: (a, b) => a | b,
  int_xor: (a, b) => a ^ b,
  int_wrap_add: (a, b) => BigInt.asIntN(64, a + b),
  int_wrap_mul: (a, b) => BigInt.asIntN(64, a * b),
};
const COMPARISONS: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  int_eq: (a, b) => a === b,
  int_ne: (a, b) => a !== b,
  int_lt: (a, b) => a < b,
  int_le: (a, b) => a <= b,
  int_gt: (a, b) => a > b,
  int_ge: (a, b) => a >= b,
};

Deno.test("int arithmetic agrees with 64-bit integers at every boundary", () => {
  for (const [name, reference] of Object.entries(REFERENCE)) {
    for (const a of INTS) {
      for (const b of INTS) {
        const result = reference(a, b);
        const isPanic = result === undefined || BigInt.asIntN(64, result) !== result;
        // The left operand comes through a call, so that the right one may be an immediate.
        const outcome = run((p, t) => {
          const id = p.fn("id", [[t.int, "owned"]], t.int);
          id.ret(id.param(0));
          return main(p, (f) => {
            const left = f.apply(id, f.int(a));
            f.printNumber(f.prim(name as "int_add", left, f.int(b)));
          });
        });
        if (isPanic) assertEquals(outcome.code, 1, `${name} ${a} ${b}`);
        else assertEquals(outcome.out, `${result}\n`, `${name} ${a} ${b}`);
      }
    }
  }
});

Deno.test("an int or 0, also beyond what a double holds", () => {
  const out = outputOf((f) => {
    for (const n of [5n, -5n, 2n ** 62n, -(2n ** 63n)]) {
      f.printNumber(f.prim("int_when", f.bool(true), f.int(n)));
      f.printNumber(f.prim("int_when", f.bool(false), f.int(n)));
    }
  });
  assertEquals(out, `5\n0\n-5\n0\n${2n ** 62n}\n0\n${-(2n ** 63n)}\n0\n`);
});

Deno.test("comparisons agree with 64-bit integers, as values and as branches", () => {
  for (const [name, holds] of Object.entries(COMPARISONS)) {
    const wanted: string[] = [];
    const out = outputOf((f, t) => {
      for (const a of INTS) {
        for (const b of INTS) {
          wanted.push(holds(a, b) ? "1\n1\n" : "0\n0\n");
          const value = f.prim(name as "int_lt", f.int(a), f.int(b));
          f.printNumber(f.prim("bool_to_int", value));
          const [yes, no] = [f.block().id, f.block().id];
          const join = f.block(t.int);
          const fused = f.prim(name as "int_lt", f.int(a), f.int(b));
          f.branch(fused, { block: yes, args: [] }, { block: no, args: [] });
          f.start(yes);
          f.jump(join.id, f.int(1));
          f.start(no);
          f.jump(join.id, f.int(0));
          f.start(join.id);
          f.printNumber(join.params[0]);
        }
      }
    });
    assertEquals(out, wanted.join(""), name);
  }
});

Deno.test("zero is never negative", () => {
  const out = outputOf((f) => {
    const zero = f.prim("int_mul", f.int(0), f.int(-5));
    const quotient = f.prim("int_div", zero, f.int(3));
    const one = f.prim("float_div", f.float(1), f.prim("int_to_float", quotient));
    f.printNumber(one);
    f.printNumber(f.prim("float_div", f.float(1), f.prim("int_to_float", f.prim("int_neg", zero))));
  });
  assertEquals(out, "inf\ninf\n");
});

/** `main` that owns a heap str across an operation that panics. */
function panicking(operation: (f: FnBuilder) => void): (p: ProgramBuilder) => FnBuilder {
  return (p) =>
    main(p, (f) => {
      const callee = p.fn("callee", [], p.types.unit);
      operation(callee);
      callee.ret(callee.unit());
      const owned = f.intrinsic("str_concat", p.types.str, [f.str(HEAP_TEXT), f.str("!")]);
      const { unwind } = f.invoke(p.types.unit, f.applyCall(callee, []));
      const normal = f.block().id;
      f.jump(normal);
      f.start(unwind);
      f.dec(owned);
      f.end({ kind: "Resume" });
      f.start(normal);
      f.dec(owned);
    });
}

Deno.test("a panic unwinds, releases what is owned and exits with 1", () => {
  const outcome = run(panicking((f) => {
    f.prim("int_add", f.int(2n ** 63n - 1n), f.int(1));
  }));
  assertEquals(outcome, { out: "", err: OVERFLOW, code: 1 });
});

Deno.test("the texts of conversions, shifts and bounds", () => {
  const cases: [(f: FnBuilder) => void, string][] = [
    [(f) => f.prim("float_to_int", f.float(NaN)), "cannot convert NaN to int"],
    [(f) => f.prim("float_to_int", f.float(-Infinity)), "cannot convert infinity to int"],
    [(f) => f.prim("float_to_int", f.float(2 ** 63)), "float value out of range for int"],
    [
      (f) => f.prim("int_to_byte", f.int(256)),
      "integer value out of range for byte: 256 is not in range (0-255)",
    ],
    [(f) => f.prim("int_to_char", f.int(0xd800)), "55296 is not a valid Unicode codepoint"],
    [(f) => f.prim("int_shl", f.int(1), f.int(64)), "shift count exceeds bit width"],
    [(f) => f.prim("int_shl", f.int(1), f.int(63)), "shift overflow"],
    [
      (f) => f.intrinsic("str_slice", f.types.str, [f.str("añb"), f.int(0), f.int(2)]),
      "str slice inside a character: 0..2",
    ],
    [
      (f) => f.intrinsic("str_slice", f.types.str, [f.str("añb"), f.int(3), f.int(5)]),
      "str slice out of bounds: 3..5 for length 4",
    ],
  ];
  for (const [operation, text] of cases) {
    const { err, code } = run(panicking(operation));
    assertEquals([err, code], [`panic: ${text} at main.ori:1:1\n`, 1]);
  }
});

/** A list of `count` ints. */
function intList(f: FnBuilder, count: number): VarId {
  return f.list(f.types.list(f.types.int), ...Array.from({ length: count }, (_, i) => f.int(i)));
}

Deno.test("a shared list is copied, a unique one is changed in place", () => {
  const out = outputOf((f, t) => {
    const list = t.list(t.int);
    const first = intList(f, 3);
    f.inc(first);
    const second = f.intrinsic("list_push", list, [first, f.int(2n ** 60n)], [t.int]);
    const third = f.intrinsic("list_set", list, [second, f.int(0), f.int(9)], [t.int]);
    f.printNumber(f.intrinsic("list_len", t.int, [first]));
    f.printNumber(f.intrinsic("list_get", t.int, [third, f.int(3)], [t.int]));
    f.printNumber(f.intrinsic("list_get", t.int, [third, f.int(0)], [t.int]));
    f.printNumber(f.intrinsic("list_get", t.int, [first, f.int(0)], [t.int]));
    f.dec(first);
    f.dec(third);
  });
  assertEquals(out, `3\n${2n ** 60n}\n9\n0\n`);
});

Deno.test("an element taken out leaves a hole that list_put fills", () => {
  const outcome = run((p, t) =>
    main(p, (f) => {
      const list = t.list(t.str);
      const text = f.intrinsic("str_concat", t.str, [f.str(HEAP_TEXT), f.str("1")]);
      const xs = f.list(list, text);
      const pair = f.intrinsic("list_take", t.tuple(list, t.str), [xs, f.int(0)], [t.str]);
      const [rest, taken] = f.unpack([list, t.str], pair);
      const longer = f.intrinsic("str_concat", t.str, [taken, f.str("2")]);
      const filled = f.intrinsic("list_put", list, [rest, f.int(0), longer], [t.str]);
      f.print(f.intrinsic("list_get", t.str, [filled, f.int(0)], [t.str]));
      f.dec(filled);
    })
  );
  assertEquals(outcome, { out: `${HEAP_TEXT}12\n`, err: "", code: 0 });
});

Deno.test("an element moves into a hole of another list, or of its own", () => {
  const outcome = run((p, t) =>
    main(p, (f) => {
      const list = t.list(t.str);
      const text = f.intrinsic("str_concat", t.str, [f.str(HEAP_TEXT), f.str("1")]);
      const xs = f.intrinsic("list_own", list, [f.list(list, text)], [t.str]);
      const spare = f.intrinsic("list_holes", list, [f.int(2)], [t.str]);
      const move = (...args: VarId[]) => f.intrinsic("list_move", t.unit, args, [t.str]);
      move(xs, f.int(0), spare, f.int(0));
      move(spare, f.int(0), spare, f.int(1));
      f.dec(xs);
      f.print(f.intrinsic("list_at", t.str, [spare, f.int(1)], [t.str]));
      f.dec(spare);
    })
  );
  assertEquals(outcome, { out: `${HEAP_TEXT}1\n`, err: "", code: 0 });
});

/** Builds a chain of `count` boxed cells and gives it up. */
function chain(p: ProgramBuilder, t: TestTypes, count: number): FnBuilder {
  const node = t.boxed("Chain", (self) => ({ End: [], Link: [t.int, self] }));
  return main(p, (f) => {
    const header = f.block(t.int, node);
    const [body, exit] = [f.block().id, f.block().id];
    f.jump(header.id, f.int(0), f.construct(node, 0));
    f.start(header.id);
    const [index, rest] = header.params;
    const goesOn = f.prim("int_lt", index, f.int(count));
    f.branch(goesOn, { block: body, args: [] }, { block: exit, args: [] });
    f.start(body);
    const longer = f.construct(node, 1, index, rest);
    f.jump(header.id, f.prim("int_wrap_add", index, f.int(1)), longer);
    f.start(exit);
    f.dec(rest);
  });
}

Deno.test("a chain of 300,000 cells is released without recursion", () => {
  assertEquals(run((p, t) => chain(p, t, 300_000)), { out: "", err: "", code: 0 });
});

Deno.test("a unique cell is reused, a shared one is not", () => {
  const outcome = run((p, t) => {
    const node = t.boxed("Chain", (self) => ({ End: [], Link: [t.int, self] }));
    return main(p, (f) => {
      const cell = f.construct(node, 1, f.int(1), f.construct(node, 0));
      for (const isShared of [false, true]) {
        const source = isShared ? f.construct(node, 1, f.int(5), f.construct(node, 0)) : cell;
        if (isShared) f.inc(source);
        const [token, dst] = [f.newVar(t.token(node)), f.newVar(node)];
        f.op({ kind: "Reset", token, src: source });
        const args = [f.int(2), f.construct(node, 0)];
        f.op({ kind: "Reuse", dst, token, variant: 1, args, span: HERE });
        f.printNumber(f.project(t.int, dst, 0, 1));
        if (isShared) f.printNumber(f.project(t.int, source, 0, 1));
        if (isShared) f.dec(source);
        f.dec(dst);
      }
    });
  }, { traceRc: "on" });
  assertEquals([outcome.out, outcome.code], ["2\n2\n5\n", 0]);
  assertEquals(outcome.err.match(/alloc #\d+ Chain/g)?.length, 3);
});

Deno.test("a closure keeps its captures; its env is released with them", () => {
  const outcome = run((p, t) => {
    const type = t.fn([t.int], t.int);
    const wrapper = p.fn("wrapper", [[t.env(t.str, t.int), "borrowed"], [t.int, "owned"]], t.int, {
      kind: "wrapper",
      body: 0 as never,
    });
    const env = wrapper.param(0);
    const size = wrapper.intrinsic("str_len", t.int, [wrapper.envGet(t.str, env, 0)]);
    const large = wrapper.envGet(t.int, env, 1);
    const sum = wrapper.prim("int_add", size, wrapper.param(1));
    wrapper.ret(wrapper.prim("int_add", sum, large));
    return main(p, (f) => {
      const text = f.intrinsic("str_concat", t.str, [f.str(HEAP_TEXT), f.str("!")]);
      const closure = f.closure(type, wrapper, text, f.int(2n ** 60n));
      f.printNumber(f.callClosure(t.int, closure, f.int(-39)));
      f.dec(closure);
    });
  });
  assertEquals(outcome, { out: `${2n ** 60n}\n`, err: "", code: 0 });
});

Deno.test("what is live at the end is reported by type and gives exit code 2", () => {
  const outcome = run((p, t) =>
    main(p, (f) => {
      intList(f, 2);
      const text = f.intrinsic("str_concat", t.str, [f.str(HEAP_TEXT), f.str("!")]);
      f.list(t.list(t.str), text);
    })
  );
  const report = "ori: 3 RC allocation(s) not freed (memory leak)\n" +
    "  1 x [int], allocated in main at main.ori:1:1\n" +
    "  1 x [str], allocated in main at main.ori:1:1\n" +
    "  1 x str, allocated in main at main.ori:1:1\n" +
    "  not held: [int]\n  held: [str][0] -> str\n  not held: [str]\n";
  assertEquals(outcome, { out: "", err: report, code: 2 });
});

Deno.test("a count too low is found", () => {
  const twice = (p: ProgramBuilder) =>
    main(p, (f) => {
      const list = intList(f, 2);
      f.dec(list);
      f.dec(list);
    });
  assertThrows(() => run(twice), InternalError, "RcDec of a freed block");
  const late = (p: ProgramBuilder, t: TestTypes) =>
    main(p, (f) => {
      const list = intList(f, 2);
      f.dec(list);
      f.printNumber(f.intrinsic("list_get", t.int, [list, f.int(0)], [t.int]));
    });
  assertThrows(() => run(late), InternalError, "freed");
});

Deno.test("the trace names event, type, count, function, place and region", () => {
  const { err } = run((p) => main(p, (f) => f.dec(intList(f, 1))), { traceRc: "on" });
  assertEquals(
    err,
    "[RC] alloc #1 [int] count=1 in main at main.ori:1:1 (function)\n" +
      "[RC] dec #1 [int] count=1->0 in main at main.ori:1:1 (function)\n" +
      "[RC] free #1 [int] in main at main.ori:1:1 (function)\n",
  );
});

/** `down (n: int) -> int = if n == 0 then 0 else 1 + down(n - 1)`. */
function recursion(p: ProgramBuilder, t: TestTypes, depth: bigint): FnBuilder {
  const down = p.fn("down", [[t.int, "owned"]], t.int);
  const [end, more] = [down.block().id, down.block().id];
  const isEnd = down.prim("int_eq", down.param(0), down.int(0));
  down.branch(isEnd, { block: end, args: [] }, { block: more, args: [] });
  down.start(end);
  down.ret(down.int(0));
  down.start(more);
  const below = down.apply(down, down.prim("int_sub", down.param(0), down.int(1)));
  down.ret(down.prim("int_add", below, down.int(1)));
  return main(p, (f) => f.printNumber(f.apply(down, f.int(depth))));
}

Deno.test("recursion goes deep, and too deep is a clean panic", () => {
  assertEquals(run((p, t) => recursion(p, t, 200_000n)).out, "200000\n");
  assertEquals(run((p, t) => recursion(p, t, 2n ** 40n)), {
    out: "",
    err: "panic: stack overflow\n",
    code: 1,
  });
});

Deno.test("a backtrace follows when asked for", () => {
  const { err } = run(
    panicking((f) => {
      f.prim("int_div", f.int(1), f.int(0));
    }),
    { backtrace: "text" },
  );
  assertMatch(err, /^panic: division by zero at .*\n {2}in callee at .*\n {2}in main at .*\n$/);
});

Deno.test("stdin by lines and to its end; arguments", () => {
  const outcome = run((p, t) => {
    const f = p.fn("main", [[t.list(t.str), "borrowed"]], t.unit);
    for (const name of ["stdin_line", "stdin_line", "stdin_rest", "stdin_line"] as const) {
      const text = f.intrinsic(name, t.str, []);
      f.intrinsic("write", t.unit, [text]);
      f.intrinsic("write", t.unit, [f.str("|")]);
      f.dec(text);
    }
    f.print(f.intrinsic("list_get", t.str, [f.param(0), f.int(1)], [t.str]));
    f.ret(f.unit());
    return f;
  }, { stdin: "one\nzwölf\nrest\nand more", args: ["a", HEAP_TEXT] });
  assertEquals(outcome, {
    out: `one\n|zwölf\n|rest\nand more||${HEAP_TEXT}\n`,
    err: "",
    code: 0,
  });
});

Deno.test("a test function passes, panics or leaks", () => {
  const p = new ProgramBuilder(new TestTypes());
  const good = main(p, () => {});
  const bad = main(p, (f) => f.prim("int_div", f.int(1), f.int(0)));
  const leaky = main(p, (f) => intList(f, 1));
  const sources = new SourceMap();
  sources.add("main.ori", "main");
  const image = link(emitBytecode(p.program(good), sources));
  const io = {
    stdout: () => {},
    stderr: () => {},
    stdin: () => undefined,
    args: [],
    system: SILENT_WORLD,
  };
  const outcomes = [good, bad, leaky].map((f) => runTest(image, f.fn.id, io, { checkLeaks: true }));
  assertEquals(outcomes[0], { kind: "passed" });
  assertEquals(outcomes[1], {
    kind: "panicked",
    message: "division by zero",
    position: "main.ori:1:1",
  });
  assert(outcomes[2].kind === "leaked" && outcomes[2].report.includes("1 x [int]"));
});

Deno.test("sums: inline, enum and boxed have their tags and payloads", () => {
  const cases: ((t: TestTypes) => MonoTypeId)[] = [
    (t) => t.option(t.int),
    (t) => t.sum("Color", { Red: [], Green: [] }),
    (t) => t.boxed("Chain", (self) => ({ End: [], Link: [t.int, self] })),
  ];
  for (const typeOf of cases) {
    const out = outputOf((f, t) => {
      const type = typeOf(t);
      const first = f.construct(type, 0);
      f.printNumber(f.tag(first));
      if (t.isCounted(type)) f.dec(first);
    });
    assertEquals(out, "0\n");
  }
});

Deno.test("a switch takes other arguments along each edge", () => {
  for (const values of [[-1n, 0n, 1n, 2n, 7n], [2n ** 40n, -5n, 3n, 2n ** 62n, 99n]]) {
    const outcome = run((p, t) => {
      const pick = p.fn("pick", [[t.int, "owned"], [t.int, "owned"], [t.int, "owned"]], t.int);
      const [subject, a, b] = [pick.param(0), pick.param(1), pick.param(2)];
      const join = pick.block(t.int, t.int);
      const edges = [[a, b], [b, a], [a, a], [b, pick.int(5)]];
      pick.end({
        kind: "Switch",
        subject,
        cases: edges.map((args, i) => ({ value: values[i], target: { block: join.id, args } })),
        default: { block: join.id, args: [subject, subject] },
      });
      pick.start(join.id);
      pick.ret(pick.prim("int_sub", join.params[0], join.params[1]));
      return main(p, (f) => {
        for (const v of values) f.printNumber(f.apply(pick, f.int(v), f.int(10), f.int(7)));
      });
    });
    assertEquals(outcome, { out: "3\n-3\n0\n2\n0\n", err: "", code: 0 });
  }
});

Deno.test("a stack overflow releases the arguments of the call that failed", () => {
  const outcome = run((p, t) => {
    const endless = p.fn("endless", [[t.int, "owned"], [t.str, "owned"]], t.int);
    const text = endless.param(1);
    endless.inc(text);
    const call = endless.applyCall(endless, [endless.param(0), text]);
    const { dst, unwind } = endless.invoke(t.int, call);
    endless.dec(text);
    endless.ret(dst);
    endless.start(unwind);
    endless.dec(text);
    endless.end({ kind: "Resume" });
    return main(p, (f) => {
      const heapText = f.intrinsic("str_concat", t.str, [f.str(HEAP_TEXT), f.str("!")]);
      f.printNumber(f.apply(endless, f.int(1), heapText));
    });
  });
  assertEquals(outcome, { out: "", err: "panic: stack overflow\n", code: 1 });
});
