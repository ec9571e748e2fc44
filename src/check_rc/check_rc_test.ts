/**
 * Each rule of counting: a sound program runs to its end, its faulty twin gives exactly one report. Programs are
 * ARC texts; ` L7` behind an instruction is a span in line 7 of `x.ori`.
 */
import { assertEquals } from "@std/assert";
import { verifyProgram } from "../arc/mod.ts";
import { parsePlaced } from "../../tests/support/arc.ts";
import { SILENT_WORLD } from "../../tests/support/silent_world.ts";
import { SourceMap } from "../base/mod.ts";
import { runProgramChecked, VIOLATION_EXIT } from "./mod.ts";

const LINE = "123456789\n";

const PRELUDE = `
type Pair = struct {first: str, second: str}
type Tree = boxed sum {Leaf {}, Node {left: Tree, text: str}}
type token<Tree> = token Tree
type [str] = list str
type \`(str) -> str\` = fn (str) -> str
type \`() -> str\` = fn () -> str
type \`env()\` = env ()
type \`env(str)\` = env (str)
type \`env(str, str)\` = env (str, str)

fn make() -> str {
bb0:
  %0: str = Const "a text that is too long "
  %1: str = Const "to lie inline in native code"
  %2: str = Intrinsic str_concat(own %0, ref %1)
  Return %2
}
fn make_long() -> str {
bb0:
  %0: str = Apply @make()
  %1: str = Apply @make()
  %2: str = Intrinsic str_concat(own %0, ref %1)
  %3: str = Intrinsic str_concat(own %2, ref %1)
  RcDec %1
  Return %3
}
fn cut(%0 text: str borrowed) -> str {
bb0:
  %1: int = Const 1
  %2: int = Const 150
  %3: str = Intrinsic str_slice(ref %0, ref %1, ref %2)
  Return %3
}
fn eat(%0 food: str owned) -> void {
bb0:
  RcDec %0
  %1: void = Const unit
  Return %1
}
fn see(%0 sight: str borrowed) -> void {
bb0:
  %1: void = Const unit
  Return %1
}
fn both(%0 food: str owned, %1 sight: str borrowed) -> void {
bb0:
  %2: void = Apply @see(ref %1)
  RcDec %0
  Return %2
}
fn fail(%0 sight: str borrowed) -> void {
bb0:
  %1: str = Const "boom"
  %2: Never = Intrinsic panic(own %1) L90
  Unreachable
}
fn same$wrapper(%0 env: \`env()\` borrowed, %1 given: str owned) -> str wraps @make {
bb0:
  Return %1
}
fn first$wrapper(%0 env: \`env(str, str)\` borrowed) -> str wraps @make {
bb0:
  %1 one: str = EnvGet %0.0
  RcInc %1
  Return %1
}
`;

/** `part` is a slice of the text %0. */
const SLICE = `
bb0:
  %0 text: str = Apply @make_long() L1
  Invoke %1 part: str = Apply @cut(ref %0) L2 -> bb2, unwind bb1
bb1:
  RcDec %0
  Resume
bb2:`;

interface Case {
  readonly rule: string;
  /** The sound program: the body of \`@main\`, of type void, or whole functions that end with it. */
  readonly sound: string;
  /** Edits that break it: text and replacement. */
  readonly edits: readonly (readonly [string, string])[];
  /** The rule, what happened, where. */
  readonly report: readonly string[];
  /** Of the sound program, where it panics. */
  readonly panic?: string;
}

