import { assert, assertEquals } from "@std/assert";
import { Diagnostics } from "../../diagnostics/mod.ts";
import { checkText, codesOf } from "../check_support_test.ts";
import type { Callee, Resolution } from "../model/model.ts";
import { showType } from "../model/show_type.ts";
import { checkModule } from "./check.ts";

const PRELUDE = `
type Point = { x: int, y: int }
type Pair<A, B> = { first: A, second: B }
type Shape = Circle(radius: float) | Square(side: int) | Empty;
type Tree<T> = Leaf | Node(left: Tree<T>, value: T, right: Tree<T>);
type UserId = int;
type Holder = { run: (int) -> str }
let $LIMIT = 10;
let $NAMES = ["a", "b"];
trait Describe { @describe (self) -> str }
impl Point: Describe { @describe (self) -> str = "p"; }
impl Point {
    @new (x: int, y: int) -> Point = Point { x, y };
    @moved (self, dx: int, dy: int = 0) -> Point = Point { ...self, x: self.x + dx, y: self.y + dy };
    @wrap<T> (self, item: T) -> Pair<Point, T> = Pair { first: self, second: item };
}
@add (a: int, b: int) -> int = a + b;
@inc (n: int) -> int = n + 1;
@identity<T> (value: T) -> T = value;
@apply<A, B> (f: (A) -> B, value: A) -> B = f(value);
@described<T: Describe> (value: T) -> str = value.describe();
@maybe () -> Option<int> = Some(1);
@outcome () -> Result<int, str> = Ok(1);
`;

function inBody(code: string, result = "void"): string {
  return `${PRELUDE}\n@main_body () -> ${result} = {\n${code}\n}\n`;
}

