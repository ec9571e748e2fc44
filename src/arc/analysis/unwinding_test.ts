import { assertEquals } from "@std/assert";
import { parseProgram } from "../ir/parse.ts";
import { findDropPanics } from "./drop_panics.ts";
import { findUnwinding } from "./unwinding.ts";

const HEAD = `
type Guard = dropping sum { Guard { id: int } }
type [Guard] = list Guard
type \`() -> int\` = fn () -> int
`;

/** Functions, and whether a call of each can unwind. */
const FUNCTIONS: readonly (readonly [string, string, boolean])[] = [
  ["pure", "%0: int borrowed) -> int {\nbb0:\n %1: int = Prim int_wrap_add(%0, %0)", false],
  [
    "checked",
    "%0: int borrowed) -> int {\nbb0:\n %1: int = CheckedPrim int_add(ref %0, ref %0)",
    true,
  ],
  [
    "panics",
    "%0: str borrowed) -> int {\nbb0:\n %2: int = Const 0\n %3: byte = Intrinsic str_byte_at(ref %0, ref %2)\n %1: int = Prim byte_to_int(%3)",
    true,
  ],
  ["does_not", "%0: str borrowed) -> int {\nbb0:\n %1: int = Intrinsic str_len(ref %0)", false],
  ["indirect", "%0: `() -> int` borrowed) -> int {\nbb0:\n %1: int = ApplyIndirect(ref %0)", true],
  ["calls", "%0: int borrowed) -> int {\nbb0:\n %1: int = Apply @checked(ref %0)", true],
  ["calls_pure", "%0: int borrowed) -> int {\nbb0:\n %1: int = Apply @pure(ref %0)", false],
  ["itself", "%0: int borrowed) -> int {\nbb0:\n %1: int = Apply @itself(ref %0)", false],
  ["ping", "%0: int borrowed) -> int {\nbb0:\n %1: int = Apply @pong(ref %0)", true],
  [
    "pong",
    "%0: int borrowed) -> int {\nbb0:\n %2: int = Apply @ping(ref %0)\n %1: int = Apply @checked(ref %2)",
    true,
  ],
  [
    "catches",
    "%0: `() -> int` borrowed) -> int {\nbb0:\n %3: int = Const 0\n Invoke %2: int = ApplyIndirect(ref %0) -> bb1, unwind bb2\nbb1:\n Jump bb3\nbb2:\n %4: str = TakePanic\n RcDec %4\n Jump bb3\nbb3:\n %1: int = Const 0",
    false,
  ],
  [
    "cleans_up",
    "%0: `() -> int` borrowed, %3: str owned) -> int {\nbb0:\n Invoke %1: int = ApplyIndirect(ref %0) -> bb2, unwind bb1\nbb1:\n RcDec %3\n Resume\nbb2:\n RcDec %3",
    true,
  ],
];

function program(functions: typeof FUNCTIONS) {
  return functions.map(([name, text]) => `fn ${name}(${text}\n Return %1\n}\n`).join("");
}

Deno.test("functions unwind that have a panicking op, an indirect call or a call of such a function", () => {
  const unwinding = findUnwinding(parseProgram(HEAD + program(FUNCTIONS)));
  const found = FUNCTIONS.map(([name], i) => [name, unwinding[i]]);
  assertEquals(found, FUNCTIONS.map(([name, , unwinds]) => [name, unwinds]));
});

for (const isPanicking of [false, true]) {
  const what = isPanicking ? "may" : "cannot";
  Deno.test(`functions that hold a value whose drop ${what} panic`, () => {
    const dropped = isPanicking
      ? "CheckedPrim int_add(ref %1, ref %1)"
      : "Prim int_wrap_add(%1, %1)";
    const parsed = parseProgram(`${HEAD}
fn drop_guard(%0: Guard borrowed) -> void {
bb0:
  %1: int = Project %0#0.0
  %2: int = ${dropped}
  %3: void = Const unit
  Return %3
}
fn holds(%0: [Guard] borrowed) -> int {
bb0:
  %1: int = Intrinsic list_len of Guard(ref %0)
  Return %1
}
fn other(%0: str borrowed) -> int {
bb0:
  %1: int = Intrinsic str_len(ref %0)
  Return %1
}
drop Guard by @drop_guard`);
    const { unwinding, types } = findDropPanics(parsed);
    assertEquals([...unwinding], [isPanicking, isPanicking, false]);
    assertEquals(types !== undefined, isPanicking);
  });
}
