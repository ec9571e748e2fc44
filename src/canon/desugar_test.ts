import { assertEquals } from "@std/assert";
import { coreOf } from "./canon_support_test.ts";

Deno.test("a `for` over a range to an excluded end counts at the head", () => {
  assertEquals(
    coreOf(`@f (n: int) -> void = for i in 0..n do print(msg: \`{i}\`);`),
    `fn f(n.0: int) -> void =
  {
    let at.1: int = 0;
    loop L0 if int_lt(at.1, n.0)
      then {
        let element.2: int = at.1;
        at.1 = int_wrap_add(at.1, 1);
        {
          let i.3: int = element.2;
          print(int:to_str(i.3))
        }
      }
      else break L0
  }`,
  );
});

Deno.test("a `for` over an inclusive range cannot overflow", () => {
  assertEquals(
    coreOf("@f (n: int) -> void = for i in 0..=n do if i == 3 then continue;"),
    `fn f(n.0: int) -> void =
  {
    let at.1: int = 0;
    loop L0 if int_le(at.1, n.0)
      then {
        let element.2: int = at.1;
        labeled L1 {
          let i.3: int = element.2;
          if int_eq(i.3, 3)
            then break L1
            else ()
        };
        at.1 = int_wrap_add(element.2, 1);
        if int_lt(at.1, element.2)
          then break L0
          else ()
      }
      else break L0
  }`,
  );
});

Deno.test("a range with a step that is not known tests its sign", () => {
  assertEquals(
    coreOf('@f (n: int, s: int) -> void = for i in 0..n by s do print(msg: "x");'),
    `fn f(n.0: int, s.1: int) -> void =
  {
    let step.2: int = if int_eq(s.1, 0)
      then %panic("range step cannot be zero")
      else s.1;
    let at.3: int = 0;
    loop L0 if if int_gt(step.2, 0)
      then int_lt(at.3, n.0)
      else int_gt(at.3, n.0)
      then {
        let element.4: int = at.3;
        {
          let i.5: int = element.4;
          print("x")
        };
        at.3 = int_wrap_add(element.4, step.2);
        if if int_gt(step.2, 0)
          then int_lt(at.3, element.4)
          else int_gt(at.3, element.4)
          then break L0
          else ()
      }
      else break L0
  }`,
  );
});

Deno.test("`for .. yield` pushes to a list that is made once", () => {
  assertEquals(
    coreOf(
      "@f (xs: [int]) -> [int] = for x in xs if x > 1 yield { if x == 5 then continue 50; x };",
    ),
    `fn f(xs.0: [int]) -> [int] =
  {
    let result.1: [int] = %list_new<int>(0);
    {
      let length.2: int = %list_len<int>(xs.0);
      let at.3: int = 0;
      loop L0 if int_lt(at.3, length.2)
        then {
          let element.4: int = %list_at<int>(xs.0, at.3);
          at.3 = int_wrap_add(at.3, 1);
          {
            let x.5: int = element.4;
            if int_gt(x.5, 1)
              then {
                result.1 = %list_push<int>(result.1, {
                  if int_eq(x.5, 5)
                    then {
                      result.1 = %list_push<int>(result.1, 50);
                      continue L0
                    }
                    else ();
                  x.5
                });
                ()
              }
              else ()
          }
        }
        else break L0
    };
    result.1
  }`,
  );
});

Deno.test("clauses of a `for` nest, `break` leaves them all", () => {
  assertEquals(
    coreOf("@f (s: str) -> void = for c in s for d in [1, 2] do if d == 1 then break;"),
    `fn f(s.0: str) -> void =
  labeled L0 {
    let length.1: int = %str_len(s.0);
    let at.2: int = 0;
    loop L1 if int_lt(at.2, length.1)
      then {
        let char.3: char = %str_char_at(s.0, at.2);
        at.2 = int_wrap_add(at.2, if int_lt(char_to_int(char.3), 128)
          then 1
          else if int_lt(char_to_int(char.3), 2048)
            then 2
            else if int_lt(char_to_int(char.3), 65536)
              then 3
              else 4);
        {
          let c.4: char = char.3;
          {
            let subject.5: [int] = [1, 2];
            let length.6: int = %list_len<int>(subject.5);
            let at.7: int = 0;
            loop L2 if int_lt(at.7, length.6)
              then {
                let element.8: int = %list_at<int>(subject.5, at.7);
                at.7 = int_wrap_add(at.7, 1);
                {
                  let d.9: int = element.8;
                  if int_eq(d.9, 1)
                    then break L0
                    else ()
                }
              }
              else break L2
          }
        }
      }
      else break L1
  }`,
  );
});

