import { assertEquals, assertThrows } from "@std/assert";
import { InternalError } from "../base/mod.ts";
import { parseSignature, showSignature } from "./mod.ts";

for (
  const text of [
    "() -> void",
    "(message: str) -> Never",
    "(s: str, at: int) -> byte",
    "(xs: [T], at: int) -> ([T], T)",
    "(value: A) -> B",
    "(xs: [[byte]]) -> [(float, bool, char)]",
  ]
) {
  Deno.test(`a signature reads as it is shown: ${text}`, () => {
    assertEquals(showSignature(parseSignature(text)), text);
  });
}

Deno.test("a signature has its types and type parameters", () => {
  assertEquals(parseSignature("(xs: [T], at: int) -> ([T], U)"), {
    params: [
      { name: "xs", type: { kind: "list", element: { kind: "param", name: "T" } } },
      { name: "at", type: { kind: "scalar", scalar: "int" } },
    ],
    result: {
      kind: "tuple",
      parts: [{ kind: "list", element: { kind: "param", name: "T" } }, {
        kind: "param",
        name: "U",
      }],
    },
    typeParams: ["T", "U"],
  });
});

for (
  const [text, message] of [
    ["(s: string) -> int", "no type string"],
    ["(s: str", "expected ,, found the end"],
    ["(s: str, at) -> int", "expected :, found )"],
    ["(xs: [T) -> int", "expected ], found )"],
    ["() -> int int", "unexpected int"],
  ] as const
) {
  Deno.test(`no signature: ${text}`, () => {
    assertThrows(() => parseSignature(text), InternalError, message);
  });
}
