import { assertEquals, assertThrows } from "@std/assert";
import { BlobError } from "./blob_error.ts";
import { packWords, unpackWords } from "./words.ts";

const EDGES = [0, 1, -1, 63, 64, -64, -65, 8191, 8192, 2 ** 31 - 1, -(2 ** 31), 5];

Deno.test("words: all numbers of 32 bits come back, by themselves and in rows", () => {
  for (const width of [0, 1, 2, 3, 4]) {
    assertEquals([...unpackWords(packWords(EDGES, width), width)], EDGES);
  }
  assertEquals(packWords([0, -1, 1, 63]).length, 4);
});

Deno.test("words: what is cut or too long is refused", () => {
  for (const bytes of [[0x80], [0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [1, 0x80]]) {
    assertThrows(() => unpackWords(Uint8Array.from(bytes)), BlobError);
  }
  assertThrows(() => unpackWords(Uint8Array.from([1, 2, 3]), 2), BlobError);
});
