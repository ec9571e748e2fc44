/** ARC programs made by hand, for tests of the engines. */
import type { FileId, Span } from "../../src/base/mod.ts";
import type {
  ArcBlock,
  ArcFunction,
  BlockId,
  Call,
  CountedProgram,
  FnId,
  JumpTarget,
  Literal,
  Op,
  RegionId,
  Terminator,
  VarId,
} from "../../src/arc/mod.ts";
import type { MonoTypeId } from "../../src/mono/mod.ts";
import {
  type ArgMark,
  type IntrinsicName,
  INTRINSICS,
  type PrimOp,
  primPanics,
  PRIMS,
} from "../../src/operations/mod.ts";
import type { TestTypes } from "./mono_types.ts";

/** Some place in file 0. */
export const HERE: Span = { file: 0 as FileId, start: 0, end: 1 };

/** Functions by name; `fn` adds one. */
export class ProgramBuilder {
  readonly fns: ArcFunction<"counted">[] = [];

  constructor(readonly types: TestTypes) {}

  /** Declares a function whose body follows through the builder that is given back. */
  fn(
    name: string,
    params: readonly (readonly [MonoTypeId, ArgMark])[],
    result: MonoTypeId,
    kind: ArcFunction["kind"] = { kind: "plain" },
  ): FnBuilder {
    const varTypes = params.map(([type]) => type);
    const fn: ArcFunction<"counted"> = {
      id: this.fns.length as FnId,
      phase: "counted",
      name,
      span: HERE,
      params: params.map(([, ownership], index) => ({ var: index as VarId, ownership })),
      result,
      varTypes,
      varNames: [],
      blocks: [],
      regions: [{ id: 0 as RegionId, kind: "function", span: HERE }],
      kind,
    };
    this.fns.push(fn);
    return new FnBuilder(this, fn);
  }

  program(main: FnBuilder): CountedProgram {
    const { result, id, params } = main.fn;
    return {
      types: this.types,
      fns: this.fns,
      main: { fn: id, takesArgs: params.length > 0, returnsInt: result === this.types.int },
      tests: [],
      drops: new Map(),
      stdFiles: new Set(),
      updates: [],
    };
  }
}

/** Writes blocks in order; starts in block 0. */
export class FnBuilder {
  #block: ArcBlock;

  constructor(readonly program: ProgramBuilder, readonly fn: ArcFunction<"counted">) {
    this.#block = this.#add([]);
  }

  get types(): TestTypes {
    return this.program.types;
  }

  param(index: number): VarId {
    const param = this.fn.params[index];
    if (param === undefined) throw new RangeError(`no parameter ${index}`);
    return param.var;
  }

