export type { Id } from "./id.ts";
export { joinBytes, textOfBytes, textOfUtf8 } from "./bytes.ts";
export { coverSpans, type FileId, type Span } from "./span.ts";
export { codePointName, hiddenName, hiddenOffsets, isHidden, replaceHidden } from "./characters.ts";
export { normalizeLineEnds, type Position, SourceFile, SourceMap } from "./source.ts";
export { components } from "./components.ts";
export { UniqueNames } from "./unique_names.ts";
export {
  assertNever,
  InternalError,
  type InternalErrorPlace,
  invariant,
} from "./internal_error.ts";
export {
  describeFailure,
  type EmbedResult,
  type FileFacts,
  type FullHost,
  type Host,
  type HttpOptions,
  type HttpResult,
  type OpenFile,
  type ProcessOptions,
  type ProcessResult,
  type ReadFailure,
  type ReadResult,
  STDIN_PATH,
  type WriteFailure,
} from "./host.ts";
export {
  MemoryFullHost,
  type MemoryFullHostOptions,
  type MemoryProgram,
} from "./memory_full_host.ts";
export type { ProgramWorld, WorldAnswer, WorldRequest } from "./program_world.ts";
export { SharedWork } from "./shared_work.ts";
export { StreamFailed } from "./stream_failed.ts";
export { isBelow } from "./is_below.ts";
export { MemoryHost } from "./memory_host.ts";
export {
  isStandardStream,
  planReplacement,
  renameOver,
  replaceFile,
  type Replacement,
} from "./replace_file.ts";
