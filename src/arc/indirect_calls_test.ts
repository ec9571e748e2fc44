/**
 * Passes treat a call of a closure as they treat one of a named function (seeds RC-8): each program is given to the
 * pass with `CALL` as either, and has to come out the same, as stated.
 */
import { assertEquals } from "@std/assert";
import { printFunction } from "./ir/print.ts";
import { runPass } from "../../tests/support/run_pass.ts";

const FORMS = {
  Apply: { before: "Apply @g(own ", after: /Apply @g\(own /g },
  ApplyIndirect: { before: "ApplyIndirect(ref %0, own ", after: /ApplyIndirect\(ref %0, own /g },
} as const;

const PRELUDE = `
type Pair = struct {left: str, right: str}
type [str] = list str
type \`(str) -> str\` = fn (str) -> str
fn g(%0: str owned) -> str {
bb0:
  %1: Never = Intrinsic panic(own %0)
  Unreachable
}
`;

interface Case {
  readonly what: string;
  readonly pass: string;
  /** Parameters after the closure, and the result. */
  readonly head: string;
  readonly body: string;
  readonly expected: string;
  /** Marks of the parameters afterwards, the closure first, where the pass decides them. */
  readonly marks?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: "unwind cleanup: what is owned and live is released, and only that",
    pass: "insertRc",
    head: "%1: str owned, %2: str owned) -> Pair",
    body: `bb0:
  %3: str = CALL %1)
  %4: Pair = Construct(%3, %2)
  Return %4`,
    expected: `bb0:
  Invoke %3: str = CALL %1) -> bb1, unwind bb2
bb1:
  %4: Pair = Construct(%3, %2)
  Return %4
bb2:
  RcDec %2
  Resume`,
  },
  {
    what: "a value that is dead before the call is released before it",
    pass: "insertRc",
    head: "%1: str owned, %2: str owned) -> str",
    body: `bb0:
  %3: str = CALL %1)
  Return %3`,
    expected: `bb0:
  RcDec %2
  %3: str = CALL %1)
  Return %3`,
  },
  {
    what: "increments for projected borrowed values come before the terminator",
    pass: "insertRc",
    head: "%1: Pair borrowed, %2: str owned) -> Pair",
    body: `bb0:
  %3: str = Project %1.0
  %4: str = CALL %3)
  %5: Pair = Construct(%4, %2)
  Return %5`,
    expected: `bb0:
  %3: str = Project %1.0
  RcInc %3
  Invoke %4: str = CALL %3) -> bb1, unwind bb2
bb1:
  %5: Pair = Construct(%4, %2)
  Return %5
bb2:
  RcDec %2
  Resume`,
  },
  {
    what: "dead-result cleanup: a result that nobody needs is released where the call returns to",
    pass: "insertRc",
    head: "%1: str owned, %2: str owned) -> str",
    body: `bb0:
  %3: str = CALL %1)
  Return %2`,
    expected: `bb0:
  Invoke %3: str = CALL %1) -> bb1, unwind bb2
bb1:
  RcDec %3
  Return %2
bb2:
  RcDec %2
  Resume`,
  },
  {
    what: "edge decrements: the branch that does not need a value releases it on entry",
    pass: "insertRc",
    head: "%1: str owned, %2: str owned, %3: bool borrowed) -> str",
    body: `bb0:
  %4: str = CALL %1)
  Branch %3, bb1, bb2
bb1:
  Return %4
bb2:
  Return %2`,
    expected: `bb0:
  Invoke %4: str = CALL %1) -> bb1, unwind bb4
bb1:
  Branch %3, bb2, bb3
bb2:
  RcDec %2
  Return %4
bb3:
  RcDec %4
  Return %2
bb4:
  RcDec %2
  Resume`,
  },
  {
    what: "jump trampolines: what a jump takes twice gets its reference on the normal edge",
    pass: "insertRc",
    head: "%1: str owned, %2: str owned) -> Pair",
    body: `bb0:
  %3: str = CALL %1)
  Jump bb1(%3, %3, %2)
bb1(%4: str, %5: str, %6: str):
  %7: str = Intrinsic str_concat(own %4, ref %6)
  %8: Pair = Construct(%7, %5)
  Return %8`,
    expected: `bb0:
  Invoke %3: str = CALL %1) -> bb1, unwind bb3
bb1:
  RcInc %3
  Jump bb2(%3, %3, %2)
bb2(%4: str, %5: str, %6: str):
  %7: str = Intrinsic str_concat(own %4, ref %6)
  RcDec %6
  %8: Pair = Construct(%7, %5)
  Return %8
bb3:
  RcDec %2
  Resume`,
  },
  {
    what: "an argument that is needed later is never dropped as unique, and never written in place",
    pass: "insertRc",
    head: "%1: str owned) -> Pair",
    body: `bb0:
  %2: str = CALL %1)
  %3: Pair = Construct(%2, %1)
  Return %3`,
    expected: `bb0:
  RcInc %1
  Invoke %2: str = CALL %1) -> bb1, unwind bb2
bb1:
  %3: Pair = Construct(%2, %1)
  Return %3
bb2:
  RcDec %1
  Resume`,
  },
  {
    what: "borrow inference: what goes into an owned argument is owned, the closure itself is not",
    pass: "inferBorrow",
    head: "%1: str borrowed, %2: str borrowed) -> int",
    body: `bb0:
  %3: str = CALL %1)
  %4: int = Intrinsic str_len(ref %2)
  Return %4`,
    expected: `bb0:
  %3: str = CALL %1)
  %4: int = Intrinsic str_len(ref %2)
  Return %4`,
    marks: ["borrowed", "owned", "borrowed"],
  },
];

function run({ pass: name, head, body }: Case, form: keyof typeof FORMS) {
  const { before, after } = FORMS[form];
  const signature = `fn f(%0: \`(str) -> str\` borrowed, ${head}`;
  const text = `${PRELUDE}${signature} {\n${body.replaceAll("CALL ", before)}\n}\n`;
  const program = runPass(name, text);
  const [, fn] = program.fns;
  const [, blocks] = /^fn [^\n]*\n([^]*)\n\}\n$/.exec(printFunction(fn, program)) ?? [];
  const marks = fn.params.map((param) => param.ownership);
  return { marks, blocks: blocks?.replace(after, "CALL ") };
}

for (const test of CASES) {
  for (const form of ["Apply", "ApplyIndirect"] as const) {
    Deno.test(`RC-8 ${form}: ${test.what}`, () => {
      const { blocks, marks } = run(test, form);
      assertEquals(blocks, test.expected);
      if (test.marks !== undefined) assertEquals(marks, [...test.marks]);
    });
  }
}
