/** A blob that is no program: caught by `decodeBlob`, which makes a value of it. */
export class BlobError extends Error {
  override readonly name = "BlobError";
}
