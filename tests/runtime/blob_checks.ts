/** The program blob in C, with blobs that the compiler makes. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import {
  decodeBlob,
  type Decoded,
  encodeBlob,
  SCHEMA_VERSION,
  sealBlob,
} from "../../src/blob/mod.ts";
import { blobOf, DROPS, EMPTY, TYPES } from "../support/blobs.ts";
import type { Run } from "./build.ts";

const CLEAN = { code: 0, stdout: "", stderr: "" };

/** What the one diagnostic about a malformed program says (seeds BL-10). */
export function refusal(reason: string): string {
  const diagnostic = {
    code: "E5006",
    severity: "error",
    message: `the program in this binary is malformed: ${reason}`,
    labels: [],
    notes: [],
    help: "build the binary again",
    fix: null,
  };
  return JSON.stringify({ schemaVersion: 1, diagnostics: [diagnostic] }) + "\n";
}

export async function checkBlob(run: Run, folder: string): Promise<void> {
  const save = (name: string, bytes: Uint8Array) => {
    const path = join(folder, name);
    Deno.writeFileSync(path, bytes);
    return path;
  };
  const types = save("types.blob", blobOf(TYPES));
  assertEquals(await run(["blob", types]), CLEAN);
  assertEquals(await run(["blob", types], { env: { ORI_CHECK_LEAKS: "1" } }), CLEAN, "BL-9");
  const drops = blobOf(DROPS);
  const size = new Uint8Array(Uint32Array.of(drops.length).buffer);
  const sound = save("drops.blobs", Uint8Array.from([...size, ...drops]));
  assertEquals(await run(["fuzz", sound]), { ...CLEAN, stdout: "1\n" });
  const empty = blobOf(EMPTY);
  assertEquals(await run(["corrupt", save("empty.blob", empty)]), CLEAN);

  const version = empty.slice();
  version[16] = SCHEMA_VERSION + 1;
  const digest = empty.slice();
  digest[digest.length - 1] = (digest[digest.length - 1] ?? 0) ^ 1;
  const cases: [string, Uint8Array, string][] = [
    ["version", sealBlob(version), "its schema version is another one"],
    ["digest", digest, "its digest does not match its bytes"],
    ["cut", empty.subarray(0, empty.length - 1), "its digest does not match its bytes"],
    ["sealed cut", sealBlob(empty.subarray(0, empty.length - 1)), "its parts do not fit together"],
    ["nothing", new Uint8Array(), "it does not begin like a program"],
    ["names", withNames(empty), "a table does not decode"],
  ];
  await checkRegions(run, save);
  for (const [name, bytes, reason] of cases) {
    const expected = { code: 1, stdout: "", stderr: refusal(reason) };
    assertEquals(await run(["malformed", save(name, bytes)]), expected, name);
  }
  const none = { code: 1, stdout: "", stderr: refusal("there is none") };
  assertEquals(await run(["no blob"]), none, "BL-1");
}

/** Both decoders know the roles of blocks: the last one there is, and none behind it. */
async function checkRegions(
  run: Run,
  save: (name: string, bytes: Uint8Array) => string,
): Promise<void> {
  for (
    const [regions, answer] of [[[0, 7, 8], "1"], [[0, 7, 9], "0"], [[0, -1, 1], "0"]] as const
  ) {
    const { program: made } = sound();
    const chunks = made.bytecode.chunks.map((chunk) => ({ ...chunk, regions }));
    const bytes = encodeBlob({ ...made, bytecode: { ...made.bytecode, chunks } });
    assertEquals(decodeBlob(bytes).kind, answer === "1" ? "program" : "malformed");
    const size = new Uint8Array(Uint32Array.of(bytes.length).buffer);
    const path = save("regions.blobs", Uint8Array.from([...size, ...bytes]));
    assertEquals(await run(["fuzz", path]), { ...CLEAN, stdout: `${answer}\n` });
  }
}

function sound(): Extract<Decoded, { kind: "program" }> {
  const decoded = decodeBlob(blobOf(EMPTY));
  if (decoded.kind === "malformed") throw new Error(decoded.reason);
  return decoded;
}

/** `blob` with a table of names that says it has one more, and a digest that fits. */
function withNames(blob: Uint8Array): Uint8Array {
  const changed = blob.slice();
  const key = new TextEncoder().encode("func_names");
  const at = changed.findIndex((_, i) => key.every((byte, k) => changed[i + k] === byte));
  changed[at + key.length] = (changed[at + key.length] ?? 0) + 1;
  return sealBlob(changed);
}
