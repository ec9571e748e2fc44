/** Programs with constructs of random width, which print what the width says. */
import { createRandom, pick, type Random } from "../support/mutate.ts";
import { faultOf } from "./faults.ts";
import type { Found } from "./programs.ts";
import type { SourceOptions } from "./sources.ts";

/** Parts of a construct, about evenly in the logarithm; native builds of wider ones take long. */
const MAX_PARTS = 400;
/** How many constructs a program has. */
const CONSTRUCTS = 4;

/** Items of a construct with `n` parts whose names end in `k`, an expression of type int, and its value. */
type Construct = (
  n: number,
  k: number,
) => { readonly items?: string; readonly value: string; readonly expected: number };

const row = (n: number, part: (i: number) => string, separator = ", ") =>
  Array.from({ length: n }, (_, i) => part(i)).join(separator);
const sumTo = (n: number) => n * (n - 1) / 2;

const CONSTRUCTS_BY_NAME: Readonly<Record<string, Construct>> = {
  list: (n) => ({ value: `[${row(n, String)}].sum()`, expected: sumTo(n) }),
  spreads: (n) => ({
    value: `{ let a = [1, 2]; [${row(n, (i) => i % 3 === 0 ? "5" : "...a")}].sum() }`,
    expected: Array.from({ length: n }, (_, i) => i % 3 === 0 ? 5 : 3).reduce((a, b) => a + b, 0),
  }),
  map: (n) => ({ value: `{ ${row(n, (i) => `${i}: ${i}`)} }.values().sum()`, expected: sumTo(n) }),
  template: (n, k) => ({
    items: `@text${k} (x: int) -> str = \`${row(n, (i) => `${i % 10}{x}`, "")}\`;`,
    value: `text${k}(x: 7).len()`,
    expected: 2 * n,
  }),
  tuple: (n) => ({
    value: `{ let t = (${row(n + 1, String)}); t.${n} + t.0 }`,
    expected: n,
  }),
  struct: (n, k) => ({
    items: `#derive(Eq, Debug, Clone, Default)\ntype Wide${k} = { ${row(n, (i) => `f${i}: int`)} }`,
    value: `{ let d: Wide${k} = Wide${k}.default(); let s = { ...d, f${n - 1}: 7 }; ` +
      `(if s == d then 0 else 1) + s.clone().f${n - 1} + d.debug().len() }`,
    expected: 8 + `Wide${k} { ${row(n, (i) => `f${i}: 0`)} }`.length,
  }),
  sum: (n, k) => ({
    items: `type Many${k} = ${row(n, (i) => `A${k}_${i}(n: int)`, " | ")} | None${k};\n` +
      `@of${k} (m: Many${k}) -> int = match m { ${
        row(n, (i) => `A${k}_${i}(x) -> x + ${i}`)
      }, None${k} -> -1 };`,
    value: `of${k}(m: A${k}_${n - 1}(n: 1)) + of${k}(m: None${k})`,
    expected: n - 1,
  }),
  ranges: (n, k) => ({
    items: `@range${k} (x: int) -> int = match x { ${
      row(n, (i) => `${3 * i}..=${3 * i + 1} -> ${i}`)
    }, _ -> -1 };`,
    value: `range${k}(x: ${3 * n - 2}) + range${k}(x: ${3 * n - 1})`,
    expected: n - 2,
  }),
  alternatives: (n, k) => ({
    items: `@either${k} (s: str) -> int = match s { ${
      row(n, (i) => `"s${i}"`, " | ")
    } -> 1, "" -> 2, _ -> 3 };`,
    value: `either${k}(s: "s${n - 1}") * 100 + either${k}(s: "") * 10 + either${k}(s: "s")`,
    expected: 123,
  }),
  guards: (n, k) => ({
    items: `@guard${k} (x: int, y: int) -> int = match x { ${
      row(n, (i) => `v if v == ${i} && y > ${i} -> ${i}`)
    }, _ -> -1 };`,
    value: `guard${k}(x: ${n - 1}, y: ${n}) + guard${k}(x: 0, y: 0)`,
    expected: n - 2,
  }),
  parameters: (n, k) => ({
    items: `@params${k} (${row(n, (i) => `p${i}: int`)}) -> int = ${
      row(n, (i) => `p${i}`, " + ")
    };`,
    value: `params${k}(${row(n, (i) => `p${i}: ${i}`)})`,
    expected: sumTo(n),
  }),
  captures: (n, k) => ({
    items: `@captures${k} (from: int) -> int = { ${
      row(n, (i) => `let $c${i} = from + ${i};`, " ")
    } let $f = () -> ${row(n, (i) => `c${i}`, " + ")}; let $fs = [f, f]; fs[1]() };`,
    value: `captures${k}(from: 1)`,
    expected: sumTo(n) + n,
  }),
  operators: (n, k) => ({
    items: `@ops${k} (x: int) -> int = ${row(n, (i) => `x * ${i}`, " + ")};`,
    value: `ops${k}(x: 2)`,
    expected: 2 * sumTo(n),
  }),
  calls: (n, k) => ({
    items: `@next${k} (x: int) -> int = x + 1;`,
    value: `0${row(Math.min(n, 60), () => ` |> next${k}`, "")}`,
    expected: Math.min(n, 60),
  }),
  functions: (n, k) => ({
    items: row(
      n,
      (i) => `@fn${k}_${i} (x: int) -> int = ${i === 0 ? "x" : `fn${k}_${i - 1}(x: x + 1)`};`,
      "\n",
    ),
    value: `fn${k}_${n - 1}(x: 0)`,
    expected: n - 1,
  }),
  methods: (n, k) => ({
    items: `type Host${k} = { n: int }\nimpl Host${k} { ${
      row(n, (i) => `@m${i} (self) -> int = self.n + ${i};`, " ")
    } }`,
    value: `Host${k} { n: 1 }.m${n - 1}()`,
    expected: n,
  }),
  clauses: (n, k) => ({
    items: `@clauses${k} () -> int = { let all = for x in [0, 1] ${
      row(Math.min(n, 12), (i) => `for y${i} in [x]`, " ")
    } yield x; all.sum() };`,
    value: `clauses${k}()`,
    expected: 1,
  }),
  statements: (n, k) => ({
    items: `@steps${k} () -> int = { let x = 0; ${row(n, (i) => `x += ${i};`, " ")} x };`,
    value: `steps${k}()`,
    expected: sumTo(n),
  }),
};

