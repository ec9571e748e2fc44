export { extendBuilder, finishBuilder } from "./cell_builders.ts";
export { type Heap, NO_TOKEN, type ProgramFacts, type Site } from "./heap.ts";
export { scalarOf } from "./intrinsic.ts";
export { INTRINSIC_FUNCTIONS } from "./intrinsics.ts";
export {
  argsList,
  concludeProgram,
  concludeTest,
  endProgram,
  endTest,
  exitStatus,
  type Outcome,
  PANIC_EXIT,
  type TestOutcome,
} from "./outcome.ts";
export { link } from "./link.ts";
export { PRIM_FUNCTIONS } from "./prims.ts";
export { runProgram, runTest, type VmOptions } from "./run.ts";
export { utf8Length } from "./text.ts";
export { Cell, fromBigInt, isFreed, Str, UNCOUNTED, type Value } from "./value.ts";
export {
  Aborted,
  type BacktraceMode,
  type CallPlace,
  type Executor,
  type Panic,
  type VmIo,
  World,
} from "./world.ts";
export { isTooLarge, LimitReached, type Limits, OutOfMemory } from "./limits.ts";
