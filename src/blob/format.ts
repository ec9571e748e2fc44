/**
 * The outer form of a blob: a MessagePack map whose keys come in one order, so that its head has one length.
 * `runtime/src/blob.c` reads the same form; a test compares the two.
 *
 *     schema_version  positive fixint
 *     digest          bin of 16 bytes: `digestOf` all bytes behind it
 *     parts           bin of 4 bytes for each part below: the length of its value, little endian
 *     compiler, ...   the parts, each a MessagePack value
 *
 * So a reader checks version and digest and finds every part without decoding any.
 */

/** Raised whenever a reader of the last version would misread a blob (seeds BL-5). */
export const SCHEMA_VERSION = 5;

/** Keys of the parts, in order (seeds BL-4). */
export const PARTS = [
  "compiler",
  "func_names",
  "is_tool",
  "places",
  "type_registry",
  "ownership",
  "files",
  "entry",
  "line_table",
  "region_table",
  "chunks",
  "ast",
] as const;
export type PartName = typeof PARTS[number];

const utf8 = new TextEncoder();

/** A short text as MessagePack writes it. */
function fixstr(text: string): number[] {
  const bytes = utf8.encode(text);
  return [0xa0 | bytes.length, ...bytes];
}

/** The first bytes of every blob of this version. */
export const MAGIC: Uint8Array = Uint8Array.from([
  0x80 | (3 + PARTS.length),
  ...fixstr("schema_version"),
  SCHEMA_VERSION,
  ...fixstr("digest"),
  0xc4,
  16,
]);
/** Offset of the version. */
export const VERSION_OFFSET = 1 + fixstr("schema_version").length;
/** Offset of the 16 bytes of the digest. */
export const DIGEST_OFFSET = MAGIC.length;
/** Offset of the first byte that the digest covers. */
export const BODY_OFFSET = DIGEST_OFFSET + 16;
const LENGTHS_HEAD = [...fixstr("parts"), 0xc4, 4 * PARTS.length];
/** Bytes in front of the first part's key. */
export const HEAD_BYTES = BODY_OFFSET + LENGTHS_HEAD.length + 4 * PARTS.length;

/** The ranges of the values of the parts. */
export type PartRanges = Readonly<
  Record<PartName, { readonly start: number; readonly end: number }>
>;

/** The bytes between digest and parts, for parts of these lengths. */
export function encodeLengths(lengths: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(LENGTHS_HEAD.length + 4 * lengths.length);
  bytes.set(LENGTHS_HEAD);
  const view = new DataView(bytes.buffer);
  lengths.forEach((length, i) => view.setUint32(LENGTHS_HEAD.length + 4 * i, length, true));
  return bytes;
}

/** The key of a part. */
export function encodeKey(part: PartName): Uint8Array {
  return Uint8Array.from(fixstr(part));
}

/** Finds the parts; undefined if head, keys and lengths are inconsistent. */
export function locateParts(bytes: Uint8Array): PartRanges | undefined {
  const ranges = walkParts(bytes);
  return ranges?.ast.end === bytes.length ? ranges : undefined;
}

/** The length of the blob that `bytes` begin with; undefined when they do not. */
export function blobLength(bytes: Uint8Array): number | undefined {
  return walkParts(bytes)?.ast.end;
}

function walkParts(bytes: Uint8Array): PartRanges | undefined {
  if (bytes.length < HEAD_BYTES) return undefined;
  if (!LENGTHS_HEAD.every((byte, i) => bytes[BODY_OFFSET + i] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ranges: Partial<Record<PartName, { start: number; end: number }>> = {};
  let at = HEAD_BYTES;
  for (const [i, part] of PARTS.entries()) {
    const key = encodeKey(part);
    if (!key.every((byte, k) => bytes[at + k] === byte)) return undefined;
    const start = at + key.length;
    at = start + view.getUint32(HEAD_BYTES - 4 * (PARTS.length - i), true);
    ranges[part] = { start, end: at };
  }
  return at <= bytes.length ? ranges as PartRanges : undefined;
}
