import { assert, assertEquals } from "@std/assert";
import { SourceMap } from "../base/mod.ts";
import { LineColumns } from "./line_columns.ts";
import { displayWidth } from "./row.ts";

const UNITS: Readonly<Record<string, (text: string) => number>> = {
  "columns of a terminal": displayWidth,
  "bytes": (text) => new TextEncoder().encode(text).length,
};

for (const [name, measure] of Object.entries(UNITS)) {
  Deno.test(`LineColumns: ${name}, at each code point of a long line`, () => {
    for (const part of ["ab", "a\t", "漢", "x😀", "😀", "e\u0301", "a\u202e"]) {
      const line = part.repeat(150);
      const file = new SourceMap().add("main.ori", `first\n${line}\nlast`);
      const columns = new LineColumns(measure);
      let offset = 0;
      for (const char of line) {
        const column = measure(line.slice(0, offset));
        assertEquals(columns.columnOf(file, 2, file.lineStart(2) + offset), column, part);
        if (measure(char) > 0) {
          for (const inside of [column, column + measure(char) - 1]) {
            assertEquals(columns.placeAt(file, 2, inside), { offset, column }, part);
          }
        }
        offset += char.length;
      }
      assertEquals(columns.widthOf(file, 2), measure(line));
      const end = columns.placeAt(file, 2, measure(line) + 5);
      assertEquals(end, { offset: line.length, column: measure(line) });
    }
  });
}

Deno.test("LineColumns: empty lines, and places behind the end", () => {
  const file = new SourceMap().add("main.ori", "\nab\n");
  const columns = new LineColumns((text) => text.length);
  assertEquals(columns.widthOf(file, 1), 0);
  assertEquals(columns.placeAt(file, 1, 7), { offset: 0, column: 0 });
  assertEquals([1, 3, 4].map((offset) => columns.columnOf(file, 2, offset)), [0, 2, 2]);
});

Deno.test("LineColumns: a line is measured once for all places on it", () => {
  const length = 100_000;
  const file = new SourceMap().add("main.ori", "x".repeat(length));
  let measured = 0;
  const columns = new LineColumns((text) => {
    measured += text.length;
    return text.length;
  });
  for (let offset = 0; offset < length; offset += 100) columns.columnOf(file, 1, offset);
  for (let column = 0; column < length; column += 100) columns.placeAt(file, 1, column);
  assert(measured < 3 * length, `${measured}`);
});
