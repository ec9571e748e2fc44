/** Updates of unique values allocate nothing, whatever holds them; growing in a loop allocates rarely. */
import { assert, assertEquals } from "@std/assert";
import { countAllocations, program, type Shape, withProgram } from "./support/allocations.ts";
import { Workspace } from "./support/cli.ts";

/** The value is `v`, the number of the round `i`. */
const IN_PLACE: Readonly<Record<string, Shape>> = {
  "an element": { start: "[0, 0, 0]", round: "v[i % 3] = i" },
  "an element, from itself": { start: "[0, 0, 0]", round: "v[i % 3] += i" },
  "an element, by a value that reads its list": {
    items: "@next (xs: [int], k: int) -> int = xs[k] + xs.len();",
    start: "[0, 0, 0]",
    round: "v[i % 3] += next(xs: v, k: i % 3) % 7 - v[i % 3]",
  },
  "a list in a list": { start: "[[0, 0], [0, 0]]", round: "v[i % 2][i % 2] += i" },
  "a list in a list in a list": {
    start: "[[[0, 0], [0]], [[0, 0]]]",
    round: "v[i % 2][0][i % 2] = i",
  },
  "a field of a struct in a list": {
    items: "type P = { x: int, name: str }",
    start: 'for n in 0..3 yield P { x: n, name: `a name of more than {"twenty-three"} bytes` }',
    round: "v[i % 3].x += i",
  },
  "a list in a struct": {
    items: "type P = { xs: [int], n: int }",
    start: "P { xs: [1, 2, 3], n: 0 }",
    round: "{ v.xs[i % 3] = i; v.n += 1 }",
  },
  "a list in a struct in a list in a struct": {
    items: "type P = { xs: [int] }\ntype Q = { ps: [P] }",
    start: "Q { ps: [P { xs: [1, 2, 3] }] }",
    round: "v.ps[0].xs[i % 3] += i",
  },
  "a list in a tuple": { start: "([1, 2, 3], 0)", round: "v.0[i % 3] = i" },
  "a list that a function takes and gives back": {
    items: "@step (xs: [int], i: int) -> [int] = { let ys = xs; ys[i % 3] = i; ys }",
    start: "[0, 0, 0]",
    round: "v = step(xs: v, i:)",
  },
  "a list that is sorted already": { start: "[1, 2, 3]", round: "v = v.sort()" },
  "a list that is swapped": {
    start: "[3, 1, 2]",
    round: "{ let x = v[0]; v[0] = v[1]; v[1] = x }",
  },
};

const RING = "type Ring = { xs: [int], at: int }\n" +
  "impl Ring { @put (self, x: int) -> void = { self.xs[self.at % 3] = x; self.at += 1 }\n" +
  "    @put_all (self, n: int) -> int = if n == 0 then self.at else { self.put(x: n); self.put_all(n: n - 1) }\n" +
  "    @try_put (self, x: Option<int>) -> Option<int> = { self.at += 1; let y = x?; self.put(x: y); Some(y) } }\n";

/** Values that methods change through their \`self\`. */
const BY_METHODS: Readonly<Record<string, Shape>> = {
  "a list in a struct, by a method": {
    items: RING,
    start: "Ring { xs: [0, 0, 0], at: 0 }",
    round: "v.put(x: i)",
  },
  "a list in a struct, by a method that calls itself": {
    items: RING,
    start: "Ring { xs: [0, 0, 0], at: 0 }",
    round: "v.put(x: v.put_all(n: 5))",
  },
  "a list in a struct, by a method that may be left early": {
    items: RING,
    start: "Ring { xs: [0, 0, 0], at: 0 }",
    round: "{ v.try_put(x: if i % 2 == 0 then None else Some(i)); v.try_put(x: Some(i)) }",
  },
  "a struct in a list in a struct, by a method of each": {
    items: RING + "type Rings = { all: [Ring], sum: int }\n" +
      "impl Rings { @put (self, x: int) -> void = { self.all[x % 2].put(x:); self.sum += self.all[0].put_all(n: 2) } }",
    start: "Rings { all: [Ring { xs: [0, 0, 0], at: 0 }, Ring { xs: [0, 0, 0], at: 0 }], sum: 0 }",
    round: "v.put(x: i)",
  },
  "a list, by a method of an extension": {
    items: "extend [int] { @bump (self, k: int) -> int = { self[k] += 1; self[k] } }",
    start: "[0, 0, 0]",
    round: "v[v.bump(k: i % 3) % 3] = v.bump(k: 0)",
  },
  "a list in a struct, by methods of a trait": {
    items: RING + "trait Sink { @sink (self, x: int) -> void; " +
      "@sink_twice (self, x: int) -> void = { self.sink(x:); self.sink(x:) } }\n" +
      "impl Ring: Sink { @sink (self, x: int) -> void = self.put(x:); }\n" +
      "@feed<T: Sink> (t: T, x: int) -> T = { let u = t; u.sink_twice(x:); u }",
    start: "Ring { xs: [0, 0, 0], at: 0 }",
    round: "{ v.sink(x: i); v = feed(t: v, x: i) }",
  },
};

