import { assertEquals } from "@std/assert";
import { showBody, showPatternText } from "./test_support.ts";

function check(cases: readonly (readonly [string, string])[]): void {
  for (const [text, expected] of cases) assertEquals(showBody(text), expected, text);
}

Deno.test("precedence", () =>
  check([
    ["a + b * c - d", "(- (+ a (* b c)) d)"],
    ["a | b ^ c & d == e", "(| a (^ b (& c (== d e))))"],
    ["a || b && !c", "(|| a (&& b (! c)))"],
    ["a ?? b ?? c", "(?? a (?? b c))"],
    ["a ** b ** c", "(** a (** b c))"],
    ["-x ** 2", "(- (** x 2))"],
    ["-2 ** 2", "(- (** 2 2))"],
    ["-1.debug()", "(.debug -1)"],
    ["-x.f()", "(- (.f x))"],
    ["a - 1", "(- a 1)"],
    ["a >> 2 >= b", "(>= (>> a 2) b)"],
    ["a > b", "(> a b)"],
    ["a << 1 + 2", "(<< a (+ 1 2))"],
    ["a div b % c @ d", "(@ (% (div a b) c) d)"],
    ["0..n + 1", "(.. 0 (+ n 1))"],
    ["10..=0 by -2", "(..= 10 0 by -2)"],
    ["0..", "(.. 0)"],
    ["0.. by by", "(.. 0 by by)"],
    ["a\n  && b\n  && c", "(&& (&& a b) c)"],
    ["a |> f(x: 1) |> .g() |> x -> x + 1", "(|> (|> (|> a (call f x:1)) (.g)) (fn x -> (+ x 1)))"],
  ]));

Deno.test("postfix forms", () =>
  check([
    ["t.0.1", "(field (field t 0) 1)"],
    ["x.then(y).match", "(field (.then x y) match)"],
    ["f(a)(b)[# - 1]?", "(? (index (call (call f a) b) (- <Length> 1)))"],
    ["f(a:, b: 1, ...c)", "(call f a: b:1 ...c)"],
    ["xs.find(where: x -> x > 1)", "(.find xs where:(fn x -> (> x 1)))"],
    ["a as int < b", "(< (as a int) b)"],
    ["a as int + 1", "(+ (as a int) 1)"],
    ["a as? byte ?? b", "(?? (as? a byte) b)"],
    ["f<int>(x)", "(call f <int> x)"],
    ["a < b", "(< a b)"],
    ["f(a < b, c > (d))", "(call f (< a b) (> c (paren d)))"],
    ["channel<[int]>(buffer: 1)", "(special channel <[int]> buffer:1)"],
    ["x.match(1 -> a, _ -> b)", "(match x (1 a) (_ b))"],
    ["@f(1)", "(call f 1)"],
    ["self.x", "(field <Self> x)"],
  ]));

Deno.test("braces: map, block or struct", () =>
  check([
    ["{}", "(map)"],
    ['{ a: 1, "b": 2, [c]: 3, ...d }', '(map "a":1 "b":2 c:3 ...d)'],
    ['{ "a".f(b: 3): 1, "c": 2 }', '(map (.f "a" b:3):1 "c":2)'],
    ["{ f(x: 1): 2 }", "(map (call f x:1):2)"],
    ["{ if a then 1 else 2: 3 }", "(map (if a 1 2):3)"],
    ["{ a + 1: b, }", "(map (+ a 1):b)"],
    ["{ a.b: 1, ...c }", "(map (field a b):1 ...c)"],
    ["{ -a: 1 }", "(map (- a):1)"],
    ["{ [a].f(): 1, [b].f(): 2 }", "(map (.f [a]):1 (.f [b]):2)"],
    ["{ (a, b).0: 1 }", "(map (field (tuple a b) 0):1)"],
    ["{ P { x }: 1, a.P { x }.y: 2 }", "(map (P x):1 (field (a.P x) y):2)"],
    ["{ `t{a}`: 1 }", '(map (template "t" a):1)'],
    ["{ { a }: 1 }", "(map (block a):1)"],
    ["{ { f(): 1 }: 2 }", "(map (map (call f):1):2)"],
    ["{ match a { b -> c }: 1 }", "(map (match a (b c)):1)"],
    ["{ x -> y: 1 }", "(map (fn x -> y):1)"],
    ["{ (x: int) -> int = x }", "(block (fn x:int -> int = x))"],
    ["{ (x) -> y }", "(block (fn x -> y))"],
    ["{ f(); g(x: 1) }", "(block (call f); (call g x:1))"],
    [
      "{ for:l x in xs do {}; while:m a do {} }",
      "(block (for:l (x xs) do (block)); (while a (block)))",
    ],
    ["{ a }", "(block a)"],
    ["{ a; }", "(block a;)"],
    ["{ let $x = 1; x }", "(block (let $x 1) x)"],
    ["{ x.y[0] += 1; }", "(block (+= (index (field x y) 0) 1))"],
    ["{ x >>= 1; }", "(block (>>= x 1))"],
    ["{ { a: 1 } }", '(block (map "a":1))'],
    ["{ block:out { break:out 1 } }", "(block (block:out (break:out 1)))"],
    ["{ loop:x { break:x } }", "(block (loop:x (block (break:x))))"],
    ["Point { x, y: 2, ...p }", "(Point x y:2 ...p)"],
    ["a.Point { x }", "(a.Point x)"],
    ["Box<int> { value: 1 }", "(Box value:1)"],
    ["Self { x: 1 }", "(Self x:1)"],
    ["match Foo { Foo -> 1 }", "(match Foo (Foo 1))"],
    ["match Foo { Foo { x: 1 } -> 1 }", "(match Foo (Foo{x:1} 1))"],
    ["match Foo { x -> 1, }", "(match Foo (x 1))"],
    ["match Foo { x: 1 } { _ -> 1 }", "(match (Foo x:1) (_ 1))"],
    ["match Foo { ...a } { _ -> 1 }", "(match (Foo ...a) (_ 1))"],
    ["match Foo { x, y } { _ -> 1 }", "(match (Foo x y) (_ 1))"],
    ["match Foo { x } { _ -> 1 }", "(match (Foo x) (_ 1))"],
    ["match Foo {} { _ -> 1 }", "(match (Foo) (_ 1))"],
    ["match Foo {}", "(match Foo)"],
    ["match Foo { type: 1 }.type { _ -> 1 }", "(match (field (Foo type:1) type) (_ 1))"],
    ["match a.Box<int> { x: 1 }.f() { _ -> 1 }", "(match (.f (a.Box x:1)) (_ 1))"],
    ["match Self { x: 1 } { _ -> 1 }", "(match (Self x:1) (_ 1))"],
    ["match f(a) + Foo { x: 1 }.x { _ -> 1 }", "(match (+ (call f a) (field (Foo x:1) x)) (_ 1))"],
    ["{ match Foo { _ -> 1 } { a } }", "(block (match Foo (_ 1)); (block a))"],
    ["match (Foo { x }) { _ -> 1 }", "(match (paren (Foo x)) (_ 1))"],
    ["[...a, b]", "[...a b]"],
    ["(a,)", "(tuple a)"],
    ["()", "(tuple)"],
    ["(a, b)", "(tuple a b)"],
  ]));

