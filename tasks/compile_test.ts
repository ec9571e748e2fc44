import { assertEquals, assertThrows } from "@std/assert";
import { cutBase, sha256 } from "./compile.ts";

/** An ELF of 100 bytes whose section headers end at 100, then 20 bytes of payload and the trailer. */
function donor(): Uint8Array {
  const program = new Uint8Array(136);
  const view = new DataView(program.buffer);
  view.setUint32(0, 0x7f454c46);
  view.setBigUint64(40, 80n, true);
  view.setUint16(58, 10, true);
  view.setUint16(60, 2, true);
  view.setUint32(120, 0x501e, true);
  view.setBigUint64(128, 36n, true);
  return program;
}

Deno.test("the base is what precedes the payload", () => {
  const program = donor();
  assertEquals(cutBase(program), program.slice(0, 100));
});

Deno.test("a donor of another shape is refused", () => {
  const noTrailer = donor();
  noTrailer[120] = 0;
  assertThrows(() => cutBase(noTrailer), Error, "no appended payload");
  const padded = donor();
  padded[58] = 11;
  assertThrows(() => cutBase(padded), Error, "does not follow");
  assertThrows(() => cutBase(new Uint8Array(8)), Error, "not an ELF");
});

Deno.test("sha256 prints the digest in hexadecimal", async () => {
  const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  assertEquals(await sha256(new Uint8Array()), empty);
});
