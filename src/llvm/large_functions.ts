/**
 * Decides how large functions are optimised. Passes of LLVM walk the chains of values that inlined operations make from each of their
 * links, and search whole blocks for each of their instructions: 1,000 texts joined one by one took minutes. So a large function
 * keeps the calls outside of its loops and is not vectorised, and a huge one keeps all of its calls. A huge one without a loop runs each op
 * once at most; it is not optimised, and has blocks of bounded length, since the allocation of registers takes time quadratic in it.
 */
import { type ArcBlock, type ArcFunction, type RegionId, regionOf } from "../arc/mod.ts";

/** Ops and terminators. The largest function of the examples and benchmarks has 271. */
const LARGE = 600;
const HUGE = 4_000;
/** Ops of a block of a huge function. */
const MAX_OPS = 64;

/** How a function is optimised. */
export interface Optimisation {
  /** Attributes of the function, each with a space behind. */
  readonly attributes: string;
  /** Whether calls in a block are never inlined. */
  readonly keepsCalls: (block: ArcBlock) => boolean;
  /** How many ops a block has at most. */
  readonly maxOps: number;
}

const FULL: Optimisation = { attributes: "", keepsCalls: () => false, maxOps: Infinity };

/** Chooses by the size of `fn`, in builds that are optimised. */
export function optimisationOf(fn: ArcFunction, isOptimised: boolean): Optimisation {
  const steps = fn.blocks.reduce((sum, { ops }) => sum + ops.length + 1, 0);
  if (!isOptimised || steps <= LARGE) return FULL;
  if (steps <= HUGE) {
    const isInLoop = loopTest(fn);
    return {
      attributes: "noimplicitfloat ",
      keepsCalls: ({ region }) => !isInLoop(region),
      maxOps: Infinity,
    };
  }
  const keepsCalls = () => true;
  return fn.regions.some(({ kind }) => kind === "loop")
    ? { attributes: "noimplicitfloat ", keepsCalls, maxOps: Infinity }
    : { attributes: "noinline optnone ", keepsCalls, maxOps: MAX_OPS };
}

function loopTest(fn: ArcFunction): (id: RegionId) => boolean {
  const known = new Map<RegionId, boolean>();
  const isInLoop = (id: RegionId): boolean => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const region = regionOf(fn, id);
    const isIn = region?.kind === "loop" ||
      region?.parent !== undefined && isInLoop(region.parent);
    known.set(id, isIn);
    return isIn;
  };
  return isInLoop;
}
