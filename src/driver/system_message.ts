/** What the system says where it refuses a request. */
import { StreamFailed } from "../base/mod.ts";

/** The words of the system, without the call and the code that Deno adds. */
export function systemMessage(error: unknown): string {
  expectSystemError(error);
  const text = error.message.replace(/ \(os error \d+\).*$/s, "").replace(/^Failed .*?: /, "");
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Only what the system refused is expected here; anything else is a bug of ori and is rethrown. */
export function expectSystemError(error: unknown): asserts error is Error {
  if (!(error instanceof Error)) throw error;
  const isOurs = error instanceof StreamFailed || error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError || error instanceof SyntaxError;
  // Deno makes a TypeError of a path with a zero byte, and of what the system calls an invalid argument.
  if (isOurs && !/NUL byte|\(os error \d+\)/.test(error.message)) throw error;
}
