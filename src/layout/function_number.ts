/** A number for each function that depends on its name alone, so that other functions can come and go. */
import { InternalError } from "../base/mod.ts";

const utf8 = new TextEncoder();

/**
 * The number of the function `name`, of 63 bits: two different hashes of its UTF-8 bytes. `ori_function_numbered` of the runtime computes the
 * same one.
 */
export function functionNumber(name: string): bigint {
  let high = 0x811c9dc5;
  let low = 0x9747b28c;
  for (const byte of utf8.encode(name)) {
    high = Math.imul(high ^ byte, 0x01000193);
    low = Math.imul(low ^ byte, 0x5bd1e995);
    low ^= low >>> 15;
  }
  return (BigInt((high >>> 0) & 0x7fffffff) << 32n) | BigInt(low >>> 0);
}

/** Throws `InternalError` for two names of one number: a trace would name the wrong function. */
export function requireDifferentNumbers(names: Iterable<string>): void {
  const known = new Map<bigint, string>();
  for (const name of names) {
    const number = functionNumber(name);
    const other = known.get(number);
    if (other !== undefined) {
      throw new InternalError(`${name} and ${other} have one number`, {
        stage: "layout",
        fn: name,
      });
    }
    known.set(number, name);
  }
}
