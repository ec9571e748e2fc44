/** Programs that are as wide as asked for: one construct of many parts each, and what they print. */

/** The text of a program, and its output. */
export type Wide = readonly [text: string, stdout: string];

/** `count` parts with something between them. */
export const row = (count: number, part: (i: number) => string, separator = ", "): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(separator);

/** A program whose `@main` does `body` and then prints the value of `shown`. */
const main = (body: string, shown: string, items = "") =>
  `${items}@main () -> void = { ${body} print(msg: \`{${shown}}\`) }\n`;
/** A function of an int that is a match, called with two values. */
const match = (arms: string, one: number, other: number): string =>
  main("", `f(x: ${one})} {f(x: ${other})`, `@f (x: int) -> int = match x { ${arms} };\n`);
/** Statements that change `s`, which is printed. */
const statements = (count: number, part: (i: number) => string, items = ""): string =>
  main(
    `let k = [1].len(); let xs = [1, 2, 3]; let s = 0; ${row(count, part, " ")}`,
    "s",
    items,
  );
const sum = (count: number, part: (i: number) => number): string =>
  `${Array.from({ length: count }, (_, i) => part(i)).reduce((a, b) => a + b, 0)}\n`;

const SEVEN = "#derive(Eq, Comparable, Hashable, Debug, Printable, Clone, Default)\n";