/** Types of the variable `it` after the statements. */
const TYPES: readonly (readonly [string, string])[] = [
  // literals
  ["let it = 1;", "int"],
  ["let it = 1.5;", "float"],
  ["let it = 'c';", "char"],
  ['let it = "s";', "str"],
  ["let it = b'x';", "byte"],
  ["let it = true;", "bool"],
  ["let it: byte = 7;", "byte"],
  ["let it = `a {1 + 2}`;", "str"],
  ["let it = [1, 2];", "[int]"],
  ["let it: [byte] = [1, 2];", "[byte]"],
  ["let it = [...[1], 2];", "[int]"],
  ["let it = (1, true);", "(int, bool)"],
  ["let it = ();", "void"],
  ["let it = -9223372036854775808;", "int"],
  // names
  ["let it = LIMIT;", "int"],
  ["let it = $LIMIT;", "int"],
  ["let it = NAMES;", "[str]"],
  ["let it = inc;", "(int) -> int"],
  ["let it = Circle;", "(float) -> Shape"],
  ["let it = Empty;", "Shape"],
  ["let it = Shape.Empty;", "Shape"],
  ["let it = UserId;", "(int) -> UserId"],
  ["let it = Point.new;", "(int, int) -> Point"],
  // open literals decided later, or by nothing
  ["let it = []; it = [1.5];", "[float]"],
  ["let it = None; it = Some('c');", "Option<char>"],
  ["let it = [];", "[void]"],
  ["let it = None;", "Option<void>"],
  ["let it = Ok(1);", "Result<int, void>"],
  ["let it = [].len();", "int"],
  ["let it = None.hash();", "int"],
  // calls
  ["let it = add(a: 1, b: 2);", "int"],
  ["let it = add(b: 1, a: 2);", "int"],
  ["let b = 2; let it = add(a: 1, b:);", "int"],
  ["let it = inc(1);", "int"],
  ["let it = identity(value: [true]);", "[bool]"],
  ['let it = identity<str>(value: "");', "str"],
  ["let it = apply(f: x -> x * 2, value: 3);", "int"],
  ['let it = apply(f: x -> [x], value: "a");', "[str]"],
  ["let it = Circle(1.0);", "Shape"],
  ["let it = Circle(radius: 1.0);", "Shape"],
  ["let it = Shape.Square(side: 1);", "Shape"],
  ["let it = Node(left: Leaf, value: 1, right: Leaf);", "Tree<int>"],
  ["let it = UserId(3).inner;", "int"],
  ["let it = described(value: Point { x: 1, y: 2 });", "str"],
  ["let it = Describe.describe(Point { x: 1, y: 2 });", "str"],
  ["let it = min(1, 2);", "int"],
  ["let f = (a: int) -> (b: int) -> a + b; let it = f(1)(2);", "int"],
  ["let h = Holder { run: n -> str(n) }; let it = h.run(1);", "str"],
  // methods
  ['let it = "a b".split(" ");', "[str]"],
  ["let it = Point.new(x: 1, y: 2);", "Point"],
  ["let it = Point { x: 1, y: 2 }.moved(dx: 1);", "Point"],
  ["let it = Point { x: 1, y: 2 }.wrap(true);", "Pair<Point, bool>"],
  ["let it = [1, 2].map(x -> x as float);", "[float]"],
  ["let it = [1, 2].fold(0, (acc, x) -> acc + x);", "int"],
  ['let it = [1, 2].fold(op: (acc, x) -> acc + `{x}`, initial: "");', "str"],
  ["let it = maybe().map(x -> x > 1);", "Option<bool>"],
  ["let it = 1.eq(other: 2);", "bool"],
  ["let it = int.default();", "int"],
  // fields and indexes
  ["let it = Point { x: 1, y: 2 }.x;", "int"],
  ["let it = Pair { first: 1, second: 'c' };", "Pair<int, char>"],
  ["let it = Pair { first: 1, second: 'c' }.second;", "char"],
  ["let it = (1, 'c').1;", "char"],
  ["let it = [1, 2][# - 1];", "int"],
  ['let it = "abc"[0];', "str"],
  // operators
  ["let it = 1 + 2 * 3;", "int"],
  ["let it = 1.0 / 2.0;", "float"],
  ["let it = 7 div 2;", "int"],
  ["let it = 1 < 2 && 'a' <= 'b';", "bool"],
  ['let it = "a" + "b";', "str"],
  ["let it = [1] + [2];", "[int]"],
  ["let it = Some(1) == None;", "bool"],
  ["let b: byte = 3; let it = 1 + b;", "byte"],
  ["let b: byte = 3; let it = b << 1;", "byte"],
  ["let it = ~1;", "int"],
  ["let it = !true;", "bool"],
  ["let it = 0..10;", "Range<int>"],
  ["let it = maybe() ?? 0;", "int"],
  ["let it = maybe() ?? None;", "Option<int>"],
  ["let it = maybe() ?? maybe() ?? 3;", "int"],
  ['let it = outcome() ?? panic(msg: "");', "int"],
  ["let it = 3.7 as int;", "int"],
  ["let it = 65 as char;", "char"],
  ["let it = int('a');", "int"],
  ["let it = str(1.5);", "str"],
  ['let it = "5" as? int;', "Option<int>"],
  // control flow
  ["let it = if true then 1 else 2;", "int"],
  ["let it = if true then panic(msg: \"\") else 'c';", "char"],
  ['let it = match maybe() { Some(n) -> n, None -> panic(msg: "") };', "int"],
  ["let it = loop { break 5 };", "int"],
  ["let it = loop { break };", "void"],
  ["let it = block:done { if true then break:done 1; 2 };", "int"],
  ["let it = for x in 0..3 yield x as float;", "[float]"],
  ["let it = for c in \"abc\" if c != 'b' yield c;", "[char]"],
  ["let it = for (i, x) in [(1, 'a')] yield x;", "[char]"],
  ["let it = for x in [1] yield { if x > 0 then continue; if x < 0 then continue 3; x };", "[int]"],
  ["let it = while false do ();", "void"],
  ["let it = { let a = 1; a + 1 };", "int"],
  ["let it = try { maybe()? + 1 };", "Option<int>"],
  // lambdas
  ["let it = (x: int) -> x > 0;", "(int) -> bool"],
  ["let it = (x: int) -> float = x as float;", "(int) -> float"],
  ["let it = x -> x + 1;", "(int) -> int"],
  ['let it = x -> x.len(); it("abc");', "(str) -> int"],
  ["let it = x -> x.y; it(Point { x: 1, y: 2 });", "(Point) -> int"],
  ["let it = (a, b) -> a + b; it(1.0, 2.0);", "(float, float) -> float"],
  ['let it = xs -> xs[0]; it(["a"]);', "([str]) -> str"],
  ["let it = o -> o ?? 1; it(maybe());", "(Option<int>) -> int"],
  ['let it = xs -> for x in xs yield x; it("ab");', "(str) -> [char]"],
  ["let it = f -> f(1) + 1; it(n -> n * 2);", "((int) -> int) -> int"],
  ["let it = ((a, b)) -> a + b; it((1, 2));", "((int, int)) -> int"],
  ["let it: (int) -> [int] = x -> [];", "(int) -> [int]"],
  // destructuring
  ["let (a, it) = (1, 'c');", "char"],
  ["let { x: it, y } = Point { x: 1, y: 2 };", "int"],
  ["let [..it] = [1, 2, 3];", "[int]"],
];

