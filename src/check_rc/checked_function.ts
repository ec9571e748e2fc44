/** Prepares functions for checked runs: variables are numbered without gaps, constants and switches are converted. */
import type {
  ArcFunction,
  ArcProgram,
  JumpTarget,
  Literal,
  Terminator,
  VarId,
} from "../arc/mod.ts";
import { eachResult, type EngineOp, engineOps } from "../arc/mod.ts";
import type { MonoTypes } from "../mono/mod.ts";
import { assertNever, type SourceMap } from "../base/mod.ts";
import { describeFunction, describeTypes } from "../bytecode/mod.ts";
import {
  fromBigInt,
  NO_TOKEN,
  type ProgramFacts,
  Str,
  UNCOUNTED,
  utf8Length,
  type Value,
} from "../vm/mod.ts";

export interface CheckedFunction {
  readonly fn: ArcFunction;
  /** By block. */
  readonly ops: readonly (readonly EngineOp[])[];
  /** Slots of a frame. */
  readonly size: number;
  /** The slot of each variable. */
  readonly slotOf: Int32Array;
  /** The variable of each slot. */
  readonly varOf: readonly VarId[];
  /** Whether ownership is checked, by slot: for counted types, and for envs, which have no count of their own. */
  readonly isTracked: Uint8Array;
  /** The constants, by the slot of their variable. */
  readonly constants: readonly Value[];
  readonly switches: ReadonlyMap<Terminator, Switch>;
}

export interface Switch {
  readonly cases: ReadonlyMap<Value, JumpTarget>;
  readonly otherwise: JumpTarget | undefined;
}

/** A program prepared for runs, any number of them. */
export interface CheckedImage {
  readonly program: ArcProgram;
  readonly sources: SourceMap;
  readonly functions: readonly CheckedFunction[];
  readonly facts: ProgramFacts;
}

/** Prepares `program`, whose positions `sources` describes. */
export function checkedImage(program: ArcProgram, sources: SourceMap): CheckedImage {
  return {
    program,
    sources,
    functions: program.fns.map((fn) => checkedFunction(fn, program.types)),
    facts: {
      types: describeTypes(program),
      chunks: program.fns.map((fn) => describeFunction(fn, program)),
    },
  };
}

function checkedFunction(fn: ArcFunction, types: MonoTypes): CheckedFunction {
  const slotOf = new Int32Array(fn.varTypes.length).fill(-1);
  const varOf: VarId[] = [];
  const constants: Value[] = [];
  const switches = new Map<Terminator, Switch>();
  const add = (v: VarId) => {
    slotOf[v] = varOf.length;
    varOf.push(v);
  };
  for (const param of fn.params) add(param.var);
  for (const { params, ops, terminator: t } of fn.blocks) {
    params.forEach(add);
    for (const op of ops) {
      eachResult(op, add);
      if (op.kind === "Const") constants[slotOf[op.dst]] = constant(op.value);
    }
    if (t.kind === "Invoke") add(t.dst);
    if (t.kind === "Switch") switches.set(t, switchOf(t));
  }
  const isTracked = Uint8Array.from(varOf, (v) => {
    const type = fn.varTypes[v];
    return types.isCounted(type) || types.get(type).kind === "env" ? 1 : 0;
  });
  const ops = fn.blocks.map(engineOps);
  return { fn, ops, size: varOf.length, slotOf, varOf, isTracked, constants, switches };
}

function switchOf(t: Extract<Terminator, { kind: "Switch" }>): Switch {
  const cases = new Map(t.cases.map(({ value, target }) => [fromBigInt(value), target]));
  return { cases, otherwise: t.default };
}

function constant(literal: Literal): Value {
  switch (literal.kind) {
    case "int":
      return fromBigInt(literal.value);
    case "float":
      return literal.value;
    case "bool":
      return literal.value ? 1 : 0;
    case "unit":
      return 0;
    case "str":
      return new Str(UNCOUNTED, literal.value, utf8Length(literal.value));
    case "token":
      return NO_TOKEN;
    case "empty":
      return undefined;
    default:
      return assertNever(literal, "check_rc");
  }
}