/** Values of boxed sums that are matched and built anew. */
const REBUILT: Readonly<Record<string, Shape>> = {
  "a list that is mapped": {
    items: "type L = Nil | Cons(head: int, tail: L);\n" +
      "@build (n: int) -> L = if n == 0 then Nil else Cons(head: n, tail: build(n: n - 1));\n" +
      "@inc (l: L) -> L = match l { Nil -> Nil, Cons(h, t) -> Cons(head: h + 1, tail: inc(l: t)) };",
    start: "build(n: 20)",
    round: "v = inc(l: v)",
  },
  "a list that is reversed": {
    items: "type L = Nil | Cons(head: int, tail: L);\n" +
      "@build (n: int) -> L = if n == 0 then Nil else Cons(head: n, tail: build(n: n - 1));\n" +
      "@rev (l: L, acc: L) -> L = match l { Nil -> acc, Cons(h, t) -> rev(l: t, acc: Cons(head: h, tail: acc)) };",
    start: "build(n: 20)",
    round: "v = rev(l: v, acc: Nil)",
  },
  "a tree that is rebuilt": {
    items: "type T = Leaf | Node(left: T, key: int, right: T);\n" +
      "@build (n: int) -> T = if n == 0 then Leaf else Node(left: build(n: n - 1), key: n, right: build(n: n - 1));\n" +
      "@inc (t: T) -> T = match t { Leaf -> Leaf, Node(l, k, r) -> Node(left: inc(t: l), key: k + 1, right: inc(t: r)) };",
    start: "build(n: 5)",
    round: "v = inc(t: v)",
  },
};

const LIST = "type L = Nil | Cons(head: int, tail: L);\n" +
  "@build (n: int) -> L = if n == 0 then Nil else Cons(head: n, tail: build(n: n - 1));\n" +
  "@inc (l: L) -> L = match l { Nil -> Nil, Cons(h, t) -> Cons(head: h + 1, tail: inc(l: t)) };\n" +
  "@size (l: L, n: int) -> int = match l { Nil -> n, Cons(_, t) -> size(l: t, n: n + 1) };\n";

const DROPPING = "type N = { id: int }\nimpl N: Drop { @drop (self) -> void = (); }\n" +
  "type P = { xs: [N], one: N }\n" +
  "impl P { @add (self) -> void = { self.xs = self.xs.push(self.one); } }";

/** Lists of twenty cells, built from the outside in, and how many blocks each round allocates. */
const BUILT: Readonly<Record<string, Shape & { readonly blocks: number }>> = {
  "a unique list with another at its end": {
    items: LIST +
      "@append (a: L, b: L) -> L = match a { Nil -> b, Cons(h, t) -> Cons(head: h, tail: append(a: t, b:)) };",
    start: "build(n: 20)",
    round: "v = append(a: v, b: Nil)",
    blocks: 0,
  },
  "those of a unique list that are kept": {
    items: LIST +
      "@keep (l: L, n: int) -> L = match l { Nil -> Nil, Cons(h, t) -> if h == n then keep(l: t, n:) else Cons(head: h, tail: keep(l: t, n:)) };",
    start: "build(n: 20)",
    round: "v = keep(l: v, n: i)",
    blocks: 0,
  },
  "a unique list with one more at its end": {
    items: LIST +
      "@add (l: L, x: int) -> L = match l { Nil -> Cons(head: x, tail: Nil), Cons(h, t) -> Cons(head: h, tail: add(l: t, x:)) };",
    start: "build(n: 20)",
    round: "v = add(l: v, x: i)",
    blocks: 1,
  },
  "a new list": {
    items: LIST,
    start: "0",
    round: "v += size(l: build(n: 20), n: 0)",
    blocks: 20,
  },
  "a shared list, mapped": {
    items: LIST,
    start: "build(n: 20)",
    round: 'if size(l: inc(l: v), n: 0) != 20 then panic(msg: "size")',
    blocks: 20,
  },
  "a unique list, doubled": {
    items: LIST +
      "@twice (l: L) -> L = match l { Nil -> Nil, Cons(h, t) -> Cons(head: h, tail: Cons(head: -h, tail: twice(l: t))) };",
    start: "0",
    round: "v += size(l: twice(l: build(n: 20)), n: 0)",
    blocks: 40,
  },
};

