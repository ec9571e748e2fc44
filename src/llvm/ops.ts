/** Emission of every kind of op; one case per construct. */
import { assertNever } from "../base/mod.ts";
import type { Call, EngineOp, Op, VarId } from "../arc/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import {
  buildAggregate,
  fillCell,
  isCell,
  nullaryValue,
  projectAggregate,
  tagOf,
  type Value,
} from "./aggregate.ts";
import { loadCount } from "./blocks.ts";
import { functionOf } from "./context.ts";
import { referTo } from "./signature.ts";
import type { FunctionEmitter } from "./function.ts";
import type { Exit, Unwind } from "./landings.ts";
import { emitIntrinsic } from "./intrinsics.ts";
import { FN_TYPE, LIST_TYPE } from "./module.ts";
import { dropCheck, takePanic } from "./panics.ts";
import { emitPrim } from "./prims.ts";

/** Writes `op` and binds what it defines. */
export function emitOp(e: FunctionEmitter, op: EngineOp): void {
  switch (op.kind) {
    case "Const":
      if (op.value.kind === "str") return e.bindStr(op.dst, op.value.value);
      return e.bind(op.dst, e.literal(op.value));
    case "Copy":
      return e.alias(op.dst, op.src);
    case "Prim":
      return e.bind(
        op.dst,
        emitPrim(e.primContext(undefined), op.op, op.args.map((v) => e.bits(v))),
      );
    case "Call":
      return e.bind(op.dst, emitCall(e, op.call, op.dst, undefined));
    case "Construct":
      e.at(op.span);
      return e.bind(op.dst, construct(e, e.typeOf(op.dst), op.variant ?? 0, op.args));
    case "MakeList":
      e.at(op.span);
      return e.bind(op.dst, makeList(e, e.typeOf(op.dst), op.elements));
    case "PartialApply":
      e.at(op.span);
      return e.bind(op.dst, makeClosure(e, op));
    case "Project":
      return e.bind(op.dst, projectField(e, op.src, op.variant ?? 0, op.field));
    case "EnvGet":
      return e.bind(op.dst, projectField(e, op.env, 0, op.index));
    case "Unpack":
      return unpack(e, op);
    case "Tag":
      return e.bind(op.dst, tagOf(e.b, e.typeOf(op.src), e.value(op.src)));
    case "RcInc":
      e.at(op.span);
      e.traceSite();
      return e.context.glue.inc(e.b, e.typeOf(op.target), e.value(op.target));
    case "RcDec":
      e.at(op.span);
      e.traceSite();
      return e.context.glue.dec(e.b, e.typeOf(op.target), e.value(op.target));
    case "Reset":
      return reset(e, op.token, op.src);
    case "Reuse":
      e.at(op.span);
      return reuse(e, op);
    case "Extend":
      return extend(e, op);
    case "Finish":
      return finish(e, op);
    case "DropValue":
      e.at(op.span);
      e.traceSite();
      e.context.glue.dec(e.b, e.typeOf(op.value), e.value(op.value));
      return e.bind(op.dst, undefined);
    case "ShareValue":
      e.at(op.span);
      e.traceSite();
      e.context.glue.inc(e.b, e.typeOf(op.src), e.value(op.src));
      return e.bind(op.dst, e.value(op.src));
    case "MoveValue":
      return e.bind(op.dst, e.value(op.src));
    case "TakePanic":
      e.at(op.span);
      e.traceSite();
      return takePanic(e, op.dst);
    default:
      assertNever(op, "llvm");
  }
}

/** Writes a call and gives its result. */
export function emitCall(e: FunctionEmitter, call: Call, dst: VarId, unwind: Unwind): Value {
  e.at(call.span);
  switch (call.kind) {
    case "Apply": {
      const { program } = e.context;
      const callee = functionOf(program, call.fn);
      const args = call.args.flatMap((arg) => e.argument(arg));
      const exit = exitOf(e, call, unwind);
      const value = e.callOri(referTo(e.context, call.fn), callee.result, args, exit);
      return e.isNever(callee.result) ? "poison" : value;
    }
    case "ApplyIndirect":
      return callClosure(e, call.args, e.typeOf(dst), exitOf(e, call, unwind));
    case "Intrinsic":
      e.traceSite();
      return emitIntrinsic(e, {
        name: call.name,
        args: call.args,
        typeArgs: call.typeArgs,
        result: e.typeOf(dst),
        unwind,
      });
    case "CheckedPrim":
      return emitPrim(e.primContext(unwind), call.op, call.args.map((v) => e.bits(v)));
    case "DropCheck":
      e.traceSite();
      return void dropCheck(e, unwind);
    default:
      return assertNever(call, "llvm");
  }
}

/** Where a call unwinds to, with its position if it is one of the program from which a panic of std may come. */
function exitOf(e: FunctionEmitter, call: Call, unwind: Unwind): Exit {
  const { letsOutStdPanics, program } = e.context;
  const isStated = !program.stdFiles.has(call.span.file) && letsOutStdPanics(call);
  return isStated ? { unwind, position: e.position() } : { unwind };
}

