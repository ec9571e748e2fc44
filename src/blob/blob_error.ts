/** A blob that is no program: caught by `decodeBlob`, which makes a value of it. */
export class BlobError extends Error {
  override readonly name = "BlobError";
}

/** Throws `BlobError` with `what` unless `condition` holds. */
export function ensure(condition: boolean, what: string): asserts condition {
  if (!condition) throw new BlobError(what);
}
