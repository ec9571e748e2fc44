/** Which recursive functions run as loops because the call is the last thing before the cells around its result. */
import { assertEquals } from "@std/assert";
import { type ArcFunction, lowerProgram } from "../src/arc/mod.ts";
import { monoMain } from "../src/driver/compile.ts";
import { renderText } from "../src/driver/mod.ts";
import { checkText } from "./support/blobs.ts";

const TYPES = `type L = Nil | Cons(head: int, tail: L);
type T = Leaf | Node(left: T, key: int, right: T);
type S = Last | More(text: str, rest: S, list: [int]);
type Rose = Tip | Fork(children: [Rose], next: Rose);
type Boxed = Empty | Full(inner: Option<Boxed>, next: Boxed);
`;

/** A function `f` that is to be a loop. */
const LOOPS: Readonly<Record<string, string>> = {
  range: "@f (n: int) -> L = if n == 0 then Nil else Cons(head: n, tail: f(n: n - 1));",
  map: `@f (l: L, g: (int) -> int) -> L = match l {
    Nil -> Nil,
    Cons(h, t) -> Cons(head: g(h), tail: f(l: t, g:)),
};`,
  filter: `@f (l: L, n: int) -> L = match l {
    Nil -> Nil,
    Cons(h, t) -> if h < n then Cons(head: h, tail: f(l: t, n:)) else f(l: t, n:),
};`,
  append:
    "@f (a: L, b: L) -> L = match a { Nil -> b, Cons(h, t) -> Cons(head: h, tail: f(a: t, b:)) };",
  "a chain of cells":
    "@f (n: int) -> L = if n == 0 then Nil else Cons(head: n, tail: Cons(head: -n, tail: f(n: n - 1)));",
  "the other subtree": `@f (t: T, x: int) -> T = match t {
    Leaf -> Node(left: Leaf, key: x, right: Leaf),
    Node(l, k, r) -> if x < k then Node(left: f(t: l, x:), key: k, right: r) else Node(left: l, key: k, right: f(t: r, x:)),
};`,
  "a field in the middle, what follows it is only looked up":
    'type P = { text: str, xs: [int] };\n@f (p: P, n: int) -> S = if n == 0 then Last else More(text: "t", rest: f(p:, n: n - 1), list: p.xs);',
  "what follows the call is made of what is there":
    '@f (n: int) -> S = if n == 0 then Last else More(rest: f(n: n - 1), list: [n, n], text: "text");',
  "names for the result and for the cell":
    "@f (n: int) -> L = if n == 0 then Nil else { let $t = f(n: n - 1); let $c = Cons(head: n, tail: t); c };",
  "a cell around a choice":
    "@f (n: int) -> L = if n == 0 then Nil else Cons(head: n, tail: if n % 2 == 0 then f(n: n - 1) else Nil);",
  "a cell around a match":
    "@f (l: L) -> L = Cons(head: 1, tail: match l { Nil -> Nil, Cons(_, t) -> f(l: t) });",
  "a cell made by a function":
    "@cons (head: int, tail: L) -> L = Cons(head:, tail:);\n@f (n: int) -> L = if n == 0 then Nil else cons(head: n, tail: f(n: n - 1));",
  "a generic type": `type C<X> = Stop | Link(value: X, rest: C<X>);
@f<X> (value: X, n: int) -> C<X> = if n == 0 then Stop else Link(value:, rest: f(value:, n: n - 1));`,
  "a list of the type beside it":
    "@f (r: Rose, n: int) -> Rose = if n == 0 then r else Fork(children: [r, r], next: f(r:, n: n - 1));",
  "the type inline beside it":
    "@f (b: Boxed, n: int) -> Boxed = if n == 0 then b else Full(inner: Some(b), next: f(b:, n: n - 1));",
};

