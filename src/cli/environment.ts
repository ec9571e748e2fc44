/** The variables that ori and its programs read, for help and docs. A test holds the list against the sources. */

export interface EnvironmentVariable {
  readonly name: string;
  readonly help: string;
}

export const ENVIRONMENT: readonly EnvironmentVariable[] = [
  {
    name: "ORI_CHECK_LEAKS",
    help: "1: report what is live at the end, exit code 2 if anything is",
  },
  {
    name: "ORI_TRACE_RC",
    help:
      "1: a line on stderr for each allocation, increment, decrement, free; verbose: with the callers",
  },
  { name: "ORI_BACKTRACE", help: "1: show the calls that led to a panic" },
  { name: "ORI_LOG", help: "TARGET=LEVEL,..: what the stages of the compiler decide" },
  { name: "ORI_VERIFY_ARC", help: "1: verify the IR and its ownership after every pass" },
  { name: "ORI_CLANG", help: "The clang to use instead of the newest that is found" },
  { name: "ORI_HASH_SEED", help: "The seed of hashes; results do not depend on it" },
  { name: "ORI_BENCH_RUNS", help: "How often a binary of `build --bench` runs" },
];
