import { assertEquals } from "@std/assert";
import { floatPowersText, scaledPowerOfTen } from "./gen_float_powers.ts";

Deno.test("the committed powers of ten are those that the task writes", () => {
  const committed = Deno.readTextFileSync(
    new URL("../runtime/src/float_powers.inc", import.meta.url),
  );
  assertEquals(committed, floatPowersText());
});

Deno.test("powers of ten are scaled to 128 bits and rounded up", () => {
  assertEquals(scaledPowerOfTen(0), 1n << 127n);
  assertEquals(scaledPowerOfTen(1), 10n << 124n);
  for (let exponent = -292; exponent <= 324; exponent++) {
    assertEquals(scaledPowerOfTen(exponent).toString(2).length, 128);
  }
});
