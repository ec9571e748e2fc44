import type { VarId } from "../arc/mod.ts";
import { assertEquals } from "@std/assert";
import { type FnBuilder, ProgramBuilder } from "../../tests/support/arc_program.ts";
import { addMain, emitText, heapText, testProgram } from "../../tests/support/llvm_case.ts";
import { TestTypes } from "../../tests/support/mono_types.ts";

/** `fib (n: int) -> int`. */
function addFib(p: ProgramBuilder): FnBuilder {
  const t = p.types;
  const f = p.fn("fib", [[t.int, "owned"]], t.int);
  const n = f.param(0);
  const small = f.block().id;
  const big = f.block().id;
  f.branch(f.prim("int_lt", n, f.int(2)), { block: small, args: [] }, { block: big, args: [] });
  f.start(small);
  f.ret(n);
  f.start(big);
  const first = f.apply(f, f.prim("int_sub", n, f.int(1)));
  const second = f.apply(f, f.prim("int_sub", n, f.int(2)));
  f.ret(f.prim("int_add", first, second));
  return f;
}

/** A loop from 0 to `count` that carries `initial`; `turn` gives what the next turn carries. */
function addLoop(
  f: FnBuilder,
  count: number,
  initial: ReturnType<FnBuilder["int"]>,
  turn: (index: ReturnType<FnBuilder["int"]>, carried: typeof initial) => typeof initial,
): typeof initial {
  const type = f.fn.varTypes[initial] ?? f.types.int;
  const header = f.block(f.types.int, type);
  const body = f.block().id;
  const exit = f.block().id;
  f.jump(header.id, f.int(0), initial);
  f.start(header.id);
  const [index, carried] = header.params;
  if (index === undefined || carried === undefined) throw new RangeError("two parameters");
  const inside = f.prim("int_lt", index, f.int(count));
  f.branch(inside, { block: body, args: [] }, { block: exit, args: [] });
  f.start(body);
  const next = turn(index, carried);
  f.jump(header.id, f.prim("int_wrap_add", index, f.int(1)), next);
  f.start(exit);
  return carried;
}

testProgram("hello", { stdout: "hello\n" }, (p) => addMain(p, (f) => f.print(f.str("hello"))));

testProgram("recursion and checked arithmetic", { stdout: "6765\n" }, (p) => {
  const fib = addFib(p);
  return addMain(p, (f) => f.printNumber(f.apply(fib, f.int(20))));
});

testProgram("an int result is the exit code", { code: 33 }, (p, t) => {
  const main = p.fn("main", [], t.int);
  main.ret(main.int(33));
  return main;
});

testProgram("a list grows in place and is summed", { stdout: "499500\n" }, (p, t) => {
  const ints = t.list(t.int);
  return addMain(p, (f) => {
    const empty = f.intrinsic("list_new", ints, [f.int(0)], [t.int]);
    const xs = addLoop(
      f,
      1000,
      empty,
      (i, list) => f.intrinsic("list_push", ints, [list, i], [t.int]),
    );
    const sum = addLoop(
      f,
      1000,
      f.int(0),
      (i, total) => f.prim("int_add", total, f.intrinsic("list_get", t.int, [xs, i], [t.int])),
    );
    f.dec(xs);
    f.printNumber(sum);
  });
});

testProgram("a shared list is copied before it changes", {
  stdout: "abcdef-abcdef-abcdef-abcdef\nnew\n",
}, (p, t) => {
  const strs = t.list(t.str);
  return addMain(p, (f) => {
    const half = f.intrinsic("str_concat", t.str, [
      f.str("abcdef-abcdef"),
      f.str("-abcdef-abcdef"),
    ]);
    const xs = f.list(strs, half);
    f.inc(xs);
    const ys = f.intrinsic("list_set", strs, [xs, f.int(0), f.str("new")], [t.str]);
    f.print(f.intrinsic("list_at", t.str, [xs, f.int(0)], [t.str]));
    f.print(f.intrinsic("list_at", t.str, [ys, f.int(0)], [t.str]));
    f.dec(xs);
    f.dec(ys);
  });
});

