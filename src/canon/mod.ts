export type * from "./core.ts";
export * from "./intrinsics.ts";
export * from "./panics.ts";
export * from "./prims.ts";
