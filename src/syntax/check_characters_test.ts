import { assert, assertEquals } from "@std/assert";
import { codePointName, hiddenName, isHidden, SourceMap } from "../base/mod.ts";
import { type Diagnostic, Diagnostics } from "../diagnostics/mod.ts";
import { lex } from "./lexer.ts";
import { parseText } from "./test_support.ts";

/** The diagnostics about the characters of `text`. */
function reported(text: string): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  lex(new SourceMap().add("main.ori", text), diagnostics);
  return diagnostics.all;
}

/** `text` with the edits of the only fix of `found`. */
function fixed(text: string, found: readonly Diagnostic[]): string {
  const edits = found.flatMap((d) => d.fix?.edits ?? []);
  return [...edits].sort((a, b) => b.span.start - a.span.start).reduce(
    (left, { span, text }) => left.slice(0, span.start) + text + left.slice(span.end),
    text,
  );
}

/** Where a character can be, with what the fix leaves of it. */
const PLACES: readonly (readonly [string, (c: string) => string, "escape" | "removed"])[] = [
  ["a comment", (c) => `// a${c}b\n@f () -> int = 1;`, "removed"],
  ["a doc comment at the end", (c) => `@f () -> int = 1; // * ${c}`, "removed"],
  ["a string", (c) => `@f () -> str = "a${c}b";`, "escape"],
  ["a char", (c) => `@f () -> char = '${c}';`, "escape"],
  ["a template", (c) => "@f () -> str = `a" + c + "{1}`;", "escape"],
  ["the end of a template", (c) => "@f () -> str = `{1}" + c + "`;", "escape"],
  ["a comment in a template", (c) => "@f () -> str = `{1 // " + c + "\n}`;", "removed"],
  ["a format specification", (c) => "@f () -> str = `{1:>" + c + "5}`;", "removed"],
];

const WARNED = [
  0x202a,
  0x202b,
  0x202c,
  0x202d,
  0x202e,
  0x2066,
  0x2067,
  0x2068,
  0x2069,
  0x200b,
  0x200c,
  0x200d,
  0x200e,
  0x200f,
  0x2060,
  0x2061,
  0x2062,
  0x2063,
  0x2064,
  0x61c,
  0xad,
  0x1,
  0x7,
  0x1b,
  0x7f,
  0x85,
  0x9b,
  0x2028,
  0x180e,
  0x3164,
  0xe0041,
  0xe0100,
];

for (const [place, sourceWith, after] of PLACES) {
  Deno.test(`invisible characters in ${place}: a warning that names each, a fix that keeps the value`, () => {
    for (const code of WARNED) {
      const text = sourceWith(String.fromCodePoint(code));
      const found = reported(text);
      const name = `${codePointName(code)} (${hiddenName(code)})`;
      assertEquals(found.map((d) => d.code), ["W0001"], `${place} ${name}`);
      assert(found[0]?.message?.includes(name), found[0]?.message);
      const escape = `\\u{${code.toString(16).toUpperCase()}}`;
      assertEquals(fixed(text, found), sourceWith(after === "escape" ? escape : ""));
    }
  });

  Deno.test(`NUL and byte order marks in ${place} are errors with a fix`, () => {
    for (
      const [code, error, escape] of [[0, "E0018", "\\0"], [0xfeff, "E0017", "\\u{FEFF}"]] as const
    ) {
      const text = sourceWith(String.fromCodePoint(code));
      const found = reported(text);
      assertEquals(found.map((d) => d.code), [error]);
      assert(found[0]?.message?.includes(codePointName(code)));
      const repaired = fixed(text, found);
      assertEquals(repaired, sourceWith(after === "escape" ? escape : ""));
      assertEquals(parseText(repaired).found, []);
    }
  });
}

Deno.test("NUL and a byte order mark between tokens: one error each, and the code is read without them", () => {
  const text = "\ufeff@f () \0-> int\0 = 1;\n\ufeff";
  const { found } = parseText(text);
  assertEquals(found.map((f) => f.slice(0, 5)), ["E0018", "E0017"]);
  assertEquals(fixed(text, reported(text)), "@f () -> int = 1;\n");
});

Deno.test("an invisible character between tokens is an error that names it", () => {
  const found = reported("@f () -> int =\u202e 1;");
  assertEquals(found.map(({ code, message }) => [code, message]), [
    ["E0002", "unexpected character U+202E (right-to-left override)"],
  ]);
});

Deno.test("visible text is left alone: other scripts, combining marks, pictures that joiners make", () => {
  const pictures =
    "\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u2764\ufe0f\u200d\u{1f525} \u{1f3f3}\ufe0f\u200d\u{1f308}";
  for (const text of ["é e\u0301 日本 مرحبا עברית ไทย ∀x", pictures, "\u{1f44d}\u{1f3fd}"]) {
    assertEquals(reported(`// ${text}\n@f () -> str = "${text}";`), [], text);
  }
  assertEquals(reported(`// a\u200db`).map((d) => d.code), ["W0001"]);
});

Deno.test("a file full of invisible characters gives few diagnostics with few labels", () => {
  const lines = reported("// \u202e\n".repeat(10_000));
  assertEquals(lines.length, 50);
  const [one, ...more] = reported(`// ${"\u202e".repeat(100_000)}`);
  assertEquals([more, one?.related?.length, one?.notes], [[], 7, ["and 99992 more"]]);
});

Deno.test("what is hidden is invisible, or a control, and is no part of visible text", () => {
  for (const code of WARNED) assert(isHidden(code), codePointName(code));
  for (
    const char of ["a", " ", "\t", "\n", "~", "\u00a0", "é", "\u0301", "日", "\ufe0f", "\u{1f600}"]
  ) {
    assert(!isHidden(char.codePointAt(0) ?? 0), char);
  }
});
