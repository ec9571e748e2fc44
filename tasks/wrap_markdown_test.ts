import { assert, assertEquals } from "@std/assert";
import { wrapMarkdown } from "./wrap_markdown.ts";

Deno.test("long prose is broken at spaces, items are indented, code spans stay whole", () => {
  const words = Array.from({ length: 60 }, (_, i) => `w${i}`).join(" ");
  for (const lead of ["", "- ", "  - "]) {
    const wrapped = wrapMarkdown(lead + words);
    const lines = wrapped.split("\n");
    assert(lines.length > 1 && lines.every((line) => line.length < 120));
    assert(lines.slice(1).every((line) => line.startsWith(" ".repeat(lead.length) + "w")));
    assertEquals(lines.map((line) => line.trim()).join(" "), (lead + words).trim());
  }
  const span = "`" + "a b ".repeat(40) + "`";
  assertEquals(wrapMarkdown(`one ${span}, two`), `one\n${span},\ntwo`);
});

Deno.test("short lines, tables and fenced code stay as they are", () => {
  const long = "x ".repeat(100);
  for (const text of ["short", `| ${long} |`, "```\n" + long + "\n```\n"]) {
    assertEquals(wrapMarkdown(text), text);
  }
});
