/**
 * Lowers a monomorphic program to ARC IR: every function, and a wrapper for each that is used as a value.
 */
import { InternalError, type Span } from "../../base/mod.ts";
import type {
  MonoFn,
  MonoFnId,
  MonoProgram,
  MonoType,
  MonoTypeId,
  MonoTypes,
} from "../../mono/mod.ts";
import { DropReach } from "../analysis/drop_types.ts";
import { mapUpdate } from "../analysis/updates.ts";
import type { ArcFunction, ArcProgram, FnId, Op } from "../ir/ir.ts";
import type { LowerContext, ProgramContext } from "./lower_context.ts";
import { lowerExpr } from "./lower_fn.ts";
import { ScopeEnds } from "./scope_ends.ts";
import { SsaBuilder } from "./ssa_builder.ts";

/** Lowers `mono`, without ownership and RC: see `passes` for what comes next. */
export function lowerToSsa(
  mono: MonoProgram,
  primSpans?: Map<Op, Span>,
): ArcProgram<"lowered"> {
  const wrappers = new Wrappers(mono);
  const program: ProgramContext = {
    ...commonTypes(mono.types),
    fnOf,
    isDiverging: (callee) => mono.types.get(mono.fns[callee].result).kind === "never",
    wrapperOf: (callee) => wrappers.of(callee),
    primSpans,
  };
  const reach = dropReach(mono);
  const fns = mono.fns.map((fn) => lowerFunction(fn, mono.types, program, reach));
  fns.push(...wrappers.all);
  const { main } = mono;
  return {
    types: mono.types,
    fns,
    ...(main === undefined ? {} : { main: { ...main, fn: fnOf(main.fn) } }),
    tests: mono.tests.map((test) => ({ ...test, fn: fnOf(test.fn) })),
    drops: new Map([...mono.drops].map(([type, fn]) => [type, fnOf(fn)])),
    stdFiles: mono.stdFiles,
    updates: mono.updates.map((update) => mapUpdate(update, fnOf)),
  };
}

/** Functions keep their index. */
function fnOf(callee: MonoFnId): FnId {
  return callee as number as FnId;
}

function commonTypes(types: MonoTypes) {
  return {
    boolType: types.intern({ kind: "scalar", scalar: "bool", name: "bool" }),
    intType: types.intern({ kind: "scalar", scalar: "int", name: "int" }),
    strType: types.intern({ kind: "str", name: "str" }),
    unitType: types.intern({ kind: "unit", name: "void" }),
  };
}

/** Which types hold values that drop; absent when none does. */
function dropReach({ types, fns, drops }: MonoProgram): DropReach | undefined {
  if (drops.size === 0) return undefined;
  const starts = (id: MonoTypeId) => drops.has(id);
  const direct = new DropReach(types, starts, false);
  const captures = fns.flatMap((fn) =>
    fn.params.slice(0, fn.captureCount).map((local) => fn.locals[local].type)
  );
  return new DropReach(types, starts, captures.some((type) => direct.reaches(type)));
}

function lowerFunction(
  fn: MonoFn,
  types: MonoTypes,
  program: ProgramContext,
  reach: DropReach | undefined,
): ArcFunction<"lowered"> {
  const b = new SsaBuilder(types, fn.symbol, fn.span, fn);
  const scopes = reach && new ScopeEnds(b, reach, program.unitType);
  const c: LowerContext = { b, program, labels: new Map(), ...(scopes && { scopes }) };
  const params = fn.params.map((local) => {
    const def = fn.locals[local];
    const v = b.newVar(def.type, def.name);
    b.write(local, v);
    return { var: v, ownership: "borrowed" as const };
  });
  for (const local of fn.params) scopes?.declare(local, fn.span);
  const value = lowerExpr(c, fn.body);
  scopes?.leaveTo(0, fn.span);
  if (value !== undefined) b.terminate({ kind: "Return", value });
  return {
    id: fnOf(fn.id),
    phase: "lowered",
    name: fn.symbol,
    span: fn.span,
    params,
    result: fn.result,
    varTypes: b.varTypes,
    varNames: b.varNames,
    blocks: b.finish(),
    regions: b.regions,
    kind: fn.captureCount === undefined
      ? { kind: "plain" }
      : { kind: "lambda", captures: fn.captureCount },
  };
}

/** The wrappers of functions used as values, made when first asked for. */
class Wrappers {
  readonly all: ArcFunction<"lowered">[] = [];
  readonly #known = new Map<MonoFnId, FnId>();
  readonly #mono: MonoProgram;

  constructor(mono: MonoProgram) {
    this.#mono = mono;
  }

  of(callee: MonoFnId): FnId {
    const known = this.#known.get(callee);
    if (known !== undefined) return known;
    const fn = this.#mono.fns[callee];
    if (fn === undefined) throw new InternalError(`no function ${callee}`, { stage: "arc" });
    const id = this.#mono.fns.length + this.all.length as FnId;
    this.#known.set(callee, id);
    this.all.push(makeWrapper(id, fn, this.#mono.types));
    return id;
  }
}

/** `wrapper(env, args...) = fn(env.0, ..., args...)`. */
function makeWrapper(id: FnId, fn: MonoFn, types: MonoTypes): ArcFunction<"lowered"> {
  const name = `${fn.symbol}$wrapper`;
  const b = new SsaBuilder(types, name, fn.span);
  const paramTypes = fn.params.map((local) => fn.locals[local].type);
  const captureCount = fn.captureCount ?? 0;
  const captures = paramTypes.slice(0, captureCount);
  const env = b.newVar(types.intern(envType(captures, types)), "env");
  const args = fn.params.slice(captureCount).map((local) => {
    const def = fn.locals[local];
    return b.newVar(def.type, def.name);
  });
  const parts = captures.map((type, index) =>
    b.define(type, (dst) => ({ kind: "EnvGet", dst, env, index }))
  );
  const value = b.define(fn.result, (dst) => ({
    kind: "Call",
    dst,
    call: {
      kind: "Apply",
      fn: fnOf(fn.id),
      args: [...parts, ...args],
      ownership: [],
      span: fn.span,
    },
  }));
  const isDiverging = types.get(fn.result).kind === "never";
  b.terminate(isDiverging ? { kind: "Unreachable" } : { kind: "Return", value });
  return {
    id,
    phase: "lowered",
    name,
    span: fn.span,
    params: [
      { var: env, ownership: "borrowed" },
      ...args.map((v) => ({ var: v, ownership: "owned" as const })),
    ],
    result: fn.result,
    varTypes: b.varTypes,
    varNames: b.varNames,
    blocks: b.finish(),
    regions: b.regions,
    kind: { kind: "wrapper", body: fnOf(fn.id) },
  };
}

function envType(captures: readonly MonoTypeId[], types: MonoTypes): MonoType {
  const names = captures.map((type) => types.get(type).name);
  return { kind: "env", name: `env(${names.join(", ")})`, captures };
}