/** Tries one program a seed. */
export async function* fuzzWidths({ seed, goesOn }: SourceOptions): AsyncGenerator<Found, number> {
  let count = 0;
  while (goesOn(count)) {
    const at = seed + count++;
    const text = wideProgram(createRandom(at));
    const fault = await faultOf(text);
    if (fault !== undefined) yield { seed: at, fault, text };
  }
  return count;
}

/** A program that panics where a construct has not the value that its width says. */
export function wideProgram(random: Random): string {
  const names = Object.keys(CONSTRUCTS_BY_NAME);
  const parts = Array.from({ length: CONSTRUCTS }, (_, k) => {
    const n = Math.max(1, Math.floor(Math.exp(random() * Math.log(MAX_PARTS))));
    const name = pick(random, names);
    const { items = "", value, expected } = (CONSTRUCTS_BY_NAME[name] as Construct)(n, k);
    return {
      items: `${items}\n@value${k} () -> int = ${value};\n`,
      check: `    let $v${k} = value${k}();\n    print(msg: \`${name} ${n} {v${k}}\`);\n` +
        `    if v${k} != ${expected} then panic(msg: "not ${expected}");\n`,
    };
  });
  const items = parts.map((part) => part.items).join("");
  return `${items}@main () -> void = {\n${parts.map(({ check }) => check).join("")}}\n`;
}
