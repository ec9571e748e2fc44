/** Counted blocks as generated code reads them: where the count lies, and which block a str or list counts. */
import type { Builder } from "./builder.ts";

/** Offset of the count, from the payload. */
export const COUNT_OFFSET = -16;

/** The count of a block. */
export function loadCount(b: Builder, payload: string): string {
  const tag = b.types.tags.count();
  return b.def(`load i64, ptr ${b.at(payload, COUNT_OFFSET)}, align 8${tag}`);
}

/** Whether a str or list is a slice, by its `cap`. */
export function isSlice(b: Builder, cap: string): string {
  return b.def(`icmp slt i64 ${cap}, 0`);
}

/** The counted block of a str or list: its buffer, or the owner of the one that it is a slice of. Emits no branch. */
export function blockOf(b: Builder, cap: string, data: string): string {
  const address = b.def(`sub i64 0, ${cap}`);
  const owner = b.def(`inttoptr i64 ${address} to ptr`);
  return b.def(`select i1 ${isSlice(b, cap)}, ptr ${owner}, ptr ${data}`);
}
