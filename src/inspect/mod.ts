export { Inspector } from "./inspector.ts";
export { type Phi, phisOf, tellPhis } from "./phis.ts";
export { checkRules, type RuleAt, tellRules } from "./ssa_rules.ts";
