import { assertEquals } from "@std/assert";
import { changeCase } from "./case_mapping.ts";
import {
  charCount,
  codePointAt,
  compareText,
  escapeText,
  findLastText,
  findText,
  floatText,
  hashText,
  sliceText,
  utf8Length,
} from "./text.ts";
import { Str, UNCOUNTED } from "./value.ts";

function str(text: string): Str {
  return new Str(UNCOUNTED, text, utf8Length(text));
}

const MIXED = str("aé€😀z");

Deno.test("lengths and offsets are in bytes", () => {
  assertEquals([MIXED.size, charCount(MIXED)], [11, 5]);
  assertEquals([1, 3, 6].map((at) => codePointAt(MIXED, at)), [0xe9, 0x20ac, 0x1f600]);
  assertEquals([sliceText(MIXED, 1, 6), sliceText(MIXED, 6, 10)], ["é€", "😀"]);
  assertEquals([findText(MIXED, str("😀"), 0), findText(MIXED, str("a"), 1)], [6, -1]);
  assertEquals([findText(MIXED, str(""), 11), findText(MIXED, str(""), 12)], [11, -1]);
  assertEquals([findLastText(str("é, é"), str("é")), findLastText(MIXED, str("x"))], [4, -1]);
});

Deno.test("texts compare by code points, not by UTF-16 units", () => {
  assertEquals(compareText("\uffee", "😀"), -1);
  assertEquals(compareText("ab", "abc"), -1);
  assertEquals(compareText("b", "abc"), 1);
  assertEquals(compareText("x", "x"), 0);
});

Deno.test("the hash is FNV-1a over 64 bits", () => {
  assertEquals(BigInt.asUintN(64, hashText(str(""))), 0xcbf29ce484222325n);
  assertEquals(BigInt.asUintN(64, hashText(str("a"))), 0xaf63dc4c8601ec8cn);
  assertEquals(BigInt.asUintN(64, hashText(str("foobar"))), 0x85944171f73967e8n);
});

Deno.test("floats print their shortest digits without an exponent", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [-0, "-0"],
    [3.14, "3.14"],
    [1e21, "1000000000000000000000"],
    [1.5e300, `15${"0".repeat(299)}`],
    [-1.25e-9, "-0.00000000125"],
    [5e-324, `0.${"0".repeat(323)}5`],
    [NaN, "NaN"],
    [-Infinity, "-inf"],
  ];
  for (const [value, text] of cases) assertEquals(floatText(value), text);
});

Deno.test("escapes", () => assertEquals(escapeText('a"\\\n\t\r\0é'), 'a\\"\\\\\\n\\t\\r\\0é'));

Deno.test("the case table holds full mappings and no context rules", () => {
  assertEquals(changeCase(str("straße ŉ ﬁ"), "upper"), "STRASSE ʼN FI");
  assertEquals(changeCase(str("ΟΔΟΣ İ"), "lower"), "οδοσ i̇");
  for (let c = 0x80; c < 0x1e944; c++) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    const char = String.fromCodePoint(c);
    assertEquals(changeCase(str(char), "upper"), char.toUpperCase());
    assertEquals(changeCase(str(char), "lower"), char.toLowerCase());
  }
});