testProgram("an element is taken out of a shared list and put back", {
  stdout: "a and some more, so that it is long\na and some more, so that it is long!\n",
}, (p, t) => {
  const strs = t.list(t.str);
  return addMain(p, (f) => {
    const xs = f.list(strs, heapText(f, "a"));
    f.inc(xs);
    const pair = f.intrinsic("list_take", t.tuple(strs, t.str), [xs, f.int(0)], [t.str]);
    const [holed, first] = f.unpack([strs, t.str], pair);
    if (holed === undefined || first === undefined) throw new RangeError("two parts");
    const longer = f.intrinsic("str_concat", t.str, [first, f.str("!")]);
    const ys = f.intrinsic("list_put", strs, [holed, f.int(0), longer], [t.str]);
    f.print(f.intrinsic("list_at", t.str, [xs, f.int(0)], [t.str]));
    f.print(f.intrinsic("list_at", t.str, [ys, f.int(0)], [t.str]));
    f.dec(xs);
    f.dec(ys);
  });
});

testProgram("an element moves into a hole", {
  stdout: "a and some more, so that it is long\n",
}, (p, t) => {
  const strs = t.list(t.str);
  return addMain(p, (f) => {
    const shared = f.list(strs, heapText(f, "a"));
    f.inc(shared);
    const xs = f.intrinsic("list_own", strs, [shared], [t.str]);
    f.dec(shared);
    const spare = f.intrinsic("list_holes", strs, [f.int(2)], [t.str]);
    const move = (...args: VarId[]) => f.intrinsic("list_move", t.unit, args, [t.str]);
    move(xs, f.int(0), spare, f.int(0));
    move(spare, f.int(0), spare, f.int(1));
    f.dec(xs);
    f.print(f.intrinsic("list_at", t.str, [spare, f.int(1)], [t.str]));
    f.dec(spare);
  });
});

testProgram("insert, remove, swap, truncate, take", { stdout: "b\na\n2\nb\n1\n" }, (p, t) => {
  const strs = t.list(t.str);
  const taken = t.tuple(strs, t.str);
  return addMain(p, (f) => {
    const one = f.list(strs, f.str("a"), heapText(f, "x"));
    const two = f.intrinsic("list_insert", strs, [one, f.int(2), f.str("b")], [t.str]);
    const three = f.intrinsic("list_remove", strs, [two, f.int(1)], [t.str]);
    const four = f.intrinsic("list_swap", strs, [three, f.int(0), f.int(1)], [t.str]);
    f.print(f.intrinsic("list_at", t.str, [four, f.int(0)], [t.str]));
    f.print(f.intrinsic("list_at", t.str, [four, f.int(1)], [t.str]));
    f.printNumber(f.intrinsic("list_len", t.int, [four], [t.str]));
    const five = f.intrinsic("list_push", strs, [four, heapText(f, "y")], [t.str]);
    const pair = f.intrinsic("list_take", taken, [five, f.int(0)], [t.str]);
    const [holed, first] = f.unpack([strs, t.str], pair);
    if (holed === undefined || first === undefined) throw new RangeError("two parts");
    f.print(first);
    f.dec(first);
    const six = f.intrinsic("list_truncate", strs, [holed, f.int(1)], [t.str]);
    f.printNumber(f.intrinsic("list_len", t.int, [six], [t.str]));
    f.dec(six);
  });
});

testProgram("inline sums of every shape", {
  stdout: "some text and some more, so that it is long\n7\n2.5\n",
}, (p, t) => {
  const result = t.sum("Result<int, str>", { Ok: [t.int], Err: [t.str] });
  const mixed = t.sum("Mixed", {
    A: [t.byte, t.bool, t.char],
    B: [t.float],
    C: [],
    D: [t.tuple(t.bool, t.str)],
  });
  return addMain(p, (f) => {
    const err = f.construct(result, 1, heapText(f, "some text"));
    const ok = f.construct(result, 0, f.int(7));
    f.print(f.project(t.str, err, 0, 1));
    f.printNumber(f.project(t.int, ok, 0, 0));
    f.inc(err);
    f.dec(err);
    f.dec(err);
    f.dec(ok);
    const code = f.prim("int_to_byte", f.int(200));
    const a = f.construct(mixed, 0, code, f.bool(true), f.prim("int_to_char", f.int(0x1f600)));
    const b = f.construct(mixed, 1, f.float(2.5));
    f.printNumber(f.project(t.float, b, 0, 1));
    f.dec(a);
    f.dec(b);
    const pair = f.construct(t.tuple(t.bool, t.str), 0, f.bool(false), heapText(f, "z"));
    f.dec(f.construct(mixed, 3, pair));
  });
});

