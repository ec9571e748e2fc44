import { assertEquals, assertStrictEquals } from "@std/assert";
import { joinBytes } from "./bytes.ts";

Deno.test("pieces of bytes are joined in order; a piece alone is not copied", () => {
  const piece = Uint8Array.of(1, 2);
  assertEquals(joinBytes([]), new Uint8Array(0));
  assertStrictEquals(joinBytes([piece]), piece);
  assertEquals(joinBytes([piece, new Uint8Array(0), Uint8Array.of(3)]), Uint8Array.of(1, 2, 3));
});
