/**
 * One run of a program as its operations see it: the heap, the streams, and the panic that is unwinding. Primitives,
 * intrinsics and releases work on a world, whichever engine executes the program around them.
 */
import { InternalError, type ProgramWorld } from "../base/mod.ts";
import { panicMessage } from "../operations/mod.ts";
import { CharPlaces } from "./char_places.ts";
import { Heap, type ProgramFacts, type Site } from "./heap.ts";
import { Input } from "./input.ts";
import { type Limits, MemoryMeter, StepMeter } from "./limits.ts";
import { Output } from "./output.ts";
import { panicText } from "./panic_text.ts";
import { RcTrace } from "./rc_trace.ts";
import { utf8Length } from "./text.ts";
import type { Cell, Str } from "./value.ts";

/** Drops that release values with drops of their own nest no deeper: `ORI_NESTED_DROPS` of the runtime. */
const MAX_NESTED_DROPS = 200;

/** The streams and arguments of a program. A stream that fails throws `StreamFailed`. */
export interface VmIo {
  stdout(bytes: Uint8Array): void;
  stderr(bytes: Uint8Array): void;
  /** The next bytes of stdin, or undefined at its end; blocks. */
  stdin(): Uint8Array | undefined;
  /** Arguments of the program, without its own name. */
  readonly args: readonly string[];
  /** Answers what the program asks of the system. */
  readonly system: ProgramWorld;
  /** Whether stdout is a terminal, where every line appears at once. */
  readonly isInteractive?: boolean;
}

/** ORI_BACKTRACE: what follows the message of a panic. `json`: the panic and its calls as one line. */
export type BacktraceMode = "off" | "text" | "json";

/** Where a function is while it is active. */
export interface CallPlace {
  readonly fn: string;
  /** `loop#1/body`, as in events. */
  readonly region_id: string;
  /** `FILE:LINE:COL`. */
  readonly at: string;
}

export interface WorldOptions {
  /** ORI_TRACE_RC: a line on stderr for each event of counting; `verbose` adds the callers. */
  readonly trace: "off" | "on" | "verbose";
  /** Records where each block is allocated. */
  readonly checksLeaks: boolean;
  readonly backtrace: BacktraceMode;
  readonly limits?: Limits | undefined;
}

/** The engine that executes the program, as far as operations depend on it. */
export interface Executor {
  /** The place of the instruction that is executed. */
  readonly site: Site;
  /** Describes a site as `FUNCTION at FILE:LINE:COL`. */
  siteText(site: Site): string;
  /** The `region_id` of the instruction that is executed; empty outside of the program. */
  region(): string;
  /** The functions that wait for the current one, innermost first. */
  callers(): Iterable<string>;
  /** The calls that are active, innermost first. */
  backtrace(): CallPlace[];
  /**
   * Prepares a call of the `Drop.drop` function `fn` with `cell`, in the middle of an operation; the result executes it
   * and returns when it has ended, also with a panic. Undefined when there is no stack left for it.
   */
  prepareDrop(fn: number, cell: Cell): (() => void) | undefined;
}

export interface Panic {
  readonly message: string;
  /** `FILE:LINE:COL`; undefined for a stack overflow, which has no single place. */
  readonly position: string | undefined;
  /** The calls that were active, innermost first; empty unless there is a `BacktraceMode`. */
  readonly backtrace: readonly CallPlace[];
  /** Whether no handler ends it: a stack overflow. */
  readonly isFatal: boolean;
}

export class World {
  readonly heap: Heap;
  readonly output: Output;
  readonly errors: Output;
  readonly input: Input;
  readonly args: readonly string[];
  readonly system: ProgramWorld;
  /** The bytes of the last answer of `system`, until the program takes them. */
  answer: Uint8Array = new Uint8Array();
  /** Places in texts, for `s[i]`. */
  readonly chars = new CharPlaces();
  /** Counts the steps of a run that has a limit. */
  readonly steps: StepMeter | undefined;
  /** Whether the run is over, or the innermost `Drop.drop` is. */
  isHalted = false;
  panic: Panic | undefined = undefined;
  /** A panic that ended a `Drop.drop`; it is raised after the release that called the `drop`. */
  dropPanic: Panic | undefined = undefined;
  /** The panic that was unwinding when the innermost `Drop.drop` was called: a panic that leaves the `drop` then aborts. */
  outerPanic: Panic | undefined = undefined;
  /** The panic that a handler ended last, and the one that `@panic` is called for. */
  #caught: Panic | undefined;
  #held: Panic | undefined;
  /** Number of `Drop.drop` calls that are active. */
  #dropDepth = 0;
  readonly #executor: Executor;

