import { assert, assertEquals, assertMatch } from "@std/assert";
import type { VarId } from "../arc/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import { intrinsicInfo, type IntrinsicName } from "../operations/mod.ts";
import { type FnBuilder, ProgramBuilder } from "../../tests/support/arc_program.ts";
import { addMain, emitText, heapText, testProgram } from "../../tests/support/llvm_case.ts";
import { TestTypes } from "../../tests/support/mono_types.ts";
import { runNative } from "../../tests/support/native_run.ts";

function call(f: FnBuilder, name: IntrinsicName, ...args: VarId[]): VarId {
  const t = f.types;
  const results: Partial<Record<IntrinsicName, MonoTypeId>> = {
    str_to_bytes: t.list(t.byte),
    bytes_are_utf8: t.bool,
    str_eq: t.bool,
    str_byte_at: t.byte,
    str_char_at: t.char,
    str_parse_float: t.float,
  };
  const { result: declared } = intrinsicInfo(name).signature;
  const isInt = declared.kind === "scalar" && declared.scalar === "int";
  const result = isInt ? t.int : results[name] ?? t.str;
  return f.intrinsic(name, result, args, [t.byte]);
}

function show(f: FnBuilder, text: VarId): void {
  f.print(text);
  f.dec(text);
}

testProgram("intrinsics of str", {
  stdout: [
    "hello, world of long texts and some more, so that it is long",
    ...["1", "0", "-1", "1", "ell", "2", "10", "233", "é", "5", "o", "HELLO", "hello", 'a\\n\\"'],
    ...["5", "1", "hello", "0", "2.5", "-12", "0.1", "-3750763034362895579"],
  ].join("\n") + "\n",
}, (p) =>
  addMain(p, (f) => {
    const hello = f.str("hello");
    show(f, heapText(f, "hello, world of long texts"));
    const asInt = (b: VarId) => f.printNumber(f.prim("bool_to_int", b));
    asInt(call(f, "str_eq", hello, f.str("hello")));
    asInt(call(f, "str_eq", hello, f.str("hellO")));
    f.printNumber(call(f, "str_compare", f.str("a"), f.str("b")));
    f.printNumber(call(f, "str_compare", f.str("b"), f.str("a")));
    show(f, call(f, "str_slice", hello, f.int(1), f.int(4)));
    f.printNumber(call(f, "str_find", hello, f.str("l"), f.int(0)));
    f.printNumber(call(f, "str_find_last", f.str("hello, hello"), f.str("l")));
    f.printNumber(f.prim("char_to_int", call(f, "str_char_at", f.str("aé"), f.int(1))));
    show(f, call(f, "str_from_char", f.prim("int_to_char", f.int(233))));
    f.printNumber(call(f, "str_char_count", f.str("hellé")));
    show(f, call(f, "str_index", hello, f.int(4)));
    show(f, call(f, "str_to_upper", hello));
    show(f, call(f, "str_to_lower", f.str("HELLO")));
    show(f, call(f, "str_escape", f.str('a\n"')));
    const bytes = call(f, "str_to_bytes", hello);
    f.printNumber(f.intrinsic("list_len", f.types.int, [bytes], [f.types.byte]));
    asInt(call(f, "bytes_are_utf8", bytes));
    show(f, call(f, "str_from_bytes", bytes));
    f.dec(bytes);
    f.printNumber(call(f, "str_len", f.str("")));
    f.printNumber(call(f, "str_parse_float", f.str("2.5")));
    show(f, call(f, "int_to_str", f.int(-12)));
    show(f, call(f, "float_to_str", f.float(0.1)));
    f.printNumber(call(f, "str_hash", f.str("")));
  }));

/** Panics of list operations, which own their list: nothing may be left. */
const LIST_PANICS: readonly (readonly [IntrinsicName, readonly (number | "value")[], string])[] = [
  ["list_set", [3, "value"], "index out of bounds: index 3 out of bounds for length 3"],
  ["list_take", [-1], "index out of bounds: index -1 out of bounds for length 3"],
  ["list_insert", [4, "value"], "index out of bounds: index 4 out of bounds for length 3"],
  ["list_remove", [3], "index out of bounds: index 3 out of bounds for length 3"],
  ["list_swap", [0, 3], "index out of bounds: index 3 out of bounds for length 3"],
];