const CASES: readonly Case[] = [
  {
    rule: "missing RcInc, two owned arguments",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  RcInc %0 L2
  %1: void = Apply @eat(own %0) L3
  %2: void = Apply @eat(own %0) L4
  Return %2`,
    edits: [["RcInc %0 L2", ""]],
    report: [
      "use after move",
      "`s` (%0) was moved by Apply @eat at x.ori:3:1",
      "x.ori:4:1 in main, bb0 op 2: Apply @eat",
    ],
  },
  {
    rule: "missing RcInc, one instruction consumes twice",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  RcInc %0 L2
  %1 pair: Pair = Construct(%0, %0) L3
  RcDec %1 L4
  %2: void = Const unit
  Return %2`,
    edits: [["RcInc %0 L2", ""]],
    report: [
      "count is one short",
      "`s` (%0) is consumed more than once here, but owned one reference",
      "x.ori:3:1 in main, bb0 op 1: Construct",
    ],
  },
  {
    rule: "missing RcInc of a view that is consumed",
    sound: `
bb0:
  %0 a: str = Apply @make() L1
  %1 b: str = Apply @make() L2
  %2 pair: Pair = Construct(%0, %1) L3
  %3 first: str = Project %2.0
  RcInc %3 L4
  %4: void = Apply @eat(own %3) L5
  RcDec %2 L6
  Return %4`,
    edits: [["RcInc %3 L4", ""]],
    report: [
      "count is one short",
      "`first` (%3) is consumed, but it is only borrowed from `pair` (%2): no RcInc gave it a reference",
      "x.ori:5:1 in main, bb0 op 4: Apply @eat",
    ],
  },
  {
    rule: "missing RcInc of a borrowed parameter that is returned",
    sound: `
fn give(%0 lent: str borrowed) -> str {
bb0:
  RcInc %0 L11
  Return %0
}
fn main() -> void {
bb0:
  %0 s: str = Apply @make() L1
  %1 t: str = Apply @give(ref %0) L2
  RcDec %1 L3
  RcDec %0 L4
  %2: void = Const unit
  Return %2
}`,
    edits: [["RcInc %0 L11", ""]],
    report: [
      "count is one short",
      "`lent` (%0) is consumed, but it is only borrowed from `s` (%0) of main: no RcInc gave it a reference",
      "x.ori:1:1 in give, bb0 op 0: Return",
    ],
  },
  {
    rule: "missing RcInc of a capture that the body owns (RC-11)",
    sound: `
fn eats$wrapper(%0 env: \`env(str)\` borrowed) -> str wraps @make {
bb0:
  %1 kept: str = EnvGet %0.0
  RcInc %1 L11
  %2: void = Apply @eat(own %1) L12
  %3: str = Const "x"
  Return %3
}
fn main() -> void {
bb0:
  %0 s: str = Apply @make() L1
  %1 f: \`() -> str\` = PartialApply @eats$wrapper(%0) L2
  Invoke %2: str = ApplyIndirect(ref %1) L3 -> bb1, unwind bb2
bb1:
  RcDec %2
  RcDec %1 L4
  %3: void = Const unit
  Return %3
bb2:
  RcDec %1 L5
  Resume
}`,
    edits: [["RcInc %1 L11", ""]],
    report: [
      "count is one short",
      "`kept` (%1) is consumed, but it is only borrowed from `env` (%0): no RcInc gave it a reference",
      "x.ori:12:1 in eats$wrapper, bb0 op 1: Apply @eat",
    ],
  },
  {
    rule: "missing RcInc of a capture, named as in the lambda",
    sound: `
fn lambda(%0 kept: str owned) -> str lambda 1 {
bb0:
  Return %0
}
fn lambda$wrapper(%0 env: \`env(str)\` borrowed) -> str wraps @lambda {
bb0:
  %1: str = EnvGet %0.0
  RcInc %1 L11
  %2: str = Apply @lambda(own %1) L12
  Return %2
}
fn main() -> void {
bb0:
  %0 s: str = Apply @make() L1
  %1 f: \`() -> str\` = PartialApply @lambda$wrapper(%0) L2
  Invoke %2: str = ApplyIndirect(ref %1) L3 -> bb1, unwind bb2
bb1:
  RcDec %2
  RcDec %1 L4
  %3: void = Const unit
  Return %3
bb2:
  RcDec %1 L5
  Resume
}`,
    edits: [["RcInc %1 L11", ""]],
    report: [
      "count is one short",
      "capture `kept` (%1) is consumed, but it is only borrowed from `env` (%0): no RcInc gave it a reference",
      "x.ori:12:1 in lambda$wrapper, bb0 op 1: Apply @lambda",
    ],
  },
  {
    rule: "extra RcInc, a leak at the end of the function",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  RcInc %0 L2
  %1: void = Apply @eat(own %0) L3
  %2: void = Apply @eat(own %0) L4
  Return %2`,
    edits: [["RcInc %0 L2", "RcInc %0 L2\n RcInc %0 L2"]],
    report: [
      "count is one too high",
      "`s` (%0) still owns 1 reference when its function returns",
      "x.ori:4:1 in main, bb0 op 5: Return",
    ],
  },
  {
    rule: "extra RcInc of a capture that the body borrows (RC-11)",
    sound: `
fn looks$wrapper(%0 env: \`env(str)\` borrowed) -> str wraps @make {
bb0:
  %1 kept: str = EnvGet %0.0
  %2: void = Apply @see(ref %1) L12
  %3: str = Const "x"
  Return %3
}
fn main() -> void {
bb0:
  %0 s: str = Apply @make() L1
  %1 f: \`() -> str\` = PartialApply @looks$wrapper(%0) L2
  Invoke %2: str = ApplyIndirect(ref %1) L3 -> bb1, unwind bb2
bb1:
  RcDec %2
  RcDec %1 L4
  %3: void = Const unit
  Return %3
bb2:
  RcDec %1 L5
  Resume
}`,
    edits: [["%2: void = Apply @see(ref %1) L12", "RcInc %1\n %2: void = Apply @see(ref %1) L12"]],
    report: [
      "count is one too high",
      "`kept` (%1) still owns 1 reference when its function returns",
      "x.ori:12:1 in looks$wrapper, bb0 op 4: Return",
    ],
  },
  {
    rule: "missing RcDec",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1: void = Apply @see(ref %0) L2
  RcDec %0 L3
  Return %1`,
    edits: [["RcDec %0 L3", ""]],
    report: [
      "count is one too high",
      "`s` (%0) still owns 1 reference when its function returns",
      "x.ori:2:1 in main, bb0 op 2: Return",
    ],
  },
  {
    rule: "missing RcDec in a loop",
    sound: `
bb0:
  %0: int = Const 0
  Jump bb1(%0)
bb1(%1 i: int):
  %2 s: str = Apply @make() L2
  RcDec %2 L3
  %3: int = Const 1
  %4: int = Prim int_wrap_add(%1, %3)
  %5: int = Const 3
  %6: bool = Prim int_lt(%4, %5)
  Branch %6, bb2, bb3
bb2:
  Jump bb1(%4)
bb3:
  %7: void = Const unit
  Return %7`,
    edits: [["RcDec %2 L3", ""]],
    report: [
      "count is one too high",
      "`s` (%2) still owns 1 reference when it is set again",
      "x.ori:2:1 in main, bb1 op 0: Apply @make",
    ],
  },
  {
    rule: "double RcDec",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1: void = Apply @see(ref %0) L2
  RcDec %0 L3
  Return %1`,
    edits: [["RcDec %0 L3", "RcDec %0 L3\n RcDec %0 L4"]],
    report: [
      "count is one short",
      "`s` (%0) was released by RcDec at x.ori:3:1",
      "x.ori:4:1 in main, bb0 op 3: RcDec",
    ],
  },
  {
    rule: "RcDec of a borrowed parameter",
    sound: `
fn peek(%0 lent: str borrowed) -> void {
bb0:
  %1: void = Apply @see(ref %0) L11
  Return %1
}
fn main() -> void {
bb0:
  %0 s: str = Apply @make() L1
  %1: void = Apply @peek(ref %0) L2
  RcDec %0 L3
  Return %1
}`,
    edits: [["Return %1\n}\nfn main", "RcDec %0 L12\n  Return %1\n}\nfn main"]],
    report: [
      "count is one short",
      "`lent` (%0) is consumed, but it is only borrowed from `s` (%0) of main: no RcInc gave it a reference",
      "x.ori:12:1 in peek, bb0 op 1: RcDec",
    ],
  },
  {
    rule: "use after the move into an owned argument",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1: void = Apply @see(ref %0) L2
  %2: void = Apply @eat(own %0) L3
  Return %2`,
    edits: [
      ["Apply @see(ref %0) L2", "Apply @eat(own %0) L2"],
      ["Apply @eat(own %0) L3", "Apply @see(ref %0) L3"],
    ],
    report: [
      "use after move",
      "`s` (%0) was moved by Apply @eat at x.ori:2:1",
      "x.ori:3:1 in main, bb0 op 2: Apply @see",
    ],
  },
  {
    rule: "use after the move into a list",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1: void = Apply @see(ref %0) L2
  %2 all: [str] = MakeList(%0) L3
  RcDec %2 L4
  Return %1`,
    edits: [
      ["  %1: void = Apply @see(ref %0) L2\n", ""],
      ["MakeList(%0) L3", "MakeList(%0) L3\n  %1: void = Apply @see(ref %0) L4"],
    ],
    report: [
      "use after move",
      "`s` (%0) was moved by MakeList at x.ori:3:1",
      "x.ori:4:1 in main, bb0 op 2: Apply @see",
    ],
  },
  {
    rule: "use after release",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1: void = Apply @see(ref %0) L2
  RcDec %0 L3
  Return %1`,
    edits: [
      ["  RcDec %0 L3\n", ""],
      ["  %1: void", "  RcDec %0 L3\n  %1: void"],
    ],
    report: [
      "use after release",
      "`s` (%0) was released by RcDec at x.ori:3:1",
      "x.ori:2:1 in main, bb0 op 2: Apply @see",
    ],
  },
  {
    rule: "a view of a field outlives its owner",
    sound: `
bb0:
  %0 a: str = Apply @make() L1
  %1 b: str = Apply @make() L2
  %2 pair: Pair = Construct(%0, %1) L3
  %3 first: str = Project %2.0
  %4: void = Apply @see(ref %3) L5
  RcDec %2 L6
  Return %4`,
    edits: [
      ["  RcDec %2 L6\n", ""],
      ["  %4: void", "  RcDec %2 L6\n  %4: void"],
    ],
    report: [
      "borrow outlives owner",
      "`first` (%3) is borrowed from `pair` (%2); `pair` (%2) was released by RcDec at x.ori:6:1",
      "x.ori:5:1 in main, bb0 op 5: Apply @see",
    ],
  },
  {
    rule: "a view of an element outlives its list",
    sound: `
bb0:
  %0 a: str = Apply @make() L1
  %1 all: [str] = MakeList(%0) L2
  %2 at: int = Const 0
  %3 element: str = Intrinsic list_at of str(ref %1, ref %2) L3
  %4: void = Apply @see(ref %3) L4
  %5 b: str = Apply @make() L5
  %6 more: [str] = Intrinsic list_push of str(own %1, own %5) L6
  RcDec %6 L7
  Return %4`,
    edits: [
      ["  %4: void = Apply @see(ref %3) L4\n", ""],
      ["  RcDec %6", "  %4: void = Apply @see(ref %3) L4\n  RcDec %6"],
    ],
    report: [
      "borrow outlives owner",
      "`element` (%3) is borrowed from `all` (%1); `all` (%1) was moved by Intrinsic list_push at x.ori:6:1",
      "x.ori:4:1 in main, bb0 op 6: Apply @see",
    ],
  },
  {
    rule: "one value as owned and as borrowed argument",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  RcInc %0 L2
  %1: void = Apply @both(own %0, ref %0) L3
  RcDec %0 L4
  Return %1`,
    edits: [["  RcInc %0 L2\n", ""], ["  RcDec %0 L4\n", ""]],
    report: [
      "use after move",
      "`s` (%0) was moved by Apply @both at x.ori:3:1",
      "x.ori:3:1 in main, bb0 op 1: Apply @both",
    ],
  },
  {
    rule: "wrong mark on Apply: borrowed for owned",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1: void = Apply @eat(own %0) L2
  Return %1`,
    edits: [["(own %0)", "(ref %0)"]],
    report: [
      "RC-1 marks of call and callee agree",
      "`s` (%0) is passed as borrowed, but eat takes it as owned",
      "x.ori:2:1 in main, bb0 op 1: Apply @eat",
    ],
  },
  {
    rule: "wrong mark on Apply: owned for borrowed",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1: void = Apply @see(ref %0) L2
  RcDec %0 L3
  Return %1`,
    edits: [["(ref %0)", "(own %0)"]],
    report: [
      "RC-1 marks of call and callee agree",
      "`s` (%0) is passed as owned, but see takes it as borrowed",
      "x.ori:2:1 in main, bb0 op 1: Apply @see",
    ],
  },
  {
    rule: "wrong mark on Invoke",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  Invoke %1: void = Apply @see(ref %0) L2 -> bb1, unwind bb2
bb1:
  RcDec %0 L3
  Return %1
bb2:
  RcDec %0 L3
  Resume`,
    edits: [["(ref %0)", "(own %0)"]],
    report: [
      "RC-1 marks of call and callee agree",
      "`s` (%0) is passed as owned, but see takes it as borrowed",
      "x.ori:2:1 in main, bb0 op 1: Invoke Apply @see",
    ],
  },
  {
    rule: "wrong mark on ApplyIndirect",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1 f: \`(str) -> str\` = PartialApply @same$wrapper() L2
  %2 t: str = ApplyIndirect(ref %1, own %0) L3
  RcDec %2 L4
  %3: void = Const unit
  Return %3`,
    edits: [["own %0", "ref %0"]],
    report: [
      "RC-1 marks of call and callee agree",
      "`s` (%0) is passed as borrowed, but same$wrapper takes it as owned",
      "x.ori:3:1 in main, bb0 op 2: ApplyIndirect",
    ],
  },
  {
    rule: "no marks on ApplyIndirect: all count as borrowed (RC-4)",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1 f: \`(str) -> str\` = PartialApply @same$wrapper() L2
  %2 t: str = ApplyIndirect(ref %1, own %0) L3
  RcDec %2 L4
  %3: void = Const unit
  Return %3`,
    edits: [["(ref %1, own %0)", "(%1, %0)"]],
    report: [
      "RC-1 marks of call and callee agree",
      "`s` (%0) is passed as borrowed, but same$wrapper takes it as owned",
      "x.ori:3:1 in main, bb0 op 2: ApplyIndirect",
    ],
  },
  {
    rule: "the closure of an ApplyIndirect passed as owned",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1 t: str = Apply @make() L2
  %2 f: \`() -> str\` = PartialApply @first$wrapper(%0, %1) L3
  Invoke %3 r: str = ApplyIndirect(ref %2) L4 -> bb1, unwind bb2
bb1:
  RcDec %3 L5
  RcDec %2 L6
  %4: void = Const unit
  Return %4
bb2:
  RcDec %2 L7
  Resume`,
    edits: [["ApplyIndirect(ref %2)", "ApplyIndirect(own %2)"]],
    report: [
      "RC-1 marks of call and callee agree",
      "`f` (%2) is passed as owned, but first$wrapper takes it as borrowed",
      "x.ori:4:1 in main, bb0 op 3: Invoke ApplyIndirect",
    ],
  },
  {
    rule: "wrong mark on InvokeIndirect",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1 t: str = Apply @make() L2
  %2 f: \`(str) -> str\` = PartialApply @same$wrapper() L2
  Invoke %3 r: str = ApplyIndirect(ref %2, own %0) L3 -> bb1, unwind bb2
bb1:
  RcDec %1 L4
  RcDec %3 L5
  %4: void = Const unit
  Return %4
bb2:
  RcDec %1 L6
  Resume`,
    edits: [["own %0", "ref %0"]],
    report: [
      "RC-1 marks of call and callee agree",
      "`s` (%0) is passed as borrowed, but same$wrapper takes it as owned",
      "x.ori:3:1 in main, bb0 op 3: Invoke ApplyIndirect",
    ],
  },
  {
    rule: "the env drop skips the second capture",
    sound: `
fn second$wrapper(%0 env: \`env(str, str)\` borrowed) -> str wraps @make {
bb0:
  %1 one: str = EnvGet %0.0
  RcInc %1
  Return %1
}
fn main() -> void {
bb0:
  %0 s: str = Apply @make() L1
  %1 t: str = Apply @make() L2
  %2 f: \`() -> str\` = PartialApply @second$wrapper(%0, %1) L3
  RcDec %2 L4
  %3: void = Const unit
  Return %3
}`,
    edits: [["env: `env(str, str)`", "env: `env(str)`"]],
    report: [
      "RC-9 env drop releases every capture",
      "the drop of the env of second$wrapper does not release capture 1, `t` (%1)",
      "x.ori:3:1 in main, bb0 op 2: PartialApply",
    ],
  },
  {
    rule: "the unwind block releases too little",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1 t: str = Apply @make() L2
  Invoke %2: void = Apply @fail(ref %0) L3 -> bb1, unwind bb2
bb1:
  RcDec %0 L4
  RcDec %1 L5
  Return %2
bb2:
  RcDec %0 L6
  RcDec %1 L7
  Resume`,
    edits: [["  RcDec %1 L7\n", ""]],
    panic: "panic: boom at x.ori:90:1\n",
    report: [
      "UW-4 an unwind block releases what is owned, all of it",
      "`t` (%1) still owns 1 reference when unwinding goes on",
      "x.ori:6:1 in main, bb2 op 1: Resume",
    ],
  },
  {
    rule: "the unwind block releases too much",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  %1 t: str = Apply @make() L2
  %2: void = Apply @eat(own %1) L3
  Invoke %3: void = Apply @fail(ref %0) L4 -> bb1, unwind bb2
bb1:
  RcDec %0 L5
  Return %3
bb2:
  RcDec %0 L6
  Resume`,
    edits: [["  RcDec %0 L6\n", "  RcDec %0 L6\n  RcDec %1 L7\n"]],
    panic: "panic: boom at x.ori:90:1\n",
    report: [
      "UW-4 an unwind block releases what is owned, no more",
      "`t` (%1) owns no reference at the call that unwound here",
      "x.ori:7:1 in main, bb2 op 1: RcDec",
    ],
  },
  {
    rule: "a call that unwinds without an unwind block",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  Invoke %1: void = Apply @fail(ref %0) L2 -> bb1, unwind bb2
bb1:
  RcDec %0 L3
  Return %1
bb2:
  RcDec %0 L4
  Resume`,
    edits: [
      [
        "Invoke %1: void = Apply @fail(ref %0) L2 -> bb1, unwind bb2\nbb1:\n",
        "%1: void = Apply @fail(ref %0) L2\n",
      ],
      ["bb2:\n  RcDec %0 L4\n  Resume", ""],
    ],
    panic: "panic: boom at x.ori:90:1\n",
    report: [
      "UW-4 an unwind block releases what is owned, all of it",
      "`s` (%0) still owns 1 reference when the call unwinds, and has no unwind block",
      "x.ori:2:1 in main, bb0 op 1: Apply @fail",
    ],
  },
  {
    rule: "a handler keeps what the frame owns",
    sound: `
bb0:
  %0 s: str = Apply @make() L1
  Invoke %1: void = Apply @fail(ref %0) L2 -> bb1, unwind bb2
bb1:
  Jump bb3
bb2:
  %2 message: str = TakePanic
  RcDec %2
  Jump bb3
bb3:
  RcDec %0 L4
  %3: void = Const unit
  Return %3`,
    edits: [["  RcDec %2\n", "  RcDec %2\n  RcDec %0 L3\n"]],
    report: [
      "count is one short",
      "`s` (%0) was released by RcDec at x.ori:3:1",
      "x.ori:4:1 in main, bb3 op 0: RcDec",
    ],
  },
  {
    rule: "counting a literal",
    sound: `
bb0:
  %0 s: str = Const "text"
  %1: void = Apply @see(ref %0) L2
  Return %1`,
    edits: [["  Return %1", "  RcDec %0 L3\n  Return %1"]],
    report: [
      "no reference to count",
      "RcDec of `s` (%0), which never holds a counted block",
      "x.ori:3:1 in main, bb0 op 2: RcDec",
    ],
  },
  {
    rule: "counting an int",
    sound: `
bb0:
  %0 n: int = Const 1
  %1: void = Const unit
  Return %1`,
    edits: [["  %1: void", "  RcInc %0 L3\n  %1: void"]],
    report: [
      "no reference to count",
      "`n` (%0) is of type int",
      "x.ori:3:1 in main, bb0 op 1: RcInc",
    ],
  },
  {
    rule: "a token is not used",
    sound: `
bb0:
  %0 leaf: Tree = Construct #0()
  %1 s: str = Apply @make() L1
  %2 tree: Tree = Construct #1(%0, %1) L2
  %3 token: token<Tree> = Reset %2
  %4 t: str = Apply @make() L3
  %5 again: Tree = Reuse %3 #1(%0, %4) L4
  RcDec %5 L5
  %6: void = Const unit
  Return %6`,
    edits: [["Reuse %3 #1(", "Construct #1("]],
    report: [
      "count is one too high",
      "`token` (%3) still owns 1 reference when its function returns",
      "x.ori:5:1 in main, bb0 op 8: Return",
    ],
  },
  {
    rule: "a slice released twice",
    sound: `
${SLICE}
  RcDec %0 L3
  RcDec %1 L6
  %2: void = Const unit
  Return %2`,
    edits: [["RcDec %1 L6", "RcDec %1 L6\n  RcDec %1 L7"]],
    report: [
      "count is one short",
      "`part` (%1) was released by RcDec at x.ori:6:1",
      "x.ori:7:1 in main, bb2 op 2: RcDec",
    ],
  },
  {
    rule: "a slice used after its release, while the text it is a part of lives on",
    sound: `
${SLICE}
  %2: void = Apply @see(ref %1) L5
  RcDec %1 L6
  %3: void = Apply @see(ref %0) L7
  RcDec %0 L8
  Return %2`,
    edits: [["%3: void = Apply @see(ref %0) L7", "%3: void = Apply @see(ref %1) L7"]],
    report: [
      "use after release",
      "`part` (%1) was released by RcDec at x.ori:6:1",
      "x.ori:7:1 in main, bb2 op 2: Apply @see",
    ],
  },
  {
    rule: "a slice that its function leaves behind",
    sound: `
${SLICE}
  RcDec %0 L3
  RcDec %1 L6
  %2: void = Const unit
  Return %2`,
    edits: [["RcDec %1 L6", ""]],
    report: [
      "count is one too high",
      "`part` (%1) still owns 1 reference when its function returns",
      "x.ori:3:1 in main, bb2 op 2: Return",
    ],
  },
];

function run(text: string) {
  const sources = new SourceMap();
  sources.add("x.ori", LINE.repeat(99));
  const marked = text.replace(/ L(\d+)/g, (_, line: string) => ` !0:${(Number(line) - 1) * 10}:0`);
  const streams = { stdout: "", stderr: "" };
  const decoder = new TextDecoder();
  const { exitCode } = runProgramChecked(parsePlaced(marked), sources, {
    stdout: (bytes) => streams.stdout += decoder.decode(bytes),
    stderr: (bytes) => streams.stderr += decoder.decode(bytes),
    stdin: () => undefined,
    args: [],
    system: SILENT_WORLD,
  }, { backtrace: "off" });
  return { ...streams, exitCode };
}

function program(text: string): string {
  const whole = text.includes("fn main(") ? text : `fn main() -> void {${text}\n}`;
  return `${PRELUDE}\n${whole}\nmain @main\n`;
}

function edited(text: string, [from, to]: readonly [string, string]): string {
  assertEquals(text.includes(from), true, from);
  return text.replace(from, to);
}

for (const { rule, sound, edits, report, panic = "" } of CASES) {
  Deno.test(`sound: ${rule}`, () => {
    const exitCode = panic === "" ? 0 : 1;
    verifyProgram(parsePlaced(program(sound).replace(/ L\d+/g, "")));
    assertEquals(run(program(sound)), { stdout: "", stderr: panic, exitCode });
  });

  Deno.test(`faulty: ${rule}`, () => {
    const text = edits.reduce(edited, sound);
    const [broken, what, where] = report;
    const stderr = `ori: RC violation: ${broken}\n  ${what}\n  at ${where}\n`;
    const found = run(program(text));
    assertEquals(found, { stdout: "", stderr, exitCode: VIOLATION_EXIT });
  });
}
