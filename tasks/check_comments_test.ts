import { assertEquals } from "@std/assert";
import { checkComments } from "./check_comments.ts";

function problems(text: string): string[] {
  return checkComments([{ path: "src/a.ts", text }]).map((found) => `${found.line}: ${found.text}`);
}

Deno.test("a doc comment before another one, or before nothing, is refused", () => {
  const file = "/** The file. */\n";
  const one = `${file}/** Reports. */\n/** The reason. */\nlet why;\n`;
  assertEquals(problems(one), ["2: a doc comment before another one"]);
  assertEquals(problems(`${file}class A {\n  /** A field. */\n}\n`), [
    "3: a doc comment at the end of a block",
  ]);
  assertEquals(problems(`${file}const a = 1;\n/** More. */\n`), [
    "3: a doc comment at the end of the file",
  ]);
  assertEquals(problems(`${file}const a = 1;\n/** Far. */\n\nconst b = 2;\n`), [
    "3: a doc comment before a blank line",
  ]);
});

Deno.test("doc comments of files and of what follows them are fine, as are texts that look like one", () => {
  assertEquals(problems("/** The file. */\n/** The type. */\ntype A = 1;\n"), []);
  assertEquals(problems("/** The file. */\n\nimport a from './b.ts';\n"), []);
  assertEquals(problems("class A {\n  /** A. */\n  a = 1;\n  /** B. */\n  b() {}\n}\n"), []);
  assertEquals(problems('const a = "/** no */"; const b = `/** no */`; // /** no */\n'), []);
  assertEquals(
    problems("type A =\n  /** One. */\n  | 1\n  // Two.\n  | 2;\n/* /** */\nlet a;\n"),
    [],
  );
});
