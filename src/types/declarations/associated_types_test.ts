/** Associated types through bounds, supertraits, equalities and methods; defaults of type parameters. */
import { assertEquals } from "@std/assert";
import { checkText, codesOf } from "../check_support_test.ts";
import { showType } from "../model/show_type.ts";

function codes(text: string): string[] {
  return codesOf(checkText(text));
}

/** The type of the local `x` of `@main`, whose body is `body`. */
function typeOfX(body: string, items = ""): string {
  const checked = checkText(`${items}\n@main () -> void = { ${body} }`);
  assertEquals(codesOf(checked), []);
  const local = checked.body("main").locals.find(({ name }) => name === "x");
  return local === undefined ? "none" : showType(local.type);
}

const SHAPES = `
trait Source { type Item  @get (self) -> Self.Item }
trait Twice: Source { @both (self) -> (Self.Item, Self.Item) = (self.get(), self.get()) }
trait Thrice: Twice { @all (self) -> [Self.Item] = [self.get(), self.both().0] }
type One<T> = { value: T }
`;

Deno.test("a supertrait's associated type is known from its impl, wherever that stands", () => {
  const impls = `
    impl<T> One<T>: Thrice {}
    impl<T> One<T>: Twice {}
    impl<T> One<T>: Source { type Item = T  @get (self) -> T = self.value; }
  `;
  assertEquals(typeOfX(`let x = One { value: "a" }.both();`, SHAPES + impls), "(str, str)");
  assertEquals(typeOfX(`let x = One { value: 1 }.all();`, SHAPES + impls), "[int]");
});

Deno.test("an impl of a trait needs the supertrait with the associated type", () => {
  assertEquals(codes(`${SHAPES} impl<T> One<T>: Twice {}`), ["E2009 Twice"]);
});

Deno.test("an inherited associated type is not for the impl to state", () => {
  const text = `${SHAPES}
    impl One<int>: Source { type Item = int  @get (self) -> int = self.value; }
    impl One<int>: Twice { type Item = str }`;
  assertEquals(codes(text), ["E2059 Item"]);
});

Deno.test("a bound by a subtrait brings the associated type of the supertrait", () => {
  const text = `${SHAPES} @f<S: Twice> (s: S) -> [S.Item] = [s.both().0, s.get()];`;
  assertEquals(codes(text), []);
});

Deno.test("an equality makes two associated types one, or one a written type", () => {
  const text = `${SHAPES}
    impl<T> One<T>: Source { type Item = T  @get (self) -> T = self.value; }
    @same<A: Source, B: Source> (a: A, b: B) -> [A.Item] where A.Item == B.Item = [a.get(), b.get()];
    @ints<A: Source> (a: A) -> int where A.Item == int = a.get() + 1;
    @pairs<A: Source> (a: A) -> int where A.Item == (int, str) = a.get().0;
    @f () -> [int] = same(a: One { value: 1 }, b: One { value: 2 });
    @g () -> int = ints(a: One { value: "a" });
    @h () -> int = pairs(a: One { value: (1, "b") });`;
  assertEquals(codes(text), [`E2001 ints(a: One { value: "a" })`]);
});

Deno.test("an equality without an associated type is no constraint on types", () => {
  assertEquals(codes("@f<T, U> (t: T, u: U) -> void where T == U = ();"), ["E2040 T == U"]);
});

Deno.test("an associated type may have bounds; impls must meet them", () => {
  const text = `
    trait Shelf { type Book: Printable  @top (self) -> Self.Book  @text (self) -> str = self.top().to_str() }
    type Bare = { x: int }
    impl int: Shelf { type Book = str  @top (self) -> str = "a"; }
    impl str: Shelf { type Book = Bare  @top (self) -> Bare = Bare { x: 1 }; }`;
  assertEquals(codes(text), ["E2009 Shelf"]);
});

Deno.test("an associated type without a default is stated", () => {
  const text = `${SHAPES} impl One<str>: Source { @get (self) -> str = self.value; }`;
  assertEquals(codes(text), ["E2018 Source"]);
});

Deno.test("a type may bound its parameter by a trait with associated types", () => {
  const text = `${SHAPES} type Holder<S: Source> = { source: S }
    impl<S: Source> Holder<S> { @get (self) -> S.Item = self.source.get(); }`;
  assertEquals(codes(text), []);
});

Deno.test("a where clause of a trait's method bounds the associated type", () => {
  const text = `
    trait Source { type Item  @get (self) -> Self.Item  @text (self) -> str where Self.Item: Printable = self.get().to_str() }
    type Bare = { x: int }
    impl int: Source { type Item = int  @get (self) -> int = self; }
    impl str: Source { type Item = Bare  @get (self) -> Bare = Bare { x: 1 }; }
    @f () -> str = 1.text();
    @g () -> str = "a".text();`;
  assertEquals(codes(text), ["E2009 text"]);
});

Deno.test("collect is a list unless what is expected can be collected", () => {
  assertEquals(typeOfX("let x = [1].iter().collect();"), "[int]");
  assertEquals(typeOfX('let x: Set<str> = ["a"].iter().collect();'), "Set<str>");
  assertEquals(typeOfX('let x: {int: str} = ["a"].iter().enumerate().collect();'), "{int: str}");
  assertEquals(typeOfX("let x = [].iter().map(n -> n + 1).collect();"), "[int]");
});

Deno.test("chains of adapters have their elements' types", () => {
  assertEquals(
    typeOfX(`let x = (0..).iter().zip(other: "a".iter()).next().0;`),
    "Option<(int, char)>",
  );
  assertEquals(typeOfX("let x = repeat(1).enumerate().map(p -> p.1).next().0;"), "Option<int>");
  assertEquals(typeOfX("let x = [[1.5]].iter().flatten().find(_ -> true);"), "Option<float>");
  assertEquals(
    typeOfX(
      "let x = {1: true}.iter().map(p -> p.1).last_or();",
      `
    extend<I: Iterator> Mapped<I, (int, bool), bool> { @last_or (self) -> str = "ok"; }`,
    ),
    "str",
  );
});