Deno.test("a compound assignment evaluates index and value once, and moves containers out", () => {
  assertEquals(
    coreOf(`type S = { rows: [[str]], n: int }
@at (i: int) -> int = i;
@f () -> void = { let s = S { rows: [["a"]], n: 1 }; s.rows[at(0)][at(1)] += "b"; s.n -= 1 }`),
    `fn f() -> void =
  {
    let s.0: S = S{[["a"]], 1};
    let index.1: int = at(0);
    let index.2: int = at(1);
    let field.3: [[str]] = s.0.0;
    let field.4: int = s.0.1;
    let taken.5: ([[str]], [str]) = %list_take<[str]>(field.3, index.1);
    let taken.6: ([str], str) = %list_take<str>(taken.5.1, index.2);
    let value.7: str = str:add(taken.6.1, "b");
    let value.8: [str] = %list_put<str>(taken.6.0, index.2, value.7);
    s.0 = S{%list_put<[str]>(taken.5.0, index.1, value.8), field.4};
    let field.9: [[str]] = s.0.0;
    let field.10: int = s.0.1;
    s.0 = S{field.9, int_sub(field.10, 1)};
    ()
  }`,
  );
});

Deno.test("`#` is the length of what is indexed", () => {
  assertEquals(
    coreOf("@f (xs: [int]) -> int = xs[# - 1];"),
    `fn f(xs.0: [int]) -> int =
  %list_get<int>(xs.0, int_sub(%list_len<int>(xs.0), 1))`,
  );
});

Deno.test("named arguments are evaluated as written", () => {
  assertEquals(
    coreOf(`@g (a: int, b: int = 1, c: int = 2) -> int = a;
@h (i: int) -> int = i;
@f () -> int = g(c: h(1), a: h(2));`),
    `fn f() -> int =
  {
    let argument.0: int = h(1);
    let argument.1: int = h(2);
    g(argument.1, g.default_b(), argument.0)
  }`,
  );
});

Deno.test("`?` returns early and converts nothing", () => {
  assertEquals(
    coreOf(`@f (o: Option<int>) -> Option<str> = Some(\`{o?}\`);`),
    `fn f(o.0: Option<int>) -> Option<str> =
  Option<str>#1{int:to_str(match o.0 {
    variant of subject
      #1 => arm 0(subject#1.0)
      #0 => arm 1()
    arm 0(payload.1) -> payload.1
    arm 1() -> return Option<str>#0{}
  })}`,
  );
});

Deno.test("`??` evaluates its right side only when needed", () => {
  assertEquals(
    coreOf("@f (o: Option<int>, d: int) -> int = o ?? d;"),
    `fn f(o.0: Option<int>, d.1: int) -> int =
  match o.0 {
    variant of subject
      #1 => arm 0(subject#1.0)
      #0 => arm 1()
    arm 0(payload.2) -> payload.2
    arm 1() -> d.1
  }`,
  );
});

Deno.test("a lambda captures what it reads, through lambdas around it", () => {
  assertEquals(
    coreOf("@f (a: int, b: int) -> (int) -> (int) -> int = x -> y -> a + x + y;"),
    `fn f(a.0: int, b.1: int) -> (int) -> (int) -> int =
  lambda[a.0](x.2: int) -> lambda[a.0, x.2](y.3: int) -> int_add(int_add(a.0, x.2), y.3)`,
  );
});