/** Each construct that a program may have many of, by name. */
export const WIDE: Readonly<Record<string, (n: number) => Wide>> = {
  // --- Literals ---
  "list of ints": (n) => [main(`let xs = [${row(n, String)}];`, "xs.len()"), `${n}\n`],
  "list of texts": (n) => [
    main(`let xs = [${row(n, (i) => `"text ${i} of more than 23 bytes"`)}];`, `xs[${n - 1}].len()`),
    `${27 + String(n - 1).length}\n`,
  ],
  "list of calls": (n) => [
    main(
      `let xs = [${row(n, (i) => `g(x: ${i})`)}];`,
      "xs.len()",
      "@g (x: int) -> [int] = if x < 0 then g(x: -x) else [x];\n",
    ),
    `${n}\n`,
  ],
  "list with spreads": (n) => [
    main(
      `let a = [1, 2]; let xs = [${row(n, (i) => i % 3 === 0 ? "0" : "...a")}];`,
      "xs.len()",
    ),
    `${row(n, (i) => i % 3 === 0 ? "0" : "12", "").length}\n`,
  ],
  "list of closures": (n) => [
    main(
      `let k = [1].len(); let fs = [${row(n, (i) => `(x: int) -> int = x + k + ${i}`)}];`,
      `fs[${n - 1}](1)`,
    ),
    `${n + 1}\n`,
  ],
  map: (n) => [
    main(`let m = { ${row(n, (i) => `${i}: ${i}`)} };`, `m.len()} {m[${n - 1}] ?? -1`),
    `${n} ${n - 1}\n`,
  ],
  template: (n) => [
    `@main () -> void = { let k = [1].len(); print(msg: \`${row(n, () => "a{k}", "")}\`) }`,
    `${"a1".repeat(n)}\n`,
  ],
  tuple: (n) => [main(`let t = (${row(n, String)});`, `t.${n - 1}`), `${n - 1}\n`],
  "tuple of texts": (n) => [
    main(`let t = (${row(n, (i) => `"text ${i} of more than 23 bytes"`)});`, `t.${n - 1}.len()`),
    `${27 + String(n - 1).length}\n`,
  ],
  // --- Patterns ---
  "arms of ints": (n) => [
    match(`${row(n, (i) => `${i} -> ${2 * i}`)}, _ -> -1`, n - 1, n),
    `${2 * n - 2} -1\n`,
  ],
  "arms of texts": (n) => [
    main(
      "",
      `f(x: "k${n - 1}")} {f(x: "k")`,
      `@f (x: str) -> int = match x { ${row(n, (i) => `"k${i}" -> ${i}`)}, _ -> -1 };\n`,
    ),
    `${n - 1} -1\n`,
  ],
  "arms of ranges": (n) => [
    match(`${row(n, (i) => `${3 * i}..=${3 * i + 1} -> ${i}`)}, _ -> -1`, 3 * n - 2, 5),
    `${n - 1} -1\n`,
  ],
  "arms of lists": (n) => [
    `@f (xs: [int]) -> int = match xs { ${
      row(n, (i) => `[${i}, .., ${i + 1}] -> ${i}`)
    }, _ -> -1 };\n` +
    `@main () -> void = print(msg: \`{f(xs: [${n - 1}, 8, ${n}])} {f(xs: [1, 3])} {f(xs: [])}\`);`,
    `${n - 1} -1 -1\n`,
  ],
  "arms of tuples": (n) => [
    main(
      "",
      `f(x: ${n - 1}, y: ${n})} {f(x: 1, y: 1)`,
      `@f (x: int, y: int) -> int = match (x, y) { ${
        row(n, (i) => `(${i}, ${i + 1}) -> ${i}`)
      }, _ -> -1 };\n`,
    ),
    `${n - 1} -1\n`,
  ],
  "arms of variants": (n) => [
    main(
      "",
      `f(e: V${n - 1}(x: "a")).len()`,
      `type E = ${row(n, (i) => `V${i}(x: str)`, " | ")};\n` +
        `@f (e: E) -> str = match e { ${row(n, (i) => `V${i}(x) -> x + "${i}"`)} };\n`,
    ),
    `${1 + String(n - 1).length}\n`,
  ],
  guards: (n) => [
    match(`${row(n, (i) => `y if y * 3 == ${3 * i} -> ${i}`)}, _ -> -1`, n - 1, n),
    `${n - 1} -1\n`,
  ],
  alternatives: (n) => [
    match(`${row(n, (i) => `${2 * i}`, " | ")} -> 1, _ -> -1`, 2 * n - 2, 1),
    "1 -1\n",
  ],
  "list pattern": (n) => [
    `@f (xs: [int]) -> int = match xs { [${row(n, String)}] -> 1, [0, ..] -> 2, _ -> 3 };\n` +
    `@main () -> void = print(msg: \`{f(xs: [${row(n, String)}])} {f(xs: [0, 1])} {f(xs: [])}\`);`,
    "1 2 3\n",
  ],
  clauses: (n) => [
    main(
      "",
      `f(${n - 1})} {f(${n})`,
      `${row(n, (i) => `@f (${i}: int) -> int = ${i};\n`, "")}@f (n: int) -> int = -1;\n`,
    ),
    `${n - 1} -1\n`,
  ],
  // --- Chains ---
  "operands of +": (n) => [main("let k = [1].len();", row(n, () => "k", " + ")), `${n}\n`],
  "texts that are joined": (n) => [
    main(`let t = "a".repeat(count: 30); let s = ${row(n, () => "t", " + ")};`, "s.len()"),
    `${30 * n}\n`,
  ],
  "operands of &&": (n) => [
    main("let k = [1].len();", row(n, (i) => `k > -${i}`, " && ")),
    "true\n",
  ],
  "operands of ||": (n) => [
    main("let k = [1].len();", row(n, (i) => `k == ${i + 1}`, " || ")),
    "true\n",
  ],
  "operands of ??": (n) => [
    main(
      "",
      `${row(n, (i) => `g(x: ${i})`, " ?? ")} ?? "none"`,
      `@g (x: int) -> Option<str> = if x == ${n - 1} then Some("a".repeat(count: 30)) else None;\n`,
    ),
    `${"a".repeat(30)}\n`,
  ],
  "operands with ?": (n) => [
    main(
      "",
      `f(stop: -1) ?? -1} {f(stop: ${n - 1}) ?? -1`,
      `@g (x: int, stop: int) -> Option<str> = if x == stop then None else Some("a".repeat(count: 30));\n` +
        `@f (stop: int) -> Option<int> = Some((${
          row(n, (i) => `g(x: ${i}, stop:)?`, " + ")
        }).len());\n`,
    ),
    `${30 * n} -1\n`,
  ],
  "calls of methods": (n) => [
    main(`let t = "a".repeat(count: 30);`, `t${".trim()".repeat(n)}.len()`),
    "30\n",
  ],
  "steps of a pipe": (n) => [
    main(
      "let k = [1].len();",
      `k${" |> f".repeat(n)}`,
      "@f (x: int) -> int = if x == -7 then f(x: -6) * 2 else x + 1;\n",
    ),
    `${n + 1}\n`,
  ],
  "else ifs": (n) => [
    main(
      "",
      `f(x: ${n - 1})} {f(x: ${n})`,
      `@f (x: int) -> int = ${row(n, (i) => `if x == ${i} then ${2 * i}`, " else ")} else -1;\n`,
    ),
    `${2 * n - 2} -1\n`,
  ],
  "else ifs without a value": (n) => [
    statements(
      n,
      (i) => `${i === 0 ? "" : "else "}if k == ${i} then s += ${i + 5}${i === n - 1 ? ";" : ""}`,
    ),
    "6\n",
  ],
  // --- Statements ---
  lets: (n) => [
    main(
      `let a0 = [1].len(); ${row(n, (i) => `let a${i + 1} = a${i} + 1;`, " ")}`,
      `a${n}`,
    ),
    `${n + 1}\n`,
  ],
  "assignments": (n) => [statements(n, (i) => `s += ${i};`), sum(n, (i) => i)],
  "conditions": (
    n,
  ) => [statements(n, (i) => `if k == ${i % 2} then s += ${i};`), sum(n, (i) => i % 2 * i)],
  "loops over ranges": (
    n,
  ) => [statements(n, (i) => `for i in 0..2 do s += i + ${i};`), sum(n, (i) => 2 * i + 1)],
  "loops over lists": (
    n,
  ) => [statements(n, (i) => `for x in xs do s += x + ${i};`), sum(n, (i) => 3 * i + 6)],
  "loops that yield": (n) => [
    statements(n, (i) => `let y${i} = for x in xs yield x + ${i}; s += y${i}.len();`),
    `${3 * n}\n`,
  ],
  "while loops": (n) => [statements(n, (i) => `while s < ${i} do s += 1;`), `${n - 1}\n`],
  prints: (n) => [
    `@main () -> void = { ${row(n, (i) => `print(msg: "${i}")`, "; ")} }\n`,
    row(n, (i) => `${i}\n`, ""),
  ],
  "reads by index": (n) => [statements(n, (i) => `s += xs[${i % 3}];`), sum(n, (i) => i % 3 + 1)],
  "assignments to an index": (n) => [
    statements(n, (i) => `xs[${i % 3}] = ${i};`).replace("{s}", `{xs[${(n - 1) % 3}]}`),
    `${n - 1}\n`,
  ],
  catches: (n) => [
    statements(n, (i) => `s += catch(expr: k + ${i}).unwrap_or(default: 0);`),
    sum(n, (i) => i + 1),
  ],
  "question marks": (n) => [
    main(
      "",
      "f().unwrap_or(default: 0)",
      `@g (x: int) -> Result<str, str> = if x > -1 then Ok("a".repeat(count: 30)) else Err("bad");\n` +
        `@f () -> Result<int, str> = { let s = 0; ${
          row(n, (i) => `let t${i} = g(x: ${i})?; s += t${i}.len();`, " ")
        } Ok(s) };\n`,
    ),
    `${30 * n}\n`,
  ],
  // --- Declarations ---
  functions: (n) => [
    statements(
      n,
      (i) => `s += f${i}(x: ${i}) % 7;`,
      row(n, (i) => `@f${i} (x: int) -> int = x * ${i} + 1;\n`, ""),
    ),
    sum(n, (i) => (i * i + 1) % 7),
  ],
  "functions in a cycle of tail calls": (n) => [
    main(
      "",
      "f0(x: 10)",
      row(
        n,
        (i) => `@f${i} (x: int) -> int = if x == 0 then ${i} else f${(i + 1) % n}(x: x - 1);\n`,
        "",
      ),
    ),
    `${10 % n}\n`,
  ],
  methods: (n) => [
    statements(
      n,
      (i) => `s += S { a: 1 }.m${i}();`,
      `type S = { a: int }\nimpl S { ${
        row(n, (i) => `@m${i} (self) -> int = self.a + ${i};`, " ")
      } }\n`,
    ),
    sum(n, (i) => i + 1),
  ],
  "struct types": (n) => [
    statements(
      n,
      (i) => `s += (T${i} { a: ${i}, b: "x" }).a;`,
      row(n, (i) => `type T${i} = { a: int, b: str }\n`, ""),
    ),
    sum(n, (i) => i),
  ],
  "impls of a trait": (n) => [
    statements(
      n,
      (i) => `s += (T${i} { a: 1 }).q();`,
      `trait Q { @q (self) -> int }\n` +
        row(
          n,
          (i) => `type T${i} = { a: int }\nimpl T${i}: Q { @q (self) -> int = self.a + ${i}; }\n`,
          "",
        ),
    ),
    sum(n, (i) => i + 1),
  ],
  constants: (n) => [
    main(
      "",
      `$C${n - 1}`,
      row(n, (i) => `let $C${i} = ${i === 0 ? "1" : `$C${i - 1} + 1`};\n`, ""),
    ),
    `${n}\n`,
  ],
  parameters: (n) => [
    main(
      "",
      `f(${row(n, (i) => `p${i}: ${i}`)})`,
      `@f (${row(n, (i) => `p${i}: int`)}) -> int = p0 + p${n - 1};\n`,
    ),
    `${n - 1}\n`,
  ],
  fields: (n) => [
    main(
      `let s = S { ${row(n, (i) => `f${i}: ${i}`)} };`,
      `s.f${n - 1}`,
      `type S = { ${row(n, (i) => `f${i}: int`)} }\n`,
    ),
    `${n - 1}\n`,
  ],
  "struct with derived methods": (n) => [
    `${SEVEN}type S = { ${row(n, (i) => `f${i}: int`)} }\n` +
    `@main () -> void = { let d: S = S.default(); let s: S = { ...d, f${n - 1}: 7 }; ` +
    `print(msg: \`{s == s.clone()} {s == d} {s > d} {s.hash() == s.clone().hash()} {s.debug().len()}\`) }`,
    `true false true true ${4 + row(n, (i) => `f${i}: 0`).length + 2}\n`,
  ],
  "sum with derived methods": (n) => [
    `#derive(Eq, Comparable, Hashable, Debug, Printable, Clone)\n` +
    `type E = ${row(n, (i) => `V${i}(x: int)`, " | ")};\n` +
    `@main () -> void = { let a = V0(x: 1); let b = V${n - 1}(x: 2); ` +
    `print(msg: \`{a == b} {a < b} {a.hash() == b.hash()} {a.debug()} {b}\`) }`,
    `false true false V0(1) V${n - 1}(2)\n`,
  ],
};
