import { assert, assertEquals } from "@std/assert";
import { SourceMap } from "../base/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import type { Expr, Item } from "./ast.ts";
import { parse } from "./parse.ts";
import { applyFixes, parseText, show, showPattern, showType } from "./test_support.ts";
import { eachChildExpr, eachChildPattern, eachPatternOf } from "./visit.ts";

type ItemOf<K extends Item["kind"]> = Extract<Item, { kind: K }>;

function only<K extends Item["kind"]>(text: string, kind: K): ItemOf<K> {
  const { tree, found } = parseText(text);
  assertEquals(found, [], text);
  const item = tree.items[0];
  assertEquals(item?.kind, kind);
  return item as ItemOf<K>;
}

Deno.test("functions", () => {
  const f = only(
    "pub @f<T: Eq + Clone, $N: int = 3> (x: T, y: int = 2, zs: ...str) -> [T, max N] uses Http, Suspend " +
      'where T: Debug, N > 0 if x == y pre(x > 0 | "positive") post(r -> r > x) = x;',
    "Function",
  );
  assert(f.isPublic);
  assertEquals(f.generics.map((g) => `${g.kind} ${g.name.text}`), ["type T", "const N"]);
  assertEquals(f.params.map((p) => p.isVariadic), [false, false, true]);
  assertEquals(f.result && showType(f.result), "[T, max N]");
  assertEquals(f.uses.map((u) => u.text), ["Http", "Suspend"]);
  assertEquals(f.where.map((w) => w.kind), ["bound", "const"]);
  assertEquals(f.guard && show(f.guard), "(== x y)");
  assertEquals(f.contracts.map((c) => [c.kind, show(c.condition), c.message]), [
    ["pre", "(> x 0)", "positive"],
    ["post", "(fn r -> (> r x))", undefined],
  ]);
});

Deno.test("function clauses have patterns and later ones no result", () => {
  const { tree, found } = parseText("@f (0: int) -> int = 1;\n@f (n) = n;");
  assertEquals(found, []);
  const patterns = tree.items.map((i) =>
    i.kind === "Function" ? i.params.map((p) => showPattern(p.pattern)) : []
  );
  assertEquals(patterns, [["0"], ["n"]]);
  assertEquals(parseText("@g (n: int) = n;").found, ["E1006 1:2"]);
});

Deno.test("tests and attributes", () => {
  const t = only(
    '#skip("no")\n#compile_fail(code: "E0860")\n@t tests @f tests @g () -> void = a();',
    "Test",
  );
  assertEquals(t.targets.map((n) => n.text), ["f", "g"]);
  assertEquals(t.attributes.map((a) => [a.name.text, a.args[0]?.name?.text]), [
    ["skip", undefined],
    ["compile_fail", "code"],
  ]);
  assertEquals(only("@t tests _ () -> void = a();", "Test").targets, []);
  assertEquals(parseText('#!target(os: "linux")\n').tree.fileAttributes.length, 1);
});

Deno.test("types", () => {
  const body = (text: string) => only(text, "Type").body;
  assertEquals(body("type P = { x: int, y: {str: int} }").kind, "struct");
  assertEquals(body("type U = {}").kind, "struct");
  assertEquals(body("type Id = int;").kind, "newtype");
  assertEquals(body("type F = (int) -> Option<Option<int>>;").kind, "newtype");
  assertEquals(body("type B = Wrap(xs: [int]);").kind, "sum");
  assertEquals(body("type C = | Red | Green;").kind, "sum");
  assertEquals(body("type O<T> = Some(T) | None;").kind, "sum");
  assertEquals(only("type P: Value, Eq = { x: int }", "Type").markers.length, 2);
});

Deno.test("traits, implementations, extensions", () => {
  const t = only(
    "trait T<A>: B + C {\n type X: Eq = int\n @a (self) -> int\n @b () -> Self.X = 1;\n}",
    "Trait",
  );
  assertEquals(t.methods.map((m) => m.body === undefined), [true, false]);
  assertEquals(t.assocTypes.length, 1);
  const i = only(
    "impl<T: Eq> Box<T>: Eq where T: Clone { type X = int;\n @eq (self) -> int = 1; }",
    "Impl",
  );
  assertEquals([i.type && showType(i.type), i.trait && showType(i.trait)], ["Box<T>", "Eq"]);
  assertEquals(only("impl Box { @f () -> int = {}\n}", "Impl").trait, undefined);
  assert(only('pub def impl Http { @get () -> str = ""; }', "Impl").isDefault);
  assertEquals(only("extend [T] { @f (self) -> int = 1; }", "Extend").methods.length, 1);
});

