/** Errors of bodies: one that is found more than once is reported once, and every search for an impl ends. */
import { assertEquals } from "@std/assert";
import { checkSources } from "./support/snapshot.ts";

Deno.test("errors of a body: a lambda is wrong, not the argument behind it", () => {
  const text =
    `@apply<T> (f: (T) -> int, x: T) -> int = f(x);\n@main () -> int = apply(f: a -> if a then 1 else 2, x: 7);\n`;
  const { diagnostics } = checkSources({ "main.ori": text }, ["main.ori"]);
  const places = diagnostics.all.map(({ primary }) =>
    text.slice(primary?.span.start, primary?.span.end)
  );
  assertEquals(places, ["a"]);
});

/** Lambdas of a `let` are checked again for each type that they are used at. */
const CASES: Readonly<
  Record<string, { readonly text: string; readonly codes: readonly string[] }>
> = {
  "a method that no type has": {
    text: `@main () -> void = { let $f = x -> x.nope(); f(1); f("a"); }`,
    codes: ["E2016"],
  },
  "a lambda of which nothing is known": {
    text: `@main () -> void = { let $f = x -> (x, y -> y); let $a = f(1); let $b = f("a"); }`,
    codes: ["E2005"],
  },
  "a name that is not there": {
    text: `@main () -> void = { let $f = x -> gone; f(1); f(2); }`,
    codes: ["E2003"],
  },
  "blanket impls that need each other": {
    text: `trait First { @one (self) -> int }
trait Second { @two (self) -> int }
impl<T: Second> T: First { @one (self) -> int = self.two(); }
impl<T: First> T: Second { @two (self) -> int = self.one(); }
@ask<T: First> (x: T) -> int = x.one();
@main () -> void = print(msg: str(ask(x: 1)));
`,
    codes: ["E2009"],
  },
};

for (const [name, { text, codes }] of Object.entries(CASES)) {
  Deno.test(`errors of a body: ${name}`, () => {
    const { diagnostics } = checkSources({ "main.ori": text }, ["main.ori"]);
    const errors = diagnostics.all.filter(({ severity }) => severity === "error");
    assertEquals(errors.map(({ code }) => code), codes);
  });
}
