export { type PageFile, renderPage } from "./page.ts";
export { type CallGraph, callGraphOf, type GraphNode } from "./page_graph.ts";
export { type Box, boxesOf } from "./page_boxes.ts";
export { tellNeeds } from "./needs.ts";
export {
  type CallSeen,
  type Cost,
  describeRegions,
  type EnvEntry,
  type FunctionReport,
  type PlacedChoice,
  type ProgramReport,
  type RegionReport,
  type Rewrite,
} from "./regions.ts";
export { Inspector } from "./inspector.ts";
export { type Phi, phisOf, tellPhis } from "./phis.ts";
export { checkRules, type RuleAt, tellRules } from "./ssa_rules.ts";
