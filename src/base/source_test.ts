import { assertEquals } from "@std/assert";
import { normalizeLineEnds, SourceMap } from "./source.ts";

Deno.test("CR LF and a lone CR are line ends, also next to each other", () => {
  for (
    const [text, normal] of [
      ["", ""],
      ["a\nb", "a\nb"],
      ["a\r\nb\r\n", "a\nb\n"],
      ["a\rb\r", "a\nb\n"],
      ["\r\r\n\n\r", "\n\n\n\n"],
    ] as const
  ) {
    assertEquals(normalizeLineEnds(text), normal, JSON.stringify(text));
    assertEquals(new SourceMap().add("a.ori", text).text, normal);
  }
});

Deno.test("lines and positions count every kind of line end", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const file = new SourceMap().add("a.ori", ["one", "", "two"].join(end));
    assertEquals(file.lineCount, 3);
    assertEquals([1, 2, 3].map((line) => file.lineText(line)), ["one", "", "two"]);
    assertEquals(file.position(file.text.indexOf("w")), { line: 3, column: 2 });
  }
});

Deno.test("columns count code points on lines of any length", () => {
  const line = "a𝒳é".repeat(2_000);
  const file = new SourceMap().add("a.ori", `first\n${line}\n${line}`);
  for (const start of [file.lineStart(2), file.lineStart(3)]) {
    for (let points = 0; points < 6_000; points += 61) {
      const units = Array.from(line).slice(0, points).join("").length;
      assertEquals(file.position(start + units).column, points + 1);
    }
  }
});
