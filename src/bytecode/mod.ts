export { classOf, describeFunction, describeTypes, listTypeOf } from "./describe.ts";
export { countSteps } from "./count_steps.ts";
export { disassemble } from "./disassemble.ts";
export { emitBytecode } from "./emit.ts";
export * from "./opcodes.ts";
export * from "./program.ts";
export { findRow, REGION_ROLES, REGION_WIDTH, regionAt } from "./regions.ts";
