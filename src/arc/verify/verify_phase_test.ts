import { assertStringIncludes, assertThrows } from "@std/assert";
import { InternalError } from "../../base/mod.ts";
import type { Phase } from "../ir/ir.ts";
import { parseProgram } from "../ir/parse.ts";
import { verifyProgram } from "./verify.ts";

const TYPES = "type List = boxed sum { Nil {}, Cons { head: int, tail: List } }\n";

/** A function of the phase, and what the verifier says about it; nothing if it is sound. */
const CASES: readonly (readonly [Phase, string, string, string | undefined])[] = [
  ["lowered", "RcDec", "(%0: str borrowed) -> str {\nbb0:\n RcDec %0\n Return %0\n}", "RcDec"],
  ["owned", "RcInc", "(%0: str owned) -> str {\nbb0:\n RcInc %0\n Return %0\n}", "RcInc"],
  ["lowered", "Unpack", unpack("borrowed"), "Unpack"],
  ["owned", "Unpack", unpack("owned"), undefined],
  ["lowered", "Invoke", invoke("%0"), "Invoke"],
  ["owned", "Invoke", invoke("ref %0"), "Invoke"],
  ["lowered", "marks", call("ref %0"), "marks before ownership is inferred"],
  ["lowered", "no marks", call("%0"), undefined],
  ["owned", "marks", call("ref %0"), undefined],
  ["owned", "no marks", call("%0"), "one mark for each argument"],
  ["owned", "ScopeStart", scope(""), undefined],
  ["counted", "ScopeStart", scope(""), "ScopeStart"],
  ["owned", "ScopeEnd", scope(" %3: void = ScopeEnd %0 from %1\n"), undefined],
  ["owned", "TakePanic", "() -> str {\nbb0:\n %0: str = TakePanic\n Return %0\n}", "handler"],
];

function scope(end: string): string {
  return `(%0: int borrowed) -> void {\nbb0:\n %1: void = ScopeStart\n${end} Return %1\n}`;
}

function unpack(mark: string): string {
  return `(%0: List ${mark}) -> int {\nbb0:\n (%1: int, %2: List) = Unpack %0#1\n Return %1\n}`;
}

function call(argument: string): string {
  return `(%0: int borrowed) -> int {\nbb0:\n %1: int = Apply @g(${argument})\n Return %1\n}`;
}

function invoke(argument: string): string {
  return `(%0: int borrowed) -> int {
bb0:
  Invoke %1: int = Apply @g(${argument}) -> bb1, unwind bb2
bb1:
  Return %1
bb2:
  Resume
}`;
}

const CALLEE = "fn g(%0: int borrowed) -> int {\nbb0:\n Return %0\n}\n";

for (const [phase, what, text, expected] of CASES) {
  const verdict = expected === undefined ? "accepts" : "rejects";
  Deno.test(`verify ${verdict} ${what} in a function that is ${phase}`, () => {
    const program = parseProgram(`${TYPES}fn f${text}\n${CALLEE}`, phase);
    if (expected === undefined) return verifyProgram(program);
    const error = assertThrows(() => verifyProgram(program), InternalError);
    assertStringIncludes(error.message, expected);
  });
}

Deno.test("text of one phase is not read as another", () => {
  const text = "phase owned\nfn f(%0: int owned) -> int {\nbb0:\n Return %0\n}\n";
  const error = assertThrows(() => parseProgram(text), InternalError);
  assertStringIncludes(error.message, "expected counted, found owned");
  verifyProgram(parseProgram(text, "owned"));
});