Deno.test("control flow", () =>
  check([
    ["if a then b else if c then d else e", "(if a b (if c d e))"],
    ["if a then x = 1 else x += 2", "(if a (block (= x 1)) (block (+= x 2)))"],
    ["for x in xs do s = s + x", "(for (x xs) do (block (= s (+ s x))))"],
    ["for (a, b) in xs if a > b yield a", "(for ((a b) xs if (> a b)) yield a)"],
    ["for x in xs for y in ys yield (x, y)", "(for (x xs) (y ys) yield (tuple x y))"],
    ["for:l x in xs do {}", "(for:l (x xs) do (block))"],
    ["for x in xs yield {}", "(for (x xs) yield (map))"],
    ["while a do { b; }", "(while a (block b;))"],
    ["loop { if a then break else continue }", "(loop (block (if a (break) (continue))))"],
    [
      "match x { n if n > 0 -> n, _ if (b) -> 1, }",
      "(match x (n if (> n 0) n) (_ if (paren b) 1))",
    ],
    ["try { f()? }", "(try (block (? (call f))))"],
    ["unsafe {}", "(unsafe (block))"],
    [
      "with A = b, C = handler(state: 0) { get: s -> s } in d",
      "(with A=b C=(handler 0 get:(fn s -> s)) d)",
    ],
    ["with(acquire: a)", "(special with acquire:a)"],
    [
      "for(over: xs, match: Some(x) -> x, default: 0)",
      "(special for over:xs default:0 (Some(x) x))",
    ],
    [
      "recurse(condition: a, base: b, step: self(c))",
      "(special recurse condition:a base:b step:(call <Self> c))",
    ],
    ["timeout + cache", "(+ timeout cache)"],
  ]));

Deno.test("lambdas", () =>
  check([
    ["x -> y -> x + y", "(fn x -> (fn y -> (+ x y)))"],
    ["() -> 1", "(fn -> 1)"],
    ["(a, _) -> a", "(fn a _ -> a)"],
    ["((a, b), [c]) -> a", "(fn (a b) [c] -> a)"],
    ["(x: int) -> int = x", "(fn x:int -> int = x)"],
    ["(x: int) -> int", "(fn x:int -> int)"],
    ["(x: int) -> Option<int> = Some(x)", "(fn x:int -> Option<int> = (call Some x))"],
    ["(x: int) -> { x }", "(fn x:int -> (block x))"],
  ]));

Deno.test("patterns", () => {
  const cases: [string, string][] = [
    ["Some(Ok(x)) | None", "Some(Ok(x))|None"],
    ["Shape.Circle(radius:)", "Shape.Circle(radius:radius)"],
    ["V(a: 1, b: _, ..)", "V(a:1 b:_ ..)"],
    ["Point { x, y: 0, .. }", "Point{x:x y:0 ..}"],
    ["[a, ..rest, b]", "[a ..rest b]"],
    ["[..]", "[..]"],
    ["n @ 1..=9", "n@1..=9"],
    ["'a'..='z'", "97..=122"],
    ["-5..-1", "-5..-1"],
    ["1..", "1.."],
    ["..9", "..9"],
    ["-1.5", "-1.5"],
    ["(a, $b)", "(a $b)"],
    ['"x"', '"x"'],
    ["()", "()"],
  ];
  for (const [text, expected] of cases) assertEquals(showPatternText(text), expected, text);
});
