import { assertEquals } from "@std/assert";
import { SourceMap } from "../base/mod.ts";
import { type FnBuilder, ProgramBuilder } from "../../tests/support/arc_program.ts";
import { TestTypes } from "../../tests/support/mono_types.ts";
import { disassemble } from "./disassemble.ts";
import { emitBytecode } from "./emit.ts";
import type { BytecodeProgram } from "./program.ts";

function emit(build: (p: ProgramBuilder, t: TestTypes) => FnBuilder): BytecodeProgram {
  const p = new ProgramBuilder(new TestTypes());
  const main = build(p, p.types);
  const sources = new SourceMap();
  sources.add("main.ori", "main");
  return emitBytecode(p.program(main), sources);
}

function countTo(p: ProgramBuilder, t: TestTypes): FnBuilder {
  const f = p.fn("count", [[t.int, "owned"]], t.int);
  const header = f.block(t.int, t.int);
  const body = f.block().id;
  const exit = f.block().id;
  f.jump(header.id, f.int(0), f.int(1));
  f.start(header.id);
  const [index, product] = header.params;
  f.branch(f.prim("int_lt", index, f.param(0)), { block: body, args: [] }, {
    block: exit,
    args: [],
  });
  f.start(body);
  const next = f.prim("int_mul", product, index);
  f.jump(header.id, f.prim("int_wrap_add", index, f.int(1)), next);
  f.start(exit);
  f.ret(product);
  return f;
}

Deno.test("a loop: constants are immediates, the comparison is a jump, nothing moves", () => {
  assertEquals(
    disassemble(emit(countTo)),
    `fn count(owned int) -> int, 3 registers
    0  LOAD_I       r1, 0
    3  LOAD_I       r2, 1
    6  JLE          r0, r1, @20
   10  MUL          r2, r2, r1                               # main.ori:1:1
   14  WRAP_ADD_I   r1, r1, 1
   18  JUMP         @6
   20  RET_S        r2
`,
  );
});

Deno.test("a swap on an edge goes through a scratch register", () => {
  const program = emit((p, t) => {
    const f = p.fn("pick", [[t.bool, "owned"], [t.int, "owned"], [t.int, "owned"]], t.int);
    const join = f.block(t.int, t.int);
    const [a, b] = [f.param(1), f.param(2)];
    f.branch(f.param(0), { block: join.id, args: [a, b] }, { block: join.id, args: [b, a] });
    f.start(join.id);
    f.ret(f.prim("int_sub", join.params[0], join.params[1]));
    return f;
  });
  assertEquals(
    disassemble(program),
    `fn pick(owned bool, owned int, owned int) -> int, 4 registers
    0  JUMP_FALSE   r0, @12
    3  MOVE_S       r3, r2
    6  MOVE_S       r2, r1
    9  MOVE_S       r1, r3
   12  SUB          r0, r2, r1                               # main.ori:1:1
   16  RET_S        r0
`,
  );
});

Deno.test("bytecode is plain data", () => {
  const program = emit((p, t) => {
    const f = p.fn("main", [], t.unit);
    f.print(f.str("text"));
    f.printNumber(f.int(2n ** 40n));
    f.printNumber(f.float(-0));
    f.ret(f.unit());
    return f;
  });
  assertEquals(structuredClone(program), program);
  assertEquals(program.chunks[0].constants, [
    { kind: "str", value: "text" },
    { kind: "int", value: 2n ** 40n },
    { kind: "float", value: -0 },
  ]);
});
