/** Guards of inference: programs that one check alone refuses, or lets pass. */
import { assertEquals } from "@std/assert";
import { checkText, codesOf } from "../check_support_test.ts";

const APPLY = "@apply<A, B> (f: (A) -> B, value: A) -> B = f(value);\n";

/** What is reported of a program, as codes and the text that they point at. */
const CASES: readonly (readonly [what: string, text: string, codes: readonly string[]])[] = [
  ["a type that holds itself", "@f () -> void = { let xs = []; xs = [xs]; }", ["E2001 xs"]],
  [
    "function types of different results",
    "@g (n: int) -> int = n;\n@f () -> void = { let h: (int) -> str = g; }",
    ["E2001 g"],
  ],
  [
    "an unknown value in other values",
    "@f () -> void = { let x = unknown; let ys = [x]; let z: str = ys[0]; let w: int = ys[0]; }",
    ["E2003 unknown"],
  ],
  [
    "methods of one name in two impls",
    "type P = { x: int }\nimpl P { @m (self) -> int = 1; }\nimpl P { @m (self) -> int = 2; }",
    ["E2006 m"],
  ],
  [
    "a lambda in front of the argument that tells its parameter",
    `${APPLY}@f () -> int = apply(f: x -> x.len(), value: "a");`,
    [],
  ],
  [
    "no arm for a variant without values, also behind a guard",
    "@f (r: Result<int, Never>) -> int = match r { Ok(n) -> n };\n" +
    "@g (r: Result<int, Never>, b: bool) -> int = match r { Ok(n) -> n, Err(_) if b -> 1 };",
    [],
  ],
  [
    "a list that is longer than each pattern",
    "@f (xs: [int]) -> int = match xs { [] -> 0, [_] -> 1 };",
    ["E3001 match xs { [] -> 0, [_] -> 1 }"],
  ],
];

for (const [what, text, expected] of CASES) {
  Deno.test(`guards of types: ${what}`, () => assertEquals(codesOf(checkText(text)), expected));
}

Deno.test("guards of types: a trait and a type of other modules", () => {
  const checked = checkText(
    'use "./t" { T };\nuse "./p" { P };\nimpl P: T { @t (self) -> int = 1; }',
    { "t.ori": "pub trait T { @t (self) -> int }", "p.ori": "pub type P = { x: int }" },
  );
  assertEquals(codesOf(checked), ["E2010 T"]);
});
