/** Mutated blobs to both decoders (seeds BL-14): any bytes give a program or an error, never an exception or a crash. */
import { decodeBlob, type Decoded, sealBlob } from "../../src/blob/mod.ts";
import { buildRuntimeTests, runnerOf } from "../runtime/build.ts";
import {
  blobOf,
  DROPS,
  EMPTY,
  FOLD_WITH_FUNCTION,
  MAP_WITH_LAMBDA,
  TYPES,
} from "../support/blobs.ts";
import { createRandom, pick, type Random } from "../support/mutate.ts";
import type { Found } from "./programs.ts";
import type { SourceOptions } from "./sources.ts";

/** The C decoder reads so many in one process. */
const BATCH = 500;
const SANITIZE = ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
/** Bytes that mean something in MessagePack: lengths, ends of ranges, every kind of head. */
const HEADS = [
  0,
  0x7f,
  0x80,
  0x8f,
  0x90,
  0x9f,
  0xa0,
  0xbf,
  0xc0,
  0xc1,
  0xc3,
  0xc4,
  0xc6,
  0xcb,
  0xcf,
];
const MORE_HEADS = [0xd3, 0xd4, 0xd9, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xe0, 0xff];

/** Decodes one mutant a seed; gives how many, after each that has a fault and at the end. `text` is the blob in hexadecimal. */
export async function* fuzzBlobs({ seed, goesOn }: SourceOptions): AsyncGenerator<Found, number> {
  const blobs = [EMPTY, MAP_WITH_LAMBDA, FOLD_WITH_FUNCTION, TYPES, DROPS].map(blobOf);
  const folder = Deno.makeTempDirSync({ prefix: "ori-fuzz-" });
  try {
    const decodeInC = runnerOf(await buildRuntimeTests(SANITIZE, folder));
    let count = 0;
    while (goesOn(count)) {
      const seeds = Array.from({ length: BATCH }, (_, i) => seed + count + i);
      const mutants = seeds.map((at) => mutateBlob(createRandom(at), blobs));
      count += BATCH;
      const found = (at: number, text: string): Found => ({
        seed: seeds[at] ?? seed,
        fault: { kind: "blob", text },
        text: toHex(mutants[at] ?? new Uint8Array()),
      });
      const verdicts = mutants.map(verdictOf);
      for (const [i, verdict] of verdicts.entries()) {
        if (verdict.kind === "throws") yield found(i, verdict.text);
      }
      const path = `${folder}/mutants`;
      Deno.writeFileSync(path, withLengths(mutants));
      const { code, stdout, stderr } = await decodeInC(["fuzz", path]);
      const answers = stdout.split("\n").length - 1;
      if (code !== 0 || answers !== BATCH) yield found(answers, `C decoder: ${stderr}`);
      for (const [i, answer] of stdout.split("\n").slice(0, answers).entries()) {
        const difference = differenceOf(verdicts[i], answer === "1");
        if (difference !== undefined) yield found(i, difference);
      }
    }
    return count;
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

type Verdict = Decoded | { readonly kind: "throws"; readonly text: string };

/** What the decoder of the compiler says of `blob`. */
function verdictOf(blob: Uint8Array): Verdict {
  try {
    return decodeBlob(blob);
  } catch (error) {
    const text = `decodeBlob throws: ${error instanceof Error ? error.stack : error}`;
    return { kind: "throws", text };
  }
}

/**
 * Parts of which the runtime reads less than the compiler: it runs no code, and walks no tree. It may accept a blob that
 * only these speak against; in all else both decoders must agree.
 */
const READ_BY_ONE: ReadonlySet<string | undefined> = new Set(["code", "chunks", "entry", "ast"]);

function differenceOf(verdict: Verdict | undefined, isWhole: boolean): string | undefined {
  if (verdict?.kind === "program") return isWhole ? undefined : "only the C decoder refuses it";
  if (verdict?.kind !== "malformed" || !isWhole || READ_BY_ONE.has(verdict.part)) return undefined;
  return `only the compiler refuses it, in ${verdict.part ?? "the head"}: ${verdict.reason}`;
}

/** One of `blobs` with some faults; most have a digest that fits, so that the parts behind it are read. */
function mutateBlob(random: Random, blobs: readonly Uint8Array[]): Uint8Array {
  let bytes: Uint8Array = pick(random, blobs).slice();
  const faults = 1 + Math.floor(random() * 4);
  for (let i = 0; i < faults; i++) bytes = mutateBytes(random, bytes);
  return random() < 0.9 && bytes.length >= 42 ? sealBlob(bytes) : bytes;
}

function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const kind = random();
  if (kind < 0.4) bytes[at] = pick(random, [...HEADS, ...MORE_HEADS]);
  else if (kind < 0.6) bytes[at] = (bytes[at] ?? 0) + (random() < 0.5 ? 1 : 255);
  else if (kind < 0.75) bytes[at] = Math.floor(random() * 256);
  else if (kind < 0.85) {
    const length = Math.floor(random() * 16);
    bytes.copyWithin(Math.floor(random() * bytes.length), at, at + length);
  } else if (kind < 0.9) return bytes.slice(0, at);
  else if (kind < 0.95) {
    return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]);
  } else return Uint8Array.from([...bytes.subarray(0, at), 0, ...bytes.subarray(at)]);
  return bytes;
}

/** Each blob behind its length in 4 bytes, little endian. */
export function withLengths(blobs: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(blobs.reduce((size, blob) => size + 4 + blob.length, 0));
  const view = new DataView(all.buffer);
  let at = 0;
  for (const blob of blobs) {
    view.setUint32(at, blob.length, true);
    all.set(blob, at + 4);
    at += 4 + blob.length;
  }
  return all;
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
