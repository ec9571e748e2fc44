/** Calls, intrinsics and the ends of frames. */
import {
  type Chunk,
  INT as INT_CLASS,
  INTRINSIC_NAMES,
  NUM,
  type OpcodeName,
  REF,
} from "../bytecode/mod.ts";
import {
  type IntrinsicInfo,
  intrinsicInfo,
  type IntrinsicName,
  type SignatureType,
  unwinds,
} from "../operations/mod.ts";
import { ensure } from "./blob_error.ts";
import type { FrameChecker } from "./frame_checker.ts";
import { scalarRange } from "./program_types.ts";
import { FLOAT, FREE, intValue, Value } from "./register_state.ts";
import { listValues, taggedWords } from "./reference_steps.ts";
import type { Step } from "./scalar_steps.ts";

/** Defines the result of a call, unless there is none: then the code behind it is not reached. */
function defineResult(c: FrameChecker, id: number): boolean {
  if (c.types.get(id).kind === "never") return false;
  c.define(0, c.made(id));
  return true;
}

function requireWindow(c: FrameChecker): void {
  ensure(c.word(1) === c.chunk.registerCount, "calls with another window");
}

function call(c: FrameChecker): boolean {
  requireWindow(c);
  const callee = c.facts.chunks[c.word(2)] as Chunk;
  const args = listValues(c, 3, callee.params.map((param) => param.type));
  c.pass(args, (i) => callee.params[i]?.isOwned ?? false);
  if (c.facts.unwinds[c.word(2)]) c.mayPanic();
  return defineResult(c, callee.result);
}

function callWithScalar(c: FrameChecker): boolean {
  ensure(c.word(3) === 1 && (c.word(4) & 3) !== REF, "calls with other operands");
  return call(c);
}

function callClosure(c: FrameChecker): boolean {
  requireWindow(c);
  const closure = c.reference(2);
  const type = c.types.get(closure.type);
  ensure(type.kind === "fn", "calls what is no closure");
  const args = listValues(c, 3, type.params);
  c.pass([closure, ...args], (i) => i > 0);
  c.mayPanic();
  return defineResult(c, type.result);
}

function returnValue(isRef: boolean): Step {
  return (c) => {
    const value = c.operand(0);
    const { result } = c.chunk;
    ensure((c.types.classOf(result) === REF) === isRef, "returns a value of another class");
    c.requireType(value, result);
    ensure(!c.state.isUnwinding, "returns while a panic unwinds");
    c.take(value);
    c.leave();
    return false;
  };
}

function resume(c: FrameChecker): boolean {
  ensure(c.state.isUnwinding, "resumes without a panic");
  c.leave();
  return false;
}

function takePanic(c: FrameChecker): boolean {
  const id = c.types.str;
  ensure(c.state.isUnwinding && id !== undefined, "takes a panic where there is none");
  c.state.isUnwinding = false;
  c.define(0, c.made(id));
  return true;
}

function checkDrop(c: FrameChecker): boolean {
  c.mayPanic();
  c.define(0, intValue({ low: 0, high: 0 }));
  return true;
}

/** The intrinsics that an opcode with a fast path may name, and the class of its result. */
const FAST: Partial<Record<OpcodeName, readonly IntrinsicName[]>> = {
  LIST_GET_S: ["list_get", "list_at"],
  LIST_GET_R: ["list_get", "list_at"],
  LIST_PUSH: ["list_push"],
  LIST_SET: ["list_set"],
  LIST_MOVE: ["list_move"],
};

