/** The variables that ori and its programs read, for help and docs. A test holds the list against the sources. */

export interface EnvironmentVariable {
  readonly name: string;
  readonly help: string;
  /** Whether only people who look for it need it: help shows it, the page for agents does not. */
  readonly isDetail?: boolean;
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
  { name: "ORI_BACKTRACE", help: "1, json: the calls that led to a panic" },
  { name: "ORI_LOG", help: "TARGET=LEVEL,..: what the stages of the compiler decide" },
  { name: "ORI_DEBUG_ENABLE", help: "1: write the decisions of the compiler to ORI_DEBUG_SINK" },
  { name: "ORI_DEBUG_KINDS", help: "resolve,ssa,op,aot,rc,log: what is written", isDetail: true },
  { name: "ORI_DEBUG_SINK", help: "The file of JSON lines; - for stderr", isDetail: true },
  { name: "ORI_DEBUG_LEVEL", help: "error|warn|info|debug|trace (debug)", isDetail: true },
  { name: "ORI_DEBUG_RATE", help: "1000/s: at most so many events", isDetail: true },
  { name: "ORI_DEBUG_SAMPLE", help: "0.1: a part of the events", isDetail: true },
  { name: "ORI_VERIFY_ARC", help: "1: verify the IR and its ownership after every pass" },
  { name: "ORI_CLANG", help: "The clang to use instead of the newest that is found" },
  { name: "ORI_REMOTE_CACHE", help: "http://..: a cache of objects to share", isDetail: true },
  { name: "ORI_CACHE_SIZE", help: "500M, 2G: how large the cache may be (1G)", isDetail: true },
  {
    name: "ORI_HASH_SEED",
    help: "The seed of hashes; results do not depend on it",
    isDetail: true,
  },
  { name: "ORI_BENCH_RUNS", help: "How often a binary of `build --bench` runs", isDetail: true },
];
