import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InternalError } from "../base/mod.ts";
import { coreOf, fnNamed, make, programOf, symbolsOf, typeNamed } from "./mono_support_test.ts";

Deno.test("each function is made once per type arguments", () => {
  const text = `
@id<T> (v: T) -> T = v;
@twice<T> (v: T) -> T = id(id(v));
@main () -> void = { let a = twice(1); let b = twice(2); let c = twice("x"); let d = twice([1]); }
`;
  assertEquals(symbolsOf(text), [
    "id<[int]>",
    "id<int>",
    "id<str>",
    "main",
    "twice<[int]>",
    "twice<int>",
    "twice<str>",
  ]);
});

Deno.test("functions that nothing needs are not made", () => {
  assertEquals(symbolsOf("@unused () -> int = 1;\n@main () -> void = ();"), ["main"]);
});

Deno.test("trait calls on bounded parameters become calls of the impl", () => {
  const text = `
trait Area { @area (self) -> int, @twice (self) -> int = self.area() * 2 }
type Sq = { side: int }
type Line = { length: int }
impl Sq: Area { @area (self) -> int = self.side; }
impl Line: Area { @area (self) -> int = 0; @twice (self) -> int = 1; }
@show<T: Area> (v: T) -> int = v.twice();
@main () -> void = { let a = show(Sq { side: 2 }); let b = show(Line { length: 1 }); }
`.replace("int, @twice", "int\n @twice");
  assertEquals(symbolsOf(text), [
    "Area.twice<Sq>",
    "Line.twice",
    "Sq.area",
    "main",
    "show<Line>",
    "show<Sq>",
  ]);
});

Deno.test("lambdas are lifted with captures as leading params, nested ones re-capture", () => {
  const text = `
@main () -> void = {
  let s = "long enough to live on the heap";
  let n = 3;
  let f = (a: int) -> (b: int) -> s.len() + n + a + b;
  let x = f(1)(2);
}
`;
  const program = programOf(text);
  const outer = fnNamed(program, "main.lambda0");
  const inner = fnNamed(program, "main.lambda0.lambda0");
  assertEquals(outer.captureCount, 2);
  assertEquals(outer.params.map((local) => outer.locals[local]?.name), ["s", "n", "a"]);
  assertEquals(inner.captureCount, 3);
  assertEquals(inner.params.map((local) => inner.locals[local]?.name), ["s", "n", "a", "b"]);
  assertStringIncludes(coreOf(text, "main"), "closure @main.lambda0[s.0, n.1]");
  assertStringIncludes(
    coreOf(text, "main.lambda0"),
    "closure @main.lambda0.lambda0[s.0, n.1, a.2]",
  );
});

Deno.test("an #inline function stands at its call, with the caller's position", () => {
  const text = `
#inline
@half (n: int) -> int = { if n < 0 then panic(msg: "negative"); n div 2 }
@main () -> void = { let a = half(8) }
`;
  assertEquals(symbolsOf(text), ["main"]);
  const main = fnNamed(programOf(text), "main");
  const spans: string[] = [];
  JSON.stringify(main.body, (key, value) => {
    if (value?.kind === "Intrinsic") spans.push(text.slice(value.span.start, value.span.end));
    return key === "value" && typeof value === "bigint" ? String(value) : value;
  });
  assertEquals(spans, ["half(8)"]);
});

Deno.test("an #inline function that expands itself is an internal error, not an endless expansion", () => {
  const text = "#inline\n@f (n: int) -> int = if n == 0 then 0 else f(n: n - 1);\n" +
    "@main () -> void = { let a = f(n: 1) }";
  assertThrows(() => programOf(text), InternalError, "#inline f expands itself");
});

Deno.test("`?` in an #inline function leaves the expansion, not the caller", () => {
  const text = `
#inline
@next (o: Option<int>) -> Option<int> = Some(o? + 1);
@main () -> void = { let a = next(None); }
`;
  const core = coreOf(text, "main");
  assertStringIncludes(core, "labeled L0");
  assertStringIncludes(core, "break L0 Option<int>#0{}");
});

Deno.test("source_position is that of the caller of the std function", () => {
  assertStringIncludes(
    coreOf("@main () -> void = {\n  let a = dbg(1);\n}", "main"),
    '"main.ori:2"',
  );
});

Deno.test("defaults are functions of their own", () => {
  const text =
    "@f (a: int, b: [int] = [1]) -> int = b.len() + a;\n@main () -> void = { let x = f(a: 1); }";
  assertEquals(symbolsOf(text), ["f", "f.default_b", "main"]);
});

Deno.test("constants that are literals stand where they are read, others are calls", () => {
  const text = "let $N = 3;\nlet $LIST = [1];\n@main () -> void = { let a = $N; let b = $LIST; }";
  const core = coreOf(text, "main");
  assertStringIncludes(core, "let a.0: int = 3");
  assertStringIncludes(core, "let b.1: [int] = LIST()");
});

