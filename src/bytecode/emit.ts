/** ARC IR to bytecode. */
import type { SourceMap } from "../base/mod.ts";
import type { Events } from "../events/mod.ts";
import type { ArcFunction, ArcProgram, CountedProgram } from "../arc/mod.ts";
import { allocateRegisters } from "./allocate.ts";
import { bypassJumps } from "./bypass_jumps.ts";
import { classOf, describeFunction, describeTypes } from "./describe.ts";
import { encode } from "./encode.ts";
import type { BytecodeProgram, Chunk, TypeDescriptor } from "./program.ts";
import { selectInstructions } from "./select.ts";

/**
 * The bytecode of `program`. Requires verified ARC IR with final RC operations, blocks by id and in
 * reverse postorder. `sources` resolves the spans of its operations.
 */
export function emitBytecode(
  program: CountedProgram,
  sources: SourceMap,
  events?: Events,
): BytecodeProgram {
  const types = describeTypes(program);
  const bytecode = {
    chunks: program.fns.map((fn) => emitChunk(fn, program, types, sources)),
    types,
    files: sources.files.map((file) => file.path),
    isStdFile: sources.files.map((file) => file.isStd),
    tests: program.tests.map(({ fn, name }) => ({ fn, name })),
  };
  if (events?.log) tellChunks(bytecode.chunks, events);
  return program.main === undefined ? bytecode : { ...bytecode, main: { ...program.main } };
}

/** Tells the size of each function. */
function tellChunks(chunks: readonly Chunk[], events: Events): void {
  for (const { name, code, registerCount } of chunks) {
    const fields = { fn: name, words: String(code.length), registers: String(registerCount) };
    events.message("ori_vm", "debug", "chunk", fields);
  }
}

function emitChunk(
  fn: ArcFunction,
  program: ArcProgram,
  types: readonly TypeDescriptor[],
  sources: SourceMap,
): Chunk {
  const bypassed = bypassJumps(fn);
  const selected = selectInstructions(bypassed, types);
  const params = fn.params.map((param) => param.var);
  const encoded = encode({
    name: fn.name,
    fn: selected,
    blocks: bypassed.blocks,
    allocation: allocateRegisters(selected, params, fn.varTypes.length),
    sources,
    classOf: (v) => classOf(types[fn.varTypes[v]]),
  });
  return {
    ...describeFunction(fn, program),
    ...encoded,
    constants: selected.constants,
    params: fn.params.map(({ var: v, ownership }) => ({
      type: fn.varTypes[v],
      isOwned: ownership === "owned",
    })),
    result: fn.result,
  };
}