for (const [code, expected] of TYPES) {
  Deno.test(`type of it: ${code}`, () => {
    const checked = checkText(inBody(code));
    assertEquals(codesOf(checked), []);
    const body = checked.body("main_body");
    const it = body.locals.findLast((local) => local.name === "it");
    assertEquals(it === undefined ? "absent" : showType(it.type), expected);
  });
}

// --- Resolutions ---------------------------------------------------------------------------------

function showCallee(callee: Callee): string {
  const args = callee.typeArgs.map(showType);
  const shown = args.length === 0 ? "" : `<${args.join(", ")}>`;
  if (callee.kind === "fn") return `${callee.fn.name}${shown}`;
  return `${callee.trait.trait.name}.${callee.method.name}${shown} for ${showType(callee.self)}`;
}

function showResolution(resolution: Resolution | undefined): string {
  if (resolution === undefined) return "nothing";
  switch (resolution.kind) {
    case "call": {
      const args = resolution.args.map((arg) => arg.kind === "arg" ? arg.index : arg.kind);
      return `call ${showCallee(resolution.callee)} [${args.join(" ")}]`;
    }
    case "fn":
      return `fn ${showCallee(resolution.callee)}`;
    case "prim":
      return `prim ${resolution.op}`;
    case "variant":
      return `variant ${resolution.variant.name}`;
    case "field":
      return `field ${resolution.index}`;
    case "coalesce":
      return `coalesce ${resolution.of}${resolution.isChained ? " chained" : ""}`;
    case "iterate":
      return `iterate ${resolution.of}`;
    case "index":
      return `index ${resolution.of}`;
    case "try":
      return `try ${resolution.of}`;
    default:
      return resolution.kind;
  }
}

/** Meaning of the last expression of the body. */
const RESOLUTIONS: readonly (readonly [string, string])[] = [
  ["1 + 2", "prim int_add"],
  ["1.0 < 2.0", "prim float_lt"],
  ["'a' == 'b'", "prim char_eq"],
  ["b'a' + b'b'", "prim byte_add"],
  ['"a" + "b"', "call Add.add for str [receiver 0]"],
  ["[1] == [2]", "call Eq.equals for [int] [receiver 0]"],
  ['"a" < "b"', "call Comparable.compare for str [receiver 0]"],
  ["add(b: 1, a: 2)", "call add [1 0]"],
  ["identity(value: 'c')", "call identity<char> [0]"],
  ["Point { x: 1, y: 2 }.moved(dx: 3)", "call moved [receiver 0 default]"],
  ["Point { x: 1, y: 2 }.wrap(1.5)", "call wrap<float> [receiver 0]"],
  ["Point { x: 1, y: 2 }.describe()", "call Describe.describe for Point [receiver]"],
  ["Point.new(y: 1, x: 2)", "call new [1 0]"],
  ["Describe.describe(Point { x: 1, y: 2 })", "call Describe.describe for Point [0]"],
  ["[3].map(x -> x)", "call map<int, int> [receiver 0]"],
  ["Circle(1.0)", "variant Circle"],
  ["None", "variant None"],
  ["UserId(1)", "newtype"],
  ["UserId(1).inner", "field -1"],
  ["Point { x: 1, y: 2 }.y", "field 1"],
  ["(1, 2).1", "field 1"],
  ["Point { x: 1, y: 2 }", "struct"],
  ["[1][0]", "index list"],
  ['"a"[0]', "index str"],
  ["maybe() ?? 1", "coalesce Option"],
  ["outcome() ?? Ok(1)", "coalesce Result chained"],
  ["for x in [1] yield x", "iterate list"],
  ["for x in maybe() yield x", "iterate option"],
  ["for x in 0..3 yield x", "iterate range"],
  ["1 as float", "prim int_to_float"],
  ["1 as int", "identity"],
  ["byte(1)", "prim int_to_byte"],
  ["str(1)", "call Printable.to_str for int [0]"],
  ["LIMIT", "fn LIMIT"],
  ["((x: int) -> x)(1)", "callValue"],
  ["-(1 + 1)", "prim int_neg"],
];

