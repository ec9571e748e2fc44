import { assertEquals } from "@std/assert";
import { decode, encode } from "@std/msgpack";
import type { Constant } from "../bytecode/mod.ts";
import { decodeConstant, encodeConstant } from "./constants.ts";

type Samples = {
  readonly [K in Constant["kind"]]: readonly Extract<Constant, { kind: K }>["value"][];
};

/** Every kind of constant: a kind that is not here does not compile (seeds BL-6). */
const SAMPLES: Samples = {
  int: [0n, 1n, -1n, 127n, -33n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)],
  float: [0, -0, 1.5, NaN, Infinity, -Infinity, 5e-324, 2 ** 60],
  str: ["", "a", "é\u0000", "\uFEFFmarked", "\uFEFF\uFEFF", "x".repeat(70_000)],
};

Deno.test("constants: every kind and its edges come back as they were (BL-6)", () => {
  for (const [kind, values] of Object.entries(SAMPLES)) {
    for (const value of values) {
      const constant = { kind, value } as Constant;
      const bytes = encode(encodeConstant(constant));
      const decoded = decodeConstant(decode(bytes));
      assertEquals(decoded.kind, kind);
      // `assertEquals` takes -0 for 0.
      assertEquals(Object.is(decoded.value, value), true, `${kind} ${String(value)}`);
    }
  }
});

Deno.test("constants: an int of more than 63 bits is the int of those 64 bits", () => {
  for (const value of [2n ** 63n, 2n ** 64n - 1n]) {
    assertEquals(decodeConstant(value), { kind: "int", value: BigInt.asIntN(64, value) });
  }
});