/** Values in maps that grow, by what leads to the map and back. */
function inMaps(): Readonly<Record<string, Shape>> {
  const items = "type G = { groups: {int: [int]}, n: int }\n" +
    "impl G { @add (self, i: int) -> void = self.groups[i % 2] = (self.groups[i % 2] ?? []).push(i); }\n" +
    "@twice (xs: [int]) -> [int] = xs.push(1).push(2);";
  const start = "{ 0: [0], 1: [1] }";
  const struct = "G { groups: { 0: [0] }, n: 0 }";
  return {
    "a list in a map": { start, round: "v[i % 2] = (v[i % 2] ?? []).push(i)" },
    "a list in a map, by `insert`": {
      start,
      round: "{ let k = i % 2; v = v.insert(key: k, value: (v[k] ?? []).push(i)) }",
    },
    "a list in a map of strs": {
      start: '{ "a0": [0], "a1": [0] }',
      round: "{ let k = `a{i % 2}`; v[k] = v[k].unwrap().push(i) }",
    },
    "a list in a map, by a match with an end on each way": {
      start,
      round: "match v[i % 2] { Some(xs) -> v[i % 2] = xs.push(i), None -> v[i % 2] = [i] }",
    },
    "a list in a map, in a loop that leaves": {
      items,
      start,
      round:
        "for n in 0..2 do { v[n] = if i % 3 == 0 then v[n] ?? [] else twice(xs: v[n] ?? []); if i % 5 == 4 then break }",
    },
    "a list in a map, its key read from a list": {
      start: `(${start}, [1, 0])`,
      round: "v.0[v.1[i % 2]] = (v.0[v.1[i % 2]] ?? []).push(i)",
    },
    "a str in a map": { start: '{ 0: "" }', round: 'v[0] = (v[0] ?? "") + "abc"' },
    "a list in a struct in a map": {
      items,
      start: `{ 0: ${struct} }`,
      round: "match v[0] { Some(g) -> { let h = g; h.n = i; h.add(i:); v[0] = h }, None -> () }"
        .replace("None -> ()", `None -> v[0] = ${struct}`),
    },
    "a list in a map in a map": {
      start: "{ 0: { 0: [0] } }",
      round:
        "{ let inner = v[0] ?? {}; v[0] = inner.insert(key: i % 2, value: (inner[i % 2] ?? []).push(i)) }",
    },
    "a list in a map in a list": {
      start: `[${start}]`,
      round: "v[0][i % 2] = (v[0][i % 2] ?? []).push(i)",
    },
    "a list in a map in a struct": {
      items,
      start: struct,
      round: "{ v.groups[i % 2] = (v.groups[i % 2] ?? []).push(i); v.n += 1 }",
    },
    "a list in a map in a struct, by a method": { items, start: struct, round: "v.add(i:)" },
    "a list in a map, by a fold": {
      start,
      round:
        "v = (0..2).fold(initial: v, op: (m: {int: [int]}, k) -> m.insert(key: k, value: (m[k] ?? []).push(i)))",
    },
  };
}

