/**
 * Compiled programs with words of code, tables and types changed and a digest that fits: each is refused, or it runs and
 * ends, within limits, without an exception of the host.
 */
import {
  type BytecodeProgram,
  type CompiledProgram,
  decodeBlob,
  encodeBlob,
} from "../../src/blob/mod.ts";
import { instructionLength, OPCODE_NAMES, OPERANDS } from "../../src/bytecode/mod.ts";
import { CapturedIo, runDecoded } from "../../src/driver/mod.ts";
import {
  blobOf,
  decodeSound,
  FOLD_WITH_FUNCTION,
  MAP_WITH_LAMBDA,
  TYPES,
} from "../support/blobs.ts";
import { createRandom, pick, type Random } from "../support/mutate.ts";
import type { Found } from "./programs.ts";
import type { SourceOptions } from "./sources.ts";

const LIMITS = { steps: 20_000, bytes: 16_000_000 };
/** Programs of which code is changed: they use every form of value and instruction. */
const SEEDS = [
  TYPES,
  MAP_WITH_LAMBDA,
  FOLD_WITH_FUNCTION,
  ...["list/sort_moves", "drop/parts_of_values", "reuse/avl", "catch/nested", "map/heap_values"]
    .flatMap(
      (name) => textOf(`../programs/${name}.ori`),
    ),
];

function textOf(path: string): string[] {
  try {
    return [Deno.readTextFileSync(new URL(path, import.meta.url))];
  } catch {
    return [];
  }
}

/** How many of the mutants were refused, and how many ran. */
export interface Verdicts {
  refused: number;
  ran: number;
}

/** Runs one mutant a seed; gives how many. `text` is the blob in hexadecimal. */
export async function* fuzzResealed(
  { seed, goesOn }: SourceOptions,
  verdicts: Verdicts = { refused: 0, ran: 0 },
): AsyncGenerator<Found, number> {
  const programs = SEEDS.map((text) => decodeSound(blobOf(text)));
  let count = 0;
  for (; goesOn(count); count++) {
    const random = createRandom(seed + count);
    const blob = encodeBlob(mutate(random, pick(random, programs)));
    const fault = faultOfBlob(blob, verdicts);
    if (fault === undefined) continue;
    yield { seed: seed + count, fault: { kind: "resealed blob", text: fault }, text: toHex(blob) };
  }
  await Promise.resolve();
  return count;
}

function faultOfBlob(blob: Uint8Array, verdicts: Verdicts): string | undefined {
  try {
    const decoded = decodeBlob(blob);
    if (decoded.kind === "malformed") {
      verdicts.refused++;
      return undefined;
    }
    const { bytecode } = decoded.program;
    if (bytecode.main === undefined) return undefined;
    runDecoded(bytecode, new CapturedIo("", {}), ["one", "two"], { limits: LIMITS });
    verdicts.ran++;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.stack ?? error.message : String(error);
  }
}

type Chunk = BytecodeProgram["chunks"][number];

/** `program` with one to three changes. */
function mutate(random: Random, program: CompiledProgram): CompiledProgram {
  let { bytecode } = program;
  const changes = 1 + Math.floor(random() * 3);
  for (let i = 0; i < changes; i++) bytecode = change(random, bytecode);
  return { ...program, bytecode };
}

function change(random: Random, bytecode: BytecodeProgram): BytecodeProgram {
  if (random() < 0.08) return changeType(random, bytecode);
  const fn = Math.floor(random() * bytecode.chunks.length);
  const chunks = bytecode.chunks.map((chunk, i) => i === fn ? changeChunk(random, chunk) : chunk);
  return { ...bytecode, chunks };
}

function changeChunk(random: Random, chunk: Chunk): Chunk {
  const kind = random();
  if (kind < 0.8) return { ...chunk, code: changeCode(random, chunk) };
  if (kind < 0.86 && chunk.unwind.length > 0) {
    const at = 2 * Math.floor(random() * chunk.unwind.length / 2);
    return { ...chunk, unwind: chunk.unwind.filter((_, i) => i !== at && i !== at + 1) };
  }
  if (kind < 0.92 && chunk.params.length > 0) {
    const at = Math.floor(random() * chunk.params.length);
    const flipped = (i: number, isOwned: boolean) => i === at ? !isOwned : isOwned;
    return {
      ...chunk,
      params: chunk.params.map((param, i) => ({ ...param, isOwned: flipped(i, param.isOwned) })),
    };
  }
  return { ...chunk, registerCount: chunk.registerCount + (random() < 0.5 ? 1 : -1) };
}

/** One instruction changed, left out, doubled or exchanged with the next one. */
function changeCode(random: Random, { code, registerCount }: Chunk): Int32Array {
  const starts = startsOf(code);
  const index = Math.floor(random() * (starts.length - 1));
  const [pc = 0, end = code.length, after = code.length] = starts.slice(index, index + 3);
  const kind = random();
  if (kind < 0.5) return changeWord(random, code, pc, end, registerCount);
  if (kind < 0.65) return withOpcode(random, code, pc);
  if (kind < 0.8 && end < code.length) {
    return Int32Array.from([
      ...code.subarray(0, pc),
      ...code.subarray(end, after),
      ...code.subarray(pc, end),
      ...code.subarray(after),
    ]);
  }
  const doubled = kind < 0.9 ? [...code.subarray(pc, end)] : [];
  return Int32Array.from([
    ...code.subarray(0, pc),
    ...doubled,
    ...code.subarray(kind < 0.9 ? pc : end),
  ]);
}

/** Where instructions start, and the end of the code; of code that is broken already, as far as it can be read. */
function startsOf(code: Int32Array): number[] {
  const starts: number[] = [];
  for (let pc = 0; pc < code.length && OPERANDS[code[pc] ?? -1] !== undefined;) {
    starts.push(pc);
    pc += Math.max(1, instructionLength(code, pc));
  }
  return [...starts, code.length];
}

function changeWord(
  random: Random,
  code: Int32Array,
  pc: number,
  end: number,
  registerCount: number,
): Int32Array {
  const changed = code.slice();
  if (end === pc + 1) return changed;
  const at = pc + 1 + Math.floor(random() * (end - pc - 1));
  const word = code[at] ?? 0;
  const near = [
    word - 1,
    word + 1,
    word + 4,
    word - 4,
    0,
    1,
    -1,
    Math.floor(random() * registerCount),
  ];
  changed[at] = pick(random, near);
  return changed;
}

/** An instruction of the same form in the place of the one at `pc`. */
function withOpcode(random: Random, code: Int32Array, pc: number): Int32Array {
  const changed = code.slice();
  const form = OPERANDS[code[pc] ?? 0];
  const alike = [...OPCODE_NAMES.keys()].filter((opcode) => OPERANDS[opcode] === form);
  changed[pc] = pick(random, alike);
  return changed;
}

/** A part of a type of another type. */
function changeType(random: Random, bytecode: BytecodeProgram): BytecodeProgram {
  const at = Math.floor(random() * bytecode.types.length);
  const other = Math.floor(random() * bytecode.types.length);
  const types = bytecode.types.map((type, i) => {
    if (i !== at) return type;
    if (type.kind === "list") return { ...type, element: other };
    if (type.kind === "struct") {
      return { ...type, fields: type.fields.map((f) => ({ ...f, type: other })) };
    }
    if (type.kind === "sum") return { ...type, isBoxed: !type.isBoxed };
    return { ...type, isCounted: !type.isCounted };
  });
  return { ...bytecode, types };
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
