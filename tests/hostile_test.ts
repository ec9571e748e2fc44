/** Sources in which something doubles with each line, or is as long as nobody writes it, are checked at once. */
import { assert, assertEquals } from "@std/assert";
import { renderJson, renderText } from "../src/diagnostics/mod.ts";
import { totalOf, WorkCounter } from "./support/counted_work.ts";
import { checkSources } from "./support/snapshot.ts";
import { row } from "./support/wide_programs.ts";

/**
 * Blocks of the compiler that are executed for a source and its messages: what takes a second on an idle machine executes
 * some hundred million.
 */
const MAX_WORK = 100_000_000;

const main = (body: string): string => `@main () -> void = { ${body}; print(msg: "x") }\n`;

/** Each source by what doubles in it, or is long. */
const HOSTILE: Readonly<Record<string, string>> = {
  "pairs of pairs": main(`let p0 = 1; ` + row(40, (i) => `let p${i + 1} = (p${i}, p${i})`, "; ")),
  "lists of pairs": main(
    `let p0 = [1]; ` + row(40, (i) => `let p${i + 1} = [(p${i}, p${i})]`, "; ") +
      "; let n = p40.len()",
  ),
  "generic pairs": `type P<A, B> = { a: A, b: B }\n@d<T> (x: T) -> P<T, T> = P { a: x, b: x };\n` +
    main(`let p0 = 1; ` + row(40, (i) => `let p${i + 1} = d(x: p${i})`, "; ")),
  "closures of pairs": main(
    `let f0 = (x: int) -> x; ` + row(40, (i) => `let f${i + 1} = (x: int) -> (f${i}, f${i})`, "; "),
  ),
  "endless instantiation":
    `@f<T> (x: T, n: int) -> int = if n == 0 then 0 else f(x: (x, x), n: n - 1);\n` +
    main(`let a = f(x: 1, n: 3)`),
  "constants that double":
    row(60, (i) => `let $C${i} = ${i === 0 ? "1" : `$C${i - 1} + $C${i - 1}`};\n`, "") +
    main(`let a = $C59`),
  "booleans with an arm each":
    `type S = { ${row(32, (i) => `f${i}: bool`)} }\n@f (s: S) -> int = match s { ${
      row(32, (i) => `S { f${i}: true, .. } -> ${i}`)
    }, _ -> -1 };\n` + main("1"),
  "columns of two variants":
    `type V = A | B;\n@f (${row(26, (i) => `p${i}: V`)}) -> int = match (${
      row(26, (i) => `p${i}`)
    }) { ${row(26, (i) => `(${row(26, (j) => j === i ? "A" : "_")}) -> ${i}`)}, _ -> -1 };\n` +
    main("1"),
  "columns without a last arm":
    `type V = A | B;\n@f (${row(26, (i) => `p${i}: V`)}) -> int = match (${
      row(26, (i) => `p${i}`)
    }) { ${row(26, (i) => `(${row(26, (j) => j === i ? "A" : "_")}) -> ${i}`)} };\n` + main("1"),
  "or-patterns in columns":
    `@f (${row(12, (i) => `p${i}: int`)}) -> int = match (${row(12, (i) => `p${i}`)}) { (${
      row(12, () => "1 | 2 | 3 | 4")
    }) -> 1, _ -> 2 };\n` + main("1"),
  "a list pattern of 1,500":
    `@f (xs: [int]) -> int = match xs { [${row(1500, String)}] -> 1, [0, ..] -> 2, _ -> 3 };\n` +
    main("1"),
  "lambdas in lambdas": main(`let f = ${row(200, (i) => `a${i} -> `, "")}1`),
  "curried arrows": `@f (g: ${"(int) -> ".repeat(100)}int) -> int = 1;\n` + main("1"),
  "iterator adapters": main(
    `let ys = [1].iter()${row(40, (i) => `.map(x -> x + ${i})`, "")}.collect()`,
  ),
  "a name of 300,000 letters": main(`let ${"a".repeat(300000)} = 1; let b = ${"a".repeat(299999)}`),
  "traits that require each other":
    row(40, (i) => `trait T${i}${i === 0 ? "" : `: T${i - 1}`} { @m${i} (self) -> int }\n`, "") +
    main("1"),
  "diamonds of traits": row(
    25,
    (i) =>
      i === 0
        ? "trait L0 { @l0 (self) -> int }\ntrait R0 { @r0 (self) -> int }\n"
        : `trait L${i}: L${i - 1} + R${i - 1} { @l${i} (self) -> int }\ntrait R${i}: L${i - 1} + R${
          i - 1
        } { @r${i} (self) -> int }\n`,
    "",
  ) + `@f<T: L24> (x: T) -> int = x.l0();\n` + main("1"),
  "impls for pairs of pairs":
    `trait Q { @q (self) -> int }\nimpl int: Q { @q (self) -> int = 1; }\nimpl<A: Q, B: Q> (A, B): Q { @q (self) -> int = self.0.q() + self.1.q(); }\n` +
    main(
      `let p0 = 1; ` + row(30, (i) => `let p${i + 1} = (p${i}, p${i})`, "; ") + `; let n = p30.q()`,
    ),
  "equality of pairs of pairs": main(
    `let p0 = 1; ` + row(30, (i) => `let p${i + 1} = (p${i}, p${i})`, "; ") +
      `; let n = p30 == p30`,
  ),
  "types that hold each other": row(
    40,
    (i) =>
      `type T${i} = { a: ${i === 0 ? "int" : `T${i - 1}`}, b: ${i === 0 ? "int" : `T${i - 1}`} }\n`,
    "",
  ) + main("1"),
  "templates in templates": main("let a = " + "`{".repeat(300) + "1" + "}`".repeat(300)),
  "deep brackets": main("let a = " + "[".repeat(100000)),
  "3,000 errors on one line": main(row(3000, (i) => `let a${i} = nope${i}`, "; ")),
  "3,000 warnings on one line": main("1") + "// " + "\u202e a".repeat(3000),
  "400 long similar names": main(
    row(400, (i) => `let ${"a".repeat(200)}${i} = 1`, "; ") + "; " +
      row(400, (i) => `let b${i} = ${"a".repeat(200)}x${i}`, "; "),
  ),
  "two places at the ends of one line": row(300, (i) => `@f${i} () -> int = 1; `, "") +
    row(300, (i) => `type T${i} = { x: int }; `, "") +
    row(300, (i) => `type T${i} = { x: int }; `, "") +
    "@main () -> void = ();\n",
  "generic types that hold pairs": "type G0<T> = { x: T }\n" +
    row(40, (i) => `type G${i + 1}<T> = { g: G${i}<(T, T)> }\n`, "") +
    "@f (g: G40<int>) -> int = 1;\n" + main("1"),
  "generic newtypes and sums of pairs": "type G0<T> = N0(x: T) | M0;\n" +
    row(
      40,
      (i) =>
        i % 2 === 0
          ? `type G${i + 1}<T> = G${i}<(T, T)>;\n`
          : `type G${i + 1}<T> = N${i}(g: G${i}<(T, T)>) | M${i};\n`,
      "",
    ) +
    "@f (g: G40<int>) -> int = 1;\n" + main("1"),
  "operands that are literals": main(`let s = ${row(260_000, () => "1", " + ")}`),
  "a constant of literals": `let $C = ${row(260_000, () => "1", " + ")};\n${main("1")}`,
  "operands that are literals, and a byte": main(
    `let b: byte = 1; let s = ${row(100_000, () => "1", " - ")} - b`,
  ),
  "operands of one variable": main(`let k = [1].len(); let s = ${row(260_000, () => "k", " + ")}`),
  "operands without a type": main(`let f = x -> ${row(50_000, () => "x", " + ")}; let n = f(1)`),
};
/** The codes of those that meet a limit, or are wrong. */
const CODES: Readonly<Record<string, string>> = {
  "columns without a last arm": "E3001",
  "lambdas in lambdas": "E2005",
  "a name of 300,000 letters": "E2003",
  "deep brackets": "E1009",
  "3,000 errors on one line": "E2003",
  "400 long similar names": "E2003",
  "two places at the ends of one line": "E2006",
};

interface Checked {
  readonly codes: readonly string[];
  /** The messages as text and as JSON. */
  readonly shown: string;
}

function check(text: string): Checked {
  const { diagnostics, sources } = checkSources({ "main.ori": text }, ["main.ori"]);
  const { all } = diagnostics;
  const shown = renderText(all, sources, { color: false }) + renderJson(all, sources);
  return { codes: all.map(({ code }) => code).filter((code) => code.startsWith("E")), shown };
}

const counter = await WorkCounter.start();
for (const [name, text] of Object.entries(HOSTILE)) {
  Deno.test(`hostile: ${name}`, async () => {
    const found: Checked[] = [];
    const work = totalOf(await counter.countOf(() => found.push(check(text))));
    assert(work < MAX_WORK, `${work} blocks were executed`);
    const [{ codes, shown } = { codes: ["none"], shown: "" }] = found;
    assert(shown.length < 2_000_000, `${shown.length} characters of messages`);
    assertEquals([...new Set(codes)], name in CODES ? [CODES[name]] : []);
  });
}
