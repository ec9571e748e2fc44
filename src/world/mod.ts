/** What programs that run in this process ask of the system. */
export { parsePolicy, type Policy, policyText } from "./policy.ts";
export { type SystemFacts, SystemWorld } from "./system_world.ts";