for (const [name, args, message] of LIST_PANICS) {
  const stderr = `panic: ${message} at main.ori:1:1\n`;
  testProgram(
    `${name} out of bounds releases its arguments`,
    { code: 1, stderr },
    (p, t) =>
      addMain(p, (f) => {
        const strs = t.list(t.str);
        const xs = f.list(strs, heapText(f, "a"), heapText(f, "b"), heapText(f, "c"));
        const operands = args.map((arg) => arg === "value" ? heapText(f, "v") : f.int(arg));
        const result = name === "list_take" ? t.tuple(strs, t.str) : strs;
        f.dec(f.intrinsic(name, result, [xs, ...operands], [t.str]));
      }),
  );
}

testProgram("list_slice and list_concat", {
  code: 1,
  stdout: "c\nb\n4\n",
  stderr: "panic: list slice out of bounds: 2..1 for length 3 at main.ori:1:1\n",
}, (p, t) =>
  addMain(p, (f) => {
    const strs = t.list(t.str);
    const at = (xs: VarId, index: number) =>
      f.intrinsic("list_at", t.str, [xs, f.int(index)], [t.str]);
    const slice = (xs: VarId, start: number, end: number) =>
      f.intrinsicCall("list_slice", [xs, f.int(start), f.int(end)], [t.str]);
    const xs = f.list(strs, f.str("a"), f.str("b"), f.str("c"));
    const { dst: tail, unwind } = f.invoke(strs, slice(xs, 1, 3));
    const both = f.intrinsic("list_concat", strs, [tail, tail], [t.str]);
    f.print(at(xs, 2));
    f.print(at(both, 2));
    f.printNumber(f.intrinsic("list_len", t.int, [both], [t.str]));
    f.dec(both);
    const bad = f.newVar(strs);
    const normal = f.block().id;
    f.end({ kind: "Invoke", dst: bad, call: slice(xs, 2, 1), normal, unwind });
    f.start(unwind);
    f.dec(xs);
    f.end({ kind: "Resume" });
    f.start(normal);
    f.dec(bad);
    f.dec(xs);
  }));

testProgram("wide values by pointer, in phis and as results", { stdout: "5\n5\n" }, (p, t) => {
  const wide = t.struct("Wide", t.byte, t.str, t.bool, t.list(t.int), t.option(t.str));
  const next = p.fn("next", [[wide, "owned"]], wide);
  const parts = next.unpack([t.byte, t.str, t.bool, t.list(t.int), t.option(t.str)], next.param(0));
  const [tag, text, flag, numbers, option] = parts as [VarId, VarId, VarId, VarId, VarId];
  const longer = next.intrinsic("list_push", t.list(t.int), [numbers, next.int(1)], [t.int]);
  next.ret(next.construct(wide, 0, tag, text, next.prim("bool_not", flag), longer, option));
  const lengthOf = p.fn("length_of", [[wide, "borrowed"]], t.int);
  const list = lengthOf.project(t.list(t.int), lengthOf.param(0), 3);
  lengthOf.ret(lengthOf.intrinsic("list_len", t.int, [list], [t.int]));
  return addMain(p, (f) => {
    const tagByte = f.prim("int_to_byte", f.int(7));
    const some = f.construct(t.option(t.str), 1, heapText(f, "o"));
    const first = f.construct(
      wide,
      0,
      tagByte,
      heapText(f, "t"),
      f.bool(true),
      f.list(t.list(t.int)),
      some,
    );
    const header = f.block(t.int, wide);
    const [body, exit] = [f.block().id, f.block().id];
    const [count, value] = header.params as [VarId, VarId];
    f.jump(header.id, f.int(0), first);
    f.start(header.id);
    const more = f.prim("int_lt", count, f.int(5));
    f.branch(more, { block: body, args: [] }, { block: exit, args: [] });
    f.start(body);
    f.jump(header.id, f.prim("int_wrap_add", count, f.int(1)), f.apply(next, value));
    f.start(exit);
    f.printNumber(f.apply(lengthOf, value));
    f.printNumber(f.apply(lengthOf, value));
    f.inc(value);
    f.dec(value);
    f.dec(value);
  });
});

