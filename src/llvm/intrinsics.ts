/** Emits intrinsics: instructions for the hot ones, else a call of the runtime. */
import type { VarId } from "../arc/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import type { IntrinsicName } from "../operations/mod.ts";
import {
  RUNTIME,
  type RuntimeFunction,
  type RuntimeName,
  type RuntimeParam,
} from "../layout/mod.ts";
import { assertNever } from "../base/mod.ts";
import { buildAggregate, type Value } from "./aggregate.ts";
import type { FunctionEmitter } from "./function.ts";
import type { Unwind } from "./landings.ts";
import { ListOps } from "./lists.ts";
import { LIST_TYPE, runtimeResult, STR_TYPE } from "./module.ts";
import { check } from "./prims.ts";

/** One use of an intrinsic. */
export interface IntrinsicCall {
  readonly name: IntrinsicName;
  readonly args: readonly VarId[];
  readonly typeArgs: readonly MonoTypeId[];
  /** Type of the result. */
  readonly result: MonoTypeId;
  readonly unwind: Unwind;
}

type Emit = (e: FunctionEmitter, call: IntrinsicCall) => Value;

/** Writes the intrinsic and gives its result. */
export function emitIntrinsic(e: FunctionEmitter, call: IntrinsicCall): Value {
  return EMITTERS[call.name](e, call);
}

/** Argument `index` of a call. */
function arg(e: FunctionEmitter, call: IntrinsicCall, index: number): VarId {
  const v = call.args[index];
  if (v === undefined) throw e.bug(`${call.name} has no argument ${index}`);
  return v;
}

function bits(e: FunctionEmitter, call: IntrinsicCall, index: number): string {
  return e.bits(arg(e, call, index));
}

/** A call of the runtime function whose parameters are the intrinsic's, in order. */
function direct(name: RuntimeName): Emit {
  return (e, call) => callRuntime(e, name, call);
}

/** Parameters of runtime functions that may allocate or, as `panic`, leave it to what comes after. */
const ALLOCATING: ReadonlySet<RuntimeParam> = new Set([
  "out str",
  "out list",
  "owned str",
  "owned list",
  "inout list",
]);

function callRuntime(e: FunctionEmitter, name: RuntimeName, call: IntrinsicCall): Value {
  const { b, context } = e;
  const { params, result }: RuntimeFunction = RUNTIME[name];
  const left = [...call.args];
  const args: string[] = [];
  const borrowed: { readonly type: string; readonly slot: string }[] = [];
  let out: string | undefined;
  const borrow = (type: string) => {
    const slot = b.borrowSlot(type);
    borrowed.push({ type, slot });
    return slot;
  };
  const next = () => {
    const v = left.shift();
    if (v === undefined) throw e.bug(`${call.name} has too few arguments for ${name}`);
    return v;
  };
  for (const param of params) {
    switch (param) {
      case "i64":
      case "i32":
        args.push(`${param} ${e.bits(next())}`);
        break;
      case "f64":
        args.push(`double ${e.bits(next())}`);
        break;
      case "text":
        args.push(`ptr ${e.position()}`);
        break;
      case "type":
        args.push(`ptr ${context.glue.listRecord(listTypeOf(e, call))}`);
        break;
      case "out str":
      case "out list":
        out = borrow(context.types.memory(call.result));
        args.push(`ptr ${out}`);
        break;
      case "borrowed str":
      case "borrowed list":
        args.push(`ptr ${e.address(next())}`);
        break;
      case "owned str":
      case "owned list": {
        // A copy: the callee may write into it, and the variable may have further references.
        const v = next();
        const slot = borrow(context.types.memory(e.typeOf(v)));
        b.store(e.typeOf(v), e.bits(v), slot);
        args.push(`ptr ${slot}`);
        break;
      }
      case "bool":
      case "payload":
      case "inout list":
      case "scope":
      case "entry":
      case "functions":
      case "argv":
        throw e.bug(`${name} is not called by an intrinsic`);
      default:
        assertNever(param, "llvm");
    }
  }
  const symbol = context.module.runtime(name);
  if (params.some((param) => ALLOCATING.has(param))) context.glue.markSite(b, e.site());
  const value = e.call(runtimeResult(result), symbol, args, call);
  const loaded = out === undefined ? value : b.load(call.result, out);
  for (const { type, slot } of borrowed) b.releaseSlot(type, slot);
  return out === undefined && result === "void" ? undefined : loaded;
}