Deno.test("newtypes are gone, but choose their own impls", () => {
  const text = `
type UserId = int;
impl UserId: Printable { @to_str (self) -> str = "user"; }
@show<T: Printable> (v: T) -> str = v.to_str();
@main () -> void = { let xs = [UserId(1)]; let a = show(UserId(1)); let b = show(1); }
`;
  const program = programOf(text);
  assertEquals(symbolsOf(text).includes("UserId.to_str"), true);
  assertEquals(program.types.all.some((type) => type.name.includes("UserId")), false);
});

Deno.test("an instantiation without end is reported with its chain", () => {
  const { program, diagnostics } = make(
    "@f<T> (v: T, n: int) -> int = if n == 0 then 0 else f(v: [v], n: n - 1);\n" +
      "@main () -> void = { let a = f(v: 1, n: 3); }",
  );
  assertEquals(program, undefined);
  assertEquals(diagnostics.all.map((found) => found.code), ["E2060"]);
});

Deno.test("a type that grows without end is reported", () => {
  const { program, diagnostics } = make(
    "type Nest<T> = Nil | Cons(T, Nest<[T]>);\n@main () -> void = { let a: Nest<int> = Nil; }",
  );
  assertEquals(program, undefined);
  assertEquals(diagnostics.all.map((found) => found.code), ["E2060"]);
});

// --- Boxing ------------------------------------------------------------------------------------------

function isBoxed(text: string, name: string): boolean {
  const type = typeNamed(programOf(text), name);
  if (type.kind !== "sum") throw new Error(`${name} is no sum`);
  return type.isBoxed;
}

Deno.test("sums on a cycle of containment are boxed, one per cycle", () => {
  const tree =
    "type Tree = Leaf | Node(left: Option<Tree>, v: int);\n@main () -> void = { let t = Leaf; }";
  assertEquals([isBoxed(tree, "Tree"), isBoxed(tree, "Option<Tree>")], [true, false]);
  const list = "type L<T> = Nil | Cons(T, L<T>);\n@main () -> void = { let t: L<int> = Nil; }";
  assertEquals(isBoxed(list, "L<int>"), true);
  const node = "type Node = { v: int, next: Option<Node> }\n" +
    "@main () -> void = { let n = Node { v: 1, next: None }; }";
  assertEquals(isBoxed(node, "Option<Node>"), true);
  const plain = "type E = A(int) | B(str);\n@main () -> void = { let e = A(1); }";
  assertEquals(isBoxed(plain, "E"), false);
  const viaList = "type J = Num(int) | Arr([J]);\n@main () -> void = { let j = Num(1); }";
  assertEquals(isBoxed(viaList, "J"), false);
});

Deno.test("isCounted looks through structs and sums", () => {
  const text = "type S = { a: int, b: Option<str> }\ntype P = { a: int, b: Option<int> }\n" +
    "@main () -> void = { let s = S { a: 1, b: None }; let p = P { a: 1, b: None }; }";
  const { types } = programOf(text);
  const counted = (name: string) =>
    types.isCounted(
      types.all.findIndex((type) => type.name === name) as Parameters<typeof types.isCounted>[0],
    );
  assertEquals([counted("S"), counted("Option<str>"), counted("P")], [true, true, false]);
});

// --- Derived methods -----------------------------------------------------------------------------------

Deno.test("derived Debug writes a record, Printable positions", () => {
  const text = `
#derive(Debug, Printable)
type P = { x: int, y: int }
@main () -> void = { let a = P { x: 1, y: 2 }.debug(); let b = P { x: 1, y: 2 }.to_str(); }
`;
  assertStringIncludes(coreOf(text, "P.debug"), '%str_concat("P { x: ", int.debug(self.0.0))');
  assertStringIncludes(coreOf(text, "P.to_str"), '%str_concat("P(", int.to_str(self.0.0))');
});

Deno.test("derived equals of plain variants compares numbers", () => {
  const text = "#derive(Eq)\ntype C = R | G;\n@main () -> void = { let a = R == G; }";
  assertStringIncludes(coreOf(text, "C.equals"), "int_eq(match self.0");
});

Deno.test("tuples have methods by their structure", () => {
  const text = '@main () -> void = { let a = (1, "a") == (1, "b"); }';
  assertEquals(programOf(text).fns.map((fn) => fn.symbol).sort(), [
    "(int, str).equals",
    "int.equals",
    "main",
    "str.equals",
  ]);
});

Deno.test("deep expressions do not overflow the stack", () => {
  const sum = Array.from({ length: 900 }, () => "n").join(" + ");
  const core = coreOf(`@f (n: int) -> int = ${sum};\n@main () -> void = { let a = f(1); }`, "f");
  assertEquals(core.match(/int_add\(/g)?.length, 899);
});
