/**
 * Primitives and intrinsics of the VM for the interpreter: a `Machine` with one instruction, whose operands
 * are written anew for each call. So heap, text, numbers and output are the very code that the VM runs.
 */
import type { ArcProgram, FnId, VarId } from "../arc/mod.ts";
import {
  classOf,
  describeTypes,
  REF,
  type RegisterClass,
  type TypeDescriptor,
} from "../bytecode/mod.ts";
import type { IntrinsicName, PrimOp } from "../operations/mod.ts";
import {
  type Cell,
  INTRINSIC_HANDLERS,
  Machine,
  PRIM_HANDLERS,
  startMachine,
  type Value,
  type VmIo,
} from "../vm/mod.ts";

/** Registers of the one frame. */
const RESULT = 2;
const FIRST_ARG = 3;
/** Words of the instruction: opcode, destination, name (of no use here), type, count, arguments. */
const TYPE_AT = 3;
const COUNT_AT = 4;
const ARGS_AT = 5;
const MOST_ARGS = 8;

/** Which variables the arguments of an operation are, and the types of all variables of the function. */
export interface Operands {
  readonly vars: readonly VarId[];
  readonly types: readonly number[];
}

/** What operations ask of the interpreter. */
export interface Surroundings {
  /** Where the program is, for leak reports. */
  site(): () => string;
  /** Calls a `Drop.drop`, from the middle of an operation. */
  callDrop(fn: FnId, cell: Cell): void;
}

export class Operations {
  readonly machine: Machine;
  readonly types: readonly TypeDescriptor[];
  /** Register class of each type. */
  readonly #classes: readonly RegisterClass[];
  readonly #start: number;

  constructor(program: ArcProgram, io: VmIo, { site, callDrop }: Surroundings) {
    this.types = describeTypes(program);
    this.#classes = this.types.map(classOf);
    this.machine = startMachine(
      stubProgram(program, this.types),
      io,
      { checkLeaks: true, site },
      (_machine, fn, cell) => this.#aside(() => callDrop(fn as FnId, cell)),
    );
    this.#start = this.machine.image.entries[program.fns.length];
    this.machine.pc = this.#start;
    this.machine.image.code[this.#start + 1] = RESULT;
  }

  /** Runs `body`, which uses the one instruction for operations of its own, in the middle of one. */
  #aside(body: () => void): void {
    const { image: { code }, scalars, refs } = this.machine;
    const [from, to] = [RESULT, FIRST_ARG + MOST_ARGS];
    const words = code.slice(this.#start, this.#start + ARGS_AT + MOST_ARGS);
    const [numbers, values] = [scalars.slice(from, to), refs.slice(from, to)];
    body();
    code.set(words, this.#start);
    scalars.set(numbers, from);
    values.forEach((value, i) => refs[from + i] = value);
  }

  /** The result of `op`, or the message of the panic it raises. */
  prim(op: PrimOp, args: readonly Value[], operands: Operands, dst: VarId): Value | PanicMessage {
    const message = PRIM_HANDLERS[op](
      this.machine,
      RESULT,
      this.#argument(0, args, operands),
      this.#argument(1, args, operands),
    );
    return message === undefined ? this.#result(operands.types[dst]) : new PanicMessage(message);
  }

  /** The result of an intrinsic, or the message of the panic it raises. */
  intrinsic(
    name: IntrinsicName,
    args: readonly Value[],
    operands: Operands,
    dst: VarId,
  ): Value | PanicMessage {
    const { code } = this.machine.image;
    const { vars, types } = operands;
    const at = this.#start;
    code[at + TYPE_AT] = this.#listType(types[vars[0]], types[dst]);
    code[at + COUNT_AT] = args.length;
    for (let i = 0; i < args.length; i++) {
      const register = this.#argument(i, args, operands);
      code[at + ARGS_AT + i] = register * 4 + this.#classes[types[vars[i]]];
    }
    const message = INTRINSIC_HANDLERS[name](this.machine);
    return message === undefined ? this.#result(types[dst]) : new PanicMessage(message);
  }

  /** The list type that an intrinsic works on: of its first argument, else of its result. */
  #listType(first: number | undefined, result: number): number {
    if (first !== undefined && this.types[first].kind === "list") return first;
    return this.types[result].kind === "list" ? result : -1;
  }

  #argument(index: number, args: readonly Value[], { vars, types }: Operands): number {
    const register = FIRST_ARG + index;
    if (index >= args.length) return register;
    const value = args[index];
    const { machine } = this;
    if (this.#classes[types[vars[index]]] === REF) machine.refs[register] = value;
    else if (typeof value === "number" || typeof value === "bigint") {
      machine.setInt(register, value);
    } else throw machine.bug("no scalar where one is expected");
    return register;
  }

  #result(type: number): Value {
    return this.machine.tagged(RESULT * 4 + this.#classes[type]);
  }
}

/** The common primitives on ints that doubles hold exactly, as the VM's loop has them; else undefined. */
export function quickPrim(op: PrimOp, a: Value, b: Value): number | undefined {
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  switch (op) {
    case "int_lt":
    case "char_lt":
    case "byte_lt":
      return a < b ? 1 : 0;
    case "int_eq":
    case "char_eq":
    case "byte_eq":
      return a === b ? 1 : 0;
    case "int_ne":
    case "char_ne":
    case "byte_ne":
      return a !== b ? 1 : 0;
    case "int_le":
    case "char_le":
    case "byte_le":
      return a <= b ? 1 : 0;
    case "int_gt":
      return a > b ? 1 : 0;
    case "int_ge":
    case "byte_ge":
      return a >= b ? 1 : 0;
    case "int_mul":
    case "int_wrap_mul":
      return a === 0 || b === 0 ? 0 : exactly(a * b);
    case "int_rem":
      return b === 0 ? undefined : a % b + 0;
    case "int_add":
    case "int_wrap_add":
      return exactly(a + b);
    case "int_sub":
    case "int_wrap_sub":
      return exactly(a - b);
    default:
      return undefined;
  }
}

function exactly(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}

export class PanicMessage {
  constructor(readonly text: string) {}
}

/** What a `Machine` wants to know of a program that has no bytecode: types, envs, and room for one instruction. */
function stubProgram(program: ArcProgram, types: readonly TypeDescriptor[]) {
  const chunk = {
    code: new Int32Array(0),
    constants: [],
    registerCount: 0,
    params: [],
    result: 0,
    lines: [],
    unwind: [],
    captures: [],
  };
  const chunks = program.fns.map((fn) => ({
    ...chunk,
    name: fn.name,
    env: fn.kind.kind === "wrapper" ? fn.varTypes[fn.params[0].var] : -1,
  }));
  const code = new Int32Array(ARGS_AT + MOST_ARGS);
  chunks.push({ ...chunk, name: "an operation", env: -1, code });
  return { chunks, types, files: [], tests: [] };
}
