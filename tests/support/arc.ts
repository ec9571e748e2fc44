/** Builders of synthetic ARC IR, for tests that state a function in a few lines. */
import type {
  ArcBlock,
  ArcFunction,
  ArcParam,
  ArcProgram,
  BlockId,
  Call,
  CountedProgram,
  FnId,
  Op,
  Phase,
  RegionId,
  Terminator,
  VarId,
} from "../../src/arc/mod.ts";
import { parseProgram } from "../../src/arc/ir/parse.ts";
import { ParsedTypes } from "../../src/arc/ir/parse_types.ts";
import { reversePostorder } from "../../src/arc/ir/visit.ts";
import { placeBlocks } from "../../src/arc/scalar/order_blocks.ts";
import type { MonoTypeId } from "../../src/mono/mod.ts";
import type { ArgMark } from "../../src/operations/mod.ts";
import type { Span } from "../../src/base/mod.ts";

export const SPAN: Span = { file: 0 as Span["file"], start: 0, end: 0 };

/** Types of the synthetic functions. */
export const types = new ParsedTypes();
export const STR: MonoTypeId = types.id("str");
export const INT: MonoTypeId = types.id("int");
export const VOID: MonoTypeId = types.id("void");
/** `(str, str) -> str` */
export const FN: MonoTypeId = types.intern({
  kind: "fn",
  params: [STR, STR],
  result: STR,
  name: "(str, str) -> str",
});

/** Variable `index`. */
export function v(index: number): VarId {
  return index as VarId;
}

/** A block without parameters. */
export function b(id: number, ops: Op[], terminator: Terminator): ArcBlock {
  return {
    id: id as BlockId,
    params: [],
    ops,
    terminator,
    region: 0 as RegionId,
  };
}

export function ownedParam(index: number): ArcParam {
  return { var: v(index), ownership: "owned" };
}

export function borrowedParam(index: number): ArcParam {
  return { var: v(index), ownership: "borrowed" };
}

/** A function whose variables have the types `varTypes`. */
export function makeFunc(
  params: ArcParam[],
  varTypes: MonoTypeId[],
  blocks: ArcBlock[],
  options: { readonly id?: number; readonly name?: string; readonly result?: MonoTypeId } = {},
): ArcFunction<"owned"> {
  return {
    id: (options.id ?? 0) as FnId,
    phase: "owned",
    name: options.name ?? "f",
    span: SPAN,
    params,
    result: options.result ?? STR,
    varTypes,
    varNames: varTypes.map(() => undefined),
    blocks,
    regions: [{ id: 0 as RegionId, kind: "function", span: SPAN }],
    kind: { kind: "plain" },
  };
}

export function makeProgram<P extends Phase>(fns: ArcFunction<P>[]): ArcProgram<P> {
  return { types, fns, tests: [], drops: new Map(), stdFiles: new Set(), updates: [] };
}

export function applyIndirect(args: VarId[], ownership: ArgMark[]): Call {
  return { kind: "ApplyIndirect", args, ownership, span: SPAN };
}

export function apply(fn: number, args: VarId[], ownership: ArgMark[]): Call {
  return { kind: "Apply", fn: fn as FnId, args, ownership, span: SPAN };
}

/** A call as an op, or as an `Invoke` that ends the entry. */
export type CallForm = "op" | "invoke";

/** A function that makes one call in the given form and returns its result. */
export function callingFunc(
  params: ArcParam[],
  varTypes: MonoTypeId[],
  before: Op[],
  call: Call,
  form: CallForm,
): ArcFunction<"owned"> {
  const dst = v(varTypes.length);
  const all = [...varTypes, STR];
  const end: Terminator = { kind: "Return", value: dst };
  if (form === "op") {
    return makeFunc(params, all, [b(0, [...before, { kind: "Call", dst, call }], end)]);
  }
  const invoke: Terminator = {
    kind: "Invoke",
    dst,
    call,
    normal: 1 as BlockId,
    unwind: 2 as BlockId,
  };
  return makeFunc(params, all, [
    b(0, before, invoke),
    b(1, [], end),
    b(2, [], { kind: "Resume" }),
  ]);
}

/** Reads a program, and says of each block where it stands in which region, which the text does not have to tell. */
export function parsePlaced(text: string): CountedProgram {
  const program = parseProgram(text);
  for (const fn of program.fns) {
    if (reversePostorder(fn).length === fn.blocks.length) placeBlocks(fn);
  }
  return program;
}
