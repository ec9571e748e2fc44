export type * from "./program.ts";
export { DropReach } from "./drop_reach.ts";
export { holdsReference } from "./holds_reference.ts";
export { type MonoInput, monomorphize } from "./monomorphize.ts";
export { printMono } from "./print_mono.ts";
