import { assertEquals, assertStrictEquals } from "@std/assert";
import { parsePlaced } from "../../tests/support/arc.ts";
import { printFunction } from "../arc/mod.ts";
import { bypassJumps } from "./bypass_jumps.ts";

/** The blocks of `f` after the step, one a line. */
function bypassed(blocks: string): string[] {
  const text = `type int = scalar int
type bool = scalar bool
fn f(%0: bool borrowed, %1: int borrowed) -> int {
${blocks}
}
`;
  const program = parsePlaced(text);
  const printed = printFunction(bypassJumps(program.fns[0]), program);
  return printed.split("\n").filter((line) => /^bb|^ {2}(Jump|Branch|Return)/.test(line))
    .map((line) => line.replace(/ region \d+ \w+/, "").trim());
}

Deno.test("jumps to a latch that hands its parameters on go to the header", () => {
  assertEquals(
    bypassed(`bb0:
  Jump bb1(%1)
bb1(%2: int):
  Branch %0, bb2, bb5
bb2:
  Branch %0, bb3, bb4
bb3:
  Jump bb6(%1)
bb4:
  Jump bb6(%2)
bb5:
  Return %2
bb6(%3: int):
  Jump bb1(%3)`),
    [
      "bb0:",
      "Jump bb1(%1)",
      "bb1(%2: int):",
      "Branch %0, bb2, bb5",
      "bb2:",
      "Branch %0, bb3, bb4",
      "bb3:",
      "Jump bb1(%1)",
      "bb4:",
      "Jump bb1(%2)",
      "bb5:",
      "Return %2",
    ],
  );
});

Deno.test("a latch with ops, one whose parameters others use, and a join in front of other blocks stay", () => {
  const stays = (latch: string) => {
    const text = `type int = scalar int
type bool = scalar bool
fn f(%0: bool borrowed, %1: int borrowed) -> int {
bb0:
  Jump bb1(%1)
bb1(%2: int):
  Branch %0, bb2, bb3
bb2:
  Jump bb4(%1)
bb3:
  Jump bb4(%2)
${latch}
}
`;
    const [fn] = parsePlaced(text).fns;
    assertStrictEquals(bypassJumps(fn), fn);
  };
  stays("bb4(%3: int):\n  %4: int = Prim int_wrap_add(%3, %1)\n  Jump bb1(%4)");
  stays("bb4(%3: int):\n  Jump bb5\nbb5:\n  Jump bb1(%3)");
  stays("bb4(%3: int):\n  Jump bb5(%3)\nbb5(%4: int):\n  Return %4");
});