function intrinsic(opcode: OpcodeName): Step {
  const allowed = FAST[opcode];
  return (c) => {
    const name = INTRINSIC_NAMES[c.word(1)] as IntrinsicName;
    ensure(allowed === undefined || allowed.includes(name), "names another intrinsic");
    const info: IntrinsicInfo = intrinsicInfo(name);
    const call = new IntrinsicCall(c, c.word(2));
    const words = taggedWords(c, 3);
    const { params, result } = info.signature;
    ensure(words.length === params.length, "has another number of operands");
    const args = params.map(({ type }, i) => call.argument(words[i] ?? 0, type));
    c.pass(args, (i) => info.args[i] === "owned");
    if (unwinds(info.effects)) c.mayPanic();
    if (result.kind === "Never") return false;
    const value = call.result(result, info.result === "borrowed" ? args[0] : undefined);
    if (opcode === "LIST_GET_S" || opcode === "LIST_GET_R") {
      ensure(c.isScalar(value) === (opcode === "LIST_GET_S"), "reads another class");
    }
    c.define(0, value);
    return true;
  };
}

/** A call of an intrinsic that works on lists of type `list`, or on none (-1). */
class IntrinsicCall {
  constructor(readonly c: FrameChecker, readonly list: number) {}

  /** The value of an argument, which has to be of type `type`. */
  argument(word: number, type: SignatureType): Value {
    const { c } = this;
    if (type.kind !== "scalar") return c.tagged(word, this.#id(type));
    const value = c.read(word >> 2);
    ensure(
      (word & 3) === (type.scalar === "int" ? INT_CLASS : NUM),
      "names a register of another class",
    );
    const range = scalarRange(type.scalar);
    const fits = range === undefined ? value.type === FLOAT : c.isIn(value, range);
    ensure(fits, `takes another value for ${type.scalar}`);
    return value;
  }

  /** The result; `source` is what it is a part of, if it is one. */
  result(type: SignatureType, source: Value | undefined): Value {
    const { c } = this;
    if (type.kind === "void") return intValue({ low: 0, high: 0 });
    if (type.kind === "scalar") {
      const range = scalarRange(type.scalar);
      return range === undefined ? new Value(FLOAT, 0, 0, FREE, undefined) : intValue(range);
    }
    const id = this.#id(type);
    return source === undefined ? c.made(id) : c.view(id, source);
  }

  /** The number of a type that is no scalar. */
  #id(type: SignatureType): number {
    const id = this.#find(type);
    ensure(id !== undefined, "uses an intrinsic on types that the program does not have");
    return id;
  }

  #find(type: SignatureType): number | undefined {
    switch (type.kind) {
      case "str":
        return this.c.types.str;
      case "param":
        return this.#element();
      case "list":
        ensure(this.#isElement(type.element), "uses an intrinsic on another list");
        return this.list;
      case "tuple":
        return this.c.types.tupleOf(type.parts.map((part) => this.#id(part)));
      case "scalar":
      case "void":
      case "Never":
        return undefined;
    }
  }

  #element(): number {
    const type = this.list < 0 ? undefined : this.c.types.get(this.list);
    ensure(type?.kind === "list", "uses an intrinsic on what is no list");
    return type.element;
  }

  #isElement(wanted: SignatureType): boolean {
    const element = this.c.types.get(this.#element());
    if (wanted.kind === "param") return true;
    if (wanted.kind === "str") return element.kind === "str";
    return wanted.kind === "scalar" && element.kind === "scalar" &&
      element.scalar === wanted.scalar;
  }
}

export const CALL_STEPS: readonly (readonly [OpcodeName, Step])[] = [
  ["CALL", call],
  ["CALL_1", callWithScalar],
  ["CALL_CLOSURE", callClosure],
  ["RET_S", returnValue(false)],
  ["RET_R", returnValue(true)],
  ["RESUME", resume],
  ["UNREACHABLE", () => false],
  ["TAKE_PANIC", takePanic],
  ["DROP_CHECK", checkDrop],
  ...(["INTRINSIC", "LIST_GET_S", "LIST_GET_R", "LIST_PUSH", "LIST_SET", "LIST_MOVE"] as const)
    .map((name): [OpcodeName, Step] => [name, intrinsic(name)]),
];
