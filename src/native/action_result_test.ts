import { assertEquals } from "@std/assert";
import { decodeActionResult, encodeActionResult } from "./action_result.ts";

const HASH = "0123456789abcdef".repeat(4);

Deno.test("an entry comes back as it was, of every size", () => {
  for (const size of [0, 1, 127, 128, 300, 2 ** 31, 2 ** 40]) {
    assertEquals(decodeActionResult(encodeActionResult({ hash: HASH, size })), {
      hash: HASH,
      size,
    });
  }
});

Deno.test("fields that other programs add are passed over", () => {
  const entry = encodeActionResult({ hash: HASH, size: 5 });
  const others = [
    [0x20, 0x00], // exit_code
    [0x2a, 0x03, 0x61, 0x62, 0x63], // stdout_raw
    [0x39, 1, 2, 3, 4, 5, 6, 7, 8], // eight bytes
    [0x3d, 1, 2, 3, 4], // four bytes
  ];
  for (const other of others) {
    const digest = { hash: HASH, size: 5 };
    assertEquals(decodeActionResult(new Uint8Array([...other, ...entry])), digest);
    assertEquals(decodeActionResult(new Uint8Array([...entry, ...other])), digest);
  }
});

Deno.test("every cut of an entry, and nonsense, is no entry", () => {
  const entry = encodeActionResult({ hash: HASH, size: 300 });
  for (let length = 0; length < entry.length; length++) {
    assertEquals(decodeActionResult(entry.subarray(0, length)), undefined, `${length} bytes`);
  }
  for (const text of ["", "nonsense", "\xff".repeat(40)]) {
    assertEquals(decodeActionResult(new TextEncoder().encode(text)), undefined, text);
  }
  const upper = encodeActionResult({ hash: HASH.toUpperCase(), size: 1 });
  assertEquals(decodeActionResult(upper), undefined);
});
