/** Bytes in pieces. */

/** All pieces, one after the other. A piece alone is given as it is, not as a copy. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const all = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The text that bytes, given as by `textOfBytes`, are in UTF-8; undefined where they are none. */
export function textOfUtf8(bytes: string): string | undefined {
  const all = Uint8Array.from(bytes, (char) => char.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(all);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Bytes as a text, a character of U+0000 to U+00FF for each. */
export function textOfBytes(bytes: Uint8Array): string {
  const PIECE = 1 << 13;
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return text;
}
