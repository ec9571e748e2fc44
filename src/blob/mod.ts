export { decodeBlob, type Decoded } from "./decode.ts";
export { encodeBlob, sealBlob } from "./encode.ts";
export { BODY_OFFSET, MAGIC, type PartName, PARTS, SCHEMA_VERSION } from "./format.ts";
export {
  type CompiledProgram,
  type FunctionFacts,
  type ModuleTree,
  NATIVE_FORMS,
  type NativeForm,
  type NativeLayout,
} from "./model.ts";
export type { BytecodeProgram } from "../bytecode/mod.ts";
