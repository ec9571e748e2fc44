import { assertEquals } from "@std/assert";
import { checkText, codesOf } from "../check_support_test.ts";

/** The methods of the program that change their receiver, `Type.name` or `Trait.name`. */
function mutatingOf(text: string): string[] {
  const { program, main, diagnostics } = checkText(text);
  assertEquals(diagnostics.map((found) => found.message), []);
  return program.fns.filter((fn) => fn.module === main.id && program.selfChanges.isMutating(fn))
    .map(({ name, owner }) => {
      if (owner?.kind === "trait") return `${owner.trait.name}.${name}`;
      const self = owner?.impl.self;
      return `${self?.kind === "con" ? self.def.name : self?.kind}.${name}`;
    }).sort();
}

const TYPES = "type A = { n: int, b: B }\ntype B = { n: int, xs: [int] }\n";

Deno.test("a method that assigns `self` or a part of it is mutating", () => {
  const found = mutatingOf(
    `${TYPES}impl A {
      @whole (self) -> void = { self = A { n: 1, b: self.b }; }
      @field (self) -> void = { self.n = 1; }
      @compound (self) -> int = { self.n += 1; self.n }
      @nested (self) -> void = { self.b.n = 1; }
      @element (self) -> void = { self.b.xs[0] = 1; }
      @in_branch (self, c: bool) -> void = if c then { self.n = 1; };
      @reads (self) -> int = self.n + self.b.xs[0];
      @of_copy (self) -> int = { let copy = self; copy.n = 2; copy.n }
      @other (self, other: A) -> A = { let a = other; a.n = 1; a }
    }`,
  );
  assertEquals(
    found,
    ["A.compound", "A.element", "A.field", "A.in_branch", "A.nested", "A.whole"],
  );
});

Deno.test("calls of mutating methods on `self` and its parts count, through any number of methods", () => {
  const found = mutatingOf(
    `${TYPES}impl A {
      @far (self) -> void = self.near();
      @near (self) -> void = (self.b).set(n: 1);
      @copied (self) -> void = { let b = self.b; b.set(n: 1) }
      @temporary (self) -> int = self.b.moved().n;
      @even (self, k: int) -> int = if k == 0 then 0 else self.odd(k: k - 1);
      @odd (self, k: int) -> int = { self.n += 1; self.even(k:) }
      @idle (self, k: int) -> int = if k == 0 then 0 else self.idler(k: k - 1);
      @idler (self, k: int) -> int = self.idle(k:);
    }
    impl B { @set (self, n: int) -> void = { self.n = n; }
      @moved (self) -> Self = { self.n = 2; self } }`,
  );
  assertEquals(found, ["A.even", "A.far", "A.near", "A.odd", "B.set"]);
});

Deno.test("a method whose result is its own type keeps the change", () => {
  const found = mutatingOf(
    `${TYPES}impl A {
      @a (self) -> Self = { self.n = 1; self }
      @b (self) -> A = { self.n = 1; self }
      @c (self) -> Option<A> = { self.n = 1; Some(self) }
      @d (self) -> Never = { self.n = 1; panic(msg: "d") }
    }`,
  );
  assertEquals(found, ["A.c"]);
});

Deno.test("one impl makes the method of a trait mutating, for the others and the callers of its default", () => {
  const found = mutatingOf(
    `${TYPES}trait T { @m (self) -> int; @twice (self) -> int = self.m() + self.m(); @other (self) -> int = 1; }
    impl A: T { @m (self) -> int = { self.n += 1; self.n } }
    impl B: T { @m (self) -> int = self.n; @other (self) -> int = self.n; }
    @g<X: T> (x: X) -> int = { let y = x; y.twice() + y.other() }`,
  );
  assertEquals(found, ["A.m", "B.m", "T.m", "T.twice"]);
});

Deno.test("what the trait declares says whether the result is `Self`", () => {
  const found = mutatingOf(
    `trait T { @m (self) -> int }
    trait U { type Out; @take (self) -> Self.Out }
    impl int: T { @m (self) -> int = { self += 1; self } }
    impl int: U { type Out = int; @take (self) -> int = { self += 1; self } }
    extend int { @plus (self) -> int = { self += 1; self } }`,
  );
  assertEquals(found, ["T.m", "int.m"]);
});

Deno.test("impls of std's traits keep `self` or hand it back in their result", () => {
  const found = checkText(
    `type C = { n: int }
    impl C: Iterator { type Item = int; @next (self) -> (Option<int>, Self) = { self.n += 1; (Some(self.n), self) } }
    impl C: Add<int> { type Output = C; @add (self, other: int) -> C = { self.n += other; self } }
    impl C: Eq { @equals (self, other: Self) -> bool = { self.n += 1; self.n == other.n } }`,
  );
  assertEquals(codesOf(found), ["E2072 self.n"]);
});

Deno.test("receivers that cannot change are refused, reads of them are not", () => {
  const found = checkText(
    `type C = { n: int }
    impl C { @bump (self) -> void = { self.n += 1; }
      @get (self) -> int = self.n; }
    let $ZERO = C { n: 0 };
    @f (p: C) -> int = {
      let $x = p;
      x.bump();
      p.bump();
      ZERO.bump();
      for one in [p] do one.bump();
      let v = p;
      let g = () -> v.bump();
      x.get() + p.get() + ZERO.get() + (() -> v.get())()
    }`,
  );
  assertEquals(codesOf(found), ["E2039 x", "E2051 p", "E2039 ZERO", "E2039 one", "E2050 v"]);
});
