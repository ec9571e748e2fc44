/**
 * Runs ARC IR itself, instruction by instruction, with an owner for every reference. Values are those of
 * the VM, and so are the counts of their blocks, so that uniqueness decides as it does there.
 */
import {
  type Call,
  eachResult,
  type FnId,
  type JumpTarget,
  type Op,
  type Terminator,
  type VarId,
} from "../arc/mod.ts";
import { assertNever, InternalError } from "../base/mod.ts";
import { listTypeOf } from "../bytecode/mod.ts";
import {
  type BacktraceMode,
  type CallPlace,
  Cell,
  type Executor,
  INTRINSIC_FUNCTIONS,
  isTooLarge,
  type Limits,
  OutOfMemory,
  PRIM_FUNCTIONS,
  scalarOf,
  type Site,
  type Value,
  type VmIo,
  World,
} from "../vm/mod.ts";
import { intrinsicInfo, type IntrinsicName } from "../operations/mod.ts";
import type { CheckedFunction, CheckedImage } from "./checked_function.ts";
import { type Frame, Frames } from "./frames.ts";
import { HOST } from "./ledger.ts";
import { OpRunner } from "./op_runner.ts";
import type { Probe } from "./probe.ts";

/** As a register of the VM takes, in both files. */
const SLOT_BYTES = 16;

export interface InterpreterOptions {
  /** ORI_BACKTRACE. */
  readonly backtrace: BacktraceMode;
  /** Watches what runs; absent unless somebody asks for it. */
  readonly probe?: Probe | undefined;
  readonly limits?: Limits | undefined;
}

export class Interpreter implements Executor {
  readonly world: World;
  readonly #functions: readonly CheckedFunction[];
  readonly #frames: Frames;
  readonly #ops: OpRunner;
  readonly #probe: Probe | undefined;
  #result: Value = undefined;
  /** Depth of the stack from which `run` was called last. */
  #floor = 0;

  constructor(image: CheckedImage, io: VmIo, options: InterpreterOptions) {
    const { program, sources, functions, facts } = image;
    this.#functions = functions;
    this.#probe = options.probe;
    this.#frames = new Frames(program, sources);
    this.world = new World(facts, io, { trace: "off", checksLeaks: true, ...options }, this);
    this.#ops = new OpRunner(program, this.#frames, this.world);
  }

  // --- for operations of the world ---

  get site(): Site {
    return this.#frames.site();
  }

  siteText(site: Site): string {
    if (typeof site === "function") return site();
    throw bug("a site of bytecode");
  }

  callers(): Iterable<string> {
    return this.#frames.callers();
  }

  region(): string {
    return this.#frames.region();
  }

  backtrace(): CallPlace[] {
    return this.#frames.backtrace();
  }

  prepareDrop(fn: number, cell: Cell): (() => void) | undefined {
    const hasRoom = this.#frames.hasRoom(this.#functions[fn]);
    return hasRoom ? () => void this.run(fn as FnId, [cell]) : undefined;
  }

  /**
   * Calls `fn` from outside; its result, or undefined when it panicked (see `world.panic`). Throws `RcViolation`
   * where a rule of counting is broken.
   */
  run(fn: FnId, args: readonly Value[]): Value {
    const frames = this.#frames;
    const outerFloor = this.#floor;
    const floor = this.#floor = frames.depth;
    const { fn: { params } } = frames.push(this.#functions[fn]).code;
    params.forEach(({ var: v, ownership }, i) => {
      if (ownership === "owned") frames.own(v, args[i]);
      else frames.lend(v, args[i], HOST);
    });
    this.#probe?.called(frames.current, this.#functions[fn].fn, args);
    this.#result = undefined;
    try {
      while (frames.depth > floor && !this.world.isHalted) this.#step();
    } catch (error) {
      if (isTooLarge(error)) throw new OutOfMemory();
      if (error instanceof InternalError) frames.fail("heap invariant", error.message);
      throw error;
    }
    this.#floor = outerFloor;
    return this.#result;
  }

  #step(): void {
    const frame = this.#frames.current;
    const ops = frame.code.ops[frame.block.id];
    if (frame.at === ops.length) return this.#end(frame.block.terminator);
    const op = ops[frame.at];
    if (op.kind === "Call") return this.#call(op.dst, op.call);
    this.#ops.run(op);
    if (this.#probe !== undefined) this.#tellResults(frame, op);
    frame.at++;
  }

  #end(t: Terminator): void {
    const frames = this.#frames;
    switch (t.kind) {
      case "Jump":
        return this.#jump(t.target);
      case "Branch":
        return this.#jump(frames.look(t.condition) === 1 ? t.then : t.else);
      case "Switch":
        return this.#jump(this.#switchTarget(t));
      case "Invoke":
        return this.#call(t.dst, t.call);
      case "Return":
        return this.#return(t.value);
      case "Resume":
        frames.requireNothingOwned(
          "UW-4 an unwind block releases what is owned, all of it",
          "when unwinding goes on",
        );
        this.#probe?.unwound(frames.current);
        frames.pop();
        return this.#unwind();
      case "Unreachable":
        throw bug("Unreachable was reached");
      default:
        assertNever(t, "check_rc");
    }
  }

