export {
  type FunctionNames,
  makePlan,
  type Plan,
  type PlanUnit,
  pluginName,
  printPlan,
} from "./plan.ts";
export {
  findNeeds,
  type FunctionNeeds,
  type Needs,
  type ProgramNeeds,
  type References,
} from "./requirements.ts";
export {
  type BuildUnit,
  type PackOptions,
  packUnits,
  UNIT_SIZES,
  type UnitSizes,
} from "./units.ts";
