/**
 * The check of any text ends soon and with diagnostics, never with an exception.
 * `deno run -A tests/robustness_test.ts SEED COUNT` checks more mutants than the test does.
 */
import { assert, assertEquals } from "@std/assert";
import { CODES, renderText } from "../src/diagnostics/mod.ts";
import { type Checked, checkFiles } from "../src/driver/check.ts";
import { createHost } from "../src/driver/host.ts";
import { createRandom, mutate, pick, tokenize, type Tokenized } from "./support/mutate.ts";
import { listPrograms } from "./support/program_case.ts";
import { checkSources, type Sources } from "./support/snapshot.ts";

/** The errors that nonsense may give, at most; there may be as many warnings. A part of a chain has 64 operators. */
const NONSENSE_LIMIT = 66;
/** A check that takes longer hangs, however busy the machine is. */
const LIMIT_MS = 120_000;
const LEVELS = 10_000;
/** A height that is allowed, and that the checker must survive. */
const HEIGHT = 900;

/** Checks `text`, and that all it reports can be shown. */
function check(text: string): Checked {
  return checkAll({ "main.ori": text });
}

function checkAll(files: Sources): Checked {
  const start = performance.now();
  const checked = checkSources(files, Object.keys(files));
  const elapsed = performance.now() - start;
  assert(elapsed < LIMIT_MS, `took ${elapsed.toFixed(0)} ms`);
  for (const found of checked.diagnostics.all) {
    const words = `${found.message ?? CODES[found.code].title} ${found.primary?.text ?? ""}`;
    assert(!/\bundefined\b|\[object|\bNaN\b/.test(words), `${found.code}: ${words}`);
    for (const { span } of [found.primary ?? [], ...(found.related ?? [])].flat()) {
      const { length } = checked.sources.file(span.file).text;
      const isInside = 0 <= span.start && span.start <= span.end && span.end <= length;
      assert(isInside, `${found.code} at ${span.start}..${span.end} of ${length}`);
    }
  }
  renderText(checked.diagnostics.all.slice(0, NONSENSE_LIMIT), checked.sources, { color: true });
  return checked;
}

function codesOf(checked: Checked): string[] {
  return checked.diagnostics.all.map(({ code }) => code);
}

const BODY = (body: string) => `@f (x: int) -> int = ${body};\n`;
const TYPE = (type: string) => `@f (x: ${type}) -> int = 1;\n`;
const ARM = (pattern: string) => BODY(`match x { ${pattern} -> 1, _ -> 2 }`);

/** Nested or chained `levels` times. */
const DEEP: Readonly<Record<string, (levels: number) => string>> = {
  parentheses: (n) => BODY("(".repeat(n) + "x" + ")".repeat(n)),
  lists: (n) => BODY("[".repeat(n) + "x" + "]".repeat(n)),
  blocks: (n) => BODY("{ let y = ".repeat(n) + "x" + "; y }".repeat(n)),
  "if in then": (n) => BODY("if x > 0 then ".repeat(n) + "x" + " else 1".repeat(n)),
  "else if": (n) => BODY("if x == 1 then 1 else ".repeat(n) + "2"),
  lambdas: (n) => BODY("a -> ".repeat(n) + "x"),
  "typed lambdas": (n) => BODY("(a: int) -> int = ".repeat(n) + "x"),
  "unary operators": (n) => BODY("-".repeat(n) + "x"),
  "binary operators": (n) => BODY("x" + " + x".repeat(n)),
  powers: (n) => BODY("x" + " ** x".repeat(n)),
  coalescing: (n) => BODY("x" + " ?? x".repeat(n)),
  "logical operators": (n) => BODY("true" + " && true || false".repeat(n)),
  comparisons: (n) => BODY("x" + " < x".repeat(n)),
  ranges: (n) => BODY("x" + "..x".repeat(n)),
  pipes: (n) => BODY("x" + " |> f".repeat(n)),
  "method chains": (n) => BODY("x" + ".abs()".repeat(n)),
  "call chains": (n) => BODY("f" + "(x)".repeat(n)),
  "nested calls": (n) => BODY("f(x: ".repeat(n) + "x" + ")".repeat(n)),
  "nested indexes": (n) => BODY("x[".repeat(n) + "0" + "]".repeat(n)),
  casts: (n) => BODY("x" + " as int".repeat(n)),
  tries: (n) => BODY("x" + " ?".repeat(n)),
  templates: (n) => BODY("`{".repeat(n) + "x" + "}`".repeat(n)),
  matches: (n) => BODY("match x { _ -> ".repeat(n) + "x" + " }".repeat(n)),
  loops: (n) => BODY("loop { ".repeat(n) + "break x" + " }".repeat(n)),
  "for loops": (n) => BODY("for i in 0..1 do ".repeat(n) + "x"),
  tuples: (n) => BODY("(x, ".repeat(n) + "x" + ")".repeat(n)),
  maps: (n) => BODY("{ 1: ".repeat(n) + "x" + " }".repeat(n)),
  structs: (n) => BODY("P { a: ".repeat(n) + "x" + " }".repeat(n)),
  "list types": (n) => TYPE("[".repeat(n) + "int" + "]".repeat(n)),
  "type arguments": (n) => TYPE("Option<".repeat(n) + "int" + ">".repeat(n)),
  "function types": (n) => TYPE("(int) -> ".repeat(n) + "int"),
  "tuple types": (n) => TYPE("(int, ".repeat(n) + "int" + ")".repeat(n)),
  "variant patterns": (n) => ARM("Some(".repeat(n) + "y" + ")".repeat(n)),
  "list patterns": (n) => ARM("[".repeat(n) + "y" + "]".repeat(n)),
  "at patterns": (n) => ARM("a @ ".repeat(n) + "1"),
  alternatives: (n) => ARM(Array.from({ length: n }, (_, i) => `${i}`).join(" | ")),
  "open parentheses": (n) => BODY("(".repeat(n)),
  "all open brackets": (n) => BODY("([{".repeat(n)),
  "closing brackets": (n) => ")]}".repeat(n),
  sigils: (n) => "@".repeat(n) + "#".repeat(n) + "$".repeat(n),
  "generic names": (n) => "@f<".repeat(n),
  "words of items": (n) => "impl pub type ".repeat(n),
};

for (const [name, make] of Object.entries(DEEP)) {
  Deno.test(`${LEVELS} levels of ${name}`, () => {
    const { diagnostics } = check(make(LEVELS));
    assert(diagnostics.errorCount <= NONSENSE_LIMIT, `${diagnostics.errorCount} errors`);
  });
  Deno.test(`${HEIGHT} levels of ${name}`, () => {
    check(make(HEIGHT));
  });
}

const ALPHABETS: Readonly<Record<string, string>> = {
  ascii: Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("") + "\n",
  brackets: "()[]{}<>,;:.-=|`\"' \nab1",
  operators: "+-*/%=!<>&|^~?@#$.,:; \nx1",
  letters: "abc XYZ_\n 019",
  bytes: Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join(""),
  unicode: "äßéñ漢字かな🎉🧑‍🚀\u200b\u2028\ufeff\u0301 \nx=1;",
};

for (const [name, alphabet] of Object.entries(ALPHABETS)) {
  Deno.test(`50,000 characters of nonsense: ${name}`, () => {
    const letters = [...alphabet];
    for (let seed = 1; seed <= 5; seed++) {
      const random = createRandom(seed);
      const text = Array.from({ length: 50_000 }, () => pick(random, letters)).join("");
      const { diagnostics } = check(text);
      const { all, errorCount } = diagnostics;
      assert(errorCount > 0 && errorCount <= NONSENSE_LIMIT, `seed ${seed}: ${errorCount} errors`);
      assert(all.length <= 2 * NONSENSE_LIMIT, `seed ${seed}: ${all.length} diagnostics`);
    }
  });
}

Deno.test("50,000 random words", () => {
  const words = Deno.readTextFileSync("src/std/prelude/list.ori").split(/\s+/);
  for (let seed = 1; seed <= 5; seed++) {
    const random = createRandom(seed);
    const text = Array.from({ length: 50_000 }, () => pick(random, words)).join(" ");
    const count = check(text).diagnostics.all.length;
    assert(count > 0 && count <= NONSENSE_LIMIT, `seed ${seed}: ${count} diagnostics`);
  }
});

Deno.test("an empty file, and one of blanks and comments, has nothing to report", () => {
  for (const text of ["", "\n", " \t\r\n", "// only a comment"]) {
    assertEquals(codesOf(check(text)), []);
  }
});

Deno.test("what is open at the end of the file is reported", () => {
  const ends: readonly (readonly [string, string])[] = [
    ['@f () -> str = "abc', "E0001"],
    ["@f () -> str = `abc", "E0006"],
    ["@f () -> str = `abc {x", "E1003"],
    ["@f () -> str = `abc {", "E1002"],
    ["@f () -> char = 'a", "E0004"],
    ['@f () -> str = "abc\\', "E0005"],
    ["@f () -> int = {", "E1003"],
    ["@f () -> int = (", "E1003"],
    ["@f () -> int = [1,", "E1003"],
    ["@f () -> int = match 1 {", "E1003"],
    ["@f () -> int = match 1 { _ ->", "E1002"],
    ["@f () -> int =", "E1002"],
    ["@f () ->", "E1005"],
    ["@f (", "E1003"],
    ["@f", "E1006"],
    ["@", "E1004"],
    ["#derive(", "E1003"],
    ["#", "E1021"],
    ["pub", "E1001"],
    ["type", "E1004"],
    ["type T =", "E1005"],
    ["type T = {", "E1003"],
    ["type T<", "E1003"],
    ["trait T {", "E1003"],
    ["impl", "E1005"],
    ["impl T: ", "E1005"],
    ["use", "E1004"],
    ['use "./x', "E0001"],
    ["let $a =", "E1002"],
    ["let", "E1001"],
    ["@f () -> int = if", "E1002"],
    ["@f () -> int = x.", "E1004"],
    ["@f () -> int = x as", "E1005"],
    ["@t tests", "E1001"],
  ];
  for (const [text, code] of ends) {
    const found = codesOf(check(text));
    assert(found.includes(code), `${text}: ${found.join(" ")} instead of ${code}`);
  }
});

Deno.test("zero bytes are refused, other control characters and lone surrogates are unexpected", () => {
  for (const text of ["\0", "@f () -> int = \0 1;"]) assertEquals(codesOf(check(text)), ["E0018"]);
  for (const text of ["\x01\x02\x7f", "\ud800", "x\udc00y"]) {
    assert(codesOf(check(text)).includes("E0002"), JSON.stringify(text));
  }
});

Deno.test("very long lines, names, literals and comments", () => {
  const length = 1_000_000;
  const texts = [
    `// ${"x".repeat(length)}`,
    BODY("a".repeat(length)),
    BODY(`"${"a".repeat(length)}".len()`),
    BODY("9".repeat(100_000)),
    BODY("0x" + "f".repeat(100_000)),
    BODY("9".repeat(100_000) + ".5"),
    BODY("[" + "1, ".repeat(100_000) + "].len()"),
    BODY("{ " + "f(x:); ".repeat(20_000) + "x }"),
    ARM(Array.from({ length: 10_000 }, (_, i) => `${i} -> ${i}`).join(", ") + ", 10000"),
    Array.from({ length: 10_000 }, (_, i) => `let $c${i} = c${i + 1};\n`).join("") +
    "let $c10000 = 1;",
    " ".repeat(length),
    "\n".repeat(length),
  ];
  for (const text of texts) check(text);
});

// --- Files -----------------------------------------------------------------------------------------

Deno.test("files that cannot be read, or that are no text", () => {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeFileSync(`${folder}/bytes.ori`, new Uint8Array([0x40, 0xff, 0xfe, 0x00, 0x80]));
    Deno.writeTextFileSync(`${folder}/main.ori`, 'use "./bytes" { x };\nuse "./dir" { y };\n');
    Deno.mkdirSync(`${folder}/dir.ori`);
    const codes = (path: string) => codesOf(checkFiles([path], createHost()));
    assertEquals(codes(`${folder}/missing.ori`), ["E6001"]);
    assertEquals(codes(folder), ["E6001"]);
    assertEquals(codes(`${folder}/bytes.ori`), ["E0016"]);
    assertEquals(codes(`${folder}/main.ori/more.ori`), ["E6001"]);
    assertEquals(codes(`${folder}/zero\0byte.ori`), ["E6001"]);
    assertEquals(codes(""), ["E6001"]);
    assertEquals(codes(`${folder}/main.ori`).sort(), ["E0016", "E2063"]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("imports in a cycle, of itself, and in a long chain", () => {
  const cycle = {
    "a.ori": 'use "./b" { b };\n',
    "b.ori": 'use "./a" { a };\npub @b () -> int = 1;\n',
  };
  assertEquals(codesOf(checkSources(cycle, ["a.ori"])), ["E2065"]);
  assertEquals(codesOf(checkSources({ "a.ori": 'use "./a" { a };\n' }, ["a.ori"])), ["E2065"]);
  const chain: Record<string, string> = { "m500.ori": "pub @f () -> int = 1;\n" };
  for (let i = 0; i < 500; i++) {
    chain[`m${i}.ori`] = `use "./m${i + 1}" { f };\npub use "./m${i + 1}" { f };\n`;
  }
  checkSources(chain, ["m0.ori"]);
});

// --- Mutants -----------------------------------------------------------------------------------------

function readPrograms(): Tokenized[] {
  const paths = ["examples", "tests/programs", "src/std"].flatMap(listPrograms);
  return paths.map((path) => tokenize(Deno.readTextFileSync(path)))
    .filter(({ tokens }) => tokens.length > 2);
}

/** So many mutants share one check, and its work on the prelude. */
const BATCH = 25;

/** Checks `count` mutants; the first that fails stands in the error. */
function checkMutants(seed: number, count: number): void {
  const programs = readPrograms();
  const random = createRandom(seed);
  for (let from = 0; from < count; from += BATCH) {
    const batch: Record<string, string> = {};
    for (let i = from; i < Math.min(from + BATCH, count); i++) {
      batch[`mutant${i}.ori`] = mutate(pick(random, programs), programs, random);
    }
    try {
      checkAll(batch);
    } catch (cause) {
      throw new Error(`seed ${seed}: ${blame(batch)}`, { cause });
    }
  }
}

/** The mutant of `batch` that also fails alone. */
function blame(batch: Sources): string {
  for (const [name, text] of Object.entries(batch)) {
    try {
      check(text);
    } catch {
      return `${name}:\n${text}`;
    }
  }
  return `${Object.keys(batch).join(" ")} together`;
}

Deno.test("mutants of programs never crash the check", () => {
  checkMutants(1, 3_000);
});

if (import.meta.main) {
  const [seed = "1", count = "10000"] = Deno.args;
  checkMutants(Number(seed), Number(count));
  console.log(`${count} mutants of seed ${seed}: fine`);
}