/** The list type that an intrinsic works on: its result, or the first argument. */
function listTypeOf(e: FunctionEmitter, call: IntrinsicCall): MonoTypeId {
  const { form } = e.context.types.layout(call.result);
  return form.kind === "list" ? call.result : e.typeOf(arg(e, call, 0));
}

function listOps(e: FunctionEmitter, call: IntrinsicCall): ListOps {
  return new ListOps(e.context.glue, e.typeOf(arg(e, call, 0)), () => e.site());
}

/** Panics unless `0 <= index < length` (`<=` with `orEqual`), after releasing `owned`. */
function checkIndex(
  e: FunctionEmitter,
  call: IntrinsicCall,
  index: string,
  length: string,
  owned: readonly VarId[],
  comparison: "uge" | "ugt" = "uge",
): void {
  const position = e.position();
  const failure = e.cold(undefined, () => {
    for (const v of owned) e.context.glue.dec(e.b, e.typeOf(v), e.value(v));
    const args = [`i64 ${index}`, `i64 ${length}`, `ptr ${position}`];
    e.panic("ori_panic_index", args, call.unwind);
  });
  check(e.b, e.b.def(`icmp ${comparison} i64 ${index}, ${length}`), failure);
}

function strLength(
  e: FunctionEmitter,
  value: string,
): { readonly length: string; readonly isInline: string } {
  const { b } = e;
  const top = b.def(`ptrtoint ptr ${b.extract(STR_TYPE, value, [2])} to i64`);
  const isInline = b.def(`icmp slt i64 ${top}, 0`);
  const short = b.def(`and i64 ${b.def(`lshr i64 ${top}, 56`)}, 127`);
  const long = b.extract(STR_TYPE, value, [0]);
  return { length: b.def(`select i1 ${isInline}, i64 ${short}, i64 ${long}`), isInline };
}

function strByteAt(e: FunctionEmitter, call: IntrinsicCall): Value {
  const { b } = e;
  const s = arg(e, call, 0);
  const index = bits(e, call, 1);
  const { length, isInline } = strLength(e, e.bits(s));
  checkIndex(e, call, index, length, []);
  const outside = b.extract(STR_TYPE, e.bits(s), [2]);
  const data = b.def(`select i1 ${isInline}, ptr ${e.address(s)}, ptr ${outside}`);
  return b.def(`load i8, ptr ${b.at(data, index)}, align 1`);
}

/** The folded product of `h` and the seeds, without its sign bit and upper half. */
function hashMix(e: FunctionEmitter, call: IntrinsicCall): Value {
  const { b } = e;
  const seed = (name: "ori_hash_seed" | "ori_hash_factor") =>
    b.def(`load i64, ptr ${e.context.module.runtimeGlobal(name)}, align 8, !invariant.load !{}`);
  const h = b.def(`xor i64 ${bits(e, call, 0)}, ${seed("ori_hash_seed")}`);
  const wide = b.def(`zext i64 ${h} to i128`);
  const factor = b.def(`zext i64 ${seed("ori_hash_factor")} to i128`);
  const product = b.def(`mul i128 ${wide}, ${factor}`);
  const low = b.def(`trunc i128 ${product} to i64`);
  const high = b.def(`trunc i128 ${b.def(`lshr i128 ${product}, 64`)} to i64`);
  return b.def(`and i64 ${b.def(`xor i64 ${low}, ${high}`)}, ${2 ** 31 - 1}`);
}

function listGet(e: FunctionEmitter, call: IntrinsicCall): Value {
  const ops = listOps(e, call);
  const [xs, index] = [bits(e, call, 0), bits(e, call, 1)];
  checkIndex(e, call, index, ops.length(e.b, xs), []);
  return ops.at(e.b, xs, index);
}

