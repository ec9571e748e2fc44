import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type SourceFile, SourceMap, type Span } from "../base/mod.ts";
import { type Diagnostic, Diagnostics, withSeverity } from "./diagnostic.ts";
import { noSources } from "./no_sources.ts";
import { renderJson } from "./render_json.ts";
import { renderText } from "./render_text.ts";

function at(file: SourceFile, text: string): Span {
  const start = file.text.indexOf(text);
  assert(start >= 0, text);
  return { file: file.id, start, end: start + text.length };
}

/** `make` gets the file and gives the diagnostic; lines of the result are joined. */
function render(text: string, make: (file: SourceFile, sources: SourceMap) => Diagnostic): string {
  const sources = new SourceMap();
  const file = sources.add("main.ori", text);
  return renderText([withSeverity(make(file, sources))], sources, { color: false });
}

Deno.test("a primary and a related label in one line", () => {
  const text = render("@name () -> str = 1 + 2;\n", (file) => ({
    code: "E2001",
    primary: { span: at(file, "1 + 2"), text: "expected `str`, found `int`" },
    related: [{ span: at(file, "str"), text: "expected because of this type" }],
    notes: ["first\nsecond"],
    help: "write `str(1 + 2)`",
  }));
  assertEquals(
    text,
    `error[E2001]: mismatched types
 --> main.ori:1:19
  |
1 | @name () -> str = 1 + 2;
  |             ---   ^^^^^ expected \`str\`, found \`int\`
  |             |
  |             expected because of this type
  |
  = note: first
          second
  = help: write \`str(1 + 2)\`

`,
  );
});

Deno.test("a mark far right of the first one on a long line stands at the end of what is shown", () => {
  const line = `${"a ".repeat(300)}first ${"b ".repeat(30_000)}second third`;
  const text = render(`${line}\nz\n`, (file) => ({
    code: "E2001",
    primary: { span: at(file, "first"), text: "one" },
    related: [
      { span: at(file, "second"), text: "two" },
      { span: at(file, "third\nz"), text: "three" },
    ],
  }));
  assertEquals(
    text,
    `error[E2001]: mismatched types
 --> main.ori:1:601
  |
1 |   …${" a".repeat(29)} first${" b".repeat(47)}…
  |                                                               ^^^^^${" ".repeat(94)}------ two
  |                                                               |
  |                                                               one
  |  ${"_".repeat(160)}-
2 | | z
  | |_- three

`,
  );
});

Deno.test("other lines, left out lines and other files", () => {
  const text = render("a\nb\nc\nd\ne\nf\n", (file, sources) => ({
    code: "W2002",
    message: "said otherwise",
    primary: { span: at(file, "f"), text: "" },
    related: [
      { span: at(file, "c"), text: "one" },
      { span: at(file, "a"), text: "two" },
      { span: at(sources.add("b.ori", "zz"), "zz"), text: "three" },
    ],
  }));
  assertEquals(
    text,
    `warning[W2002]: said otherwise
 --> main.ori:6:1
  |
1 | a
  | - two
2 | b
3 | c
  | - one
...
6 | f
  | ^
  |
 ::: b.ori:1:1
  |
1 | zz
  | -- three

`,
  );
});

Deno.test("labels over several lines have a bar", () => {
  const source = "@f () -> int = {\n    a;\n    b;\n    c;\n    d;\n    e\n}\n";
  const text = render(source, (file) => ({
    code: "E2001",
    primary: { span: at(file, source.slice(15, -1)), text: "this block" },
  }));
  assertEquals(
    text,
    `error[E2001]: mismatched types
 --> main.ori:1:16
  |
1 |   @f () -> int = {
  |  ________________^
2 | |     a;
...
6 | |     e
7 | | }
  | |_^ this block

`,
  );
});

Deno.test("a fix shows the lines as it leaves them", () => {
  const text = render("let x = 1\nlet y = 2\n", (file) => {
    const span = { file: file.id, start: 9, end: 9 };
    return {
      code: "E1016",
      primary: { span, text: "expected \`;\` here" },
      fix: { title: "add \`;\`", edits: [{ span, text: ";" }] },
    };
  });
  assertEquals(
    text,
    `error[E1016]: missing \`;\`
 --> main.ori:1:10
  |
1 | let x = 1
  |          ^ expected \`;\` here
fix: add \`;\`
  |
1 | let x = 1;
  |          +

`,
  );
});

Deno.test("tabs take four columns, wide characters two, and positions count code points", () => {
  const text = render('\t"日本😀" x\n', (file) => ({
    code: "E2003",
    primary: { span: at(file, "x"), text: "here" },
  }));
  const [, place, , source = "", marks = ""] = text.split("\n");
  assertEquals(place, " --> main.ori:1:8");
  assertEquals(source, '1 |     "日本😀" x');
  assertEquals(marks.indexOf("^"), "1 |     ".length + 1 + 6 + 1 + 1);
});

Deno.test("a place behind the end of the file, and an empty file", () => {
  for (const source of ["", "a\n"]) {
    const text = render(source, (file) => ({
      code: "E1003",
      primary: { span: { file: file.id, start: source.length, end: source.length }, text: "end" },
    }));
    assert(text.includes("^ end"), text);
  }
});

