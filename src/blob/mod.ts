export { decodeBlob, type Decoded } from "./decode.ts";
export { encodeBlob, sealBlob } from "./encode.ts";
export {
  blobLength,
  MAGIC,
  type PartName,
  PARTS,
  SCHEMA_VERSION,
  VERSION_OFFSET,
} from "./format.ts";
export {
  type CompiledProgram,
  type FunctionFacts,
  type ModuleTree,
  NATIVE_FORMS,
  type NativeForm,
  type NativeLayout,
} from "./model.ts";
export type { BytecodeProgram, Chunk, TypeDescriptor } from "../bytecode/mod.ts";
