export type * from "./model/model.ts";
export type { Builtins, Program } from "./model/program.ts";
export { declareProgram } from "./declarations/declare.ts";
export { checkFunction, checkModule } from "./inference/check.ts";
export { CheckMemory } from "./inference/check_memory.ts";
export { isStatefulHandler, operationOf } from "./model/stateful_handler.ts";
export { bodyOf, memoBody } from "./model/forms.ts";
export {
  type CallShape,
  callShape,
  coreResult,
  pairWithSelf,
  PLAIN_CALL,
  resultBesideSelf,
} from "./model/call_shape.ts";
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
} from "./model/builtin.ts";
export { showType } from "./model/show_type.ts";
export { variantNamed } from "./model/type_members.ts";
export {
  conType,
  eachType,
  equalTypes,
  ERROR_TYPE,
  fnType,
  hasVars,
  isBuiltin,
  paramType,
  prune,
  someType,
  substitute,
  substituteAll,
  type Substitution,
  substitutionOf,
} from "./model/type.ts";
export { WalkMemo } from "./model/walk_memo.ts";
export {
  elementType,
  fieldDefs,
  fieldType,
  fieldTypes,
  newtypeInner,
  partsOf,
  type Pat,
  type PatOf,
  resolvePattern,
} from "./exhaustiveness/pattern.ts";
export { type FormatSpec, parseFormatSpec } from "./model/format_spec.ts";
export { revealType } from "./traits/opaque.ts";
export { boundsOf, findImpl, requireImpl } from "./traits/traits.ts";
export { pipedMethodCall } from "./inference/infer_pipe.ts";
export { clausePattern, clauseSubject } from "./exhaustiveness/clauses.ts";
export {
  type ObjectMethod,
  objectMethods,
  objectMethodType,
  objectTrait,
} from "./traits/trait_objects.ts";
export { isIrrefutablePat } from "./exhaustiveness/coverage.ts";
export { hasSelf } from "./model/forms.ts";
export { lookupAssociated, lookupMethod } from "./traits/lookup_method.ts";
export { type Choice, chooseMethod } from "./traits/choose_method.ts";
export { arityOf, signatureOf, signaturesOf } from "./traits/signature.ts";
export type { SelfChanges } from "./model/self_changes.ts";
export { withExclusion } from "./messages/errors_common.ts";