function listSet(e: FunctionEmitter, call: IntrinsicCall): Value {
  const ops = listOps(e, call);
  const [xs, index] = [bits(e, call, 0), bits(e, call, 1)];
  const value = arg(e, call, 2);
  checkIndex(e, call, index, ops.length(e.b, xs), [arg(e, call, 0), value]);
  return ops.set(e.b, xs, index, e.value(value));
}

function listTake(e: FunctionEmitter, call: IntrinsicCall): Value {
  const ops = listOps(e, call);
  const [xs, index] = [bits(e, call, 0), bits(e, call, 1)];
  checkIndex(e, call, index, ops.length(e.b, xs), [arg(e, call, 0)]);
  const { list, value } = ops.take(e.b, xs, index);
  return buildAggregate(e.b, call.result, 0, [list, value]);
}

function listPut(e: FunctionEmitter, call: IntrinsicCall): Value {
  const xs = bits(e, call, 0);
  listOps(e, call).put(e.b, xs, bits(e, call, 1), e.value(arg(e, call, 2)));
  return xs;
}

function listInsert(e: FunctionEmitter, call: IntrinsicCall): Value {
  const ops = listOps(e, call);
  const [xs, index] = [bits(e, call, 0), bits(e, call, 1)];
  const value = arg(e, call, 2);
  checkIndex(e, call, index, ops.length(e.b, xs), [arg(e, call, 0), value], "ugt");
  return ops.insert(e.b, xs, index, e.value(value));
}

function listRemove(e: FunctionEmitter, call: IntrinsicCall): Value {
  const ops = listOps(e, call);
  const [xs, index] = [bits(e, call, 0), bits(e, call, 1)];
  checkIndex(e, call, index, ops.length(e.b, xs), [arg(e, call, 0)]);
  return ops.remove(e.b, xs, index);
}

function listSwap(e: FunctionEmitter, call: IntrinsicCall): Value {
  const ops = listOps(e, call);
  const [xs, i, j] = [bits(e, call, 0), bits(e, call, 1), bits(e, call, 2)];
  const owned = [arg(e, call, 0)];
  checkIndex(e, call, i, ops.length(e.b, xs), owned);
  checkIndex(e, call, j, ops.length(e.b, xs), owned);
  return ops.swap(e.b, xs, i, j);
}

function listSlice(
  e: FunctionEmitter,
  call: IntrinsicCall,
  callee: "ori_list_slice" | "ori_list_copy",
): Value {
  const { b } = e;
  const ops = listOps(e, call);
  const [xs, start, end] = [bits(e, call, 0), bits(e, call, 1), bits(e, call, 2)];
  const length = ops.length(b, xs);
  const position = e.position();
  const failure = e.cold(undefined, () => {
    const args = [`i64 ${start}`, `i64 ${end}`, `i64 ${length}`, `ptr ${position}`];
    e.panic("ori_panic_slice", args, call.unwind);
  });
  // end <= length and start <= end, both unsigned: a negative one is huge.
  check(b, b.def(`icmp ugt i64 ${end}, ${length}`), failure);
  check(b, b.def(`icmp ugt i64 ${start}, ${end}`), failure);
  if (ops.isEmpty) {
    return b.insert(LIST_TYPE, "zeroinitializer", "i64", b.def(`sub i64 ${end}, ${start}`), [0]);
  }
  return callRuntime(e, callee, { ...call, unwind: undefined });
}

function listConcat(e: FunctionEmitter, call: IntrinsicCall): Value {
  const ops = listOps(e, call);
  if (!ops.isEmpty) return callRuntime(e, "ori_list_concat", call);
  const [left, right] = [bits(e, call, 0), bits(e, call, 1)];
  const length = e.b.def(`add i64 ${ops.length(e.b, left)}, ${ops.length(e.b, right)}`);
  return e.b.insert(LIST_TYPE, left, "i64", length, [0]);
}

function listNew(e: FunctionEmitter, call: IntrinsicCall): Value {
  if (new ListOps(e.context.glue, call.result, () => e.site()).isEmpty) return "zeroinitializer";
  return callRuntime(e, "ori_list_new", call);
}

function listHoles(e: FunctionEmitter, call: IntrinsicCall): Value {
  const ops = new ListOps(e.context.glue, call.result, () => e.site());
  const length = bits(e, call, 0);
  if (ops.isEmpty) return e.b.insert(LIST_TYPE, "zeroinitializer", "i64", length, [0]);
  return callRuntime(e, "ori_list_holes", call);
}

