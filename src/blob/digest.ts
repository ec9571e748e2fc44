/** The digest of a blob. `runtime/src/blob.c` computes the same one. */

const PRIME1 = 0x9e3779b1;
const PRIME2 = 0x85ebca77;
const SEEDS = [0x24234428, 0x85ebca77, 0x00000000, 0x61c8864f];

/** Bytes of a digest. */
export const DIGEST_BYTES = 16;

/**
 * Four lanes of 32 bits, each mixed by the round of xxHash32 (Y. Collet) and none folded into another. The round is one to one
 * in the word that goes in and in the lane, so a change of any one word is certain to show, also at the end, where
 * zeros fill the last 16 bytes: the length goes into every lane. Not for use against forgery.
 */
export function digestOf(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(bytes.length / DIGEST_BYTES) * DIGEST_BYTES);
  padded.set(bytes);
  const words = new DataView(padded.buffer);
  const lanes = Int32Array.from(SEEDS);
  for (let at = 0; at < padded.length; at += DIGEST_BYTES) {
    for (let lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = mix(lanes[lane] ?? 0, words.getInt32(at + 4 * lane, true));
    }
  }
  const digest = new DataView(new ArrayBuffer(DIGEST_BYTES));
  lanes.forEach((lane, i) => digest.setInt32(4 * i, mix(lane, bytes.length), true));
  return new Uint8Array(digest.buffer);
}

function mix(lane: number, word: number): number {
  const sum = (lane + Math.imul(word, PRIME2)) | 0;
  return Math.imul((sum << 13) | (sum >>> 19), PRIME1);
}