const GROWING: Readonly<Record<string, Shape>> = {
  "a text that is repeated, reversed and filled": {
    items:
      '@turned (n: int) -> str = "ab\u{e9}".repeat(count: n).reverse().pad_start(width: 4 * n).pad_end(width: 5 * n);',
    start: '""',
    round: "if i > 0 && i == args.len() * args.len() - 1 then v = turned(n: i)",
  },
  "a list in a list": { start: "[[0]]", round: "v[0] = v[0].push(i)" },
  "a list in a list, its place in a variable": {
    start: "[[0], [0]]",
    round: "{ let k = i % 2; v[k] = v[k].push(i) }",
  },
  "a list in a list in a list": { start: "[[[0]]]", round: "v[0][0] = v[0][0].push(i)" },
  "a list in a list, its place computed twice": {
    start: "[[0], [0]]",
    round: "v[i % 2] = v[i % 2].push(i)",
  },
  "a list in a list, in one branch of two": {
    start: "[[0], [0]]",
    round: "v[i % 2] = if i % 3 != 0 then v[i % 2].push(i) else v[i % 2]",
  },
  "a list in a list, in some branches of many": {
    start: "[[0], [0]]",
    round:
      "v[i % 2] = if i % 3 == 0 then v[i % 2] else if i % 5 == 0 then v[i % 2].push(1).push(i) " +
      "else { let k = i % 2; v[k].push(i) }",
  },
  "a list in a list, where a condition reads it": {
    start: "[[0], [0]]",
    round:
      "{ let k = i % 2; v[k] = if v[k].len() < i && v[k][0] == 0 then v[k].push(i) else v[k] }",
  },
  "a list in a list, by a match": {
    start: "[[0], [0]]",
    round: "v[i % 2] = match i % 3 { 0 -> v[i % 2], 1 -> v[i % 2].push(i), _ -> v[i % 2].push(2) }",
  },
  "a list in a list in a list, in one branch of two": {
    start: "[[[0]]]",
    round: "v[0][0] = if i % 3 != 0 then v[0][0].push(i) else v[0][0]",
  },
  "a list in an Option in a list": {
    start: "[Some([0]), None]",
    round: "v[i % 2] = match v[i % 2] { Some(x) -> Some(x.push(i)), None -> None }",
  },
  "a str in a list": { start: '[""]', round: 'v[0] = v[0] + "abc"' },
  "a list in a struct in a list": {
    items: "type P = { xs: [int], n: int }",
    start: "[P { xs: [], n: 0 }]",
    round: "v[0].xs = v[0].xs.push(i)",
  },
  "a list in a list in a struct": {
    items: "type P = { rows: [[int]], n: int }",
    start: "P { rows: [[]], n: 0 }",
    round: "{ v.rows[0] = v.rows[0].push(i); v.n += 1 }",
  },
  "a list": { start: "[]", round: "v = v.push(i)" },
  "a list in a struct": {
    items: "type P = { xs: [int], n: int }",
    start: "P { xs: [], n: 0 }",
    round: "v.xs = v.xs.push(i)",
  },
  "a list in a struct, by a method": {
    items: "type P = { xs: [int], n: int }\n" +
      "impl P { @add (self, x: int) -> int = { self.xs = self.xs.push(x); self.n += x; self.n } }",
    start: "P { xs: [], n: 0 }",
    round: "v.add(x: v.add(x: i) % 7)",
  },
  "a list of values with a drop, by a method": {
    items: DROPPING,
    start: "P { xs: [], one: N { id: 1 } }",
    round: "v.add()",
  },
  "a list of values with a drop, in a struct made of another": {
    items: DROPPING,
    start: "P { xs: [], one: N { id: 1 } }",
    round: "v = P { ...v, xs: v.xs.push(v.one) }",
  },
  ...inMaps(),
  "a str": { start: '""', round: 'v = v + "abc"' },
  "a str, compound": { start: '""', round: 'v += "abc"' },
};

/** Chains of iterators whose closures capture what changes. */
const CHAINS: Readonly<Record<string, Shape>> = {
  "a chain over a range": {
    start: "0",
    round: "v = (0..9).iter().map(x -> x + i).filter(x -> x % 2 == 0).fold(v, (a, x) -> a + x)",
  },
  "a chain over a list": {
    items: "@over (xs: [int], i: int) -> int = " +
      "xs.iter().map(x -> x * i).skip(1).take_while(x -> x < 900).enumerate().map(p -> p.0 + p.1).sum();",
    start: "[1, 2, 3, 4]",
    round: "v[i % 4] = over(xs: v, i:) % 7",
  },
  "a search from the end": {
    start: "[3, 1, 2]",
    round: "v[i % 3] = v.iter().zip(other: v.iter().rev()).any(p -> p.0 + i == p.1).to_int()",
  },
  "a loop over an iterator": {
    start: "0",
    round: "for x in (0..5).iter().step_by(2).chain(other: [i].iter()) do v += x",
  },
};