  constructor(
    readonly program: ProgramFacts,
    io: VmIo,
    readonly options: WorldOptions,
    executor: Executor,
  ) {
    this.#executor = executor;
    this.output = new Output((bytes) => io.stdout(bytes), io.isInteractive);
    this.errors = new Output((bytes) => io.stderr(bytes), true);
    this.output.other = this.errors;
    this.errors.other = this.output;
    this.input = new Input(() => io.stdin());
    this.args = io.args;
    this.system = io.system;
    const { steps, bytes } = options.limits ?? {};
    this.steps = steps === undefined ? undefined : new StepMeter(steps);
    const trace = new RcTrace(this.errors, options.trace === "verbose", executor);
    this.heap = new Heap(program, {
      ...(options.trace === "off" ? {} : { trace: (...event) => trace.write(...event) }),
      runDrop: (fn, cell) => this.#runDrop(fn, cell),
      meter: bytes === undefined ? undefined : new MemoryMeter(bytes),
      ...(options.checksLeaks ? { site: () => executor.site } : {}),
    });
  }

  flush(): void {
    this.output.flush();
    this.errors.flush();
  }

  siteText(site: Site): string {
    return this.#executor.siteText(site);
  }

  /** The calls that are active, if they are asked for. */
  backtrace(): readonly CallPlace[] {
    return this.options.backtrace === "off" ? [] : this.#executor.backtrace();
  }

  /** Makes the current panic a stack overflow, which ends the program. */
  setStackOverflow(): Panic {
    const backtrace = this.backtrace();
    const message = panicMessage("stack_overflow");
    return this.panic = { message, position: undefined, backtrace, isFatal: true };
  }

  /** Ends the panic that came to a handler and gives its message. A stack overflow ends the program instead. */
  takePanic(): Str | undefined {
    const { panic } = this;
    if (panic === undefined) throw new InternalError("a handler without a panic", { stage: "vm" });
    if (panic.isFatal) {
      this.isHalted = true;
      return undefined;
    }
    this.panic = undefined;
    this.#caught = panic;
    return this.heap.str(panic.message, utf8Length(panic.message));
  }

  /** From here on `@panic` handles the panic that was caught last, and prints to stderr; gives its position. */
  holdPanic(): string {
    this.#held = this.#caught;
    this.output.divert(this.errors);
    return this.#held?.position ?? "";
  }

  /** Prints the panic that `@panic` handled as one that nobody caught. */
  reportHeld(): void {
    this.output.divert(undefined);
    if (this.#held === undefined) throw new InternalError("no panic is held", { stage: "vm" });
    this.errors.write(panicText(this.#held, this.options.backtrace));
  }

  /** Ends the program for the panic that left `@panic`, the one that was caught last. */
  abortHeld(): never {
    const { first, second } = { first: this.#held, second: this.#caught };
    if (first === undefined || second === undefined) {
      throw new InternalError("no panic is held", { stage: "vm" });
    }
    throw new Aborted(first, second, "in `@panic`, which was called for this panic");
  }

  /** Makes the panic of a `Drop.drop` the current one, after the release that called the `drop`. */
  takeDropPanic(): Panic | undefined {
    const { dropPanic } = this;
    if (dropPanic === undefined) return undefined;
    this.dropPanic = undefined;
    return this.panic = dropPanic;
  }

  /**
   * Called when the current panic starts to unwind: throws `Aborted` if it would leave a `Drop.drop` that runs while
   * another panic unwinds. `isCaught` tells whether a handler inside of the `drop` ends it.
   */
  checkAbort(isCaught: () => boolean): void {
    const { panic, dropPanic, outerPanic } = this;
    if (panic === undefined) throw new InternalError("unwinding without a panic", { stage: "vm" });
    const first = dropPanic ?? outerPanic;
    if (first === undefined || (dropPanic === undefined && isCaught())) return;
    throw new Aborted(first, panic, "in `drop`, while this panic was unwinding");
  }

  /** Calls function `fn` with `cell`, whose last reference goes. A panic that ends it becomes `dropPanic` (spec 21.3.4). */
  #runDrop(fn: number, cell: Cell): void {
    if (this.panic?.isFatal) return; // the program is over, as native programs are at once
    const execute = this.#dropDepth === MAX_NESTED_DROPS
      ? undefined
      : this.#executor.prepareDrop(fn, cell);
    if (execute === undefined) {
      this.setStackOverflow();
      this.isHalted = true;
      return;
    }
    const { panic, dropPanic, outerPanic } = this;
    this.#dropDepth++;
    this.outerPanic = panic ?? dropPanic;
    Object.assign(this, { panic: undefined, dropPanic: undefined });
    execute();
    this.#dropDepth--;
    const raised: Panic | undefined = this.panic;
    this.outerPanic = outerPanic;
    if (raised?.isFatal) return;
    this.isHalted = false;
    this.panic = panic;
    this.dropPanic = raised ?? dropPanic;
  }
}

/** Thrown where `second` leaves what runs because of `first`, a `Drop.drop` or `@panic`: the program aborts. */
export class Aborted extends Error {
  /** `place` says where `second` was raised. */
  constructor(readonly first: Panic, readonly second: Panic, readonly place: string) {
    super(second.message);
  }
}
