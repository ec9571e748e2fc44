export type * from "./model.ts";
export type { Builtins, Program } from "./program.ts";
export { declareProgram } from "./declare.ts";
export { bodyOf, checkFunction, checkModule } from "./check.ts";
export {
  BOOL,
  BUILTIN_DEFS,
  BYTE,
  CHAR,
  DURATION,
  FLOAT,
  INT,
  listType,
  mapType,
  NEVER,
  setType,
  SIZE,
  STR,
  tupleType,
  VOID,
} from "./builtin.ts";
export {
  conType,
  eachType,
  equalTypes,
  ERROR_TYPE,
  fnType,
  hasVars,
  isBuiltin,
  pairWithSelf,
  paramType,
  prune,
  showType,
  someType,
  substitute,
  substituteAll,
  type Substitution,
  substitutionOf,
} from "./type.ts";
export {
  elementType,
  fieldDefs,
  fieldTypes,
  newtypeInner,
  partsOf,
  type Pat,
  type PatOf,
  resolvePattern,
} from "./exhaustiveness_pattern.ts";
export { type FormatSpec, parseFormatSpec } from "./format_spec.ts";
export { revealType } from "./opaque.ts";
export { boundsOf, findImpl, type ImplResult, requireImpl } from "./traits.ts";
export { pipedMethodCall } from "./infer_pipe.ts";
export { clausePattern, clauseSubject } from "./check_clauses.ts";
export {
  mutatingMethodType,
  type ObjectMethod,
  objectMethods,
  objectMethodType,
  objectTrait,
} from "./trait_objects.ts";
export { isIrrefutablePat } from "./exhaustiveness.ts";
export { memoBody } from "./infer_special.ts";
export { hasSelf } from "./lookup_method.ts";
export type { SelfChanges } from "./self_changes.ts";