/** `type Chain = Nil | Link(int, Chain)`. */
function chainType(t: TestTypes) {
  return t.boxed("Chain", (self) => ({ Nil: [], Link: [t.int, self] }));
}

testProgram("a chain of a million cells is dropped", { stdout: "999999\n" }, (p, t) => {
  const chain = chainType(t);
  return addMain(p, (f) => {
    const nil = f.construct(chain, 0);
    const all = addLoop(f, 1_000_000, nil, (i, rest) => f.construct(chain, 1, i, rest));
    f.printNumber(f.project(t.int, all, 0, 1));
    f.dec(all);
  });
});

testProgram("nested lists a million deep are dropped", { stdout: "1\n" }, (p, t) => {
  const tree = t.boxed("Tree", (self) => ({ Leaf: [], Node: [t.list(self)] }));
  return addMain(p, (f) => {
    const all = addLoop(
      f,
      1_000_000,
      f.construct(tree, 0),
      (_, inner) => f.construct(tree, 1, f.list(t.list(tree), inner)),
    );
    f.printNumber(f.tag(all));
    f.dec(all);
  });
});

testProgram("unpack, reset and reuse of cells", { stdout: "3\n" }, (p, t) => {
  const chain = chainType(t);
  const bump = p.fn("bump", [[chain, "owned"]], chain);
  const value = bump.project(t.int, bump.param(0), 0, 1);
  const rest = bump.project(chain, bump.param(0), 1, 1);
  bump.inc(rest);
  const next = bump.prim("int_wrap_add", value, bump.int(1));
  const token = bump.newVar(t.token(chain));
  bump.op({ kind: "Reset", token, src: bump.param(0) });
  const dst = bump.newVar(chain);
  bump.op({ kind: "Reuse", dst, token, variant: 1, args: [next, rest], span: bump.fn.span });
  bump.ret(dst);
  return addMain(p, (f) => {
    const one = f.construct(chain, 1, f.int(1), f.construct(chain, 0));
    const two = f.apply(bump, one);
    f.inc(two);
    const three = f.apply(bump, two);
    const [number, tail] = f.unpack([t.int, chain], three, 1);
    if (number === undefined || tail === undefined) throw new RangeError("two fields");
    f.printNumber(number);
    f.dec(tail);
    f.dec(two);
  });
});

testProgram("closures own their captures", { stdout: "45\n" }, (p, t) => {
  const lambda = p.fn("main.lambda0", [[t.str, "borrowed"], [t.int, "owned"]], t.int, {
    kind: "lambda",
    captures: 1,
  });
  const length = lambda.intrinsic("str_len", t.int, [lambda.param(0)]);
  lambda.ret(lambda.prim("int_add", length, lambda.param(1)));
  const wrapper = p.fn(
    "main.lambda0.wrapper",
    [[t.env(t.str), "borrowed"], [t.int, "owned"]],
    t.int,
    {
      kind: "wrapper",
      body: lambda.fn.id,
    },
  );
  const text = wrapper.envGet(t.str, wrapper.param(0), 0);
  wrapper.ret(wrapper.apply(lambda, text, wrapper.param(1)));
  const type = t.fn([t.int], t.int);
  const option = t.option(type);
  return addMain(p, (f) => {
    const closure = f.construct(option, 1, f.closure(type, wrapper, heapText(f, "x")));
    const inner = f.project(type, closure, 0, 1);
    f.printNumber(f.callClosure(t.int, inner, f.int(10)));
    f.inc(closure);
    f.dec(closure);
    f.dec(closure);
    f.dec(f.construct(option, 0));
  });
});