Deno.test("imports and other items", () => {
  const u = only('pub use "./x" { a, ::b as c, $D, E without def };', "Use");
  assertEquals(
    u.clause.kind === "items" && u.clause.items.map((e) => [e.name.text, e.alias?.text]),
    [
      ["a", undefined],
      ["b", "c"],
      ["D", undefined],
      ["E", undefined],
    ],
  );
  assertEquals(only("use std.net.http as http", "Use").clause.kind, "alias");
  assertEquals(only("extension std.iter { Iterator.count };", "ExtensionImport").items.length, 1);
  const e = only(
    'extern "c" from "m" #error(errno) { @_sin (x: float) -> float as "sin" #free(f) @p (f: str, ...) -> int }',
    "Extern",
  );
  assertEquals(e.functions.map((f) => [f.name.text, f.symbol, f.isVariadic]), [
    ["_sin", "sin", false],
    ["p", undefined, true],
  ]);
  assertEquals(only("capset Net = Http, Dns;", "Capset").capabilities.length, 2);
  assertEquals(only("let $x: int = 1;", "Const").name.text, "x");
  assertEquals(only("$f (n: int) -> int = n;", "Const").params?.length, 1);
});

Deno.test("deprecated forms are accepted, and their fixes give the new ones", () => {
  const parsed = parseText(
    "#[derive(Eq)]\ntype A = { x: int }\nimpl Eq for Box<int> { }\n$c = 1\nuse std.math { sqrt }\n" +
      "@f () -> int = match c { x.match(x > 1) -> 1 }\n@g () -> int = 2",
  );
  assertEquals(parsed.found, [
    "W1002 1:2",
    "W1001 3:6",
    "W1003 4:1",
    "W1004 4:7",
    "W1005 6:26",
    "W1004 7:17",
  ]);
  const fixed = applyFixes(parsed);
  assertEquals(
    fixed,
    "#derive(Eq)\ntype A = { x: int }\nimpl Box<int>: Eq { }\nlet $c = 1;\nuse std.math { sqrt }\n" +
      "@f () -> int = match c { x if x > 1 -> 1 }\n@g () -> int = 2;",
  );
  assertEquals(parseText(fixed).found, []);
});

Deno.test("node ids are dense and unique", () => {
  const { tree, found } = parseText(
    "@f (a: int, (b, c): (int, int)) -> int = {\n let [x, ..y] = [1, `t{a:>2}`];\n" +
      " for p in q if r yield Point { x, y: s };\n match m { Some(n) if o -> {k: 1}, z@_ -> (v, w) -> v }\n}",
  );
  assertEquals(found, []);
  const ids: number[] = [];
  const visitPattern = (p: Parameters<typeof showPattern>[0]): void => {
    ids.push(p.id);
    eachChildPattern(p, visitPattern);
  };
  const visit = (e: Expr): void => {
    ids.push(e.id);
    if (e.kind === "Struct") { for (const f of e.fields) if (f.kind === "field") ids.push(f.id); }
    eachPatternOf(e, visitPattern);
    eachChildExpr(e, visit);
  };
  for (const item of tree.items) {
    if (item.kind !== "Function") continue;
    item.params.forEach((p) => visitPattern(p.pattern));
    if (item.body !== undefined) visit(item.body);
  }
  assertEquals(ids.sort((a, b) => a - b), Array.from({ length: tree.nodeCount }, (_, i) => i));
});

Deno.test("a deferred body is parsed when it is asked for", () => {
  const text = `@f (n: int) -> int = if n > 0 then { n } else { match n { _ -> -n } }
@g () -> int = { let x = 1; x } + 2;
#intrinsic("list_len")
@h () -> int;
@i () -> void = {}`;
  const diagnostics = new Diagnostics();
  const tree = parse(new SourceMap().add("a.ori", text), diagnostics, { defersBodies: true });
  const before = tree.nodeCount;
  const bodies = tree.items.map((item) => {
    if (item.kind !== "Function") return "?";
    const { body } = item;
    assertEquals(body === item.body, true);
    return body === undefined ? "" : text.slice(body.span.start, body.span.end);
  });
  assertEquals(bodies, [
    "if n > 0 then { n } else { match n { _ -> -n } }",
    "{ let x = 1; x } + 2",
    "",
    "{}",
  ]);
  assertEquals(tree.items.map((item) => item.kind === "Function" && item.hasBody), [
    true,
    true,
    false,
    true,
  ]);
  assertEquals(diagnostics.all, []);
  assertEquals(before < 20, true);
});
