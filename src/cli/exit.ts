/** Exit codes of the command line. */

/** Exit codes of `ori`; a program that is run gives its own. */
export const EXIT = {
  ok: 0,
  /** Compile errors, panics, failed tests. */
  failure: 1,
  /** Wrong usage; also leaks. */
  usage: 2,
  /** A bug in ori. */
  internal: 70,
} as const;