function callClosure(
  e: FunctionEmitter,
  args: readonly VarId[],
  result: MonoTypeId,
  exit: Exit,
): Value {
  const [closure, ...rest] = args;
  if (closure === undefined) throw e.bug("an indirect call without a closure");
  const code = e.b.extract(FN_TYPE, e.bits(closure), [0]);
  const env = e.b.extract(FN_TYPE, e.bits(closure), [1]);
  return e.callOri(code, result, [`ptr ${env}`, ...rest.flatMap((arg) => e.argument(arg))], exit);
}

function construct(
  e: FunctionEmitter,
  type: MonoTypeId,
  variant: number,
  args: readonly VarId[],
): Value {
  const fields = args.map((arg) => e.value(arg));
  if (e.context.types.layout(type).form.kind !== "boxed") {
    return buildAggregate(e.b, type, variant, fields);
  }
  if (e.context.types.layouts.isNullary(type, variant)) return nullaryValue(variant);
  const cell = allocateCell(e, type, e.context.glue.cellRecord(type));
  fillCell(e.b, type, variant, cell, fields);
  return cell;
}

function allocateCell(e: FunctionEmitter, type: MonoTypeId, record: string): string {
  const { size } = e.context.types.layouts.cell(type);
  return allocate(e, String(size), record);
}

function allocate(e: FunctionEmitter, size: string, record: string): string {
  const alloc = e.context.module.runtime("ori_rc_alloc");
  return e.b.callDef(`ptr ${alloc}(i64 ${size}, i64 8, ptr ${record}, ptr ${e.site()})`);
}

function makeList(e: FunctionEmitter, type: MonoTypeId, elements: readonly VarId[]): Value {
  const { form } = e.context.types.layout(type);
  if (form.kind !== "list") throw e.bug("a list literal of another type");
  const { length } = elements;
  if (length === 0) return "zeroinitializer";
  if (e.context.types.isEmpty(form.element)) return `{ i64 ${length}, i64 0, ptr null }`;
  const data = allocate(e, String(length * form.stride), e.context.glue.listRecord(type));
  const values = elements.map((element) => e.bits(element));
  if (values.length >= MIN_COPIED && values.every(isConstant)) {
    copyConstants(e, form, values, data);
  } else {
    values.forEach((value, index) => {
      e.b.store(form.element, value, e.b.at(data, index * form.stride));
    });
  }
  const sized = `{ i64 ${length}, i64 ${length}, ptr null }`;
  return e.b.insert(LIST_TYPE, sized, "ptr", data, [2]);
}

/** A list of so many constants is copied from read-only memory instead of being stored element by element. */
const MIN_COPIED = 64;

/** Whether LLVM's text of a value is a constant. */
function isConstant(value: string): boolean {
  return !value.startsWith("%");
}

function copyConstants(
  e: FunctionEmitter,
  { element, stride }: { readonly element: MonoTypeId; readonly stride: number },
  values: readonly string[],
  data: string,
): void {
  const { module, types } = e.context;
  const memory = types.memory(element);
  const items = values.map((value) => `${memory} ${e.b.toMemory(element, value)}`);
  const source = module.constant(`[${values.length} x ${memory}] [${items.join(", ")}]`);
  const copy = module.declare(
    "llvm.memcpy.p0.p0.i64",
    "declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)",
  );
  const size = values.length * stride;
  e.b.call(`void ${copy}(ptr align 8 ${data}, ptr align 8 ${source}, i64 ${size}, i1 false)`);
}

function makeClosure(e: FunctionEmitter, op: Op & { kind: "PartialApply" }): Value {
  const code = referTo(e.context, op.fn);
  if (op.captures.length === 0) return `{ ptr ${code}, ptr null }`;
  const wrapper = functionOf(e.context.program, op.fn);
  const envParam = wrapper.params[0];
  const envType = envParam === undefined ? undefined : wrapper.varTypes[envParam.var];
  if (envType === undefined) throw e.bug(`wrapper ${wrapper.name} has no env`);
  const { size } = e.context.types.layouts.cell(envType);
  if (size === 0) return `{ ptr ${code}, ptr null }`;
  const env = allocateCell(e, envType, e.context.glue.envRecord(envType));
  fillCell(e.b, envType, 0, env, op.captures.map((v) => e.value(v)));
  return e.b.insert(FN_TYPE, `{ ptr ${code}, ptr null }`, "ptr", env, [1]);
}

function projectField(e: FunctionEmitter, src: VarId, variant: number, field: number): Value {
  return projectAggregate(e.b, e.typeOf(src), e.value(src), variant, field);
}

