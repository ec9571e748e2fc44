/** The regular expressions of std.text beside those of JavaScript, on patterns and texts made at random. */
import { assert, assertEquals } from "@std/assert";
import { createRandom, pick, type Random } from "./support/mutate.ts";
import { runEverywhere } from "./support/run_program.ts";

const SEARCH = `use std.text { Regex };
use std.io { read_lines };
@main () -> void = for line in read_lines() do {
    let (pattern, text) = line.split_once(sep: "\\t").unwrap();
    print(msg: match Regex.new(pattern:) {
        Ok(regex) -> regex.find_all(text:).map(m -> \`{m.start}-{m.end}\`).join(sep: " "),
        Err(e) -> e.to_str(),
    })
}
`;

interface Pattern {
  readonly text: string;
  /** Whether it matches the empty text: such a pattern is not repeated, since JavaScript treats that in its own way. */
  readonly isNullable: boolean;
}

const ATOMS = [
  "a",
  "b",
  "c",
  ".",
  "[ab]",
  "[^a]",
  "\\w",
  "\\W",
  "\\d",
  "[a-c_]",
  "\\.",
  "é",
  "[^\\s]",
];
const ASSERTIONS = ["^", "$", "\\b", "\\B"];
const COUNTS = ["*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "+?", "??", "{1,2}?"];

function either(random: Random, depth: number): Pattern {
  const parts = Array.from({ length: random() < 0.3 ? 2 : 1 }, () => sequence(random, depth));
  return {
    text: parts.map(({ text }) => text).join("|"),
    isNullable: parts.some(({ isNullable }) => isNullable),
  };
}

function sequence(random: Random, depth: number): Pattern {
  const length = Math.floor(random() * 4);
  const parts = Array.from({ length }, () => repeated(random, depth));
  return {
    text: parts.map(({ text }) => text).join(""),
    isNullable: parts.every(({ isNullable }) => isNullable),
  };
}

function repeated(random: Random, depth: number): Pattern {
  if (random() < 0.1) return { text: pick(random, ASSERTIONS), isNullable: true };
  const atom = one(random, depth);
  if (atom.isNullable || random() < 0.5) return atom;
  const count = pick(random, COUNTS);
  return { text: atom.text + count, isNullable: /^[*?]|^\{0/.test(count) };
}

function one(random: Random, depth: number): Pattern {
  if (depth > 2 || random() < 0.7) return { text: pick(random, ATOMS), isNullable: false };
  const inner = either(random, depth + 1);
  return { ...inner, text: `${random() < 0.5 ? "(" : "(?:"}${inner.text})` };
}

function subject(random: Random): string {
  const length = Math.floor(random() * 12);
  return Array.from({ length }, () => pick(random, [..."aabbcc .1é"])).join("");
}

/** The matches of JavaScript, by offsets in UTF-8. */
function expected(pattern: string, text: string): string {
  const bytes = (end: number) => new TextEncoder().encode(text.slice(0, end)).length;
  return [...text.matchAll(new RegExp(pattern, "gu"))]
    .map((m) => `${bytes(m.index)}-${bytes(m.index + m[0].length)}`).join(" ");
}

Deno.test({
  name: "std.text finds what the regular expressions of JavaScript find, on every engine",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const random = createRandom(5);
    const cases = Array.from(
      { length: 600 },
      () => [either(random, 0).text, subject(random)] as const,
    );
    const stdin = cases.map(([pattern, text]) => `${pattern}\t${text}\n`).join("");
    const wanted = cases.map(([pattern, text]) => expected(pattern, text));
    assert(wanted.filter((line) => line.includes("-")).length > 200);
    const path = await Deno.makeTempFile({ prefix: "ori-regex-", suffix: ".ori" });
    try {
      await Deno.writeTextFile(path, SEARCH);
      const program = { path, args: [], stdin, expected: { stdout: "", stderr: "", exitCode: 0 } };
      for (const [way, { stdout, stderr, exitCode }] of await runEverywhere(program)) {
        assertEquals([way, stderr, exitCode], [way, "", 0]);
        const lines = stdout.split("\n");
        cases.forEach(([pattern, text], i) =>
          assertEquals(lines[i], wanted[i], `${way}: /${pattern}/ in ${JSON.stringify(text)}`)
        );
      }
    } finally {
      await Deno.remove(path);
    }
  },
});
