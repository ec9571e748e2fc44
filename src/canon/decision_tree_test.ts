import { assertEquals } from "@std/assert";
import { coreOf } from "./canon_support_test.ts";

Deno.test("literals become one switch, ranges become tests", () => {
  assertEquals(
    coreOf("@f (n: int) -> int = match n { 0 -> 1, 1 | 2 -> 2, 10..=19 -> 3, _ -> 4 };"),
    `fn f(n.0: int) -> int =
  match n.0 {
    value of subject
      0 => arm 0()
      1 => arm 1()
      2 => arm 1()
      _ => subject in 10..=19
        yes => arm 2()
        no => arm 3()
    arm 0() -> 1
    arm 1() -> 2
    arm 2() -> 3
    arm 3() -> 4
  }`,
  );
});

Deno.test("the column that most rows test goes first", () => {
  assertEquals(
    coreOf(`type C = R | G | B;
@f (p: (bool, C)) -> int = match p { (true, R) -> 1, (_, G) -> 2, (_, B) -> 3, (false, R) -> 4 };`),
    `fn f(p.0: (bool, C)) -> int =
  match p.0 {
    variant of subject.1
      #0 => value of subject.0
        1 => arm 0()
        0 => arm 3()
      #1 => arm 1()
      #2 => arm 2()
    arm 0() -> 1
    arm 1() -> 2
    arm 2() -> 3
    arm 3() -> 4
  }`,
  );
});

Deno.test("a failed guard goes on with the rows below", () => {
  assertEquals(
    coreOf(
      "@f (o: Option<int>) -> int = match o { Some(x) if x > 0 -> x, Some(_) -> 0, None -> 1 };",
    ),
    `fn f(o.0: Option<int>) -> int =
  match o.0 {
    variant of subject
      #1 => arm 0(subject#1.0)
        otherwise arm 1()
      #0 => arm 2()
    arm 0(x.1) if int_gt(x.1, 0) -> x.1
    arm 1() -> 0
    arm 2() -> 1
  }`,
  );
});

Deno.test("lists are tested by length, then element by element", () => {
  assertEquals(
    coreOf(
      "@f (xs: [int]) -> int = match xs { [] -> 0, [x] -> x, [1, .., y] -> y, [_, ..rest] -> rest.len() };",
    ),
    `fn f(xs.0: [int]) -> int =
  match xs.0 {
    length of subject == 0
      yes => arm 0()
      no => length of subject == 1
        yes => arm 1(subject[0])
        no => length of subject >= 2
          yes => value of subject[0]
            1 => arm 2(subject[-0])
            _ => arm 3(subject[1..-0])
          no => arm 3(subject[1..-0])
    arm 0() -> 0
    arm 1(x.1) -> x.1
    arm 2(y.2) -> y.2
    arm 3(rest.3) -> [int]:len(rest.3)
  }`,
  );
});

Deno.test("the last test of a complete match is left out", () => {
  assertEquals(
    coreOf(
      '@f (b: bool, s: str) -> int = match (b, s) { (true, "a") -> 1, (true, _) -> 2, (false, t @ _) -> t.len() };',
    ),
    `fn f(b.0: bool, s.1: str) -> int =
  {
    let subject.2: (bool, str) = (bool, str){b.0, s.1};
    match subject.2 {
      value of subject.0
        1 => text of subject.1
          "a" => arm 0()
          _ => arm 1()
        0 => arm 2(subject.1)
      arm 0() -> 1
      arm 1() -> 2
      arm 2(t.3) -> str:len(t.3)
    }
  }`,
  );
});
