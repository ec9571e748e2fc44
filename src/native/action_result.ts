/**
 * The entry of an action cache: which file an action made, by its digest. In the form of the message `ActionResult` of Bazel's remote
 * execution API (a protocol buffer), which servers of `/ac/` may check.
 */

/** A file by its content. */
export interface Digest {
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
  readonly size: number;
}

const OUTPUT_FILES = 2;
const FILE_PATH = 1;
const FILE_DIGEST = 2;
const DIGEST_HASH = 1;
const DIGEST_SIZE = 2;

/** The name of the file in the entry; readers ignore it. */
const PATH = "object";

/** The entry for an action that made one file. */
export function encodeActionResult({ hash, size }: Digest): Uint8Array<ArrayBuffer> {
  const digest = [...text(DIGEST_HASH, hash), DIGEST_SIZE << 3, ...varint(size)];
  const file = [...text(FILE_PATH, PATH), ...block(FILE_DIGEST, digest)];
  return new Uint8Array(block(OUTPUT_FILES, file));
}

/** Reads an entry; undefined where it is no entry of one file. Fields that are not known here are passed over. */
export function decodeActionResult(bytes: Uint8Array): Digest | undefined {
  const file = fieldOf(bytes, OUTPUT_FILES);
  const digest = file instanceof Uint8Array ? fieldOf(file, FILE_DIGEST) : undefined;
  if (!(digest instanceof Uint8Array)) return undefined;
  const [hash, size] = [fieldOf(digest, DIGEST_HASH), fieldOf(digest, DIGEST_SIZE)];
  if (!(hash instanceof Uint8Array) || typeof size !== "number") return undefined;
  const written = new TextDecoder().decode(hash);
  return HASH.test(written) ? { hash: written, size } : undefined;
}

const HASH = /^[0-9a-f]{64}$/;

function text(field: number, value: string): number[] {
  return block(field, [...new TextEncoder().encode(value)]);
}

function block(field: number, bytes: readonly number[]): number[] {
  return [field << 3 | 2, ...varint(bytes.length), ...bytes];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push(rest % 0x80 + 0x80);
  return [...bytes, rest];
}

/** The first value of a field: a number, or the bytes of a text or message. */
function fieldOf(bytes: Uint8Array, wanted: number): number | Uint8Array | undefined {
  let at = 0;
  const number = (): number | undefined => {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 0x80) {
      const byte = bytes[at++];
      if (byte === undefined) return undefined;
      value += byte % 0x80 * scale;
      if (byte < 0x80) return value;
    }
    return undefined;
  };
  while (at < bytes.length) {
    const key = number();
    if (key === undefined) return undefined;
    const form = key % 8;
    const size = form === 1 ? 8 : form === 5 ? 4 : number();
    if (size === undefined || form === 3 || form === 4) return undefined;
    const isFound = Math.floor(key / 8) === wanted;
    if (form === 0) {
      if (isFound) return size;
      continue;
    }
    if (at + size > bytes.length) return undefined;
    const value = bytes.subarray(at, at += size);
    if (isFound && form === 2) return value;
  }
  return undefined;
}