testProgram(
  "both edges of a branch into one block",
  { stdout: "2\n" },
  (p, t) =>
    addMain(p, (f) => {
      const join = f.block(t.str, t.int);
      const target = (text: string, n: number) => ({
        block: join.id,
        args: [f.str(text), f.int(n)],
      });
      f.branch(f.bool(false), target("one", 1), target("two", 2));
      f.start(join.id);
      f.printNumber(join.params[1] ?? f.int(0));
    }),
);

testProgram("switches on tags of each form", { stdout: "1\n0\n2\n1\n" }, (p, t) => {
  const expr = t.boxed("Expr", (self) => ({ Zero: [], Num: [t.int], Add: [self, self] }));
  const color = t.sum("Color", { Red: [], Green: [], Blue: [] });
  return addMain(p, (f) => {
    const one = f.construct(expr, 1, f.int(1));
    f.printNumber(f.tag(one));
    f.printNumber(f.tag(f.construct(expr, 0)));
    f.inc(one);
    const sum = f.construct(expr, 2, one, one);
    f.printNumber(f.tag(sum));
    f.dec(sum);
    const [red, other] = [f.block().id, f.block().id];
    f.end({
      kind: "Switch",
      subject: f.tag(f.construct(color, 1)),
      cases: [{ value: 0n, target: { block: red, args: [] } }],
      default: { block: other, args: [] },
    });
    f.start(red);
    f.end({ kind: "Unreachable" });
    f.start(other);
    f.printNumber(f.int(1));
  });
});

Deno.test("emitLlvm: ORI_TRACE_RC reports counts with function and position", async () => {
  const p = new ProgramBuilder(new TestTypes());
  const main = addMain(p, (f) => {
    const text = heapText(f, "x");
    f.inc(text);
    f.dec(text);
    f.dec(text);
  });
  const ir = emitText(p.program(main), { tracesRc: true });
  const run = await runNative(ir, { level: "-O0", env: { ORI_TRACE_RC: "1" } });
  assertEquals(run.code, 0);
  assertMatch(run.stderr, /\[RC\] inc .* in main at main\.ori:1:1/);
  assertEquals(run.stderr.match(/^\[RC\] dec/gm)?.length, 2);
});

Deno.test("emitLlvm: debug builds have lines, release builds have none", () => {
  const p = new ProgramBuilder(new TestTypes());
  const program = p.program(addMain(p, (f) => f.print(f.str("x"))));
  assertMatch(emitText(program), /DISubprogram\(name: "main"/);
  assert(!emitText(program, { mode: "release" }).includes("DISubprogram"));
});

Deno.test("emitLlvm: what cannot unwind is nounwind, what can is not", () => {
  const p = new ProgramBuilder(new TestTypes());
  const t = p.types;
  const calm = p.fn("calm", [[t.int, "owned"]], t.int);
  calm.ret(calm.prim("int_wrap_add", calm.param(0), calm.int(1)));
  const risky = p.fn("risky", [[t.int, "owned"]], t.int);
  risky.ret(risky.prim("int_add", risky.param(0), risky.int(1)));
  const caller = p.fn("caller", [[t.int, "owned"]], t.int);
  caller.ret(caller.apply(risky, caller.param(0)));
  const text = emitText(
    p.program(addMain(p, (f) => void f.apply(calm, f.apply(caller, f.int(1))))),
  );
  assertMatch(text, /@_ori_calm\(.*#1 /);
  assertMatch(text, /@_ori_risky\(.*#0 /);
  assertMatch(text, /@_ori_caller\(.*#0 /);
});

Deno.test("emitLlvm: strs go by pointer, wide results too (seeds CL-8)", () => {
  const p = new ProgramBuilder(new TestTypes());
  const t = p.types;
  const same = p.fn("same", [[t.str, "owned"]], t.str);
  same.ret(same.param(0));
  const text = emitText(p.program(addMain(p, (f) => f.print(f.apply(same, f.str("x"))))));
  assertMatch(
    text,
    /define internal void @_ori_same\(ptr .*sret\(%ori\.str\).*, ptr .*dereferenceable\(24\) %p0\)/,
  );
});