function listMove(e: FunctionEmitter, call: IntrinsicCall): Value {
  const [from, at, to, slot] = call.args.map((v) => e.bits(v));
  if (from === undefined || at === undefined || to === undefined || slot === undefined) {
    throw e.bug("list_move takes four arguments");
  }
  listOps(e, call).move(e.b, { list: from, index: at }, { list: to, index: slot });
  return undefined;
}

function cellSwap(e: FunctionEmitter, call: IntrinsicCall): Value {
  const ops = listOps(e, call);
  const cell = bits(e, call, 0);
  const before = ops.at(e.b, cell, "0");
  ops.put(e.b, cell, "0", e.value(arg(e, call, 1)));
  return before;
}

const EMITTERS: { readonly [Name in IntrinsicName]: Emit } = {
  str_len: (e, call) => strLength(e, bits(e, call, 0)).length,
  str_byte_at: strByteAt,
  str_concat: direct("ori_str_concat"),
  str_eq: direct("ori_str_eq"),
  str_compare: direct("ori_str_compare"),
  str_hash: direct("ori_str_hash"),
  str_key_hash: direct("ori_str_key_hash"),
  hash_mix: hashMix,
  str_slice: direct("ori_str_slice"),
  str_find: direct("ori_str_find"),
  str_find_last: direct("ori_str_find_last"),
  str_char_at: direct("ori_str_char_at"),
  str_from_char: direct("ori_str_from_char"),
  str_char_count: direct("ori_str_char_count"),
  str_index: direct("ori_str_index"),
  str_repeat: direct("ori_str_repeat"),
  str_to_upper: direct("ori_str_to_upper"),
  str_to_lower: direct("ori_str_to_lower"),
  str_escape: direct("ori_str_escape"),
  str_to_bytes: direct("ori_str_to_bytes"),
  str_from_bytes: direct("ori_str_from_bytes"),
  bytes_are_utf8: direct("ori_bytes_are_utf8"),
  str_parse_float: direct("ori_str_parse_float"),
  int_to_str: direct("ori_int_to_str"),
  float_to_str: direct("ori_float_to_str"),
  float_to_fixed: direct("ori_float_to_fixed"),
  float_to_exp: direct("ori_float_to_exp"),

  list_new: listNew,
  list_len: (e, call) => listOps(e, call).length(e.b, bits(e, call, 0)),
  list_get: listGet,
  list_at: (e, call) => listOps(e, call).at(e.b, bits(e, call, 0), bits(e, call, 1)),
  list_push: (e, call) => listOps(e, call).push(e.b, bits(e, call, 0), e.value(arg(e, call, 1))),
  list_set: listSet,
  list_take: listTake,
  list_put: listPut,
  list_own: (e, call) => listOps(e, call).own(e.b, bits(e, call, 0)),
  list_holes: listHoles,
  list_move: listMove,
  cell_swap: cellSwap,
  list_slice: (e, call) => listSlice(e, call, "ori_list_slice"),
  list_copy: (e, call) => listSlice(e, call, "ori_list_copy"),
  list_concat: listConcat,
  list_insert: listInsert,
  list_remove: listRemove,
  list_swap: listSwap,
  list_truncate: (e, call) => listOps(e, call).truncate(e.b, bits(e, call, 0), bits(e, call, 1)),

  print: direct("ori_print"),
  eprint: direct("ori_eprint"),
  write: direct("ori_write"),
  stdin_line: direct("ori_stdin_line"),
  stdin_rest: direct("ori_stdin_rest"),
  program_args: direct("ori_program_args"),
  panic_hold: direct("ori_panic_hold"),
  panic_report: direct("ori_panic_report"),
  panic_abort: direct("ori_panic_abort"),
  world_call: direct("ori_world_call"),
  world_bytes: direct("ori_world_bytes"),
  world_text: direct("ori_world_text"),
  world_invalid_at: direct("ori_world_invalid_at"),
  panic: (e, call) => {
    callRuntime(e, "ori_panic", call);
    return "poison";
  },
};
