import { assertStringIncludes, assertThrows } from "@std/assert";
import { InternalError } from "../../base/mod.ts";
import { parsePlaced } from "../../../tests/support/arc.ts";
import { verifyProgram } from "./verify.ts";

const TYPES = `
type L = boxed sum { Nil {}, Cons { head: int, tail: L } }
type T = boxed sum { Leaf {}, Node { left: T, key: int, right: T } }
type P = struct { left: L, right: L }
type builder<L> = builder L
type builder<T> = builder T
`;

/** A loop that builds a list from the outside in. */
const SOUND = `fn f(%0: int borrowed) -> L {
bb0:
  %1: builder<L> = Const empty
  Jump bb1(%0, %1)
bb1(%2: int, %3: builder<L>):
  %4: int = Const 0
  %5: bool = Prim int_eq(%2, %4)
  Branch %5, bb2, bb3
bb2:
  %6: L = Construct #0()
  %7: L = Finish %3 with %6
  Return %7
bb3:
  %8: L = Const empty
  %9: L = Construct #1(%2, %8)
  %10: builder<L> = Extend %3 by %9#1.1
  %11: int = Prim int_not(%2)
  Jump bb1(%11, %10)
}
`;

Deno.test("a loop that builds from the outside in is sound", () => {
  verifyProgram(parsePlaced(TYPES + SOUND));
});

/** What is changed in the loop, and what the error says. */
const MUTANTS: Readonly<Record<string, readonly [string, string, string]>> = {
  "a builder is lost": ["Jump bb1(%11, %10)", "Jump bb1(%11, %1)", "paths meet at bb1"],
  "a builder is used after it was extended": [
    "Jump bb1(%11, %10)",
    "Jump bb1(%11, %3)",
    "without owning",
  ],
  "a builder is not finished": [
    "%7: L = Finish %3 with %6",
    "%7: L = Construct #1(%2, %6)",
    "owns 1 reference",
  ],
  "a builder is finished twice": [
    "%7: L = Finish %3 with %6",
    "%12: L = Finish %3 with %6\n  %7: L = Finish %3 with %12",
    "without owning",
  ],
  "a builder is counted": [
    "%7: L = Finish %3 with %6",
    "RcInc %3\n  RcDec %3\n  %7: L = Finish %3 with %6",
    "a second reference of the builder %3",
  ],
  "an empty value is returned": [
    "%6: L = Construct #0()",
    "%6: L = Const empty",
    "%6 is empty",
  ],
  "an empty value is looked at": [
    "%11: int = Prim int_not(%2)",
    "%11: int = Tag %8",
    "%8 is empty",
  ],
  "a half built cell is looked at": [
    "%11: int = Prim int_not(%2)",
    "%11: int = Project %9#1.0",
    "%9 has an empty field",
  ],
  "a half built cell is in a cell": [
    "%10: builder<L> = Extend %3 by %9#1.1",
    "%12: L = Construct #1(%2, %9)\n  %10: builder<L> = Extend %3 by %12#1.1",
    "%9 has an empty field",
  ],
  "a half built cell is left": [
    "%10: builder<L> = Extend %3 by %9#1.1\n",
    "%10: builder<L> = Const empty\n  RcDec %3\n  RcDec %9\n",
    "%9 has an empty field",
  ],
  "another field is named": ["by %9#1.1", "by %9#1.0", "field #1.0 of %9 is not empty"],
  "another variant is named": ["by %9#1.1", "by %9#0.1", "no field 1"],
  "a whole cell is added": [
    "%8: L = Const empty",
    "%8: L = Construct #0()",
    "field #1.1 of %9 is not empty",
  ],
  "a cell is added twice": [
    "%10: builder<L> = Extend %3 by %9#1.1",
    "%12: builder<L> = Extend %3 by %9#1.1\n  %10: builder<L> = Extend %12 by %9#1.1",
    "%9 is added twice",
  ],
  "the builder is of another type": [
    "%10: builder<L>",
    "%10: builder<T>",
    "is no builder for %9",
  ],
};

for (const [name, [from, to, expected]] of Object.entries(MUTANTS)) {
  Deno.test(`verify rejects: ${name}`, () => {
    const text = SOUND.replace(from, to);
    const program = parsePlaced(TYPES + text);
    const error = assertThrows(() => verifyProgram(program), InternalError);
    assertStringIncludes(error.message, "f bb");
    assertStringIncludes(error.message, expected);
  });
}

Deno.test("verify rejects: a cell with two empty fields", () => {
  const program = parsePlaced(`${TYPES}fn f(%0: builder<T> owned, %1: int borrowed) -> builder<T> {
bb0:
  %2: T = Const empty
  %3: T = Construct #1(%2, %1, %2)
  %4: builder<T> = Extend %0 by %3#1.0
  Return %4
}`);
  const error = assertThrows(() => verifyProgram(program), InternalError);
  assertStringIncludes(error.message, "a cell with two empty fields");
});

Deno.test("verify rejects: a struct that is empty", () => {
  const program = parsePlaced(
    `${TYPES}fn f() -> P {\nbb0:\n  %0: P = Const empty\n  Return %0\n}`,
  );
  const error = assertThrows(() => verifyProgram(program), InternalError);
  assertStringIncludes(error.message, "an empty P");
});
