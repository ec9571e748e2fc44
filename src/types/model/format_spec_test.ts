import { assertEquals } from "@std/assert";
import { type FormatSpec, parseFormatSpec } from "./format_spec.ts";

const VALID: readonly (readonly [string, Partial<FormatSpec>])[] = [
  ["", {}],
  [">10", { align: "Right", width: 10 }],
  ["*^8", { fill: "*", align: "Center", width: 8 }],
  ["->10", { fill: "-", align: "Right", width: 10 }],
  ["<<3", { fill: "<", align: "Left", width: 3 }],
  ["😀>3", { fill: "😀", align: "Right", width: 3 }],
  ["+", { sign: "Plus" }],
  [" ", { sign: "Space" }],
  ["-08x", { sign: "Minus", fill: "0", width: 8, type: "Hex" }],
  ["#b", { isAlternate: true, type: "Binary" }],
  ["+#010X", { sign: "Plus", isAlternate: true, fill: "0", width: 10, type: "HexUpper" }],
  ["010.2f", { fill: "0", width: 10, precision: 2, type: "Fixed" }],
  [".0", { precision: 0 }],
  [".1%", { precision: 1, type: "Percent" }],
  ["*>08", { fill: "*", align: "Right", width: 8 }],
  ["e", { type: "Exp" }],
  ["E", { type: "ExpUpper" }],
  ["o", { type: "Octal" }],
];

for (const [text, expected] of VALID) {
  Deno.test(`format specification ${JSON.stringify(text)}`, () => {
    assertEquals(parseFormatSpec(text), { isAlternate: false, ...expected });
  });
}

for (const text of [".", "10.", "q", "5q", "x5", "**>5", "1e5", "+-", "5 ", "200000", ".200000f"]) {
  Deno.test(`no format specification: ${JSON.stringify(text)}`, () => {
    assertEquals(typeof parseFormatSpec(text), "string");
  });
}