Deno.test("colours are only written when asked for, and control characters never", () => {
  const sources = new SourceMap();
  const file = sources.add("main.ori", "a\x1b[31mb");
  const diagnostics = [
    withSeverity({ code: "E0002", primary: { span: at(file, "b"), text: "" } }),
  ];
  assert(!renderText(diagnostics, sources, { color: false }).includes("\x1b"));
  const colored = renderText(diagnostics, sources, { color: true });
  assert(colored.includes("\x1b[1;31merror[E0002]\x1b[0m"));
  assert(!colored.includes("\x1b[31m"));
});

Deno.test("JSON has places, notes and fixes", () => {
  const sources = new SourceMap();
  const file = sources.add("main.ori", "a\n  bc\n");
  const span = at(file, "bc");
  const diagnostic: Diagnostic = {
    code: "W1003",
    primary: { span, text: "t" },
    fix: { title: "f", edits: [{ span, text: "x" }] },
  };
  const json = renderJson([withSeverity(diagnostic)], sources);
  const bytes = { byteColumn: 3, endByteColumn: 5 };
  const place = { path: "main.ori", line: 2, column: 3, endLine: 2, endColumn: 5, ...bytes };
  assertEquals(JSON.parse(json), {
    schemaVersion: 1,
    diagnostics: [{
      code: "W1003",
      severity: "warning",
      message: "deprecated constant form",
      labels: [{ ...place, text: "t", isPrimary: true }],
      notes: [],
      help: null,
      fix: { title: "f", edits: [{ ...place, text: "x" }] },
    }],
  });
});

Deno.test("a diagnostic without a place: its lines alone, and JSON without labels", () => {
  const diagnostic = withSeverity({
    code: "E5002",
    message: "no clang",
    notes: ["first\nsecond", "third"],
    help: "install one",
  });
  assertEquals(
    renderText([diagnostic, diagnostic], noSources(), { color: false }),
    `error[E5002]: no clang
  = note: first
          second
  = note: third
  = help: install one
`.repeat(2),
  );
  assertEquals(JSON.parse(renderJson([diagnostic], noSources())).diagnostics, [{
    code: "E5002",
    severity: "error",
    message: "no clang",
    labels: [],
    notes: ["first\nsecond", "third"],
    help: "install one",
    fix: null,
  }]);
});

Deno.test("severity is that of the code; the collection counts errors and keeps its order", () => {
  const all = new Diagnostics();
  assertEquals(all.report({ code: "W1003" }).severity, "warning");
  assertEquals([all.hasErrors, all.errorCount], [false, 0]);
  assertEquals(all.report({ code: "E5002" }).severity, "error");
  assertEquals([all.hasErrors, all.errorCount], [true, 1]);
  assertEquals(all.all.map(({ code }) => code), ["W1003", "E5002"]);
});

/** Names, messages and paths that would change what a terminal shows. */
Deno.test("spaces that look like the ordinary one are shown by name", () => {
  const sources = new SourceMap();
  const file = sources.add("main.ori", "x\u00a0+ y\u3000z\n");
  const diagnostic = withSeverity({
    code: "E0001",
    primary: { span: at(file, "\u00a0"), text: "here" },
  });
  const text = renderText([diagnostic], sources, { color: false });
  assertStringIncludes(text, "1 | x<U+00A0>+ y\u3000z\n");
  assertStringIncludes(text, "  |  ^^^^^^^^ here\n");
});

Deno.test("columns of JSON count code points, byte columns the bytes of UTF-8", () => {
  const sources = new SourceMap();
  const file = sources.add("main.ori", "a\n\u00e9\u{1f600} xy\n");
  const diagnostic = withSeverity({
    code: "E2001",
    primary: { span: at(file, "xy"), text: "here" },
  });
  const [label] = JSON.parse(renderJson([diagnostic], sources)).diagnostics[0].labels;
  const { line, column, endColumn, byteColumn, endByteColumn } = label;
  assertEquals({ line, column, endColumn, byteColumn, endByteColumn }, {
    line: 2,
    column: 4,
    endColumn: 6,
    byteColumn: 8,
    endByteColumn: 10,
  });
});

const HOSTILE = "a\u202eb\x1b[2Jc\u200bd\u009be\ufeff";
const SHOWN = "a<U+202E>b<U+001B>[2Jc<U+200B>d<U+009B>e<U+FEFF>";

Deno.test("hidden characters are shown by name, wherever they come from, and marks stay below their text", () => {
  const sources = new SourceMap();
  const file = sources.add(`${HOSTILE}.ori`, `"${HOSTILE}" x;\r\ny\n`);
  const diagnostic = withSeverity({
    code: "E2001",
    message: HOSTILE,
    primary: { span: at(file, "x"), text: HOSTILE },
    related: [{ span: at(file, "\u202e"), text: "here" }],
    notes: [HOSTILE],
    help: HOSTILE,
    fix: { title: HOSTILE, edits: [{ span: at(file, "x"), text: HOSTILE }] },
  });
  const text = renderText([diagnostic], sources, { color: false });
  assertEquals(
    text,
    `error[E2001]: ${SHOWN}
 --> ${SHOWN}.ori:1:17
  |
1 | "${SHOWN}" x;
  |   --------                                         ^ ${SHOWN}
  |   |
  |   here
  |
  = note: ${SHOWN}
  = help: ${SHOWN}
fix: ${SHOWN}
  |
1 | "${SHOWN}" ${SHOWN};
  |                                                    ${"+".repeat(SHOWN.length)}

`,
  );
  const json = renderJson([diagnostic], sources);
  assert(/^[\x20-\x7e]*$/.test(json), json);
  assertEquals(JSON.parse(json).diagnostics[0].message, HOSTILE);
});