testProgram("a panic releases what frames own", {
  code: 1,
  stderr: "panic: index out of bounds: index 5 out of bounds for length 1 at main.ori:1:1\n",
}, (p, t) => {
  const strs = t.list(t.str);
  const get = p.fn("get", [[strs, "borrowed"], [t.int, "owned"]], t.str);
  const found = get.intrinsic("list_get", t.str, [get.param(0), get.param(1)], [t.str]);
  get.inc(found);
  get.ret(found);
  return addMain(p, (f) => {
    const xs = f.list(strs, heapText(f, "x"));
    const { dst, unwind } = f.invoke(t.str, f.applyCall(get, [xs, f.int(5)]));
    f.dec(dst);
    f.dec(xs);
    const normal = f.block().id;
    f.jump(normal);
    f.start(unwind);
    f.dec(xs);
    f.end({ kind: "Resume" });
    f.start(normal);
  });
});

testProgram("overflow unwinds from where it is checked", {
  code: 1,
  stderr: "panic: integer overflow in addition at main.ori:1:1\n",
}, (p, t) =>
  addMain(p, (f) => {
    const text = heapText(f, "x");
    const big = f.int(9223372036854775807n);
    const { dst, unwind } = f.invoke(t.int, f.primCall("int_add", [big, f.int(1)]));
    f.dec(text);
    f.printNumber(dst);
    const normal = f.block().id;
    f.jump(normal);
    f.start(unwind);
    f.dec(text);
    f.end({ kind: "Resume" });
    f.start(normal);
  }));

testProgram(
  "panic takes its message",
  { code: 1, stderr: "panic: no way at main.ori:1:1\n" },
  (p, t) => {
    const main = p.fn("main", [], t.unit);
    main.intrinsic("panic", t.never, [main.str("no way")]);
    main.end({ kind: "Unreachable" });
    return main;
  },
);

testProgram("arguments of the program", { stdout: "two\n2\n", args: ["one", "two"] }, (p, t) => {
  const main = p.fn("main", [[t.list(t.str), "borrowed"]], t.unit);
  main.print(main.intrinsic("list_at", t.str, [main.param(0), main.int(1)], [t.str]));
  main.printNumber(main.intrinsic("list_len", t.int, [main.param(0)], [t.str]));
  main.ret(main.unit());
  return main;
});

testProgram("lists of nothing have a length", { stdout: "3\n" }, (p, t) => {
  const units = t.list(t.unit);
  return addMain(p, (f) => {
    const two = f.list(units, f.unit(), f.unit());
    const three = f.intrinsic("list_push", units, [two, f.unit()], [t.unit]);
    f.printNumber(f.intrinsic("list_len", t.int, [three], [t.unit]));
    f.dec(three);
  });
});

testProgram(
  "bytes of strs in each form",
  { stdout: "97\n120\n98\n43\n" },
  (p, t) =>
    addMain(p, (f) => {
      const byteAt = (s: ReturnType<FnBuilder["int"]>, at: number) => {
        const byte = f.intrinsic("str_byte_at", t.byte, [s, f.int(at)]);
        f.printNumber(f.prim("byte_to_int", byte));
      };
      const heap = heapText(f, "xyz");
      const short = f.intrinsic("str_slice", t.str, [f.str("abcde"), f.int(1), f.int(3)]);
      byteAt(f.str("abc"), 0);
      byteAt(heap, 0);
      byteAt(short, 0);
      f.printNumber(
        f.intrinsic("str_len", t.int, [f.str("0123456789012345678901234567890123456789abc")]),
      );
      f.dec(heap);
      f.dec(short);
    }),
);

Deno.test("emitLlvm: the same program gives the same text", () => {
  const once = () => {
    const p = new ProgramBuilder(new TestTypes());
    const fib = addFib(p);
    return emitText(p.program(addMain(p, (f) => f.printNumber(f.apply(fib, f.int(3))))));
  };
  assertEquals(once(), once());
});
