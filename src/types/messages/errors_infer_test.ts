import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { checkText, codesOf } from "../check_support_test.ts";

const PRELUDE = `
type Point = { x: int, y: int }
type Shape = Circle(radius: float) | Square(side: int) | Empty;
trait Left { @draw (self) -> int }
trait Right { @draw (self) -> int }
impl Point: Left { @draw (self) -> int = 1; }
impl Point: Right { @draw (self) -> int = 2; }
@add (a: int, b: int) -> int = a + b;
@inc (n: int) -> int = n + 1;
@make<T> () -> [T] = [];
@needs_eq<T: Eq> (value: T) -> bool = value == value;
@maybe () -> Option<int> = Some(1);
@outcome () -> Result<int, str> = Ok(1);
let $LIMIT = 10;
`;

/** Statements of a void body, and the diagnostics as `CODE text pointed at`. */
const CASES: readonly (readonly [string, ...string[]])[] = [
  // E2001
  ['let x: int = "a";', 'E2001 "a"'],
  ["let x: float = 1;", "E2001 1"],
  ["let xs = [1, true];", "E2001 true"],
  ["if 1 then ();", "E2001 1"],
  ["let x = if true then 1 else 'c';", "E2001 'c'"],
  ["let x = match 1 { 1 -> 1, _ -> true };", "E2001 true"],
  ["if true then 1;", "E2001 1"],
  ["let x: int = { let y = 1; true };", "E2001 true"],
  ["let x = inc(n: true);", "E2001 true"],
  ["let x = loop { if true then break 1; break };", "E2001 break"],
  ["let x = 1; x = true;", "E2001 true"],
  ["let x = 1?;", "E2001 1"],
  ["let x = 1 ?? 2;", "E2001 1"],
  ["let f: (int) -> int = (a, b) -> a;", "E2001 (a, b) -> a"],
  ["match 1 { true -> (), _ -> () };", "E2001 true"],
  ["let (a, b, c) = (1, 2);", "E2001 (a, b, c)"],
  // E2003, E2007
  ["let x = unknown_thing;", "E2003 unknown_thing"],
  ["foo(1);", "E2003 foo"],
  ["let x = x + 1;", "E2003 x"],
  ["let f = () -> f();", "E2007 f"],
  ["{ let inner = 1; }; inner;", "E2003 inner"],
  // E2004, E2011, E2012, E2013
  ["inc(1, 2);", "E2004 2"],
  ["add(1, 2);", "E2011 1"],
  ["add(a: 1);", "E2013 add(a: 1)"],
  ["add(a: 1, c: 2);", "E2012 c"],
  ["add(a: 1, a: 2);", "E2012 a"],
  ["let f = (a: int) -> a; f(1, 2);", "E2004 f(1, 2)"],
  ["Circle(1.0, 2.0);", "E2004 2.0"],
  ["match Empty { Circle(a, b) -> (), _ -> () };", "E2004 Circle(a, b)"],
  ["match Empty { Circle -> (), _ -> () };", "E2004 Circle"],
  // E2005
  ["let f = x -> x;", "E2005 x"],
  ["let f = x -> x.foo();", "E2005 x"],
  ["let x = make();", "E2005 make()"],
  ["let f = (a, b) -> a + b;", "E2005 a"],
  ["let x = Point;", "E2005 Point"],
  // E2006
  ["match (1, 2) { (a, a) -> () };", "E2006 a"],
  ["let p = Point { x: 1, x: 2, y: 3 };", "E2006 x"],
  // E2009, E2038
  ["needs_eq(value: inc);", "E2009 needs_eq(value: inc)"],
  ["for x in 5 do ();", "E2009 5"],
  ["for x in 0.0..1.0 do ();", "E2009 0.0..1.0"],
  ["let x = `{Point { x: 1, y: 2 }}`;", "E2038 Point { x: 1, y: 2 }"],
  ["str(inc);", "E2038 inc"],
  // E2015, E2016, E2017, E2023
  ["Point { x: 1, y: 2 }.z;", "E2015 z"],
  ["let p = Point { x: 1, y: 2, z: 3 };", "E2015 z"],
  ["(1, 2).2;", "E2015 (1, 2).2"],
  ["1.foo();", "E2016 foo"],
  ["Point.create();", "E2016 create"],
  ["Left.missing(1);", "E2016 missing"],
  ["match Empty { Triangle(a) -> (), _ -> () };", "E2017 Triangle"],
  ["let p = Point { x: 1, y: 2 }; p.draw();", "E2023 draw"],
  // E2020
  ["1 + 2.0;", "E2020 1 + 2.0"],
  ['"a" + 1;', 'E2020 "a" + 1'],
  ["1 && true;", "E2020 1"],
  ["true & false;", "E2020 true"],
  ["!1;", "E2020 !1"],
  ['-"s";', 'E2020 -"s"'],
  ["~true;", "E2020 ~true"],
  ["inc == inc;", "E2020 inc == inc"],
  // E2025, E2036
  ["true[0];", "E2025 true"],
  ["true as float;", "E2036 true"],
  // assignment
  ["let $k = 1; k = 2;", "E2039 k"],
  ["LIMIT = 2;", "E2039 LIMIT"],
  ["let n = 0; let f = () -> { n = 1; };", "E2050 n"],
  ['let s = "abc"; s[0] = "x";', "E2050 s[0]"],
  ["let f = (n: int) -> { n = 1; };", "E2051 n"],
  ["let p = Point { x: 1, y: 2 }; p.x = true;", "E2001 true"],
  ["let xs = [1]; xs[0] += 1.0;", "E2020 xs[0] += 1.0"],
  // control flow
  ["while true do break 1;", "E0860 1"],
  ["for x in [1] do break x;", "E0860 x"],
  ["for x in [1] do continue x;", "E0873 x"],
  ["break;", "E2054 break"],
  ["loop { let f = () -> { break }; break };", "E2054 break"],
  ["loop:a { break:b };", "E2055 b"],
  ["maybe()?;", "E2056 maybe()?"],
  // calls of what is no function
  ["1();", "E2057 1()"],
  ["Point(1);", "E2057 Point"],
  // patterns
  ["match Empty { Circle(a) | Empty -> (), _ -> () };", "E2052 Empty"],
  ["match Empty { Circle(a) | Square(a) -> (), _ -> () };", "E2053 a"],
  ["let Some(x) = maybe();", "E2067 Some(x)"],
  ["for Some(x) in [maybe()] do ();", "E2067 Some(x)"],
  ["match maybe() { Some(x) -> () };", "E3001 match maybe() { Some(x) -> () }"],
  ["match true { true -> (), false -> (), _ -> () };", "E3002 _"],
  // structs and literals
  ["let p = Point { x: 1 };", "E2066 Point"],
  ["let x = 9223372036854775808;", "E2068 9223372036854775808"],
  ["let b: byte = 256;", "E2068 256"],
  ["let b: byte = -1;", "E2068 -1"],
  // maps
  ['let m = { "a": 1, 2: 3 };', "E2001 2"],
  ['let m = { "a": 1, b: true };', "E2001 true"],
  ["let m = { [(n: int) -> n]: 1 };", "E2031 { [(n: int) -> n]: 1 }"],
  ['let m = { "a": 1 }; m[1];', "E2001 1"],
  ['let m = { "a": 1 }; m["a"] += 1;', 'E2050 m["a"]'],
  ['let m = { "a": 1 }; m["a"] = true;', "E2001 true"],
  // not supported yet
  ["let x = 1 |> true;", "E2057 true"],
];