  #add(params: VarId[]): ArcBlock {
    const id = this.fn.blocks.length as BlockId;
    const block: ArcBlock = {
      id,
      params,
      ops: [],
      terminator: { kind: "Unreachable" },
      region: 0 as RegionId,
    };
    this.fn.blocks.push(block);
    return block;
  }

  newVar(type: MonoTypeId): VarId {
    this.fn.varTypes.push(type);
    return (this.fn.varTypes.length - 1) as VarId;
  }

  /** A block to be filled after `start`; its parameters follow. */
  block(...params: MonoTypeId[]): { readonly id: BlockId; readonly params: readonly VarId[] } {
    return this.#add(params.map((type) => this.newVar(type)));
  }

  start(id: BlockId): void {
    const block = this.fn.blocks[id];
    if (block === undefined) throw new RangeError(`no block ${id}`);
    this.#block = block;
  }

  op(op: Op): void {
    this.#block.ops.push(op);
  }

  end(terminator: Terminator): void {
    this.#block.terminator = terminator;
  }

  literal(type: MonoTypeId, value: Literal): VarId {
    const dst = this.newVar(type);
    this.op({ kind: "Const", dst, value });
    return dst;
  }

  int(value: number | bigint): VarId {
    return this.literal(this.types.int, { kind: "int", value: BigInt(value) });
  }

  float(value: number): VarId {
    return this.literal(this.types.float, { kind: "float", value });
  }

  bool(value: boolean): VarId {
    return this.literal(this.types.bool, { kind: "bool", value });
  }

  str(value: string): VarId {
    return this.literal(this.types.str, { kind: "str", value });
  }

  unit(): VarId {
    return this.literal(this.types.unit, { kind: "unit" });
  }

  prim(op: PrimOp, ...args: VarId[]): VarId {
    const dst = this.newVar(this.types[PRIMS[op].result]);
    if (primPanics(op)) this.op({ kind: "Call", dst, call: this.primCall(op, args) });
    else this.op({ kind: "Prim", dst, op, args });
    return dst;
  }

  primCall(op: PrimOp, args: VarId[]): Call {
    return { kind: "CheckedPrim", op, args, ownership: args.map(() => "borrowed"), span: HERE };
  }

  apply(callee: FnBuilder, ...args: VarId[]): VarId {
    const dst = this.newVar(callee.fn.result);
    this.op({ kind: "Call", dst, call: this.applyCall(callee, args) });
    return dst;
  }

  applyCall(callee: FnBuilder, args: VarId[]): Call {
    const ownership = callee.fn.params.map((param) => param.ownership);
    return { kind: "Apply", fn: callee.fn.id, args, ownership, span: HERE };
  }

  callClosure(result: MonoTypeId, closure: VarId, ...args: VarId[]): VarId {
    const dst = this.newVar(result);
    const ownership: ArgMark[] = ["borrowed", ...args.map((): ArgMark => "owned")];
    const call: Call = { kind: "ApplyIndirect", args: [closure, ...args], ownership, span: HERE };
    this.op({ kind: "Call", dst, call });
    return dst;
  }

  intrinsic(
    name: IntrinsicName,
    result: MonoTypeId,
    args: VarId[],
    typeArgs: MonoTypeId[] = [],
  ): VarId {
    const dst = this.newVar(result);
    this.op({ kind: "Call", dst, call: this.intrinsicCall(name, args, typeArgs) });
    return dst;
  }

  intrinsicCall(name: IntrinsicName, args: VarId[], typeArgs: MonoTypeId[] = []): Call {
    const ownership = [...INTRINSICS[name].args];
    return { kind: "Intrinsic", name, typeArgs, args, ownership, span: HERE };
  }

  print(text: VarId): void {
    this.intrinsic("print", this.types.unit, [text]);
  }

  /** Prints an int or float and releases the text. */
  printNumber(value: VarId): void {
    const isFloat = this.fn.varTypes[value] === this.types.float;
    const text = this.intrinsic(isFloat ? "float_to_str" : "int_to_str", this.types.str, [value]);
    this.print(text);
    this.dec(text);
  }

  construct(type: MonoTypeId, variant: number, ...args: VarId[]): VarId {
    const dst = this.newVar(type);
    this.op({ kind: "Construct", dst, variant, args, span: HERE });
    return dst;
  }

  list(type: MonoTypeId, ...elements: VarId[]): VarId {
    const dst = this.newVar(type);
    this.op({ kind: "MakeList", dst, elements, span: HERE });
    return dst;
  }

  closure(type: MonoTypeId, wrapper: FnBuilder, ...captures: VarId[]): VarId {
    const dst = this.newVar(type);
    this.op({ kind: "PartialApply", dst, fn: wrapper.fn.id, captures, span: HERE });
    return dst;
  }

  project(type: MonoTypeId, src: VarId, field: number, variant?: number): VarId {
    const dst = this.newVar(type);
    const at = variant === undefined ? {} : { variant };
    this.op({ kind: "Project", dst, src, field, ...at });
    return dst;
  }

  envGet(type: MonoTypeId, env: VarId, index: number): VarId {
    const dst = this.newVar(type);
    this.op({ kind: "EnvGet", dst, env, index });
    return dst;
  }

  unpack(types: readonly MonoTypeId[], src: VarId, variant?: number): VarId[] {
    const dsts = types.map((type) => this.newVar(type));
    const at = variant === undefined ? {} : { variant };
    this.op({ kind: "Unpack", dsts, src, ...at });
    return dsts;
  }

  tag(src: VarId): VarId {
    const dst = this.newVar(this.types.int);
    this.op({ kind: "Tag", dst, src });
    return dst;
  }

  inc(target: VarId): void {
    this.op({ kind: "RcInc", target, span: HERE });
  }

  dec(target: VarId): void {
    this.op({ kind: "RcDec", target, span: HERE });
  }

  jump(block: BlockId, ...args: VarId[]): void {
    this.end({ kind: "Jump", target: { block, args } });
  }

  branch(condition: VarId, then: JumpTarget, otherwise: JumpTarget): void {
    this.end({ kind: "Branch", condition, then, else: otherwise });
  }

  ret(value: VarId): void {
    this.end({ kind: "Return", value });
  }

  /** Ends the block with an invoke; goes on in a new block. Gives the result and the unwind block. */
  invoke(result: MonoTypeId, call: Call): { readonly dst: VarId; readonly unwind: BlockId } {
    const dst = this.newVar(result);
    const normal = this.block().id;
    const unwind = this.block().id;
    this.end({ kind: "Invoke", dst, call, normal, unwind });
    this.start(normal);
    return { dst, unwind };
  }
}
