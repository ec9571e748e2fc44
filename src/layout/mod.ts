export {
  type CellLayout,
  type FieldLayout,
  type Form,
  Layouts,
  nullaryBits,
  type Passing,
  TAG_SIZE,
  type TypeLayout,
} from "./layout.ts";
export { mangle, partialSymbol } from "./mangle.ts";
export {
  BLOB_SECTION,
  BLOB_SYMBOL,
  DROP_DEPTH,
  DROP_DEPTH_IN_ORDER,
  RUNTIME,
  RUNTIME_GLOBALS,
  type RuntimeFunction,
  type RuntimeName,
  type RuntimeParam,
  SHARED_BYTES,
  SHARED_ELEMENTS,
  SHARED_SCALARS,
} from "./runtime.ts";