Deno.test("operators by trait: `!=` negates, `<` tests the ordering", () => {
  assertEquals(
    coreOf("@f (a: str, b: str) -> bool = a != b && a < b;"),
    `fn f(a.0: str, b.1: str) -> bool =
  if bool_not(str:equals(a.0, b.1))
    then {
      let subject.2: Ordering = str:compare(a.0, b.1);
      match subject.2 {
        variant of subject
          #0 => arm 0()
          #1 => arm 1()
          #2 => arm 2()
        arm 0() -> true
        arm 1() -> false
        arm 2() -> false
      }
    }
    else false`,
  );
});

Deno.test("struct literals keep the order of evaluation", () => {
  assertEquals(
    coreOf(`type P = { x: int, y: int }
@g (i: int) -> int = i;
@f (p: P) -> P = P { ...p, y: g(1) };`),
    `fn f(p.0: P) -> P =
  {
    let field.1: int = g(1);
    P{p.0.0, field.1}
  }`,
  );
});

Deno.test("what follows an expression that does not complete is dropped", () => {
  assertEquals(
    coreOf(`@f () -> int = { return_early(); 3 }
@return_early () -> Never = panic(msg: "x");`),
    `fn f() -> int =
  return_early()`,
  );
});

Deno.test("a template is a chain of concatenations from the left", () => {
  assertEquals(
    coreOf(`@f (s: str, n: int) -> str = \`<{s}|{n}>\`;`),
    `fn f(s.0: str, n.1: int) -> str =
  %str_concat(%str_concat(%str_concat(%str_concat("<", s.0), "|"), int:to_str(n.1)), ">")`,
  );
});

Deno.test("list spread concatenates", () => {
  assertEquals(
    coreOf("@f (xs: [int], ys: [int]) -> [int] = [...xs, 1, ...ys, 2, 3];"),
    `fn f(xs.0: [int], ys.1: [int]) -> [int] =
  %list_concat<int>(%list_concat<int>(%list_push<int>(xs.0, 1), ys.1), [2, 3])`,
  );
});

/** How often `text` stands in the Core of a function with this result. */
function countIn(result: string, literal: string, text: string): number {
  return coreOf(`@f (n: int) -> ${result} = ${literal};`).split(text).length - 1;
}

Deno.test("long literals of lists are cut into pieces, but for constants", () => {
  const row = (count: number, part: string) => `[${Array(count).fill(part).join(", ")}]`;
  const concats = (literal: string) => countIn("[int]", literal, "%list_concat<int>(");
  const pushes = (literal: string) => countIn("[int]", literal, "%list_push<int>(");
  assertEquals([concats(row(64, "n")), concats(row(65, "n")), concats(row(66, "n"))], [0, 0, 1]);
  assertEquals([pushes(row(65, "n")), concats(row(192, "n")), concats(row(1_000, "1"))], [1, 2, 0]);
  // The constants before the cut stay together.
  const mixed = `[${Array(100).fill("1").join(", ")}, n, n, 1]`;
  assertEquals([concats(mixed), countIn("[int]", mixed, "[n.0, n.0, 1]")], [1, 1]);
});

Deno.test("long templates are joined of pieces", () => {
  const template = (count: number) => `\`${"{n}".repeat(count)}\``;
  const concats = (count: number) => countIn("str", template(count), "%str_concat(");
  assertEquals([concats(64), concats(65), concats(200)], [63, 64, 199]);
  const last = "%str_concat(int:to_str(n.0), int:to_str(n.0))";
  assertEquals(countIn("str", template(66), last), 2);
});

Deno.test("destructuring reads parts", () => {
  assertEquals(
    coreOf(`type P = { x: int, y: (int, str) }
@f (p: P) -> str = { let P { x: _, y: (n, s) } = p; s }`),
    `fn f(p.0: P) -> str =
  {
    let part.1: (int, str) = p.0.1;
    let n.2: int = part.1.0;
    let s.3: str = part.1.1;
    s.3
  }`,
  );
});
