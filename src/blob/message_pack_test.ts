import { assertEquals, assertThrows } from "@std/assert";
import { encode, type ValueType } from "@std/msgpack";
import { InternalError } from "../base/mod.ts";
import { pack } from "./message_pack.ts";

const POWERS = [0, 4, 5, 7, 8, 15, 16, 31, 32, 33, 52, 53];

const SAMPLES: readonly ValueType[] = [
  null,
  true,
  false,
  ...POWERS.flatMap((power) => {
    const edge = 2 ** power;
    return [edge - 1, edge, edge + 1, -edge + 1, -edge, -edge - 1];
  }),
  ...[0, -0, 0.5, -1.5, NaN, Infinity, -Infinity, 5e-324],
  ...[0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n, 2n ** 64n - 1n],
  ...[0, 1, 31, 32, 63, 64, 65, 255, 256, 65_535, 65_536].flatMap((length) => [
    "x".repeat(length),
    "é".repeat(length),
    new Uint8Array(length).fill(7),
    Array.from({ length }, (_, at) => at),
  ]),
  ...["\uFEFFmarked", "a\u0000b", "\u{1F600}", "\uD800", "zażółć", "abc\uDC00"],
  [[], [[]], [1, ["a", [null, true]], new Uint8Array(0)]],
];

Deno.test("message pack: the bytes are those of the library", () => {
  for (const [index, sample] of SAMPLES.entries()) {
    assertEquals(textOf(pack(sample)), textOf(encode(sample)), `sample ${index}`);
  }
});

Deno.test("message pack: all samples in one list, which makes the buffer grow", () => {
  assertEquals(textOf(pack([SAMPLES, SAMPLES])), textOf(encode([SAMPLES, SAMPLES])));
});

Deno.test("message pack: what has no form is an internal error", () => {
  assertThrows(() => pack({ key: 1 }), InternalError, "a map");
  assertThrows(() => pack(2n ** 64n), InternalError, "more than 64 bits");
  assertThrows(() => pack(-(2n ** 63n) - 1n), InternalError, "more than 64 bits");
});

/** Comparing texts takes a thousandth of the time that comparing arrays takes. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
