/**
 * Runs ARC IR itself, instruction by instruction, with an owner for every reference. Values are those of
 * the VM, and so are the counts of their blocks, so that uniqueness decides as it does there.
 */
import type { ArcProgram, Call, FnId, JumpTarget, Terminator, VarId } from "../arc/mod.ts";
import { assertNever, InternalError, type SourceMap } from "../base/mod.ts";
import { intrinsicInfo, type IntrinsicName, panicMessage } from "../operations/mod.ts";
import {
  Aborted,
  Cell,
  type Machine,
  MAX_NESTED_DROPS,
  type Panic,
  type Value,
  type VmIo,
} from "../vm/mod.ts";
import { type CheckedFunction, checkedFunctions } from "./checked_function.ts";
import { Frames } from "./frames.ts";
import { HOST } from "./ledger.ts";
import { OpRunner } from "./op_runner.ts";
import { Operations, PanicMessage, quickPrim } from "./operations.ts";

type DropOperation = "drop_value" | "share_value" | "drop_check";

function isOfDrops(name: IntrinsicName): name is DropOperation {
  return name === "drop_value" || name === "share_value" || name === "drop_check";
}

export interface InterpreterOptions {
  /** ORI_BACKTRACE. */
  readonly hasBacktrace: boolean;
}

export class Interpreter {
  readonly machine: Machine;
  readonly #options: InterpreterOptions;
  readonly #functions: readonly CheckedFunction[];
  readonly #frames: Frames;
  readonly #operations: Operations;
  readonly #ops: OpRunner;
  #result: Value = undefined;
  /** Depth of the stack from which `run` was called last. */
  #floor = 0;