/** A function `f` in which a call of itself stays. */
const CALLS: Readonly<Record<string, string>> = {
  "a panic after the call":
    "@f (n: int) -> T = if n == 0 then Leaf else Node(left: f(n: n - 1), key: 10 / n, right: Leaf);",
  "output after the call":
    "@f (n: int) -> T = if n == 0 then Leaf else Node(left: f(n: n - 1), key: { print(msg: `{n}`); n }, right: Leaf);",
  "a result in two fields":
    "@f (n: int) -> T = if n == 0 then Leaf else { let $t = f(n: n - 1); Node(left: t, key: n, right: t) };",
  "a result that is looked at":
    "@f (n: int) -> L = if n == 0 then Nil else { let $t = f(n: n - 1); Cons(head: match t { Nil -> 0, Cons(h, _) -> h }, tail: t) };",
  "a result in a struct":
    "type R = { l: L, n: int };\n@f (n: int) -> R = if n == 0 then R { l: Nil, n: n } else { let $r = f(n: n - 1); R { l: Cons(head: n, tail: r.l), n: n } };",
  "a result in a list in the cell":
    "@f (n: int) -> Rose = if n == 0 then Tip else Fork(children: [f(n: n - 1)], next: Tip);",
  "a result inline in the cell":
    "@f (n: int) -> Boxed = if n == 0 then Empty else Full(inner: Some(f(n: n - 1)), next: Empty);",
  "a list that is changed after the call":
    '@f (xs: [int], n: int) -> S = if n == 0 then Last else More(text: "", rest: f(xs:, n: n - 1), list: xs.push(n));',
  "a type with an impl of Drop": `type D = End | Link(head: int, rest: D);
impl D: Drop { @drop (self) -> void = print(msg: "drop") }
@f (n: int) -> D = if n == 0 then End else Link(head: n, rest: f(n: n - 1));`,
  "a type that holds one with an impl of Drop": `type File = { id: int };
impl File: Drop { @drop (self) -> void = print(msg: "drop") }
type D = End | Link(file: File, rest: D);
@f (n: int) -> D = if n == 0 then End else Link(file: File { id: n }, rest: f(n: n - 1));`,
};

/** Arguments by the type of the parameter. */
const VALUES: Readonly<Record<string, string>> = {
  int: "n",
  L: "Cons(head: n, tail: Nil)",
  T: "Node(left: Leaf, key: n, right: Leaf)",
  P: 'P { text: "", xs: [n] }',
  X: "args",
  Rose: "Tip",
  Boxed: "Empty",
  "[int]": "[n]",
  "(int) -> int": "x -> x + n",
};

/** A `@main` that calls the function `f` of `text`. */
function mainFor(text: string): string {
  const params = /@f(?:<X>)? \((.*?)\) -> \S+ =/.exec(text)?.[1] ?? "";
  const values = params.split(/, (?=\w+: )/).map((param) => {
    const [name = "", type = ""] = param.split(/: (.*)/);
    return `${name}: ${VALUES[type]}`;
  });
  const call = `f(${values.join(", ")})`;
  return `@main (args: [str]) -> void = { let $n = args.len(); let _ = [${call}]; print(msg: \`{n}\`) }`;
}

/** How many calls of itself are left in the function `f` of `text`, and how many cells of it are made with an empty field. */
function countCalls(text: string): { readonly calls: number; readonly cells: number } {
  const checked = checkText(TYPES + text + "\n" + mainFor(text));
  const mono = monoMain(checked);
  if (mono === undefined) {
    throw new Error(renderText(checked.diagnostics.all, checked.sources, { color: false }));
  }
  let counts: ReturnType<typeof countCalls> | undefined;
  lowerProgram(mono, {
    verify: true,
    afterPass({ name, program: { fns } }) {
      const f = fns.find(({ name }) => /^f\b/.test(name));
      if (name === "inline" && f !== undefined) counts = countIn(f);
    },
  });
  if (counts === undefined) throw new Error("there is no function f");
  return counts;
}

function countIn(fn: ArcFunction): ReturnType<typeof countCalls> {
  const ops = fn.blocks.flatMap((block) => block.ops);
  const isOwnCall = (op: typeof ops[number]): boolean =>
    op.kind === "Call" && op.call.kind === "Apply" && op.call.fn === fn.id;
  return {
    calls: ops.filter(isOwnCall).length,
    cells: ops.filter((op) => op.kind === "Extend").length,
  };
}

for (const [name, text] of Object.entries(LOOPS)) {
  Deno.test(`${name}: a loop`, () => {
    const { calls, cells } = countCalls(text);
    assertEquals([calls, cells > 0], [0, true]);
  });
}

for (const [name, text] of Object.entries(CALLS)) {
  Deno.test(`${name}: calls`, () => assertEquals(countCalls(text), { calls: 1, cells: 0 }));
}

Deno.test("both subtrees: the first is a call, the last a turn of the loop", () => {
  const text = `@f (t: T) -> T = match t {
    Leaf -> Leaf,
    Node(l, k, r) -> Node(left: f(t: l), key: k, right: f(t: r)),
};`;
  assertEquals(countCalls(text), { calls: 1, cells: 1 });
});
