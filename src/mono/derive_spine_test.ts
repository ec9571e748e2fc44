import { assertEquals } from "@std/assert";
import { coreOf } from "./mono_support_test.ts";

const TEXTS = ["debug", "to_str"];
const METHODS = [...TEXTS, "hash"];

/** How often each method of a type `Node` of these variants calls itself; `items` may stand beside. */
function selfCalls(variants: string, items = ""): Record<string, number> {
  const text = `
#derive(Debug, Printable, Eq, Hashable)
type Node = ${variants};
${items}
@node () -> Node = node();
@main () -> void = {
  let v = node();
  let texts = (v.debug(), v.to_str(), v.hash());
}
`;
  return Object.fromEntries(METHODS.map((method) => {
    const symbol = `Node.${method}`;
    const [, ...body] = coreOf(text, symbol).split("\n");
    return [method, body.join("\n").split(`${symbol}(`).length - 1];
  }));
}

const LOOPS = { debug: 0, to_str: 0, hash: 0 };

Deno.test("derived texts and hashes go along a last part of the type itself by a loop", () => {
  assertEquals(selfCalls("Nil | Cons(head: int, tail: Node)"), LOOPS);
  assertEquals(selfCalls("Zero | Succ(of: Node)"), LOOPS);
  assertEquals(
    selfCalls("Cons(head: int, tail: Node) | One(n: int) | Two(n: int, rest: Node)"),
    LOOPS,
  );
});

Deno.test("other parts of the type itself are calls; hashes of trees are calls alone", () => {
  const tree = { debug: 1, to_str: 1, hash: 2 };
  assertEquals(selfCalls("Leaf | Branch(left: Node, value: int, right: Node)"), tree);
  const withChain = { debug: 1, to_str: 1, hash: 3 };
  assertEquals(selfCalls("Leaf | Neg(of: Node) | Add(left: Node, right: Node)"), withChain);
  const once = { debug: 1, to_str: 1, hash: 1 };
  assertEquals(selfCalls("Nil | Snoc(init: Node, last: int)"), once);
});

Deno.test("derived methods stay recursive where a `drop` could tell the end of the parameter", () => {
  const guard = `
#derive(Debug, Printable, Eq, Hashable)
type Guard = { n: int }
impl Guard: Drop { @drop (self) -> void = (); }
`;
  const recursive = { debug: 1, to_str: 1, hash: 1 };
  assertEquals(selfCalls("Free | Hold(guard: Guard, rest: Node)", guard), recursive);
  // Nothing with that impl is inside.
  assertEquals(
    selfCalls("Nil | Cons(head: int, tail: Node)", `${guard}\n@g (v: Guard) -> int = v.n;`),
    LOOPS,
  );
});
