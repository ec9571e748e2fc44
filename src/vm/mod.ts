export { extendBuilder, finishBuilder } from "./cell_builders.ts";
export { Heap, NO_TOKEN } from "./heap.ts";
export { INTRINSIC_HANDLERS } from "./intrinsics.ts";
export { Aborted, Machine, type Panic } from "./machine.ts";
export { PRIM_HANDLERS } from "./prims.ts";
export { MAX_NESTED_DROPS } from "./drops.ts";
export {
  abortProgram,
  abortTest,
  argsList,
  endProgram,
  endTest,
  exitStatus,
  type Outcome,
  PANIC_EXIT,
  runProgram,
  runTest,
  startMachine,
  type TestOutcome,
  type VmIo,
  type VmOptions,
} from "./run.ts";
export { utf8Length } from "./text.ts";
export { Cell, fromBigInt, isFreed, Str, UNCOUNTED, type Value } from "./value.ts";
