/** Failures of the system as answers. */
import type { WorldAnswer } from "../base/mod.ts";
import { WORLD_FAILURES } from "../operations/mod.ts";

const NO_BYTES = new Uint8Array();

/** The names that the system has for failures that programs can tell from others. */
const BY_CODE: ReadonlyMap<string, keyof typeof WORLD_FAILURES> = new Map([
  ["ENOENT", "notFound"],
  ["EACCES", "permissionDenied"],
  ["EPERM", "permissionDenied"],
  ["EEXIST", "alreadyExists"],
  ["ENOTDIR", "notADirectory"],
  ["EISDIR", "isADirectory"],
  ["ENOTEMPTY", "notEmpty"],
]);

/** The answer of an operation that succeeded. */
export function success(result: number | bigint = 0, bytes: Uint8Array = NO_BYTES): WorldAnswer {
  return { result: BigInt(result), bytes };
}

/** Likewise, with text. */
export function textAnswer(text: string, result: number | bigint = 0): WorldAnswer {
  return success(result, new TextEncoder().encode(text));
}

/** The answer of an operation that failed; `words` for the kinds that have any. */
export function failure(kind: keyof typeof WORLD_FAILURES, words = ""): WorldAnswer {
  return textAnswer(words, -WORLD_FAILURES[kind]);
}

/** The answer for what `error` reports; rethrows what the system did not say. */
export function failureOf(error: unknown): WorldAnswer {
  if (!(error instanceof Error) || !("code" in error)) throw error;
  const kind = BY_CODE.get(String(error.code));
  if (kind !== undefined) return failure(kind);
  const words = /^(.*?) \(os error \d+\)/.exec(error.message);
  return failure("other", words?.[1] ?? error.message);
}
