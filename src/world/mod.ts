/** What programs that run in this process ask of the system. */
export { type SystemFacts, SystemWorld } from "./system_world.ts";
