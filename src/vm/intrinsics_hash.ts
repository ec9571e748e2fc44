/** Hashes by the seed of the process, for places in maps: nothing that a program prints depends on them. */
import { type IntrinsicFunction, scalarOf, strOf } from "./intrinsic.ts";
import { bytesOf, hashText } from "./text.ts";
import type { World } from "./world.ts";

const [SEED = 0, FACTOR = 1] = crypto.getRandomValues(new Uint32Array(2)).map((n) => n | 1);

/** The finalizer of murmur3 (Austin Appleby, public domain), without the sign bit. */
function finish(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) & 0x7fffffff;
}

function mixInt(value: number | bigint): number {
  const isBig = typeof value === "bigint";
  const low = isBig ? Number(BigInt.asIntN(32, value)) : value | 0;
  const high = isBig ? Number(BigInt.asIntN(32, value >> 32n)) : Math.floor(value / 2 ** 32) | 0;
  return finish(Math.imul(low ^ SEED, FACTOR) ^ finish(high ^ SEED));
}

function mixBytes(bytes: Uint8Array): number {
  let h = SEED;
  for (const byte of bytes) h = Math.imul(h ^ byte, FACTOR) + (h >>> 15) | 0;
  return finish(h);
}

/** While counts are traced hashes are plain, as in native programs, so that maps count alike on every engine. */
function isPlain(w: World): boolean {
  return w.options.trace !== "off";
}

function plainHash(value: number | bigint): number {
  return Number(BigInt.asUintN(31, BigInt(value)));
}

export const HASH_INTRINSICS = {
  hash_mix: (w, _type, h) => isPlain(w) ? plainHash(scalarOf(h)) : mixInt(scalarOf(h)),
  str_key_hash: (w, _type, s) =>
    isPlain(w) ? plainHash(hashText(strOf(s))) : mixBytes(bytesOf(strOf(s))),
} satisfies Record<string, IntrinsicFunction>;