for (const [code, ...expected] of CASES) {
  Deno.test(`reports: ${code}`, () => {
    const checked = checkText(`${PRELUDE}\n@main_body () -> void = {\n${code}\n}\n`);
    assertEquals(codesOf(checked), expected);
  });
}

/** Fragments that tests of programs (`#compile_fail("text")`) rely on. */
const FRAGMENTS: readonly (readonly [string, string])[] = [
  ['let x: int = "a";', "type mismatch: expected `int`, found `str`"],
  ["nope;", "unknown identifier"],
  ["let $k = 1; k = 2;", "cannot assign to immutable binding"],
  ["let f = () -> f();", "closure cannot capture itself"],
  ["add(a: 1);", "function `add` expects 2 arguments"],
  ["1 + true;", "cannot apply operator `+`"],
  ["true & true;", "left operand of bitwise operator must be"],
  ["1 || true;", "left operand of logical operator must be"],
  ["true[0];", "does not support indexing"],
  ["let x = `{inc}`;", "does not implement `Printable`"],
  ["needs_eq(value: inc);", "does not satisfy trait bound `Eq`"],
  ["for x in 0.0..1.0 do ();", "Range<float>"],
  ["let p = Point { x: 1, y: 2 }; p.draw();", "ambiguous method"],
  ["match maybe() { None -> () };", "non-exhaustive"],
];

for (const [code, fragment] of FRAGMENTS) {
  Deno.test(`says: ${fragment}`, () => {
    const checked = checkText(`${PRELUDE}\n@main_body () -> void = {\n${code}\n}\n`);
    assertStringIncludes(checked.diagnostics[0]?.message ?? "", fragment);
  });
}

Deno.test("many errors of one body are all reported", () => {
  const checked = checkText(`@f () -> int = {
    let a: int = true;
    let b = unknown_one;
    b.anything().at.all + 1;
    unknown_two(b, x -> x.y);
    'c'
}`);
  assertEquals(codesOf(checked), [
    "E2001 true",
    "E2003 unknown_one",
    "E2003 unknown_two",
    "E2001 'c'",
  ]);
});

Deno.test("diagnostics of a body come in the order of the text", () => {
  const checked = checkText(`@f () -> void = {
    let f = x -> x.foo();
    let b: byte = 256;
    f(1);
    nope;
}`);
  assertEquals(codesOf(checked), ["E2016 foo", "E2068 256", "E2003 nope"]);
});

Deno.test("missing names come with a fix that inserts them", () => {
  const text = "@add (a: int, b: int) -> int = a + b;\n@f () -> int = add(1, 2);";
  const [found] = checkText(text).diagnostics;
  assertEquals(found?.fix?.edits.map((edit) => [edit.span.start, edit.span.end, edit.text]), [
    [text.indexOf("1, 2"), text.indexOf("1, 2"), "a: "],
    [text.indexOf("2);"), text.indexOf("2);"), "b: "],
  ]);
});

Deno.test("a mismatch points at what expects the type", () => {
  const text = "@f () -> str = 1;";
  const [found] = checkText(text).diagnostics;
  const [why] = found?.related ?? [];
  assert(why !== undefined);
  assertEquals(text.slice(why.span.start, why.span.end), "str");
});

Deno.test("similar names are suggested", () => {
  const [found] = checkText("@total () -> int = 1;\n@f () -> int = totl();").diagnostics;
  assertEquals(found?.help, "did you mean `total`?");
});

Deno.test("assignment through a parameter is refused also for its fields", () => {
  const checked = checkText("type P = { x: int }\n@f (p: P) -> void = { p.x = 1; }");
  assertEquals(codesOf(checked), ["E2051 p.x"]);
});

Deno.test("constants that need each other are reported", () => {
  const checked = checkText("let $A = B + 1;\nlet $B = A + 1;\n@f () -> int = A;");
  assert(codesOf(checked).some((code) => code.startsWith("E2005")));
});
