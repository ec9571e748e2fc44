export {
  type Outcome,
  runProgram,
  runTest,
  type TestOutcome,
  type VmIo,
  type VmOptions,
} from "./run.ts";
