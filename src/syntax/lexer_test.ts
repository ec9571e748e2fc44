import { assertEquals } from "@std/assert";
import { SourceMap } from "../base/mod.ts";
import { Diagnostics } from "../diagnostics/mod.ts";
import { lex } from "./lexer.ts";
import { T } from "./token.ts";
import { applyFixes, parseText, showBody } from "./test_support.ts";

function lexText(text: string) {
  return lex(new SourceMap().add("main.ori", text), new Diagnostics());
}

Deno.test("tokens: `>` stands alone, a word after `.` is one token each", () => {
  const tokens = lexText("a >>= b.0.1");
  assertEquals([...tokens.kinds.slice(0, tokens.count)], [
    T.Ident,
    T.Gt,
    T.Gt,
    T.Eq,
    T.Ident,
    T.Dot,
    T.Int,
    T.Dot,
    T.Int,
    T.Eof,
  ]);
});

Deno.test("brackets know their partner, also where one is missing", () => {
  const tokens = lexText("( [ ) {");
  assertEquals([...tokens.values.slice(0, 4)], [2, -1, 0, -1]);
});

Deno.test("comments and blank lines are kept as trivia", () => {
  const text = "// a\n\n\nx // b\ny";
  const { trivia } = lexText(text);
  assertEquals(
    trivia.map((t) => [t.kind, t.token, t.kind === "comment" ? text.slice(t.start, t.end) : ""]),
    [["comment", 0, "// a"], ["blank", 0, ""], ["comment", 1, "// b"]],
  );
});

Deno.test("literals", () => {
  const cases: [string, string][] = [
    ["1_000", "1000"],
    ["0xFF_ff", "65535"],
    ["0b1010", "10"],
    ["0b", "Size:0"],
    ["99999999999999999999", "99999999999999999999"],
    ["2.5e-8", "2.5e-8"],
    ["1e3", "1000"],
    ["1.5s", "Duration:1500000000"],
    ["2h", "Duration:7200000000000"],
    ["1.5kb", "Size:1500"],
    ["'a'", "Char:97"],
    [String.raw`'\''`, "Char:39"],
    ["'😀'", "Char:128512"],
    [String.raw`b'\xff'`, "Byte:255"],
    [String.raw`"a\tb\u{1F600}\x41"`, '"a\\tb😀A"'],
    ["`a{{b}}`", '(template "a{b}")'],
    ["`{x:>8.2f}{f(a: 1)}`", "(template (spec x >8.2f) (call f a:1))"],
    ["`{`{x}`}`", "(template (template x))"],
    ["`{c:*^8}`", "(template (spec c *^8))"],
    ["`a\nb`", '(template "a\\nb")'],
  ];
  for (const [text, expected] of cases) assertEquals(showBody(text), expected, text);
});

Deno.test("malformed literals are reported once and where they stand", () => {
  const cases: [string, string[]][] = [
    ['"abc', ["E0001 1:9"]],
    ["1__0", ["W1006 1:9"]],
    ["5_", ["E0003 1:9"]],
    ["0x", ["E0003 1:9"]],
    ["0b12", ["E0003 1:9"]],
    ["0x1__2", ["E0003 1:9"]],
    ["1e", ["E0003 1:9"]],
    ["12abc", ["E0003 1:9"]],
    ["1e400", ["E0003 1:9"]],
    ["''", ["E0004 1:9"]],
    ["'a", ["E0004 1:9"]],
    ["b'ab'", ["E0004 1:9"]],
    ["b'é'", ["E0004 1:9"]],
    [String.raw`"\q"`, ["E0005 1:10"]],
    [String.raw`'\x80'`, ["E0005 1:10"]],
    [String.raw`"\u{D800}"`, ["E0005 1:10"]],
    [String.raw`b'\u{41}'`, ["E0005 1:11"]],
    ["`abc", ["E0006 1:9"]],
    ["1.5ns", ["E0014 1:9"]],
    ["0.5b", ["E0014 1:9"]],
    ["view", ["E0015 1:9"]],
    ["\\", ["E0002 1:9"]],
  ];
  for (const [text, expected] of cases) {
    const { found } = parseText(`let $a= ${text}\n;`);
    assertEquals(found.slice(0, 1), expected, text);
  }
});

Deno.test("habits of other languages come with a fix", () => {
  const cases: [string, string, string][] = [
    ["a === b", "E0008 1:11", "a == b"],
    ["a !== b", "E0008 1:11", "a != b"],
    ["'abc'", "E0009 1:9", '"abc"'],
    ["a ++ b", "E0010 1:11", "a + b"],
    ["007", "W1006 1:9", "7"],
    ["1__000", "W1006 1:9", "1_000"],
    ["`}`", "E0006 1:10", "`}}`"],
  ];
  for (const [text, code, fixed] of cases) {
    const parsed = parseText(`let $a= ${text};`);
    assertEquals(parsed.found, [code], text);
    assertEquals(applyFixes(parsed), `let $a= ${fixed};`);
  }
});