/** The fields of an inline aggregate move out; a unique cell is freed or kept as the token, else its fields are retained. */
function unpack(e: FunctionEmitter, op: Op & { kind: "Unpack" }): void {
  const type = e.typeOf(op.src);
  const variant = op.variant ?? 0;
  const fields = op.dsts.map((_, index) => projectField(e, op.src, variant, index));
  op.dsts.forEach((dst, index) => e.bind(dst, fields[index]));
  const { layouts, layout } = bound(e);
  if (layout(type).form.kind !== "boxed" || layouts.isNullary(type, variant)) return;
  const { b, context } = e;
  const cell = e.bits(op.src);
  const [last, shared, done] = [
    b.fresh("unpack.last"),
    b.fresh("unpack.shared"),
    b.fresh("unpacked"),
  ];
  e.traceSite(e.fn.span);
  b.branch(b.def(`icmp eq i64 ${loadCount(b, cell)}, 1`), last, shared);
  b.start(last);
  if (op.token === undefined) freeCell(e, type, cell);
  b.jump(done);
  b.start(shared);
  for (const dst of op.dsts) context.glue.inc(b, e.typeOf(dst), e.value(dst));
  context.glue.dec(b, type, cell);
  const sharedEnd = b.block;
  b.jump(done);
  b.start(done);
  if (op.token === undefined) return;
  e.bind(op.token, b.def(`phi ptr [ ${cell}, %${last} ], [ null, %${sharedEnd} ]`));
}

function bound(e: FunctionEmitter) {
  const { types } = e.context;
  return { layouts: types.layouts, layout: (type: MonoTypeId) => types.layout(type) };
}

function freeCell(e: FunctionEmitter, type: MonoTypeId, cell: string): void {
  const { size } = e.context.types.layouts.cell(type);
  e.b.call(`void ${e.context.module.runtime("ori_rc_free")}(ptr ${cell}, i64 ${size}, i64 8)`);
}

/** A unique cell loses its children and becomes the token; anything else loses a reference. */
function reset(e: FunctionEmitter, token: VarId, src: VarId): void {
  const { b, context } = e;
  const type = e.typeOf(src);
  const cell = e.bits(src);
  const look = b.fresh("reset.look");
  const unique = b.fresh("reset.unique");
  const other = b.fresh("reset.other");
  const done = b.fresh("reset.done");
  e.traceSite(e.fn.span);
  b.branch(isCell(b, type, cell), look, other);
  b.start(look);
  b.branch(b.def(`icmp eq i64 ${loadCount(b, cell)}, 1`), unique, other);
  b.start(unique);
  context.glue.releaseCell(b, type, cell);
  const uniqueEnd = b.block;
  b.jump(done);
  b.start(other);
  context.glue.dec(b, type, cell);
  const otherEnd = b.block;
  b.jump(done);
  b.start(done);
  e.bind(token, b.def(`phi ptr [ ${cell}, %${uniqueEnd} ], [ null, %${otherEnd} ]`));
}

function reuse(e: FunctionEmitter, op: Op & { kind: "Reuse" }): void {
  const { b } = e;
  const type = e.typeOf(op.dst);
  const variant = op.variant ?? 0;
  if (e.context.types.layouts.isNullary(type, variant)) {
    throw e.bug("a variant without a cell cannot reuse one");
  }
  const token = e.bits(op.token);
  const from = b.block;
  const [fresh, fill] = [b.fresh("reuse.fresh"), b.fresh("reuse.fill")];
  b.branch(b.def(`icmp eq ptr ${token}, null`), fresh, fill);
  b.start(fresh);
  const allocated = allocateCell(e, type, e.context.glue.cellRecord(type));
  b.jump(fill);
  b.start(fill);
  const cell = b.def(`phi ptr [ ${token}, %${from} ], [ ${allocated}, %${fresh} ]`);
  fillCell(b, type, variant, cell, op.args.map((arg) => e.value(arg)));
  e.bind(op.dst, cell);
}

/** The cell goes where the builder's second pointer points, its empty field is where the next one goes. */
function extend(e: FunctionEmitter, op: Op & { kind: "Extend" }): void {
  const { b } = e;
  const type = e.typeOf(op.cell);
  const cell = e.bits(op.cell);
  const first = fillBuilder(e, op.builder, type, cell);
  const field = e.context.types.layouts.field(type, op.field, op.variant);
  const memory = e.context.types.memory(e.typeOf(op.dst));
  const builder = b.insert(memory, "poison", "ptr", first, [0]);
  e.bind(op.dst, b.insert(memory, builder, "ptr", b.at(cell, field.offset), [1]));
}

function finish(e: FunctionEmitter, op: Op & { kind: "Finish" }): void {
  e.bind(op.dst, fillBuilder(e, op.builder, e.typeOf(op.dst), e.bits(op.value)));
}

/** Stores `value` in the empty field of a builder of `type`; its first cell, or `value` if there is none. */
function fillBuilder(
  e: FunctionEmitter,
  builder: VarId,
  type: MonoTypeId,
  value: string,
): string {
  const { b } = e;
  const memory = e.context.types.memory(e.typeOf(builder));
  const first = b.extract(memory, e.bits(builder), [0]);
  const hole = b.extract(memory, e.bits(builder), [1]);
  const [store, done] = [b.fresh("builder.store"), b.fresh("builder.done")];
  const isFirst = b.def(`icmp eq ptr ${hole}, null`);
  b.branch(isFirst, done, store);
  b.start(store);
  b.store(type, value, hole);
  b.jump(done);
  b.start(done);
  return b.def(`select i1 ${isFirst}, ptr ${value}, ptr ${first}`);
}
