export type * from "./core.ts";
export type * from "./generic.ts";
export { calleeTypeArgs } from "./call.ts";
export { foldLeft, type Hold, nestRight } from "./chains.ts";
export { canonDefault, canonFunction } from "./function.ts";
export { functionName } from "./function_name.ts";
export { canonMemo } from "./memo_function.ts";
export { type CorePrinter, printCore, printDecision } from "./print.ts";