for (const [code, expected] of RESOLUTIONS) {
  Deno.test(`meaning of ${code}`, () => {
    const checked = checkText(inBody(`let it = ${code};`));
    assertEquals(codesOf(checked), []);
    const body = checked.body("main_body");
    const { item } = body.fn;
    const block = item.kind === "Function" ? item.body : undefined;
    const statement = block?.kind === "Block" ? block.statements[0] : undefined;
    if (statement?.kind !== "Let") throw new Error("no let");
    assertEquals(showResolution(body.facts.resolutions.get(statement.value.id)), expected);
  });
}

// --- The rest of a body ----------------------------------------------------------------------------

Deno.test("what waits for a type sees the names of the place where it stands", () => {
  const text = inBody('let k = 1; let f = x -> x.len() + k; let k = "s"; let it = f(k);');
  const checked = checkText(text);
  assertEquals(codesOf(checked), []);
  const it = checked.body("main_body").locals.find((local) => local.name === "it");
  assertEquals(it && showType(it.type), "int");
});

Deno.test("a compound assignment keeps its operator at the target", () => {
  const body = checkText(inBody("let a = 1; a += 2;")).body("main_body");
  const { item } = body.fn;
  const block = item.kind === "Function" ? item.body : undefined;
  const statement = block?.kind === "Block" ? block.statements[1] : undefined;
  if (statement?.kind !== "Assign") throw new Error("no assignment");
  assertEquals(showResolution(body.facts.assignOperators.get(statement.target.id)), "prim int_add");
});

Deno.test("alternatives of a pattern share their locals", () => {
  const text = `type E = A(n: int) | B(n: int) | C;
@f (e: E) -> int = match e { A(n) | B(n) -> n, C -> 0 }`;
  const checked = checkText(text);
  assertEquals(codesOf(checked), []);
  assertEquals(checked.body("f").locals.map((local) => local.name), ["e", "n"]);
});

Deno.test("a name that is a variant of the subject tests, another binds", () => {
  const text = `type E = A | B;
@f (e: E) -> int = match e { A -> 0, other -> if other == A then 1 else 2 }
impl E: Eq { @equals (self, other: E) -> bool = true; }`;
  const checked = checkText(text);
  assertEquals(codesOf(checked), []);
  assertEquals(checked.body("f").locals.map((local) => local.name), ["e", "other"]);
});

Deno.test("a template part is converted by its type", () => {
  const checked = checkText(inBody("let it = `{1.5}`;"));
  const body = checked.body("main_body");
  const { item } = body.fn;
  const block = item.kind === "Function" ? item.body : undefined;
  const statement = block?.kind === "Block" ? block.statements[0] : undefined;
  const value = statement?.kind === "Let" ? statement.value : undefined;
  const part = value?.kind === "Template" ? value.parts.find((p) => p.kind === "expr") : undefined;
  const callee = part?.kind === "expr" ? body.facts.conversions.get(part.expr.id) : undefined;
  assertEquals(callee && showCallee(callee), "Printable.to_str for float");
});

Deno.test("a body is checked once", () => {
  const checked = checkText("@f () -> int = true;");
  checked.body("f");
  assertEquals(codesOf(checked), ["E2001 true"]);
  assertEquals(checked.body("f"), checked.body("f"));
  assertEquals(checked.body("f").hasErrors, true);
});

Deno.test("functions of other modules are named by alias and by import", () => {
  const text = `use "./m" { twice };
use "./m" as m;
@main () -> int = twice(n: m.twice(n: m.Box.Full(3).get()));`;
  const more = {
    "m.ori": `pub @twice (n: int) -> int = n * 2;
pub type Box = Full(n: int) | Hollow;
impl Box { pub @get (self) -> int = match self { Full(n) -> n, Hollow -> 0 } }`,
  };
  assertEquals(codesOf(checkText(text, more)), []);
});

Deno.test("the bodies of std have no errors", () => {
  const { program } = checkText("@main () -> void = ();");
  const diagnostics = new Diagnostics();
  const std = program.modules.filter((module) => module.isStd);
  for (const module of std) checkModule(program, module, diagnostics);
  assertEquals(diagnostics.all, []);
  assert(std.length > 5);
});
