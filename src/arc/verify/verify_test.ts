import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InternalError } from "../../base/mod.ts";
import { parsePlaced } from "../../../tests/support/arc.ts";
import type { ArcBlock, Op } from "../ir/ir.ts";
import { verifyProgram } from "./verify.ts";

const TYPES = `
type [str] = list str
type Pair = struct { left: str, right: str }
type Wants = fn (int) -> int
type Thunk = fn () -> int
type Caught = sum { Ok { value: int }, Err { error: str } }
type Other = sum { Ok { value: str }, Err { error: str } }
fn lend(%0: str borrowed) -> int {
bb0:
  %1: int = Const 0
  %2: byte = Intrinsic str_byte_at(ref %0, ref %1)
  %3: int = Prim byte_to_int(%2)
  Return %3
}
`;

/** The name of a rule, a function that breaks it, and what the error says. */
const BROKEN: (readonly [string, string, string])[] = [
  [
    "leak at return",
    "fn f(%0: str owned) -> int {\nbb0:\n %1: int = Const 1\n Return %1\n}",
    "owns 1",
  ],
  [
    "consumed twice",
    "fn f(%0: str owned) -> Pair {\nbb0:\n %1: Pair = Construct(%0, %0)\n Return %1\n}",
    "without owning",
  ],
  ["borrowed returned", "fn f(%0: str borrowed) -> str {\nbb0:\n Return %0\n}", "without owning"],
  [
    "use after release",
    `fn f(%0: str owned) -> int {
bb0:
  RcDec %0
  %1: int = Intrinsic str_len(ref %0)
  Return %1
}`,
    "used after",
  ],
  [
    "view outlives its owner",
    `fn f(%0: Pair owned) -> int {
bb0:
  %1: str = Project %0.0
  RcDec %0
  %2: int = Intrinsic str_len(ref %1)
  Return %2
}`,
    "after %0 was consumed",
  ],
  [
    "borrowed and moved in one call",
    `fn f(%0: str owned) -> str {
bb0:
  %1: str = Intrinsic str_concat(own %0, ref %0)
  Return %1
}`,
    "used after",
  ],
  [
    "one branch releases",
    `fn f(%0: bool borrowed, %1: str owned) -> int {
bb0:
  Branch %0, bb1, bb2
bb1:
  RcDec %1
  Jump bb3
bb2:
  Jump bb3
bb3:
  %2: int = Const 1
  Return %2
}`,
    "paths meet at bb3",
  ],
  [
    "a loop releases what is from before it",
    `fn f(%0: bool borrowed, %1: str owned) -> int {
bb0:
  Jump bb1
bb1:
  Branch %0, bb2, bb3
bb2:
  RcDec %1
  Jump bb1
bb3:
  RcDec %1
  %2: int = Const 1
  Return %2
}`,
    "paths meet at bb1",
  ],
  [
    "a loop variable is lost in each turn",
    `fn f(%0: bool borrowed, %1: str owned) -> str {
bb0:
  Jump bb1(%1)
bb1(%2: str):
  Branch %0, bb2, bb3
bb2:
  %3: char = Const 65
  %4: str = Intrinsic str_from_char(ref %3)
  Jump bb1(%4)
bb3:
  Return %2
}`,
    "set again while",
  ],
  [
    "an unwinding call leaves something owned",
    `fn f(%0: str owned) -> str {
bb0:
  %1: int = Apply @lend(ref %0)
  Return %0
}`,
    "can unwind while",
  ],
  [
    "an unwind block forgets a value",
    `fn f(%0: str owned) -> str {
bb0:
  Invoke %1: int = Apply @lend(ref %0) -> bb1, unwind bb2
bb1:
  Return %0
bb2:
  Resume
}`,
    "resumes while",
  ],
  [
    "an unwind block that is also jumped to",
    `fn f(%0: str owned) -> str {
bb0:
  Invoke %1: int = Apply @lend(ref %0) -> bb1, unwind bb2
bb1:
  Jump bb2
bb2:
  RcDec %0
  Resume
}`,
    "ordinary edge to the unwind block",
  ],
  [
    "RC operation on a literal",
    'fn f() -> str {\nbb0:\n %0: str = Const "x"\n RcInc %0\n Return %0\n}',
    "holds no reference",
  ],
  [
    "missing mark",
    `fn f(%0: str borrowed) -> int {
bb0:
  %1: int = Apply @lend(%0)
  Return %1
}`,
    "one mark for each argument",
  ],
  [
    "wrong mark",
    `fn f(%0: str owned) -> int {
bb0:
  %1: int = Apply @lend(own %0)
  Return %1
}`,
    "marks differ",
  ],
  [
    "use before definition",
    "fn f() -> int {\nbb0:\n %0: int = Prim int_not(%1)\n %1: int = Const 1\n Return %0\n}",
    "definition is not known",
  ],
  [
    "definition in another branch",
    `fn f(%0: bool borrowed) -> int {
bb0:
  Branch %0, bb1, bb2
bb1:
  %1: int = Const 1
  Jump bb3
bb2:
  Jump bb3
bb3:
  Return %1
}`,
    "definition is not known",
  ],
  [
    "critical edge",
    `fn f(%0: bool borrowed) -> int {
bb0:
  Branch %0, bb1, bb2
bb1:
  Jump bb2
bb2:
  %1: int = Const 1
  Return %1
}`,
    "critical",
  ],
  ["wrong type", "fn f(%0: int borrowed) -> str {\nbb0:\n Return %0\n}", "has type int, not str"],
  [
    "jump without its arguments",
    `fn f() -> int {
bb0:
  Jump bb1
bb1(%0: int):
  Return %0
}`,
    "0 operands, not 1",
  ],
  [
    "Catch of a function with parameters",
    `fn f(%0: Wants borrowed) -> int {
bb0:
  %1: Caught = Catch %0
  %2: int = Tag %1
  Return %2
}`,
    "Catch of Wants",
  ],
  [
    "Catch that gives another result",
    `fn f(%0: Thunk borrowed) -> int {
bb0:
  %1: Other = Catch %0
  %2: int = Tag %1
  Return %2
}`,
    "Catch: Other of Thunk",
  ],
  [
    "DropValue that gives a value",
    "fn f(%0: str owned) -> int {\nbb0:\n %1: int = DropValue %0\n Return %1\n}",
    "DropValue: %1 has type int",
  ],
  [
    "ShareValue of another type",
    "fn f(%0: str borrowed) -> [str] {\nbb0:\n %1: [str] = ShareValue %0\n Return %1\n}",
    "ShareValue",
  ],
  [
    "DropCheck with an argument",
    "fn f(%0: str borrowed) -> void {\nbb0:\n %1: void = DropCheck(ref %0)\n Return %1\n}",
    "DropCheck takes nothing",
  ],
];