for (const [name, shape] of Object.entries({ ...IN_PLACE, ...BY_METHODS, ...REBUILT })) {
  Deno.test(`${name} changes in place`, async () => {
    await withProgram(shape, async (allocations) => {
      assertEquals(await allocations(30), await allocations(3));
    });
  });
}

for (const [name, { blocks, ...shape }] of Object.entries(BUILT)) {
  Deno.test(`${name} takes ${blocks} blocks`, async () => {
    await withProgram(shape, async (allocations) => {
      const [few, many] = [await allocations(2), await allocations(8)];
      const expected = blocks * (8 * 8 - 2 * 2);
      assertEquals([many.vm - few.vm, many.aot - few.aot], [expected, expected]);
    });
  });
}

for (const [name, shape] of Object.entries(CHAINS)) {
  Deno.test(`${name} allocates nothing for its adapters`, async () => {
    await withProgram(shape, async (allocations) => {
      const [few, many] = [await allocations(2), await allocations(12)];
      const literals = name.startsWith("a loop") ? 140 : 0; // `[i]`, in each of 144 - 4 rounds
      assertEquals({ vm: many.vm - few.vm, aot: many.aot - few.aot }, {
        vm: literals,
        aot: literals,
      });
    });
  });
}

for (const [name, shape] of Object.entries(GROWING)) {
  Deno.test(`${name} grows without a copy per step`, async () => {
    await withProgram(shape, async (allocations) => {
      const [few, many] = [await allocations(1), await allocations(40)];
      assert(many.vm - few.vm <= 24, `vm: ${few.vm}, then ${many.vm}`);
      assert(many.aot - few.aot <= 24, `aot: ${few.aot}, then ${many.aot}`);
    });
  });
}

Deno.test("cells accumulated through a closure in fold are allocated once each", async () => {
  const shape: Shape = {
    items: "type L = Nil | Cons(head: int, tail: L);\n" +
      "@size (l: L, n: int) -> int = match l { Nil -> n, Cons(_, t) -> size(l: t, n: n + 1) };",
    start: "0",
    round: "v = size(l: (0..10).iter().fold(Nil, (acc, x) -> Cons(head: x + i, tail: acc)), n: 0)",
  };
  await withProgram(shape, async (allocations) => {
    const [few, many] = [await allocations(2), await allocations(8)];
    const cells = 10 * (8 * 8 - 2 * 2);
    assertEquals({ vm: many.vm - few.vm, aot: many.aot - few.aot }, { vm: cells, aot: cells });
  });
});

Deno.test("a list accumulated through a closure in fold is not copied per element", async () => {
  const shape: Shape = {
    start: "0",
    round: "v = (0..1000).iter().fold([], (acc, x) -> acc.push(x + i)).len()",
  };
  await withProgram(shape, async (allocations) => {
    const [few, many] = [await allocations(1), await allocations(3)];
    const most = 10 * (3 * 3 - 1); // as often as four elements are doubled to a thousand, and a bit
    assert(many.vm - few.vm <= most, `vm: ${few.vm}, then ${many.vm}`);
    assert(many.aot - few.aot <= most, `aot: ${few.aot}, then ${many.aot}`);
  });
});

Deno.test("rebuilding a unique tree of a million nodes allocates nothing", async () => {
  const shape: Shape = { ...REBUILT["a tree that is rebuilt"], start: "build(n: 20)" };
  await Workspace.with({ "main.ori": program(shape) }, async (w) => {
    const built = await w.ori(["build", "main.ori", "--release", "-o", "main"]);
    assertEquals(built, { code: 0, stdout: "", stderr: "" });
    const args = 1; // the list of the arguments
    assertEquals(await countAllocations(w, []), 2 ** 20 - 1);
    assertEquals(await countAllocations(w, ["x", "x"]), 2 ** 20 - 1 + args);
  });
});

Deno.test("sorting a unique list allocates one spare list, however the elements are held", async () => {
  const shape: Shape = {
    start: 'for n in 0..100 yield `a name of more than {"twenty-three"} bytes {n}`',
    round: "v = v.sort_with(compare: (a, b) -> if i % 2 == 0 then b.compare(a) else a.compare(b))",
  };
  await withProgram(shape, async (allocations) => {
    const [few, many] = [await allocations(2), await allocations(4)];
    assertEquals({ vm: many.vm - few.vm, aot: many.aot - few.aot }, { vm: 12, aot: 12 });
  });
});
