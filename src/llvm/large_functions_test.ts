import { assertEquals } from "@std/assert";
import { parseProgram } from "../arc/mod.ts";
import { optimisationOf } from "./large_functions.ts";

/** A function of `count` constants and, if wanted, a loop. */
function functionOf(count: number, hasLoop: boolean) {
  const ops = Array.from({ length: count }, (_, i) => `  %${i + 9}: int = Const ${i}\n`).join("");
  const loop = `  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%0)
bb2(%1: int) region 1 header:
  %2: bool = Prim int_lt(%1, %0)
  Branch %2, bb3, bb5
bb3 region 1 body:
  Jump bb4(%1)
bb4(%3: int) region 1 latch:
  Jump bb2(%3)
bb5 region 1 exit:
`;
  const { fns } = parseProgram(
    `fn f(%0 n: int borrowed) -> int {\n${hasLoop ? "  region 1 loop in 0\n" : ""}bb0:\n${ops}${
      hasLoop ? loop : ""
    }  Return %0\n}\n`,
  );
  return fns[0];
}

/** The attributes, how often calls are kept in the blocks, and the length of blocks. */
function shown(count: number, hasLoop: boolean, isOptimised = true) {
  const fn = functionOf(count, hasLoop);
  const { attributes, keepsCalls, maxOps } = optimisationOf(fn, isOptimised);
  return [attributes.trim(), fn.blocks.map(keepsCalls), maxOps];
}

Deno.test("ordinary functions and debug builds are left to LLVM", () => {
  assertEquals(shown(599, false), ["", [false], Infinity]);
  assertEquals(shown(5_000, false, false), ["", [false], Infinity]);
});

Deno.test("a large function keeps the calls outside of its loops", () => {
  assertEquals(shown(600, false), ["noimplicitfloat", [true], Infinity]);
  const [attributes, kept] = shown(600, true);
  assertEquals(attributes, "noimplicitfloat");
  const { blocks, regions } = functionOf(600, true);
  const loop = regions.find(({ kind }) => kind === "loop");
  assertEquals(kept, blocks.map(({ region }) => region !== loop?.id));
  assertEquals((kept as boolean[]).includes(false), true);
});

Deno.test("a huge function keeps all calls; without a loop it is not optimised", () => {
  const [attributes, kept, maxOps] = shown(4_000, true);
  assertEquals([attributes, maxOps], ["noimplicitfloat", Infinity]);
  assertEquals((kept as boolean[]).every((each) => each), true);
  assertEquals(shown(4_000, false), ["noinline optnone", [true], 64]);
});