  constructor(program: ArcProgram, sources: SourceMap, io: VmIo, options: InterpreterOptions) {
    this.#options = options;
    this.#functions = checkedFunctions(program);
    this.#frames = new Frames(program, sources);
    this.#operations = new Operations(program, io, {
      site: () => this.#frames.site(),
      callDrop: (fn, cell) => this.#drop(fn, cell),
    });
    this.machine = this.#operations.machine;
    this.#ops = new OpRunner(program, this.#frames, this.#operations);
  }

  /**
   * Calls `fn` from outside; its result, or undefined when it panicked (see `machine.panic`). Throws `RcViolation`
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
    this.#result = undefined;
    try {
      while (frames.depth > floor && !this.machine.isHalted) this.#step();
    } catch (error) {
      if (error instanceof InternalError) frames.fail("heap invariant", error.message);
      throw error;
    }
    this.#floor = outerFloor;
    return this.#result;
  }

  /** Calls a `Drop.drop` from the middle of an operation, as `vm/drops.ts` does. */
  #drop(fn: FnId, cell: Cell): void {
    const { machine } = this;
    if (machine.panic?.isFatal) return;
    const { panic, dropPanic, outerPanic } = machine;
    if (machine.dropDepth === MAX_NESTED_DROPS || !this.#frames.hasRoom(this.#functions[fn])) {
      machine.panic = this.#panic(panicMessage("stack_overflow"), true);
      machine.isHalted = true;
      return;
    }
    machine.dropDepth++;
    Object.assign(machine, {
      panic: undefined,
      dropPanic: undefined,
      outerPanic: panic ?? dropPanic,
    });
    this.run(fn, [cell]);
    machine.dropDepth--;
    const raised: Panic | undefined = machine.panic;
    machine.outerPanic = outerPanic;
    if (raised?.isFatal) return;
    machine.panic = panic;
    machine.dropPanic = raised ?? dropPanic;
  }

  #step(): void {
    const frame = this.#frames.current;
    const { ops, terminator } = frame.block;
    if (frame.at === ops.length) return this.#end(terminator);
    const op = ops[frame.at];
    if (op.kind === "Call") return this.#call(op.dst, op.call);
    this.#ops.run(op);
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
        frames.pop();
        return this.#unwind();
      case "Unreachable":
        throw new InternalError("Unreachable was reached", { stage: "check_rc" });
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
    throw new InternalError(`no case for ${String(subject)}`, { stage: "check_rc" });
  }

  /** The values of block parameters are set at once. */
  #jump({ block, args }: JumpTarget): void {
    const frames = this.#frames;
    if (args.length === 0) return frames.enter(block);
    const values = args.map((arg) => frames.take(arg));
    const { params } = frames.current.code.fn.blocks[block];
    for (let i = 0; i < params.length; i++) frames.own(params[i], values[i]);
    frames.enter(block);
  }

  #return(v: VarId): void {
    const frames = this.#frames;
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
        if (!(closure instanceof Cell)) throw this.machine.bug("no closure to call");
        return this.#enterFunction(call, this.#functions[closure.tag], call.args.length);
      }
      case "Intrinsic":
      case "CheckedPrim":
        return this.#operate(dst, call);
      default:
        assertNever(call, "check_rc");
    }
  }

  #operate(dst: VarId, call: Extract<Call, { kind: "Intrinsic" | "CheckedPrim" }>): void {
    const frames = this.#frames;
    const args = this.#arguments(call);
    if (call.kind === "Intrinsic" && isOfDrops(call.name)) {
      return this.#operateOnDrops(call.name, args[0], frames.type(call.args[0]));
    }
    if (call.kind === "CheckedPrim") {
      const quick = quickPrim(call.op, args[0], args[1]);
      if (quick !== undefined) return this.#finishCall(quick);
    }
    const operands = { vars: call.args, types: frames.varTypes };
    const result = call.kind === "Intrinsic"
      ? this.#operations.intrinsic(call.name, args, operands, dst)
      : this.#operations.prim(call.op, args, operands, dst);
    if (this.machine.isHalted) return;
    if (result instanceof PanicMessage) return this.#raise(result.text, false);
    this.#finishCall(result);
  }

  #operateOnDrops(name: DropOperation, value: Value, type: number): void {
    const { machine } = this;
    switch (name) {
      case "drop_value":
        machine.heap.releaseValue(type, value);
        return machine.isHalted ? undefined : this.#finishCall(0);
      case "share_value":
        machine.heap.retainValue(type, value);
        return this.#finishCall(value);
      case "drop_check":
        if (machine.dropPanic === undefined) return this.#finishCall(0);
        machine.panic = machine.dropPanic;
        machine.dropPanic = undefined;
        return this.#startUnwinding(machine.panic);
      default:
        assertNever(name, "check_rc");
    }
  }

  /** Takes what is owned first: what is borrowed has to be alive without it. */
  #arguments({ args, ownership }: Call): Value[] {
    const frames = this.#frames;
    const values: Value[] = [];
    let isLookedAt = true;
    for (let i = 0; i < args.length; i++) {
      const isOwned = ownership[i] === "owned";
      values.push(isOwned ? frames.take(args[i]) : frames.value(args[i]));
      if (!isOwned) isLookedAt = false;
    }
    if (isLookedAt) return values;
    for (let i = 0; i < args.length; i++) if (ownership[i] !== "owned") frames.look(args[i]);
    return values;
  }

  #enterFunction(call: Call, code: CheckedFunction, count: number): void {
    const frames = this.#frames;
    this.#requireSameMarks(call, code);
    const values = this.#arguments(call);
    if (!frames.hasRoom(code)) return this.#overflow(code, values);
    const lenders = call.args.map((v) => frames.slot(v));
    const { params } = frames.push(code).code.fn;
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

  /** A callee that never starts would have consumed what it owns. */
  #overflow({ fn }: CheckedFunction, args: readonly Value[]): void {
    fn.params.forEach(({ var: v, ownership }, i) => {
      if (ownership === "owned") this.machine.heap.releaseValue(fn.varTypes[v], args[i]);
    });
    this.#raise(panicMessage("stack_overflow"), true);
  }

  /** The current frame's call gave `value`. */
  #finishCall(value: Value): void {
    const frames = this.#frames;
    const { step } = frames;
    if (step.kind !== "Call" && step.kind !== "Invoke") throw this.machine.bug("no call to finish");
    const { dst, call } = step;
    const isView = call.kind === "Intrinsic" && intrinsicInfo(call.name).result === "borrowed";
    if (isView) frames.view(dst, value, call.args[0]);
    else frames.own(dst, value);
    if (step.kind === "Invoke") frames.enter(step.normal);
    else frames.current.at++;
  }

  // --- unwinding ---

  #raise(message: string, isFatal: boolean): void {
    const panic = this.machine.panic = this.#panic(message, isFatal);
    if (isFatal) this.#unwind();
    else this.#startUnwinding(panic);
  }

  #panic(message: string, isFatal: boolean): Panic {
    const frames = this.#frames;
    return {
      message,
      position: isFatal ? undefined : frames.position(),
      backtrace: this.#options.hasBacktrace ? frames.backtrace() : [],
      isFatal,
    };
  }

  /** As in the VM, a panic that would leave a `drop` called by another one ends the program. */
  #startUnwinding(panic: Panic): void {
    const { dropPanic, outerPanic } = this.machine;
    const first = dropPanic ??
      (outerPanic && this.#frames.isCaughtAbove(this.#floor) ? undefined : outerPanic);
    if (first !== undefined) throw new Aborted(first, panic);
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
      frames.pop();
    }
  }
}