/** A mark list that was not filled is refused on each call form (RC-4). */
for (const callee of ["Apply @keep(", "ApplyIndirect(%0, "]) {
  const isIndirect = callee.startsWith("ApplyIndirect");
  const head = `type \`(str) -> str\` = fn (str) -> str
fn keep(%0: str owned) -> str {
bb0:
  Return %0
}
fn f(%0: \`(str) -> str\` borrowed, %1: str owned, %2: str owned) -> str {
bb0:
`;
  const op = `  RcDec %2\n  %3: str = ${callee}%1)\n  Return %3\n}`;
  const invoke = `  Invoke %3: str = ${callee}%1) -> bb1, unwind bb2
bb1:
  RcDec %2
  Return %3
bb2:
  RcDec %2
  Resume
}`;
  const suffix = isIndirect ? "Indirect" : "";
  BROKEN.push([`empty marks on Apply${suffix} (RC-4)`, head + op, "one mark for each argument"]);
  BROKEN.push([
    `empty marks on Invoke${suffix} (RC-4)`,
    head + invoke,
    "one mark for each argument",
  ]);
  // So nothing is ever released in such a block: no cleanup could tell the two ways apart.
  const both = `  Invoke %3: str = ${callee}own %1) -> bb1, unwind bb1
bb1:
  RcDec %2
  Resume
}`;
  BROKEN.push([
    `one block as normal and unwind successor of Invoke${suffix} (UW-2)`,
    head + both.replace("(%0", "(ref %0"),
    "as normal and as unwind successor",
  ]);
}

/** A function whose only op is `op`, on a text, an int, a list of texts and a pair. */
function withOp(op: string): string {
  return `fn f(%0: str borrowed, %1: int borrowed, %2: [str] borrowed, %3: Pair borrowed) -> int {
bb0:
  ${op}
  Return %1
}`;
}

const MISTYPED: readonly (readonly [string, string, string])[] = [
  ["an operand", "%4: int = Intrinsic str_len(ref %1)", "str_len: %1 has type int, not str"],
  ["a result", "%4: str = Intrinsic str_len(ref %0)", "str_len: %4 has type str, not int"],
  [
    "a list of another type",
    "%4: int = Intrinsic list_len of int(ref %2)",
    "list_len: %2 has type [str], not [T]",
  ],
  [
    "an element",
    "%4: int = Intrinsic list_get of str(ref %2, ref %1)",
    "list_get: %4 has type int, not T",
  ],
  ["no type argument", "%4: int = Intrinsic list_len(ref %2)", "list_len: 0 type arguments, not 1"],
  [
    "a type argument too many",
    "%4: int = Intrinsic str_len of str(ref %0)",
    "str_len: 1 type arguments, not 0",
  ],
  ["no operand", "%4: int = Intrinsic str_len()", "arguments of str_len"],
  ["void", "%4: int = Intrinsic print(ref %0)", "print: %4 has type int, not void"],
];
for (const [what, op, expected] of MISTYPED) {
  BROKEN.push([`an intrinsic with ${what} that does not fit`, withOp(op), expected]);
}
BROKEN.push([
  "Copy to another type",
  withOp("%4: int = Copy %0"),
  "Copy: %0 has type str, not int",
]);