  #switchTarget(t: Extract<Terminator, { kind: "Switch" }>): JumpTarget {
    const { code } = this.#frames.current;
    const found = code.switches.get(t);
    const subject = this.#frames.look(t.subject);
    const target = found?.cases.get(subject) ?? found?.otherwise;
    if (target !== undefined) return target;
    throw bug(`no case for ${String(subject)}`);
  }

  /** The values of block parameters are set at once. */
  #jump({ block, args }: JumpTarget): void {
    const frames = this.#frames;
    const { steps } = this.world;
    if (steps !== undefined && frames.current.code.fn.blocks[block].role === "header") steps.step();
    if (args.length === 0) return frames.enter(block);
    const values = args.map((arg) => frames.take(arg));
    const { params } = frames.current.code.fn.blocks[block];
    for (let i = 0; i < params.length; i++) frames.own(params[i], values[i]);
    frames.enter(block);
    const { current } = frames;
    this.#probe?.entered(current, current.code.fn, current.block, values);
  }

  #tellResults(frame: Frame, op: Op): void {
    eachResult(op, (v) => {
      this.#probe?.defined(frame, frame.code.fn, op, v, this.#frames.value(v));
    });
  }

  #return(v: VarId): void {
    const frames = this.#frames;
    this.#probe?.returned(frames.current, frames.current.code.fn, v);
    const value = frames.take(v);
    frames.requireNothingOwned("count is one too high", "when its function returns");
    frames.pop();
    this.#result = value;
    // The outermost frame returns to `run`.
    if (this.#isCalling()) this.#finishCall(value);
  }

  /** Whether the current frame waits for a call of its own: the alternative is `run`. */
  #isCalling(): boolean {
    return this.#frames.depth > this.#floor;
  }

  // --- calls ---

  #call(dst: VarId, call: Call): void {
    switch (call.kind) {
      case "Apply":
        return this.#enterFunction(call, this.#functions[call.fn], call.args.length);
      case "ApplyIndirect": {
        const closure = this.#frames.look(call.args[0]);
        if (!(closure instanceof Cell)) throw bug("no closure to call");
        const { code, block } = this.#frames.current;
        this.#probe?.reached(code.fn, block, this.#functions[closure.tag].fn, call.span);
        return this.#enterFunction(call, this.#functions[closure.tag], call.args.length);
      }
      case "Intrinsic":
      case "CheckedPrim":
        return this.#operate(dst, call);
      case "DropCheck":
        return this.#checkDrop();
      default:
        assertNever(call, "check_rc");
    }
  }

  #operate(dst: VarId, call: Extract<Call, { kind: "Intrinsic" | "CheckedPrim" }>): void {
    const args = this.#arguments(call);
    const result = call.kind === "Intrinsic"
      ? this.#intrinsic(call.name, args, call.args[0], dst)
      : PRIM_FUNCTIONS[call.op](scalarOf(args[0]), args.length < 2 ? 0 : scalarOf(args[1]));
    if (this.world.isHalted) return;
    if (typeof result === "string") {
      const { code, block } = this.#frames.current;
      const operation = call.kind === "Intrinsic" ? call.name : call.op;
      this.#probe?.panicked(code.fn, block, operation, result, call.span);
      return this.#raise(result);
    }
    this.#finishCall(result);
  }

  /** The result of an intrinsic, or the message of the panic that it raises. */
  #intrinsic(
    name: IntrinsicName,
    [a, b, c, d]: readonly Value[],
    first: VarId | undefined,
    dst: VarId,
  ): Value | string {
    const { world } = this;
    const { varTypes } = this.#frames;
    const firstType = first === undefined ? undefined : varTypes[first];
    const type = listTypeOf(world.heap.types, firstType, varTypes[dst]);
    return INTRINSIC_FUNCTIONS[name](world, type, a, b, c, d);
  }

  /** Raises the panic of a drop, if the release before ended with one. */
  #checkDrop(): void {
    return this.world.takeDropPanic() === undefined ? this.#finishCall(0) : this.#startUnwinding();
  }

  /** Takes owned arguments first, because borrowed ones must be alive without them. */
  #arguments({ args, ownership }: Call): Value[] {
    const frames = this.#frames;
    const values: Value[] = [];
    let allOwned = true;
    for (let i = 0; i < args.length; i++) {
      const isOwned = ownership[i] === "owned";
      values.push(isOwned ? frames.take(args[i]) : frames.value(args[i]));
      if (!isOwned) allOwned = false;
    }
    if (allOwned) return values;
    for (let i = 0; i < args.length; i++) if (ownership[i] !== "owned") frames.look(args[i]);
    return values;
  }

  #enterFunction(call: Call, code: CheckedFunction, count: number): void {
    const frames = this.#frames;
    this.#requireSameMarks(call, code);
    this.world.steps?.step();
    const values = this.#arguments(call);
    if (!frames.hasRoom(code)) return this.#overflow();
    const lenders = call.args.map((v) => frames.slot(v));
    const { capacity } = frames;
    const { params } = frames.push(code).code.fn;
    this.#probe?.called(frames.current, code.fn, values);
    if (frames.capacity !== capacity) {
      this.world.heap.meter?.setStack(frames.capacity * SLOT_BYTES);
    }
    for (let i = 0; i < count; i++) {
      const { var: v, ownership } = params[i];
      if (ownership === "owned") frames.own(v, values[i]);
      else frames.lend(v, values[i], lenders[i]);
    }
  }

  #requireSameMarks(call: Call, { fn }: CheckedFunction): void {
    const frames = this.#frames;
    call.args.forEach((arg, i) => {
      const param = fn.params[i];
      const mark = call.ownership[i] ?? "borrowed";
      if (param?.ownership === mark || !frames.isTracked(arg)) return;
      frames.fail(
        "RC-1 marks of call and callee agree",
        param === undefined
          ? `${frames.nameHere(arg)} is argument ${i} of ${fn.name}, which has ${fn.params.length}`
          : `${
            frames.nameHere(arg)
          } is passed as ${mark}, but ${fn.name} takes it as ${param.ownership}`,
      );
    });
  }

  /** Ends the program: nothing that it owns is released any more. */
  #overflow(): void {
    this.world.setStackOverflow();
    this.#unwind();
  }

  /** Stores `value` as the result of the current frame's call, and continues after it. */
  #finishCall(value: Value): void {
    const frames = this.#frames;
    const { step } = frames;
    if (step.kind !== "Call" && step.kind !== "Invoke") throw bug("no call to finish");
    const { dst, call } = step;
    const isView = call.kind === "Intrinsic" && intrinsicInfo(call.name).result === "borrowed";
    if (isView) frames.view(dst, value, call.args[0]);
    else frames.own(dst, value);
    const { current } = frames;
    this.#probe?.defined(current, current.code.fn, { kind: "Call", dst, call }, dst, value);
    if (step.kind === "Invoke") frames.enter(step.normal);
    else frames.current.at++;
  }

  // --- unwinding ---

  #raise(message: string): void {
    this.world.panic = {
      message,
      position: this.#frames.panicPosition(),
      backtrace: this.world.backtrace(),
      isFatal: false,
    };
    this.#startUnwinding();
  }

  #startUnwinding(): void {
    this.world.checkAbort(() => this.#frames.isCaughtAbove(this.#floor));
    this.#unwind();
  }

  /** Leaves frames until a call with an unwind block. */
  #unwind(): void {
    const frames = this.#frames;
    while (this.#isCalling()) {
      const { step } = frames;
      if (step.kind === "Invoke") return frames.enter(step.unwind);
      frames.requireNothingOwned(
        "UW-4 an unwind block releases what is owned, all of it",
        "when the call unwinds, and has no unwind block",
      );
      this.#probe?.unwound(frames.current);
      frames.pop();
    }
  }
}

function bug(message: string): InternalError {
  return new InternalError(message, { stage: "check_rc" });
}
