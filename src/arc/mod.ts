export type * from "./ir.ts";
export * from "../mono/mod.ts";