for (const [name, text, expected] of BROKEN) {
  Deno.test(`verify rejects: ${name}`, () => {
    const program = parsePlaced(TYPES + text);
    const error = assertThrows(() => verifyProgram(program), InternalError);
    assertStringIncludes(error.message, "f bb");
    assertStringIncludes(error.message, expected);
  });
}

Deno.test("verify reports all findings, in order", () => {
  const program = parsePlaced(
    TYPES + `fn f(%0: str owned, %1: int borrowed) -> int {
bb0:
  %2: str = Intrinsic int_to_str(ref %0)
  %3: bool = Prim int_lt(%1, %9)
  %9: int = Copy %2
  Branch %1, bb1, bb2
bb1:
  Return %0
bb2:
  Return %1
}
fn g(%0: str owned, %1: bool borrowed) -> int {
bb0:
  %2: int = Const 0
  Branch %1, bb1, bb2
bb1:
  RcDec %0
  RcDec %0
  Return %2
bb2:
  Return %2
}
fn g(%0: int borrowed) -> int {
bb0:
  Jump bb0
}`,
  );
  const error = assertThrows(() => verifyProgram(program, "a pass"), InternalError);
  assertEquals(error.message.split("\n  "), [
    "after a pass: 9 findings",
    "g: another function has this name",
    "g bb0: a jump to the entry",
    "f bb0 op 0: int_to_str: %0 has type str, not int",
    "f bb0 op 1: %9 is used where its definition is not known",
    "f bb0 op 2: Copy: %2 has type str, not int",
    "f bb0 op 3: Branch: %1 has type int, not bool",
    "f bb1 op 0: Return: %0 has type str, not int",
    "g bb1 op 1: %0 is consumed without owning a reference; path bb0 -> bb1",
    "g bb2 op 0: returns while %0 owns 1 reference(s); path bb0 -> bb2",
  ]);
});

Deno.test("what names a function or block that does not exist is found, not stumbled over", () => {
  const program = parsePlaced(
    TYPES + `fn f(%0: str owned) -> str {
bb0:
  Invoke %1: int = Apply @lend(ref %0) -> bb1, unwind bb2
bb1:
  Return %0
bb2:
  RcDec %0
  Resume
}
fn g(%0: str owned) -> int {
bb0:
  %1: int = Apply @lend(ref %0)
  Return %1
}`,
  );
  const [, f, g] = program.fns;
  const [block] = f.blocks;
  block.terminator = { ...block.terminator, unwind: 7 } as unknown as ArcBlock["terminator"];
  const [op] = g.blocks[0].ops;
  assert(op?.kind === "Call");
  g.blocks[0].ops = [{ ...op, call: { ...op.call, fn: 9 } } as unknown as Op];
  const error = assertThrows(() => verifyProgram(program), InternalError);
  assertEquals(error.message.split("\n  "), [
    "after all passes: 2 findings",
    "f bb0: no block bb7",
    "g bb0 op 0: no function 9",
  ]);
});

Deno.test("one error lists a hundred findings at most", () => {
  const fns = Array.from({ length: 103 }, (_, i) => `fn f${i}() -> int {\nbb0:\n Jump bb0\n}\n`);
  const error = assertThrows(() => verifyProgram(parsePlaced(fns.join(""))), InternalError);
  const lines = error.message.split("\n  ");
  assertEquals([lines.length, lines[0], lines.at(-1)], [
    102,
    "after all passes: 103 findings",
    "and 3 more",
  ]);
});

Deno.test("verify accepts a sound program", () => {
  verifyProgram(parsePlaced(
    TYPES + `fn f(%0: str owned) -> str {
bb0:
  Invoke %1: int = Apply @lend(ref %0) -> bb1, unwind bb2
bb1:
  Return %0
bb2:
  RcDec %0
  Resume
}`,
  ));
});

Deno.test("verify rejects: two functions of one name", () => {
  const fn = (value: number) => `fn f() -> int {\nbb0:\n %0: int = Const ${value}\n Return %0\n}\n`;
  const error = assertThrows(() => verifyProgram(parsePlaced(fn(1) + fn(2))), InternalError);
  assertStringIncludes(error.message, "f: another function has this name");
});
