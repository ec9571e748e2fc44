/** What rebuilding a recursive value compiles to: cells are filled again, and the unique path counts nothing. */
import { assertEquals, assertMatch } from "@std/assert";
import { printFunction } from "../src/arc/mod.ts";
import { compileText } from "./support/blobs.ts";

const LIST = "type L = Nil | Cons(head: str, tail: L);\n";
const MAIN =
  `@build (n: int) -> L = if n == 0 then Nil else Cons(head: \`{n}\`, tail: build(n: n - 1));
@size (l: L, n: int) -> int = match l { Nil -> n, Cons(_, t) -> size(l: t, n: n + 1) };
@main (args: [str]) -> void = {
    let l = build(n: args.len());
    for _ in 0..args.len() do l = change(l:);
    print(msg: \`{size(l:, n: 0)}\`)
}
`;

const CHANGES = {
  map: `@change (l: L) -> L = match l {
    Nil -> Nil,
    Cons(h, t) -> Cons(head: h + "!", tail: change(l: t)),
};
`,
  reverse: `@change (l: L) -> L = turn(l:, acc: Nil);
@turn (l: L, acc: L) -> L = match l {
    Nil -> acc,
    Cons(h, t) -> turn(l: t, acc: Cons(head: h, tail: acc)),
};
`,
};

/** The function of the program that fills cells again. */
function changing(change: string): string {
  const { arc } = compileText(LIST + change + MAIN);
  const texts = arc.fns.map((fn) => printFunction(fn, arc)).filter((text) =>
    text.includes("Reuse")
  );
  assertEquals(texts.length, 1, "one function rebuilds the list");
  return texts[0];
}

for (const [name, change] of Object.entries(CHANGES)) {
  Deno.test(`${name} of a unique list: its cells move, without a count and without an allocation`, () => {
    const text = changing(change);
    assertMatch(text, /= Unpack %\d+#1, reset %\d+/);
    assertEquals(text.match(/\bRcInc\b.*/g), null, text);
    assertEquals(text.match(/: L = Construct #1\(.*/g), null, text);
  });
}
