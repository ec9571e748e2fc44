import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { MemoryHost, SourceMap } from "../../base/mod.ts";
import { type Diagnostic, Diagnostics } from "../../diagnostics/mod.ts";
import { loadProgram, plainSettings } from "../../modules/mod.ts";
import { BOOL, INT, listType, STR, tupleType } from "../model/builtin.ts";
import type { FnDef, ModuleScope, Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { showType } from "../model/show_type.ts";
import { conType, fnType, makeTypeVar } from "../model/type.ts";
import { lookupAssociated, lookupMethod } from "../traits/lookup_method.ts";
import { findImpl } from "../traits/traits.ts";
import { declareProgram } from "./declare.ts";

const SETTINGS = plainSettings({ os: "linux", arch: "x86_64" }, false);

interface Declared {
  readonly program: Program;
  readonly main: ModuleScope;
  readonly diagnostics: readonly Diagnostic[];
  /** `CODE line:column` of each diagnostic. */
  readonly found: readonly string[];
}

function declare(text: string, more: Record<string, string> = {}): Declared {
  const sources = new SourceMap();
  const diagnostics = new Diagnostics();
  const host = new MemoryHost({ ...more, "main.ori": text }, Deno.readTextFileSync);
  const graph = loadProgram(["main.ori"], host, sources, diagnostics, SETTINGS);
  const program = declareProgram(graph, diagnostics);
  const found = diagnostics.all.map(({ code, primary }) =>
    `${code} ${
      primary === undefined ? "" : sources.describe(primary.span).replace("main.ori:", "")
    }`
  );
  const main = program.modules.at(-1) as ModuleScope;
  return { program, main, diagnostics: diagnostics.all, found };
}

function fnOf({ main }: Declared, name: string): FnDef {
  const entity = main.values.get(name);
  if (entity?.kind !== "fn") throw new Error(`no function ${name}`);
  return entity.fn;
}

function typeOf({ main }: Declared, name: string): Type {
  const entity = main.types.get(name);
  if (entity?.kind !== "type") throw new Error(`no type ${name}`);
  return conType(entity.type);
}

function signature(declared: Declared, name: string): string {
  const fn = fnOf(declared, name);
  const params = fn.typeParams.map((param) =>
    [param.name, ...param.bounds.map((bound) => bound.trait.name)].join(":")
  );
  return `<${params}> ${showType(fnType(fn.params.map((p) => p.type), fn.result))}`;
}

// --- Names and signatures --------------------------------------------------------------------------

Deno.test("the prelude declares without a diagnostic", () => {
  assertEquals(declare("@main () -> void = ();").found, []);
});

Deno.test("declaring reads no body of the library, so none is parsed", () => {
  const diagnostics = new Diagnostics();
  const host = new MemoryHost({ "main.ori": "@main () -> void = ();" }, Deno.readTextFileSync);
  const graph = loadProgram(["main.ori"], host, new SourceMap(), diagnostics, SETTINGS);
  const read: string[] = [];
  let watched = 0;
  for (const { tree, isStd } of graph.modules) {
    for (const item of tree.items) {
      const methods = "methods" in item ? item.methods : [];
      for (const fn of item.kind === "Function" ? [item] : methods) {
        if (!isStd || !fn.hasBody) continue;
        watched++;
        Object.defineProperty(fn, "body", { get: () => void read.push(fn.name.text) });
      }
    }
  }
  declareProgram(graph, diagnostics);
  assertEquals(read, []);
  assert(watched > 100);
});

Deno.test("signatures resolve builtins, lists, tuples, functions, generics and bounds", () => {
  const declared = declare(`
    @a (x: int, y: [str]) -> (int, bool) = (x, true);
    @b<T: Eq + Clone, U> (f: (T) -> U, o: Option<T>) -> Result<U, str> where U: Debug = todo();
    let $limit = 10;
    let $names: [str] = [];
  `);
  assertEquals(declared.found, []);
  assertEquals(signature(declared, "a"), "<> (int, [str]) -> (int, bool)");
  assertEquals(
    signature(declared, "b"),
    "<T:Eq:Clone,U:Debug> ((T) -> U, Option<T>) -> Result<U, str>",
  );
  assertEquals(showType(fnOf(declared, "limit").result), "int");
  assertEquals(showType(fnOf(declared, "names").result), "[str]");
});

Deno.test("unknown types suggest what is near, each once", () => {
  const declared = declare("@f (x: strr) -> Optoin<int> = todo();");
  assertEquals(declared.diagnostics.map((d) => [d.code, d.help]), [
    ["E2002", "did you mean `str`?"],
    ["E2002", "did you mean `Option`?"],
  ]);
});

Deno.test("type arguments are counted", () => {
  assertEquals(declare("@f (x: Option, y: int<str>) -> void = ();").found, [
    "E2004 1:8",
    "E2004 1:19",
  ]);
});

Deno.test("two definitions of one name point at both", () => {
  const { diagnostics, found } = declare("@f () -> int = 1;\n@f (n: int) -> int = n;");
  assertEquals(found, ["E2006 2:2"]);
  assertEquals(diagnostics[0]?.related?.length, 1);
});

Deno.test("parameters, type parameters and fields have distinct names", () => {
  const declared = declare(`
    @f<T, T> (a: T, a: int) -> void = ();
    type P<A, A> = { x: A, x: int }
    type S = V(n: int, n: int) | W(int, int);
  `);
  assertEquals(declared.diagnostics.map((d) => d.code), Array(5).fill("E2006"));
});

Deno.test("a definition of the program stands before the prelude's, without an error", () => {
  const declared = declare(`
    type Option = Full(int) | Empty;
    type Ordering = { rank: int }
    @min (a: int, b: int) -> Ordering = todo();
  `);
  assertEquals(declared.found, []);
  assertEquals(fnOf(declared, "min").result, typeOf(declared, "Ordering"));
});

Deno.test("tests name their functions; a test_ function counts as one", () => {
  const declared = declare(`
    @f () -> int = 1;
    @t tests @f () -> void = ();
    @free tests _ () -> void = ();
    @test_old () -> void = ();
    @bad tests @g () -> void = ();
  `);
  assertEquals(declared.found, ["W3011 6:17"]);
  const targets = declared.main.tests.map(({ fn, targets }) => [
    fn.name,
    ...targets.map((target) => target.name),
  ]);
  assertEquals(targets, [["test_old"], ["t", "f"], ["free"], ["bad"]]);
});

Deno.test("imports: exported, private, aliased, module alias; local wins", () => {
  const declared = declare(
    `
    use "./lib" { area, ::secret as hidden, Shape, missing };
    use "./lib" { secret };
    use "./lib" as lib;
    @area () -> str = "";
    @f () -> lib.Shape = todo();
  `,
    {
      "lib.ori":
        "pub @area () -> int = 1;\n@secret () -> int = 2;\npub type Shape = Dot | Line(int);",
    },
  );
  assertEquals(declared.found, ["E2064 2:52", "E2064 3:19"]);
  assertEquals(showType(fnOf(declared, "area").result), "str");
  assertEquals(fnOf(declared, "hidden").name, "secret");
  assertEquals(declared.main.values.get("Dot")?.kind, "variant");
  assertEquals(declared.main.values.get("lib")?.kind, "module");
  assertEquals(showType(fnOf(declared, "f").result), "Shape");
});

Deno.test("objects of several traits: one type whatever the order, of one trait where it is repeated", () => {
  const declared = declare(`
    trait A { @a (self) -> int }
    trait B<T> { @b (self) -> T }
    @f (x: A + B<int>) -> B<int> + A = x;
    @g (x: A + A) -> A = x;
    @h (x: A + B<int>) -> A + B<str> = x;
  `);
  assertEquals(declared.diagnostics, []);
  const types = (name: string) => {
    const { params, result } = fnOf(declared, name);
    return [(params[0] as FnDef["params"][number]).type, result] as const;
  };
  const [f, g, h] = [types("f"), types("g"), types("h")];
  assertEquals([...f, ...g, ...h].map(showType), [
    "A + B<int>",
    "A + B<int>",
    "A",
    "A",
    "A + B<int>",
    "A + B<str>",
  ]);
  assertEquals([f, g, h].map(([x, y]) => x.kind === "con" && y.kind === "con" && x.def === y.def), [
    true,
    true,
    true,
  ]);
});

Deno.test("what has no meaning yet is refused where it stands", () => {
  const declared = declare(`
    @d (x: [int, max 3]) -> void = ();
    type T<$N: int> = { x: int }
  `);
  assertEquals(declared.diagnostics.map((d) => d.code), Array(2).fill("E2040"));
  assertStringIncludes(declared.diagnostics[0]?.message ?? "", "not supported yet");
});

Deno.test("attributes: unknown ones suggest, intrinsics are for std", () => {
  const declared = declare(`
    #inlin
    @f () -> int = 1;
    #intrinsic("print")
    @g (x: str) -> void;
    #alias(x: "value")
    @h (x: int) -> int = x;
  `);
  assertEquals(declared.diagnostics.map((d) => d.code), ["E2069", "E2069"]);
  assertEquals(declared.diagnostics[0]?.help, "did you mean `inline`?");
  assertEquals(fnOf(declared, "h").params[0]?.aliases, ["value"]);
});

// --- Types -----------------------------------------------------------------------------------------

Deno.test("a struct that directly contains itself is refused, through tuples and generics too", () => {
  const declared = declare(`
    type A = { a: A }
    type B = { c: (int, C) }
    type C = { b: B }
    type D = { w: Wrap<D> }
    type Wrap<T> = { value: T }
    type Fine = { next: Option<Fine>, all: [Fine], f: (Fine) -> int }
    type Tree = Leaf | Node(Tree, Tree);
  `);
  assertEquals(declared.diagnostics.map((d) => d.code), ["E2008", "E2008", "E2008", "E2008"]);
});

Deno.test("what a struct holds is found behind every argument that lies inline, and behind no other", () => {
  const declared = declare(`
    type Wrap<T> = { value: T }
    type Box<T> = { all: [T] }
    type Mark<T> = { n: int }
    type Second<A, B> = { all: [A], b: B }
    type A = { n: int, a: Wrap<Wrap<A>> }
    type B = { b: Wrap<(int, Second<int, B>)> }
    type Grows<T> = { x: Wrap<Grows<(T, T)>> }
    type Fine = { a: Box<Fine>, b: Wrap<Box<Fine>>, c: Mark<Fine>, d: Second<Fine, int> }
    type Holds = { a: A, b: Fine }
    type New = Wrap<New>;
  `);
  assertEquals(declared.found, ["E2008 6:24", "E2008 7:16", "E2008 8:23", "E2008 11:10"]);
});

Deno.test("generic structs that hold pairs of their parameter are checked without their instances", () => {
  const levels = Array.from({ length: 400 }, (_, i) => `type G${i + 1}<T> = { g: G${i}<(T, T)> }`);
  assertEquals(declare(`type G0<T> = { x: T }\n${levels.join("\n")}`).found, []);
  const wrong = declare(`type G0<T> = { x: T, g: G400<T> }\n${levels.join("\n")}`);
  assertEquals(wrong.found.length, 401);
});

Deno.test("Never is refused as a field of a struct, not as a payload", () => {
  const declared = declare("type A = { x: Never }\ntype B = Has(int) | Hasnt(Never);");
  assertEquals(declared.found, ["E2019 1:15"]);
});

// --- Impls -----------------------------------------------------------------------------------------

Deno.test("impls are checked against the trait", () => {
  const declared = declare(`
    trait Shape {
        @area (self) -> int
        @name (self) -> str = "shape";
    }
    type Dot = { x: int }
    type Box = { x: int }
    type Line = { x: int }
    impl Dot: Shape { @aera (self) -> int = 0; }
    impl Box: Shape { @area (self) -> str = ""; }
    impl Line: Shape { @area (self) -> int = 1; }
    impl Line: Shape { @area (self) -> int = 2; }
  `);
  assertEquals(declared.diagnostics.map((d) => d.code), ["E2059", "E2058", "E2001", "E2010"]);
  assertEquals(declared.diagnostics[0]?.help, "did you mean `area`?");
  assertStringIncludes(declared.diagnostics[3]?.message ?? "", "duplicate trait implementation");
});

Deno.test("overlapping impls are refused, disjoint ones are not", () => {
  const declared = declare(`
    trait Show { @show (self) -> str = ""; }
    type P<A, B> = { a: A, b: B }
    impl<A> P<A, int>: Show { }
    impl<B> P<str, B>: Show { }
    impl<B> P<bool, [B]>: Show { }
  `);
  assertEquals(declared.diagnostics.map((d) => d.code), ["E2021"]);
});

Deno.test("derives are checked", () => {
  const declared = declare(`
    #derive(Eq, Clone)
    type Good<T> = { value: T, all: [Good<T>] }
    type Plain = { x: int }
    #derive(Eq)
    type Bad = { plain: Plain }
    #derive(Hashable)
    type NoEq = { x: int }
    #derive(Default)
    type Sum = A | B;
    #derive(Iterate)
    type Other = { x: int }
  `);
  assertEquals(declared.diagnostics.map((d) => d.code), ["E2028", "E2033", "E2029", "E2032"]);
});

Deno.test("conflicting defaults of supertraits need a decision", () => {
  const text = (decision: string) => `
    trait A { @tag (self) -> str = "a"; }
    trait B { @tag (self) -> str = "b"; }
    trait C: A + B { }
    type S = { x: int }
    impl S: A { }
    impl S: B { }
    impl S: C { ${decision} }
  `;
  assertEquals(declare(text("")).diagnostics.map((d) => d.code), ["E2022"]);
  const decided = declare(text('@tag (self) -> str = "mine";'));
  assertEquals(decided.found, []);
  const [first] = lookupMethod(decided.program, typeOf(decided, "S"), "tag", decided.main.id);
  assertEquals(first?.kind === "impl" && first.source, "inherent");
});

Deno.test("associated types and default type parameters", () => {
  const declared = declare(`
    trait Scale<By = Self> {
        type Output = Self
        @scale (self, by: By) -> Self.Output
    }
    type V = { x: int }
    type M = { x: int }
    impl V: Scale<int> {
        type Output = [V];
        @scale (self, by: int) -> Self.Output = [self];
    }
    impl M: Scale { @scale (self, by: M) -> M = by; }
    @twice<T: Scale<int>> (t: T) -> T.Output = t.scale(by: 2);
  `);
  assertEquals(declared.found, []);
  assertEquals(signature(declared, "twice"), "<T:Scale,T.Output> (T) -> T.Output");
  const trait = declared.main.types.get("Scale");
  assert(trait?.kind === "trait");
  const impl = findImpl(declared.program, trait.trait, typeOf(declared, "V"), [INT]);
  assertEquals(impl.kind === "impl" && impl.traitArgs.map(showType), ["int", "[V]"]);
  assertEquals(
    findImpl(declared.program, trait.trait, typeOf(declared, "V"), [STR]).kind,
    "missing",
  );
});

// --- The solver --------------------------------------------------------------------------------------

Deno.test("findImpl: conditional impls, structure, variables", () => {
  const declared = declare("type Plain = { x: int }");
  const { program } = declared;
  const eq = program.builtins.trait("Eq");
  const kind = (type: Type) => findImpl(program, eq, type).kind;
  const plain = typeOf(declared, "Plain");
  assertEquals(kind(INT), "impl");
  assertEquals(kind(listType(listType(STR))), "impl");
  assertEquals(kind(listType(plain)), "missing");
  assertEquals(kind(tupleType([INT, STR])), "structural");
  assertEquals(kind(tupleType([INT, plain])), "missing");
  assertEquals(kind(fnType([INT], INT)), "missing");
  assertEquals(kind(makeTypeVar(0)), "unknown");
  assertEquals(kind(listType(makeTypeVar(0))), "unknown");
  const missing = findImpl(program, eq, listType(plain));
  assertEquals(missing.kind === "missing" && missing.because?.self, plain);
});

Deno.test("bounds give traits and their supertraits; where adds to the parameter of the impl", () => {
  const declared = declare(`
    @f<T: Comparable> (x: T) -> T = x;
    type Box<T> = { value: T }
    impl<T> Box<T> {
        @same (self, other: T) -> bool where T: Eq = self.value == other;
    }
  `);
  assertEquals(declared.found, []);
  const { program } = declared;
  const eq = program.builtins.trait("Eq");
  const t = fnOf(declared, "f").result;
  assertEquals(findImpl(program, eq, t).kind, "bound");
  assertEquals(findImpl(program, program.builtins.trait("Clone"), t).kind, "missing");
  const same = declared.main.functions.find((fn) => fn.name === "same") as FnDef;
  assertEquals(findImpl(program, eq, same.params[1]?.type as Type).kind, "bound");
});

Deno.test("methods: inherent before trait before extension; extensions where they are seen", () => {
  const lib = `
    pub extend int { @double (self) -> int = self + self; @triple (self) -> int = self * 3; }
  `;
  const declared = declare(
    `
    use "./lib" { };
    extension "./lib" { int.triple };
    trait Named { @name (self) -> str }
    impl int: Named { @name (self) -> str = "trait"; }
    type P = { x: int }
    impl P { @name (self) -> str = "own"; @new () -> P = P { x: 0 }; }
    impl P: Named { @name (self) -> str = "trait"; }
  `,
    { "lib.ori": lib },
  );
  assertEquals(declared.found, []);
  const sources = (type: Type, name: string) =>
    lookupMethod(declared.program, type, name, declared.main.id).map((found) => found.source);
  const p = typeOf(declared, "P");
  assertEquals(sources(p, "name"), ["inherent", "impl"]);
  assertEquals(sources(INT, "name"), ["impl"]);
  assertEquals(sources(INT, "double"), []);
  assertEquals(sources(INT, "triple"), ["extension"]);
  assertEquals(sources(p, "new"), []);
  assertEquals(sources(tupleType([INT, BOOL]), "clone"), ["structural"]);
  const [made] = lookupAssociated(declared.program, p, "new", declared.main.id);
  assertEquals(made?.fn.kind, "associated");
  const [list] = lookupMethod(declared.program, listType(STR), "len", declared.main.id);
  assert(list !== undefined);
});
