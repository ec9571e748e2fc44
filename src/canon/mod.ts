export type * from "./core.ts";
export type * from "./generic.ts";
export { calleeTypeArgs } from "./call.ts";
export { canonDefault, canonFunction, functionName } from "./function.ts";
export * from "./intrinsics.ts";
export { canonMemo } from "./memo.ts";
export { type CorePrinter, printCore, printDecision } from "./print.ts";
export * from "./panics.ts";
export * from "./prims.ts";
